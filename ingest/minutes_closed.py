"""What is closed goes out of minutes before anything else sees it, its title included.

When in doubt a thing is closed: a closed group reaches to the next open group, and a number that the table of contents
calls closed is closed in the body too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.blocks import Block, BlockKind
from ingest.catalogue import load_catalogue
from ingest.minutes_items import opens_part
from ingest.minutes_words import closes_group, closes_item, is_closed, is_group, item_heading
from ingest.records import Finding, SectionKind

CLOSED = "closed_item"


def closed_finding(number: str | None = None, page: int | None = None) -> Finding:
    """What the report says of a closed thing that was left out: an item's number where it has one, never a title."""
    texts = load_catalogue("ingest")
    detail = texts.text("minutes.closed_item", number=number) if number else texts.text("minutes.closed")
    return Finding(CLOSED, page, detail)


def without_closed(blocks: Sequence[Block]) -> tuple[list[Block], list[Finding]]:
    """The blocks without closed items, groups and attachments, and a finding for each (an item's number, no title)."""
    closed_in_contents = _closed_in_contents(blocks)
    kept: list[Block] = []
    findings: list[Finding] = []
    in_group = in_contents = False
    for part in _parts(blocks):
        first = part[0]
        listing = first.kind is BlockKind.HEADING and first.section_kind is SectionKind.CONTENTS
        if first.kind is BlockKind.HEADING and is_group(first.text):
            in_group, in_contents = closes_group(first.text), in_contents and closes_group(first.text)
        elif listing:
            in_group, in_contents = False, True
        elif in_group and in_contents:  # closed titles in the contents; the items themselves begin here
            in_group = in_contents = False
        if in_group or _item_is_closed(part, closed_in_contents):
            found = item_heading(first.text)
            findings.append(closed_finding(found.number if found else None, first.page))
            continue
        open_part, closed = _open_lines(part)
        kept += open_part
        findings += closed
    return kept, list(dict.fromkeys(findings))


def _parts(blocks: Sequence[Block]) -> list[list[Block]]:
    """The blocks cut before every heading that opens a part, or that says it is closed."""
    parts: list[list[Block]] = []
    for block in blocks:
        opens = block.kind is BlockKind.HEADING and (opens_part(block) or is_closed(block.text))
        if opens or not parts:
            parts.append([])
        parts[-1].append(block)
    return parts


def _item_is_closed(part: Sequence[Block], in_contents: frozenset[str]) -> bool:
    first = part[0]
    if first.kind is not BlockKind.HEADING or first.section_kind in {SectionKind.TITLE, SectionKind.CONTENTS}:
        return False
    found = item_heading(first.text)
    names = (found.number, found.title.lower()) if found else (first.text.lower(),)
    if is_closed(first.text) or not in_contents.isdisjoint(names):
        return True
    return any(closes_item(block.text) for block in part[1:]) and first.section_kind is SectionKind.ITEM


def _open_lines(part: Sequence[Block]) -> tuple[list[Block], list[Finding]]:
    """A part without its closed attachments, lines of contents and the lines under "LUKKEDE SAGER" in a table."""
    kept: list[Block] = []
    findings: list[Finding] = []
    closing: Block | None = None
    for block in part:
        if block.kind is not BlockKind.HEADING and is_group(_first_words(block)):
            closing = block if closes_group(_first_words(block)) else None
        same = closing is not None and (
            block.kind is closing.kind or block.kind in {BlockKind.ITEM, BlockKind.CONTENTS}
        )
        if same or _is_closed_line(block):
            findings.append(closed_finding(page=block.page))
        else:
            closing = None if block.kind is BlockKind.HEADING else closing
            kept.append(block)
    return kept, findings


def _is_closed_line(block: Block) -> bool:
    """Whether a line says it is closed; a long paragraph only by the mark of the case system."""
    if len(block.text) > 200:
        return "maapubliceres" in block.text.lower() and is_closed(block.text)
    return is_closed(block.text) or is_closed(_first_words(block))


def _first_words(block: Block) -> str:
    """A line without cell joints and dot leaders."""
    return block.text.rstrip(" |").rstrip("0123456789").rstrip(" .…|_-").strip(" |*")


def _closed_in_contents(blocks: Sequence[Block]) -> frozenset[str]:
    """The item numbers and the titles in lower case that the table of contents marks as closed."""
    closed: set[str] = set()
    closing = False
    for block in blocks:
        if block.kind is not BlockKind.CONTENTS:
            closing = block.kind is BlockKind.HEADING and closes_group(block.text)
            continue
        line = _first_words(block)
        if is_group(line):
            closing = closes_group(line)
            continue
        if closing or is_closed(line):
            found = _CONTENTS_LINE.match(line)
            if found:
                closed.update(part.strip().lower() for part in found.groups() if part and len(part.strip()) > 0)
    return frozenset(closed)


# "2 | Titel", "Punkt 2: Titel (lukket)", "Titel (lukket)"
_CONTENTS_LINE = re.compile(
    r"(?:(?:punkt|pkt\.?|sag|nr\.?)\s*)?(?:(\d{1,4}[a-z]?)\b[\s.:|)–-]*)?(.*?)(?:\s*[-–:([]\s*lukket.*)?$",
    re.IGNORECASE,
)
