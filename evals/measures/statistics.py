"""Intervals and paired comparisons. Everything is seeded: the same numbers give the same interval.

A measure is a ratio Σ hits / Σ of over cases; a mean is the ratio with `of` = 1. Resampling whole cases keeps what belongs
to one question together.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

SEED = 20250815
RESAMPLES = 2000
LEVEL = 0.95
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """The ends of a confidence interval at `LEVEL`."""

    low: float
    high: float


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of `values` lie, by linear interpolation. Raises ValueError for no values."""
    if not values:
        raise ValueError("no values")
    return float(np.quantile(np.asarray(values, dtype=np.float64), share))


def ratio_interval(hits: Sequence[float], of: Sequence[float], resamples: int = RESAMPLES) -> Interval:
    """The percentile bootstrap interval of Σ hits / Σ of over cases (Efron and Tibshirani 1993, chapter 13).

    Resamples in which `of` sums to nothing are left out. Raises ValueError where no case has anything in `of`.
    """
    above, below = np.asarray(hits, dtype=np.float64), np.asarray(of, dtype=np.float64)
    if below.sum() <= 0:
        raise ValueError("nothing to measure")
    drawn = _draws(len(above), resamples)
    weight = below[drawn].sum(axis=1)
    kept = weight > 0
    return _ends(above[drawn].sum(axis=1)[kept] / weight[kept])


def proportion_interval(hits: float, of: float) -> Interval:
    """Wilson's score interval of a share of independent yes-or-no cases (Wilson 1927); also good at 0 and 1."""
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    share, square = hits / of, z * z / of
    middle = (share + square / 2) / (1 + square)
    half = z * math.sqrt(share * (1 - share) / of + square / (4 * of)) / (1 + square)
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


def paired_interval(
    first: tuple[Sequence[float], Sequence[float]],
    second: tuple[Sequence[float], Sequence[float]],
    resamples: int = RESAMPLES,
) -> Interval:
    """The bootstrap interval of the second ratio minus the first, both given as (hits, of) over the same cases in order."""
    columns = [np.asarray(column, dtype=np.float64) for pair in (first, second) for column in pair]
    drawn = _draws(len(columns[0]), resamples)
    sums = [column[drawn].sum(axis=1) for column in columns]
    kept = (sums[1] > 0) & (sums[3] > 0)
    if not kept.any():
        raise ValueError("nothing to measure")
    return _ends(sums[2][kept] / sums[3][kept] - sums[0][kept] / sums[1][kept])


def mcnemar(lost: int, won: int) -> float:
    """The two-sided exact p of `lost` cases that turned wrong against `won` that turned right (McNemar 1947).

    p = min(1, 2 · P(X ≤ min(lost, won))) with X ~ Binomial(lost + won, 1/2); 1 where nothing turned.
    """
    turned = lost + won
    if turned == 0:
        return 1.0
    tail = sum(math.comb(turned, k) for k in range(min(lost, won) + 1))
    return min(1.0, float(Fraction(2 * tail, 2**turned)))


def sign_test(differences: Sequence[float]) -> float:
    """The two-sided exact sign test over paired differences; ties are left out (Dixon and Mood 1946)."""
    return mcnemar(sum(one < 0 for one in differences), sum(one > 0 for one in differences))


def _draws(size: int, resamples: int) -> NDArray[np.int64]:
    return np.random.default_rng(SEED).integers(0, size, size=(resamples, size))


def _ends(values: Floats) -> Interval:
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(values, [tail, 1 - tail])
    return Interval(float(low), float(high))
