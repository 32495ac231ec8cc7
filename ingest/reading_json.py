"""Readings and documents as JSON: the form in which they are kept and passed between processes.

A reading is kept whole, and passed in parts: the JSON of a long report all at once takes as much memory as its text
and its map together, in the process that sends it and in the one that receives it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from itertools import chain
from typing import Any

from pydantic import TypeAdapter

from ingest.records import Document, Listing, Page, Range, Reading, Section, Table

READING: TypeAdapter[Reading] = TypeAdapter(Reading)
DOCUMENT: TypeAdapter[Document] = TypeAdapter(Document)
# A part holds so many records of each kind, and as many hundreds of characters: about a megabyte of JSON.
_RECORDS, _CHARACTERS = 500, 50_000


@dataclass(frozen=True, slots=True)
class _Part:
    """The next stretch of what grows with a document."""

    text: str
    sections: tuple[Section, ...]
    sentences: tuple[Range, ...]
    pages: tuple[Page, ...]
    listings: tuple[Listing, ...]
    tables: tuple[Table, ...]


_PART: TypeAdapter[_Part] = TypeAdapter(_Part)
_RECORD_COLUMNS = tuple(one.name for one in fields(_Part) if one.name != "text")


def parts_of(reading: Reading) -> tuple[int, Iterator[bytes]]:
    """How many parts a reading is passed in, and the parts."""
    longest = max(len(getattr(reading, name)) for name in _RECORD_COLUMNS)
    count = max(-(-longest // _RECORDS), -(-len(reading.text) // _CHARACTERS))
    nothing: dict[str, Any] = dict.fromkeys(_RECORD_COLUMNS, ())
    front = replace(reading, text="", **nothing)
    parts = (_PART.dump_json(_part(reading, number)) for number in range(count))
    return 1 + count, chain([READING.dump_json(front)], parts)


def _part(reading: Reading, number: int) -> _Part:
    first = number * _RECORDS
    columns = {name: getattr(reading, name)[first : first + _RECORDS] for name in _RECORD_COLUMNS}
    return _Part(reading.text[number * _CHARACTERS : (number + 1) * _CHARACTERS], **columns)


def reading_of_parts(parts: Iterable[bytes]) -> Reading:
    """The reading whose parts these are, each checked for its shape. Raises ValueError where one is something else."""
    first, *rest = parts
    front = READING.validate_json(first)
    found = [_PART.validate_json(part) for part in rest]
    columns: dict[str, Any] = {
        name: tuple(chain.from_iterable(getattr(part, name) for part in found)) for name in _RECORD_COLUMNS
    }
    return replace(front, text="".join([part.text for part in found]), **columns)
