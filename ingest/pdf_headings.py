"""Which level each heading has: from the outline, from its number, or from its size among the document's headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.block_pieces import BlockKind
from ingest.pdf_paragraphs import PARAGRAPH_SIGN, Paragraph
from ingest.pdf_structure import OutlineEntry

_NUMBERED = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+\S")
_SPACES = re.compile(r"\W+")
PARAGRAPH_LEVEL = 9  # a law's § stands under every other heading


def set_levels(paragraphs: Sequence[Paragraph], outline: Sequence[OutlineEntry]) -> None:
    """Gives each heading its level from 1; a heading that the outline names takes the outline's."""
    known = {(_plain(entry.title), entry.page): entry.level for entry in outline}
    headings = [one for one in paragraphs if one.kind is BlockKind.HEADING]
    sizes = sorted({_size(one) for one in headings}, reverse=True)
    shift = 0 if not known else _outline_depth(headings, known)
    for one in headings:
        level = known.get((_plain(one.text), one.page))
        numbered = _NUMBERED.match(one.text)
        if level is not None:
            one.level = level
        elif numbered:
            one.level = numbered.group(1).count(".") + 1
        else:
            one.level = max(sizes.index(_size(one)) + 1, shift)


def _size(paragraph: Paragraph) -> tuple[float, bool]:
    row = paragraph.rows[0]
    return round(row.height * 2) / 2, row.bold


def _plain(title: str) -> str:
    return _SPACES.sub("", title).lower()


def _outline_depth(headings: Sequence[Paragraph], known: dict[tuple[str, int | None], int]) -> int:
    """The deepest level that the outline names, plus one: where an unnamed, unnumbered heading belongs."""
    found = [known[key] for one in headings if (key := (_plain(one.text), one.page)) in known]
    return max(found) + 1 if found else 0


def paragraph_anchor(text: str) -> str | None:
    """The anchor ("§ 5") of a paragraph that begins with a law's paragraph sign, else None."""
    match = PARAGRAPH_SIGN.match(text)
    return "§ " + match.group().lstrip("§ ").rstrip(". ") if match else None
