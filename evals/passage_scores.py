"""What the answers to a folder of questions with answer strings are worth: quotes that hold them, and the decision. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from evals.measures.decision import CurvePoint, area_under_risk, auroc, auroc_difference, auroc_interval, risk_coverage
from evals.measures.statistics import Interval, paired_interval, percentile, proportion_interval
from evals.passages import Looked

COVERAGES = (0.1, 0.25, 0.5, 0.75, 1.0)
ROWS: dict[str, Callable[[Looked], tuple[str, ...]]] = {
    "shown": lambda one: one.shown,
    "offered": lambda one: one.offered,
    "ordered": lambda one: one.ordered,
    "plain": lambda one: one.plain,
}
DECISIONS: dict[str, Callable[[Looked], float]] = {"chance": lambda one: one.chance, "search": lambda one: one.search}


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """Of the answerable questions the shares whose first quote, and one of whose at most three, holds an answer string,
    each with its interval; of all questions with none the share that was answered; and how long quotes are, in words."""

    name: str
    first: float
    first_interval: Interval
    any: float
    any_interval: Interval
    false_answers: float | None
    median_words: float
    p95_words: float


@dataclass(frozen=True, slots=True)
class Decided:
    """How well a score tells answerable questions from the others (AUROC), and what is right as the threshold falls:
    the risk of a wrong first quote at each of COVERAGES, and the area under that curve."""

    name: str
    auroc: float
    interval: Interval
    risks: tuple[float, ...]
    area: float


@dataclass(frozen=True, slots=True)
class PassageScores:
    """All rows; `gain` is the paired interval of the order's first quote against the plain sum, `lift` that of the AUROC
    of the decision against the search score. No decision where the folder has no unanswerable questions."""

    answerable: int
    unanswerable: int
    rows: tuple[QuoteRow, ...]
    gain: Interval
    decisions: tuple[Decided, ...]
    lift: Interval | None

    def as_json(self) -> dict[str, Any]:
        """The scores as JSON: shares from 0 to 1, lengths in words, intervals as [low, high]."""
        return {
            "answerable": self.answerable,
            "unanswerable": self.unanswerable,
            "rows": {
                one.name: {
                    "first": one.first, "first_interval": _ends(one.first_interval),
                    "any": one.any, "any_interval": _ends(one.any_interval),
                    "false_answers": one.false_answers,
                    "median_words": one.median_words, "p95_words": one.p95_words,
                }
                for one in self.rows
            },
            "gain": _ends(self.gain),
            "decisions": {
                one.name: {
                    "auroc": one.auroc, "interval": _ends(one.interval),
                    "risk_at": dict(zip(map(str, COVERAGES), one.risks, strict=True)), "aurc": one.area,
                }
                for one in self.decisions
            },
            "lift": None if self.lift is None else _ends(self.lift),
        }  # fmt: skip


def scored(looked: Sequence[Looked]) -> PassageScores:
    """The scores of these questions; at least one of them must be answerable."""
    answerable = [one for one in looked if one.quiz.answers]
    others = [one for one in looked if not one.quiz.answers]
    ones = [1.0] * len(answerable)
    own, plain = ([float(_first(one, ROWS[name])) for one in answerable] for name in ("ordered", "plain"))
    sides = {name: ([of(one) for one in answerable], [of(one) for one in others]) for name, of in DECISIONS.items()}
    return PassageScores(
        answerable=len(answerable),
        unanswerable=len(others),
        rows=tuple(_row(name, answerable, others) for name in ROWS),
        gain=paired_interval((plain, ones), (own, ones)),
        decisions=tuple(_decided(name, looked, sides[name]) for name in DECISIONS) if others else (),
        lift=auroc_difference(sides["search"], sides["chance"]) if others else None,
    )


def _row(name: str, answerable: Sequence[Looked], others: Sequence[Looked]) -> QuoteRow:
    texts = ROWS[name]
    first = sum(_first(one, texts) for one in answerable)
    some = sum(any(one.quiz.answered_by(text) for text in texts(one)) for one in answerable)
    lengths = [len(text.split()) for one in answerable for text in texts(one)] or [0]
    total = len(answerable)
    return QuoteRow(
        name,
        first / total,
        proportion_interval(first, total),
        some / total,
        proportion_interval(some, total),
        sum(bool(texts(one)) for one in others) / len(others) if others else None,
        percentile(lengths, 0.5),
        percentile(lengths, 0.95),
    )


def _first(one: Looked, texts: Callable[[Looked], tuple[str, ...]]) -> bool:
    return bool(texts(one)) and one.quiz.answered_by(texts(one)[0])


def _decided(name: str, looked: Sequence[Looked], sides: tuple[list[float], list[float]]) -> Decided:
    right = [bool(one.quiz.answers) and _first(one, ROWS["ordered"]) for one in looked]
    points = risk_coverage([DECISIONS[name](one) for one in looked], right)
    risks = tuple(_risk_at(points, coverage) for coverage in COVERAGES)
    return Decided(name, auroc(*sides), auroc_interval(*sides), risks, area_under_risk(points))


def _risk_at(points: Sequence[CurvePoint], coverage: float) -> float:
    """The risk at the first point that answers at least this share of the questions."""
    return next(point.risk for point in points if point.coverage >= coverage - 1e-9)


def _ends(interval: Interval) -> list[float]:
    return [interval.low, interval.high]
