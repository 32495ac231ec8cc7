"""The reading order of a page, decided by where its lines stand and never by the order they were drawn in.

Lines on one baseline make a row; rows are read from the top; where two columns of prose stand side by side the left one
is read to its end before the right one, between the lines that span both. Pure: numbers in, order out.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import pairwise, repeat
from operator import attrgetter, gt, itemgetter
from typing import Any, NamedTuple

import numpy as np

from ingest.pdf_lines import Line

_MIN_COLUMN_LINES = 2
_LEAST_LETTERS = 12  # shorter lines say nothing about columns
_NO_LETTER = re.compile(r"[\W\d_]+")
# The signs of cp1252 that are no letters: nearly all text has no others, and bytes are counted in no time.
_WESTERN = "cp1252"
_NO_LETTER_BYTES = bytes(
    one for one in range(256) if _NO_LETTER.fullmatch(bytes([one]).decode(_WESTERN, errors="replace"))
)
_MARK = re.compile(r"^(?:\d{1,3}|\*{1,3})$")
_LETTERS: Callable[[Line], tuple[str, float]] = itemgetter(*map(Line._fields.index, ("text", "height")))
_PLACE = itemgetter(*map(Line._fields.index, ("bottom", "left")))
_LEFT, _BOTTOM = attrgetter("left"), attrgetter("bottom")
_LAST_THREE = ((), (0,), (1, 0))  # of so many groups, the last first
_SAME_EDGE, _CELL_LEADING = 2.0, 1.3  # points that a cell's lines begin apart; letter heights that they stand apart
_PROSE_WIDTH = 0.5  # a column's lines fill at least this share of it, in the middle; a table's cells do not


class Row(NamedTuple):
    """The lines that stand on one baseline, from left to right, and the edges of the column they stand in.

    `text` is the lines joined by spaces, `height` the letter height of the longest of them, `bold` whether all are bold.
    """

    lines: tuple[Line, ...]
    page: int
    column_left: float
    column_right: float
    text: str
    left: float
    top: float
    right: float
    bottom: float
    height: float
    bold: bool


_made: Callable[[Iterable[Any]], Row] = partial(tuple.__new__, Row)  # what `Row(...)` does, in half the time


def row_of(lines: tuple[Line, ...], page: int, column_left: float, column_right: float) -> Row:
    """The row of lines that stand on one baseline, given from left to right."""
    if len(lines) == 1:
        _, _, text, left, top, right, bottom, height, bold, _, _ = lines[0]
        return _made((lines, page, column_left, column_right, text, left, top, right, bottom, height, bold))
    longest = max(lines, key=lambda line: len(line.text))
    box = (lines[0].left, min(line.top for line in lines), lines[-1].right, max(line.bottom for line in lines))
    text = " ".join(line.text for line in lines)
    return Row(lines, page, column_left, column_right, text, *box, longest.height, all(line.bold for line in lines))


def table_line(box: tuple[float, float, float, float]) -> Line:
    """A line that stands for a table in the reading order: without characters, at the table's upper edge."""
    left, top, right, _ = box
    return Line(0, 0, "", left, top, right, top + 1.0, 1.0)


def rows_of_pages(pages: Sequence[Sequence[Line]]) -> list[list[Row]]:
    """The rows of each page in reading order, the small print at its foot last.

    Where most pages with two columns have their gutter is also asked on a page with too little text to tell.
    """
    parts = [_above_small_print(lines) for lines in pages]
    gutters = [find_gutter(above) for above, _ in parts]
    found = Counter(round(gutter) for gutter in gutters if gutter is not None)
    place, count = found.most_common(1)[0] if found else (0, 0)
    rows: list[list[Row]] = []
    for number, ((above, below), gutter) in enumerate(zip(parts, gutters, strict=True), start=1):
        if gutter is None and count > 1 and _has_columns_at(above, place):
            gutter = float(place)
        rows.append(_ordered(above, number, gutter) + (_rows(below, number) if below else []))
    return rows


def _above_small_print(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines of a page without the small print at its foot, and that small print."""
    exact: dict[float, int] = {}
    for text, height in map(_LETTERS, lines):
        exact[height] = exact.get(height, 0) + len(text)
    letters: dict[float, int] = {}
    for height, count in exact.items():  # few of a page's heights differ
        rounded = round(height, 1)
        letters[rounded] = letters.get(rounded, 0) + count
    least = 0.9 * max(letters, key=letters.__getitem__) if letters else 0.0
    if not letters or min(letters) > least + 0.1:  # no small print, so nothing begins below the last line's middle
        return list(lines), []
    foot = max([line.bottom for line in lines if line.height >= least or not line.text], default=0.0)
    below = [line for line in lines if line.top >= foot - 0.3 * line.height]
    if not below:
        return list(lines), below
    return [line for line in lines if line.top < foot - 0.3 * line.height], below


def reading_rows(lines: Sequence[Line], page: int) -> list[Row]:
    """The rows of a part of a page in reading order."""
    return _ordered(lines, page, find_gutter(lines)) if lines else []


def _ordered(lines: Sequence[Line], page: int, gutter: float | None) -> list[Row]:
    if gutter is None:
        return _rows(lines, page) if lines else []
    ordered: list[Row] = []
    across: list[Line] = []  # lines that are not set in columns, yet without their rows
    rest = False  # whether the last of them is the rest of a cell
    for story in (story for band in _bands(lines, gutter) for story in _stories(band, gutter)):
        left, right = _sides(story, gutter)
        columns = len(left) + len(right) == len(story) and _is_prose(left, 1) and _is_prose(right, 1)
        joins = not columns and (rest or _is_rest_of_cell(across, story))
        if across and not joins:
            ordered += _rows(across, page)
            across = []
        if columns:
            left, below = _without_tail(left, right)
            ordered += reading_rows(left, page) + reading_rows(right, page)
            ordered += reading_rows(below, page) if below else []
        else:
            rest = joins and not rest
            across += story
    return ordered + _rows(across, page) if across else ordered


def _is_rest_of_cell(above: Sequence[Line], story: Sequence[Line]) -> bool:
    """Whether a single line goes on with a cell of the row right above it, so that it does not part a table.

    It begins where the cell does and ends before the next cell.
    """
    if len(story) != 1 or not above:
        return False
    line = story[0]
    row = sorted([one for one in above if _overlap(one, above[-1])], key=_LEFT)
    if len(row) < 2 or not 0 < line.bottom - above[-1].bottom <= _CELL_LEADING * line.height:
        return False
    return any(abs(line.left - cell.left) < _SAME_EDGE and line.right < after.left for cell, after in pairwise(row))


def find_gutter(lines: Sequence[Line]) -> float | None:
    """The x of the white space between two columns of prose, or None where there is one column.

    Columns need not fill the page: it is enough that a few lines of prose stand beside each other somewhere.
    """
    words = [line for line in lines if len(line.text) >= _LEAST_LETTERS]
    if len(words) < 2 * _MIN_COLUMN_LINES or not _may_stand_beside(words):
        return None
    left, top, right, bottom = np.array([line[3:7] for line in words]).T
    if left.max() < right.min():  # no line begins where another has ended
        return None
    shared = np.minimum(bottom[:, None], bottom[None, :]) - np.maximum(top[:, None], top[None, :])
    beside = (shared > 0.4 * (bottom - top)[:, None]) & (left[None, :] >= right[:, None])
    if beside.sum() < _MIN_COLUMN_LINES:
        return None
    candidates = np.unique(np.round(left[beside.any(0)])) - 0.6
    last = np.where(beside, left[None, :], -np.inf).max(1)  # where the rightmost of those beside a line begins
    parted = ((right[:, None] <= candidates) & (candidates <= last[:, None])).sum(0)
    for index in np.argsort(-parted, kind="stable")[:3]:
        gutter = _middle(float(candidates[index]), lines)
        if parted[index] < _MIN_COLUMN_LINES:
            return None
        bands = [_sides(band, gutter) for band in _bands(words, gutter)]
        pairs = [sides for sides in bands if sides[0] and sides[1]]
        if any(_is_prose(sides[0], _MIN_COLUMN_LINES) and _is_prose(sides[1], _MIN_COLUMN_LINES) for sides in pairs):
            return gutter
    return None


def _may_stand_beside(words: Sequence[Line]) -> bool:
    """Whether any two lines share enough of their height to stand beside each other; most pages have none.

    Where two lines do, so do the lower of them and the one before it by their feet, so that neighbours are enough.
    """
    least = 0.4 * min([line.height for line in words])
    foot = -math.inf
    for line in sorted(words, key=_BOTTOM):
        if foot - line.top > least:
            return True
        foot = line.bottom
    return False


def _middle(edge: float, lines: Sequence[Line]) -> float:
    """The middle of the white space before `edge`, where a right column's lines begin, give or take a letter's overhang."""
    last = max((line.right for line in lines if line.right <= edge - 1), default=edge - 1)
    first = min((line.left for line in lines if line.left >= edge - 4), default=edge)
    return (last + first) / 2 if last < first else edge


def _has_columns_at(lines: Sequence[Line], gutter: float) -> bool:
    """Whether prose stands beside prose at the usual gutter, be it a single line at the right column's left edge."""
    if not any(gutter <= line.left < gutter + 12.0 for line in lines):
        return False
    for left, right in (_sides(band, gutter) for band in _bands(lines, gutter)):
        flush = [line for line in right if line.left < gutter + 12.0]
        beside = any(
            _overlap(line, other) and line.left - other.right > 0.8 * line.height for line in flush for other in left
        )
        if beside and _is_prose(left, 1) and _is_prose(right, 1):
            return True
    return False


def _overlap(first: Line, second: Line) -> bool:
    return min(first.bottom, second.bottom) - max(first.top, second.top) > 0.4 * min(first.height, second.height)


def _sides(band: Sequence[Line], gutter: float) -> tuple[list[Line], list[Line]]:
    return [line for line in band if line.right <= gutter], [line for line in band if line.left >= gutter]


def _stories(band: Sequence[Line], gutter: float) -> list[list[Line]]:
    """The band parted at headings that begin both columns anew: nothing stands beside such a heading on the right."""
    left, right = _sides(band, gutter)
    if not left or not right:
        return [list(band)]
    usual = _share(sorted([line.height for line in band]), 0.5)
    starts = [
        line.top
        for line in left
        if (line.bold or line.height > 1.05 * usual)
        and not any(other.top < line.bottom - 1 and line.top + 1 < other.bottom for other in right)
        and any(other.bottom <= line.top + 1 for other in right)
        and any(other.top >= line.bottom - 1 for other in right)
        and not any(other.bold and 0 <= line.top - other.bottom < 0.6 * line.height for other in left)
    ]
    parts: list[list[Line]] = [[] for _ in range(len(starts) + 1)]
    for line in band:
        parts[sum(line.bottom > start for start in starts)].append(line)
    return [part for part in parts if part]


def _without_tail(left: list[Line], right: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The left column, and what stands below both: a heading or other short text after a wider distance.

    Lines as wide as the column still belong to it, since text below the columns would be as wide as both.
    """
    foot = max(line.bottom for line in right)
    ordered = sorted(left, key=lambda line: line.bottom)
    column = max(one.right for one in left) - min(one.left for one in left)
    for number in range(1, len(ordered)):
        before, line = ordered[number - 1], ordered[number]
        wide = line.bottom - before.bottom > 1.9 * before.height
        other = wide or abs(line.height - before.height) > 0.07 * before.height
        if line.top <= foot - 0.3 * line.height or not other:
            continue
        if all(one.width < 0.8 * column or one.bold for one in ordered[number:]):
            return ordered[:number], ordered[number:]
    return ordered, []


def _is_prose(side: Sequence[Line], least: int) -> bool:
    """Whether the lines of one side, at least so many, fill their column and are words rather than figures."""
    text = [line for line in side if len(line.text) > 2]  # bullets say nothing
    if len(text) < least or not text:
        return False
    widths = sorted([line.right - line.left for line in text])
    if _share(widths, 0.5) < _PROSE_WIDTH * _share(widths, 0.9):
        return False
    words = "".join([line.text for line in text])
    total = len(words) - words.count(" ")
    return total >= 15 * len(text) and _letters(words) >= 0.6 * total


def _letters(words: str) -> int:
    try:
        return len(words.encode(_WESTERN).translate(None, _NO_LETTER_BYTES))
    except UnicodeEncodeError:
        return len(_NO_LETTER.sub("", words))


def _share(ordered: Sequence[float], share: float) -> float:
    """The value that this share of the values, given in order, does not exceed, between neighbours in proportion."""
    place = (len(ordered) - 1) * share
    low = int(place)
    if low + 1 == len(ordered):
        return ordered[low]
    return ordered[low] + (ordered[low + 1] - ordered[low]) * (place - low)


def _bands(lines: Sequence[Line], gutter: float) -> list[list[Line]]:
    """The lines from the top, parted wherever rows that cross the gutter and rows that do not take turns."""
    spanning = [line for line in lines if line.left < gutter < line.right]
    ordered = sorted(lines, key=_BOTTOM)
    if not spanning:
        return [ordered]
    top, bottom = np.array([(line.top, line.bottom) for line in spanning]).T
    tops, bottoms = np.array([(line.top, line.bottom) for line in ordered]).T[:, :, None]
    shared = np.minimum(bottom, bottoms) - np.maximum(top, tops)
    bands: list[list[Line]] = []
    crossed: bool | None = None
    for line, crosses in zip(ordered, (shared > 0.6 * (bottoms - tops)).any(1).tolist(), strict=True):
        if crosses is not crossed:
            bands.append([])
            crossed = crosses
        bands[-1].append(line)
    return bands


def _rows(lines: Sequence[Line], page: int) -> list[Row]:
    ordered = sorted(lines, key=_PLACE)
    _, _, texts, lefts, tops, rights, bottoms, heights, bold, _, _ = zip(*ordered, strict=True)
    left, right = min(lefts), max(rights)
    upright = min(heights) >= 0
    if upright and not any(map(gt, bottoms, tops[1:])):  # nothing stands beside anything: each line is a row
        columns = (texts, lefts, tops, rights, bottoms, heights, bold)
        return [*map(_made, zip(zip(ordered), repeat(page), repeat(left), repeat(right), *columns))]
    groups: list[list[Line]] = []
    tallest: list[Line] = []  # of each group
    foot = -math.inf  # of the line before
    for line, top, bottom, height in zip(ordered, tops, bottoms, heights, strict=True):
        if foot > top or not upright:  # else it begins below all lines before it
            for number in _LAST_THREE[len(groups)] if len(groups) < 3 else range(len(groups) - 1, len(groups) - 4, -1):
                tall = tallest[number]
                low = tall.height if tall.height < height else height
                # Less than this cannot be one baseline; most lines are told apart from the one above here, without a call.
                if tall.bottom - top > 0.6 * low and _same_baseline(tall, groups[number], line):
                    groups[number].append(line)
                    if height > tall.height:
                        tallest[number] = line
                    break
            else:
                groups.append([line])
                tallest.append(line)
        else:
            groups.append([line])
            tallest.append(line)
        foot = bottom
    feet = [line.bottom for line in tallest]
    return [
        row_of((groups[number][0],) if len(groups[number]) == 1 else _in_row(groups[number]), page, left, right)
        for number in sorted(range(len(groups)), key=feet.__getitem__)
    ]


def _same_baseline(tallest: Line, group: Sequence[Line], line: Line) -> bool:
    """Whether a line stands beside those of a row: on their baseline, or raised as a footnote mark is."""
    if not tallest.text or not line.text:  # a table stands alone
        return False
    low = min(tallest.height, line.height)
    if abs(tallest.bottom - line.bottom) < 0.35 * low:
        return True
    shared = min(tallest.bottom, line.bottom) - max(tallest.top, line.top)
    return shared > 0.6 * low and all(line.left >= one.right - 1 or line.right <= one.left + 1 for one in group)


def _in_row(lines: list[Line]) -> tuple[Line, ...]:
    """The lines from left to right but for footnote marks, which stand raised after the word they belong to."""
    kept: list[Line] = []
    for line in sorted(lines, key=_LEFT):
        before = kept[-1] if kept else None
        if before is None or not is_mark(line) or not is_raised(line, before):
            kept.append(line)
    return tuple(kept)


def is_mark(line: Line) -> bool:
    """Whether a line's characters can be a footnote mark."""
    return _MARK.match(line.text) is not None


def is_raised(mark: Line, word: Line, reach: float = 0.5) -> bool:
    """Whether a line stands smaller and higher beside another, as a footnote mark does, within `reach` letter heights."""
    smaller = mark.height < 0.8 * word.height and mark.bottom < word.bottom - 0.1 * word.height
    return smaller and max(mark.left - word.right, word.left - mark.right) < reach * word.height
