"""Minutes put in order before they are understood: every pass takes blocks and gives blocks, and none rewords anything.

Interface text of web pages goes out; section names that stand in a table cell, before a colon or glued to a sentence
become headings; missing blanks and page breaks inside a sentence are mended; tables of contents are marked as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from ingest.blocks import Block, BlockKind, Piece, cut, joined, part_of
from ingest.minutes_words import (
    CASE_NUMBER,
    GLUED_NAME,
    NAME_THEN_TEXT,
    item_heading,
    labelled_section,
    section_name,
)
from ingest.records import SectionKind

_INTERFACE = (
    r"Kopi[eé]r link til (?:punktet|dette punkt)(?:\s*[-–|]\s*Print)?|Til toppen|Print(?: punktet| siden| denne side)?|"
    r"Læs op|Del (?:siden|punktet)|Tilbage til (?:oversigten|toppen)|Fold (?:alle )?(?:ud|ind)|"
    r"(?:Vis|Skjul) (?:alle punkter|punktet)|Åbn(?:/luk)? alle(?: punkter)?|Hent (?:som )?PDF|Udskriv|"
    r"(?:Forrige|Næste) punkt|Gå til (?:punkt|hovedindhold)(?:et)?"
)
_INTERFACE_ALONE = re.compile(rf"(?:{_INTERFACE})(?:\s*[-–|·]\s*(?:{_INTERFACE}))*", re.IGNORECASE)
_INTERFACE_AT_END = re.compile(r"\s*(?:Kopi[eé]r link til punktet(?:\s*[-–|]\s*Print)?|(?<=[.!?])\s+Til toppen)\s*$")
_EMPTY_LABEL = re.compile(
    r"(?:Sagsnr|Sagsnummer|Sags-?id|J\.?\s?nr|Journalnr|Åben/lukket|Sagsbehandler|Sagsforløb)\.?\s*:?", re.IGNORECASE
)
_CASE_LINE = re.compile(
    r"(?:(?:Sagsnr|Sagsnummer|Sags-?id|Sag nr|J\.?\s?nr|Journalnr|Journalnummer)\.?\s*[:.]?\s*)[\w./-]*\d[\w./-]*",
    re.IGNORECASE,
)
_GLUED_SECTIONS = 20  # more names than this in one paragraph are not those of sections
_LEADERS = re.compile(r"(?:\.{4}|(?:\. ){3}\.|…{2}|_{4})$")
_MISSING_BLANK = re.compile(r"(?:(?<=[a-zæøå]{3})|(?<=[0-9]{2})|(?<=\w\)))[.!?](?=[A-ZÆØÅ][a-zæøå]+[\s,])")
_AFTER_LAST_STOP = re.compile(r"[.!?]")
_ENDED = re.compile(r"[.!?:…][\"”'»)\]]*$")


def without_interface(blocks: Iterable[Block]) -> list[Block]:
    """The blocks without the buttons of a web page and without labels that have no value ("Sagsnr:")."""
    kept: list[Block] = []
    for block in blocks:
        text = block.text.strip()
        if _INTERFACE_ALONE.fullmatch(text) or _EMPTY_LABEL.fullmatch(text):
            continue
        tail = _INTERFACE_AT_END.search(block.text)
        kept.append(part_of(block, 0, tail.start()) if tail and not block.cells else block)
    return kept


def unfolded_tables(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with tables that only lay out the page undone.

    A row whose first cell is a section name becomes a heading and a paragraph; a table of one item's number and title
    becomes the item's heading; a table of several becomes lines of a table of contents.
    """
    out: list[Block] = []
    for table, group in groupby(blocks, key=lambda block: block.table):
        rows = list(group)
        if table is None or any(row.kind is not BlockKind.TABLE_ROW for row in rows):
            out += rows
        elif _lists_items(rows[0]):
            out += _item_rows(rows[1:])
        else:
            for row in rows:
                out += _section_row(row)
    return out


def _cell(row: Block, column: int) -> Block:
    start, end = row.cells[column]
    return Block(BlockKind.PARAGRAPH, cut(row.pieces, start, end), page=row.page)


def _lists_items(row: Block) -> bool:
    cells = [row.text[start:end].strip(" .:").lower() for start, end in row.cells]
    return (
        len(cells) >= 2
        and cells[0] in {"punkt", "pkt", "nr", "sag", "punkt nr"}
        and cells[1] in {"titel", "emne", "overskrift"}
    )


def _item_rows(rows: Sequence[Block]) -> list[Block]:
    if len(rows) == 1 and len(rows[0].cells) >= 2:
        number, title = _cell(rows[0], 0), _cell(rows[0], 1)
        pieces = joined([number.pieces, [Piece(" ")], title.pieces])
        return [Block(BlockKind.HEADING, pieces, level=2, page=rows[0].page, section_kind=SectionKind.ITEM)]
    return [replace(row, kind=BlockKind.CONTENTS, cells=(), table=None) for row in rows]


def _section_row(row: Block) -> list[Block]:
    filled = [column for column, (start, end) in enumerate(row.cells) if start < end]
    if len(row.cells) > 2 or not filled or filled[0] != 0:
        return [row]
    name = _cell(row, 0)
    kind = section_name(name.text, marked=True)
    if kind is None or kind is SectionKind.BODY:
        return [row]
    heading = replace(name, kind=BlockKind.HEADING, level=3, section_kind=kind)
    return [heading, *(_cell(row, column) for column in filled[1:])]


def marked_sections(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with every section name a heading of its own, wherever the source hid it."""
    out: list[Block] = []
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            out.append(replace(block, section_kind=block.section_kind or section_name(block.text, marked=True)))
        elif block.kind in {BlockKind.PARAGRAPH, BlockKind.LEAD}:
            out += _sections_in(block)
        else:
            out.append(block)
    return out


def _sections_in(block: Block) -> list[Block]:
    """A paragraph as the sections that it holds: names alone, before a colon, bold in front, or glued to a sentence."""
    out: list[Block] = []
    rest: Block | None = block
    for _ in range(_GLUED_SECTIONS):
        if rest is None:
            break
        found, rest = _first_section(rest)
        out += found
    return out if rest is None else [*out, rest]


def _first_section(block: Block) -> tuple[list[Block], Block | None]:
    """The blocks up to and with the first section name in a paragraph, and what is still to be looked at."""
    text = block.text
    bold = block.lead_length >= len(text.rstrip(" :")) > 0
    kind = section_name(text, marked=bold)
    if kind is not None:
        return [_heading(block, kind)], None
    if bold and len(text) < 120 and not _ENDED.search(text) and not CASE_NUMBER.search(text):
        return [_heading(block, None)], None
    if labelled := labelled_section(text):
        start, kind = labelled
        return [_heading(part_of(block, 0, start), kind)], _plain(part_of(block, start, len(text)))
    if block.kind is BlockKind.LEAD and (kind := section_name(text[: block.lead_length], marked=True)):
        rest = _plain(part_of(block, block.lead_length, len(text)))
        return [_heading(part_of(block, 0, block.lead_length), kind), rest], None
    glued = NAME_THEN_TEXT.match(text) or GLUED_NAME.search(text)
    if glued is None:
        return [block], None
    start, end = glued.span("name")
    before, name, after = part_of(block, 0, start), part_of(block, start, end), part_of(block, end, len(text))
    heading = _heading(name, section_name(name.text, marked=True))
    return [*([before] if before.text else []), heading], _plain(after) if after.text.strip(" :") else None


def _heading(block: Block, kind: SectionKind | None) -> Block:
    return replace(block, kind=BlockKind.HEADING, level=3, lead_length=0, section_kind=kind)


def _plain(block: Block) -> Block:
    return replace(block, kind=BlockKind.PARAGRAPH, lead_length=0)


def case_numbers(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with lines that are only a case number, labelled or bare, marked as that."""
    return [
        replace(block, kind=BlockKind.CASE_NUMBER, lead_length=0)
        if block.kind in {BlockKind.PARAGRAPH, BlockKind.LEAD}
        and (CASE_NUMBER.fullmatch(block.text) or _CASE_LINE.fullmatch(block.text))
        else block
        for block in blocks
    ]


def with_blanks(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with a blank put between sentences that ran into each other ("… afsluttet.Byrådet vedtog …")."""
    return [_with_blanks(block) if block.kind in {BlockKind.PARAGRAPH, BlockKind.LEAD} else block for block in blocks]


def _with_blanks(block: Block) -> Block:
    text = block.text
    ends = [
        seam.end() for seam in _MISSING_BLANK.finditer(text) if not re.search(r"(?:www|@|/)\S*$", text[: seam.end()])
    ]
    if not ends:
        return block
    runs = [
        (*cut(block.pieces, start, end), *([Piece(" ")] if end < len(text) else []))
        for start, end in zip([0, *ends], [*ends, len(text)], strict=True)
    ]
    lead = block.lead_length + sum(end < block.lead_length for end in ends)
    return replace(block, pieces=joined(runs), lead_length=lead)


def joined_at_page_breaks(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with two paragraphs made one where the first has no end and the second starts in lower case."""
    out: list[Block] = []
    for block in blocks:
        last = out[-1] if out else None
        if last and block.kind is BlockKind.PARAGRAPH and _continues(last, block):
            out[-1] = replace(last, pieces=joined([last.pieces, [Piece(" ")], block.pieces]))
        else:
            out.append(block)
    return out


def _continues(first: Block, second: Block) -> bool:
    plain = first.kind is BlockKind.PARAGRAPH or (first.kind is BlockKind.LEAD and first.lead_length < len(first.text))
    if not plain or first.page != second.page or _ENDED.search(first.text) or not second.text[:1].islower():
        return False
    return not second.text.startswith("at ") or not re.search(r"indstil\w*|\bat .*", first.text)


def proposal_items(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with paragraphs "at …" after "… indstiller" marked as the list items that they are."""
    out: list[Block] = []
    listing = False
    for block in blocks:
        if listing and block.kind is BlockKind.PARAGRAPH and block.text.startswith("at "):
            out.append(replace(block, kind=BlockKind.ITEM))
            continue
        listing = block.section_kind is SectionKind.PROPOSAL or "indstil" in _AFTER_LAST_STOP.split(block.text)[-1]
        out.append(block)
    return out


def marked_contents(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with tables of contents marked: lines with dot leaders, and all from "Indholdsfortegnelse" on."""
    out: list[Block] = []
    inside = False
    for block in blocks:
        leaders = has_leaders(block.text)
        if block.kind is BlockKind.HEADING and not leaders:
            inside = block.section_kind is SectionKind.CONTENTS
        elif inside and block.kind is BlockKind.CASE_NUMBER:
            inside = False
        elif leaders or (inside and not _starts_item(block)):
            block = replace(block, kind=BlockKind.CONTENTS, cells=(), table=None, lead_length=0, section_kind=None)
        out.append(block)
    return out


def has_leaders(line: str) -> bool:
    """Whether a line ends in dot leaders and perhaps a page number, as a line of a table of contents does."""
    return _LEADERS.search(line.rstrip(" |").rstrip("0123456789").rstrip(" |")[-8:]) is not None


def _starts_item(block: Block) -> bool:
    heading = item_heading(block.text) if block.kind is BlockKind.LEAD else None
    return heading is not None and heading.worded
