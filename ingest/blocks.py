"""Blocks joined into a `Reading`: the canonical text, and every section, sentence, list, table and page as a range.

Every reader makes blocks (`block_pieces.py`, whose names are given on here) and has them joined here, in one way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.block_pieces import (
    CELL_JOINT,
    Block,
    BlockKind,
    Piece,
    clean_pieces,
    cut,
    joined,
    part_of,
    row_block,
    stripped,
)
from ingest.records import (
    Cell,
    Document,
    Finding,
    Listing,
    Page,
    Range,
    Reading,
    Section,
    SectionKind,
    SourceMap,
    Table,
)
from ingest.sentences import split_sentences

__all__ = [
    "CELL_JOINT",
    "Block",
    "BlockKind",
    "Piece",
    "build_reading",
    "clean_pieces",
    "cut",
    "joined",
    "part_of",
    "row_block",
    "stripped",
]

_NUMBERED = re.compile(r"\s*(?:Tabel|Figur|Kort|Table|Figure)\s+(\d+(?:\.\d+)*[a-z]?)\b", re.IGNORECASE)
_ANNOUNCES = re.compile(r"(?:[:,;]|\bhhv\.|[^.!?…\"”'»)\]])$")
_COUNTS = ("nul", "en", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv")
_SPLIT = {BlockKind.PARAGRAPH, BlockKind.LEAD, BlockKind.FOOTNOTE}
_TIGHT = {BlockKind.ITEM, BlockKind.CONTENTS}


@dataclass(frozen=True, slots=True)
class _Placed:
    """A block, its range in the canonical text, and the ranges of its sentences."""

    block: Block
    range: Range
    sentences: tuple[Range, ...]


def build_reading(
    document: Document,
    blocks: Sequence[Block],
    findings: Sequence[Finding] = (),
    page_sizes: Mapping[int, tuple[float, float]] | None = None,
) -> Reading:
    """The reading of `document` whose canonical text is the blocks joined by a blank line.

    Rows of one table, list items and lines of a table of contents are joined by a single line break. Blocks with a page
    give pages (width and height in points from `page_sizes`, else 0), and the source map then lies on the pages.
    """
    placed, text = _place(blocks)
    pages = _pages(placed, len(text), page_sizes or {})
    return Reading(
        document=document,
        text=text,
        sections=_sections(document, placed, len(text)),
        sentences=tuple(sentence for one in placed for sentence in one.sentences),
        pages=pages,
        listings=_listings(placed),
        tables=_tables(placed),
        map=SourceMap() if pages else _source_map(placed),
        findings=tuple(findings),
    )


# ---- Text and sentences ----------------------------------------------------------------------------------------------


def _place(blocks: Sequence[Block]) -> tuple[list[_Placed], str]:
    placed: list[_Placed] = []
    parts: list[str] = []
    position = 0
    last: Block | None = None
    for block in blocks:
        text = block.text
        if not text:
            continue
        if last is not None:
            joint = _joint(last, block)
            parts.append(joint)
            position += len(joint)
        whole = Range(position, position + len(text))
        sentences = tuple(_sentences(block, text, position)) if block.kind in _SPLIT else (whole,)
        placed.append(_Placed(block, whole, sentences))
        parts.append(text)
        position, last = whole.end, block
    return placed, "".join(parts)


def _joint(first: Block, second: Block) -> str:
    if first.page != second.page:
        return "\n\n"
    same_table = first.table is not None and first.table == second.table
    return "\n" if same_table or (first.kind is second.kind and first.kind in _TIGHT) else "\n\n"


def _sentences(block: Block, text: str, start: int) -> list[Range]:
    if not block.lead_length:
        return split_sentences(text, start)
    lead = text[: block.lead_length].rstrip()
    if not lead.endswith((".", "!", "?")) or len(lead) == len(text):
        return split_sentences(text, start)
    rest = text[block.lead_length :]
    begins = start + block.lead_length + len(rest) - len(rest.lstrip())
    return [Range(start, start + len(lead)), *split_sentences(rest.lstrip(), begins)]


# ---- Sections --------------------------------------------------------------------------------------------------------


def _sections(document: Document, placed: Sequence[_Placed], length: int) -> tuple[Section, ...]:
    """Sections that tile the text. A run of blocks of another kind under one heading is a section with its path."""
    opened: list[tuple[int, Section]] = []
    stack: list[tuple[int, str]] = []
    heading_kind, heading_level = SectionKind.BODY, 0
    page = placed[0].block.page if placed else None
    for one in placed:
        block = one.block
        turned, page = block.page != page, block.page
        if turned:  # only slides have pages here, and a slide's heading does not reach to the next one
            stack, heading_kind, heading_level = [], SectionKind.BODY, 0
        if block.kind is BlockKind.HEADING:
            title = block.text.rstrip(" :")
            stack = [*(above for above in stack if above[0] < block.level), (block.level, title)]
            heading_kind, heading_level = block.section_kind or SectionKind.BODY, block.level
        kind = _kind_of(block, heading_kind)
        if turned or block.kind is BlockKind.HEADING or not opened or kind is not opened[-1][1].kind:
            path = tuple(title for _, title in stack) or (document.title,)
            heading = one.range if block.kind is BlockKind.HEADING else None
            section = Section(path, kind, heading_level, one.range, heading, block.anchor)
            opened.append((one.range.start if opened else 0, section))
    ends = [*(start for start, _ in opened[1:]), length]
    return tuple(
        Section(one.path, one.kind, one.level, Range(start, end), one.heading, one.anchor)
        for (start, one), end in zip(opened, ends, strict=False)
    )


def _kind_of(block: Block, heading_kind: SectionKind) -> SectionKind:
    if block.kind is BlockKind.FOOTNOTE:
        return SectionKind.FOOTNOTES
    if block.kind is BlockKind.CONTENTS:
        return SectionKind.CONTENTS
    return block.section_kind or heading_kind


# ---- Lists -----------------------------------------------------------------------------------------------------------


def _listings(placed: Sequence[_Placed]) -> tuple[Listing, ...]:
    found: list[Listing] = []
    position = 0
    for kind, group in groupby(placed, key=lambda one: one.block.kind):
        run = list(group)
        before = placed[position - 1] if position else None
        if kind is BlockKind.ITEM:
            found += _item_listings(run, before)
        elif kind is BlockKind.LEAD and len(run) > 1 and all(_names(one.block) for one in run):
            leads = [Range(one.range.start, one.range.start + one.block.lead_length) for one in run]
            bodies = tuple(one.range for one in run)
            intro = _intro(before, len(run))
            if intro or not all(one.block.text[: one.block.lead_length].endswith(":") for one in run):
                found.append(Listing(intro, tuple(leads), bodies))
        position += len(run)
    return tuple(found)


def _names(block: Block) -> bool:
    """Whether a bold lead is parted from what follows by a sign; a label ("**Mødested** D.2.58") is not."""
    return re.match(r"\s*[:–—-]", block.text[block.lead_length :]) is not None or (
        re.search(r"[.:!?–—-]\s*$", block.text[: block.lead_length]) is not None
    )


def _item_listings(run: Sequence[_Placed], before: _Placed | None) -> list[Listing]:
    """The list of the outermost items of `run`, then the lists inside each item."""
    depth = min(one.block.level for one in run)
    tops = [number for number, one in enumerate(run) if one.block.level == depth]
    if tops[0] > 0:  # deeper items that come before the first outer one are a list of their own
        return [*_item_listings(run[: tops[0]], before), *_item_listings(run[tops[0] :], run[tops[0] - 1])]
    ends = [*tops[1:], len(run)]
    items = tuple(run[top].range for top in tops)
    bodies = tuple(Range(run[top].range.start, run[end - 1].range.end) for top, end in zip(tops, ends, strict=True))
    found = [Listing(_intro(before, len(items)), items, bodies, run[0].block.ordered)]
    for top, end in zip(tops, ends, strict=True):
        if end - top > 1:
            found += _item_listings(run[top + 1 : end], run[top])
    return found


def _intro(before: _Placed | None, count: int) -> Range | None:
    """The sentence that introduces a list of `count` items: the one before it, if it announces them."""
    if before is None or not before.sentences or before.block.kind not in {*_SPLIT, BlockKind.ITEM}:
        return None
    last = before.sentences[-1]
    text = before.block.text
    sentence = text[last.start - before.range.start : last.end - before.range.start]
    return last if _ANNOUNCES.search(text) or counts(sentence, count) else None


def counts(sentence: str, count: int) -> bool:
    """Whether `sentence` names the number `count`, as a Danish word up to twelve or in figures."""
    words = set(re.findall(r"\w+", sentence.lower()))
    return str(count) in words or (1 < count < len(_COUNTS) and _COUNTS[count] in words)


# ---- Tables, pages, source map ---------------------------------------------------------------------------------------


def _tables(placed: Sequence[_Placed]) -> tuple[Table, ...]:
    parts: dict[int, list[_Placed]] = {}
    for one in placed:
        if one.block.table is not None:
            parts.setdefault(one.block.table, []).append(one)
    return tuple(_table(part) for part in parts.values())


def _table(parts: Sequence[_Placed]) -> Table:
    rows = [one for one in parts if one.block.kind is BlockKind.TABLE_ROW]
    captions = [one for one in parts if one.block.kind is BlockKind.CAPTION]
    sources = [one for one in parts if one.block.kind is BlockKind.SOURCE_LINE]
    number = _NUMBERED.match(captions[0].block.text) if captions else None
    cells = tuple(
        Cell(row, column, Range(one.range.start + start, one.range.start + end))
        for row, one in enumerate(rows)
        for column, (start, end) in enumerate(one.block.cells)
    )
    headers = next((count for count, one in enumerate(rows) if not one.block.header), len(rows))
    return Table(
        range=Range(parts[0].range.start, parts[-1].range.end),
        caption=captions[0].range if captions else None,
        number=number.group(1) if number else None,
        cells=cells,
        header_rows=headers,
        source_line=sources[0].range if sources else None,
        values_captured=bool(rows),
    )


def _pages(placed: Sequence[_Placed], length: int, sizes: Mapping[int, tuple[float, float]]) -> tuple[Page, ...]:
    """Pages that tile the text, each with the source map of its own blocks; one that only `sizes` knows is empty."""
    blocks: dict[int, list[_Placed]] = {}
    for one in placed:
        if one.block.page is not None:
            blocks.setdefault(one.block.page, []).append(one)
    numbers = sorted({*sizes, *blocks})
    pages: list[Page] = []
    end = length
    for number in reversed(numbers):
        own = blocks.get(number, [])
        start = own[0].range.start if own else end
        if number == numbers[0]:
            start = 0
        width, height = sizes.get(number, (0.0, 0.0))
        pages.append(Page(number, None, Range(start, end), width, height, map=_source_map(own)))
        end = start
    return tuple(reversed(pages))


def _source_map(placed: Sequence[_Placed]) -> SourceMap:
    starts: list[int] = []
    sources: list[int] = []
    lengths: list[int] = []
    for one in placed:
        position = one.range.start
        for text, source in one.block.pieces:
            length = len(text)
            if source is not None and length:
                starts.append(position)
                sources.append(source)
                lengths.append(length)
            position += length
    return SourceMap(tuple(starts), tuple(sources), tuple(lengths))
