"""Gold quotes to ranges of the canonical text. White space and the bars between a row's cells may differ, nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from evals.cases import Case, GoldQuote
from ingest.catalogue import load_catalogue
from ingest.clean import clean
from ingest.records import Range, Reading

TEXTS = load_catalogue("evals")


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A page of a source: its number from 1, its printed label, its range."""

    number: int
    label: str | None
    range: Range


@dataclass(frozen=True, slots=True)
class SourceText:
    """What scoring needs of a document: names, canonical text and pages. Kept in a run, so scoring opens no index."""

    id: str
    source_id: str
    path: str
    title: str
    text: str
    pages: tuple[SourcePage, ...] = ()

    def page_at(self, position: int) -> SourcePage | None:
        """The page that the character at `position` stands on, or None."""
        return next((page for page in reversed(self.pages) if page.range.start <= position), None)

    def as_json(self) -> dict[str, Any]:
        """The record as JSON."""
        pages = [[page.number, page.label, page.range.start, page.range.end] for page in self.pages]
        named = {"id": self.id, "source_id": self.source_id, "path": self.path, "title": self.title}
        return {**named, "text": self.text, "pages": pages}

    @classmethod
    def from_json(cls, tree: Mapping[str, Any]) -> SourceText:
        """The record that `as_json` wrote."""
        pages = tuple(SourcePage(n, label, Range(start, end)) for n, label, start, end in tree["pages"])
        return cls(tree["id"], tree["source_id"], tree["path"], tree["title"], tree["text"], pages)


def source_text(reading: Reading) -> SourceText:
    """The part of a reading that scoring needs."""
    document = reading.document
    pages = tuple(SourcePage(page.number, page.label, page.range) for page in reading.pages)
    path = document.path or document.source_id
    return SourceText(document.id, document.source_id, path, document.title, reading.text, pages)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a gold quote stands: the document and one range for each time that it stands there."""

    document_id: str
    ranges: tuple[Range, ...]
    page: int | None


# Every group must be held; one place of a group is enough.
Gold = tuple[tuple[Place, ...], ...]


def resolve(case: Case, find: Callable[[str], SourceText | None]) -> tuple[Gold, tuple[str, ...]]:
    """The places of a case's gold quotes, and a Danish sentence for each quote that stands nowhere."""
    problems: list[str] = []
    groups: list[tuple[Place, ...]] = []
    for group in case.gold:
        places: list[Place] = []
        for wanted in group:
            place = _place(wanted, find(wanted.document))
            if place is None:
                problems.append(
                    TEXTS.text("cases.no_quote", name=case.id, document=wanted.document, quote=wanted.quote[:80])
                )
            else:
                places.append(place)
        groups.append(tuple(places))
    return tuple(groups), tuple(problems)


def _place(wanted: GoldQuote, source: SourceText | None) -> Place | None:
    if source is None:
        return None
    ranges = occurrences(wanted.quote, source.text)
    return Place(source.id, ranges, wanted.page) if ranges else None


def occurrences(quote: str, text: str) -> tuple[Range, ...]:
    """The ranges of `text` that hold the words of `quote`, however white space stands between them."""
    words = [re.escape(word) for word in clean(quote).split()]
    if not words:
        return ()
    # Cells of a table row stand apart by a bar in the canonical text.
    return tuple(Range(*match.span()) for match in re.finditer(r"[\s|]+".join(words), text))


def finder(sources: Iterable[SourceText]) -> Callable[[str], SourceText | None]:
    """What finds a source by file name, path, end of a path or id; the first one where a name is used twice."""
    known: dict[str, SourceText] = {}
    for source in sources:
        for name in names_of(source.id, source.source_id, source.path):
            known.setdefault(name, source)
    return known.get


def names_of(identity: str, source_id: str, path: str | None) -> Iterator[str]:
    """Every name that a case may call a document by."""
    yield from (source_id, identity)
    parts = (path or "").split("/")
    yield from ("/".join(parts[start:]) for start in range(len(parts)) if parts[start:] != [""])
