"""A PDF read into one canonical text with a map back to each page's characters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pypdfium2 import PdfDocument

from ingest.block_pieces import Block, BlockKind, Piece, cut, row_block, stripped
from ingest.collector import without_collector
from ingest.given_back import give_back_memory
from ingest.pdf_file import opened_page, opened_pdf
from ingest.pdf_flow import joined_pages, number_tables
from ingest.pdf_furniture import printed_numbers, without_furniture
from ingest.pdf_headings import PARAGRAPH_LEVEL, paragraph_anchor, set_levels, with_chapters
from ingest.pdf_joining import paragraph_pieces, seen_words
from ingest.pdf_layout import rows_of_pages, table_line
from ingest.pdf_lines import Line
from ingest.pdf_maps import differs
from ingest.pdf_ocr import can_read_pictures, read_picture
from ingest.pdf_page import RawPage, read_raw_page
from ingest.pdf_paragraphs import BULLET, PARAGRAPH_MARK, PARAGRAPH_SIGN, Paragraph, paragraphs_of, usual_typography
from ingest.pdf_structure import Structure, read_structure
from ingest.pdf_tables import Grid, ruled_tables
from ingest.reading import reading_of
from ingest.records import Document, Finding, Page, Range, Reading, SourceMap

_MOST_LOOKED_AT = 3
_FIGURES = ("Figur", "FIGUR", "Kort", "Diagram", "Boks")


def read_pdf(data: bytes, document: Document, *, ocr: bool = True, margins: dict[str, int] | None = None) -> Reading:
    """The reading of a PDF. Raises Unreadable, with a finished Danish sentence, for what is not a readable PDF.

    Pages without visible text are read by OCR where that is installed and `ocr` is set; the findings name them.
    `margins` takes the first and last lines drawn on each page, which the canonical text may leave out.
    """
    with without_collector():
        return _read(data, document, ocr, margins)


def _read(data: bytes, document: Document, ocr: bool, margins: dict[str, int] | None) -> Reading:
    structure = read_structure(data)
    with opened_pdf(data) as pdf:
        raw = [_raw_page(pdf, number, margins) for number in range(1, len(pdf) + 1)]
        clean = without_furniture(raw)
        for index, page in enumerate(clean):
            if ocr and not page.lines and (page.has_picture or not raw[index].lines) and not page.is_blank:
                raw[index] = clean[index] = read_picture(pdf, page) or page
        findings = [*_findings(raw, clean, structure), *_differing(pdf, raw, structure)]
    labels = dict(enumerate(structure.labels, start=1)) or printed_numbers(raw)
    sheets, bases = _sheets(raw)
    raw.clear()  # the lines of a long report take more memory than all that is made of them
    give_back_memory()  # of the open PDF
    reading = reading_of(document, blocks_of(clean, bases, structure), findings)
    return replace(reading, pages=_pages(reading, sheets, labels), map=SourceMap())


def pdf_metadata(data: bytes) -> Mapping[str, str]:
    """The document's own metadata with lower-case names ("title", "author"), as far as it can be read."""
    return read_structure(data).metadata


def _raw_page(pdf: PdfDocument, number: int, margins: dict[str, int] | None) -> RawPage:
    with opened_page(pdf, number) as page:
        return read_raw_page(page, number, margins)


def blocks_of(clean: list[RawPage], bases: Sequence[int], structure: Structure) -> list[Block]:
    """The blocks of all pages in reading order; source offsets count through all pages' characters.

    `clean` is the pages without their running headers and footers; it is empty afterwards. `bases` says for each what
    its first character counts as.
    """
    seen = seen_words([page.lines for page in clean])
    pages = _paragraphs(clean)
    number_tables(pages)
    flow = with_chapters(joined_pages(pages))
    del pages
    set_levels(flow, structure.outline)
    flow.reverse()
    blocks: list[Block] = []
    while flow:  # each paragraph gives its lines back when its blocks are made
        blocks += _blocks(flow.pop(), bases, seen)
    return blocks


def _paragraphs(pages: list[RawPage]) -> list[list[Paragraph]]:
    """The paragraphs of each page, its ruled tables among them; `pages` is empty afterwards."""
    grids: dict[int, Grid] = {}
    contents: list[list[Line]] = []
    pages.reverse()
    while pages:  # each gives back what is drawn on it
        page = pages.pop()
        tables, lines = ruled_tables(page.lines, page.drawing) if page.drawing else ([], list(page.lines))
        for table in tables:
            stand_in = table_line(table.box)
            grids[id(stand_in)] = table
            lines.append(stand_in)
        contents.append(lines)
    rows = rows_of_pages(contents)
    usual = usual_typography(rows)
    found: list[list[Paragraph]] = []
    above: Grid | None = None
    for one in rows:
        found.append(paragraphs_of(one, usual, grids, above))
        text = [part for part in found[-1] if part.kind is not BlockKind.FOOTNOTE]
        above = text[-1].grid if text else None
    return found


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What a page of the reading needs of a page: number, size, how its characters are counted, whether OCR read it."""

    number: int
    width: float
    height: float
    base: int
    limit: int
    read_by_ocr: bool


def _sheets(raw: Sequence[RawPage]) -> tuple[list[_Sheet], list[int]]:
    """The sheets of the pages, and what each page's first character counts as when all pages' are counted through."""
    sheets: list[_Sheet] = []
    base = 0
    for page in raw:
        limit = base + page.length + 1
        sheets.append(_Sheet(page.number, page.width, page.height, base, limit, page.read_by_ocr))
        base = limit
    return sheets, [sheet.base for sheet in sheets]


def _blocks(paragraph: Paragraph, bases: Sequence[int], seen: Mapping[str, int]) -> list[Block]:
    if paragraph.grid is not None:
        return _table_blocks(paragraph, bases[paragraph.page - 1], seen)
    lines = [(line, bases[row.page - 1]) for row in paragraph.rows for line in row.lines]
    pieces = paragraph_pieces(lines, seen)
    if paragraph.kind is BlockKind.PARAGRAPH and not _may_have_anchor(pieces):  # what most are
        return [Block(paragraph.kind, stripped(pieces), paragraph.level, paragraph.ordered, table=paragraph.table)]
    text = "".join([piece.text for piece in pieces])
    if paragraph.kind is BlockKind.ITEM and (marker := BULLET.match(text)):
        pieces = cut(pieces, marker.end(), len(text))
    anchor = paragraph_anchor(text) if paragraph.kind is BlockKind.PARAGRAPH else None
    if anchor and (sign := PARAGRAPH_SIGN.match(text)):
        heading = Block(BlockKind.HEADING, stripped(cut(pieces, 0, sign.end())), level=PARAGRAPH_LEVEL, anchor=anchor)
        return [heading, Block(BlockKind.PARAGRAPH, stripped(cut(pieces, sign.end(), len(text))))]
    return [
        Block(
            paragraph.kind,
            stripped(pieces),
            level=paragraph.level,
            ordered=paragraph.ordered,
            table=paragraph.table,
            figure=paragraph.kind is BlockKind.CAPTION and paragraph.table is None and text.startswith(_FIGURES),
        )
    ]


def _may_have_anchor(pieces: Sequence[Piece]) -> bool:
    """Whether a text may begin with a law's paragraph sign."""
    return not pieces or not pieces[0].text or pieces[0].text[0] == PARAGRAPH_MARK


def _table_blocks(paragraph: Paragraph, base: int, seen: Mapping[str, int]) -> list[Block]:
    grid = paragraph.grid
    if grid is None or paragraph.table is None:
        return []
    blocks: list[Block] = []
    for number, row in enumerate(grid.rows):
        if number >= paragraph.repeated_rows:
            cells = [paragraph_pieces([(line, base) for line in cell], seen) if cell else () for cell in row]
            header = number < grid.header_rows and not paragraph.repeated_rows
            blocks.append(row_block(cells, paragraph.table, header=header))
    return blocks


def _findings(raw: Sequence[RawPage], clean: Sequence[RawPage], structure: Structure) -> list[Finding]:
    found: list[Finding] = []
    for page, rest in zip(raw, clean, strict=True):
        if page.broken:
            found.append(Finding("broken_page", page.number))
        elif page.read_by_ocr:
            found.append(Finding("read_by_ocr", page.number))
        elif page.is_blank:
            pass
        elif not rest.lines and (page.has_picture or not page.lines):
            found.append(Finding("no_text", page.number))
        if page.hides:
            found.append(Finding("hidden_text", page.number))
    if structure.attachments:
        found.append(Finding("attachments", None, str(len(structure.attachments))))
    if structure.page_count != len(raw):  # also where the second reader could not count at all
        found.append(Finding("page_count", None, f"{len(raw)}/{structure.page_count or '?'}"))
    return found


def _differing(pdf: PdfDocument, raw: Sequence[RawPage], structure: Structure) -> list[Finding]:
    """A finding for a page that shows something else than its text says; the first few doubtful ones are looked at."""
    doubtful = [one for one in structure.doubtful if one.number <= len(raw) and raw[one.number - 1].lines]
    if not doubtful:  # asking for Tesseract starts a process
        return []
    if not can_read_pictures():
        return [Finding("text_differs", one.number) for one in doubtful if one.sure]
    # Those with many numbers first: a number is what such a file would be made for.
    doubtful.sort(key=lambda one: -sum(map(str.isdigit, _drawn(raw[one.number - 1]))))
    found: list[Finding] = []
    for one in doubtful[:_MOST_LOOKED_AT]:
        page = raw[one.number - 1]
        seen = read_picture(pdf, page)
        if seen is not None and differs(_drawn(page), _drawn(seen)):
            found.append(Finding("text_differs", one.number))
    return found


def _drawn(page: RawPage) -> str:
    return "\n".join([line.text for line in page.lines])


def _pages(reading: Reading, sheets: Sequence[_Sheet], labels: Mapping[int, str]) -> tuple[Page, ...]:
    """The pages that tile the canonical text, from the one source map that counts through all pages' characters."""
    whole = reading.map
    pages: list[Page] = []
    run, start = 0, 0
    for sheet in sheets:
        first = run
        while run < len(whole.starts) and whole.sources[run] < sheet.limit:
            run += 1
        end = whole.starts[run] if run < len(whole.starts) else len(reading.text)
        sources = tuple([source - sheet.base for source in whole.sources[first:run]])
        own = SourceMap(whole.starts[first:run], sources, whole.lengths[first:run])
        text = Range(start, max(start, end))
        pages.append(
            Page(sheet.number, labels.get(sheet.number), text, sheet.width, sheet.height, own, sheet.read_by_ocr)
        )
        start = text.end
    return tuple(pages)
