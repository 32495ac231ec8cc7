"""Running headers, footers and page numbers: what stands at the same place with the same words on many pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ingest.pdf_page import RawPage
from ingest.pdf_text import Line

_EDGE_ROWS = 3  # furniture stands among this many baselines at the top or at the bottom of a page
_SLOT = 4.0  # points: baselines this close are the same place
_LEAST_PAGES = 3
_NUMBER = re.compile(r"\d+|\b[ivxlc]{1,7}\b")


def without_furniture(pages: Sequence[RawPage]) -> list[RawPage]:
    """The pages without their running headers, footers and page numbers."""
    marked = [[(line, _key(line)) for line in _edge_lines(page)] for page in pages]
    counts = Counter(key for page in marked for key in {key for _, key in page})
    repeated = {key for key, count in counts.items() if count >= _LEAST_PAGES}
    slots = _furniture_slots(marked, repeated)
    cleaned: list[RawPage] = []
    for page, lines in zip(pages, marked, strict=True):
        out = {id(line) for line, key in lines if key in repeated or key[:2] in slots}
        cleaned.append(replace(page, lines=tuple(line for line in page.lines if id(line) not in out)) if out else page)
    return cleaned


def _edge_lines(page: RawPage) -> list[Line]:
    """The lines on the outermost baselines of the page."""
    baselines = sorted({round(line.bottom / _SLOT) for line in page.lines})
    edges = {*baselines[:_EDGE_ROWS], *baselines[-_EDGE_ROWS:]}
    return [line for line in page.lines if round(line.bottom / _SLOT) in edges]


def _key(line: Line) -> tuple[int, int, str]:
    """Where a line stands, how large it is and what it says, with all numbers alike."""
    return round(line.bottom / _SLOT), round(line.height), _NUMBER.sub("#", line.text)


def _furniture_slots(
    marked: Sequence[Sequence[tuple[Line, tuple[int, int, str]]]], repeated: set[tuple[int, int, str]]
) -> set[tuple[int, int]]:
    """Places where nearly all lines are repeated ones, so that a chapter's name seen once there is furniture too."""
    known: dict[tuple[int, int], int] = defaultdict(int)
    seen: dict[tuple[int, int], int] = defaultdict(int)
    for page in marked:
        for _, key in page:
            seen[key[:2]] += 1
            known[key[:2]] += key in repeated
    return {slot for slot, count in known.items() if count >= max(_LEAST_PAGES, 0.7 * seen[slot])}
