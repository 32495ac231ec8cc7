"""Minutes of every kind brought into one shape: items, and in each item its sections by kind.

Pure decisions on blocks. Proposal and decision are never mixed, closed items never get into the text, and a field that
is missing is a normal thing. What is not here: the words themselves (`minutes_words.py`), the mending of the source's
layout (`minutes_repair.py`), and what the minutes say of the meeting (`minutes_metadata.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.blocks import Block, BlockKind, part_of
from ingest.minutes_closed import without_closed
from ingest.minutes_items import opens_part, with_item_headings
from ingest.minutes_metadata import Item, MinutesMetadata, is_agenda, looks_like_minutes, minutes_metadata
from ingest.minutes_repair import (
    case_numbers,
    joined_at_page_breaks,
    marked_contents,
    marked_sections,
    proposal_items,
    unfolded_tables,
    with_blanks,
    without_interface,
)
from ingest.minutes_words import is_template_name, own_decision, proposes
from ingest.records import Finding, SectionKind
from ingest.sentences import ABBREVIATIONS

__all__ = ["Item", "MinutesBlocks", "MinutesMetadata", "looks_like_minutes", "minutes_metadata", "structure_minutes"]

_PROSE = {SectionKind.CASE, SectionKind.FINANCE, SectionKind.BODY, SectionKind.SUMMARY}
_PARAGRAPHS = {BlockKind.PARAGRAPH, BlockKind.LEAD}
_TERMINAL = re.compile(r"[.!?:;,…][\"”'»)\]]*$")
_GLUED = re.compile(r"(?P<word>\b\w{4,40})[.!?][\"”)]?\s+(?P<line>[A-ZÆØÅ][^.!?:;]{3,80})$")
# Words that make a short line a sentence without its full stop rather than a heading.
_SENTENCE_WORDS = frozenset(
    [
        "er",
        "var",
        "har",
        "havde",
        "bliver",
        "blev",
        "skal",
        "kan",
        "vil",
        "må",
        "bør",
        "kunne",
        "skulle",
        "ville",
        "det",
        "der",
        "som",
        "de",
        "jeg",
        "vi",
    ]
)


@dataclass(frozen=True, slots=True)
class MinutesBlocks:
    """Minutes in order, and what the report must say of them: a finding "closed_item" for each thing left out."""

    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...]


def structure_minutes(blocks: Sequence[Block]) -> MinutesBlocks:
    """The blocks of minutes as title, contents, groups, items and sections of known kinds, without anything closed.

    Headings come back with levels that nest: an item on level 1 (2 in a group), its sections one below, their own
    sub-headings below those, whatever level the source gave them.
    """
    mended = case_numbers(marked_sections(unfolded_tables(without_interface(blocks))))
    mended = with_blanks(joined_at_page_breaks(proposal_items(marked_contents(mended))))
    open_blocks, findings = without_closed(with_item_headings(mended))
    levelled = _with_levels(open_blocks)
    return MinutesBlocks(tuple(_without_empty(_with_sub_headings(levelled))), tuple(findings))


# ---- Levels and kinds ------------------------------------------------------------------------------------------------


def _with_levels(blocks: Sequence[Block]) -> list[Block]:
    """The headings with levels by meaning, and the kinds of proposals that have no heading."""
    agenda = is_agenda(blocks)
    out: list[Block] = []
    kind = SectionKind.BODY
    top, first_sub, in_section, proposing = 1, 0, False, False
    for block in blocks:
        if block.kind is not BlockKind.HEADING:
            proposing = _proposing(block, kind, proposing)
            out.append(replace(block, section_kind=SectionKind.PROPOSAL) if proposing else block)
            continue
        proposing = False
        if opens_part(block):
            kind, top, first_sub, in_section = block.section_kind or SectionKind.BODY, block.level, 0, False
        elif block.section_kind is not None:
            kind, first_sub, in_section = _kind(block, agenda), 0, True
            block = replace(block, level=top + 1, section_kind=kind)
        else:
            first_sub = first_sub or block.level
            level = top + 1 + in_section + min(max(block.level - first_sub, 0), 2)
            block = replace(block, level=level, section_kind=SectionKind.BODY if kind is SectionKind.ITEM else kind)
        out.append(block)
    return out


def _kind(block: Block, agenda: bool) -> SectionKind:
    """The kind of a section; an agenda has no decision of its own."""
    kind = block.section_kind or SectionKind.BODY
    return SectionKind.BODY if agenda and kind is SectionKind.DECISION and own_decision(block.text) else kind


def _proposing(block: Block, kind: SectionKind, proposing: bool) -> bool:
    """Whether a block without a heading of its own is a proposal ("Forvaltningen indstiller …" and its list)."""
    if kind not in {SectionKind.ITEM, SectionKind.BODY, SectionKind.CASE}:
        return False
    if block.kind in _PARAGRAPHS:
        return proposes(block.text)
    return proposing and block.kind is BlockKind.ITEM


# ---- Sub-headings that are plain lines -------------------------------------------------------------------------------


def _with_sub_headings(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with short lines that head a paragraph made headings, also where one is glued to a paragraph's end."""
    out: list[Block] = []
    kind, level = SectionKind.BODY, 0  # of the section in force; level 0 outside every item
    for position, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING:
            if opens_part(block) or is_template_name(block.text):
                level = 0 if opens_part(block) else block.level
            kind = block.section_kind or SectionKind.BODY
        elif level and kind in _PROSE and block.kind is BlockKind.PARAGRAPH and block.section_kind is None:
            following = blocks[position + 1] if position + 1 < len(blocks) else None
            start = _heading_start(block.text, following)
            if start is not None:
                out += [part_of(block, 0, start)] if start else []
                line = part_of(block, start, len(block.text))
                block = replace(line, kind=BlockKind.HEADING, level=level + 1, section_kind=kind)
        out.append(block)
    return out


def _heading_start(text: str, following: Block | None) -> int | None:
    """Where in a paragraph a heading begins: at 0 if it is one, later if one is glued to its end, else None."""
    if following is None or following.kind not in _PARAGRAPHS or not _opens_paragraph(following.text):
        return None
    if _is_heading_line(text, words=10):
        return 0
    glued = _GLUED.search(text)
    if glued is None or (glued["word"].lower() + ".") in ABBREVIATIONS - {"bilag."}:
        return None
    return glued.start("line") if _is_heading_line(glued["line"], words=6) else None


def _opens_paragraph(text: str) -> bool:
    return (text[:1].isupper() or text[:1].isdigit()) and (len(text) > 80 or _TERMINAL.search(text) is not None)


def _is_heading_line(text: str, words: int) -> bool:
    found = re.findall(r"[\w-]+", text.lower())
    return (
        0 < len(found) <= words
        and len(text) <= 80
        and text[0].isupper()
        and not _TERMINAL.search(text)
        and not _SENTENCE_WORDS.intersection(found)
    )


# ---- Empty headings --------------------------------------------------------------------------------------------------


def _without_empty(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without the headings of a template under which nothing stands."""
    kept: list[Block] = []
    for block in reversed(blocks):
        following = kept[-1] if kept else None
        ends = following is None or (following.kind is BlockKind.HEADING and following.level <= block.level)
        if block.kind is BlockKind.HEADING and ends and block.level > 1 and is_template_name(block.text):
            continue
        kept.append(block)
    return kept[::-1]
