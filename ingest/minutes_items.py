"""Which headings of minutes are the title, the groups and the items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.blocks import Block, BlockKind
from ingest.minutes_words import is_group, item_heading
from ingest.records import SectionKind

_TITLE = re.compile(
    r"(?:.*\b)?(?:(?:beslutnings|hoved)?referat|dagsorden|beslutningsprotokol|protokol|mødereferat)\b.*", re.IGNORECASE
)
_INTRODUCES = re.compile(r"indstil|[:,]$|\bat$")
_PARTS = {SectionKind.TITLE, SectionKind.CONTENTS, SectionKind.ITEM}
_LINES = {BlockKind.PARAGRAPH, BlockKind.LEAD}


def opens_part(heading: Block) -> bool:
    """Whether a heading opens a part that no item reaches into: the title, the contents, a group, an item."""
    return heading.section_kind in _PARTS or (heading.section_kind is SectionKind.BODY and is_group(heading.text))


def with_item_headings(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with title, contents, groups and items marked by kind and level.

    Items stand on level 1, or on level 2 from the first group heading on.
    """
    title = _title(blocks)
    items = _items(blocks, title)
    out: list[Block] = []
    grouped = begun = False
    for position, block in enumerate(blocks):
        if position == title:
            block = replace(block, kind=BlockKind.HEADING, level=1, section_kind=SectionKind.TITLE, lead_length=0)
        elif position in items:
            begun = True
            block = _heading(block, 2 if grouped else 1, SectionKind.ITEM)
        elif block.kind is BlockKind.HEADING and block.section_kind is SectionKind.CONTENTS:
            block = replace(block, level=1)
        elif _is_group(block, blocks[position + 1 :], items, position):
            grouped = True
            block = _heading(block, 1, SectionKind.BODY)
        elif (
            block.kind is BlockKind.HEADING
            and not begun
            and items
            and block.section_kind not in {None, SectionKind.ABSENCE}
        ):
            block = replace(block, section_kind=SectionKind.BODY)  # "Referat" above the first item decides nothing
        out.append(block)
    return out


def _heading(block: Block, level: int, kind: SectionKind) -> Block:
    return replace(block, kind=BlockKind.HEADING, level=level, section_kind=kind, lead_length=0)


def _title(blocks: Sequence[Block]) -> int | None:
    """The position of the title: the first heading, or a first line that says referat or dagsorden."""
    for position, block in enumerate(blocks[:6]):
        worded = _TITLE.fullmatch(block.text) is not None and len(block.text) < 160
        if block.kind is BlockKind.HEADING:
            return position if worded or not _shaped(block) else None
        if block.kind in _LINES and worded and not block.text.rstrip().endswith("."):
            return position
    return None


def _shaped(block: Block) -> bool:
    found = item_heading(block.text)
    return block.section_kind is not None or (found is not None and found.worded)


def _items(blocks: Sequence[Block], title: int | None) -> frozenset[int]:
    """The positions of the items' headings: by the word ("Punkt 42"), else by a number, else by what they hold."""
    candidates = [position for position in range(len(blocks)) if position != title]
    laid_out = [position for position in candidates if blocks[position].section_kind is SectionKind.ITEM]
    worded = [position for position in candidates if _is_worded(blocks[position])]
    if laid_out or worded:
        return frozenset(laid_out + worded)
    numbered = [position for position in candidates if _is_numbered(blocks, position)]
    marked = [blocks[position].level for position in numbered if blocks[position].kind is BlockKind.HEADING]
    if numbered:
        outermost = min(marked, default=0)
        return frozenset(
            position
            for position in numbered
            if blocks[position].kind is not BlockKind.HEADING or blocks[position].level == outermost
        )
    return frozenset(_unnumbered(blocks, candidates))


def _is_worded(block: Block) -> bool:
    found = item_heading(block.text)
    if found is None or not found.worded:
        return False
    if block.kind is BlockKind.HEADING:
        return True
    return block.kind in _LINES and found.set_off and len(block.text) < 200 and not block.text.rstrip().endswith(".")


def _is_numbered(blocks: Sequence[Block], position: int) -> bool:
    block = blocks[position]
    following = blocks[position + 1] if position + 1 < len(blocks) else None
    opens = following is not None and (following.kind is BlockKind.CASE_NUMBER or following.kind is BlockKind.HEADING)
    if block.kind is BlockKind.ITEM:  # "1. Godkendelse af dagsorden" alone on its line is a list to a Markdown reader
        before = blocks[position - 1] if position else None
        alone = before is None or (before.kind is not BlockKind.ITEM and not _INTRODUCES.search(before.text))
        titled = block.text[:1].isupper() and not block.text.endswith((".", ",", ";"))
        return block.ordered and alone and titled and following is not None and _opens_item(following)
    found = item_heading(block.text)
    if found is None or found.worded or block.section_kind is not None:
        return False
    if block.kind is BlockKind.HEADING:
        return True
    return block.kind in _LINES and opens and following is not None and _opens_item(following)


def _opens_item(block: Block) -> bool:
    return block.kind is BlockKind.CASE_NUMBER or block.section_kind not in {None, SectionKind.CONTENTS}


def _unnumbered(blocks: Sequence[Block], candidates: Sequence[int]) -> list[int]:
    """Headings that stand above the section names and have at least one of these under them."""
    names = [block.level for block in blocks if block.kind is BlockKind.HEADING and block.section_kind is not None]
    if not names:
        return []
    above = [
        position
        for position in candidates
        if blocks[position].kind is BlockKind.HEADING
        and blocks[position].section_kind is None
        and blocks[position].level < min(names)
        and not is_group(blocks[position].text)
    ]
    return above


def _is_group(block: Block, following: Sequence[Block], items: frozenset[int], position: int) -> bool:
    """Whether a line heads a group of items: it has the words, and an item or nothing but a line comes after it."""
    if block.section_kind is not None or not is_group(block.text):
        return False
    if block.kind is BlockKind.HEADING:
        return True
    alone = block.kind in _LINES and (block.text.isupper() or block.kind is BlockKind.LEAD)
    return alone or (block.kind in _LINES and position + 1 in items and bool(following))
