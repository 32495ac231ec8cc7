"""Tables of the first producer: ruled or with space alone between columns, broken over pages under a repeated header."""

from __future__ import annotations

from evals.report_flow import CAPTION, CELL, LEFT, RIGHT, SOURCE, Flow, Stroke
from evals.report_lines import Style, text_width
from evals.report_records import ReportTable

HEADER = Style("Helvetica-Bold", CELL.size, CELL.leading)
ROW = 14.0
KEEP_TOGETHER = 8  # rows


def place_table(flow: Flow, table: ReportTable) -> None:
    """Places a table: short ones unbroken, long ones broken where the page ends; notes each cell's page."""
    rows = len(table.rows)
    flow.down(4)
    flow.need((min(rows, KEEP_TOGETHER if rows <= KEEP_TOGETHER else 3) + 2) * ROW + 30)
    flow.lines([table.caption], CAPTION)
    _row(flow, table, -1)
    for index in range(rows):
        if flow.need(ROW):
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
    label = 150.0
    step = min((RIGHT - LEFT - label) / (len(cells) - 1), 90.0)
    baseline = flow.y - ROW + 4
    flow.next_group()
    for column, cell in enumerate(cells):
        if column == 0:
            flow.put(LEFT + 4, baseline, cell, style)
        else:
            right = LEFT + label + step * column - 6
            flow.put(right - text_width(cell, style.font, style.size), baseline, cell, style)
        flow.cells.setdefault((table.number, index, column), len(flow.pages) - 1)
    if table.ruled:
        edges = [LEFT, *(LEFT + label + step * column for column in range(len(cells)))]
        top, bottom = flow.y, flow.y - ROW
        flow.page.strokes += [Stroke(edges[0], y, edges[-1], y) for y in (top, bottom)]
        flow.page.strokes += [Stroke(x, top, x, bottom) for x in edges]
    flow.down(ROW)
