"""The form between a file and a `Reading`: every reader makes blocks, and `blocks.py` joins them in one way.

A block is one heading, paragraph, list item, table row and the like, in reading order. Its text is made of pieces, each
either a run copied unchanged from the source or something made here (a joining space). What is not here: how a file
becomes blocks (`markdown.py`, `html.py`, `word.py`, `slides.py`, …) and what minutes mean (`minutes.py`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from ingest.clean import INVISIBLE
from ingest.records import SectionKind


class BlockKind(StrEnum):
    """What a block is in the document's flow."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    LEAD = "lead"
    TABLE_ROW = "table_row"
    CAPTION = "caption"
    SOURCE_LINE = "source_line"
    CASE_NUMBER = "case_number"
    CONTENTS = "contents"
    FOOTNOTE = "footnote"


class Piece(NamedTuple):
    """A stretch of a block's text, copied unchanged from source offset `source`, or made here where that is None."""

    text: str
    source: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One block. Its text is its pieces joined; ranges in it (`cells`, `lead_length`) count from its own start.

    `level` is a heading's level from 1, or a list item's depth from 0. `section_kind` on a heading is the kind of the
    section it opens; on another block, that it stands in a section of that kind under the heading in force.
    `lead_length` counts the characters of a bold run-in lead. `table` numbers the table that a row, caption or source
    line belongs to, and `page` the page or slide, from 1. `figure` marks
    the caption of a figure, which is never a table's.
    """

    kind: BlockKind
    pieces: tuple[Piece, ...]
    level: int = 0
    ordered: bool = False
    lead_length: int = 0
    cells: tuple[tuple[int, int], ...] = ()
    header: bool = False
    table: int | None = None
    anchor: str | None = None
    section_kind: SectionKind | None = None
    page: int | None = None
    figure: bool = False

    @property
    def text(self) -> str:
        """The block's text."""
        return "".join([piece.text for piece in self.pieces])


CELL_JOINT = " | "
# What is copied: words and white space; invisible and control characters fall between the two. A soft hyphen is one of
# these inside a word and at a line's end; elsewhere ("Social- og bolig", "2021-2261") it is drawn as a hyphen.
_RUNS = re.compile(
    f"[^\\s\u00ad{INVISIBLE}\x00-\x1f\x7f-\x9f]+|\\s+|\u00ad(?:[ \t]*\r?\n\\s*(?=[a-zæøå])(?!(?:og|eller|samt)\\b))?"
)
# One class without alternatives, which is searched twice as fast: white space other than the plain one, and the above.
_UNCLEAN = re.compile(f"[\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\u00ad{INVISIBLE}\x00-\x1f\x7f-\x9f]")
_IN_WORD = re.compile("[^\\W\\d_]\u00ad[^\\W\\d_]|\u00ad\\Z|\\A\u00ad")
_CLUSTER = re.compile(".[\u0300-\u036f]*", re.DOTALL)


def clean_pieces(text: str, source: int | None = None) -> tuple[Piece, ...]:
    """The pieces of `text` in canonical form: NFC, white space single, soft hyphens and control characters gone.

    `source` is the source offset of the first character; without it no piece claims one. White space at either end
    becomes one space, so that runs of inline text can be put together; `joined` takes it off at the ends of a block.
    """
    if "  " not in text and not _UNCLEAN.search(text) and unicodedata.is_normalized("NFC", text):
        return (Piece(text, source),) if text else ()
    pieces: list[Piece] = []
    for run in _RUNS.finditer(text):
        place = None if source is None else source + run.start()
        if run.group().startswith("\u00ad"):
            in_word = _IN_WORD.match(text, max(run.start() - 1, 0)) or _IN_WORD.match(text, run.start())
            if not in_word and len(run.group()) == 1:
                pieces.append(Piece("-"))
        elif run.group().isspace():
            pieces.append(Piece(" ", place if run.group() == " " else None))
        else:
            pieces += _composed(run.group(), place)
    return joined([pieces])


def _composed(word: str, place: int | None) -> list[Piece]:
    """One word in NFC; only the letters that composing leaves alone keep their place in the source."""
    if unicodedata.is_normalized("NFC", word):
        return [Piece(word, place)]
    pieces: list[Piece] = []
    for cluster in _CLUSTER.finditer(word):
        letter = unicodedata.normalize("NFC", cluster.group())
        kept = place is not None and letter == cluster.group()
        pieces.append(Piece(letter, place + cluster.start() if kept and place is not None else None))
    return pieces


def joined(runs: Iterable[Iterable[Piece]]) -> tuple[Piece, ...]:
    """The pieces of all runs in order, double spaces at the seams made one, and neighbours of the source made one."""
    pieces: list[Piece] = []
    for piece in (piece for run in runs for piece in run if piece.text):
        last = pieces[-1] if pieces else None
        if last and last.text.endswith(" ") and piece.text.startswith(" "):
            piece = _part(piece, 1, len(piece.text))
            if not piece.text:
                continue
        if last and _adjoins(last, piece):
            pieces[-1] = Piece(last.text + piece.text, last.source)
        else:
            pieces.append(piece)
    return tuple(pieces)


def _adjoins(first: Piece, second: Piece) -> bool:
    if first.source is None or second.source is None:
        return first.source is second.source
    return first.source + len(first.text) == second.source


def _part(piece: Piece, start: int, end: int) -> Piece:
    return Piece(piece.text[start:end], None if piece.source is None else piece.source + start)


def cut(pieces: Sequence[Piece], start: int, end: int) -> tuple[Piece, ...]:
    """The pieces of the characters `start` up to `end` of the pieces' common text."""
    kept: list[Piece] = []
    position = 0
    for piece in pieces:
        first, last = max(start - position, 0), min(end - position, len(piece.text))
        if first < last:
            kept.append(_part(piece, first, last))
        position += len(piece.text)
    return tuple(kept)


def stripped(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces without white space at either end."""
    if (
        pieces
        and pieces[0].text
        and pieces[-1].text
        and not (pieces[0].text[0].isspace() or pieces[-1].text[-1].isspace())
    ):
        return tuple(pieces)
    text = "".join(piece.text for piece in pieces)
    return cut(pieces, len(text) - len(text.lstrip()), len(text.rstrip()))


def part_of(block: Block, start: int, end: int) -> Block:
    """The block with only the characters `start` up to `end` of its text, white space at the ends gone.

    A bold lead keeps what is left of it; cells are given up, since a part of a row is no row.
    """
    text = block.text
    start += len(text[start:end]) - len(text[start:end].lstrip())
    end -= len(text[start:end]) - len(text[start:end].rstrip())
    lead = max(min(block.lead_length, end) - start, 0)
    return replace(block, pieces=cut(block.pieces, start, end), lead_length=lead, cells=())


def row_block(cells: Sequence[Sequence[Piece]], table: int, header: bool = False, page: int | None = None) -> Block:
    """A table row whose text is its cells joined by " | ", with each cell's range in it (empty for an empty cell)."""
    runs: list[Piece] = []
    ranges: list[tuple[int, int]] = []
    position = 0
    for number, cell in enumerate(cells):
        if number:
            runs.append(Piece(CELL_JOINT))
            position += len(CELL_JOINT)
        kept = stripped(cell)
        length = len(kept[0].text) if len(kept) == 1 else sum([len(piece.text) for piece in kept])
        ranges.append((position, position + length))
        runs += kept
        position += length
    return Block(BlockKind.TABLE_ROW, tuple(runs), cells=tuple(ranges), header=header, table=table, page=page)
