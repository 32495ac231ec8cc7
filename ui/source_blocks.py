"""A reading as blocks to draw: headings, paragraphs, lists and tables, with the quote cut out of them to the character.

Everything here is computed from ranges in the canonical text; nothing is searched for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from ingest.records import Listing, Range, Reading, Table

WHOLE_DOCUMENT = 40_000  # characters up to which the whole document is shown
AROUND = 8_000  # characters shown before and after the quote of a longer one
_LINE = re.compile(r"[^\n]+")


class Shape(StrEnum):
    """How a block is drawn."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    TABLE = "table"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one style. `first` and `last` tell the piece where the quote begins and the one where it ends."""

    text: str
    marked: bool = False
    strong: bool = False
    first: bool = False
    last: bool = False


@dataclass(slots=True)
class Entry:
    """A list item: its pieces and how deep it stands, from 0."""

    pieces: tuple[Piece, ...]
    depth: int = 0


@dataclass(slots=True)
class Block:
    """One thing to draw. A heading has a `level` from 2; a table has `rows`, whose first `header_rows` are headers."""

    shape: Shape
    pieces: tuple[Piece, ...] = ()
    level: int = 0
    ordered: bool = False
    entries: list[Entry] = field(default_factory=list)
    rows: list[list[tuple[Piece, ...]]] = field(default_factory=list)
    header_rows: int = 0
    page: str = ""
    values_captured: bool = True


@dataclass(frozen=True, slots=True)
class SourceView:
    """What the viewer shows: the heading path of the quote, the blocks, and whether text was left out at either end."""

    path: tuple[str, ...]
    blocks: tuple[Block, ...]
    cut_before: bool
    cut_after: bool


def source_view(reading: Reading, quote: Range, window: Range | None = None) -> SourceView:
    """The blocks of `window`, by default those around `quote`.

    Raises ValueError where `quote` is empty or does not lie in the text.
    """
    if not len(quote) or quote.end > len(reading.text):
        raise ValueError("the quote is not a range of the text")
    window = window or _window(reading, quote)
    section = reading.section_at(quote.start)
    blocks = tuple(_Drawing(reading, quote).blocks(window))
    return SourceView(
        path=section.path if section else (),
        blocks=blocks,
        cut_before=bool(reading.text[: window.start].strip()),
        cut_after=bool(reading.text[window.end :].strip()),
    )


def _window(reading: Reading, quote: Range) -> Range:
    """Whole lines around the quote, and whole tables where it stands in one."""
    text = reading.text
    if len(text) <= WHOLE_DOCUMENT:
        return Range(0, len(text))
    start = text.rfind("\n", 0, max(quote.start - AROUND, 0)) + 1
    end = text.find("\n", min(quote.end + AROUND, len(text)))
    end = len(text) if end < 0 else end
    for table in reading.tables:
        if table.range.start < start < table.range.end:
            start = table.range.start
        if table.range.start < end < table.range.end:
            end = table.range.end
    return Range(start, end)


class _Drawing:
    """Turns the lines of a window into blocks."""

    def __init__(self, reading: Reading, quote: Range) -> None:
        self.reading = reading
        self.quote = quote
        self.headings = {one.heading.start: one for one in reading.sections if one.heading}
        self.items = {
            item.start: (listing, item, body)
            for listing in reading.listings
            for item, body in zip(listing.items, listing.bodies, strict=True)
        }
        self.list_starts = sorted((body.start, body.end) for one in reading.listings for body in one.bodies)
        self.tables = sorted(reading.tables, key=lambda one: one.range.start)
        self.table_starts = [one.range.start for one in self.tables]
        self.level = 1

    def blocks(self, window: Range) -> Iterator[Block]:
        """The blocks of `window` in order."""
        open_list: Block | None = None
        base = 0
        drawn_table: Table | None = None
        page = None
        for line in _lines(self.reading.text, window):
            here = self.reading.page_at(line.start)
            if here is not None and here is not page:
                page, open_list = here, None
                yield Block(Shape.PAGE, page=here.label or str(here.number))
            table = self._table_at(line.start)
            if table is not None:
                if table is not drawn_table:
                    drawn_table, open_list = table, None
                    yield from self._table(table)
                continue
            found = self.items.get(line.start)
            if found is not None and _is_list_item(found[1], line):
                listing, _, _ = found
                depth = self._depth(line.start)
                if open_list is None or (depth <= base and open_list.ordered != listing.ordered):
                    open_list, base = Block(Shape.LIST, ordered=listing.ordered), depth
                    yield open_list
                open_list.entries.append(Entry(self._pieces(line), max(depth - base, 0)))
                continue
            open_list = None
            yield self._line(line, found)

    def _line(self, line: Range, found: tuple[Listing, Range, Range] | None) -> Block:
        section = self.headings.get(line.start)
        if section is not None:
            self.level = min(len(section.path) + 1, self.level + 1, 6)
            return Block(Shape.HEADING, self._pieces(line), level=self.level)
        return Block(Shape.PARAGRAPH, self._pieces(line, strong=found[1] if found else None))

    def _table(self, table: Table) -> Iterator[Block]:
        inside = [cell.range for cell in table.cells if len(cell.range)]
        rows_start = min((one.start for one in inside), default=table.range.end)
        rows_end = max((one.end for one in inside), default=table.range.end)
        for line in _lines(self.reading.text, Range(table.range.start, rows_start)):
            yield Block(Shape.PARAGRAPH, self._pieces(line))
        if table.cells or not table.values_captured:
            columns = 1 + max((cell.column for cell in table.cells), default=0)
            rows: list[list[tuple[Piece, ...]]] = [
                [() for _ in range(columns)] for _ in range(1 + max((cell.row for cell in table.cells), default=-1))
            ]
            for cell in table.cells:
                rows[cell.row][cell.column] = self._pieces(cell.range)
            yield Block(Shape.TABLE, rows=rows, header_rows=table.header_rows, values_captured=table.values_captured)
        for line in _lines(self.reading.text, Range(min(rows_end, table.range.end), table.range.end)):
            yield Block(Shape.PARAGRAPH, self._pieces(line))

    def _table_at(self, position: int) -> Table | None:
        found = bisect_right(self.table_starts, position) - 1
        return self.tables[found] if found >= 0 and position < self.tables[found].range.end else None

    def _depth(self, position: int) -> int:
        """How many lists the item at `position` stands in, from 0 for the outermost."""
        holding = bisect_right(self.list_starts, (position, len(self.reading.text)))
        return max(sum(end > position for _, end in self.list_starts[:holding]) - 1, 0)

    def _pieces(self, line: Range, strong: Range | None = None) -> tuple[Piece, ...]:
        """`line` cut where the quote or the strong lead begins or ends."""
        cuts = {line.start, line.end, self.quote.start, self.quote.end}
        if strong is not None:
            cuts |= {strong.start, strong.end}
        points = sorted(cut for cut in cuts if line.start <= cut <= line.end)
        pieces = []
        for start, end in pairwise(points):
            part = Range(start, end)
            marked = self.quote.contains(part)
            pieces.append(
                Piece(
                    text=part.of(self.reading.text),
                    marked=marked,
                    strong=strong is not None and strong.contains(part),
                    first=marked and start <= self.quote.start,
                    last=marked and end >= self.quote.end,
                )
            )
        return tuple(pieces)


def _lines(text: str, window: Range) -> Iterator[Range]:
    """The ranges of the lines of `window` that hold anything but white space."""
    for found in _LINE.finditer(text, window.start, window.end):
        if found.group().strip():
            yield Range(found.start(), found.end())


def _is_list_item(item: Range, line: Range) -> bool:
    """Whether an item is a whole line; where it is only its lead, the line is a paragraph with that lead in bold."""
    return item.end >= line.end
