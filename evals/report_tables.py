"""Tables of the first producer: ruled or with space alone between columns, broken over pages under a repeated header."""

from __future__ import annotations

from collections.abc import Sequence

from evals.report_flow import CAPTION, CELL, LEFT, RIGHT, SOURCE, Flow, Stroke
from evals.report_lines import Piece, Style, fill_lines, text_width
from evals.report_records import ReportTable

HEADER = Style("Helvetica-Bold", CELL.size, CELL.leading)
ROW = 14.0
LABEL = 118.0
KEEP_TOGETHER = 8  # rows


def place_table(flow: Flow, table: ReportTable) -> None:
    """Places a table: short ones unbroken, long ones broken where the page ends; notes each cell's page."""
    rows = len(table.rows)
    flow.down(4)
    heights = [_height(row) for row in table.rows]
    flow.need((min(rows, KEEP_TOGETHER if rows <= KEEP_TOGETHER else 3) + 2) * ROW + 30)
    flow.lines([table.caption], CAPTION)
    _row(flow, table, -1)
    for index in range(rows):
        if flow.need(heights[index]):
            _row(flow, table, -1)
        _row(flow, table, index)
    flow.down(3)
    flow.need(SOURCE.leading)
    flow.lines([table.source], SOURCE)
    flow.down(8)


def _row(flow: Flow, table: ReportTable, index: int) -> None:
    """Draws row `index`, or the header for -1, and notes the pages of its cells; a repeated header is not noted twice."""
    cells = table.header if index < 0 else table.rows[index]
    style = HEADER if index < 0 else CELL
    step = min((RIGHT - LEFT - LABEL) / (len(cells) - 1), 90.0)
    height = _height(cells)
    baseline = flow.y - ROW + 4
    flow.next_group()
    for column, cell in enumerate(cells):
        if column == 0:
            for number, line in enumerate(_label_lines(cell)):
                flow.put(LEFT + 4, baseline - number * CELL.leading, line, style)
        else:
            right = LEFT + LABEL + step * column - 6
            flow.put(right - text_width(cell, style.font, style.size), baseline, cell, style)
        flow.cells.setdefault((table.number, index, column), len(flow.pages) - 1)
    if table.ruled:
        edges = [LEFT, *(LEFT + LABEL + step * column for column in range(len(cells)))]
        top, bottom = flow.y, flow.y - height
        flow.page.strokes += [Stroke(edges[0], y, edges[-1], y) for y in (top, bottom)]
        flow.page.strokes += [Stroke(x, top, x, bottom) for x in edges]
    flow.down(height)


def _label_lines(label: str) -> list[str]:
    pieces = [Piece(word, "") for word in label.split(" ")]
    return [line.text for line in fill_lines(pieces, LABEL - 10, CELL, hyphenate=False)]


def _height(cells: Sequence[str]) -> float:
    return ROW + (len(_label_lines(cells[0])) - 1) * CELL.leading
