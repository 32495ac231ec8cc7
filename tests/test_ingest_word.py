"""Word documents: headings, lists, tables, captions and footnotes; what is deleted or hidden stays out."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document as new_word
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest import office
from ingest.errors import Unreadable
from ingest.readers import read_bytes
from ingest.records import Kind, Reading, SectionKind

NAMED = "Sømarken Kommune (opdigtet kommune)"


def saved(word: WordDocument) -> bytes:
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def read(word: WordDocument, kind: Kind = Kind.PAGE) -> Reading:
    return read_bytes(saved(word), "dokument.docx", "Dokument", kind)


def started() -> WordDocument:
    word = new_word()
    word.add_paragraph(NAMED)
    return word


def repacked(data: bytes, changed: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename not in changed:
                new.writestr(member, old.read(member))
        for name, content in changed.items():
            new.writestr(name, content)
    return stream.getvalue()


def test_headings_make_sections_that_tile_the_text() -> None:
    word = started()
    word.add_heading("Boliger", 1)
    word.add_paragraph("Der er 53.000 boliger. De fleste er gamle.")
    word.add_heading("Ejerformer", 2)
    word.add_paragraph("Her bor mange.")
    reading = read(word)
    assert [one.path for one in reading.sections] == [("Dokument",), ("Boliger",), ("Boliger", "Ejerformer")]
    assert reading.sections[-1].range.end == len(reading.text)
    assert "De fleste er gamle." in [one.of(reading.text) for one in reading.sentences]


def test_a_danish_style_name_and_an_outline_level_make_headings() -> None:
    word = started()
    word.styles.add_style("Overskrift 2", 1)
    word.add_paragraph("Skoler", style="Overskrift 2")
    outlined = word.add_paragraph("Dagtilbud")
    outlined._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="2"/>'))
    word.add_paragraph("Tekst.")
    assert read(word).sections[-1].path == ("Skoler", "Dagtilbud")


def test_lists_are_bulleted_or_numbered_and_have_their_introduction() -> None:
    word = started()
    word.add_paragraph("Der er to slags:")
    word.add_paragraph("Private", style="List Bullet")
    word.add_paragraph("Almene", style="List Bullet")
    word.add_paragraph("Gør sådan:")
    word.add_paragraph("Ring", style="List Number")
    word.add_paragraph("Skriv", style="List Number")
    reading = read(word)
    found = [
        (one.intro.of(reading.text) if one.intro else None, [item.of(reading.text) for item in one.items], one.ordered)
        for one in reading.listings
    ]
    assert found == [("Der er to slags:", ["Private", "Almene"], False), ("Gør sådan:", ["Ring", "Skriv"], True)]


def test_a_table_has_caption_header_cells_and_source() -> None:
    word = started()
    word.add_paragraph("Tabel 2.1 Boliger", style="Caption")
    table = word.add_table(rows=3, cols=3)
    for row, values in enumerate([("År", "Antal", ""), ("2024", "1.234,5", "pct."), ("2025", "", "pct.")]):
        for column, value in enumerate(values):
            table.cell(row, column).text = value
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(1, 0).merge(table.cell(2, 0))
    word.add_paragraph("Kilde: BBR")
    reading = read(word)
    found = reading.tables[0]
    cells = {(one.row, one.column): one.range.of(reading.text) for one in found.cells}
    assert (found.number, found.header_rows, found.values_captured) == ("2.1", 1, True)
    assert cells[1, 1] == "1.234,5"
    assert cells[0, 2] == cells[2, 0] == ""
    assert found.source_line is not None
    assert found.source_line.of(reading.text) == "Kilde: BBR"


def test_a_caption_without_a_table_says_that_values_are_missing() -> None:
    word = started()
    word.add_paragraph("Figur 4 Indbyggere", style="Caption")
    word.add_paragraph("Tekst om noget andet.")
    reading = read(word)
    assert [one.values_captured for one in reading.tables] == [False]
    assert [one.code for one in reading.findings] == ["table_without_values"]


def test_inserted_text_and_content_controls_are_read_and_deleted_and_hidden_text_is_not() -> None:
    word = started()
    paragraph = word.add_paragraph("Synlig")
    paragraph._p.append(
        parse_xml(f'<w:ins {nsdecls("w")} w:id="1"><w:r><w:t xml:space="preserve"> indsat</w:t></w:r></w:ins>')
    )
    paragraph._p.append(parse_xml(f'<w:del {nsdecls("w")} w:id="2"><w:r><w:delText>slettet</w:delText></w:r></w:del>'))
    control = f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>I et felt.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    word.element.body.insert(2, parse_xml(control))
    word.add_paragraph().add_run("Skjult ordre").font.hidden = True
    reading = read(word)
    assert "Synlig indsat" in reading.text
    assert "I et felt." in reading.text
    assert "slettet" not in reading.text
    assert "Skjult" not in reading.text
    assert [one.code for one in reading.findings] == ["hidden_text"]


def test_a_bold_lead_and_danish_letters_keep_their_form() -> None:
    word = started()
    for title in ("Rødt", "Blåt"):
        paragraph = word.add_paragraph()
        paragraph.add_run(f"{title} område.").bold = True
        paragraph.add_run(" Her er bløde\u00adre a\u030a og nonbreaking\u00a0mellemrum.")
    reading = read(word)
    assert [one.of(reading.text) for one in reading.listings[0].items] == ["Rødt område.", "Blåt område."]
    assert "Her er blødere å og nonbreaking mellemrum." in reading.text


def test_the_table_of_contents_is_kept_apart() -> None:
    word = started()
    word.styles.add_style("toc 1", 1)
    word.add_paragraph("Boliger\t4", style="toc 1")
    word.add_heading("Boliger", 1)
    word.add_paragraph("Tekst.")
    reading = read(word)
    contents = [one.range.of(reading.text).strip() for one in reading.sections if one.kind is SectionKind.CONTENTS]
    assert contents == ["Boliger 4"]


def test_minutes_in_word_get_the_schema_and_lose_what_is_closed() -> None:
    word = new_word()
    word.add_heading("Referat fra Byrådet den 3. marts 2025", 1)
    word.add_paragraph(NAMED)
    word.add_heading("Punkt 1: Ny bro", 2)
    word.add_heading("Indstilling", 3)
    word.add_paragraph("Forvaltningen indstiller, at broen bygges.")
    word.add_heading("Beslutning", 3)
    word.add_paragraph("Udsat.")
    word.add_heading("Punkt 2: Lukket punkt", 2)
    word.add_paragraph("HEMMELIGT")
    reading = read(word, Kind.MINUTES)
    assert [one.kind for one in reading.sections] == [
        SectionKind.TITLE, SectionKind.ITEM, SectionKind.PROPOSAL, SectionKind.DECISION,
    ]  # fmt: skip
    assert "HEMMELIGT" not in reading.text


def test_macros_in_the_file_are_ignored() -> None:
    data = repacked(saved(started()), {"word/vbaProject.bin": b"Sub AutoOpen()"})
    assert read_bytes(data, "dokument.docx", "D").text == NAMED


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7",
        b"",
        b"<html>",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"PK\x03\x04" + b"\0" * 200,
    ],
)
def test_what_is_no_word_file_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"\.$"):
        read_bytes(data, "dokument.docx", "D")


def test_another_office_file_and_a_plain_zip_are_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(Unreadable, match=r"\.docx"):
        read_bytes(stream.getvalue(), "dokument.docx", "D")


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9, 0.99])
def test_a_file_cut_short_is_refused(cut: float) -> None:
    data = saved(started())
    with pytest.raises(Unreadable, match=r"\.$"):
        read_bytes(data[: int(len(data) * cut)], "dokument.docx", "D")


@pytest.mark.parametrize("content", [b"", b"<w:document", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", b"\0\1\2"])
def test_a_broken_part_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable, match=r"\.$"):
        read_bytes(repacked(saved(started()), {"word/document.xml": content}), "dokument.docx", "D")


def test_a_bomb_is_stopped_by_its_declared_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "UNPACKED_MEGABYTES", 5)
    data = saved(started())
    assert read_bytes(data, "dokument.docx", "D").text == NAMED
    with pytest.raises(Unreadable, match="pakkes ud"):
        read_bytes(repacked(data, {"word/media/big.bin": bytes(6_000_000)}), "dokument.docx", "D")


def test_a_bomb_that_lies_about_its_size_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "UNPACKED_MEGABYTES", 5)
    data = repacked(saved(started()), {"word/media/big.bin": bytes(6_000_000)})
    real, small = (6_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little")
    assert data.count(real) >= 2
    with pytest.raises(Unreadable, match=r"\.$"):
        read_bytes(data.replace(real, small), "dokument.docx", "D")


def test_a_huge_xml_part_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "XML_MEGABYTES", 1)
    data = repacked(saved(started()), {"word/extra.xml": b"<a>" + b" " * 1_100_000 + b"</a>"})
    with pytest.raises(Unreadable, match="pakkes ud"):
        read_bytes(data, "dokument.docx", "D")
