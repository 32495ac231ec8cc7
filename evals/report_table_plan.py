"""What stands in a table: one group's values by place and year, or one place's values by group and year.

The second kind has few rows with long labels, which take more than one line.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from evals.report_facts import YEARS, FactPlan, Family
from evals.report_records import Fact

HIDDEN = ".."  # printed for a value that is stated elsewhere, as registers do for what they may not show


@dataclass(frozen=True, slots=True)
class TablePlan:
    """A table's title, header and rows as printed, the fact in a cell by (row, column), and the facts left for sentences."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    facts: dict[tuple[int, int], Fact]
    rest: tuple[Fact, ...]


def plan_table(plan: FactPlan, family: Family, chance: random.Random, places: Sequence[str]) -> TablePlan:
    """A table that states four facts of `family`; its other values are taken from `plan`, so that nothing states them again."""
    first = next(iter(family.facts.values()))
    by_place = chance.random() < 0.7
    stated = [
        fact for fact in family.facts.values() if (fact.group == first.group if by_place else fact.place == first.place)
    ]
    years = sorted({fact.year for fact in stated} | set(chance.sample(YEARS, chance.randint(1, 3))))
    keys = _place_keys(stated, chance, places) if by_place else [(first.place, group) for group in family.theme.groups]
    indicator = family.indicator
    rows, facts = [], {}
    for row, (place, group) in enumerate(keys):
        cells = [place if by_place else group[0].upper() + group[1:]]
        for column, year in enumerate(years, start=1):
            fact = next((fact for fact in stated if (fact.place, fact.year, fact.group) == (place, year, group)), None)
            if fact is not None:
                facts[row, column] = fact
            shown = fact is not None or plan.claim(indicator, place, year, group)
            cells.append(indicator.value(plan.seed, place, year, group) if shown else HIDDEN)
        rows.append(tuple(cells))
    subject = indicator.subject[0].upper() + indicator.subject[1:]
    scope = first.group if by_place else f"i {first.place}"
    title = f"{subject} {scope}, {years[0]}-{years[-1]} ({indicator.unit})"
    header = ("Lokalområde" if by_place else "Gruppe", *(str(year) for year in years))
    rest = [fact for fact in family.facts.values() if fact not in stated]
    return TablePlan(title, header, tuple(rows), facts, tuple(chance.sample(rest, len(rest))))


def _place_keys(stated: list[Fact], chance: random.Random, places: Sequence[str]) -> list[tuple[str, str]]:
    own = list(dict.fromkeys(fact.place for fact in stated))
    others = [place for place in places if place not in own]
    shown = own + chance.sample(others, min(len(others), chance.choice((4, 6, 9, 14, 22, 27))))
    return [(place, stated[0].group) for place in chance.sample(shown, len(shown))]
