"""Which reader reads which file: decided by the name's ending, checked by the bytes in the reader itself."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from ingest.blocks import Block
from ingest.catalogue import load_catalogue
from ingest.errors import Unreadable
from ingest.markdown import markdown_blocks, text_blocks
from ingest.reading import reading_of
from ingest.records import Document, Kind, Reading

Reader = Callable[[bytes, Document], Reading]
PDF = ".pdf"


def readable(path: Path) -> bool:
    """Whether there is a reader for a file of this name."""
    return path.suffix.lower() in _READERS


def read_document(
    data: bytes, document: Document, *, ocr: bool = True, margins: dict[str, int] | None = None
) -> Reading:
    """The reading of a document with these bytes. Raises Unreadable with a finished Danish sentence.

    `ocr` says whether a PDF's pages without text are read from their pictures, which takes seconds a page. `margins`
    takes the first and last lines drawn on a PDF's pages, each with the first page that has it.
    """
    suffix = Path(document.source_id).suffix.lower()
    reader = _READERS.get(suffix)
    texts = load_catalogue("ingest")
    if reader is None:
        raise Unreadable(texts.text("file.unknown_kind"))
    reading = _read_pdf(data, document, ocr=ocr, margins=margins) if suffix == PDF else reader(data, document)
    if not reading.text.strip() and not reading.pages:
        raise Unreadable(texts.text("file.no_text"))
    return reading


def read_bytes(data: bytes, name: str, title: str, kind: Kind = Kind.PAGE) -> Reading:
    """The reading of bytes that no manifest describes: a file named on the command line, a llama-index document."""
    return read_document(data, Document(hashlib.sha256(data).hexdigest(), name, title, kind))


def _read_markdown(data: bytes, document: Document) -> Reading:
    return _read_text(data, document, markdown_blocks)


def _read_plain(data: bytes, document: Document) -> Reading:
    return _read_text(data, document, text_blocks)


def _read_text(data: bytes, document: Document, blocks_of: Callable[[str], list[Block]]) -> Reading:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(load_catalogue("ingest").text("file.not_text")) from None
    if "\0" in text:
        raise Unreadable(load_catalogue("ingest").text("file.not_text"))
    return reading_of(document, blocks_of(text.replace("\r\n", "\n")))


def _read_pdf(data: bytes, document: Document, *, ocr: bool = True, margins: dict[str, int] | None = None) -> Reading:
    from ingest.pdf import read_pdf

    return read_pdf(data, document, ocr=ocr, margins=margins)


def _read_html(data: bytes, document: Document) -> Reading:
    from ingest.html import read_html

    return read_html(data, document)


def _read_word(data: bytes, document: Document) -> Reading:
    from ingest.word import read_word

    return read_word(data, document)


def _read_slides(data: bytes, document: Document) -> Reading:
    from ingest.slides import read_slides

    return read_slides(data, document)


_READERS: dict[str, Reader] = {
    ".md": _read_markdown,
    ".markdown": _read_markdown,
    ".txt": _read_plain,
    PDF: _read_pdf,
    ".html": _read_html,
    ".htm": _read_html,
    ".docx": _read_word,
    ".pptx": _read_slides,
}
__all__ = ["Reader", "read_bytes", "read_document", "readable"]
