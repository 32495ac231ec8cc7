"""The facts of the made-up report, planned in families of eight so that each has three near twins.

A family is a cube: two places, two years and two groups of one indicator. Each of its eight facts differs from three
others in the place, the year or the group alone. A table takes the four facts of one group; sentences take the rest,
a few a section, so that twins stand apart.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from evals.report_records import Fact
from evals.report_words import Indicator, Theme

YEARS = tuple(range(2012, 2025))


@dataclass(frozen=True, slots=True)
class Family:
    """Eight facts of `indicator`, keyed by (place, year, group)."""

    id: str
    indicator: Indicator
    theme: Theme
    facts: dict[tuple[str, int, str], Fact]

    def of_group(self, group: str) -> list[Fact]:
        """The four facts of one group."""
        return [fact for fact in self.facts.values() if fact.group == group]


class FactPlan:
    """Makes families that share no fact, and hands out facts that wait for a sentence."""

    def __init__(self, seed: int, chance: random.Random, places: Sequence[str]) -> None:
        self.seed = seed
        self.chance = chance
        self.places = places
        self.facts: dict[str, Fact] = {}
        self.families: dict[str, Family] = {}
        self.waiting: list[Fact] = []
        self._used: set[tuple[str, str, int, str]] = set()

    def family(self, theme: Theme) -> Family:
        """A new family of `theme`: none of its eight facts is stated yet, and no two values are equal."""
        for _ in range(500):
            indicator = self.chance.choice(theme.indicators)
            places = self.chance.sample(self.places, 2)
            years = sorted(self.chance.sample(YEARS, 2))
            groups = self.chance.sample(theme.groups, 2)
            keys = list(product(places, years, groups))
            values = {key: indicator.value(self.seed, *key) for key in keys}
            fresh = all((indicator.subject, *key) not in self._used for key in keys)
            if fresh and len(set(values.values())) == len(keys):
                return self._made(theme, indicator, keys, values)
        raise RuntimeError("the indicators of a theme are exhausted")

    def claim(self, indicator: Indicator, place: str, year: int, group: str) -> bool:
        """Whether a table may print this value beside its own facts; it is then taken, so that no sentence states it."""
        key = (indicator.subject, place, year, group)
        if key in self._used:
            return False
        self._used.add(key)
        return True

    def take(self, count: int, all_of_them: bool = False) -> list[Fact]:
        """Up to `count` waiting facts, no two of one family near twins; with `all_of_them`, every one that waits."""
        if all_of_them:
            taken, self.waiting = self.waiting, []
            return taken
        taken = []
        for fact in list(self.waiting):
            if len(taken) == count:
                break
            if not any(fact.id in other.twins.values() for other in taken):
                taken.append(fact)
                self.waiting.remove(fact)
        return taken

    def _made(
        self,
        theme: Theme,
        indicator: Indicator,
        keys: list[tuple[str, int, str]],
        values: dict[tuple[str, int, str], str],
    ) -> Family:
        family_id = f"fam{len(self.families) + 1:05d}"
        ids = {key: f"f{len(self.facts) + offset:06d}" for offset, key in enumerate(keys, start=1)}
        facts = {}
        for key in keys:
            place, year, group = key
            twins = {
                "place": next(ids[other] for other in keys if other[0] != place and other[1:] == key[1:]),
                "year": next(
                    ids[other] for other in keys if other[1] != year and (other[0], other[2]) == (place, group)
                ),
                "group": next(ids[other] for other in keys if other[2] != group and other[:2] == key[:2]),
            }
            question = f"{indicator.opening} {indicator.subject} {group} i {place} i {year}?"
            facts[key] = Fact(ids[key], family_id, theme.title, indicator.subject, place, year, group,
                              indicator.printed(values[key]), question, twins)  # fmt: skip
            self._used.add((indicator.subject, *key))
        self.facts |= {fact.id: fact for fact in facts.values()}
        self.families[family_id] = Family(family_id, indicator, theme, facts)
        return self.families[family_id]
