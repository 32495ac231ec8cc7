"""What a search may be narrowed to, and which of it each passage has. How an index keeps it is the store's business."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence, Set
from dataclasses import dataclass, fields
from typing import Final

from ingest.records import Audience, Page, Passage, Reading, SectionKind, Table

_TABLE = re.compile(r"\btabel(?:len)?\s+(\d+(?:\.\d+)*)", re.IGNORECASE)
_ITEM = re.compile(r"^\W*(?:(?:dagsordens)?punkt|pkt\.?|sag)?\s*(?:nr\.?|nummer)?\s*(\d{1,4})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Filters:
    """What every hit must have; an empty field asks for nothing, and one of several values is enough.

    `documents` are ids or source ids, `layers` a document's layer or its kind, `pages` the printed label or, where a page
    has none, its number; `tables` finds the table and the passages that name it. `since` and `until` bound the document's
    date, both inclusive; a document without a date is then left out.
    """

    documents: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    sections: tuple[SectionKind, ...] = ()
    bodies: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    pages: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    audience: Audience | None = None

    def __bool__(self) -> bool:
        return self != ANYTHING

    def filled_by(self, other: Filters) -> Filters:
        """These filters, and those of `other` in the fields that are empty here."""
        return Filters(*(getattr(self, one.name) or getattr(other, one.name) for one in fields(self)))

    def as_words(self) -> dict[str, str]:
        """The fields that are set, as text: several values stand with a comma between them."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return {
            name: ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
            for name, value in values.items()
            if value
        }


ANYTHING: Final = Filters()


def places_of(reading: Reading, passages: Sequence[Passage]) -> list[list[tuple[str, str]]]:
    """For each passage its section kind, pages, tables and agenda item as (field of `Filters`, value), each once."""
    items = {section.path for section in reading.sections if section.kind is SectionKind.ITEM}
    held = _tables_held(reading.tables, passages)
    return [_places(reading, passage, items, numbers) for passage, numbers in zip(passages, held, strict=True)]


def _tables_held(tables: Sequence[Table], passages: Sequence[Passage]) -> list[list[str]]:
    """For each passage the numbers of the tables that share characters with it. Passages come in order and apart."""
    held: list[list[str]] = [[] for _ in passages]
    for table in tables:
        first = bisect_right(passages, table.range.start, key=lambda passage: passage.range.end)
        last = bisect_left(passages, table.range.end, key=lambda passage: passage.range.start)
        for numbers in held[first:last] if table.number else ():
            numbers.append(str(table.number))
    return held


def _places(
    reading: Reading, passage: Passage, items: Set[tuple[str, ...]], held: Sequence[str]
) -> list[tuple[str, str]]:
    section = reading.sections[passage.section]
    named = _TABLE.findall(passage.range.of(reading.text))
    above = [section.path[:depth] for depth in range(len(section.path), 0, -1) if section.path[:depth] in items]
    item = _ITEM.match(above[0][-1]) if above else None
    found = [("sections", section.kind.value)]
    found += [("pages", page.label or str(page.number)) for page in _pages(reading, passage)]
    found += [("tables", number) for number in (*held, *named)]
    found += [("items", item.group(1))] if item else []
    return list(dict.fromkeys(found))


def _pages(reading: Reading, passage: Passage) -> Sequence[Page]:
    first = max(bisect_right(reading.pages, passage.range.start, key=lambda page: page.range.start) - 1, 0)
    last = bisect_left(reading.pages, passage.range.end, key=lambda page: page.range.start)
    return reading.pages[first:last]
