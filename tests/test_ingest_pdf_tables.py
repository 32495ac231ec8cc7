"""Tables in PDFs, ruled and unruled, also across a page break, read into rows and cells with ranges."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from ingest.pdf import read_pdf
from ingest.records import Document, Kind, Reading
from ingest.records import Table as ReadTable

DOCUMENT = Document("0" * 64, "rapport.pdf", "Sømarken Kommune (opdigtet)", Kind.BACKGROUND)
HEADER = ["Område i Sømarken (opdigtet)", "2023", "2024"]
ROWS = [[f"Distrikt {number}", f"{number}.234,5", f"{number * 7},75 pct."] for number in range(1, 9)]
GRID = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey)]
BOOK = [("LINEABOVE", (0, 0), (-1, 0), 1, colors.black), ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black),
        ("LINEBELOW", (0, -1), (-1, -1), 1, colors.black)]  # fmt: skip
STYLES = getSampleStyleSheet()
PROSE = "Kommunens økonomi beskrives her i almindelig brødtekst, der fylder flere linjer på siden. " * 6


def text(words: str, style: str = "BodyText") -> Flowable:
    return Paragraph(words, STYLES[style])


def read(*story: Flowable) -> Reading:
    stream = io.BytesIO()
    SimpleDocTemplate(stream, pagesize=A4).build(list(story))
    return read_pdf(stream.getvalue(), DOCUMENT, ocr=False)


def values(reading: Reading, table: ReadTable) -> list[list[str]]:
    rows = max(cell.row for cell in table.cells) + 1
    return [[cell.range.of(reading.text) for cell in table.cells if cell.row == row] for row in range(rows)]


def captioned(style: Sequence[Any], rows: Sequence[Sequence[str]] = ROWS) -> list[Flowable]:
    table = Table([HEADER, *rows], repeatRows=1)
    table.setStyle(style)
    return [text("<b>Tabel 3.1. Udgifter i mio. kr.</b>"), table, text("Kilde: Opdigtet register, 2024")]


@pytest.mark.parametrize("style", [GRID, BOOK, []], ids=["grid", "rules", "unruled"])
def test_a_table_has_its_cells_caption_and_source(style: list[Any]) -> None:
    reading = read(text(PROSE), *captioned(style), text(PROSE))
    (table,) = reading.tables
    assert values(reading, table) == [HEADER, *ROWS]
    assert table.header_rows == 1
    assert table.number == "3.1"
    assert table.caption is not None
    assert table.caption.of(reading.text) == "Tabel 3.1. Udgifter i mio. kr."
    assert table.source_line is not None
    assert table.source_line.of(reading.text) == "Kilde: Opdigtet register, 2024"
    assert "Distrikt 2 | 2.234,5 | 14,75 pct." in [sentence.of(reading.text) for sentence in reading.sentences]


@pytest.mark.parametrize("style", [GRID, BOOK, []], ids=["grid", "rules", "unruled"])
def test_a_table_goes_on_over_the_page_break_without_its_repeated_header(style: list[Any]) -> None:
    rows = [[f"Distrikt {number}", f"{number},5", f"{number}"] for number in range(1, 31)]
    reading = read(text("Sømarken Kommune (opdigtet)."), Spacer(1, 400), *captioned(style, rows), text(PROSE))
    (table,) = reading.tables
    assert values(reading, table) == [HEADER, *rows]
    first, last = table.cells[0], table.cells[-1]
    assert [reading.page_at(cell.range.start).number for cell in (first, last)] == [1, 2]  # type: ignore[union-attr]


def test_a_caption_alone_is_a_table_without_values() -> None:
    caption = "<b>Tabel 3.2. Boliger i Sømarken (opdigtet)</b>"
    reading = read(text(PROSE), text(caption), text("Kilde: Opdigtet register"), text(PROSE))
    (table,) = reading.tables
    assert not table.values_captured
    assert table.number == "3.2"
    assert table.source_line is not None


def test_prose_is_no_table() -> None:
    assert read(text(PROSE), text(PROSE)).tables == ()


@pytest.mark.parametrize("style", [GRID, []], ids=["grid", "unruled"])
@pytest.mark.parametrize("many", [1, 4])
def test_the_last_label_of_a_table_may_take_two_lines(style: list[Any], many: int) -> None:
    rows = [*ROWS[: many - 1], ["Blandt elever i\nspecialklasser", "150.802", "167.907"]]
    reading = read(text(PROSE), *captioned([*style, ("VALIGN", (0, 0), (-1, -1), "TOP")], rows), text(PROSE))
    (table,) = reading.tables
    assert values(reading, table) == [HEADER, *rows[:-1], ["Blandt elever i specialklasser", "150.802", "167.907"]]


def test_a_label_of_three_lines_does_not_end_a_table() -> None:
    label = ["For borgere med\nerhvervet\nhjerneskade", "21,1", "16,5"]
    rows = [ROWS[0], label, ROWS[1]]
    reading = read(text(PROSE), *captioned([("VALIGN", (0, 0), (-1, -1), "TOP")], rows), text(PROSE))
    (table,) = reading.tables
    assert values(reading, table) == [HEADER, ROWS[0], [" ".join(label[0].split()), *label[1:]], ROWS[1]]


def test_what_stands_under_a_table_as_far_as_its_rows_do_is_no_cell() -> None:
    rows = [*ROWS, ["skønnet (opdigtet)", "", ""]]
    reading = read(text(PROSE), *captioned([("VALIGN", (0, 0), (-1, -1), "TOP")], rows), text(PROSE))
    assert "Distrikt 8 | 8.234,5 | 56,75 pct." in [sentence.of(reading.text) for sentence in reading.sentences]
