"""Where quoted words stand on the page, and the page as an image with what must not be seen burned out."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pypdfium2 import PdfDocument, PdfPage

from ingest.pdf_file import opened_page, opened_pdf
from ingest.pdf_lines import BROKEN_HYPHENS, Rectangle
from ingest.pdf_ocr import picture_boxes
from ingest.pdf_page import RawPage
from ingest.pdf_text import LineReader, characters_of, frame_of, opened_text
from ingest.records import Page, Range, Reading

_LARGEST_IMAGE = 8_000  # pixels on a side
_LONGEST_JOINT = 4  # characters


@dataclass(frozen=True, slots=True)
class PageBox:
    """A rectangle on page `page` (from 1), in points from the page's top left corner as shown, y downward."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


def quote_boxes(data: bytes, reading: Reading, quote: Range) -> tuple[PageBox, ...]:
    """The boxes that cover the words of `quote`, one a line, in reading order.

    On a page read by OCR the boxes are found by reading its image once more, which takes a second or so; there are none
    where Tesseract is not installed.
    """
    with opened_pdf(data) as pdf:
        return boxes_in(pdf, reading, quote)


def boxes_in(pdf: PdfDocument, reading: Reading, quote: Range) -> tuple[PageBox, ...]:
    """The same in a PDF that is open already."""
    boxes: list[PageBox] = []
    for page in reading.pages:
        if not page.range.overlaps(quote):
            continue
        if page.read_by_ocr:
            boxes += _boxes_in_picture(pdf, page, quote)
            continue
        with opened_page(pdf, page.number) as handle:
            if handle is not None:
                boxes += _boxes_on(handle, page, quote)
    return tuple(boxes)


def _boxes_on(handle: Any, page: Page, quote: Range) -> list[PageBox]:
    frame = frame_of(handle)
    with opened_text(handle) as text_page:
        if not text_page:
            return []
        reader = LineReader(text_page, frame)
        characters = characters_of(text_page)
        boxes = [
            PageBox(page.number, *box)
            for start, end in _with_joints(page.map.sources_of(quote), characters)
            for index in range(start, end)
            if not characters[index : index + 1].isspace()
            for box in _drawn(reader, index)
        ]
    return _merged(boxes)


def _drawn(reader: LineReader, index: int) -> list[Rectangle]:
    """The boxes of one character: its ink, and its place in the line from ascender to descender and to the next letter.

    Ink alone ends before the word does; the place alone cuts slanted letters. What is not drawn has no size.
    """
    found = [reader.loose_box(index), *reader.runs(index, 1)]
    return [box for box in found if box[0] < box[2] and box[1] < box[3]]


def _with_joints(stretches: Sequence[tuple[int, int]], characters: str) -> list[tuple[int, int]]:
    """The stretches with what is drawn between two of them though no text: the hyphen of a broken word, a footnote mark."""
    joined: list[tuple[int, int]] = []
    for start, end in stretches:
        before = joined[-1] if joined else (0, start + 1)
        if 0 <= start - before[1] <= _LONGEST_JOINT:
            joined[-1] = (before[0], end)
            continue
        if joined and characters[before[1] : before[1] + 1] in tuple(BROKEN_HYPHENS):
            joined[-1] = (before[0], before[1] + 1)
        joined.append((start, end))
    return joined


def _boxes_in_picture(pdf: PdfDocument, page: Page, quote: Range) -> list[PageBox]:
    wanted = page.map.sources_of(quote)
    words = picture_boxes(pdf, RawPage(page.number, page.width, page.height, 0, ()))
    hit = [box for start, end, box in words if any(start < last and first < end for first, last in wanted)]
    return _merged([PageBox(page.number, *box) for box in hit])


def _merged(boxes: Sequence[PageBox]) -> list[PageBox]:
    """Neighbouring boxes of one line made one."""
    merged: list[PageBox] = []
    for box in boxes:
        last = merged[-1] if merged else None
        if last is not None and _same_line(last, box):
            merged[-1] = PageBox(
                box.page,
                min(last.left, box.left),
                min(last.top, box.top),
                max(last.right, box.right),
                max(last.bottom, box.bottom),
            )
        else:
            merged.append(box)
    return merged


def _same_line(first: PageBox, second: PageBox) -> bool:
    shared = min(first.bottom, second.bottom) - max(first.top, second.top)
    low = min(first.bottom - first.top, second.bottom - second.top)
    gap = max(first.left, second.left) - min(first.right, second.right)
    return shared > 0.5 * low and gap < 2 * max(first.bottom - first.top, second.bottom - second.top)


def page_image(data: bytes, number: int, scale: float, masked: Sequence[PageBox] = ()) -> bytes:
    """Page `number` (from 1) as PNG, `scale` pixels a point, the boxes of `masked` on that page filled with black.

    Raises Unreadable for a file that is not a readable PDF, and ValueError for a page that it does not have.
    """
    with opened_pdf(data) as pdf:
        if not 1 <= number <= len(pdf):
            raise ValueError(f"no page {number}")
        page: PdfPage = pdf[number - 1]
        scale = min(scale, _LARGEST_IMAGE / max(page.get_width(), page.get_height(), 1.0))
        image = page.render(scale=scale).to_pil()
        for box in masked:
            if box.page == number:
                left, top = int(box.left * scale), int(box.top * scale)
                image.paste((0, 0, 0), (left, top, int(box.right * scale) + 1, int(box.bottom * scale) + 1))
        stream = io.BytesIO()
        image.save(stream, "PNG")
        return stream.getvalue()
