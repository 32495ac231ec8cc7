"""What pdfium says of one page: its characters, and the lines they stand in with their places.

Everything is read in bulk, because a call per character costs more than all the rest: the page's text in one call, the
rectangles of its text runs in one call a run, and the exact place of a character only where a line must be cut.
Coordinates are points from the top left corner of the page as it is shown, y downward; rotation and cropping are undone
here. What is not here: which lines belong together (`pdf_layout.py`).
"""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from ingest import pdf_calls
from ingest.pdf_lines import BROKEN_HYPHENS, Frame, Line, Rectangle, drawn_lines, middle_letter, widest_space
from ingest.pdf_plain import PlainLines, is_bold_name

_MOST_CUTS = 200
_MOST_RUNS = 16  # a line of more text runs is drawn letter by letter, and its words are looked at instead
_LEADING_MARK = re.compile(r"[\d*]{1,4}(?=\s)")
_MARKS = re.compile(r"(?<=\S)[\d*]{1,4}(?=[\s.,;:!?)]|$)")
_RAISED = (
    0.4  # of the letter height: a run whose foot is higher than this above the line's is a footnote mark or a sign
)
_WORDS, _LATER_WORDS = re.compile(r"\S+"), re.compile(r"(?<=\s)\S")
# An array type is made anew wherever none of its kind is alive, which costs more than to fill it.
_FOUR_DOUBLES, _FOUR_FLOATS, _NAME = ctypes.c_double * 4, ctypes.c_float * 4, ctypes.c_char * 128
_NO_CHARACTERS, _UNITS = ctypes.c_char * 0, ctypes.POINTER(ctypes.c_ushort)


def frame_of(page: Any) -> Frame:
    """The frame of an open page."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
    return Frame(box.left, box.bottom, box.right, box.top, pdfium.FPDFPage_GetRotation(page) % 4)


@contextmanager
def opened_text(page: Any) -> Iterator[Any]:
    """The text page of an open page, closed afterwards; None where pdfium cannot make one."""
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        yield text_page
    finally:
        if text_page:
            pdfium.FPDFText_ClosePage(text_page)


def characters_of(text_page: Any) -> str:
    """The page's characters, one for each of pdfium's character indices."""
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return ""
    buffer = bytearray(2 * count + 2)
    pdfium.FPDFText_GetText(text_page, 0, count, ctypes.cast(_NO_CHARACTERS.from_buffer(buffer), _UNITS))
    text = buffer[: 2 * count].decode("utf-16-le", "replace")
    if len(text) == count and "\0" not in text:
        return text
    # Characters without a Unicode value and those beyond the basic plane shift the bulk text against the indices.
    return "".join(_character(pdfium.FPDFText_GetUnicode(text_page, index)) for index in range(count))


def _character(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" if code else "\0"


# A stretch of a line's text, and the rectangle of its text run where it is known to be a single one.
Part = tuple[int, int, Rectangle | None]
_BEARING = 1.0  # points that a letter's ink may begin from where the letter does


class LineReader:
    """Reads the lines of one text page; holds the buffers that pdfium writes into."""

    def __init__(self, text_page: Any, frame: Frame, gap: float = 1.0) -> None:
        """`gap` times the letter height is the widest space between words; a wider one parts columns or cells."""
        self._page = pdf_calls.pointer_to(text_page)
        self._frame = frame
        self._gap = gap
        self._upright = frame.turns == 0
        numbers = _FOUR_DOUBLES()
        self._numbers = memoryview(numbers).cast("B").cast("d")
        self._pointers = tuple(ctypes.byref(numbers, 8 * place) for place in range(4))
        box = _FOUR_FLOATS()
        self._box = memoryview(box).cast("B").cast("f")
        self._box_pointer = ctypes.byref(box)
        self._flags = ctypes.byref(ctypes.c_int())
        self._name = _NAME()
        self._plain = PlainLines(self._page, frame)

    def lines(self, characters: str) -> list[Line]:
        """The lines of the page in drawing order, cut where a wide gap parts columns or table cells."""
        found: list[Line | None] = []
        count_rects, page = pdf_calls.count_rects, self._page
        put = self._plain.put if self._upright else None
        for start, text in drawn_lines(characters):
            count = count_rects(page, start, len(text))
            if count != 1 or put is None or not put(start, text, found):
                self._cut(start, text, count, found)
        return self._settled(found)

    def _settled(self, found: list[Line | None]) -> list[Line]:
        """The lines found, those among them that were put off because they are plain ones."""
        uneven = self._plain.settle(found)
        settled: list[Line | None] = []
        last = 0
        for place, start, text in uneven:
            settled += found[last:place]
            self._cut(start, text, pdf_calls.count_rects(self._page, start, len(text)), settled)
            last = place + 1
        settled += found[last:]
        return [line for line in settled if line is not None]

    def runs(self, start: int, count: int) -> list[Rectangle]:
        """The rectangles (left, top, right, bottom) of the text runs that characters `start`, … are drawn in."""
        return self._counted_runs(pdf_calls.count_rects(self._page, start, count))

    def _counted_runs(self, count: int) -> list[Rectangle]:
        """The rectangles that pdfium has just counted."""
        numbers, shown = self._numbers, self._frame.shown
        origin, height = self._frame.left, self._frame.top
        found: list[Rectangle] = []
        for index in range(count):
            pdf_calls.get_rect(self._page, index, *self._pointers)
            left, top, right, bottom = numbers
            if self._upright:
                found.append((left - origin, height - top, right - origin, height - bottom))
            else:
                found.append(shown(left, bottom, right, top))
        return found

    def _words(self, start: int, text: str) -> list[Rectangle]:
        """The rectangles of the words of a line that is drawn letter by letter."""
        found: list[Rectangle] = []
        for match in _WORDS.finditer(text):
            first, last = self.loose_box(start + match.start()), self.loose_box(start + match.end() - 1)
            found.append((first[0], min(first[1], last[1]), last[2], max(first[3], last[3])))
        return found

    def loose_box(self, index: int) -> Rectangle:
        """The rectangle (left, top, right, bottom) of a character from its font's ascender to its descender."""
        pdf_calls.get_loose_box(self._page, index, self._box_pointer)
        left, top, right, bottom = self._box
        if self._upright:
            frame = self._frame
            return left - frame.left, frame.top - top, right - frame.left, frame.top - bottom
        return self._frame.shown(left, bottom, right, top)

    def is_bold(self, index: int) -> bool:
        """Whether the character's font is a bold one, by its name."""
        length = pdf_calls.get_font(self._page, index, self._name, 128, self._flags)
        return 0 < length <= 128 and is_bold_name(self._name.value)

    def without(self, line: Line, hidden: frozenset[int]) -> list[Line]:
        """The parts of a line that are not drawn by one of the text runs with the addresses `hidden`."""
        kept = "".join(
            character if self._address(line.start + place) not in hidden else "\0"
            for place, character in enumerate(line.text)
        )
        if "\0" not in kept:
            return [line]
        parts = [(match.start(), match.group().rstrip()) for match in re.finditer(r"[^\0\s][^\0]*", kept)]
        found: list[Line | None] = []
        for place, text in parts:
            self._cut_anew(line.start + place, text, found)
        return self._settled(found)

    def addresses(self, line: Line) -> set[int]:
        """pdfium's addresses of the text runs that draw the characters of a line."""
        return {self._address(index) for index in range(line.start, line.end)}

    def _address(self, index: int) -> int:
        return pdf_calls.get_text_object(self._page, index) or 0

    def _cut_anew(self, start: int, text: str, found: list[Line | None]) -> None:
        count = pdf_calls.count_rects(self._page, start, len(text))
        if count != 1 or not self._upright or not self._plain.put(start, text, found):
            self._cut(start, text, count, found)

    def _cut(self, start: int, text: str, count: int, found: list[Line | None]) -> None:
        """Puts the line to `found`, or its parts where runs stand further apart than words do.

        `count` is the number of its text runs, which pdfium has just counted.
        """
        if count == 1:  # one text run: one font and size, and no wide gap
            run, box = self._counted_runs(1)[0], self._line_box(start, text)
            found.append(self._line(start, text, run[0], run[2], box, self.is_bold(start)))
            return
        spelt = count > _MOST_RUNS
        runs = self._words(start, text) if spelt else self._counted_runs(count)
        if not runs:
            return
        box = self._line_box(start, text)
        parts = self._parts(start, text, runs, box, spelt)
        if not parts:
            bold = self.is_bold(start) and self.is_bold(start + len(text) - (2 if text[-1] in BROKEN_HYPHENS else 1))
            found.append(self._line(start, text, min(run[0] for run in runs), max(run[2] for run in runs), box, bold))
            return
        for first, last, alone in parts:
            part = text[first:last].strip()
            if part:
                begin = start + text.index(part[0], first)
                if alone is None or not self._plain.put(begin, part, found, alone):
                    self._cut_anew(begin, part, found)

    def _parts(self, start: int, text: str, runs: list[Rectangle], box: Rectangle, spelt: bool) -> list[Part]:
        """The stretches of a line that stand on their own; none where it is whole. `spelt` if the runs are words."""
        height = box[3] - box[1]
        widest = widest_space(text, runs, height, self._gap) if len(runs) > 1 else height
        begins = [
            number
            for number, (first, second) in enumerate(pairwise(runs), start=1)
            if second[0] - first[2] > widest or second[2] < first[0] - height
        ]
        if 0 < len(begins) < _MOST_CUTS:
            cuts, exact = self._word_starts(start, text, [runs[number][0] for number in begins])
            if cuts:
                alone = [
                    runs[first] if last == first + 1 else None for first, last in pairwise([0, *begins, len(runs)])
                ]
                known = alone if exact and self._upright and not spelt else [None] * (len(cuts) + 1)
                return list(zip([0, *cuts], [*cuts, len(text)], known, strict=True))
        if spelt or any(run[3] < box[3] - _RAISED * height for run in runs):
            return [(first, last, None) for first, last in self._around_marks(start, text, box)]
        return []

    def _line_box(self, start: int, text: str) -> tuple[float, float, float, float]:
        """The loose box of a letter that is like most of the line: a footnote mark is lower, "Å" can be higher."""
        first, inner = self.loose_box(start), self.loose_box(start + middle_letter(text))
        boxes = [first, inner]
        if abs(first[3] - first[1] - inner[3] + inner[1]) > 0.03 * (first[3] - first[1]):
            last = len(text) - (2 if text[-1] in BROKEN_HYPHENS and len(text) > 1 else 1)
            boxes.append(self.loose_box(start + last))
            boxes.sort(key=lambda box: box[3] - box[1])
        return boxes[1]

    def _around_marks(self, start: int, text: str, box: tuple[float, float, float, float]) -> list[tuple[int, int]]:
        """The parts of a line between its footnote marks, as stretches of `text`; none where it has no mark.

        A mark that begins the line is a part of its own, since it can be that of the note itself.
        """
        height = box[3] - box[1]
        parts: list[tuple[int, int]] = []
        first = 0
        leading = _LEADING_MARK.match(text)
        if leading and self._is_raised(start, box[3], height):
            parts.append((0, leading.end()))
            first = leading.end()
        for match in _MARKS.finditer(text):
            begin = match.end()
            while begin > match.start() and self._is_raised(start + begin - 1, box[3], height):
                begin -= 1
            if begin < match.end():
                parts.append((first, begin))
                first = match.end()
        return [*parts, (first, len(text))] if parts else []

    def _is_raised(self, index: int, bottom: float, height: float) -> bool:
        mark = self.loose_box(index)
        return mark[3] - mark[1] < 0.85 * height and mark[3] < bottom - 0.1 * height

    def _word_starts(self, start: int, text: str, edges: list[float]) -> tuple[list[int], bool]:
        """Where in `text` the words start that stand at the given left edges, and whether each edge has one of its own."""
        places = [match.start() for match in _LATER_WORDS.finditer(text)]
        lefts = self._lefts(start, places)
        found: set[int] = set()
        exact = True
        ascending = sorted(lefts)
        for edge in edges if places else ():
            number = bisect_left(ascending, edge)
            near = ascending[max(number - 1, 0) : number + 1]  # the one before the edge and the one after it
            least = min([abs(left - edge) for left in near])
            exact = exact and least < _BEARING
            found.add(places[min([lefts.index(left) for left in near if abs(left - edge) == least])])
        return sorted(found), exact and len(found) == len(edges)

    def _lefts(self, start: int, places: list[int]) -> list[float]:
        """The left edges of the characters at these places of a line."""
        if not self._upright:
            return [self.loose_box(start + place)[0] for place in places]
        get, page, pointer, origin = pdf_calls.get_loose_box, self._page, self._box_pointer, self._frame.left
        lefts: list[float] = []
        for place in places:
            get(page, start + place, pointer)
            lefts.append(self._box[0] - origin)
        return lefts

    def _line(self, start: int, text: str, left: float, right: float, box: Rectangle, bold: bool) -> Line:
        top, bottom = box[1], box[3]
        hyphen = text[-1] in BROKEN_HYPHENS
        return Line(start, start + len(text), text, left, top, right, bottom, bottom - top, bold, hyphen)
