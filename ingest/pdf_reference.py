"""Two other readings of a PDF that ours is measured against; nothing else uses them."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence

from ingest.pdf_file import opened_page, opened_pdf
from ingest.pdf_text import characters_of, opened_text


def pypdf_texts(data: bytes) -> list[str]:
    """The text of each page as pypdf extracts it."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def bare_texts(data: bytes) -> list[str]:
    """The characters of each page as pdfium gives them, without lines, order or places."""
    found: list[str] = []
    with opened_pdf(data) as pdf:
        for number in range(1, len(pdf) + 1):
            with opened_page(pdf, number) as page:
                if page is None:
                    found.append("")
                    continue
                with opened_text(page) as text_page:
                    found.append(characters_of(text_page) if text_page else "")
    return found


def pages_of(data: bytes, numbers: Sequence[int]) -> bytes:
    """A PDF of some pages of another, by their numbers from 1."""
    from pypdf import PdfReader, PdfWriter

    reader, writer = PdfReader(io.BytesIO(data)), PdfWriter()
    for number in numbers:
        writer.add_page(reader.pages[number - 1])
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()
