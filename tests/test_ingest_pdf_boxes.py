"""The boxes of a quote cover its words, on pages that are turned and cropped too."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import RectangleObject
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.pdf import read_pdf
from ingest.pdf_boxes import page_image, quote_boxes
from ingest.records import Document, Kind, Range

DOCUMENT = Document("0" * 64, "rapport.pdf", "Sømarken Kommune (opdigtet)", Kind.BACKGROUND)
WORDS = "Sømarken Kommune (opdigtet) ligger ved kysten."


def turned(turn: int, crop: tuple[float, float, float, float] | None = None) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.setFont("Helvetica", 12)
    canvas.drawString(100, 600, WORDS)
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(stream.getvalue())))
    if crop is not None:
        writer.pages[0].cropbox = RectangleObject(crop)
    writer.pages[0].rotate(turn)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def ink(image: bytes) -> tuple[int, int, int, int] | None:
    """The box of all dark pixels."""
    return Image.open(io.BytesIO(image)).convert("L").point(lambda value: 255 if value < 128 else 0).getbbox()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (50, 300, 500, 700)], ids=["whole", "cropped"])
def test_boxes_cover_the_ink(turn: int, crop: tuple[float, float, float, float] | None) -> None:
    data = turned(turn, crop)
    reading = read_pdf(data, DOCUMENT)
    assert reading.text == WORDS
    boxes = quote_boxes(data, reading, Range(0, len(WORDS)))
    found = ink(page_image(data, 1, 2.0))
    assert found is not None
    edges = [value / 2 for value in found]
    around = [
        edges[0] - min(box.left for box in boxes),
        edges[1] - min(box.top for box in boxes),
        max(box.right for box in boxes) - edges[2],
        max(box.bottom for box in boxes) - edges[3],
    ]
    # All of the ink, and no more than from ascender to descender and to where the next word would begin.
    assert min(around) >= -0.5
    assert max(around) <= 4


@pytest.mark.parametrize("first", ["kommu-", "kom-"])
def test_the_hyphen_of_a_broken_word_is_covered_though_it_is_no_text(first: str) -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.setFont("Helvetica", 12)
    canvas.drawString(100, 600, f"I Sømarken Kommune (opdigtet) har hele den gamle {first}")
    # Drawn between the two lines, as on pages whose drawing order is not the reading order.
    canvas.drawString(100, 100, "Noget helt andet står forneden på siden.")
    canvas.drawString(100, 586, f"{'kommunalbestyrelse'.removeprefix(first[:-1])} set på havnen og på alt det andet.")
    canvas.save()
    data = stream.getvalue()
    reading = read_pdf(data, DOCUMENT)
    at = reading.text.index("kommunalbestyrelse")
    upper, lower = quote_boxes(data, reading, Range(at, at + len("kommunalbestyrelse")))
    end = 100 + canvas.stringWidth(f"I Sømarken Kommune (opdigtet) har hele den gamle {first}", "Helvetica", 12)
    assert upper.right == pytest.approx(end, abs=0.6)
    assert upper.right - upper.left == pytest.approx(canvas.stringWidth(first, "Helvetica", 12), abs=0.6)
    assert lower.left == pytest.approx(100, abs=0.6)


def test_a_mask_is_as_dark_as_its_boxes_and_nothing_else_changes() -> None:
    data = turned(0)
    reading = read_pdf(data, DOCUMENT)
    boxes = quote_boxes(data, reading, Range(0, 8))
    masked = Image.open(io.BytesIO(page_image(data, 1, 2.0, boxes))).convert("L")
    (box,) = boxes
    inside = masked.crop((int(box.left * 2), int(box.top * 2), int(box.right * 2), int(box.bottom * 2)))
    assert inside.getextrema() == (0, 0)
    assert masked.getpixel((10, 10)) == 255


def test_an_unknown_page_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="no page 2"):
        page_image(turned(0), 2, 1.0)
