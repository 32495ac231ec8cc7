"""Tables found by their rules or by the alignment of their cells, as grids of the lines that stand in each cell.

A ruled table is a set of horizontal rules of one width, with or without vertical ones; an unruled one is a run of rows
whose parts stand in columns. Pure: lines and rules in, grids out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.pdf_layout import find_gutter
from ingest.pdf_lines import Line
from ingest.pdf_objects import Box, Drawing

_NEAR = 3.0  # points: two rules or edges this close are the same
_LEAST_RULES = 2
CELL_LEADING = 1.3  # of the letter height: the lines of one cell stand no further apart, rows do
_NO_CELL = re.compile(r"[•▪‣●■]|(?:Tabel|Figur) \d|Kilde:")  # what stands between rules of other things than tables
Cells = tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table on one page: its box, the lines of each cell by row and column, and how many rows are its header."""

    box: Box
    rows: tuple[Cells, ...]
    header_rows: int
    ruled: bool

    @property
    def columns(self) -> int:
        """The number of columns."""
        return len(self.rows[0]) if self.rows else 0

    def row_text(self, number: int) -> str:
        """The text of a row, for comparing it with another."""
        return " | ".join(" ".join(line.text for line in cell) for cell in self.rows[number])


# ---- Ruled tables ----------------------------------------------------------------------------------------------------


def ruled_tables(lines: Sequence[Line], drawing: Drawing) -> tuple[list[Grid], list[Line]]:
    """The ruled tables of a page, and the lines that stand in none of them."""
    rest = list(lines)
    grids: list[Grid] = []
    for levels, left, right in _ruled_regions(drawing):
        for top, bottom in _stretches(levels, rest, (left, right), drawing.down):
            inside = [line for line in rest if _within(line, (left, levels[top], right, levels[bottom]))]
            grid = _ruled_grid(inside, levels[top : bottom + 1], (left, right), drawing.down)
            if grid is not None:
                grids.append(grid)
                taken = {id(line) for line in inside}
                rest = [line for line in rest if id(line) not in taken]
    return grids, rest


def _ruled_regions(drawing: Drawing) -> list[tuple[list[float], float, float]]:
    """Horizontal rules with the same ends: their heights from the top, and the left and right end."""
    groups: list[tuple[list[float], float, float]] = []
    for left, y, right in sorted(_whole_rules(drawing.across), key=lambda rule: rule[1]):
        for levels, known_left, known_right in groups:
            if abs(known_left - left) < 2 * _NEAR and abs(known_right - right) < 2 * _NEAR:
                if y - levels[-1] > _NEAR:
                    levels.append(y)
                break
        else:
            groups.append(([y], left, right))
    return [group for group in groups if len(group[0]) >= _LEAST_RULES]


def _whole_rules(across: Sequence[Box]) -> list[tuple[float, float, float]]:
    """Horizontal rules as (left, y, right), with the parts of one rule put together."""
    whole: list[tuple[float, float, float]] = []
    for left, top, right, bottom in sorted(across, key=lambda box: (round((box[1] + box[3]) / 2), box[0])):
        y = (top + bottom) / 2
        if whole and abs(whole[-1][1] - y) < _NEAR / 2 and left <= whole[-1][2] + _NEAR:
            whole[-1] = (whole[-1][0], whole[-1][1], max(right, whole[-1][2]))
        else:
            whole.append((left, y, right))
    return whole


def _stretches(
    levels: Sequence[float], lines: Sequence[Line], ends: tuple[float, float], down: Sequence[Box]
) -> list[tuple[int, int]]:
    """Which rules, by number, bound one table. Where there are vertical rules, the table is where they are; else prose
    between two rules parts two tables."""
    left, right = ends
    beside = [box for box in down if left - _NEAR < box[0] and box[2] < right + _NEAR]
    bands = list(pairwise(levels))
    within = [_has_rules_down(band, beside) for band in bands]
    if not any(within):
        for number, (top, bottom) in enumerate(bands):
            box = (left - 50, top, right + 50, bottom)
            within[number] = _is_tabular([line for line in lines if _within(line, box)], left, right)
    parts: list[tuple[int, int]] = []
    first = 0
    for number, inside in enumerate([*within, False]):
        if not inside:
            if number > first:
                parts.append((first, number))
            first = number + 1
    return parts


def _has_rules_down(band: tuple[float, float], down: Sequence[Box]) -> bool:
    top, bottom = band
    least = 0.8 * (bottom - top)
    beside = [box for box in down if box[1] < bottom and box[3] > top]
    return any(min(box[3], bottom) - max(box[1], top) > least for box in beside)


def _is_tabular(band: Sequence[Line], left: float, right: float) -> bool:
    """Whether what stands between two rules can be part of a table without vertical rules: something, but not prose."""
    if not band or any(line.left < left - _NEAR or line.right > right + _NEAR for line in band):
        return False
    if any(_NO_CELL.match(line.text) for line in band):
        return False
    return all(line.width < 0.75 * (right - left) for line in band) and find_gutter(band) is None


def _ruled_grid(
    lines: Sequence[Line], levels: Sequence[float], ends: tuple[float, float], down: Sequence[Box]
) -> Grid | None:
    top, bottom = levels[0], levels[-1]
    edges = _column_edges(lines, ends, [box for box in down if box[3] > top + _NEAR and box[1] < bottom - _NEAR])
    if len(edges) < 3:
        return None
    rows: list[Cells] = []
    header = 0
    for number, (above, below) in enumerate(pairwise(levels)):
        band = [line for line in lines if above <= (line.top + line.bottom) / 2 < below]
        split = _band_rows(band, edges, single=len(levels) > 4 or _is_single(band))
        header += len(split) if number == 0 else 0
        rows += split
    if len(rows) < 2 and not down:  # the rules of a header whose rows go on below them without any
        return None
    if len(rows) < 2 or header >= len(rows):
        header = min(1, len(rows))
    if not rows or sum(bool(cell) for row in rows for cell in row) < 2:
        return None
    return Grid((ends[0], top, ends[1], bottom), tuple(rows), header, ruled=True)


def _is_single(band: Sequence[Line]) -> bool:
    return not band or max(line.bottom for line in band) - min(line.top for line in band) < 1.5 * band[0].height


def _column_edges(lines: Sequence[Line], ends: tuple[float, float], down: Sequence[Box]) -> list[float]:
    """The x of the columns' edges: the vertical rules, else the white space that no row of cells crosses."""
    middle = [(box[0] + box[2]) / 2 for box in down]
    inner = sorted(x for x in middle if ends[0] + _NEAR < x < ends[1] - _NEAR)
    edges = [ends[0]]
    for x in inner:
        if x - edges[-1] > 2 * _NEAR:
            edges.append(x)
    if len(edges) == 1:
        edges += gaps_between(lines)
    return [*edges, ends[1]]


def gaps_between(lines: Sequence[Line]) -> list[float]:
    """The middles of the vertical strips of white space that parts of rows leave free, from left to right.

    Where all rows together leave none, a few rows may cross a strip: headings over several columns.
    """
    parted = [row for row in _baseline_rows(lines) if len(row) > 1]
    spans = sorted((line.left, line.right) for row in parted for line in row)
    if not spans:
        return []
    height = sorted(line.height for line in lines)[len(lines) // 2]
    return _strips(spans, 0.35 * height, 0) or _strips(spans, 0.35 * height, max(1, len(parted) // 8))


def _strips(spans: Sequence[tuple[float, float]], least: float, allowed: int) -> list[float]:
    """The middles of the strips at least so wide that no more than `allowed` of the spans cross."""
    events = sorted([(left, 1) for left, _ in spans] + [(right, -1) for _, right in spans])
    found: list[float] = []
    depth, free_from = 0, None
    for x, step in events:
        if depth <= allowed < depth + step and free_from is not None:
            if x - free_from > least and _has_both_sides(spans, free_from, x):
                found.append((free_from + x) / 2)
            free_from = None
        depth += step
        if depth <= allowed and free_from is None:
            free_from = x
    return found


def _has_both_sides(spans: Sequence[tuple[float, float]], left: float, right: float) -> bool:
    """Whether parts of rows stand on both sides of the strip between `left` and `right`."""
    return any(end <= left + 0.1 for _, end in spans) and any(begin >= right - 0.1 for begin, _ in spans)


def _band_rows(band: Sequence[Line], edges: Sequence[float], single: bool) -> list[Cells]:
    """The rows of what stands between two rules: one where the rules part all rows, else one a baseline."""
    if not band:
        return []
    groups = [list(band)] if single else _joined_wraps(_baseline_rows(band))
    return [_cells(group, edges) for group in groups]


def _joined_wraps(rows: Sequence[list[Line]]) -> list[list[Line]]:
    """Rows with the further lines of their cells: lines set closer than the rows are."""
    steps = [second[0].bottom - first[0].bottom for first, second in pairwise(rows)]
    if len(steps) == 1 and _is_rest(rows[1], steps[0]):
        return [[*rows[0], *rows[1]]]
    if not steps or max(steps) < 1.25 * min(steps):
        return list(rows)
    close = min(min(steps) * 1.12, CELL_LEADING * rows[0][0].height)
    joined = [list(rows[0])]
    for step, row in zip(steps, rows[1:], strict=True):
        if step <= close:
            joined[-1] += row
        else:
            joined.append(list(row))
    return joined


def _is_rest(row: Sequence[Line], step: float) -> bool:
    """Whether a row that no other distance can be held against is the rest of one cell: one line, close, in small letters."""
    return len(row) == 1 and step <= CELL_LEADING * row[0].height and row[0].text[:1].islower()


def _cells(lines: Sequence[Line], edges: Sequence[float]) -> Cells:
    cells: list[list[Line]] = [[] for _ in edges[1:]]
    inner = sorted(edges[1:-1])
    for line in sorted(lines, key=_cell_place) if len(lines) > 1 else lines:
        middle = min(line.left + line.height, (line.left + line.right) / 2)
        cells[bisect_right(inner, middle)].append(line)
    return tuple(map(tuple, cells))


def _cell_place(line: Line) -> tuple[int, float]:
    return round(line.bottom / 2), line.left


def _baseline_rows(lines: Sequence[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.bottom, line.left)):
        if rows and abs(rows[-1][0].bottom - line.bottom) < 0.35 * line.height:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _within(line: Line, box: Box) -> bool:
    left, top, right, bottom = box
    middle = (line.top + line.bottom) / 2
    return top <= middle <= bottom and left - _NEAR <= line.left and line.right <= right + _NEAR


# ---- Unruled tables --------------------------------------------------------------------------------------------------


def aligned_table(rows: Sequence[Sequence[Line]], least_rows: int) -> Grid | None:
    """The table that consecutive rows of lines make by standing in columns, or None where they make none."""
    lines = [line for row in rows for line in row]
    gaps = gaps_between(lines)
    parted = [row for row in rows if len(row) > 1]
    if not gaps or len(parted) < least_rows:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    edges = [left, *gaps, right]
    if any(line.left < gap < line.right for row in parted[1:] for line in row for gap in gaps):
        return None
    cells = tuple(_cells(group, edges) for group in _joined_wraps([list(row) for row in rows]))
    top, bottom = min(line.top for line in lines), max(line.bottom for line in lines)
    header = next((number for number, row in enumerate(cells) if not _is_header(row)), 0)
    return Grid((left, top, right, bottom), cells, max(1, min(header, len(cells) - 1)), ruled=False)


def _is_header(row: Cells) -> bool:
    return all(line.bold for cell in row for line in cell)


def is_contents(grid: Grid) -> bool:
    """Whether a grid is a table of contents: two columns, the second with page numbers that never fall."""
    if grid.ruled or grid.columns != 2:
        return False
    numbers = [" ".join(line.text for line in row[1]) for row in grid.rows if row[1]]
    if len(numbers) < 0.7 * len(grid.rows) or not all(
        re.fullmatch(r"\d{1,4}|[ivxl]{1,7}", number) for number in numbers
    ):
        return False
    values = [int(number) for number in numbers if number.isdigit()]
    return values == sorted(values)
