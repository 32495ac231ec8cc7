"""Captions and source lines joined to their tables, and tables of which only the caption could be read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.blocks import Block, BlockKind
from ingest.catalogue import load_catalogue
from ingest.records import Finding, Reading

_CAPTION = re.compile(
    r"(?:Tabel|Figur|Kort)\s+\d+(?:\.\d+)*[a-z]?(?!\s+(?:viser|og|er|ses|fremgår|kan|angiver|giver|beskriver|indeholder))\b"
    r"(?:[.:]?\s|$)",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"Kilde(?:r)?\s*:", re.IGNORECASE)
_CAPTION_LENGTH, _SOURCE_LENGTH = 250, 400
_TEXT = {BlockKind.PARAGRAPH, BlockKind.LEAD, BlockKind.HEADING}


def with_tables(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with captions ("Tabel 3.1 …") and `Kilde:` lines marked and numbered like the rows they belong to.

    A caption above or below takes the rows next to it, with nothing but source lines between; a caption without rows is
    a table of its own. Tables are numbered anew in reading order.
    """
    marked = [_marked(block) for block in blocks]
    owners = _owners(marked)
    order: dict[int, int] = {}
    out: list[Block] = []
    for block, owner in zip(marked, owners, strict=True):
        number = None if owner is None else order.setdefault(owner, len(order))
        out.append(replace(block, table=number))
    return out


def _marked(block: Block) -> Block:
    text = block.text
    if block.kind in _TEXT and len(text) <= _CAPTION_LENGTH and _CAPTION.match(text):
        return replace(block, kind=BlockKind.CAPTION, lead_length=0)
    if block.kind in _TEXT and len(text) <= _SOURCE_LENGTH and _SOURCE.match(text):
        return replace(block, kind=BlockKind.SOURCE_LINE, lead_length=0)
    return block


def _owners(blocks: Sequence[Block]) -> list[int | None]:
    """For each block the position of the block that stands for its table: its caption, else its first row."""
    owners: list[int | None] = [None] * len(blocks)
    open_caption: int | None = None  # a caption that has no rows yet
    last: int | None = None  # the table right above
    last_rows: int | None = None  # the rows right above that have no caption yet
    raw: int | None = None
    for position, block in enumerate(blocks):
        if block.kind is BlockKind.TABLE_ROW:
            if position and raw == block.table and blocks[position - 1].kind is BlockKind.TABLE_ROW:
                owners[position] = owners[position - 1]
            else:
                owners[position] = position if open_caption is None else open_caption
                last_rows = position if open_caption is None else None
            raw, last, open_caption = block.table, owners[position], None
        elif block.kind is BlockKind.CAPTION:
            below = block.table == raw if block.table is not None else block.text.lower().startswith("tabel")
            follows_rows = last_rows is not None and below and not _rows_ahead(blocks, position)
            owners[position] = last_rows if follows_rows else position
            open_caption = None if follows_rows else position
            last, last_rows = owners[position], None
        elif block.kind is BlockKind.SOURCE_LINE:
            owners[position] = last
        else:
            open_caption = last = last_rows = None
    return owners


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
