"""Captions and source lines joined to their tables, and tables of which only the caption could be read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.blocks import Block, BlockKind, part_of
from ingest.catalogue import load_catalogue
from ingest.records import Finding, Reading

_CAPTION = re.compile(
    r"(?:Tabel|Figur|Kort)\s+\d+(?:\.\d+)*[a-z]?(?!\s+(?:viser|og|er|ses|fremgår|kan|angiver|giver|beskriver|indeholder))\b"
    r"(?:[.:]?\s|$)",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"Kilde(?:r)?\s*:", re.IGNORECASE)
_SOURCE_INSIDE = re.compile(r"(?<=\s)Kilde(?:r)?\s*:", re.IGNORECASE)
_CAPTION_LENGTH, _SOURCE_LENGTH = 250, 400
_TEXT = {BlockKind.PARAGRAPH, BlockKind.LEAD, BlockKind.HEADING}
_CAPTIONED = {BlockKind.PARAGRAPH, BlockKind.LEAD, BlockKind.CAPTION}


def with_tables(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with captions ("Tabel 3.1 …") and `Kilde:` lines marked and numbered like the rows they belong to.

    A caption above or below takes the rows next to it, with nothing but source lines between; a caption without rows is
    a table of its own, but one marked as a figure's is none. Tables are numbered anew in reading order.
    """
    marked = [_marked(part) for block in blocks for part in _parted(block)]
    owners = _owners(marked)
    order: dict[int, int] = {}
    out: list[Block] = []
    for block, owner in zip(marked, owners, strict=True):
        number = None if owner is None else order.setdefault(owner, len(order))
        out.append(block if block.table == number else replace(block, table=number))
    return out


def _parted(block: Block) -> list[Block]:
    """A caption and the source line that stands in one paragraph with it, apart."""
    captioned = block.kind in _CAPTIONED and _CAPTION.match(block.text)
    source = _SOURCE_INSIDE.search(block.text) if captioned else None
    if source is None:
        return [block]
    rest = replace(part_of(block, source.start(), len(block.text)), kind=BlockKind.SOURCE_LINE, lead_length=0)
    return [part_of(block, 0, source.start()), rest]


def _marked(block: Block) -> Block:
    if block.kind not in _TEXT:
        return block
    text = block.text
    if len(text) <= _CAPTION_LENGTH and _CAPTION.match(text):
        return replace(block, kind=BlockKind.CAPTION, lead_length=0)
    if len(text) <= _SOURCE_LENGTH and _SOURCE.match(text):
        return replace(block, kind=BlockKind.SOURCE_LINE, lead_length=0)
    return block


def _owners(blocks: Sequence[Block]) -> list[int | None]:
    """For each block the position of the block that stands for its table: its caption, else its first row.

    Blocks that the reader gave one table number stay together, wherever they stand.
    """
    owners: list[int | None] = [None] * len(blocks)
    known: dict[int, int] = {}  # the owner of each table number that the reader gave
    caption: int | None = None  # a caption above that has no rows yet
    rows: int | None = None  # rows above that have no caption yet
    last: int | None = None  # the table right above
    for position, block in enumerate(blocks):
        given = known.get(block.table) if block.table is not None else None
        if block.figure:
            caption = rows = last = None
            continue
        if block.kind is BlockKind.TABLE_ROW:
            if given is None:
                fits = caption is not None and blocks[caption].table in {None, block.table}
                given, rows = (caption, None) if fits else (position, position)
            last, caption = given, None
        elif block.kind is BlockKind.CAPTION:
            if given is None and rows is not None and _is_below(block, blocks, position):
                given = rows
            caption = position if given is None else None
            last, rows = position if given is None else given, None
        elif block.kind is BlockKind.SOURCE_LINE:
            last = given if given is not None else last
        else:
            caption = rows = last = None
            continue
        owners[position] = last
        if block.table is not None and last is not None:
            known[block.table] = last
    return owners


def _is_below(caption: Block, blocks: Sequence[Block], position: int) -> bool:
    """Whether a caption right under rows is theirs, and not that of a figure or of the next table."""
    return caption.table is None and caption.text.lower().startswith("tabel") and not _rows_ahead(blocks, position)


def _rows_ahead(blocks: Sequence[Block], position: int) -> bool:
    for block in blocks[position + 1 :]:
        if block.kind is not BlockKind.SOURCE_LINE:
            return block.kind is BlockKind.TABLE_ROW
    return False


def without_values(reading: Reading) -> list[Finding]:
    """A finding for each table of which only the caption could be read."""
    texts = load_catalogue("ingest")
    findings: list[Finding] = []
    for table in reading.tables:
        if table.values_captured:
            continue
        page = reading.page_at(table.range.start)
        detail = (
            texts.text("formats.no_values", number=table.number)
            if table.number
            else texts.text("formats.no_values_unnumbered")
        )
        findings.append(Finding("table_without_values", page.number if page else None, detail))
    return findings
