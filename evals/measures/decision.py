"""The decision to answer, from a confidence and whether an answer would be right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evals.measures.statistics import LEVEL, RESAMPLES, SEED, Interval


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Of the questions, the share answered (`coverage`) and, of these, the share answered wrongly (`risk`)."""

    coverage: float
    risk: float
    threshold: float


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """P(a positive scores above a negative) + ½ P(they tie): the area under the ROC curve (Hanley and McNeil 1982).

    Raises ValueError where either side is empty.
    """
    if not positive or not negative:
        raise ValueError("both sides are needed")
    first, second = np.sort(np.asarray(negative)), np.asarray(positive)
    below = np.searchsorted(first, second, side="left")
    upto = np.searchsorted(first, second, side="right")
    return float((below + upto).sum() / (2 * len(first) * len(second)))


def auroc_interval(positive: Sequence[float], negative: Sequence[float]) -> Interval:
    """The bootstrap interval of `auroc`, both sides resampled."""
    random = np.random.default_rng(SEED)
    first, second = np.asarray(positive), np.asarray(negative)
    drawn = [
        auroc(random.choice(first, len(first)).tolist(), random.choice(second, len(second)).tolist())
        for _ in range(RESAMPLES // 4)
    ]
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail])
    return Interval(float(low), float(high))


def auroc_difference(
    first: tuple[Sequence[float], Sequence[float]], second: tuple[Sequence[float], Sequence[float]]
) -> Interval:
    """The paired bootstrap interval of the second `auroc` minus the first, each given as (positive, negative) over the
    same questions in order."""
    random = np.random.default_rng(SEED)
    sides = [(np.asarray(one), np.asarray(other)) for one, other in zip(first, second, strict=True)]
    drawn: list[float] = []
    for _ in range(RESAMPLES // 4):
        rows = [random.integers(0, len(one), len(one)) for one, _ in sides]
        before, after = ([side[n][row].tolist() for side, row in zip(sides, rows, strict=True)] for n in (0, 1))
        drawn.append(auroc(after[0], after[1]) - auroc(before[0], before[1]))
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail])
    return Interval(float(low), float(high))


def risk_coverage(confidence: Sequence[float], right: Sequence[bool]) -> tuple[CurvePoint, ...]:
    """The curve as the threshold falls: one point for each value of the confidence (El-Yaniv and Wiener 2010)."""
    order = sorted(range(len(confidence)), key=lambda i: -confidence[i])
    points: list[CurvePoint] = []
    wrong = 0
    for taken, index in enumerate(order, start=1):
        wrong += not right[index]
        last = taken == len(order) or confidence[order[taken]] < confidence[index]
        if last:
            points.append(CurvePoint(taken / len(order), wrong / taken, confidence[index]))
    return tuple(points)


def area_under_risk(points: Sequence[CurvePoint]) -> float:
    """AURC: the mean risk over coverage, each point weighed by the coverage it adds (Geifman and El-Yaniv 2017)."""
    before, area = 0.0, 0.0
    for point in points:
        area += (point.coverage - before) * point.risk
        before = point.coverage
    return area
