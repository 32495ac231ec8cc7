"""A web page to a reading: its own text with heading path, anchors, tables, captions and source lines.

lxml parses. `html_parts.py` says what is text and what is the page's machinery; `html_offsets.py` finds the text again
in the file, so that the source map leads to characters of the decoded page (line ends as "\\n").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from ingest.blocks import Block, BlockKind, Piece, clean_pieces, joined, row_block, stripped
from ingest.catalogue import load_catalogue
from ingest.errors import Unreadable
from ingest.html_offsets import SourceText
from ingest.html_parts import (
    INLINE,
    anchor_of,
    heading_level,
    is_closed_part,
    is_footnote_mark,
    is_footnotes,
    is_hidden,
    is_interface,
    is_layout,
    main_part,
)
from ingest.minutes_closed import closed_finding
from ingest.reading import reading_of
from ingest.records import Document, Finding, Reading, SectionKind

MEGABYTES = 20
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# A DOCTYPE with declarations of its own, before anything else of the page; the parser takes their end for text.
_SUBSET = re.compile(
    r"""\A(?:\s|<!--.*?-->|<\?[^>]*>)*+<!DOCTYPE\b[^\[>]*\[(?:"[^"]*"|'[^']*'|<!--.*?-->|[^\]"'])*+\]\s*>""",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(r"<[!a-zA-Z]")
_TEASER_CLASS = re.compile(r"teaser|lead|manchet|intro|ingress", re.IGNORECASE)
_TEASER = re.compile(r"(?:Læs|Se|Hør|Få) (?:mere )?(?:om|her|hvordan|hvad)\b[^.!?]*[.!?]?$")


def read_html(data: bytes, document: Document) -> Reading:
    """The reading of a web page. Raises Unreadable where the bytes are no page or too many."""
    blocks, findings = html_blocks(decoded(data))
    return reading_of(document, blocks, findings)


def decoded(data: bytes) -> str:
    """The text of a page's bytes, line ends as "\\n": UTF-8, else what the page declares, else Windows-1252."""
    texts = load_catalogue("ingest")
    if len(data) > MEGABYTES * 1_000_000:
        raise Unreadable(texts.text("formats.too_large", megabytes=MEGABYTES))
    declared = _CHARSET.search(data[:4096])
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig"]
    encodings += [declared.group(1).decode("ascii")] if declared else []
    text = data.decode("latin-1")
    for encoding in [*encodings, "cp1252"]:
        try:
            text = data.decode(encoding)
            break
        except (UnicodeDecodeError, LookupError):
            continue
    if "\0" in text or not _TAG.search(text[:100_000]) or data.lstrip()[:5] in (b"%PDF-", b"{\\rtf"):
        raise Unreadable(texts.text("formats.not_html"))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for machinery in (_DECLARATION, _SUBSET):
        text = machinery.sub(lambda found: " " * len(found.group()), text, count=1)
    return text


def html_blocks(source: str) -> tuple[list[Block], list[Finding]]:
    """The blocks of a web page in order, and what the report must say of it (hidden or closed parts left out)."""
    try:
        page = document_fromstring(source, parser=HTMLParser(remove_comments=True, remove_pis=True, no_network=True))
        walk = _Walk(source, main_part(page))
        walk.page(page)
    except (etree.ParserError, RecursionError, ValueError) as error:
        key = "formats.nested" if isinstance(error, RecursionError) else "formats.not_html"
        raise Unreadable(load_catalogue("ingest").text(key)) from error
    return _with_teaser(walk.blocks, walk.teasers), list(walk.findings)


@dataclass(slots=True)
class _Line:
    """The inline text gathered since the last block began."""

    runs: list[tuple[Piece, ...]] = field(default_factory=list)
    letters: int = 0  # characters gathered that are no white space
    lead: int | None = None  # characters of the bold lead, once one has begun
    lead_letters: int = 0  # of these, those that are no white space


class _Walk:
    """One walk through a parsed page in the file's order; every text is taken, kept or not, to stay in step."""

    def __init__(self, source: str, main: HtmlElement) -> None:
        self.blocks: list[Block] = []
        self.findings: dict[Finding, None] = {}
        self.teasers: set[int] = set()
        self._offsets = SourceText(source)
        self._main = main
        self._in_main = main.tag not in {"body", "html"}
        self._line = _Line()
        self._heading: HtmlElement | None = None
        self._lists: list[bool] = []
        self._fresh_item = False
        self._footnotes = False
        self._tables = 0

    def page(self, element: HtmlElement) -> None:
        """Walks from the page's root; only what stands in the main part becomes blocks."""
        if element is self._main:
            self._container(element)
            self._flush()
        elif any(above is self._main for above in element.iterdescendants()):
            self._skip_text(element.text)
            for child in element:
                self.page(child)
                self._skip_text(child.tail)
        else:
            self._skip(element)

    # Text that is not kept

    def _skip(self, element: HtmlElement) -> None:
        if element.tag not in {"script", "style"}:
            self._skip_text(element.text)
            for child in element:
                self._skip(child)
                self._skip_text(child.tail)

    def _skip_text(self, text: str | None) -> None:
        if text:
            self._offsets.runs(text)

    # Text that is kept

    def _container(self, element: HtmlElement) -> None:
        self._text(element.text)
        for child in element:
            self._element(child)
            self._text(child.tail)

    def _element(self, element: HtmlElement) -> None:
        tag = str(element.tag)
        if is_closed_part(element):
            self._flush()
            self.findings[closed_finding()] = None
            self._skip(element)
        elif is_hidden(element):
            if "".join(element.itertext()).strip():
                self.findings[Finding("hidden_text", None, load_catalogue("ingest").text("formats.hidden_text"))] = None
            self._skip(element)
        elif is_interface(element, self._in_main) or is_footnote_mark(element):
            self._skip(element)
        elif tag == "br":
            self._break()
        elif tag in {"b", "strong"}:
            self._bold(element)
        elif tag in INLINE:
            self._container(element)
        else:
            self._flush()
            self._block(element, tag)
            self._flush()

    def _block(self, element: HtmlElement, tag: str) -> None:
        if heading_level(element):
            self._heading = element
            self._container(element)
            self._flush()
            self._heading = None
        elif tag in {"ul", "ol"}:
            self._lists.append(tag == "ol")
            self._container(element)
            self._flush()
            self._lists.pop()
        elif tag == "li" and self._lists and not _holds_parts(element):
            self._fresh_item = True
            self._container(element)
            self._flush()
            self._fresh_item = False
        elif tag == "table" and not is_layout(element):
            self._table(element)
        elif tag == "dl":
            self._terms(element)
        elif is_footnotes(element):
            self._footnotes = True
            self._container(element)
            self._flush()
            self._footnotes = False
        else:
            if tag == "p" and _TEASER_CLASS.search(element.get("class", "")):
                self.teasers.add(len(self.blocks))
            self._container(element)

    def _text(self, text: str | None) -> None:
        if text:
            pieces = joined(clean_pieces(run, at) for run, at in self._offsets.runs(text))
            self._line.runs.append(pieces)
            self._line.letters += sum(len(piece.text) - piece.text.count(" ") for piece in pieces)

    def _bold(self, element: HtmlElement) -> None:
        line = self._line
        opens = line.lead is None and line.letters == 0
        if opens:
            line.lead = 0
        self._container(element)
        if opens and line is self._line:
            line.lead = sum(len(piece.text) for piece in stripped(joined(line.runs)))
            line.lead_letters = line.letters

    def _break(self) -> None:
        """A line break: a space in running text; after a line that is bold alone, or a second break, a new block."""
        line = self._line
        doubled = bool(line.runs) and line.runs[-1] == (Piece(" "),)
        if line.letters and (doubled or line.lead_letters == line.letters):
            self._flush()
        else:
            line.runs.append((Piece(" "),))

    def _flush(self) -> None:
        line, self._line = self._line, _Line()
        pieces = stripped(joined(line.runs))
        if not pieces:
            return
        length = sum(len(piece.text) for piece in pieces)
        lead = min(line.lead or 0, length)
        if self._heading is not None:
            level, anchor = heading_level(self._heading), anchor_of(self._heading)
            self.blocks.append(Block(BlockKind.HEADING, pieces, level=level, anchor=anchor))
        elif self._footnotes:
            self.blocks.append(Block(BlockKind.FOOTNOTE, pieces))
        elif self._lists and self._fresh_item:
            self._fresh_item = False
            depth = len(self._lists) - 1
            self.blocks.append(Block(BlockKind.ITEM, pieces, level=depth, ordered=self._lists[-1], lead_length=lead))
        elif self._lists and self._continues_item():
            last = self.blocks[-1]
            self.blocks[-1] = replace(last, pieces=joined([last.pieces, (Piece(" "),), pieces]))
        else:
            kind = BlockKind.LEAD if 0 < lead < length else BlockKind.PARAGRAPH
            self.blocks.append(Block(kind, pieces, lead_length=lead))

    def _continues_item(self) -> bool:
        """Whether a further paragraph of a list item comes right after the item's first."""
        last = self.blocks[-1] if self.blocks else None
        return last is not None and last.kind is BlockKind.ITEM and last.level == len(self._lists) - 1

    def _pieces(self, element: HtmlElement) -> tuple[Piece, ...]:
        """All the text inside an element as one line, its blocks joined by spaces."""
        outer = (self.blocks, self._line, self._lists, self._heading)
        self.blocks, self._line, self._lists, self._heading = [], _Line(), [], None
        self._container(element)
        self._flush()
        inner = self.blocks
        self.blocks, self._line, self._lists, self._heading = outer
        return joined(run for block in inner for run in (block.pieces, (Piece(" "),)))

    def _terms(self, element: HtmlElement) -> None:
        """A list of terms: each term with what is said of it as one paragraph, the term its lead."""
        term: tuple[Piece, ...] = ()
        said: list[tuple[Piece, ...]] = []
        rows = [row for child in element for row in (child if child.tag == "div" else [child])]
        for row in rows:
            if row.tag == "dt":
                self._term(term, said)
                term, said = stripped(self._pieces(row)), []
            else:
                said.append(self._pieces(row))
            self._skip_text(row.tail)
        self._term(term, said)

    def _term(self, term: tuple[Piece, ...], said: Iterable[tuple[Piece, ...]]) -> None:
        pieces = stripped(joined([term, (Piece(" "),), *said]))
        lead = sum(len(piece.text) for piece in term)
        if pieces:
            whole = lead == sum(len(piece.text) for piece in pieces)
            self.blocks.append(Block(BlockKind.PARAGRAPH if whole else BlockKind.LEAD, pieces, lead_length=lead))

    def _table(self, table: HtmlElement) -> None:
        number, self._tables = self._tables, self._tables + 1
        self._skip_text(table.text)
        for part in table:
            if part.tag == "caption":
                self.blocks.append(Block(BlockKind.CAPTION, stripped(self._pieces(part)), table=number))
            elif part.tag == "tr":
                self._row(part, number, in_head=False)
            else:
                self._skip_text(part.text)
                for row in part:
                    self._row(row, number, in_head=part.tag == "thead")
                    self._skip_text(row.tail)
            self._skip_text(part.tail)

    def _row(self, row: HtmlElement, number: int, in_head: bool) -> None:
        if row.tag != "tr" or is_hidden(row) or is_closed_part(row):
            if row.tag == "tr" and is_closed_part(row):
                self.findings[closed_finding()] = None
            self._skip(row)
            return
        cells: list[tuple[Piece, ...]] = []
        self._skip_text(row.text)
        for cell in row:
            cells.append(self._pieces(cell))
            span = cell.get("colspan", "1")
            cells += [()] * (min(int(span), 100) - 1 if span.isdigit() else 0)
            self._skip_text(cell.tail)
        header = in_head or (len(row) > 0 and all(cell.tag == "th" for cell in row))
        block = row_block(cells, number, header)
        if any(start < end for start, end in block.cells):
            self.blocks.append(block)


def _holds_parts(item: HtmlElement) -> bool:
    return any(heading_level(inner) or inner.tag == "table" for inner in item.iterdescendants())


def _with_teaser(blocks: list[Block], marked: set[int]) -> list[Block]:
    """The blocks with the one-sentence teaser under the page's main heading marked as its summary."""
    for position, block in enumerate(blocks[1:6], start=1):
        above = blocks[position - 1]
        under_title = above.kind is BlockKind.HEADING and above.level == 1
        if block.kind is BlockKind.PARAGRAPH and under_title:
            if position in marked or _TEASER.match(block.text):
                blocks[position] = replace(block, section_kind=SectionKind.SUMMARY)
            break
    return blocks
