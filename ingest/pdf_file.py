"""A PDF opened with pdfium, or a finished Danish sentence saying why it cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.catalogue import load_catalogue
from ingest.errors import Unreadable

_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER_WITHIN = 1024  # readers accept a PDF whose header stands in the first kilobyte


@contextmanager
def opened_pdf(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The open document with at least one page. Raises Unreadable for what is not a readable PDF."""
    _check_kind(data)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _unreadable("password" if "password" in str(error).lower() else "broken") from error
    try:
        if len(document) < 1:
            raise _unreadable("no_pages")
        yield document
    finally:
        document.close()


def check_page_count(data: bytes, limit: int) -> None:
    """Raises Unreadable for a PDF that says it has more than `limit` pages, before any of them is looked at."""
    with opened_pdf(data) as document:
        if len(document) > limit:
            raise Unreadable(load_catalogue("ingest").text("file.too_many_pages", limit=limit))


def _check_kind(data: bytes) -> None:
    if not data.strip(b"\0 \t\r\n"):
        raise _unreadable("empty")
    if b"%PDF-" in data[:_HEADER_WITHIN]:
        return
    if data.startswith((_ZIP, _OLD_OFFICE)):
        raise _unreadable("office")
    raise _unreadable("not_pdf")


def _unreadable(key: str) -> Unreadable:
    return Unreadable(load_catalogue("ingest").text(f"pdf.{key}"))


@contextmanager
def opened_page(document: pypdfium2.PdfDocument, number: int) -> Iterator[Any]:
    """Page `number`, from 1, as pdfium's own handle, closed afterwards; None where the page cannot be opened."""
    page = pdfium.FPDF_LoadPage(document.raw, number - 1)
    try:
        yield page or None
    finally:
        if page:
            pdfium.FPDF_ClosePage(page)
