"""Runs: a folder below `HVIDBOG_HOME/eval-runs` with everything that was asked, seen and scored, repeatable from itself.

config.json, cases.jsonl, observations.jsonl, variants.jsonl, sources.jsonl, surfaces.jsonl, problems.json and scores.json
are the same for the same code and the same questions; timings.json and versions.json hold what the clock decides.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from evals.cases import Case, case_line, load_cases
from evals.code_version import measured_code
from evals.gold import SourceText
from evals.index_cache import Llm
from evals.judged_runs import read_judgements, with_judgements
from evals.measures.statistics import percentile
from evals.model_runs import RECORDING, engine_of, recorded
from evals.observe import Observation, Observed, observe, read_observations, write_observations
from evals.score import Scores, score
from evals.scores_json import scores_from_json, scores_json
from evals.suites import CROWDED, LARGE, Opener, open_suite
from evals.surfaces import (
    Held,
    load_surfaces,
    read_surfaces,
    run_surfaces,
    surface_parts,
    surface_values,
    write_surfaces,
)
from evals.variants import among_distractors, variants_of
from ingest.catalogue import load_catalogue
from ingest.config import Settings
from ingest.errors import HvidbogError, WrongUse
from ingest.pipeline import Progress, Quiet

TEXTS = load_catalogue("evals")
RUNS = "eval-runs"
SURFACES = "surfaces.jsonl"


class RunConfig(BaseModel):
    """What a run asks and how. `cases` is the hash of the questions, `code` that of the code it was made with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    suites: tuple[str, ...]
    cases: str
    code: str
    engine: str
    split: str | None = None
    robustness: bool = False
    distractors: int = 0
    surfaces: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """A finished run: its folder, what it was, what was seen, and the scores."""

    folder: Path
    config: RunConfig
    cases: tuple[Case, ...]
    observations: tuple[Observation, ...]
    sources: tuple[SourceText, ...]
    scores: Scores
    milliseconds: Mapping[str, float]
    surfaces: tuple[Held, ...] = ()

    @property
    def tokens(self) -> dict[str, int]:
        """Calls and estimated tokens of a run with a model; empty without one."""
        path = self.folder / "tokens.json"
        return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}

    @property
    def latency(self) -> dict[str, float]:
        """The median and the 95th percentile of an answer's milliseconds."""
        return latency_of(list(self.milliseconds.values()))


def latency_of(times: Sequence[float]) -> dict[str, float]:
    """The median and the 95th percentile of so many milliseconds; nothing of none."""
    return {"p50_ms": round(percentile(times, 0.5), 1), "p95_ms": round(percentile(times, 0.95), 1)} if times else {}


def configured(
    cases: Sequence[Case],
    engine: str,
    split: str | None = None,
    robustness: bool = False,
    distractors: int = 0,
    surfaces: bool = False,
) -> RunConfig:
    """The configuration of a run over these cases with the code as it is now."""
    lines = "\n".join(case_line(case) for case in cases)
    return RunConfig(
        suites=tuple(sorted({case.suite for case in cases})),
        cases=hashlib.sha256(lines.encode()).hexdigest()[:16],
        code=measured_code(),
        engine=engine,
        split=split,
        robustness=robustness,
        distractors=distractors,
        surfaces=surfaces,
    )


def make_run(
    settings: Settings,
    cases: Sequence[Case],
    config: RunConfig,
    progress: Progress | None = None,
    opener: Callable[[str], Opener] | None = None,
    recording: Path | None = None,
) -> Run:
    """Ask, score and write a run. `opener` gives for a suite what opens the assistant; by default the product's own.

    A run with a model keeps its calls in its folder; those in `recording` are replayed and need no model. Raises
    WrongUse or NoIndex where a suite's documents or index are not there.
    """
    shown = progress or Quiet()
    folder = _new_folder(settings.home / RUNS, config)
    chat = recorded(settings, folder / RECORDING, recording) if config.engine == "llm" else None
    llm = (lambda own: engine_of(own, chat, folder)) if chat else None
    find = opener or (lambda suite: open_suite(settings, suite, progress=shown, llm=llm))
    seen: list[Observed] = []
    otherwise: list[Observed] = []
    problems: list[str] = []
    for suite in config.suites:
        members = [case for case in cases if case.suite == suite]
        open_for = find(suite)
        shown.start(TEXTS.text("answers.asking", suite=suite), len(members))
        seen.append(observe(members, open_for, config.engine, shown.advance))
        answerable = [case for case in members if case.must_answer]
        for varied, open_varied in _otherwise(settings, suite, answerable, config, open_for, shown, problems, llm):
            shown.start(TEXTS.text("answers.asking_otherwise", suite=suite), len(varied))
            otherwise.append(observe(varied, open_varied, config.engine, shown.advance))
    if chat:
        problems += [TEXTS.text("answers.not_recorded", count=chat.missing)] if chat.missing else []
        _write_json(folder / "tokens.json", asdict(chat.spent))
    _write_observed(folder, config, cases, seen, otherwise)
    _write_json(folder / "problems.json", problems)
    if config.surfaces:
        with tempfile.TemporaryDirectory() as workplace:
            write_surfaces(folder / SURFACES, run_surfaces(settings, load_surfaces(), shown, Path(workplace)))
    return rescore(folder)


def _otherwise(
    settings: Settings,
    suite: str,
    cases: Sequence[Case],
    config: RunConfig,
    open_for: Opener,
    shown: Progress,
    problems: list[str],
    llm: Llm | None = None,
) -> Iterator[tuple[list[Case], Opener]]:
    """The same questions asked in other ways, and where to: written otherwise, and among made-up passages.

    Where the made-up passages cannot be indexed, `problems` gets the reason: a fault must not hide the other figures.
    """
    if config.robustness and suite not in LARGE:
        yield [variant for case in cases for variant in variants_of(case).values()], open_for
    if config.distractors and suite in CROWDED:
        try:
            crowded = open_suite(settings, suite, config.distractors, shown, llm)
        except HvidbogError as error:
            problems.append(TEXTS.text("answers.no_distractors", suite=suite, count=config.distractors, reason=error))
            return
        yield [among_distractors(case) for case in cases], crowded


def rescore(folder: Path) -> Run:
    """The run in `folder` with its observations scored anew by the code as it is now; scores.json is replaced."""
    config, cases = _read_config(folder), load_cases([folder / "cases.jsonl"])
    observations = read_observations(folder / "observations.jsonl")
    sources = _read_sources(folder)
    variants = read_observations(folder / "variants.jsonl")
    told = json.loads((folder / "problems.json").read_text(encoding="utf-8"))
    scores = score(cases, observations, sources, variants=variants)
    scores = with_judgements(scores, cases, read_judgements(folder))
    surfaces = read_surfaces(folder / SURFACES)
    if surfaces:
        groups, parts = surface_values(surfaces), surface_parts(surfaces)
        scores = replace(scores, groups={**scores.groups, **groups}, cases={**scores.cases, **parts})
    tree = scores_json(replace(scores, problems=(*told, *scores.problems)))
    _write_json(folder / "scores.json", tree)
    # Through the file's rounding: a run that is read later has the same numbers.
    scores = scores_from_json(tree)
    times = json.loads((folder / "timings.json").read_text(encoding="utf-8"))
    return Run(folder, config, cases, observations, sources, scores, times, surfaces)


def read_run(folder: Path) -> Run:
    """A run as it was written. Raises WrongUse for a folder that holds none."""
    config = _read_config(folder)
    try:
        scores = scores_from_json(json.loads((folder / "scores.json").read_text(encoding="utf-8")))
        times = json.loads((folder / "timings.json").read_text(encoding="utf-8"))
        observations = read_observations(folder / "observations.jsonl")
        cases, surfaces = load_cases([folder / "cases.jsonl"]), read_surfaces(folder / SURFACES)
        return Run(folder, config, cases, observations, _read_sources(folder), scores, times, surfaces)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WrongUse(TEXTS.text("runs.broken", path=folder)) from error


def find_run(settings: Settings, name: str) -> Path:
    """The folder of a run by path or by the beginning of its name; "seneste" is the newest.

    Raises WrongUse where no run or more than one fits.
    """
    if Path(name).is_dir():
        return Path(name)
    known = sorted(path for path in (settings.home / RUNS).glob("*") if (path / "config.json").is_file())
    fitting = (
        known[-1:] if name == TEXTS.text("runs.newest") else [path for path in known if path.name.startswith(name)]
    )
    if len(fitting) != 1:
        raise WrongUse(TEXTS.text("runs.none" if not fitting else "runs.several", name=name))
    return fitting[0]


def repeat(settings: Settings, folder: Path, progress: Progress | None = None) -> Run:
    """A new run with the questions and the configuration of an old one, and the code as it is now."""
    old, cases = _read_config(folder), load_cases([folder / "cases.jsonl"])
    again = configured(cases, old.engine, old.split, old.robustness, old.distractors, old.surfaces)
    kept = folder / RECORDING
    return make_run(settings, cases, again, progress, recording=kept if kept.is_file() else None)


def _new_folder(root: Path, config: RunConfig) -> Path:
    name = hashlib.sha256(config.model_dump_json().encode()).hexdigest()[:8]
    folder = root / f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S%f}-{name}"
    folder.mkdir(parents=True)
    return folder


def _write_observed(
    folder: Path,
    config: RunConfig,
    cases: Sequence[Case],
    seen: Sequence[Observed],
    otherwise: Sequence[Observed],
) -> None:
    _write_json(folder / "config.json", config.model_dump(mode="json"))
    (folder / "cases.jsonl").write_text("".join(case_line(case) + "\n" for case in cases), encoding="utf-8")
    write_observations(folder / "observations.jsonl", [one for part in seen for one in part.observations])
    write_observations(folder / "variants.jsonl", [one for part in otherwise for one in part.observations])
    texts = {source.id: source for part in (*seen, *otherwise) for source in part.sources}
    rows = (json.dumps(texts[key].as_json(), ensure_ascii=False) + "\n" for key in sorted(texts))
    (folder / "sources.jsonl").write_text("".join(rows), encoding="utf-8")
    times = {name: round(value, 2) for part in seen for name, value in part.milliseconds.items()}
    _write_json(folder / "timings.json", times)
    versions = {suite: dict(part.index_versions) for suite, part in zip(config.suites, seen, strict=True)}
    _write_json(folder / "versions.json", versions)


def _read_config(folder: Path) -> RunConfig:
    try:
        return RunConfig.model_validate_json((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValidationError) as error:
        raise WrongUse(TEXTS.text("runs.broken", path=folder)) from error


def _read_sources(folder: Path) -> tuple[SourceText, ...]:
    lines = (folder / "sources.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(SourceText.from_json(json.loads(line)) for line in lines)


def _write_json(path: Path, tree: Any) -> None:
    path.write_text(json.dumps(tree, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
