"""One page of a PDF as pdfium gives it: characters, lines, and what is drawn around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ingest.pdf_hidden import hidden_runs, lines_under, seen_lines
from ingest.pdf_lines import Line
from ingest.pdf_margins import note_margins
from ingest.pdf_objects import Box, Drawing, DrawingReader
from ingest.pdf_text import LineReader, characters_of, frame_of, opened_text

# A gap wider than this many letter heights parts columns; where there may be tables, their cells stand closer.
_PICTURE_SHARE = 0.25
_COLUMN_GAP, _CELL_GAP = 1.0, 0.6


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page as pdfium reads it: number from 1, size in points as shown, how many characters, and lines in drawing order.

    `hides` if it has text that cannot be seen, which is in no line; `broken` if pdfium could not open the page at all.
    """

    number: int
    width: float
    height: float
    length: int
    lines: tuple[Line, ...]
    drawing: Drawing | None = None
    hides: bool = False
    read_by_ocr: bool = False
    broken: bool = False

    @property
    def has_picture(self) -> bool:
        """Whether an image fills a good part of the page."""
        areas = self.drawing.areas if self.drawing else ()
        sizes = [(area.box[2] - area.box[0]) * (area.box[3] - area.box[1]) for area in areas if area.colour is None]
        return max(sizes, default=0.0) > _PICTURE_SHARE * self.width * self.height

    @property
    def is_blank(self) -> bool:
        """Whether nothing at all is drawn on the page."""
        drawing = self.drawing
        return not self.broken and (drawing is None or not (drawing.texts or drawing.areas or drawing.across))


def read_raw_page(page: Any, number: int, margins: dict[str, int] | None = None) -> RawPage:
    """The page's lines and drawing. `page` is an open pdfium page or None, `number` counts from 1.

    `margins` takes the first and last lines drawn, with the page.
    """
    if page is None:
        return RawPage(number, 0.0, 0.0, 0, (), broken=True)
    frame = frame_of(page)
    painter = DrawingReader(frame)
    drawing = painter.read(page)
    with opened_text(page) as text_page:
        characters = characters_of(text_page) if text_page else ""
        cells = len(drawing.across) > 1 or "Tabel " in characters
        reader = LineReader(text_page, frame, _CELL_GAP if cells else _COLUMN_GAP)
        lines = reader.lines(characters) if characters else []
        under = frozenset(
            address for line in lines_under(lines, painter.later_areas()) for address in reader.addresses(line)
        )
        hidden = hidden_runs(painter.doubtful(under), drawing.areas)
        seen = seen_lines(lines, frame.size, reader, hidden)
        seen = _with_bullets(seen, drawing)
    hides = bool(hidden or len(seen) < len(lines)) and sum(map(_length, lines)) > sum(map(_length, seen))
    if margins is not None:
        note_margins(characters, number, margins)
    return RawPage(number, *frame.size, len(characters), tuple(seen), drawing, hides=hides)


def _with_bullets(lines: list[Line], drawing: Drawing) -> list[Line]:
    """The lines, those marked that have a small drawn shape right before them, as browsers draw the bullets of lists."""
    dots = [area.box for area in drawing.areas if _is_dot(area.box)]
    if not dots:
        return lines
    return [
        line._replace(bulleted=True)
        if any(
            line.top < (dot[1] + dot[3]) / 2 < line.bottom and 0 < line.left - dot[2] < 2 * line.height for dot in dots
        )
        else line
        for line in lines
    ]


def _length(line: Line) -> int:
    return len(line.text)


def _is_dot(box: Box) -> bool:
    wide, high = box[2] - box[0], box[3] - box[1]
    return 1 < wide < 9 and 1 < high < 9 and abs(wide - high) < 2
