"""The flow of the first producer: blocks placed on pages, with every sentence's and every cell's page noted.

Coordinates are points from the bottom left of an A4 page. What is placed is a list of marks a page (text or stroke);
`report_reportlab.py` draws them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from evals.report_lines import MARK_SIZE, Line, Piece, Style, fill_lines, piece_width, pieces_of, text_width
from evals.report_records import Block, Bullets, Figure, Heading, Paragraph, ReportSection, ReportTable, Sentence

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, TOP, BOTTOM = 68.0, 527.0, 768.0, 84.0
GUTTER = 22.0
BODY = Style("Times-Roman", 10.5, 13.6, spaced=True)
SMALL = Style("Times-Roman", 8.4, 10.4)
CAPTION = Style("Helvetica-Bold", 9, 11.5)
SOURCE = Style("Helvetica-Oblique", 8, 10.5)
CELL = Style("Helvetica", 8.6, 11)
HEADS = {1: Style("Helvetica-Bold", 19, 24), 2: Style("Helvetica-Bold", 13.5, 17), 3: Style("Helvetica-Bold", 10.8, 14)}


@dataclass(frozen=True, slots=True)
class TextMark:
    """Text at a place. `spacing` is added to each space; `group` is the block it belongs to."""

    x: float
    y: float
    text: str
    font: str
    size: float
    spacing: float
    group: int


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line, or with `fill` a filled rectangle, from one corner to the other."""

    x: float
    y: float
    x2: float
    y2: float
    fill: bool = False


@dataclass(slots=True)
class FlowPage:
    """A page being filled: its marks, its footnotes, the running title."""

    running: str
    marks: list[TextMark] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    notes: list[Sentence] = field(default_factory=list)
    notes_height: float = 0.0


class Flow:
    """Pages filled block by block.

    `pages` are the pages so far; `places` gives for each sentence id the page indices from 0; `cells` the same for
    (table number, row, column); `starts` the page index where each section or chapter heading stands, by sentence id.
    """

    def __init__(self, body: Style = BODY) -> None:
        self.body = body
        self.pages: list[FlowPage] = []
        self.places: dict[str, list[int]] = defaultdict(list)
        self.cells: dict[tuple[str, int, int], int] = {}
        self._columns: list[tuple[float, float]] = [(LEFT, RIGHT - LEFT)]
        self._column = 0
        self._top = TOP
        self._y = TOP
        self._lowest = TOP
        self._group = 0
        self._running = ""
        self._notes: dict[int, Sentence] = {}

    def begin_section(self, section: ReportSection) -> None:
        """Starts a section: part and chapter headings on a new page, columns set after the section's own heading."""
        self._notes = section.footnotes
        if section.part is not None:
            self._running = section.part.text
            self.new_page()
            self._y = TOP - 260
            self._heading(Heading(section.part, 1))
        if section.chapter is not None:
            self._running = section.chapter.text
            self.new_page()
            self._heading(Heading(section.chapter, 1))
        if not self.pages:
            self._running = section.title
            self.new_page()
        self._set_columns(1)

    def place(self, section: ReportSection, block: Block) -> None:
        """Places one block of `section`."""
        self._group += 1
        match block:
            case Heading():
                self._heading(block)
                if block.level == 2 and section.columns == 2:
                    self._set_columns(2)
            case Paragraph():
                self._text(pieces_of(block.sentences), self.body, after=6)
            case Bullets():
                for item in block.items:
                    self._group += 1
                    self._text(pieces_of([item]), self.body, indent=16, bullet="\u2022", after=2)
                self._y -= 4
            case ReportTable():
                from evals.report_tables import place_table

                place_table(self, block)
            case Figure():
                self._figure(block)

    def new_page(self) -> FlowPage:
        """A new page, now the current one; the columns stay as they are, from the top."""
        self.pages.append(FlowPage(self._running))
        self._column, self._top, self._y, self._lowest = 0, TOP, TOP, TOP
        return self.pages[-1]

    def begin_page(self, running: str) -> None:
        """A new page with `running` as its running title, in one column."""
        self._running = running
        self.new_page()
        self._set_columns(1)

    @property
    def page(self) -> FlowPage:
        """The current page."""
        return self.pages[-1]

    @property
    def y(self) -> float:
        """Where the next line's top is."""
        return self._y

    @property
    def left_over(self) -> float:
        """Points left in the last column of the current page."""
        return self._y - self._floor()

    def down(self, points: float) -> None:
        """Moves down."""
        self._y -= points
        self._lowest = min(self._lowest, self._y)

    def need(self, points: float) -> bool:
        """Makes room for `points`: moves to the next column or page when there is none; True when it moved."""
        if self._y - points >= self._floor():
            return False
        self._lowest = min(self._lowest, self._y)
        if self._column + 1 < len(self._columns):
            self._column += 1
            self._y = self._top
        else:
            self.new_page()
        return True

    def next_group(self) -> None:
        """Begins another group of marks, which stays together when a page is drawn out of order."""
        self._group += 1

    def put(
        self, x: float, baseline: float, text: str, style: Style, spacing: float = 0.0, size: float | None = None
    ) -> None:
        """Puts text on the current page."""
        self.page.marks.append(TextMark(x, baseline, text, style.font, size or style.size, spacing, self._group))

    def lines(self, sentences: list[Sentence], style: Style) -> None:
        """Places `sentences` over the full column, without hyphenation (captions and source lines)."""
        self._text(pieces_of(sentences), style, after=2, hyphenate=False)

    def seen(self, sentence: str) -> None:
        """Notes that `sentence` stands on the current page."""
        index = len(self.pages) - 1
        if index not in self.places[sentence]:
            self.places[sentence].append(index)

    def _floor(self) -> float:
        return BOTTOM + (self.page.notes_height if self.pages else 0.0)

    def _set_columns(self, count: int) -> None:
        self._y = min(self._y, self._lowest)
        if count == 1:
            self._columns = [(LEFT, RIGHT - LEFT)]
        else:
            width = (RIGHT - LEFT - GUTTER) / 2
            if self._y - self._floor() < 120:
                self.new_page()
            self._columns = [(LEFT, width), (LEFT + width + GUTTER, width)]
        self._column, self._top, self._lowest = 0, self._y, self._y

    def _heading(self, heading: Heading) -> None:
        style = HEADS[heading.level]
        self._group += 1
        if self._y < self._top:
            self._y -= {1: 0, 2: 14, 3: 7}[heading.level]
        self.need(style.leading * 2 + BODY.leading * 3)
        self._text(pieces_of([heading.sentence]), style, after={1: 14, 2: 6, 3: 2}[heading.level], hyphenate=False)

    def _text(
        self,
        pieces: list[Piece],
        style: Style,
        indent: float = 0.0,
        bullet: str = "",
        after: float = 0.0,
        hyphenate: bool = True,
    ) -> None:
        for number, line in enumerate(fill_lines(pieces, self._columns[0][1] - indent, style, hyphenate)):
            self.need(style.leading + self._height_of_notes(line))
            x, width = self._columns[self._column]
            baseline = self._y - style.size
            if bullet and number == 0:
                self.put(x, baseline, bullet, style)
            self._line(line, x + indent, width - indent, baseline, style)
            self.down(style.leading)
        self._y -= after

    def _line(self, line: Line, x: float, width: float, baseline: float, style: Style) -> None:
        gaps = len(line.pieces) - 1
        extra = (width - line.width) / gaps if style.spaced and not line.last and gaps > 2 else 0.0
        space = text_width(" ", style.font, style.size) + extra
        run: list[str] = []
        start = at = x
        for piece in line.pieces:
            self.seen(piece.sentence)
            run.append(piece.text)
            at += piece_width(piece, style)
            if piece.note is not None:
                self.put(start, baseline, " ".join(run), style, extra)
                mark = str(piece.note)
                size = style.size * MARK_SIZE
                self.put(at - text_width(mark, style.font, size), baseline + style.size * 0.36, mark, style, size=size)
                run, start = [], at + space
                self._note(self._notes[piece.note])
            at += space
        if run:
            self.put(start, baseline, " ".join(run), style, extra)

    def _height_of_notes(self, line: Line) -> float:
        notes = [self._notes[piece.note] for piece in line.pieces if piece.note is not None]
        height = sum(len(note_lines(note)) * SMALL.leading + 1 for note in notes)
        return height + (10 if notes and not self.page.notes else 0)

    def _note(self, note: Sentence) -> None:
        self.page.notes_height += len(note_lines(note)) * SMALL.leading + 1 + (0 if self.page.notes else 10)
        self.page.notes.append(note)
        self.seen(note.id)

    def _figure(self, figure: Figure) -> None:
        self.need(190)
        self.lines([figure.caption], CAPTION)
        base, step = self._y - 130, (RIGHT - LEFT) / len(figure.bars)
        for index, bar in enumerate(figure.bars):
            x = LEFT + step * index + 8
            self.page.strokes.append(Stroke(x, base, x + step - 16, base + 120 * bar, fill=True))
        self.page.strokes.append(Stroke(LEFT, base, RIGHT, base))
        self.down(136)
        self.lines([figure.source], SOURCE)
        self.down(8)


def note_lines(note: Sentence) -> list[Line]:
    """The lines of a footnote at the foot of the page, without its number."""
    return fill_lines(pieces_of([note]), RIGHT - LEFT - 14, SMALL)
