"""Citations: from an exact range of a document to everything that a reader needs to find the quote again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from assistant.records import Box, Citation
from ingest.catalogue import load_catalogue
from ingest.records import AuthorKind, Kind, Range, Reading

Boxes = Callable[[Reading, Range], tuple[Box, ...]]


def cite(n: int, reading: Reading, quoted: Range, boxes: Boxes | None = None) -> Citation:
    """The citation number `n` of the range `quoted`. Its page is the one that the quote begins on."""
    document = reading.document
    section = reading.section_at(quoted.start)
    page = reading.page_at(quoted.start)
    return Citation(
        n=n,
        document_id=document.id,
        source_id=document.source_id,
        title=document.title,
        kind=document.kind.value,
        date=document.date,
        page=page.number if page else None,
        page_label=page.label if page else None,
        anchor=section.anchor if section else None,
        section=section.path if section else (),
        quote=quoted.of(reading.text),
        range=quoted,
        boxes=boxes(reading, quoted) if boxes and page else (),
        source_url=document.source_url,
    )


def source_name(reading: Reading, language: str = "da") -> str:
    """How a sentence calls the document: "referatet fra 15. august 2025", "hvidbogen"; in another `language` with the date in
    figures."""
    document = reading.document
    texts = load_catalogue("assistant", language)
    dated = document.kind in (Kind.MINUTES, Kind.HEARING_ANSWER)
    if dated and document.date is not None:
        return texts.text(f"source.{document.kind.value}", date=written_date(document.date, language))
    if document.author_kind is AuthorKind.CITIZEN and not dated:
        return texts.text("source.citizen", title=document.title)
    key = f"source.{document.kind.value}" + ("_undated" if dated else "")
    return texts.text(key, title=document.title)


def opinion_label(reading: Reading, language: str = "da") -> str:
    """What stands before words of a citizen, with a colon: that they are one citizen's opinion; "" before any others."""
    if reading.document.author_kind is not AuthorKind.CITIZEN:
        return ""
    return load_catalogue("assistant", language).text("frame.source", source=source_name(reading, language))


def holds_no_values(reading: Reading, quoted: Range) -> bool:
    """Whether the range is of a table of which only the caption could be read."""
    return any(not table.values_captured and table.range.overlaps(quoted) for table in reading.tables)


def danish_date(date: dt.date) -> str:
    """A date with its month written out: "15. august 2025"."""
    return f"{date.day}. {load_catalogue('assistant').text(f'month.{date.month}')} {date.year}"


def written_date(date: dt.date, language: str) -> str:
    """A date as a sentence of that language has it: in Danish with its month written out, else in figures."""
    return danish_date(date) if language == "da" else date.isoformat()
