"""The baseline: per suite the case scores of a run that was accepted, small enough to keep in git."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from evals.bars import Bar
from evals.compare import CaseScores, Comparison, compare
from evals.measures.part import Part, Scored
from evals.runs import Run, latency_of
from evals.score import grouped
from evals.scores_json import value_json

FOLDER = Path(str(files("evals"))) / "baseline"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Baseline:
    """A suite's accepted run: its configuration, its values by group and measure, each case's parts, the bars of then."""

    suite: str
    config: dict[str, Any]
    groups: dict[str, dict[str, Any]]
    cases: CaseScores
    bars: tuple[Bar, ...]
    latency: dict[str, float]


def load_baseline(suite: str, folder: Path = FOLDER) -> Baseline | None:
    """The baseline of a suite, or None where none has been accepted yet."""
    path = folder / f"{suite}.json"
    if not path.is_file():
        return None
    tree = json.loads(path.read_text(encoding="utf-8"))
    cases = {name: {m: _part(one) for m, one in parts.items()} for name, parts in tree["cases"].items()}
    bars = tuple(Bar(*name.split(" "), *row) for name, row in tree["bars"].items())
    return Baseline(suite, tree["config"], tree["groups"], cases, bars, tree["latency"])


def write_baseline(run: Run, bars: Sequence[Bar], folder: Path = FOLDER) -> list[Path]:
    """Accept a run: one file a suite, with the measures that have a bar. Returns the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for suite in run.config.suites:
        mine = [bar for bar in bars if suite_of(bar.group) == suite]
        kept = {bar.measure for bar in mine}
        names = [case.id for case in run.cases if case.suite == suite]
        rows = {name: _short(run.scores.cases[name], kept) for name in sorted(names)}
        groups = {
            group: {measure: value_json(value) for measure, value in sorted(values.items())}
            for group, values in run.scores.groups.items()
            if suite_of(group) == suite and ":" not in group
        }
        tree = {
            "format": FORMAT, "suite": suite, "config": run.config.model_dump(mode="json"),
            "latency": latency_of([run.milliseconds[name] for name in names]),
            "bars": {f"{bar.group} {bar.measure}": [bar.floor, bar.goal, bar.low] for bar in mine},
            "groups": groups, "cases": rows,
        }  # fmt: skip
        path = folder / f"{suite}.json"
        path.write_text(_lines(tree), encoding="utf-8")
        written.append(path)
    return written


def _short(parts: Mapping[str, Scored], kept: set[str]) -> dict[str, Any]:
    """The measures of a case that have a bar: `hit`, or `[hit, of]` where `of` is not 1; unscored ones left out."""
    found = {name: one for name, one in sorted(parts.items()) if name in kept and isinstance(one, Part)}
    return {
        name: _number(one.hit) if one.of == 1 else [_number(one.hit), _number(one.of)] for name, one in found.items()
    }


def _part(short: float | list[float]) -> Part:
    return Part(*short) if isinstance(short, list) else Part(short)


def _number(value: float) -> float:
    return int(value) if value == int(value) else round(value, 6)


def _lines(tree: Mapping[str, Any]) -> str:
    """JSON with a line for each entry of each part, so that a change of one case is a change of one line."""
    parts = []
    for key, value in tree.items():
        if isinstance(value, dict):
            rows = [f"  {json.dumps(name, ensure_ascii=False)}: {json.dumps(row)}" for name, row in value.items()]
            parts.append(f' "{key}": {{\n' + ",\n".join(rows) + "\n }")
        else:
            parts.append(f' "{key}": {json.dumps(value)}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def suite_of(group: str) -> str:
    """The suite that a group belongs to: "minutes" of "minutes-dev" and "minutes:fact"."""
    return group.partition(":")[0].partition("-")[0]


def against_baseline(run: Run, bars: Sequence[Bar], folder: Path = FOLDER) -> tuple[Comparison, ...]:
    """Each measure with a bar compared with the baseline of its suite, over the cases that both have."""
    groups = {group: [case.id for case in members] for group, members in grouped(run.cases).items()}
    found: list[Comparison] = []
    for suite in run.config.suites:
        baseline = load_baseline(suite, folder)
        if baseline is None:
            continue
        for group in {bar.group for bar in bars if suite_of(bar.group) == suite} & groups.keys():
            measures = [bar.measure for bar in bars if bar.group == group]
            found += compare({group: groups[group]}, baseline.cases, run.scores.cases, measures)
    return tuple(sorted(found, key=lambda one: (not (one.worse and one.significant), one.group, one.measure)))
