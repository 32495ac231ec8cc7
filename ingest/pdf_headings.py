"""Which level each heading has: from the outline, from its number, or from its size among the document's headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.block_pieces import BlockKind
from ingest.pdf_paragraphs import PARAGRAPH_SIGN, Paragraph
from ingest.pdf_structure import OutlineEntry

_NUMBERED = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+\S")
_CHAPTER = re.compile(r"(?:Kapitel|Afsnit|Del) \w{1,6}")
_CHAPTER_LEVEL, _LEAST_CHAPTERS = 2, 2
_SPACES = re.compile(r"\W+")
PARAGRAPH_LEVEL = 9  # a law's § stands under every other heading


def set_levels(paragraphs: Sequence[Paragraph], outline: Sequence[OutlineEntry]) -> None:
    """Gives each heading its level from 1; a heading that the outline names takes the outline's."""
    known = {(_plain(entry.title), entry.page): entry.level for entry in outline}
    headings = [one for one in paragraphs if one.kind is BlockKind.HEADING and not one.level]
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


def with_chapters(flow: Sequence[Paragraph]) -> list[Paragraph]:
    """The flow of a statute with its chapter and sub-headings as headings; any other flow as it is.

    Statutes centre their headings in the body's letters: "Kapitel 1", the chapter's name under it, and names of groups
    of paragraphs. A chapter's name is joined to its number.
    """
    if sum(map(_is_chapter, flow)) < _LEAST_CHAPTERS:
        return list(flow)
    marked: list[Paragraph] = []
    for one in flow:
        chapter = _is_chapter(one)
        if one.kind is not BlockKind.PARAGRAPH or not (chapter or _is_centred(one)):
            marked.append(one)
        elif marked and _CHAPTER.fullmatch(marked[-1].text) and marked[-1].page == one.page and not chapter:
            marked[-1].rows += one.rows
        else:
            one.kind, one.level = BlockKind.HEADING, _CHAPTER_LEVEL if chapter else _CHAPTER_LEVEL + 1
            marked.append(one)
    return marked


def _is_chapter(paragraph: Paragraph) -> bool:
    return _CHAPTER.fullmatch(paragraph.rows[0].text) is not None and _is_centred(paragraph)


def _is_centred(paragraph: Paragraph) -> bool:
    if len(paragraph.text) > 150 or paragraph.text.endswith((";", ":", ",")):
        return False
    for row in paragraph.rows:
        before, after = row.left - row.column_left, row.column_right - row.right
        width = row.column_right - row.column_left  # of the widest line, which need not fill the page
        if abs(before - after) > 0.06 * width or before < 0.1 * width:
            return False
    return True


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
