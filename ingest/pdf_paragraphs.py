"""Rows joined into paragraphs, and what each paragraph is: heading, list item, footnote, caption or plain text."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest
from operator import sub

from ingest.block_pieces import BlockKind
from ingest.pdf_layout import Row, is_mark, is_raised, row_of
from ingest.pdf_tables import CELL_LEADING, Grid, aligned_table, is_contents
from ingest.sentences import ABBREVIATIONS, ENDING

BULLET = re.compile(r"^(?:[•▪‣◦●○■□–—*·\u2043\uf0b7\uf0a7\uf02d-]\s+(?=\S)|o\s+(?=[A-ZÆØÅ]))")
_DASH_IN_SENTENCE = re.compile(r"[–—] [a-zæøå]")
_LATER_ORDINAL = re.compile(r"(?!1\.)\d{1,2}\. ")  # a list that begins does so with its first number
_NUMBER_IN_SENTENCE = re.compile(r"\d{1,3}[,;] ")
ORDINAL = re.compile(r"^(?:\d{1,2}[.)]|[a-zæøå][.)]|[ivx]{1,4}[.)])\s+(?=\S)")
PARAGRAPH_MARK = "§"
PARAGRAPH_SIGN = re.compile(rf"^{PARAGRAPH_MARK}+\s*\d+(?:\s?[a-zæøå](?=[.\s]))?\.?(?=\s|$)")
SUBSECTION = re.compile(r"^Stk\.\s*\d+\.")
CAPTION = re.compile(r"^(?:Tabel|Figur|Kort|Boks|Diagram|TABEL|FIGUR)\s+\d+(?:\.\d+)*[a-z]?(?=[.:,\s–-]|$)")
SOURCE = re.compile(r"^(?:Kilde|Kilder|Anm\.|Note|Noter)\s*:", re.IGNORECASE)
CONTENTS_LINE = re.compile(r"(?:\.\s?){6,}\s*(?:\d+|[ivxlc]+)$")
# No row that this does not match can begin with any of the signs above; it saves asking for each of them.
_SIGNED = re.compile(
    r"[^\w\s\"'(»]|o\s|(?:\d{1,2}|[a-zæøå]|[ivx]{1,4})[.)]\s|Stk\.|(?:Tabel|Figur|Kort|Boks|Diagram|TABEL|FIGUR)\s"
    r"|(?:Kilde|Kilder|Anm\.|Note|Noter)\s*:",
    re.IGNORECASE,
)
_MARK_ALONE = re.compile(r"^(?:[\d.]+|[a-zæøå][.)]|[^\w\s])$")
_NOTE_MARK = re.compile(r"^(?:\d{1,3}|\*{1,3}|[a-z]\))\s*\S")
_ENDED = re.compile(r"[.:;!?…][\"”»)\]’']*$")
_LAST_SIGNS = frozenset(".:;!?…\"”»)]’'")
_LAST_WORD = re.compile(r"[\w.]+$")
_SAME_EDGE = 2.0  # points that the lines of one cell may begin apart


@dataclass(frozen=True, slots=True)
class Typography:
    """What is usual in the document: the body's letter height and the distance of its lines, in points."""

    height: float
    leading: float
    step: float  # the widest distance of two lines of one paragraph, in letter heights


@dataclass(slots=True)
class Paragraph:
    """Rows that belong together and what they are. `level` is a heading's level, or 0.

    A table is one paragraph of kind TABLE_ROW with its `grid`; its caption and source line have the same `table`.
    """

    kind: BlockKind
    rows: list[Row] = field(default_factory=list)
    level: int = 0
    ordered: bool = False
    grid: Grid | None = None
    table: int | None = None
    repeated_rows: int = 0

    @property
    def text(self) -> str:
        """The characters of all rows, joined by spaces; for decisions only."""
        return " ".join([row.text for row in self.rows]) if len(self.rows) > 1 else self.rows[0].text

    @property
    def page(self) -> int:
        """The page that the paragraph begins on."""
        return self.rows[0].page


def is_contents_line(text: str) -> bool:
    """Whether a line is one of a table of contents: a title, a row of dots, a page number."""
    return (".." in text or ". ." in text) and text[-1:].isalnum() and CONTENTS_LINE.search(text) is not None


def has_ended(text: str) -> bool:
    """Whether a text ends like a sentence, and not in an abbreviation that a number follows."""
    if text[-1:] not in _LAST_SIGNS or _ENDED.search(text[-12:]) is None:
        return False
    word = _last_word(text)
    return word not in ABBREVIATIONS or word in ENDING


def _ends_short(text: str) -> bool:
    """Whether a text ends in an abbreviation, so that a number after it ("stk. | 1.") may belong to it."""
    return _last_word(text) in ABBREVIATIONS | ENDING


def _last_word(text: str) -> str:
    last = _LAST_WORD.search(text[-12:])
    return last.group().lower() if last else ""


def usual_typography(pages: Sequence[Sequence[Row]]) -> Typography:
    """The letter height that most characters of the document have, and the usual distance between its lines."""
    exact: dict[float, int] = {}
    for rows in pages:
        for row in rows:
            exact[row.height] = exact.get(row.height, 0) + len(row.text)
    heights: dict[int, int] = {}  # in quarters of a point, as the distances
    for one, letters in exact.items():  # few of a document's heights differ
        quarters = round(one * 4)
        heights[quarters] = heights.get(quarters, 0) + letters
    height = max(heights, key=heights.__getitem__) / 4 if heights else 10.0
    steps: dict[float, int] = {}
    for rows in pages:
        bottoms = [row.bottom for row in rows]
        for row, distance in zip(rows[1:], map(sub, bottoms[1:], bottoms), strict=False):
            if 0 < distance < 3 * height and abs(row.height - height) < 0.5:
                steps[distance] = steps.get(distance, 0) + 1
    distances: dict[int, int] = {}
    for step, count in steps.items():
        quarters = round(step * 4)
        distances[quarters] = distances.get(quarters, 0) + count
    leading = max(distances, key=distances.__getitem__) / 4 if distances else 1.2 * height
    return Typography(height, leading, 1.3 * leading / height)


def paragraphs_of(
    rows: Sequence[Row], usual: Typography, grids: Mapping[int, Grid], above: Grid | None = None
) -> list[Paragraph]:
    """The paragraphs of one page in reading order, each with its kind but headings yet without a level.

    `grids` holds the ruled tables by the identity of the line that stands for each in `rows`; `above` is the table that
    the page before ends with.
    """
    found: list[Paragraph] = []
    number = 0
    while number < len(rows):
        row = rows[number]
        if len(row.lines) > 1:
            row = _without_leading_mark(row, usual)
        grid, count = grids.get(id(row.lines[0])) if grids else None, 1
        if grid is None and len(row.lines) > 1:
            grid, count = _aligned_at(rows, number, found[-1] if found else None, above)
        if grid is not None:
            if is_contents(grid):
                found += [Paragraph(BlockKind.CONTENTS, [one]) for one in rows[number : number + count]]
            else:
                found.append(Paragraph(BlockKind.TABLE_ROW, list(rows[number : number + count]), grid=grid))
            number += count
            continue
        number += 1
        if found and not _begins(found[-1], row, usual):
            found[-1].rows.append(row)
        else:
            found.append(_opened(row, usual))
    for paragraph in found:
        if paragraph.kind is BlockKind.PARAGRAPH and _is_heading(paragraph, usual):
            paragraph.kind = BlockKind.HEADING
    _mark_footnotes(found, usual)
    return found


def _without_leading_mark(row: Row, usual: Typography) -> Row:
    """The row without a footnote mark that a line break moved to its beginning; a note keeps its own mark."""
    if len(row.lines) < 2 or row.height < 0.93 * usual.height:
        return row
    mark, word = row.lines[:2]
    if not is_mark(mark) or not is_raised(mark, word):
        return row
    return row_of(row.lines[1:], row.page, row.column_left, row.column_right)


def _aligned_at(
    rows: Sequence[Row], first: int, before: Paragraph | None, above: Grid | None
) -> tuple[Grid | None, int]:
    """The unruled table that begins at row `first`, and how many rows it takes."""
    captioned = before is not None and before.kind is BlockKind.CAPTION and before.text.lower().startswith("tabel")
    end = first
    while end < len(rows) and _can_be_cells(rows, end, first, captioned):
        end += 1
    while end > first and len(rows[end - 1].lines) < 2:
        end -= 1
    while end > first and end < len(rows) and _ends_cell(rows, first, end):
        end += 1
    goes_on = above is not None and (before is None or "fortsat" in before.text.lower())
    grid = aligned_table([row.lines for row in rows[first:end]], 1 if goes_on else 2 if captioned else 3)
    if grid is not None and above is not None and goes_on and grid.columns != above.columns and len(grid.rows) < 3:
        grid = None
    return (grid, end - first) if grid is not None else (None, 1)


def _can_be_cells(rows: Sequence[Row], number: int, first: int, captioned: bool) -> bool:
    row = rows[number]
    if SOURCE.match(row.text) or CAPTION.match(row.text) or is_contents_line(row.text):
        return False
    if number > first and row.bottom - rows[number - 1].bottom > 3.2 * row.height:
        return False
    if len(row.lines) > 1 and is_mark(row.lines[0]) and is_raised(row.lines[0], row.lines[1], 3.0):  # a footnote
        return False
    if len(row.lines) > 1:
        return captioned or not _MARK_ALONE.match(row.lines[0].text)
    if row.right - row.left >= 0.6 * (row.column_right - row.column_left):
        return False
    following = number + 1
    while following < len(rows) and _ends_cell(rows, first, following - 1) and _ends_cell(rows, first, following):
        following += 1  # a cell's second line, before its third
    return following < len(rows) and len(rows[following].lines) > 1


def _ends_cell(rows: Sequence[Row], first: int, number: int) -> bool:
    """Whether row `number`, one line right under the last row of a table that begins at `first`, is the end of a cell.

    It begins where a cell of that row does, ends before the next one, and is set closer than the table's rows are.
    """
    row = rows[number]
    last = next(one for one in range(number - 1, first - 1, -1) if len(rows[one].lines) > 1)
    step = row.bottom - rows[number - 1].bottom
    parted = [
        two.bottom - one.bottom for one, two in pairwise(rows[first:number]) if len(one.lines) > 1 < len(two.lines)
    ]
    if len(row.lines) > 1 or row.lines[0].bulleted or SOURCE.match(row.text) or CAPTION.match(row.text):
        return False
    if not 0 < step <= min(CELL_LEADING * row.height, 0.92 * min(parted, default=math.inf)):
        return False
    cells = rows[last].lines
    return any(
        abs(row.left - cell.left) < _SAME_EDGE
        and (after is None or row.right < after.left)
        and abs(row.height - cell.height) < 0.07 * cell.height
        and row.bold is cell.bold
        for cell, after in zip_longest(cells, cells[1:])
    )


def _opened(row: Row, usual: Typography) -> Paragraph:
    text = row.text
    if is_contents_line(text):
        return Paragraph(BlockKind.CONTENTS, [row])
    if SOURCE.match(text):
        return Paragraph(BlockKind.SOURCE_LINE, [row])
    if CAPTION.match(text) and (row.bold or row.height < 0.97 * usual.height or len(text) < 150):
        return Paragraph(BlockKind.CAPTION, [row])
    larger = row.height > 1.08 * usual.height
    if row.lines[0].bulleted or (not larger and not row.bold and BULLET.match(text)):
        return Paragraph(BlockKind.ITEM, [row])
    if not larger and not row.bold and ORDINAL.match(text):
        return Paragraph(BlockKind.ITEM, [row], ordered=True)
    return Paragraph(BlockKind.PARAGRAPH, [row])


def _begins(paragraph: Paragraph, row: Row, usual: Typography) -> bool:
    """Whether `row` begins a new paragraph rather than going on with the one before it."""
    if paragraph.grid is not None:
        return True
    last = paragraph.rows[-1]
    _, _, last_from, last_to, last_text, last_left, _, last_right, last_bottom, last_height, last_bold = last
    lines, _, column_left, column_right, text, left, _, _, bottom, height, bold = row
    signed = lines[0].bulleted or _SIGNED.match(text) is not None
    ended = last_text[-1:] in _LAST_SIGNS and (
        has_ended(last_text) and not (paragraph.kind is BlockKind.PARAGRAPH and text[:1].islower())
    )
    if signed and (
        _is_bullet(row, last) or SUBSECTION.match(text) or SOURCE.match(text) or (ended and PARAGRAPH_SIGN.match(text))
    ):
        return True
    if paragraph.kind is BlockKind.CONTENTS or ((".." in text or ". ." in text) and is_contents_line(text)):
        return True
    if abs(height - last_height) > 0.07 * last_height or bold is not last_bold:
        return True
    if column_left != last_from or column_right != last_to or bottom < last_bottom:
        return ended
    if bottom - last_bottom > _widest_step(last_height, usual):
        return True
    if signed and (
        (ended and CAPTION.match(text))
        or (ORDINAL.match(text) and (paragraph.kind is BlockKind.ITEM or (ended and not _ends_short(last_text))))
    ):
        return True
    if not ended:
        return False
    if last_right < column_right - 0.12 * (column_right - column_left):
        return True
    base = paragraph.rows[1].left if len(paragraph.rows) > 1 else last_left
    return paragraph.kind is BlockKind.PARAGRAPH and left > base + 0.6 * height


def _is_bullet(row: Row, last: Row) -> bool:
    """Whether a row begins with a bullet. A dash also stands inside a sentence, where its line is not set in."""
    if row.lines[0].bulleted:
        return True
    marker = BULLET.match(row.text)
    if marker is None:
        return False
    return marker.group()[0] not in "–—-" or has_ended(last.text) or abs(row.left - last.left) > 2.0


def _widest_step(height: float, usual: Typography) -> float:
    """The widest distance between two lines of one paragraph whose letters are so high, in points."""
    usually, least = usual.step * height, height * 1.15
    return usually if usually > least else least


def _is_heading(paragraph: Paragraph, usual: Typography) -> bool:
    first = paragraph.rows[0]
    larger = first.height > 1.1 * usual.height
    if not larger and not (first.bold and first.height > 0.93 * usual.height):  # what nearly all are
        return False
    text = paragraph.text
    if len(text) > 200 or len(paragraph.rows) > 4 or not any(character.isalpha() for character in text):
        return False
    return larger or not text.endswith((".", ":", ",", ";"))


def _mark_footnotes(paragraphs: Sequence[Paragraph], usual: Typography) -> None:
    """Small print at the foot of a page that begins with a mark becomes footnotes."""
    for paragraph in reversed(paragraphs):
        small = paragraph.rows[0].height < 0.92 * usual.height
        if not small or paragraph.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            return
        if _NOTE_MARK.match(paragraph.text):
            paragraph.kind = BlockKind.FOOTNOTE


def is_unfinished(paragraph: Paragraph) -> bool:
    """Whether the text breaks off: no full stop at the end, and a last line that is full or broken in a word."""
    if paragraph.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM) or has_ended(paragraph.rows[-1].text):
        return False
    last = paragraph.rows[-1]
    return last.right > last.column_right - 0.25 * (last.column_right - last.column_left) or last.lines[-1].hyphen


def goes_on(before: Paragraph, after: Paragraph) -> bool:
    """Whether `after`, the first text of a page or column or after a table, goes on with `before`, the last before it."""
    last, first = before.rows[-1], after.rows[0]
    if after.kind is BlockKind.ITEM and after.ordered and _ends_short(last.text):  # "jf. § 8, stk. | 2. Herefter …"
        return before.kind is BlockKind.PARAGRAPH
    if after.kind is BlockKind.ITEM and _LATER_ORDINAL.match(first.text):  # "… i Digeengen var | 22. Rævedal havde …"
        return before.kind is BlockKind.PARAGRAPH and is_unfinished(before)
    if after.kind is BlockKind.ITEM and _DASH_IN_SENTENCE.match(first.text):  # "… i byen | – en udvikling, der …"
        return before.kind is BlockKind.PARAGRAPH and not has_ended(last.text)
    if before.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM) or after.kind is not BlockKind.PARAGRAPH:
        return False
    if _NUMBER_IN_SENTENCE.match(first.text) and _ends_short(last.text):  # "jf. § 8, stk. | 2, jf. afsnit 3"
        return True
    small = first.text[:1].islower()
    if (has_ended(last.text) and not small) or abs(last.height - first.height) > 0.07 * first.height:
        return False
    return small or is_unfinished(before)
