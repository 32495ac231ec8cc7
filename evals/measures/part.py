"""What a measure says of one case, and what a measure is.

A case gives `Part(hit, of)`; the measure's value over cases is Σ hit / Σ of. A mean has `of` = 1; a rate over citations
counts citations. `Unscored` says why a case has no value: it is left out and counted, never zero.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from evals.seen import Seen


@dataclass(frozen=True, slots=True)
class Part:
    """A case's share of a measure's value."""

    hit: float
    of: float = 1.0


@dataclass(frozen=True, slots=True)
class Unscored:
    """Why a case has no value: a short code that the catalogue explains."""

    reason: str


Scored = Part | Unscored


@dataclass(frozen=True, slots=True)
class Measure:
    """A named measure. `worst` is what a case gets where the measure itself fails."""

    name: str
    score: Callable[[Seen], Scored]
    better: Literal["higher", "lower"] = "higher"
    worst: Part = Part(0.0, 1.0)


def yes(value: bool) -> Part:
    """1 of 1, or 0 of 1."""
    return Part(float(value))
