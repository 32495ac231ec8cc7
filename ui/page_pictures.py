"""Pages of PDFs as pictures, and where a quote stands on them. What is masked in the text is black in the picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.page_boxes import PDF_LOCK
from ingest.errors import HvidbogError
from ingest.originals import original_path
from ingest.records import Page, Range, Reading

if TYPE_CHECKING:
    from ingest.pdf_boxes import PageBox

SCALE = 2.0  # pixels a point: sharp at twice the size at which a page is usually read


@dataclass(frozen=True, slots=True)
class PageView:
    """A page as the viewer shows it: the page, how many there are, and the marked boxes in points."""

    page: Page
    count: int
    boxes: tuple[PageBox, ...]

    @property
    def label(self) -> str:
        """The number printed on the page, or the physical one where none is printed."""
        return self.page.label or str(self.page.number)


class PagePictures:
    """Pictures made from the originals that ingest keeps below `home`."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def view(self, reading: Reading, quote: Range, number: int | None = None) -> PageView | None:
        """Page `number` (by default the one that `quote` begins on), or None where there is no picture to show."""
        page = _page(reading, number, quote)
        data = self._original(reading)
        if page is None or data is None or _burned(data, reading, page) is None:
            return None
        return PageView(page, len(reading.pages), tuple(_boxes(data, reading, (quote,), page.number)))

    def picture(self, reading: Reading, number: int) -> bytes | None:
        """Page `number` as PNG, or None where there is none or where what is masked cannot be found on it."""
        page = _page(reading, number, None)
        data = self._original(reading)
        if page is None or data is None:
            return None
        burned = _burned(data, reading, page)
        if burned is None:
            return None
        from ingest.pdf_boxes import page_image

        try:
            with PDF_LOCK:
                return page_image(data, number, SCALE, burned)
        except (HvidbogError, ValueError):
            return None

    def _original(self, reading: Reading) -> bytes | None:
        path = original_path(self._home, reading.document.id, reading.document.source_id)
        try:
            return None if path is None else path.read_bytes()
        except OSError:
            return None


def _page(reading: Reading, number: int | None, quote: Range | None) -> Page | None:
    if number is None:
        return reading.page_at(quote.start) if quote is not None else None
    return next((page for page in reading.pages if page.number == number), None)


def _boxes(data: bytes, reading: Reading, ranges: Iterable[Range], number: int) -> list[PageBox]:
    from ingest.pdf_boxes import quote_boxes

    found: list[PageBox] = []
    for one in ranges:
        try:
            with PDF_LOCK:
                found += quote_boxes(data, reading, one)
        except HvidbogError:
            return []
    return [box for box in found if box.page == number]


def _burned(data: bytes, reading: Reading, page: Page) -> list[PageBox] | None:
    """The boxes of what is masked on `page`; None where one of the masked stretches cannot be found on it."""
    burned: list[PageBox] = []
    for masked in reading.masked:
        if not page.range.overlaps(masked):
            continue
        part = Range(max(masked.start, page.range.start), min(masked.end, page.range.end))
        boxes = _boxes(data, reading, (part,), page.number)
        if not boxes:
            return None
        burned += boxes
    return burned
