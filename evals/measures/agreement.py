"""How far two labellers agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence


def raw_agreement(first: Sequence[str], second: Sequence[str]) -> float:
    """The share of items with the same label. Raises ValueError for no items."""
    if not first or len(first) != len(second):
        raise ValueError("two equally long lists are needed")
    return sum(a == b for a, b in zip(first, second, strict=True)) / len(first)


def cohens_kappa(first: Sequence[str], second: Sequence[str]) -> float:
    """κ = (observed - expected agreement) / (1 - expected) (Cohen 1960); 1 where both use one and the same label."""
    observed = raw_agreement(first, second)
    ours, theirs = Counter(first), Counter(second)
    expected = sum(ours[label] * theirs[label] for label in ours) / len(first) ** 2
    return 1.0 if expected == 1 else (observed - expected) / (1 - expected)
