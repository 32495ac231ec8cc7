"""Two runs case by case: what turned, by how much, and whether that is more than chance. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evals.measures.part import Part, Scored
from evals.measures.registry import LOWER_IS_BETTER
from evals.measures.statistics import Interval, mcnemar, paired_interval, sign_test
from evals.score import is_worse

ALPHA = 0.05
CaseScores = Mapping[str, Mapping[str, Scored]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A measure of a group in two runs, over the cases that both have a value for.

    `lost` and `won` are the cases that got worse and better. `p` is McNemar's for yes-or-no measures, else the sign
    test's; `interval` is that of the difference, second minus first.
    """

    group: str
    measure: str
    cases: int
    first: float
    second: float
    interval: Interval
    p: float
    test: str
    lost: tuple[str, ...]
    won: tuple[str, ...]

    @property
    def worse(self) -> bool:
        """Whether the second run is worse at all."""
        return is_worse(self.measure, self.first, self.second)

    @property
    def significant(self) -> bool:
        """Whether the difference is more than chance: p < 0.05, or for rates an interval without 0."""
        if self.test == "mcnemar":
            return self.p < ALPHA
        return self.interval.low > 0 or self.interval.high < 0

    def as_json(self) -> dict[str, Any]:
        """The record as JSON."""
        return {
            "group": self.group, "measure": self.measure, "cases": self.cases, "first": round(self.first, 4),
            "second": round(self.second, 4), "low": round(self.interval.low, 4), "high": round(self.interval.high, 4),
            "p": round(self.p, 4), "test": self.test, "significant": self.significant, "worse": self.worse,
            "lost": list(self.lost), "won": list(self.won),
        }  # fmt: skip


def compare(
    members: Mapping[str, Iterable[str]], first: CaseScores, second: CaseScores, measures: Sequence[str] = ()
) -> tuple[Comparison, ...]:
    """Every group and measure that both runs have: significant regressions first, then by how much was lost."""
    found = []
    for group, names in members.items():
        names = tuple(names)
        wanted = measures or tuple(dict.fromkeys(m for name in names for m in second.get(name, {})))
        found += [one for measure in wanted if (one := _compared(group, measure, names, first, second))]
    return tuple(sorted(found, key=_order))


def _order(one: Comparison) -> tuple[bool, bool, float, str, str]:
    size = abs(one.second - one.first)
    return (not (one.worse and one.significant), not one.worse, -size, one.group, one.measure)


def _compared(
    group: str, measure: str, names: Sequence[str], first: CaseScores, second: CaseScores
) -> Comparison | None:
    rows: list[tuple[str, Part, Part]] = []
    for name in names:
        before, after = first.get(name, {}).get(measure), second.get(name, {}).get(measure)
        if isinstance(before, Part) and isinstance(after, Part) and before.of > 0 and after.of > 0:
            rows.append((name, before, after))
    if not rows:
        return None
    befores, afters = [b for _, b, _ in rows], [a for _, _, a in rows]
    changes = [(name, after.hit / after.of - before.hit / before.of) for name, before, after in rows]
    if measure in LOWER_IS_BETTER:
        changes = [(name, -change) for name, change in changes]
    lost = tuple(name for name, change in changes if change < 0)
    won = tuple(name for name, change in changes if change > 0)
    binary = all(part.of == 1 and part.hit in (0, 1) for part in (*befores, *afters))
    return Comparison(
        group, measure, len(rows), _ratio(befores), _ratio(afters),
        paired_interval(_columns(befores), _columns(afters)),
        mcnemar(len(lost), len(won)) if binary else sign_test([change for _, change in changes]),
        "mcnemar" if binary else "sign", lost, won,
    )  # fmt: skip


def _ratio(parts: Sequence[Part]) -> float:
    return sum(part.hit for part in parts) / sum(part.of for part in parts)


def _columns(parts: Sequence[Part]) -> tuple[list[float], list[float]]:
    return [part.hit for part in parts], [part.of for part in parts]
