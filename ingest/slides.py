"""A PowerPoint file to a reading: a slide is a page, its title a heading, and its notes a section of their own.

Slides that the author has hidden, and the footers, dates and numbers of the template, stay out. The source map of a page
is empty: a slide has no offsets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from zipfile import BadZipFile

from lxml import etree
from pptx import Presentation as open_slides
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PythonPptxError
from pptx.oxml.ns import qn
from pptx.slide import Slide

from ingest.blocks import Block, BlockKind, Piece, clean_pieces, joined, row_block, stripped
from ingest.catalogue import load_catalogue
from ingest.errors import Unreadable
from ingest.office import checked_package
from ingest.reading import reading_of
from ingest.records import Document, Finding, Reading, SectionKind

_POINT = 12_700  # English metric units
_TEMPLATE = {PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.HEADER, PP_PLACEHOLDER.SLIDE_NUMBER}
_TITLES = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE}
_BODIES = {PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.VERTICAL_BODY, PP_PLACEHOLDER.VERTICAL_OBJECT}


def read_slides(data: bytes, document: Document) -> Reading:
    """The reading of a presentation. Raises Unreadable where the bytes are none or too large unpacked."""
    package = checked_package(data, "ppt/presentation.xml", "formats.not_slides")
    try:
        presentation = open_slides(package)
        size = ((presentation.slide_width or 0) / _POINT, (presentation.slide_height or 0) / _POINT)
        walk = _Walk()
        blocks = [block for number, slide in enumerate(presentation.slides, 1) for block in walk.slide(slide, number)]
        sizes = dict.fromkeys(range(1, len(presentation.slides) + 1), size)
    except (
        ValueError,
        KeyError,
        AttributeError,
        BadZipFile,
        PythonPptxError,
        etree.LxmlError,
        RecursionError,
    ) as error:
        raise Unreadable(load_catalogue("ingest").text("formats.packed_broken")) from error
    return reading_of(document, blocks, walk.findings, sizes)


class _Walk:
    """One walk through the slides of a presentation."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self._tables = 0

    def slide(self, slide: Slide, number: int) -> list[Block]:
        """The blocks of one slide: title, then the rest in the author's reading order, then the notes."""
        texts = load_catalogue("ingest")
        if slide.element.get("show", "1") in {"0", "false"}:
            self.findings.append(Finding("hidden_slide", number, texts.text("formats.hidden_slide", page=number)))
            return []
        shapes = list(_flat(slide.shapes))
        titles = [shape for shape in shapes if _placeholder(shape) in _TITLES]
        blocks = [block for shape in titles for block in self._title(shape)]
        for shape in shapes:
            if shape not in titles and _placeholder(shape) not in _TEMPLATE:
                blocks += self._shape(shape)
        if not blocks:
            self.findings.append(Finding("no_text", number, texts.text("formats.no_text", page=number)))
        return [replace(block, page=number) for block in (*blocks, *_notes(slide))]

    def _title(self, shape: Any) -> Iterator[Block]:
        pieces = stripped(joined(run for line in _lines(shape.text_frame) for run in (line, (Piece(" "),))))
        if pieces:
            yield Block(BlockKind.HEADING, pieces, level=1)

    def _shape(self, shape: Any) -> Iterator[Block]:
        if getattr(shape, "has_table", False):
            number, self._tables = self._tables, self._tables + 1
            for position, row in enumerate(shape.table.rows):
                cells = [_in_one_line(cell.text_frame) for cell in row.cells]
                block = row_block(cells, number, header=position == 0 and bool(shape.table.first_row))
                if any(start < end for start, end in block.cells):
                    yield block
        elif getattr(shape, "has_chart", False):
            yield from self._chart(shape.chart)
        elif getattr(shape, "has_text_frame", False):
            yield from _text(shape)

    def _chart(self, chart: Any) -> Iterator[Block]:
        """A chart's title as the caption of a table without values: what is drawn is not text that can be quoted."""
        if not chart.has_title or not chart.chart_title.has_text_frame:
            return
        pieces = _in_one_line(chart.chart_title.text_frame)
        if pieces:
            number, self._tables = self._tables, self._tables + 1
            yield Block(BlockKind.CAPTION, pieces, table=number)


def _flat(shapes: Iterable[Any]) -> Iterator[Any]:
    """The shapes in reading order, those of groups in their place."""
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _flat(shape.shapes)
        else:
            yield shape


def _placeholder(shape: Any) -> PP_PLACEHOLDER | None:
    if not getattr(shape, "is_placeholder", False):
        return None
    kind: PP_PLACEHOLDER = shape.placeholder_format.type
    return kind


def _lines(frame: Any) -> list[tuple[Piece, ...]]:
    return [stripped(clean_pieces(paragraph.text.replace("\v", " "))) for paragraph in frame.paragraphs]


def _in_one_line(frame: Any) -> tuple[Piece, ...]:
    return stripped(joined(run for line in _lines(frame) for run in (line, (Piece(" "),))))


def _text(shape: Any) -> Iterator[Block]:
    """A text box's paragraphs; those with a bullet, also one that a body placeholder has from its layout, as items."""
    filled = [paragraph for paragraph in shape.text_frame.paragraphs if paragraph.text.strip()]
    inherits = _placeholder(shape) in _BODIES and len(filled) > 1
    for paragraph in filled:
        pieces = stripped(clean_pieces(paragraph.text.replace("\v", " ")))
        bullet, ordered = _bullet(paragraph, inherits)
        if not pieces:
            continue
        if bullet:
            yield Block(BlockKind.ITEM, pieces, level=paragraph.level, ordered=ordered)
        else:
            yield Block(BlockKind.PARAGRAPH, pieces, lead_length=_bold_lead(paragraph, pieces))


def _bullet(paragraph: Any, inherits: bool) -> tuple[bool, bool]:
    """Whether a paragraph has a bullet, and whether it is a number."""
    properties = paragraph._p.pPr
    if properties is not None:
        if properties.find(qn("a:buNone")) is not None:
            return False, False
        if properties.find(qn("a:buAutoNum")) is not None:
            return True, True
        if properties.find(qn("a:buChar")) is not None or properties.find(qn("a:buBlip")) is not None:
            return True, False
    return inherits, False


def _bold_lead(paragraph: Any, pieces: tuple[Piece, ...]) -> int:
    whole = all(run.font.bold for run in paragraph.runs if run.text.strip())
    return sum(len(piece.text) for piece in pieces) if whole and paragraph.runs else 0


def _notes(slide: Slide) -> list[Block]:
    frame = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    lines = _lines(frame) if frame is not None else []
    return [Block(BlockKind.PARAGRAPH, line, section_kind=SectionKind.NOTES) for line in lines if line]
