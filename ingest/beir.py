"""A BEIR `corpus.jsonl` to readings: a record is a document. For measuring retrieval through the product's own ingest.

The source map of a reading leads to characters of the record's `text`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from ingest.blocks import Block, BlockKind, build_reading, clean_pieces, stripped
from ingest.catalogue import load_catalogue
from ingest.errors import Unreadable
from ingest.records import Document, Kind, Reading

MAX_LINE = 20_000_000
_BLANK_LINE = re.compile(r"\n\s*\n")
_LINE = re.compile(r"[^\n]+")
_LINE_ENDS = re.compile(r"\n+")
_WRAPPED = 200  # a text with a line longer than this was not broken into lines of a page's width


def read_beir(path: Path) -> Iterator[Reading]:
    """The readings of a corpus in order, one a record; `document.id` is the SHA-256 of the record's bytes.

    Raises Unreadable that names the line for a line that is no record (an object with `_id` and `text`), is longer
    than `MAX_LINE` bytes, or repeats an earlier `_id`. Blank lines are skipped.
    """
    seen: set[str] = set()
    with path.open("rb") as stream:
        number = 0
        while line := stream.readline(MAX_LINE + 1):
            number += 1
            if len(line) > MAX_LINE:
                raise _fault("formats.record_long", number, path)
            if not line.strip():
                continue
            reading = _reading(line.strip(), number, path)
            if not seen.isdisjoint((reading.document.source_id, reading.document.id)):
                raise _fault("formats.record_twice", number, path)
            seen.update((reading.document.source_id, reading.document.id))
            yield reading


def _reading(line: bytes, number: int, path: Path) -> Reading:
    try:
        record = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        raise _fault("formats.record", number, path) from error
    if not isinstance(record, dict):
        raise _fault("formats.record", number, path)
    name, title, text = record.get("_id"), record.get("title") or "", record.get("text")
    if not isinstance(name, str) or not name or not isinstance(title, str) or not isinstance(text, str):
        raise _fault("formats.record", number, path)
    document = Document(hashlib.sha256(line).hexdigest(), name, title, Kind.PAGE)
    return build_reading(document, list(_paragraphs(text)))


def _paragraphs(text: str) -> Iterator[Block]:
    """One block for each paragraph: between blank lines, or a line each where the lines are not those of a page."""
    unwrapped = any(len(line.group()) > _WRAPPED for line in _LINE.finditer(text))
    start = 0
    for seam in [*(_LINE_ENDS if unwrapped else _BLANK_LINE).finditer(text), None]:
        end = len(text) if seam is None else seam.start()
        pieces = stripped(clean_pieces(text[start:end], start))
        if pieces:
            yield Block(BlockKind.PARAGRAPH, pieces)
        start = end if seam is None else seam.end()


def _fault(key: str, number: int, path: Path) -> Unreadable:
    return Unreadable(load_catalogue("ingest").text(key, line=number, name=path.name))
