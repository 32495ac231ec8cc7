"""A run in one record: what the report, the terminal and the JSON all show. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from evals.bars import Bar, Verdict, judge_bars
from evals.baseline import against_baseline
from evals.cases import Case
from evals.compare import Comparison
from evals.gold import finder
from evals.measures.part import Part
from evals.measures.registry import MEASURES
from evals.runs import Run
from evals.score import ROBUST, Curve, Value, see
from evals.scores_json import value_json
from evals.seen import Seen


@dataclass(frozen=True, slots=True)
class Row:
    """One measure of one group, with its bar where it has one."""

    group: str
    measure: str
    value: Value
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Failure:
    """A case that is not right: what was asked, expected and got, and the measures that say no."""

    case: Case
    status: str
    reason: str | None
    answer: str
    expected_quotes: tuple[tuple[str, ...], ...]
    shown_quotes: tuple[tuple[str, str], ...]
    failed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything that is said of a run. `compared` is against the baseline, or the run named instead."""

    run: Run
    rows: tuple[Row, ...]
    compared: tuple[Comparison, ...]
    failures: tuple[Failure, ...]
    bars: tuple[Verdict, ...]

    @property
    def missed(self) -> tuple[Verdict, ...]:
        """The bars that were not reached."""
        return tuple(one for one in self.bars if not one.reached)

    @property
    def worse(self) -> tuple[Comparison, ...]:
        """What is significantly worse than the baseline."""
        return tuple(one for one in self.compared if one.worse and one.significant)

    @property
    def passed(self) -> bool:
        """Whether no bar was missed, nothing is significantly worse, and nothing went wrong in measuring."""
        return not self.missed and not self.worse and not self.run.scores.problems

    @property
    def curves(self) -> dict[str, Curve]:
        """The curve of each suite."""
        return {name: curve for name, curve in self.run.scores.curves.items() if name in self.run.config.suites}

    def value(self, group: str, measure: str) -> Value | None:
        """A value of the run, or None."""
        return self.run.scores.groups.get(group, {}).get(measure)

    def as_json(self) -> dict[str, Any]:
        """The same numbers for programs."""
        measures: dict[str, dict[str, Any]] = {}
        for row in self.rows:
            told = value_json(row.value)
            if row.verdict:
                told |= {"floor": row.verdict.bar.floor, "goal": row.verdict.bar.goal, "reached": row.verdict.reached}
            measures.setdefault(row.group, {})[row.measure] = told
        curves = {
            name: {"aurc": round(curve.aurc, 6), "auroc": None if curve.auroc is None else round(curve.auroc, 6)}
            for name, curve in self.curves.items()
        }
        return {
            "run": self.run.folder.name, "config": self.run.config.model_dump(mode="json"), "passed": self.passed,
            "questions": len(self.run.cases), **self.run.latency, "tokens": self.run.tokens,
            "measures": measures, "decision": curves,
            "compared": [one.as_json() for one in self.compared], "problems": list(self.run.scores.problems),
            "failures": [_failure_json(one) for one in self.failures],
            "surfaces": [asdict(one) for one in self.run.surfaces],
        }  # fmt: skip


def _failure_json(one: Failure) -> dict[str, Any]:
    return {
        "id": one.case.id, "question": one.case.question,
        "expected": {"status": [s.value for s in one.case.status], "reason": [r.value for r in one.case.reason],
                     "quotes": [list(group) for group in one.expected_quotes]},
        "got": {"status": one.status, "reason": one.reason, "answer": one.answer,
                "quotes": [quote for quote, _ in one.shown_quotes]},
        "failed": list(one.failed),
    }  # fmt: skip


def summarise(run: Run, bars: Sequence[Bar], compared: Sequence[Comparison] | None = None) -> Summary:
    """The summary of a run against the bars and the baseline kept in git, or against what `compared` holds."""
    if run.config.split:
        # Half of the questions are another group than the bar was set for.
        bars = [bar for bar in bars if bar.group.partition(":")[0].endswith(f"-{run.config.split}")]
    bars = [bar for bar in bars if _was_asked_for(bar, run)]
    verdicts = judge_bars(bars, run.scores)
    by_name = {(one.bar.group, one.bar.measure): one for one in verdicts}
    rows = tuple(
        Row(group, measure, value, by_name.get((group, measure)))
        for group, values in run.scores.groups.items()
        for measure, value in sorted(values.items(), key=lambda one: _place(one[0]))
    )
    told = tuple(compared) if compared is not None else against_baseline(run, bars)
    return Summary(run, rows, told, _failures(run), verdicts)


def _was_asked_for(bar: Bar, run: Run) -> bool:
    """Whether the run asks in the way that a bar is about: robustness takes questions of its own."""
    if bar.measure == f"{ROBUST}distractors":
        return run.config.distractors > 0
    return run.config.robustness or not bar.measure.startswith(ROBUST)


def _place(measure: str) -> tuple[int, str]:
    """Where a measure stands in a table: in the order of the registry, then searching, then asking otherwise."""
    known = [one.name for one in MEASURES]
    if measure in known:
        return known.index(measure), ""
    if measure in ("auroc", "aurc"):
        return len(known), measure
    kind, _, name = measure.partition("_")
    if kind == "judge":
        return len(known) + 3, name
    return len(known) + 1 + (kind == "robust"), name.zfill(12) if kind == "search" else name


def _failures(run: Run) -> tuple[Failure, ...]:
    observed = {one.case_id: one for one in run.observations}
    find = finder(run.sources)
    failures = []
    for case in run.cases:
        scored = run.scores.cases[case.id]
        right = scored.get("correct")
        if isinstance(right, Part) and right.hit == 1:
            continue
        seen, _ = see(case, observed.get(case.id), run.sources)
        failed = tuple(
            name
            for name, part in scored.items()
            if name in _EXPLAINING and isinstance(part, Part) and part.hit < part.of
        )
        failures.append(_failure(case, seen, failed, find))
    return tuple(failures)


_EXPLAINING = (
    "status_accuracy", "reason_accuracy", "nothing_forbidden", "gold_recall", "answer_in_any", "numeric_exactness",
    "citation_precision", "verbatim_rate", "page_accuracy", "label_accuracy", "search_R@10",
)  # fmt: skip


def _failure(case: Case, seen: Seen, failed: tuple[str, ...], find: Any) -> Failure:
    expected = tuple(tuple(quote.quote for quote in group) for group in case.gold)
    shown = tuple(
        (one.quote, source.title if (source := find(one.document_id)) else one.document_id)
        for one in seen.answer.citations
    )
    return Failure(case, seen.answer.status.value, seen.answer.reason, seen.answer.text, expected, shown, failed)
