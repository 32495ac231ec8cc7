"""The quote is marked to the character, and the text around it keeps its shape."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.blocks import build_reading
from ingest.markdown import markdown_blocks
from ingest.records import Document, Kind, Range, Reading
from tests.fake_assistant import SWIM, minutes
from ui.source_blocks import AROUND, WHOLE_DOCUMENT, Block, Piece, Shape, source_view

TABLED = """# Sømarken Kommune (opdigtet)

**Vand.** Der er brug for vand i Sømarken Kommune (opdigtet).

**Havn.** Der er brug for en havn.

- Fisk
  - Torsk
- Skib

| Navn | Antal |
|---|---|
| Ål | 12 |
| Ørred | 7 |
"""


def reading_of(markdown: str) -> Reading:
    return build_reading(
        Document("ab" * 32, "t.md", "Sømarken Kommune (opdigtet)", Kind.PAGE), markdown_blocks(markdown)
    )


def pieces(block: Block) -> list[Piece]:
    rows = [piece for row in block.rows for cell in row for piece in cell]
    return [*block.pieces, *(piece for entry in block.entries for piece in entry.pieces), *rows]


def marked(reading: Reading, quote: Range) -> str:
    return "".join(one.text for block in source_view(reading, quote).blocks for one in pieces(block) if one.marked)


def test_the_quote_is_marked_and_nothing_else() -> None:
    reading = minutes()
    start = reading.text.index(SWIM)
    view = source_view(reading, Range(start, start + len(SWIM)))
    assert [one.text for block in view.blocks for one in pieces(block) if one.marked] == [SWIM]
    assert view.path[-2:] == ("Punkt 7: Ny svømmehal i Sømarken Kommune (opdigtet)", "Resumé")


@given(st.data())
def test_any_range_is_marked_to_the_character(data: st.DataObject) -> None:
    reading = data.draw(st.sampled_from([minutes(), reading_of(TABLED)]))
    start = data.draw(st.integers(0, len(reading.text) - 1))
    end = data.draw(st.integers(start + 1, len(reading.text)))
    wanted = "".join(reading.text[start:end].split())
    found = "".join(marked(reading, Range(start, end)).split())
    # Between the cells of a table stands a joint that is not drawn.
    assert found == wanted or found == wanted.replace("|", "")


def test_one_piece_begins_the_quote_and_one_ends_it() -> None:
    reading = minutes()
    start = reading.text.index("at drøfte hallens placering")
    end = reading.text.index("drøftede sagen.")
    drawn = [one for block in source_view(reading, Range(start, end)).blocks for one in pieces(block)]
    assert [one.first for one in drawn].count(True) == 1
    assert [one.last for one in drawn].count(True) == 1


def test_headings_lists_leads_and_tables_keep_their_shape() -> None:
    blocks = source_view(reading_of(TABLED), Range(0, 5)).blocks
    assert [block.shape for block in blocks] == [
        Shape.HEADING, Shape.PARAGRAPH, Shape.PARAGRAPH, Shape.LIST, Shape.TABLE,
    ]  # fmt: skip
    assert [(one.pieces[0].text, one.depth) for one in blocks[3].entries] == [("Fisk", 0), ("Torsk", 1), ("Skib", 0)]
    assert ["".join(piece.text for piece in cell) for row in blocks[4].rows for cell in row] == [
        "Navn", "Antal", "Ål", "12", "Ørred", "7",
    ]  # fmt: skip
    assert blocks[4].header_rows == 1


def test_heading_levels_never_skip_one() -> None:
    reading = reading_of("# A\n\n##### B\n\nTekst i Sømarken Kommune (opdigtet).\n\n## C\n\nMere.\n")
    levels = [block.level for block in source_view(reading, Range(0, 1)).blocks if block.shape is Shape.HEADING]
    assert levels == [2, 3, 3]


def test_a_long_document_is_cut_at_whole_lines_around_the_quote() -> None:
    line = "Sømarken Kommune (opdigtet) har meget at fortælle om vand. "
    reading = reading_of("\n\n".join(f"{number} {line}" for number in range(WHOLE_DOCUMENT // 20)))
    middle = len(reading.text) // 2
    view = source_view(reading, Range(middle, middle + 10))
    shown = ["".join(one.text for one in pieces(block)) for block in view.blocks]
    assert view.cut_before
    assert view.cut_after
    assert 1.9 * AROUND <= sum(map(len, shown)) <= 2.5 * AROUND
    assert all(one.endswith("vand.") for one in shown)
    start = source_view(reading, Range(0, 3))
    assert not start.cut_before
    assert start.cut_after


@pytest.mark.parametrize("quote", [Range(3, 3), Range(0, 10_000_000)])
def test_a_range_that_is_not_in_the_text_is_refused(quote: Range) -> None:
    with pytest.raises(ValueError, match="not a range"):
        source_view(minutes(), quote)


def test_a_table_whose_values_were_not_read_says_so() -> None:
    reading = reading_of(TABLED)
    table = replace(reading.tables[0], cells=(), values_captured=False)
    blocks = source_view(replace(reading, tables=(table,)), Range(0, 5)).blocks
    assert [block.values_captured for block in blocks if block.shape is Shape.TABLE] == [False]
