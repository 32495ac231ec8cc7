"""The records that reading a document produces, and that everything after it passes on.

One coordinate system: a document has one canonical text, and a page, section, table cell, passage, sentence and quote
are half-open character ranges in it. A source map leads from there back to the file. What is not here: how a file is
read (`markdown.py`, `pdf*.py`), how passages are cut (`passages.py`) and how they are stored (`store.py`).
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """Characters `start` up to but not including `end` of a document's canonical text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a range: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of `text` in this range."""
        return text[self.start : self.end]

    def contains(self, other: Range) -> bool:
        """Whether `other` lies wholly inside this range."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Range) -> bool:
        """Whether the two ranges share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class SourceMap:
    """Where the characters of a canonical text came from, as runs that were copied without a change.

    Run i says that canonical characters `starts[i] : starts[i] + lengths[i]` stand at `sources[i]` and onward in the
    source: offsets in a Markdown or HTML file, or character indices of a PDF page. Characters in no run (a joining
    space, an undone line break) stand nowhere in the source. `starts` is sorted.
    """

    starts: tuple[int, ...] = ()
    sources: tuple[int, ...] = ()
    lengths: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not len(self.starts) == len(self.sources) == len(self.lengths):
            raise ValueError("a source map's three columns differ in length")

    def source_of(self, position: int) -> int | None:
        """The source offset of the canonical character at `position`, or None where it has none."""
        run = bisect_right(self.starts, position) - 1
        if run < 0 or position >= self.starts[run] + self.lengths[run]:
            return None
        return self.sources[run] + position - self.starts[run]

    def sources_of(self, wanted: Range) -> list[tuple[int, int]]:
        """The stretches of the source, as half-open (start, end) offsets, that the characters of `wanted` came from."""
        stretches: list[tuple[int, int]] = []
        run = max(bisect_right(self.starts, wanted.start) - 1, 0)
        while run < len(self.starts) and self.starts[run] < wanted.end:
            first = max(wanted.start, self.starts[run])
            last = min(wanted.end, self.starts[run] + self.lengths[run])
            if first < last:
                source = self.sources[run] + first - self.starts[run]
                stretches.append((source, source + last - first))
            run += 1
        return stretches


class Kind(StrEnum):
    """What sort of document it is; the values are the Danish words that readers see."""

    HVIDBOG = "hvidbog"
    BACKGROUND = "baggrund"
    PIXI = "pixi"
    MINUTES = "referat"
    SLIDES = "slides"
    HEARING_ANSWER = "høringssvar"
    PAGE = "side"


class Audience(StrEnum):
    """Who may read a document. The staff index holds both, the public index public documents alone."""

    PUBLIC = "public"
    STAFF = "staff"


class AuthorKind(StrEnum):
    """Whose words a document holds: the municipality's, or a citizen's opinion."""

    MUNICIPALITY = "municipality"
    CITIZEN = "citizen"


class SectionKind(StrEnum):
    """What a section is for. Proposal and decision are never mixed: an answer's verb follows this kind."""

    TITLE = "title"
    CONTENTS = "contents"
    ITEM = "item"
    SUMMARY = "summary"
    PROPOSAL = "proposal"
    DECISION = "decision"
    CASE = "case"
    FINANCE = "finance"
    ATTACHMENTS = "attachments"
    ABSENCE = "absence"
    TABLE = "table"
    FOOTNOTES = "footnotes"
    NOTES = "notes"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Document:
    """One source document and what is known of it. `id` is the SHA-256 of its bytes, in hexadecimal."""

    id: str
    source_id: str
    title: str
    kind: Kind
    layer: str | None = None
    publisher: str | None = None
    body: str | None = None
    published: dt.date | None = None
    meeting_date: dt.date | None = None
    meeting_place: str | None = None
    author_kind: AuthorKind = AuthorKind.MUNICIPALITY
    audience: Audience = Audience.PUBLIC
    path: str | None = None
    source_url: str | None = None
    language: str = "da"

    def __post_init__(self) -> None:
        # Nobody but a citizen gives a hearing answer, whatever its entry forgot to say.
        if self.kind is Kind.HEARING_ANSWER:
            object.__setattr__(self, "author_kind", AuthorKind.CITIZEN)

    @property
    def date(self) -> dt.date | None:
        """The date a citation shows: the meeting's, else the day of publication."""
        return self.meeting_date or self.published


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its number from 1, the label printed on it, its range, its size in points, and its source map."""

    number: int
    label: str | None
    range: Range
    width: float
    height: float
    map: SourceMap
    read_by_ocr: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document under one heading.

    `path` is the headings from the outermost down to this one. `range` runs from the heading to the next heading of any
    level, so that sections tile the text and every character has one section; `heading` is the heading's own range.
    """

    path: tuple[str, ...]
    kind: SectionKind
    level: int
    range: Range
    heading: Range | None
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: the sentence that introduces it and its items in order.

    An item of `items` is what names it (a list item, or the bold lead of a paragraph); `bodies` holds for each item the
    whole range that belongs to it, equal to the item where there is no more.
    """

    intro: Range | None
    items: tuple[Range, ...]
    bodies: tuple[Range, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: its row and column from 0 (row 0 is the header) and its range (empty where the cell is empty)."""

    row: int
    column: int
    range: Range


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Its `range` holds its caption and source line as well, wherever they stand.

    Where only the caption could be read, `values_captured` is False and there are no cells.
    """

    range: Range
    caption: Range | None
    number: str | None
    cells: tuple[Cell, ...]
    header_rows: int = 1
    source_line: Range | None = None
    values_captured: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that the report on a file must say: a code, the page it concerns, and a detail without personal data."""

    code: str
    page: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as read: its canonical text and everything that is a range in it.

    `map` leads back to the file where the document has no pages; a document with pages has a map on each page.
    `sentences` are the sentence ranges in order; a heading, a list item and a table row are sentences of their own.
    `masked` are the ranges whose characters were personal data and now are █: no quote may touch them.
    """

    document: Document
    text: str
    sections: tuple[Section, ...]
    sentences: tuple[Range, ...]
    pages: tuple[Page, ...] = ()
    listings: tuple[Listing, ...] = ()
    tables: tuple[Table, ...] = ()
    map: SourceMap = field(default_factory=SourceMap)
    findings: tuple[Finding, ...] = ()
    masked: tuple[Range, ...] = ()

    def section_at(self, position: int) -> Section | None:
        """The section that the character at `position` stands in, or None for a text without sections."""
        found = bisect_right(self.sections, position, key=lambda section: section.range.start) - 1
        return self.sections[found] if found >= 0 else None

    def page_at(self, position: int) -> Page | None:
        """The page that the character at `position` stands on, or None for a document without pages."""
        found = bisect_right(self.pages, position, key=lambda page: page.range.start) - 1
        return self.pages[found] if found >= 0 else None


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of retrieval: a range of one section of one document.

    `id` is made of the document's hash and the range, so it is stable over re-ingests. `index_text` is what is searched:
    the passage with the title, headings and date in front. It is never quoted.
    """

    id: str
    document_id: str
    section: int
    range: Range
    index_text: str


class FileStatus(StrEnum):
    """What became of one file at ingest."""

    OK = "ok"
    PARTIAL = "partial"
    REFUSED = "refused"
    QUARANTINED = "quarantined"
    CRASHED = "crashed"


@dataclass(frozen=True, slots=True)
class FileReport:
    """One line of the ingest report. `reason` is a finished Danish sentence, or None where there is nothing to say."""

    path: str
    status: FileStatus
    pages: int | None
    passages: int
    reason: str | None = None
    findings: tuple[Finding, ...] = ()
