"""The lines at the edges of a PDF's pages: what running headers and footers say, which the canonical text leaves out.

A page image shows them all the same, so personal data is looked for in them too.
"""

from __future__ import annotations

from ingest.pdf_file import opened_page, opened_pdf
from ingest.pdf_text import characters_of, opened_text

_LINES = 4  # at the top and at the bottom of each page


def margin_lines(data: bytes) -> dict[str, int]:
    """The first and last lines drawn on each page, each with the number of the first page that has it."""
    found: dict[str, int] = {}
    with opened_pdf(data) as pdf:
        for number in range(1, len(pdf) + 1):
            with opened_page(pdf, number) as page:
                if page is None:
                    continue
                with opened_text(page) as text_page:
                    lines = [line.strip() for line in characters_of(text_page).splitlines()] if text_page else []
            written = [line for line in lines if line]
            for line in (*written[:_LINES], *written[-_LINES:]):
                found.setdefault(line, number)
    return found
