"""The pages' paragraphs put into one flow: text that goes on over a page break, tables that do, and what stands between.

A paragraph that a page break, a table or the page's footnotes interrupt is put together again, and what interrupted it
is placed before or after it, always on its own page, so that the characters of a page stay together.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.block_pieces import BlockKind
from ingest.pdf_paragraphs import Paragraph, goes_on

_FLOATS = (BlockKind.TABLE_ROW, BlockKind.CAPTION, BlockKind.SOURCE_LINE, BlockKind.FOOTNOTE)
_SAME_COLUMN = 8.0  # points that a continued table's edges may have moved


def joined_pages(pages: Sequence[Sequence[Paragraph]]) -> list[Paragraph]:
    """All paragraphs in reading order, interrupted ones whole again."""
    flow: list[Paragraph] = []
    for page in pages:
        for paragraph in page:
            if not _joins_last(flow, paragraph):
                flow.append(paragraph)
    return flow


def _joins_last(flow: list[Paragraph], after: Paragraph) -> bool:
    """Puts `after` to the interrupted paragraph that it goes on with, and says whether there was one."""
    place = len(flow) - 1
    while place >= 0 and flow[place].kind in _FLOATS:
        place -= 1
    if place < 0 or after.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
        return False
    before, between = flow[place], flow[place + 1 :]
    moved = before.page != after.page or _is_elsewhere(before, after)
    if not (moved or between) or not goes_on(before, after):
        return False
    earlier = [one for one in between if one.page == before.rows[-1].page and one.page != after.page]
    later = [one for one in between if one not in earlier]
    if (earlier and before.page != before.rows[-1].page) or (later and any(one.page != after.page for one in later)):
        return False
    if earlier and later and earlier[-1].table is not None and earlier[-1].table == later[0].table:
        return False
    flow[place:] = [*earlier, before, *later]
    before.rows += after.rows
    return True


def _is_elsewhere(before: Paragraph, after: Paragraph) -> bool:
    """Whether `after` stands in another column of the same page."""
    return after.rows[0].top < before.rows[-1].top


def number_tables(pages: Sequence[Sequence[Paragraph]]) -> None:
    """Gives each table, with its caption and source lines, a number of its own; a continued table keeps its number."""
    flow = [paragraph for page in pages for paragraph in page]
    count = 0
    last: int | None = None
    for place, paragraph in enumerate(flow):
        if paragraph.grid is None:
            continue
        if last is not None and _continues(flow[last : place + 1]):
            paragraph.table = flow[last].table
            paragraph.repeated_rows = _repeated(flow[last], paragraph)
        else:
            paragraph.table, count = count, count + 1
        _claim(flow, place)
        last = place
    for place, paragraph in enumerate(flow):
        if paragraph.kind is BlockKind.CAPTION and paragraph.table is None and paragraph.text.startswith("Tabel"):
            paragraph.table, count = count, count + 1
            _claim_sources(flow, place)


def _claim(flow: Sequence[Paragraph], place: int) -> None:
    """Gives the caption before a table (or else the one after it) and its source lines the table's number."""
    near = [flow[other] for other in (place - 1, place + 1) if 0 <= other < len(flow)]
    for one in near:
        if one.kind is BlockKind.CAPTION and one.table is None and not one.text.startswith("Figur"):
            one.table = flow[place].table
            break
    _claim_sources(flow, place)


def _claim_sources(flow: Sequence[Paragraph], place: int) -> None:
    for following in flow[place + 1 :]:
        if following.kind is BlockKind.SOURCE_LINE:
            following.table = flow[place].table
        elif following.kind is not BlockKind.CAPTION or following.table != flow[place].table:
            return


def _continues(stretch: Sequence[Paragraph]) -> bool:
    """Whether the table that ends `stretch`, at the top of a page, goes on with the one that begins it."""
    last, *between, table = stretch
    first, second = last.grid, table.grid
    if first is None or second is None or table.page != last.page + 1 or first.columns != second.columns:
        return False
    if any(one.kind is not BlockKind.FOOTNOTE and not _says_continued(one) for one in between):
        return False
    moved = abs((first.box[2] - first.box[0]) - (second.box[2] - second.box[0]))
    return moved < 2 * _SAME_COLUMN or _repeated(last, table) > 0


def _says_continued(paragraph: Paragraph) -> bool:
    return paragraph.kind is BlockKind.CAPTION and "fortsat" in paragraph.text.lower()


def _repeated(last: Paragraph, table: Paragraph) -> int:
    """How many rows at the top of `table` repeat the header of `last`."""
    first, second = last.grid, table.grid
    if first is None or second is None:
        return 0
    count = 0
    while count < min(first.header_rows, len(second.rows) - 1) and first.row_text(count) == second.row_text(count):
        count += 1
    return count
