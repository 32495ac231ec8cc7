"""The words of the made-up report, read from `report_words.toml`, and Danish numbers made of them."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Indicator:
    """Something that is counted: a definite noun phrase, its unit, its range and its decimals."""

    subject: str
    unit: str
    lowest: float
    highest: float
    decimals: int
    opening: str

    def value(self, seed: int, place: str, year: int, group: str) -> str:
        """The printed number without its unit: the same for the same seed, place, year and group."""
        chance = random.Random(f"{seed}|{self.subject}|{place}|{year}|{group}")
        return danish_number(chance.uniform(self.lowest, self.highest), self.decimals)

    def printed(self, value: str) -> str:
        """`value` with its unit, which is left out where the subject has named it: "antallet af ture ... 3.443"."""
        return value if self.unit in self.subject else f"{value} {self.unit}"


@dataclass(frozen=True, slots=True)
class Theme:
    """The words of one chapter; `report_words.toml` says which slot each list fits."""

    title: str
    area: str
    sections: tuple[str, ...]
    actors: tuple[str, ...]
    challenges: tuple[str, ...]
    measures: tuple[str, ...]
    goals: tuple[str, ...]
    things: tuple[str, ...]
    groups: tuple[str, ...]
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """All the words."""

    municipality: str
    marker: str
    places: tuple[str, ...]
    regions: tuple[str, ...]
    institutions: tuple[str, ...]
    registers: tuple[str, ...]
    themes: tuple[Theme, ...]


def danish_number(value: float, decimals: int) -> str:
    """`value` with a decimal comma and a full stop between thousands: 1234.5 with one decimal gives "1.234,5"."""
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


@cache
def load_words() -> Words:
    """The words that come with the package."""
    tree = tomllib.loads((files("evals") / "report_words.toml").read_text(encoding="utf-8"))
    themes = tuple(_theme(entry) for entry in tree.pop("themes"))
    lists = {key: tuple(tree[key]) for key in ("places", "regions", "institutions", "registers")}
    return Words(municipality=tree["municipality"], marker=tree["marker"], themes=themes, **lists)


def _theme(entry: dict[str, Any]) -> Theme:
    lists = {key: tuple(value) for key, value in entry.items() if isinstance(value, list) and key != "indicators"}
    indicators = tuple(_indicator(line) for line in entry["indicators"])
    return Theme(title=entry["title"], area=entry["area"], indicators=indicators, **lists)


def _indicator(line: str) -> Indicator:
    subject, unit, lowest, highest, decimals, opening = line.split("|")
    return Indicator(subject, unit, float(lowest), float(highest), int(decimals), opening)
