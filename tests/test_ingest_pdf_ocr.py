"""A page that is only a picture is read by OCR and marked so, or reported by number."""

from __future__ import annotations

import io

from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.pdf import read_pdf
from ingest.pdf_boxes import page_image, quote_boxes
from ingest.pdf_ocr import can_read_pictures
from ingest.records import Document, Kind, Range

DOCUMENT = Document("0" * 64, "scan.pdf", "Sømarken Kommune (opdigtet)", Kind.BACKGROUND)
WORDS = "Budgettet er på 44 mio. kr. til ældre"


def text_page() -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.setFont("Helvetica", 16)
    canvas.drawString(72, 700, "Sømarken Kommune (opdigtet) har vedtaget budgettet.")
    canvas.drawString(72, 660, WORDS)
    canvas.save()
    return stream.getvalue()


def scanned() -> bytes:
    """A text page, and then the picture of one."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.drawString(72, 760, "Sømarken Kommune (opdigtet): forside.")
    canvas.showPage()
    canvas.drawImage(ImageReader(io.BytesIO(page_image(text_page(), 1, 2.0))), 0, 0, *A4)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def test_a_page_that_is_a_picture_is_reported_when_ocr_is_off() -> None:
    reading = read_pdf(scanned(), DOCUMENT, ocr=False)
    assert [(finding.code, finding.page) for finding in reading.findings] == [("no_text", 2)]
    assert not any(page.read_by_ocr for page in reading.pages)


def test_a_page_that_is_a_picture_is_read_and_marked() -> None:
    assert can_read_pictures(), "make browser installs Tesseract with Danish"
    data = scanned()
    reading = read_pdf(data, DOCUMENT)
    assert WORDS in reading.text
    assert [page.read_by_ocr for page in reading.pages] == [False, True]
    assert [(finding.code, finding.page) for finding in reading.findings] == [("read_by_ocr", 2)]
    at = reading.text.index("44 mio. kr.")
    (box,) = quote_boxes(data, reading, Range(at, at + len("44 mio. kr.")))
    assert box.page == 2
    assert 60 < box.left < box.right < 400
    assert 165 < box.top < box.bottom < 195
