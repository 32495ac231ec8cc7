"""What pypdf knows of a PDF besides its text: page count, page labels, outline, metadata. The second opinion.

pypdf raises plain ValueError, KeyError, RecursionError and more on malformed files, so each question is asked on its
own and an answer that cannot be had is None or empty, never an error.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any, TypeVar

from pypdf import PdfReader

from ingest.pdf_maps import DoubtfulPage, doubtful_pages

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A bookmark: its title, its level from 1, and the page it leads to, from 1 (None where it leads nowhere)."""

    title: str
    level: int
    page: int | None


@dataclass(frozen=True, slots=True)
class Structure:
    """What pypdf found. `page_count` is None where it could not read the page tree."""

    page_count: int | None
    labels: tuple[str, ...]
    outline: tuple[OutlineEntry, ...]
    metadata: Mapping[str, str]
    attachments: tuple[str, ...]
    doubtful: tuple[DoubtfulPage, ...] = ()


EMPTY = Structure(None, (), (), {}, ())


def read_structure(data: bytes) -> Structure:
    """The structure of a PDF; fields that cannot be read are empty."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    stream = io.BytesIO(data)
    reader = _asked(lambda: PdfReader(stream, strict=False), None)
    if reader is None:
        return EMPTY
    # The reader's objects hold each other and the stream, which has a copy of the file: neither would be free for the pages.
    with closing(stream), closing(reader):
        return Structure(
            page_count=_asked(lambda: len(reader.pages), None),
            labels=_labels(reader),
            outline=_asked(lambda: tuple(_entries(reader, reader.outline, 1)), ()),
            metadata=_asked(lambda: _metadata(reader), {}),
            attachments=_asked(lambda: tuple(reader.attachments), ()),
            doubtful=_asked(lambda: tuple(doubtful_pages(reader)), ()),
        )


def _asked(question: Callable[[], Answer], otherwise: Answer) -> Answer:
    try:
        return question()
    except Exception:  # pypdf raises almost anything on a malformed file
        return otherwise


def _labels(reader: PdfReader) -> tuple[str, ...]:
    """The printed page labels, empty where the file defines none."""
    defined = _asked(lambda: "/PageLabels" in reader.root_object, False)
    return _asked(lambda: tuple(reader.page_labels), ()) if defined else ()


def _entries(reader: PdfReader, outline: Any, level: int) -> list[OutlineEntry]:
    found: list[OutlineEntry] = []
    for entry in outline if level < 20 else []:
        if isinstance(entry, list):
            found += _entries(reader, entry, level + 1)
            continue
        title = " ".join(str(entry.title).split())
        number = _asked(lambda entry=entry: reader.get_destination_page_number(entry), None)  # type: ignore[misc]
        found.append(OutlineEntry(title, level, None if number is None or number < 0 else number + 1))
    return found


def _metadata(reader: PdfReader) -> dict[str, str]:
    return {str(key).lstrip("/").lower(): str(value) for key, value in (reader.metadata or {}).items()}
