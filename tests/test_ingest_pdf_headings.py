"""Headings of reports and statutes in PDFs become a section tree."""

from __future__ import annotations

import io

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.pdf import read_pdf
from ingest.records import Document, Kind

DOCUMENT = Document("0" * 64, "rapport.pdf", "Sømarken Kommune (opdigtet)", Kind.BACKGROUND)
BODY = "Sømarken Kommune (opdigtet) beskriver her sine opgaver i en almindelig linje brødtekst."


def test_headings_take_their_level_from_the_outline_and_pages_their_printed_label() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    lines = [("1 Borgerne", 18, 0), (BODY, 11, None), ("1.1 Børn og unge", 14, 1), (BODY, 11, None)]
    for number, (line, size, level) in enumerate(lines):
        canvas.setFont("Helvetica-Bold" if level is not None else "Helvetica", size)
        canvas.drawString(72, 760 - 40 * number, line)
        if level is not None:
            canvas.bookmarkPage(line)
            canvas.addOutlineEntry(line, line, level)
    canvas.addPageLabel(0, style="ROMAN_LOWER", start=4)
    canvas.save()
    reading = read_pdf(stream.getvalue(), DOCUMENT)
    assert [section.path for section in reading.sections] == [("1 Borgerne",), ("1 Borgerne", "1.1 Børn og unge")]
    assert reading.pages[0].label == "iv"


def test_the_paragraphs_of_a_statute_are_sections_with_anchors_under_their_chapters() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.setFont("Helvetica", 11)
    middle = A4[0] / 2
    for chapter in (1, 2):
        top = 1080 - chapter * 320
        canvas.drawCentredString(middle, top, f"Kapitel {chapter}")
        canvas.drawCentredString(middle, top - 18, "Anvendelse" if chapter == 1 else "Ikrafttræden")
        for number in (1, 2):
            line = top - 10 - number * 60
            canvas.drawString(
                102,
                line,
                f"§ {2 * chapter - 2 + number}. Vedtægten for Sømarken Kommune (opdigtet) gælder for alle, der bor her, jf.",
            )
            canvas.drawString(
                102, line - 14, "§ 1. i den ældre vedtægt, og for alle dem, der bor i kommunen hele året rundt nu."
            )
    canvas.save()
    reading = read_pdf(stream.getvalue(), DOCUMENT)
    found = [(section.anchor, section.path[0]) for section in reading.sections if section.anchor]
    assert found == [
        ("§ 1", "Kapitel 1 Anvendelse"),
        ("§ 2", "Kapitel 1 Anvendelse"),
        ("§ 3", "Kapitel 2 Ikrafttræden"),
        ("§ 4", "Kapitel 2 Ikrafttræden"),
    ]
