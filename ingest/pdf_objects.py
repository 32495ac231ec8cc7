"""What is drawn on a page besides its characters: rules, filled areas, images, and how each text run is painted.

Coordinates are those of the page as shown (points from the top left corner, y downward). The order is the order of
drawing, so that what covers what can be told. What is not here: what the rules mean (`pdf_tables.py`) and which text is
hidden (`pdf_hidden.py`).
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium

from ingest import pdf_calls
from ingest.pdf_lines import Frame

_THIN = 3.0  # points: a drawn shape thinner than this is a rule
_LEAST_CONTRAST = 24  # of 255 in the most differing colour channel
_WHITE = (255, 255, 255)
_BLACK = (0, 0, 0), 255  # with its opacity
_MOST_OBJECTS = 20_000
_MOST_SEGMENTS = 400
_RECTANGLE = 5  # path segments of a rectangle; longer paths are drawings or many strokes at once
_DEEPEST = 4
Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]
Colour = tuple[int, int, int]
_FOUR_FLOATS, _FOUR_WHOLE, _TWO_WHOLE = ctypes.c_float * 4, ctypes.c_uint * 4, ctypes.c_int * 2
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Area:
    """An opaque filled shape or an image: its box, its place in the drawing order, its colour (None for an image)."""

    box: Box
    order: int
    colour: Colour | None


@dataclass(frozen=True, slots=True)
class Run:
    """A text run that may be hidden: pdfium's address of it, its place in the drawing order, its colour, its box, and
    whether it is painted at all."""

    address: int
    order: int
    colour: Colour
    painted: bool
    box: Box


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn on a page. `across` and `down` are the horizontal and vertical rules as thin boxes.

    `texts` counts the text runs; a page can have thousands, one a letter.
    """

    across: tuple[Box, ...]
    down: tuple[Box, ...]
    areas: tuple[Area, ...]
    texts: int


class DrawingReader:
    """Reads the drawing of one page; holds the buffers that pdfium writes into."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        floats = _FOUR_FLOATS()
        self._floats = memoryview(floats).cast("B").cast("f")
        self._pointers = tuple(ctypes.byref(floats, 4 * place) for place in range(4))
        modes = _TWO_WHOLE()
        self._modes = memoryview(modes).cast("B").cast("i")
        self._mode_pointers = ctypes.byref(modes), ctypes.byref(modes, 4)
        colour = _FOUR_WHOLE()
        self._colour = memoryview(colour).cast("B")
        self._colour_pointers = tuple(ctypes.byref(colour, 4 * place) for place in range(4))
        self._fills: dict[bytes, tuple[Colour, int]] = {}
        self._across: list[Box] = []
        self._down: list[Box] = []
        self._areas: list[Area] = []
        self._texts: list[tuple[int, Matrix, int, Colour, bool]] = []
        self._order = 0

    def read(self, page: Any) -> Drawing:
        """The drawing of an open page, yet without the runs that may be hidden (`doubtful`)."""
        handle = pdf_calls.pointer_to(page)
        self._read_all(handle, pdf_calls.count_objects(handle), pdf_calls.get_object, _IDENTITY, 0)
        return Drawing(tuple(self._across), tuple(self._down), tuple(self._areas), len(self._texts))

    def later_areas(self) -> list[Area]:
        """The areas that are drawn after some text, and so may cover it."""
        first = self._texts[0][2] if self._texts else 0
        return [area for area in self._areas if area.order > first]

    def _read_all(self, parent: Any, count: int, get: Callable[..., Any], matrix: Matrix, depth: int) -> None:
        """Reads the objects of a page or of a form on it."""
        pointers, colour, fills, texts = self._colour_pointers, self._colour, self._fills, self._texts
        fill_of = pdf_calls.get_fill
        # A page can have a text run for each letter: what `map` asks for costs no step of Python's own for each.
        addresses = [*filter(None, map(get, repeat(parent), range(min(count, _MOST_OBJECTS))))]
        items = [*map(ctypes.c_void_p, addresses)]
        for address, item, mode in zip(addresses, items, map(pdf_calls.get_render_mode, items), strict=True):
            self._order += 1
            if self._order > _MOST_OBJECTS:
                return
            if mode < 0:
                self._read_other(item, matrix, depth)
                continue
            known = fills.get(colour.tobytes()) if fill_of(item, *pointers) else _BLACK
            fill, opacity = known or self._fill_read()
            painted = mode not in (3, 7) and (opacity > 12 or mode in (1, 2, 5, 6))
            texts.append((address, matrix, self._order, fill, painted))

    def _read_other(self, item: Any, matrix: Matrix, depth: int) -> None:
        kind = pdf_calls.get_type(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            self._read_path(item, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            self._areas.append(Area(self._box(item, matrix), self._order, None))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = _multiplied(_matrix_of(item), matrix)
            self._read_all(item, pdf_calls.count_form_objects(item), pdf_calls.get_form_object, inner, depth + 1)

    def doubtful(self, under: frozenset[int]) -> tuple[Run, ...]:
        """The text runs that are not painted, whose colour is that of a ground, or that something may cover.

        `under` holds the addresses of the runs that stand where a later area is. Where a run stands is asked for these
        alone, since asking for every letter costs more than all the rest.
        """
        grounds = {_WHITE, *(area.colour for area in self._areas if area.colour is not None)}
        pale = {
            colour: not all(differ(colour, ground) for ground in grounds)
            for colour in {text[3] for text in self._texts}
        }
        if all(text[4] for text in self._texts) and not any(pale.values()) and not under:
            return ()
        return tuple(
            Run(address, order, colour, painted, self._box(ctypes.c_void_p(address), matrix))
            for address, matrix, order, colour, painted in self._texts
            if not painted or pale[colour] or address in under
        )

    def _read_path(self, item: Any, matrix: Matrix) -> None:
        pdf_calls.get_draw_mode(item, *self._mode_pointers)
        filled, stroked = self._modes
        if not filled and not stroked:
            return
        box = self._box(item, matrix)
        left, top, right, bottom = box
        wide, high = right - left, bottom - top
        if (wide < _THIN or high < _THIN) and (wide > 2 * _THIN or high > 2 * _THIN):
            self._add_rule(box)
            return
        colour, opacity = self._fill(item)
        if filled and opacity > 200 and not pdf_calls.has_transparency(item):
            self._areas.append(Area(box, self._order, colour))
        count = pdf_calls.count_segments(item)
        if count <= _RECTANGLE and stroked:
            for edge in ((left, top, right, top), (left, bottom, right, bottom)):
                self._add_rule(edge)
            for edge in ((left, top, left, bottom), (right, top, right, bottom)):
                self._add_rule(edge)
        elif _RECTANGLE < count <= _MOST_SEGMENTS and _is_strokes(item):
            for first, second in self._segments(item, matrix):
                self._add_rule((*map(min, first, second), *map(max, first, second)))  # type: ignore[arg-type]

    def _add_rule(self, box: Box) -> None:
        wide, high = box[2] - box[0], box[3] - box[1]
        if high < _THIN and wide > 2 * _THIN:
            self._across.append(box)
        elif wide < _THIN and high > _THIN:
            self._down.append(box)

    def _segments(self, item: Any, matrix: Matrix) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
        """The straight lines of a path, as pairs of points on the shown page."""
        last: tuple[float, float] | None = None
        begin: tuple[float, float] | None = None
        local = _multiplied(_matrix_of(item), matrix)
        for number in range(min(pdf_calls.count_segments(item), _MOST_SEGMENTS)):
            segment = ctypes.c_void_p(pdf_calls.get_segment(item, number))
            pdf_calls.get_segment_point(segment, *self._pointers[:2])
            across, down = _moved((self._floats[0], self._floats[1]), local)
            shown = self._frame.shown(across, down, across, down)
            point = shown[0], shown[1]
            kind = pdf_calls.get_segment_type(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                begin = point
            elif kind == pdfium.FPDF_SEGMENT_LINETO and last is not None:
                yield last, point
            last = point
            if begin is not None and pdf_calls.get_segment_close(segment):
                yield point, begin

    def _box(self, item: Any, matrix: Matrix) -> Box:
        pdf_calls.get_bounds(item, *self._pointers)
        left, bottom, right, top = self._floats
        if matrix is _IDENTITY or matrix == _IDENTITY:
            return self._frame.shown(left, bottom, right, top)
        corners = [_moved((x, y), matrix) for x in (left, right) for y in (bottom, top)]
        across, down = [corner[0] for corner in corners], [corner[1] for corner in corners]
        return self._frame.shown(min(across), min(down), max(across), max(down))

    def _fill(self, item: Any) -> tuple[Colour, int]:
        """The fill colour of an object, and its opacity from 0 to 255; black where pdfium knows none."""
        return self._fill_read() if pdf_calls.get_fill(item, *self._colour_pointers) else _BLACK

    def _fill_read(self) -> tuple[Colour, int]:
        """The fill colour and opacity that pdfium has just written."""
        red, green, blue, opacity = self._colour.cast("I")
        self._fills[self._colour.tobytes()] = fill = (red, green, blue), opacity
        return fill


def differ(first: Colour, second: Colour) -> bool:
    """Whether a reader can tell two colours apart."""
    return max(abs(one - other) for one, other in zip(first, second, strict=True)) >= _LEAST_CONTRAST


def _is_strokes(item: Any) -> bool:
    """Whether a path begins with separate straight strokes, as a table's rules drawn at once do."""
    kinds = [pdf_calls.get_segment_type(ctypes.c_void_p(pdf_calls.get_segment(item, number))) for number in range(4)]
    return kinds == [pdfium.FPDF_SEGMENT_MOVETO, pdfium.FPDF_SEGMENT_LINETO] * 2


def _matrix_of(item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdf_calls.get_matrix(item, ctypes.byref(matrix)):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _multiplied(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that does `first` and then `second`, as in the PDF specification (8.3.4)."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _moved(point: tuple[float, float], matrix: Matrix) -> tuple[float, float]:
    x, y = point
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
