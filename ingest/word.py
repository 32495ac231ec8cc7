"""A Word document to a reading: headings, lists, tables, captions, footnotes and the table of contents.

python-docx opens the file and knows its styles. Its own list of paragraphs leaves out content controls and inserted
text, so the body is walked as XML here; deleted and hidden text stays out. The source map is empty: a Word file has no
offsets that mean anything to a reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zipfile import BadZipFile

from docx import Document as open_word
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.styles.style import ParagraphStyle
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph
from lxml import etree

from ingest.blocks import Block, BlockKind, Piece, clean_pieces, joined, row_block, stripped
from ingest.catalogue import load_catalogue
from ingest.errors import Unreadable
from ingest.office import checked_package
from ingest.reading import reading_of
from ingest.records import Document, Finding, Reading

_HEADING = re.compile(r"(?:heading|overskrift|rubrik)\s*(\d)", re.IGNORECASE)
_TITLE = re.compile(r"title|titel", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|indholdsfortegnelse|table of figures)(?! heading)\b", re.IGNORECASE)
_LIST = re.compile(r"list (?:bullet|number|paragraph)|opstilling", re.IGNORECASE)
_NUMBERED = re.compile(r"number|talopstilling", re.IGNORECASE)
_OUT = frozenset(qn(name) for name in ("w:del", "w:moveFrom", "w:txbxContent", "w:instrText", "w:object"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_WRAPPERS = frozenset(qn(name) for name in ("w:sdt", "w:sdtContent", "w:ins", "w:smartTag", "w:customXml", "w:moveTo"))
_FOOTNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


def read_word(data: bytes, document: Document) -> Reading:
    """The reading of a Word document. Raises Unreadable where the bytes are no such document or too large unpacked."""
    package = checked_package(data, "word/document.xml", "formats.not_word")
    try:
        walk = _Walk(open_word(package))
        blocks = list(walk.blocks())
    except (ValueError, KeyError, AttributeError, BadZipFile, etree.LxmlError, RecursionError) as error:
        raise Unreadable(load_catalogue("ingest").text("formats.packed_broken")) from error
    return reading_of(document, blocks, list(walk.findings))


@dataclass(slots=True)
class _Line:
    """A paragraph's text: its pieces, and how many characters at its start are bold."""

    pieces: tuple[Piece, ...] = ()
    lead: int = 0


class _Walk:
    """One walk through a Word document's body."""

    def __init__(self, word: WordDocument) -> None:
        self.findings: dict[Finding, None] = {}
        self._word = word
        self._tables = 0
        self._formats = _list_formats(word)

    def blocks(self) -> Iterator[Block]:
        """The blocks of the body in order, then the footnotes."""
        yield from self._children(self._word.element.body)
        yield from self._footnotes()

    def _children(self, parent: Any) -> Iterator[Block]:
        for child in parent:
            if child.tag == qn("w:p"):
                yield from self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield from self._table(child)
            elif child.tag in _WRAPPERS:
                yield from self._children(child)

    def _paragraph(self, element: Any) -> Iterator[Block]:
        line = self._line(element)
        if line.pieces:
            yield self._block(Paragraph(element, self._word._body), line)
        for box in element.iter(qn("w:txbxContent")):
            if not any(above.tag == _FALLBACK for above in box.iterancestors()):
                yield from self._children(box)

    def _block(self, paragraph: Paragraph, line: _Line) -> Block:
        style = paragraph.style
        names = list(_style_names(style))
        length = sum(len(piece.text) for piece in line.pieces)
        if any(_CONTENTS.match(name) for name in names[:1]):
            return Block(BlockKind.CONTENTS, line.pieces)
        level = _heading_level(paragraph, style)
        if level:
            return Block(BlockKind.HEADING, line.pieces, level=level, anchor=_bookmark(paragraph))
        if names[:1] == ["Caption"] or names[:1] == ["Billedtekst"]:
            return Block(BlockKind.CAPTION, line.pieces)
        listing = self._listing(paragraph, style)
        if listing is not None:
            depth, ordered = listing
            return Block(BlockKind.ITEM, line.pieces, level=depth, ordered=ordered, lead_length=min(line.lead, length))
        kind = BlockKind.LEAD if 0 < line.lead < length else BlockKind.PARAGRAPH
        return Block(kind, line.pieces, lead_length=line.lead)

    def _listing(self, paragraph: Paragraph, style: ParagraphStyle | None) -> tuple[int, bool] | None:
        """A list item's depth and whether its list is numbered; None for a paragraph in no list."""
        for properties in (paragraph._p.pPr, *(one.element.pPr for one in _styles(style))):
            numbering = properties.find(qn("w:numPr")) if properties is not None else None
            if numbering is not None:
                number, depth = _value(numbering, "w:numId"), _value(numbering, "w:ilvl") or 0
                if number == 0:  # numbering switched off
                    return None
                return depth, self._formats.get((number or 0, depth), "bullet") not in {"bullet", "none"}
        name = next(_style_names(style), "")
        if _LIST.match(name) and "paragraph" not in name.lower():
            return 0, bool(_NUMBERED.search(name))
        return None

    def _line(self, element: Any) -> _Line:
        runs: list[tuple[Piece, ...]] = []
        lead, bold = 0, True
        for run in element.iter(qn("w:r")):
            if _is_out(run, element):
                continue
            text = _run_text(run)
            if text and _switched_on(run, "w:vanish"):
                texts = load_catalogue("ingest")
                self.findings[Finding("hidden_text", None, texts.text("formats.hidden_text"))] = None
                continue
            runs.append(clean_pieces(text))
            if text.strip():
                bold = bold and _switched_on(run, "w:b")
                lead = sum(len(piece.text) for piece in stripped(joined(runs))) if bold else lead
        return _Line(stripped(joined(runs)), lead)

    def _table(self, element: Any) -> Iterator[Block]:
        number, self._tables = self._tables, self._tables + 1
        table = WordTable(element, self._word._body)
        rows = list(element.iter(qn("w:tr")))
        if not rows or any(row.getparent() is not element for row in rows) or len(table.columns) <= 1:
            for cell in element.iter(qn("w:tc")):  # it only lays out the page
                if cell.iterancestors(qn("w:tbl")) and next(cell.iterancestors(qn("w:tbl"))) is element:
                    yield from self._children(cell)
            return
        for position, row in enumerate(rows):
            cells: list[tuple[Piece, ...]] = []
            for cell in row.iterfind(qn("w:tc")):
                cells.append(self._cell(cell))
                span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
                cells += [()] * (min(int(span.get(qn("w:val"), "1")), 60) - 1 if span is not None else 0)
            block = row_block(cells, number, header=_is_header(row, position, len(rows), element))
            if any(start < end for start, end in block.cells):
                yield block

    def _cell(self, cell: Any) -> tuple[Piece, ...]:
        merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        if merged is not None and merged.get(qn("w:val"), "continue") == "continue":
            return ()
        lines = [self._line(paragraph).pieces for paragraph in cell.iter(qn("w:p"))]
        return joined(run for line in lines for run in (line, (Piece(" "),)))

    def _footnotes(self) -> Iterator[Block]:
        for relation in self._word.part.rels.values():
            if relation.reltype != _FOOTNOTES or relation.is_external:
                continue
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            for note in etree.fromstring(relation.target_part.blob, parser).iter(qn("w:footnote")):
                if note.get(qn("w:type"), "normal") == "normal":
                    lines = [self._line(paragraph).pieces for paragraph in note.iter(qn("w:p"))]
                    pieces = stripped(joined(run for line in lines for run in (line, (Piece(" "),))))
                    if pieces:
                        yield Block(BlockKind.FOOTNOTE, pieces)


def _list_formats(word: WordDocument) -> dict[tuple[int, int], str]:
    """The number format ("bullet", "decimal", …) of each list number and depth."""
    try:
        numbering = word.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return {}
    levels: dict[tuple[int, int], str] = {}
    for abstract in numbering.iterfind(qn("w:abstractNum")):
        for level in abstract.iterfind(qn("w:lvl")):
            form = level.find(qn("w:numFmt"))
            key = (int(abstract.get(qn("w:abstractNumId"), "0")), int(level.get(qn("w:ilvl"), "0")))
            levels[key] = form.get(qn("w:val"), "bullet") if form is not None else "bullet"
    formats: dict[tuple[int, int], str] = {}
    for number in numbering.iterfind(qn("w:num")):
        abstract_id = _value(number, "w:abstractNumId")
        for (owner, depth), form in levels.items():
            if owner == abstract_id:
                formats[int(number.get(qn("w:numId"), "0")), depth] = form
    return formats


def _value(parent: Any, name: str) -> int | None:
    found = parent.find(qn(name))
    text = found.get(qn("w:val"), "") if found is not None else ""
    return int(text) if text.lstrip("-").isdigit() else None


def _styles(style: ParagraphStyle | None) -> Iterator[ParagraphStyle]:
    """A style and those it is based on; a chain that bites its tail ends."""
    seen: set[str] = set()
    while style is not None and style.style_id not in seen:
        seen.add(style.style_id or "")
        yield style
        style = style.base_style if isinstance(style.base_style, ParagraphStyle) else None


def _style_names(style: ParagraphStyle | None) -> Iterator[str]:
    return (one.name or "" for one in _styles(style))


def _heading_level(paragraph: Paragraph, style: ParagraphStyle | None) -> int:
    """The level of a heading by its style's name or its outline level, or 0."""
    own = paragraph._p.pPr
    outlines = [own, *(one.element.pPr for one in _styles(style))]
    for name in _style_names(style):
        if found := _HEADING.match(name):
            return int(found.group(1))
        if _TITLE.fullmatch(name):
            return 1
    for properties in outlines:
        level = _value(properties, "w:outlineLvl") if properties is not None else None
        if level is not None:
            return level + 1 if level < 9 else 0
    return 0


def _bookmark(paragraph: Paragraph) -> str | None:
    names = (mark.get(qn("w:name"), "") for mark in paragraph._p.iter(qn("w:bookmarkStart")))
    return next((name for name in names if name and name != "_GoBack"), None)


def _is_out(run: Any, paragraph: Any) -> bool:
    for above in run.iterancestors():
        if above is paragraph:
            return False
        if above.tag in _OUT or above.tag == _FALLBACK:
            return True
    return False


def _run_text(run: Any) -> str:
    parts: list[str] = []
    for child in run:
        if child.tag == qn("w:t"):
            parts.append(child.text or "")
        elif child.tag in (qn("w:tab"), qn("w:br"), qn("w:cr")):
            parts.append(" ")
        elif child.tag == qn("w:noBreakHyphen"):
            parts.append("-")
    return "".join(parts)


def _switched_on(run: Any, name: str) -> bool:
    found = run.find(f"{qn('w:rPr')}/{qn(name)}")
    return found is not None and found.get(qn("w:val"), "true") not in {"0", "false", "off"}


def _is_header(row: Any, position: int, rows: int, table: Any) -> bool:
    if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None:
        return True
    look = table.find(f"{qn('w:tblPr')}/{qn('w:tblLook')}")
    first = look is not None and (look.get(qn("w:firstRow")) == "1" or int(look.get(qn("w:val"), "0"), 16) & 0x20 > 0)
    return position == 0 and rows > 1 and first
