"""PDF files of the made-up municipality, made here, read into one canonical text."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import Unreadable
from ingest.pdf import pdf_metadata, read_pdf
from ingest.pdf_boxes import page_image, quote_boxes
from ingest.records import Document, Kind, Range, SectionKind

DOCUMENT = Document("0" * 64, "rapport.pdf", "Rapport fra Sømarken Kommune (opdigtet)", Kind.BACKGROUND)
NOTICE = "Sømarken Kommune (opdigtet)"


def made(*pages: Callable[[Canvas], object] | Sequence[str], title: str = "Rapport") -> bytes:
    """A PDF with one page for each of `pages`: lines from the top, or a function that draws."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.setTitle(title)
    for page in pages:
        canvas.setFont("Helvetica", 11)
        if callable(page):
            page(canvas)
        else:
            write(canvas, page)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def write(canvas: Canvas, lines: Sequence[str], left: float = 72, top: float = 760, leading: float = 14) -> None:
    for number, line in enumerate(lines):
        canvas.drawString(left, top - leading * number, line)


def test_lines_become_paragraphs_and_the_map_leads_back() -> None:
    data = made([f"Dette er en rapport fra {NOTICE} om kommunens", "økonomi og de kommende års budgetter."])
    reading = read_pdf(data, DOCUMENT)
    assert reading.text == f"Dette er en rapport fra {NOTICE} om kommunens økonomi og de kommende års budgetter."
    page = reading.pages[0]
    raw = f"Dette er en rapport fra {NOTICE} om kommunens\r\nøkonomi"
    at = reading.text.index("økonomi")
    assert page.map.source_of(at) == raw.index("økonomi")
    assert page.map.source_of(at - 1) is None


def test_hyphenation_is_undone_but_real_hyphens_are_kept() -> None:
    data = made(
        [
            f"{NOTICE} arbejder med forebyg-",
            "gelse i hele kommunen og med EU-",
            "regler for social- og sundhedsområdet og børne-",
            "og ungeområdet i perioden 2024-",
            "2027 og med it-støtte til alle, og den nye it-",
            "støtte er god.",
        ]
    )
    text = read_pdf(data, DOCUMENT).text
    assert "med forebyggelse i" in text
    assert "EU-regler for" in text
    assert "børne- og ungeområdet i perioden 2024-2027" in text
    assert "den nye it-støtte er god." in text


def test_a_sentence_goes_on_over_the_page_break_and_each_character_has_its_page() -> None:
    body = [f"Linje nummer {number} handler om {NOTICE} og dens mange opgaver" for number in range(40)]
    data = made([*body, "og sætningen slutter"], ["først på den næste side.", "", "Et nyt afsnit."])
    reading = read_pdf(data, DOCUMENT)
    assert "slutter først på den næste side." in reading.text
    first, second = reading.pages
    assert first.range.end == second.range.start == reading.text.index("først på")
    assert second.range.end == len(reading.text)


@pytest.mark.parametrize(("last", "goes_on"), [("og den vokser", True), ("og den vokser:", False)])
def test_a_dash_at_the_top_of_a_page_is_a_bullet_only_after_a_whole_sentence(last: str, goes_on: bool) -> None:
    body = [f"Linje nummer {number} handler om {NOTICE} og dens mange opgaver" for number in range(40)]
    text = read_pdf(made([*body, last], ["– en udvikling, der ventes at vare ved.", "", "Et afsnit."]), DOCUMENT).text
    assert ("vokser – en udvikling, der ventes at vare ved." in text) is goes_on
    assert ("vokser:\n\nen udvikling" in text) is not goes_on


@pytest.mark.parametrize(
    ("last", "first", "goes_on"),
    [
        (
            "og antallet af virksomheder i alle byens bydele er i alt vokset til nu",
            "22. Byen havde året før kun syv virksomheder.",
            True,
        ),
        ("og det følger af kommunens regulativ § 29, stk.", "2, jf. afsnit 5.7, at det skal være sådan.", True),
        ("og antallet af virksomheder i alle bydele er syv.", "22. Byen havde året før kun syv virksomheder.", False),
    ],
)
def test_a_number_at_the_top_of_a_page_may_end_a_sentence(last: str, first: str, goes_on: bool) -> None:
    body = [f"Linje nummer {number} handler om {NOTICE} og dens opgaver" for number in range(40)]
    text = read_pdf(made([*body, last], [first, "", "Et afsnit."]), DOCUMENT).text
    assert (f"{last} {first}" in text) is goes_on


def test_a_table_below_two_columns_is_read_whole_though_its_cells_cross_the_space_between_them() -> None:
    rows = [
        ("Skole", "2013", "I 2019", "2020"),
        ("Elever i", "11,2", "10.612", "12,4"),
        ("Lærere i", "13,9", "11.712", "12,6"),
    ]

    def draw(canvas: Canvas) -> None:
        for number in range(8):
            canvas.drawString(60, 760 - 14 * number, f"venstre spalte linje {number} om kommunens drift")
            canvas.drawString(310, 760 - 14 * number, f"højre spalte linje {number} om kommunens anlæg")
        for number, cells in enumerate(rows):
            for left, cell in zip((60, 200, 284, 430), cells, strict=True):
                canvas.drawString(left, 600 - 30 * number, cell)
        canvas.drawString(60, 600 - 30 - 12, "folkeskoler")

    (table,) = (reading := read_pdf(made(draw), DOCUMENT)).tables
    assert "Elever i folkeskoler | 11,2 | 10.612 | 12,4\nLærere i | 13,9 | 11.712 | 12,6" in table.range.of(
        reading.text
    )


def test_headers_and_page_numbers_are_left_out() -> None:
    words = ["skoler", "veje", "ældre", "børn", "klima"]
    pages = [
        (
            lambda canvas, number=number, word=word: (
                canvas.drawString(72, 810, f"{NOTICE} · baggrundsrapport"),
                canvas.drawString(290, 30, f"Side {number}"),
                write(canvas, [f"Dette afsnit handler om {word} i kommunen."]),
            )
        )
        for number, word in enumerate(words, start=1)
    ]
    text = read_pdf(made(*pages), DOCUMENT).text
    assert "Side" not in text
    assert "opdigtet" not in text
    assert all(word in text for word in words)


def test_two_columns_are_read_one_after_the_other_whatever_the_drawing_order() -> None:
    left = [f"venstre spalte linje {number} om kommunens drift" for number in range(10)]
    right = [f"højre spalte linje {number} om kommunens anlæg" for number in range(10)]

    def draw(canvas: Canvas) -> None:
        for number in (3, 1, 4, 0, 5, 9, 2, 6, 8, 7):
            canvas.drawString(320, 760 - 14 * number, right[number])
            canvas.drawString(60, 760 - 14 * number, left[number])

    assert read_pdf(made(draw), DOCUMENT).text == " ".join(left + right)


def test_the_boxes_of_a_quote_lie_on_its_words() -> None:
    data = made([f"Første linje om {NOTICE}.", "", "Anden linje nævner 1.234,5 mio. kr. til skoler."])
    reading = read_pdf(data, DOCUMENT)
    at = reading.text.index("1.234,5")
    (box,) = quote_boxes(data, reading, Range(at, at + len("1.234,5 mio. kr.")))
    width = Canvas(io.BytesIO()).stringWidth("Anden linje nævner ", "Helvetica", 11)
    assert box.page == 1
    assert box.left == pytest.approx(72 + width, abs=1.5)
    assert box.top < A4[1] - 732 < box.bottom + 1.5
    assert box.bottom - box.top < 14


def test_masked_boxes_are_black_in_the_image() -> None:
    data = made([f"Navnet står her i {NOTICE}."])
    reading = read_pdf(data, DOCUMENT)
    boxes = quote_boxes(data, reading, Range(0, 6))
    plain, masked = page_image(data, 1, 1.0), page_image(data, 1, 1.0, boxes)
    assert plain.startswith(b"\x89PNG")
    assert masked.startswith(b"\x89PNG")
    assert plain != masked


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "tom"),
        (b"PK\x03\x04" + bytes(100), "Word"),
        (b"Bare tekst", "ikke en PDF"),
        (b"%PDF-1.7\nnoget skidt", "i stykker"),
    ],
)
def test_what_is_no_readable_pdf_gets_one_clear_sentence(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read_pdf(data, DOCUMENT)


def test_a_password_and_a_file_without_pages_are_named() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(made([NOTICE]))))
    writer.encrypt("hemmelig", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    with pytest.raises(Unreadable, match="adgangskode"):
        read_pdf(locked.getvalue(), DOCUMENT)
    empty = io.BytesIO()
    PdfWriter().write(empty)
    with pytest.raises(Unreadable):
        read_pdf(empty.getvalue(), DOCUMENT)


def test_metadata_is_read() -> None:
    assert pdf_metadata(made([NOTICE], title="Baggrund"))["title"] == "Baggrund"


def test_a_page_without_text_is_reported_by_number() -> None:
    data = made([NOTICE], lambda canvas: canvas.rect(100, 100, 50, 50), [f"Mere om {NOTICE}."])
    findings = read_pdf(data, DOCUMENT, ocr=False).findings
    assert [(finding.code, finding.page) for finding in findings] == [("no_text", 2)]


def test_a_footnote_mark_is_no_part_of_the_sentence_and_the_note_stands_apart() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 760, f"{NOTICE} byggede 51 boliger.")
        width = canvas.stringWidth(f"{NOTICE} byggede 51 boliger.", "Helvetica", 11)
        canvas.setFont("Helvetica", 6.5)
        canvas.drawString(72 + width, 764, "3")
        canvas.setFont("Helvetica", 11)
        canvas.drawString(72 + width + 7, 760, "Året efter gik det")
        canvas.drawString(72, 746, "bedre, og der kom flere til.")
        canvas.drawString(72, 732, "Kommunen venter, at tallet stiger i de kommende år, og at det sker i hele")
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 80, "3 Tallet er foreløbigt.")

    reading = read_pdf(made(draw, ["området frem mod 2030. Det er planen."]), DOCUMENT)
    sentences = [sentence.of(reading.text) for sentence in reading.sentences]
    assert f"{NOTICE} byggede 51 boliger." in sentences
    assert "Året efter gik det bedre, og der kom flere til." in sentences
    assert (
        "Kommunen venter, at tallet stiger i de kommende år, og at det sker i hele området frem mod 2030." in sentences
    )
    notes = [section for section in reading.sections if section.kind is SectionKind.FOOTNOTES]
    assert [note.range.of(reading.text).strip() for note in notes] == ["3 Tallet er foreløbigt."]
    assert notes[0].range.end <= reading.pages[0].range.end


def test_a_line_in_the_middle_of_every_page_is_text_though_it_repeats_and_counts() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    for page in range(1, 7):
        canvas.drawString(72, 800, "Sømarken Kommune (opdigtet)")
        canvas.drawString(72, 640, f"Beløb for område {page}")
        canvas.drawString(72, 560, f"{page}.234,5 kr. i alt")
        canvas.showPage()
    canvas.save()
    text = read_pdf(stream.getvalue(), DOCUMENT).text
    assert text.count("234,5 kr. i alt") == 6
    assert "Sømarken Kommune" not in text, "the control: what stands at the edge of every page is a running header"


def test_without_page_labels_the_number_printed_at_the_edge_is_the_label() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    printed = ["", "i", "ii", "iii", *map(str, range(1, 9)), ""]
    for page, number in enumerate(printed):
        canvas.drawString(72, 810, f"Sømarken Kommune (opdigtet) · Årsrapport {2031 if page < 7 else 2032}")
        canvas.drawString(72, 500, f"Afsnit {page} har {7 * page % 5} bilag og {page} tabeller.")
        canvas.drawRightString(500, 40, f"Side {number} af 8" if number.isdigit() else number)
        canvas.showPage()
    canvas.save()
    reading = read_pdf(stream.getvalue(), DOCUMENT)
    assert [page.number for page in reading.pages] == list(range(1, len(printed) + 1))
    assert [page.label or "" for page in reading.pages] == printed
    stray = made(*[[f"{NOTICE} {word}"] for word in ("ligger", "bygger", "vokser")])
    assert [page.label for page in read_pdf(stray, DOCUMENT).pages] == [None] * 3, "the control: no number is made up"
