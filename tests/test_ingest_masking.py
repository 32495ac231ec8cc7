"""Personal data at the door: quarantine, masking in text and titles, and black boxes that OCR cannot read through."""

from __future__ import annotations

import dataclasses
import io
import subprocess
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.masking import PersonalNumberFound, Policy, guarded, is_masked, masked_boxes, masked_name
from ingest.passages import cut_passages
from ingest.pdf import read_pdf
from ingest.pdf_boxes import page_image
from ingest.personal_data import MASK
from ingest.readers import read_bytes
from ingest.records import AuthorKind, Document, Kind, Range, Reading
from tests.ingest_workplace import CPR, NOTICE, Workplace, note, pdf

MASKS = Policy(masks=True, public=("70 00 00 11",))
PHONE, MAIL = "86 00 00 17", "anna@opdigtet.example"


def read(text: str, title: str = "Brev", kind: Kind = Kind.PAGE) -> Reading:
    return read_bytes(text.encode(), "brev.md", title, kind)


LETTER = (
    f"# Sag om {CPR}\n\n{NOTICE} har svaret.\n\n## Svar til {CPR}\n\n"
    f"Nummeret {CPR} og telefon {PHONE} og {MAIL} er noteret. Ring til 70 00 00 11.\n"
)


def test_a_cpr_number_keeps_a_document_out_and_is_not_repeated() -> None:
    with pytest.raises(PersonalNumberFound) as caught:
        guarded(read(LETTER), Policy())
    assert CPR not in str(caught.value)
    control = read(LETTER.replace(CPR, "29.09.00-P20-1-25"))
    assert guarded(control, Policy()) == control


def test_masking_keeps_every_range_and_leaves_nothing_readable() -> None:
    plain = read(LETTER, title=f"Brev om {CPR}")
    masked = guarded(plain, MASKS)
    assert len(masked.text) == len(plain.text)
    assert (masked.sentences, [one.range for one in masked.sections]) == (
        plain.sentences,
        [one.range for one in plain.sections],
    )
    everything = repr(masked) + repr(cut_passages(masked))
    for secret in (CPR, PHONE, MAIL, CPR.replace("-", ""), "070233"):
        assert secret not in everything
    assert CPR in repr(plain)
    assert "70 00 00 11" in masked.text, "a public number is nobody's secret"
    assert masked.sections[0].path[0] == f"Sag om {MASK * len(CPR)}"
    assert all(set(one.of(masked.text)) == {MASK} for one in masked.masked)
    assert len(masked.masked) == 5


def test_no_quote_may_touch_what_is_masked() -> None:
    masked = guarded(read(LETTER), MASKS)
    first = masked.masked[0]
    assert is_masked(masked.text, Range(first.start - 3, first.start + 1))
    assert is_masked(masked.text, first)
    assert not is_masked(masked.text, Range(0, first.start))


@pytest.mark.parametrize("field", ["source_id", "path", "source_url"])
def test_a_number_in_a_name_cannot_be_masked(field: str) -> None:
    reading = read("# Brev\n\nIntet her.\n")
    document = dataclasses.replace(reading.document, **{field: f"svar_{CPR}_endelig.md"})
    for policy in (Policy(), MASKS):
        with pytest.raises(PersonalNumberFound, match="navn"):
            guarded(dataclasses.replace(reading, document=document), policy)


def test_a_number_in_the_title_quarantines_or_is_masked() -> None:
    reading = read("# Brev\n\nIntet her.\n", title=f"Brev om {CPR}")
    with pytest.raises(PersonalNumberFound, match="titlen"):
        guarded(reading, Policy())
    assert guarded(reading, MASKS).document.title == f"Brev om {MASK * len(CPR)}"


HEARING = (
    f"# Høringssvar om havnen\n\nTil {NOTICE}.\n\nJeg synes, at havnen skal bevares.\n\n"
    "Med venlig hilsen\n\nAstrid Opdigtet Sømand\n\nHavnegade 12\n\n8999 Sømarken\n"
)


@pytest.mark.parametrize("citizen", [True, False])
def test_citizens_names_and_postcodes_are_masked_whatever_the_policy(citizen: bool) -> None:
    reading = read(HEARING, kind=Kind.HEARING_ANSWER if citizen else Kind.PAGE)
    text = guarded(reading, Policy()).text
    assert ("Astrid" in text) is not citizen
    assert ("8999" in text) is not citizen
    assert "havnen skal bevares" in text


def test_the_author_kind_alone_masks_too() -> None:
    reading = read(HEARING)
    document = dataclasses.replace(reading.document, author_kind=AuthorKind.CITIZEN)
    assert "Astrid" not in guarded(dataclasses.replace(reading, document=document), Policy()).text


def test_a_name_in_the_report_is_masked() -> None:
    assert masked_name(f"mappe/brev_{CPR}.pdf") == f"mappe/brev_{MASK * len(CPR)}.pdf"
    assert masked_name("referat-2025-08-15.pdf") == "referat-2025-08-15.pdf"


def test_quarantine_and_masking_through_the_manifest(tmp_path: Path) -> None:
    place = Workplace.at(tmp_path)
    place.put("vejene.md", note("vejene"))
    place.put("holdt.md", LETTER)
    place.put("maskeret.md", LETTER + "\nSlut.\n", personal_data="mask", title=f"Sag {CPR}")
    place.put(f"brev-{CPR}.md", note("havnen"))
    place.put(f"brev-{CPR.replace('12', '13')}.md", note("museet"))
    result = place.ingest()
    assert [file.status.value for file in result.files] == ["ok", "quarantined", "ok", "quarantined", "quarantined"]
    assert set(place.texts()) == {"vejene.md", "maskeret.md"}
    assert CPR not in repr(result)
    stored = b"".join(path.read_bytes() for path in (place.home / "index").rglob("*") if path.is_file())
    assert CPR.encode() not in stored
    assert b"070233" not in stored
    assert b"vejene" in stored
    assert "70 00 00 11" in place.texts()["maskeret.md"]
    assert place.ingest().carried == 5


@pytest.mark.parametrize("choice", ["quarantine", "mask"])
def test_a_number_in_a_running_header_keeps_the_document_out(tmp_path: Path, choice: str) -> None:
    place = Workplace.at(tmp_path)
    pages = [[f"Sagens parter: {CPR}", "", f"Afsnit {page} handler om havnen i byen."] for page in range(6)]
    clean = [[line.replace(CPR, "ingen") for line in lines] for lines in pages]
    plain = read_pdf(pdf(pages), Document("0" * 64, "sag.pdf", "Sag", Kind.PAGE))
    assert CPR not in plain.text, "the control: the header is no part of the text, so only the page image shows it"
    place.put("sag.pdf", pdf(pages), personal_data=choice)
    place.put("ren.pdf", pdf(clean))
    result = place.ingest()
    assert [file.status.value for file in result.files] == ["quarantined", "ok"]
    assert result.files[0].reason == "Personnummer fundet (side 1). Filen er ikke med i indekset."


def words_in(png: bytes, folder: Path) -> str:
    """What Tesseract reads in an image."""
    path = folder / "page.png"
    Image.open(io.BytesIO(png)).save(path)
    run = subprocess.run(["tesseract", str(path), "-", "-l", "dan"], capture_output=True, check=True, timeout=60)
    return run.stdout.decode()


def test_the_pixels_of_masked_words_are_black(tmp_path: Path) -> None:
    data = pdf([["Nummeret er " + CPR + " i sagen."], ["Ring til " + PHONE + " om havnen."]])
    plain = read_pdf(data, Document("0" * 64, "brev.pdf", "Brev", Kind.PAGE))
    masked = guarded(plain, MASKS)
    boxes = masked_boxes(data, masked)
    for number, secret, rest in ((1, CPR, "i sagen"), (2, PHONE, "om havnen")):
        seen = words_in(page_image(data, number, 3), tmp_path)
        hidden = words_in(page_image(data, number, 3, boxes), tmp_path)
        assert secret in seen, "the control: without the boxes the words are read"
        assert secret not in hidden
        assert secret[-4:] not in hidden
        assert rest in hidden


def test_a_number_on_a_page_that_is_a_picture_is_black_too(tmp_path: Path) -> None:
    written = pdf([["Nummeret er " + CPR + " i sagen om havnen."]])
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.drawImage(ImageReader(io.BytesIO(page_image(written, 1, 4))), 0, 0, *A4)
    canvas.save()
    data = stream.getvalue()
    plain = read_pdf(data, Document("0" * 64, "scan.pdf", "Brev", Kind.PAGE))
    assert plain.pages[0].read_by_ocr
    with pytest.raises(PersonalNumberFound):
        guarded(plain, Policy())
    boxes = masked_boxes(data, guarded(plain, MASKS))
    assert CPR in words_in(page_image(data, 1, 3), tmp_path), "the control: without the boxes the words are read"
    hidden = words_in(page_image(data, 1, 3, boxes), tmp_path)
    assert CPR not in hidden
    assert CPR[-4:] not in hidden
    assert "havnen" in hidden
