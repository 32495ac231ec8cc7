"""The reading order of a page, decided by where its lines stand and never by the order they were drawn in.

Lines on one baseline make a row; rows are read from the top; where two columns of prose stand side by side the left one
is read to its end before the right one, between the lines that span both. Pure: numbers in, order out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ingest.pdf_text import Line

_MIN_COLUMN_LINES = 2
_LEAST_LETTERS = 12  # shorter lines say nothing about columns
_MARK = re.compile(r"^(?:\d{1,3}|\*{1,3})$")
_PROSE_WIDTH = 0.5  # a column's lines fill at least this share of it, in the middle; a table's cells do not


@dataclass(frozen=True, slots=True)
class Row:
    """The lines that stand on one baseline, from left to right, and the edges of the column they stand in."""

    lines: tuple[Line, ...]
    page: int
    column_left: float
    column_right: float

    @property
    def text(self) -> str:
        """The row's characters, lines joined by a space."""
        return " ".join(line.text for line in self.lines)

    @property
    def left(self) -> float:
        """The left edge, in points."""
        return self.lines[0].left

    @property
    def right(self) -> float:
        """The right edge, in points."""
        return self.lines[-1].right

    @property
    def top(self) -> float:
        """The upper edge, in points from the top of the page."""
        return min(line.top for line in self.lines)

    @property
    def bottom(self) -> float:
        """The lower edge, in points from the top of the page."""
        return max(line.bottom for line in self.lines)

    @property
    def height(self) -> float:
        """The letter height of the row's longest line."""
        return max(self.lines, key=lambda line: len(line.text)).height

    @property
    def bold(self) -> bool:
        """Whether every line of the row is bold."""
        return all(line.bold for line in self.lines)


def table_line(box: tuple[float, float, float, float]) -> Line:
    """A line that stands for a table in the reading order: without characters, at the table's upper edge."""
    left, top, right, _ = box
    return Line(0, 0, "", left, top, right, top + 1.0, 1.0)


def reading_rows(lines: Sequence[Line], page: int) -> list[Row]:
    """The rows of a page (or of a part of one) in reading order."""
    if not lines:
        return []
    gutter = find_gutter(lines)
    if gutter is None:
        return _rows(lines, page)
    ordered: list[Row] = []
    for band in _bands(lines, gutter):
        left, right = _sides(band, gutter)
        if len(left) + len(right) == len(band) and _is_prose(left, 1) and _is_prose(right, 1):
            left, below = _without_tail(left, right)
            ordered += reading_rows(left, page) + reading_rows(right, page)
            ordered += reading_rows(below, page) if below else []
        else:
            ordered += _rows(band, page)
    return ordered


def find_gutter(lines: Sequence[Line]) -> float | None:
    """The x of the white space between two columns of prose, or None where there is one column.

    Columns need not fill the page: it is enough that a few lines of prose stand beside each other somewhere.
    """
    words = [line for line in lines if len(line.text) >= _LEAST_LETTERS]
    if len(words) < 2 * _MIN_COLUMN_LINES:
        return None
    left, top, right, bottom = (
        np.array([getattr(line, name) for line in words]) for name in ("left", "top", "right", "bottom")
    )
    shared = np.minimum(bottom[:, None], bottom[None, :]) - np.maximum(top[:, None], top[None, :])
    beside = (shared > 0.4 * (bottom - top)[:, None]) & (left[None, :] >= right[:, None])
    if beside.sum() < _MIN_COLUMN_LINES:
        return None
    candidates = np.unique(np.round(left[beside.any(0)])) - 0.6
    parted = [int((beside & (right[:, None] <= x) & (left[None, :] >= x)).any(1).sum()) for x in candidates]
    for index in np.argsort(-np.array(parted), kind="stable")[:3]:
        gutter = float(candidates[index])
        if parted[index] < _MIN_COLUMN_LINES:
            return None
        bands = [_sides(band, gutter) for band in _bands(words, gutter)]
        pairs = [sides for sides in bands if sides[0] and sides[1]]
        if any(_is_prose(sides[0], _MIN_COLUMN_LINES) and _is_prose(sides[1], _MIN_COLUMN_LINES) for sides in pairs):
            return gutter
    return None


def _sides(band: Sequence[Line], gutter: float) -> tuple[list[Line], list[Line]]:
    return [line for line in band if line.right <= gutter], [line for line in band if line.left >= gutter]


def _without_tail(left: list[Line], right: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The left column, and what stands below both columns: a heading or other text after a wider distance."""
    foot = max(line.bottom for line in right)
    ordered = sorted(left, key=lambda line: line.bottom)
    for number in range(1, len(ordered)):
        before, line = ordered[number - 1], ordered[number]
        wide = line.bottom - before.bottom > 1.9 * before.height
        if line.top > foot - 0.3 * line.height and (wide or abs(line.height - before.height) > 0.07 * before.height):
            return ordered[:number], ordered[number:]
    return ordered, []


def _is_prose(side: Sequence[Line], least: int) -> bool:
    """Whether the lines of one side, at least so many, fill their column and are words rather than figures."""
    text = [line for line in side if len(line.text) > 2]  # bullets say nothing
    if len(text) < least:
        return False
    widths = np.array([line.width for line in text])
    wide = float(np.percentile(widths, 90))
    letters = sum(character.isalpha() for line in text for character in line.text)
    total = sum(len(line.text) for line in text)
    return float(np.median(widths)) >= _PROSE_WIDTH * wide and letters >= 0.6 * total and total >= 18 * len(text)


def _bands(lines: Sequence[Line], gutter: float) -> list[list[Line]]:
    """The lines from the top, parted wherever lines that cross the gutter and lines that do not take turns."""
    bands: list[list[Line]] = []
    crossed: bool | None = None
    for line in sorted(lines, key=lambda line: line.bottom):
        crosses = line.left < gutter < line.right
        if crosses is not crossed:
            bands.append([])
            crossed = crosses
        bands[-1].append(line)
    return bands


def _rows(lines: Sequence[Line], page: int) -> list[Row]:
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    groups: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.bottom, line.left)):
        beside = next((group for group in reversed(groups[-3:]) if _same_baseline(group, line)), None)
        if beside is None:
            groups.append([line])
        else:
            beside.append(line)
    groups.sort(key=lambda group: max(group, key=lambda line: line.height).bottom)
    return [Row(_without_marks(sorted(group, key=lambda line: line.left)), page, left, right) for group in groups]


def _same_baseline(group: Sequence[Line], line: Line) -> bool:
    """Whether a line stands beside those of a row: on their baseline, or raised as a footnote mark is."""
    first = max(group, key=lambda one: one.height)
    if not first.text or not line.text:  # a table stands alone
        return False
    low = min(first.height, line.height)
    if abs(first.bottom - line.bottom) < 0.35 * low:
        return True
    shared = min(first.bottom, line.bottom) - max(first.top, line.top)
    return shared > 0.6 * low and all(line.left >= one.right - 1 or line.right <= one.left + 1 for one in group)


def _without_marks(row: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of a row but for footnote marks, which stand raised after the word they belong to."""
    kept: list[Line] = []
    for line in row:
        before = kept[-1] if kept else None
        if before is None or not is_mark(line) or not is_raised(line, before):
            kept.append(line)
    return tuple(kept)


def is_mark(line: Line) -> bool:
    """Whether a line's characters can be a footnote mark."""
    return _MARK.match(line.text) is not None


def is_raised(mark: Line, word: Line) -> bool:
    """Whether a line stands smaller and higher right beside another, as a footnote mark does."""
    smaller = mark.height < 0.8 * word.height and mark.bottom < word.bottom - 0.1 * word.height
    return smaller and max(mark.left - word.right, word.left - mark.right) < 0.5 * word.height
