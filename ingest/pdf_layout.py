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

_MIN_COLUMN_LINES = 3
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
        sides = [line for line in band if line.right <= gutter], [line for line in band if line.left >= gutter]
        if sides[0] and sides[1] and len(sides[0]) + len(sides[1]) == len(band):
            ordered += reading_rows(sides[0], page) + reading_rows(sides[1], page)
        else:
            ordered += _rows(band, page)
    return ordered


def find_gutter(lines: Sequence[Line]) -> float | None:
    """The x of the white space between two columns of prose, or None where there is one column."""
    if len(lines) < 2 * _MIN_COLUMN_LINES:
        return None
    lefts = np.array([line.left for line in lines])
    rights = np.array([line.right for line in lines])
    candidates = np.unique(lefts) - 0.5
    before = rights[None, :] <= candidates[:, None]
    after = lefts[None, :] >= candidates[:, None]
    crossing = len(lines) - before.sum(1) - after.sum(1)
    score = np.minimum(before.sum(1), after.sum(1)) - crossing
    for index in np.argsort(-score, kind="stable")[:3]:
        if score[index] < _MIN_COLUMN_LINES:
            return None
        gutter = float(candidates[index])
        sides = [line for line in lines if line.right <= gutter], [line for line in lines if line.left >= gutter]
        if all(_is_prose(side) for side in sides) and _overlap(*sides):
            return gutter
    return None


def _is_prose(side: Sequence[Line]) -> bool:
    """Whether the lines of one side fill their column and are words rather than figures."""
    if len(side) < _MIN_COLUMN_LINES:
        return False
    widths = np.array([line.width for line in side])
    wide = float(np.percentile(widths, 90))
    letters = sum(character.isalpha() for line in side for character in line.text)
    total = sum(len(line.text) for line in side)
    return float(np.median(widths)) >= _PROSE_WIDTH * wide and letters >= 0.6 * total and total >= 18 * len(side)


def _overlap(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether the two sides stand beside each other rather than one below the other."""
    top = max(min(line.top for line in left), min(line.top for line in right))
    bottom = min(max(line.bottom for line in left), max(line.bottom for line in right))
    return bottom - top > 2 * left[0].height


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
        if before is None or not _MARK.match(line.text) or not _is_raised(line, before):
            kept.append(line)
    return tuple(kept)


def _is_raised(mark: Line, before: Line) -> bool:
    smaller = mark.height < 0.8 * before.height and mark.bottom < before.bottom - 0.1 * before.height
    return smaller and mark.left - before.right < 0.5 * before.height
