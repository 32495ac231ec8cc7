"""A BEIR folder through the product's own ingest and search, with the reference runs beside it.

A hit is a passage; a document stands where its best passage stands. Rankings are kept by content, so that a second run
of the same code over the same data only counts.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import assistant
import evals
import ingest
from assistant import Assistant
from assistant.records import Retrieval
from evals.beir import CORPUS, BeirSet
from evals.index_cache import CACHE, index_key, indexed
from evals.measures.retrieval import NAMES, ranking_values
from evals.measures.statistics import Interval, percentile, ratio_interval
from evals.reference_runs import RUNS, Ranked, Terms, rank
from ingest.config import Settings
from ingest.errors import HvidbogError
from ingest.pipeline import Progress
from ingest.records import Audience
from ingest.sources import Source

PRODUCT = "hvidbog"
# Passages asked for, so that ten documents are among them also where a document has many.
HITS = 100
SHOWN = ("nDCG@10", "R@10", "MRR@10")
# A data set is another corpus than the municipality's: no words or acronyms of ours in it.
NEUTRAL_PROFILE = 'name = "Målesæt"\nmunicipality = "Ingen"\n'


@dataclass(frozen=True, slots=True)
class RunResult:
    """One run's measures, the interval of its nDCG@10, and each question's values, by measure and question."""

    name: str
    means: dict[str, float]
    interval: Interval
    p50_ms: float
    p95_ms: float
    values: dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class RetrievalResult:
    """All runs over one data set, the product's first. `problems` are questions that the product could not search for."""

    dataset: str
    split: str
    questions: int
    runs: tuple[RunResult, ...]
    problems: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The shape of the design, section 4."""
        runs = {
            run.name: {
                **{name: round(run.means[name], 4) for name in SHOWN},
                "p50_ms": round(run.p50_ms, 2),
                "p95_ms": round(run.p95_ms, 2),
            }
            for run in self.runs
        }
        return {"dataset": self.dataset, "split": self.split, "questions": self.questions, "runs": runs}


def measure_retrieval(
    settings: Settings, data: BeirSet, progress: Progress | None = None, references: bool = True
) -> RetrievalResult:
    """The product's run and the reference runs over `data`, each with its measures."""
    folder = settings.home / CACHE / "rankings"
    profiled = settings.model_copy(update={"corpus": _profile_folder(settings, data)})
    source = Source(data.folder / CORPUS, CORPUS, Audience.PUBLIC)
    # Searching is code of both packages; what the index was made with is in its own key.
    code = "-".join(_code(Path(str(package.__file__)).parent) for package in (ingest, assistant))
    key = f"{PRODUCT}-{data.hash[:16]}-{index_key(profiled, [source])}-{code}"
    ranked, problems = _kept(folder / key, lambda: _product(profiled, data, source, progress))
    runs = [_result(PRODUCT, data, ranked)]
    if references:
        code = _code(Path(str(evals.__file__)).parent, "reference_runs.py")
        for name, terms in RUNS.items():
            make = partial(_reference, terms, data)
            runs.append(_result(name, data, _kept(folder / f"{name}-{data.hash[:16]}-{code}", make)[0]))
    return RetrievalResult(data.name, data.split, len(data.questions), tuple(runs), problems)


def _reference(terms: Terms, data: BeirSet) -> tuple[Ranked, tuple[str, ...]]:
    return rank(terms, data.documents, data.questions), ()


def fold(retrieval: Retrieval, names: dict[str, str]) -> tuple[str, ...]:
    """The documents of the hits by their best passage, each once. `names` maps a document's id to its own name."""
    return tuple(dict.fromkeys(names[hit.passage.document_id] for hit in retrieval.accepted))


def _product(
    settings: Settings, data: BeirSet, source: Source, progress: Progress | None
) -> tuple[Ranked, tuple[str, ...]]:
    own = indexed(settings, f"beir-{data.name}", [source], progress)
    opened = assistant.open_assistant(own, Audience.PUBLIC)
    try:
        return search_all(opened, data.questions)
    finally:
        opened.close()


def search_all(opened: Assistant, questions: dict[str, str]) -> tuple[Ranked, tuple[str, ...]]:
    """Each question's documents and milliseconds. A question that cannot be searched has no documents and is named."""
    names = {document.id: document.source_id for document in opened.documents()}
    found: dict[str, tuple[str, ...]] = {}
    milliseconds: dict[str, float] = {}
    problems: list[str] = []
    for question, text in questions.items():
        started = time.perf_counter()
        try:
            found[question] = fold(opened.search(text, HITS), names)
        except HvidbogError as error:
            found[question] = ()
            problems.append(f"{question}: {error}")
        milliseconds[question] = (time.perf_counter() - started) * 1000
    return Ranked(found, milliseconds), tuple(problems)


def _result(name: str, data: BeirSet, ranked: Ranked) -> RunResult:
    values = ranking_values(data.relevance, ranked.found)
    means = {measure: sum(per.values()) / len(per) for measure, per in values.items()}
    each = [values["nDCG@10"][question] for question in data.relevance]
    times = list(ranked.milliseconds.values())
    interval = ratio_interval(each, [1.0] * len(each))
    return RunResult(name, means, interval, percentile(times, 0.5), percentile(times, 0.95), values)


def _kept(path: Path, make: Callable[[], tuple[Ranked, tuple[str, ...]]]) -> tuple[Ranked, tuple[str, ...]]:
    """What `make` gives, or what it gave when the file `path` was written."""
    file = path.with_suffix(".json")
    if file.is_file():
        tree = json.loads(file.read_text(encoding="utf-8"))
        found = {question: tuple(names) for question, names in tree["found"].items()}
        return Ranked(found, tree["milliseconds"]), tuple(tree["problems"])
    ranked, problems = make()
    file.parent.mkdir(parents=True, exist_ok=True)
    tree = {"found": dict(ranked.found), "milliseconds": dict(ranked.milliseconds), "problems": problems}
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")
    fresh.replace(file)
    return ranked, problems


def _profile_folder(settings: Settings, data: BeirSet) -> Path:
    if (data.folder / "corpus.toml").is_file():
        return data.folder
    folder = settings.home / CACHE / "neutral-profile"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "corpus.toml").write_text(NEUTRAL_PROFILE, encoding="utf-8")
    return folder


@cache
def _code(folder: Path, pattern: str = "*.py") -> str:
    files = sorted([*folder.glob(pattern), *folder.glob("prompts/*")])
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


__all__ = ["HITS", "NAMES", "PRODUCT", "RetrievalResult", "RunResult", "fold", "measure_retrieval", "search_all"]
