"""Slides: a slide is a page, its title a heading, its notes a section of their own."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pptx import Presentation as new_slides
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from ingest.errors import Unreadable
from ingest.readers import read_bytes
from ingest.records import Kind, Reading, SectionKind

chart_data: Any = CategoryChartData  # it has no types
NAMED = "Sømarken Kommune (opdigtet kommune)"
BOX = (Inches(1), Inches(2), Inches(4), Inches(1))


def saved(presentation: Any) -> bytes:
    stream = io.BytesIO()
    presentation.save(stream)
    return stream.getvalue()


def read(presentation: Any) -> Reading:
    return read_bytes(saved(presentation), "oplæg.pptx", "Oplæg", Kind.SLIDES)


def bulleted(presentation: Any, title: str, *lines: str) -> Any:
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = title
    slide.placeholders[1].text_frame.text = "\n".join(lines)
    return slide


def test_a_slide_is_a_page_with_number_size_title_and_text() -> None:
    presentation: Any = new_slides()
    bulleted(presentation, "Boliger", NAMED, "53.000 boliger", "De fleste er gamle")
    bulleted(presentation, "Skoler", NAMED, "12 skoler")
    reading = read(presentation)
    assert [(one.number, one.label, one.width, one.height) for one in reading.pages] == [
        (1, None, 720.0, 540.0),
        (2, None, 720.0, 540.0),
    ]
    assert [one.path for one in reading.sections] == [("Boliger",), ("Skoler",)]
    page = reading.page_at(reading.text.index("12 skoler"))
    assert page is not None
    assert page.number == 2
    assert [item.of(reading.text) for item in reading.listings[0].items] == [
        NAMED,
        "53.000 boliger",
        "De fleste er gamle",
    ]


def test_pages_tile_the_text() -> None:
    presentation: Any = new_slides()
    for number in range(3):
        bulleted(presentation, f"Slide {number}", NAMED, "Tekst")
    reading = read(presentation)
    assert [one.range.start for one in reading.pages] == [0, *(one.range.end for one in reading.pages[:-1])]
    assert reading.pages[-1].range.end == len(reading.text)


def test_notes_are_a_section_of_their_own() -> None:
    presentation: Any = new_slides()
    slide = bulleted(presentation, "Boliger", NAMED)
    slide.notes_slide.notes_text_frame.text = "Husk at nævne kilden."
    bulleted(presentation, "Skoler", NAMED)
    reading = read(presentation)
    notes = [
        (one.path, one.range.of(reading.text).strip()) for one in reading.sections if one.kind is SectionKind.NOTES
    ]
    assert notes == [(("Boliger",), "Husk at nævne kilden.")]


def test_a_slide_without_a_title_does_not_stand_under_the_one_before() -> None:
    presentation: Any = new_slides()
    bulleted(presentation, "Boliger", NAMED)
    blank = presentation.slides.add_slide(presentation.slide_layouts[6])
    blank.shapes.add_textbox(*BOX).text_frame.text = "Løs tekst."
    assert [one.path for one in read(presentation).sections] == [("Boliger",), ("Oplæg",)]


def test_tables_have_cells_and_charts_say_that_values_are_missing() -> None:
    presentation: Any = new_slides()
    slide = bulleted(presentation, "Tal", NAMED)
    table = slide.shapes.add_table(2, 2, *BOX).table
    for row, values in enumerate([("År", "Antal"), ("2024", "1.234,5")]):
        for column, value in enumerate(values):
            table.cell(row, column).text = value
    data: Any = chart_data()
    data.categories = ["2023", "2024"]
    data.add_series("Boliger", (1.0, 2.0))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *BOX, data).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "Figur 1. Boliger"
    reading = read(presentation)
    assert [one.values_captured for one in reading.tables] == [True, False]
    assert [one.range.of(reading.text) for one in reading.tables[0].cells] == ["År", "Antal", "2024", "1.234,5"]
    assert [one.code for one in reading.findings] == ["table_without_values"]


def test_text_in_groups_is_read_and_footers_are_not() -> None:
    presentation: Any = new_slides()
    slide = bulleted(presentation, "Grupper", NAMED)
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(*BOX).text_frame.text = "Inde i en gruppe."
    footer = next(one for one in presentation.slide_layouts[1].placeholders if one.placeholder_format.idx == 11)
    slide.shapes._spTree.append(footer._element)
    slide.placeholders[11].text_frame.text = "Sidefod"
    reading = read(presentation)
    assert "Inde i en gruppe." in reading.text
    assert "Sidefod" not in reading.text


def test_hidden_slides_are_out_and_reported_and_keep_their_number() -> None:
    presentation: Any = new_slides()
    bulleted(presentation, "Skjult", "HEMMELIGT").element.set("show", "0")
    bulleted(presentation, "Synlig", NAMED)
    reading = read(presentation)
    assert "HEMMELIGT" not in reading.text
    assert [(one.code, one.page) for one in reading.findings] == [("hidden_slide", 1)]
    page = reading.page_at(0)
    assert page is not None
    assert (page.number, len(reading.pages)) == (2, 2)


def test_a_slide_without_text_is_reported_by_number() -> None:
    presentation: Any = new_slides()
    bulleted(presentation, "Synlig", NAMED)
    presentation.slides.add_slide(presentation.slide_layouts[6])
    reading = read(presentation)
    assert [(one.code, one.page) for one in reading.findings] == [("no_text", 2)]
    assert len(reading.pages) == 2


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"", b"PK\x03\x04" + b"\0" * 99, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_what_is_no_presentation_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"\.$"):
        read_bytes(data, "oplæg.pptx", "O")


@pytest.mark.parametrize("cut", [0.3, 0.7, 0.99])
def test_a_file_cut_short_is_refused(cut: float) -> None:
    data = saved(new_slides())
    with pytest.raises(Unreadable, match=r"\.$"):
        read_bytes(data[: int(len(data) * cut)], "oplæg.pptx", "O")
