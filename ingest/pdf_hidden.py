"""Text that is in the file but that nobody sees: found here, kept out of the canonical text, and reported.

Hidden is what is not painted (render mode 3), painted in the colour of what lies under it, covered by something drawn
later, too small to read, or off the page. The hidden words may be instructions meant for a machine. What is not here:
text that a clipping path cuts away.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.pdf_lines import Line
from ingest.pdf_objects import Area, Box, Run, differ
from ingest.pdf_text import LineReader

_LEAST_HEIGHT = 2.0  # points: letters lower than this cannot be read at any sensible zoom
_WHITE = (255, 255, 255)


def hidden_runs(doubtful: Sequence[Run], areas: Sequence[Area]) -> frozenset[int]:
    """The addresses of those of the doubtful text runs that cannot be seen."""
    return frozenset(run.address for run in doubtful if not _is_seen(run, areas))


def lines_under(lines: Sequence[Line], areas: Sequence[Area]) -> list[Line]:
    """The lines of which some part stands where one of the areas is."""
    boxes = [area.box for area in areas]
    if not boxes:
        return []
    first, last = min([box[1] for box in boxes]), max([box[3] for box in boxes])
    near = [line for line in lines if line.top < last and line.bottom > first]
    return [line for line in near if any(_touches(box, line) for box in boxes)]


def _touches(area: Box, line: Line) -> bool:
    high = min(area[3], line.bottom) - max(area[1], line.top)
    return high > 0.5 * line.height and area[0] < line.right and area[2] > line.left


def _is_seen(run: Run, areas: Sequence[Area]) -> bool:
    if not run.painted:
        return False
    if any(area.order > run.order and _covers(area.box, run.box) for area in areas):
        return False
    under = [area for area in areas if area.order < run.order and _holds_middle(area.box, run.box)]
    ground = max(under, key=lambda area: area.order).colour if under else _WHITE
    if ground is None:  # an image: its colours are not known here
        return True
    return differ(run.colour, ground)


def _covers(area: Box, run: Box) -> bool:
    wide = min(area[2], run[2]) - max(area[0], run[0])
    high = min(area[3], run[3]) - max(area[1], run[1])
    size = (run[2] - run[0]) * (run[3] - run[1])
    return size > 0 and wide > 0 and high > 0 and wide * high >= 0.9 * size


def _holds_middle(area: Box, run: Box) -> bool:
    x, y = (run[0] + run[2]) / 2, (run[1] + run[3]) / 2
    return area[0] <= x <= area[2] and area[1] <= y <= area[3]


def seen_lines(
    lines: Sequence[Line], size: tuple[float, float], reader: LineReader, hidden: frozenset[int]
) -> list[Line]:
    """The lines, or the parts of them, that a reader of the page sees. `size` is the page's width and height."""
    width, height = size
    seen = [
        line
        for line in lines
        if 0 <= (line.top + line.bottom) / 2 <= height
        and line.right > 0
        and line.left < width
        and line.height >= _LEAST_HEIGHT
    ]
    return [part for line in seen for part in reader.without(line, hidden)] if hidden else seen
