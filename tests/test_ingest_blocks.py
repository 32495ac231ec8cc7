"""Blocks to a reading: ranges that tile and fit, a map back to the source, tables with their captions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.block_tables import with_tables
from ingest.blocks import (
    Block,
    BlockKind,
    Piece,
    build_reading,
    clean_pieces,
    cut,
    joined,
    part_of,
    row_block,
    stripped,
)
from ingest.reading import reading_of
from ingest.records import Document, Kind, Reading, SectionKind

DOCUMENT = Document("0" * 64, "prøve.md", "Sømarken Kommune (opdigtet)", Kind.PAGE)


def block(kind: BlockKind, text: str, source: int | None = None, **given: object) -> Block:
    return Block(kind, stripped(clean_pieces(text, source)), **given)  # type: ignore[arg-type]


def heading(text: str, level: int = 1, kind: SectionKind | None = None) -> Block:
    return block(BlockKind.HEADING, text, level=level, section_kind=kind)


def paragraph(text: str) -> Block:
    return block(BlockKind.PARAGRAPH, text)


def row(*cells: str, table: int = 0, header: bool = False) -> Block:
    return row_block([clean_pieces(cell) for cell in cells], table, header)


def built(*blocks: Block) -> Reading:
    return build_reading(DOCUMENT, blocks)


def test_sections_tile_and_text_before_the_first_heading_has_the_documents_title() -> None:
    reading = built(paragraph("Før."), heading("Et"), paragraph("I et."), heading("To", 2), heading("Tre"))
    assert [(one.path, one.range.of(reading.text)) for one in reading.sections] == [
        (("Sømarken Kommune (opdigtet)",), "Før.\n\n"),
        (("Et",), "Et\n\nI et.\n\n"),
        (("Et", "To"), "To\n\n"),
        (("Tre",), "Tre"),
    ]


def test_an_empty_document_has_no_sections_and_no_text() -> None:
    reading = built(paragraph(""))
    assert (reading.text, reading.sections, reading.sentences, reading.pages) == ("", (), (), ())


def test_a_list_is_introduced_by_what_announces_it() -> None:
    items = [block(BlockKind.ITEM, text) for text in ("et", "to", "tre")]
    for before, intro in [
        ("Der er noget. Det er:", "Det er:"),
        ("Sket i tre faser, hhv.", "Sket i tre faser, hhv."),
        ("Udvalget indstiller", "Udvalget indstiller"),
        ("Der er tre punkter.", "Der er tre punkter."),
        ("Der er fire punkter.", None),
    ]:
        reading = built(paragraph(before), *items)
        found = reading.listings[0].intro
        assert (found.of(reading.text) if found else None) == intro


def test_bold_labels_are_no_list_and_bold_leads_are() -> None:
    labels = [block(BlockKind.LEAD, text, lead_length=4) for text in ("Sted Rådhuset", "Dato 3. marts")]
    leads = [block(BlockKind.LEAD, text, lead_length=3) for text in ("Et. Om et.", "To. Om to.")]
    assert built(*labels).listings == ()
    reading = built(*leads)
    assert [one.of(reading.text) for one in reading.listings[0].items] == ["Et.", "To."]
    assert [one.of(reading.text) for one in reading.listings[0].bodies] == ["Et. Om et.", "To. Om to."]
    assert [one.of(reading.text) for one in reading.sentences] == ["Et.", "Om et.", "To.", "Om to."]


def test_a_caption_above_or_below_takes_its_rows_and_two_captions_do_not_share_one() -> None:
    above = with_tables([paragraph("Tabel 1.1 A"), paragraph("Tabel 1.2 B"), row("x", "y"), paragraph("Kilde: BBR")])
    assert [one.table for one in above] == [0, 1, 1, 1]
    below = with_tables(
        [row("x", "y"), paragraph("Tabel 1.3 C"), paragraph("Kilde: BBR"), paragraph("Tekst."), row("z", "w", table=1)]
    )
    assert [one.table for one in below] == [0, 0, 0, None, 1]
    figure = with_tables([row("x", "y"), paragraph("Figur 2 D")])
    assert [one.table for one in figure] == [0, 1]


def test_a_source_in_the_captions_own_paragraph_is_the_tables_source() -> None:
    reading = built(*with_tables([paragraph("Figur 3.4 Boliger efter år Kilde: BBR, 2024"), paragraph("Tekst.")]))
    table = reading.tables[0]
    assert table.caption is not None
    assert table.source_line is not None
    assert table.caption.of(reading.text) == "Figur 3.4 Boliger efter år"
    assert table.source_line.of(reading.text) == "Kilde: BBR, 2024"


def test_rows_that_the_reader_gave_one_number_stay_one_table_over_a_page_break() -> None:
    blocks = [
        block(BlockKind.CAPTION, "Tabel 4", table=7),
        row("a", "b", table=7),
        paragraph("Note."),
        row("c", "d", table=7),
    ]
    reading = built(*with_tables(blocks))
    assert [(one.number, len(one.cells)) for one in reading.tables] == [("4", 4)]


def test_a_table_row_is_its_cells_and_an_empty_cell_is_an_empty_range() -> None:
    reading = built(row("År", "Antal", header=True), row("2024", ""))
    table = reading.tables[0]
    assert reading.text == "År | Antal\n2024 | "
    assert [(one.row, one.column, one.range.of(reading.text)) for one in table.cells] == [
        (0, 0, "År"), (0, 1, "Antal"), (1, 0, "2024"), (1, 1, ""),
    ]  # fmt: skip
    assert table.header_rows == 1


def test_the_meeting_fills_what_the_manifest_leaves_open_and_nothing_else() -> None:
    document = Document("0" * 64, "referat.md", "Referat", Kind.MINUTES, body="Byrådet i Sømarken (opdigtet)")
    reading = reading_of(document, [heading("Referat fra Byrådet den 3. marts 2025"), paragraph("Mødested: Salen")])
    assert reading.document.body == "Byrådet i Sømarken (opdigtet)"
    assert str(reading.document.meeting_date) == "2025-03-03"
    assert reading.document.meeting_place == "Salen"


def test_a_page_that_calls_itself_minutes_lets_nothing_closed_in_whatever_its_kind() -> None:
    blocks = [heading("Referat fra Byrådet"), heading("Punkt 1: Lukket punkt", 2), paragraph("HEMMELIGT")]
    assert reading_of(DOCUMENT, blocks).text == "Referat fra Byrådet"
    assert "HEMMELIGT" in reading_of(DOCUMENT, [heading("Om kommunen"), *blocks[1:]]).text


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("kom\u00admune", "kommune"),
        ("kom\u00ad\nmune", "kommune"),
        ("Social\u00ad og bolig", "Social- og bolig"),
        ("2021\u00ad2261", "2021-2261"),
        ("a\u00a0b\t c\n\nd", "a b c d"),
        ("e\u0301n \ufeffto\u200b", "én to"),
        ("ti\x00\x07 2² ½", "ti 2² ½"),
        # Hidden text in tag characters, reversed text, a variation selector: nobody sees it, so nobody quotes it.
        ("gratis.\U000e0053\U000e006b\U000e0072 Her", "gratis. Her"),
        ("12\u202e34\u202c \u206656\u2069 ☂\ufe0f", "1234 56 ☂"),
    ],
)
def test_text_is_cleaned_and_not_reworded(raw: str, clean: str) -> None:
    assert "".join(piece.text for piece in clean_pieces(raw, 0)) == clean


@given(st.text(alphabet="abæ e\u0301\u00ad\n\t\u200bÅ1-", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_pieces_stand_where_they_say_through_cutting_and_joining(raw: str, first: int, second: int) -> None:
    pieces = clean_pieces(raw, 0)
    text = "".join(piece.text for piece in pieces)
    start, end = sorted((min(first, len(text)), min(second, len(text))))
    parted = joined([cut(pieces, 0, start), cut(pieces, start, end), cut(pieces, end, len(text))])
    assert "".join(piece.text for piece in parted) == text
    assert "".join(piece.text for piece in cut(pieces, start, end)) == text[start:end]
    for piece in (*pieces, *parted, *stripped(pieces)):
        assert piece.source is None or raw[piece.source : piece.source + len(piece.text)] == piece.text


def test_a_part_of_a_block_keeps_what_is_left_of_its_lead() -> None:
    whole = block(BlockKind.LEAD, "Et led. Og mere.", 10, lead_length=7)
    assert part_of(whole, 3, 16) == Block(BlockKind.LEAD, (Piece("led. Og mere.", 13),), lead_length=4)


def test_a_caption_marked_as_a_figures_is_no_table_and_takes_no_rows() -> None:
    figure = Block(BlockKind.CAPTION, (Piece("Figur 1.1 Boliger"),), figure=True)
    reading = built(*with_tables([figure, paragraph("Kilde: BBR"), row("x", "y"), paragraph("Tabel 1.2 A")]))
    assert [one.number for one in reading.tables] == ["1.2"]
    assert reading.text.startswith("Figur 1.1 Boliger\n\nKilde: BBR")
    unmarked = built(*with_tables([replace(figure, figure=False)]))
    assert [one.number for one in unmarked.tables] == ["1.1"]
