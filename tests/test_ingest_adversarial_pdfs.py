"""PDFs made to deceive or to exhaust: each ends with a clear line of the report, and the honest ones beside it are read.

The large counts of the same faults (cuts, flipped bits, packed streams) are trials: `tests/trials/`.
"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.pdf import read_pdf
from ingest.pdf_boxes import page_image
from ingest.pdf_maps import differs, doubtful_pages, to_unicode
from ingest.pdf_ocr import can_read_pictures
from ingest.records import Document, FileStatus, Kind
from tests.ingest_workplace import NOTICE, Workplace, pdf
from tests.trials.bombs import tree

HONEST = pdf([["Gebyret udgør 1.250 kr. om året.", "Udvalget vedtog det i dag."]] * 2)


def with_map(data: bytes, pairs: dict[str, str]) -> bytes:
    """The PDF with a map to Unicode in every font that says these characters are others than the ones drawn."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    rows = "".join(f"<{ord(drawn):02X}> <{ord(told):04X}>\n" for drawn, told in pairs.items())
    stream = DecodedStreamObject()
    stream.set_data(f"{len(pairs)} beginbfchar\n{rows}endbfchar".encode())
    reference = writer._add_object(stream)
    for page in writer.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            font.get_object()[NameObject("/ToUnicode")] = reference
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def scanned(pages: int) -> bytes:
    picture = ImageReader(io.BytesIO(page_image(HONEST, 1, 0.5)))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    for _ in range(pages):
        canvas.drawImage(picture, 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def with_attachment() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(HONEST)))
    writer.add_attachment("regneark.csv", b"a;b\n")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    return Workplace.at(tmp_path)


def test_each_gets_its_line_and_the_honest_file_is_read(place: Workplace) -> None:
    files = {
        "ren.pdf": HONEST,
        "side.pdf": f"<html><body><h1>{NOTICE}</h1></body></html>".encode(),
        "afkortet.pdf": HONEST[: len(HONEST) // 3],
        "mange.pdf": tree(b"3 0 R " * 4_000, 4_000),
        "ring.pdf": tree(b"2 0 R", 1_000_000),
        "laast.pdf": pdf([["Hemmeligt."]], password="kode"),
        "ren igen.pdf": pdf([["Kommunen bygger en ny havn ved fjorden."]]),
    }
    for name, data in files.items():
        place.put(name, data)
    result = place.ingest()
    lines = {file.path: (file.status, file.reason or "") for file in result.files}
    assert lines["ren.pdf"] == lines["ren igen.pdf"] == (FileStatus.OK, "")
    refused = [
        name for name, (status, reason) in lines.items() if status is FileStatus.REFUSED and reason.endswith(".")
    ]
    assert refused == ["side.pdf", "afkortet.pdf", "mange.pdf", "ring.pdf", "laast.pdf"]
    assert "ikke en PDF" in lines["side.pdf"][1]
    assert "3000 sider" in lines["mange.pdf"][1]
    assert "3000 sider" in lines["ring.pdf"][1]
    assert "adgangskode" in lines["laast.pdf"][1]
    assert set(place.texts()) == {"ren.pdf", "ren igen.pdf"}


def test_the_same_bytes_under_three_names_give_one_set_of_passages(place: Workplace) -> None:
    for name in ("a.pdf", "b.pdf", "mappe/c.pdf"):
        place.put(name, HONEST)
    result = place.ingest()
    alone = Workplace.at(place.corpus.parent / "alene")
    alone.put("a.pdf", HONEST)
    assert (result.documents, alone.ingest().documents) == (1, 1)
    counts = []
    for one in (place, alone):
        index = one.open()
        counts.append(index.manifest.passages)
        index.close()
    assert counts[0] == counts[1] > 0


@pytest.mark.parametrize("name", ["../../etc/passwd.pdf", "a" * 300 + ".pdf", "æøå \u202e fdp.exe.pdf", "CON.pdf"])
def test_a_strange_name_writes_nothing_outside_home(place: Workplace, tmp_path: Path, name: str) -> None:
    path = tmp_path / "filer" / "dyb" / "dybere" / name
    too_long = len(name) > 255  # for any file system: it is only named
    if not too_long:
        path.parent.mkdir(parents=True)
        path.resolve().parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(HONEST)
    before = {file for file in tmp_path.rglob("*") if place.home not in file.parents}
    result = place.ingest_paths(path)
    after = {file for file in tmp_path.rglob("*") if place.home not in file.parents}
    assert after - before <= {place.home}
    assert result.files[0].status is (FileStatus.REFUSED if too_long else FileStatus.OK)
    assert "Traceback" not in (result.files[0].reason or "")


def test_a_file_that_shows_other_numbers_than_its_text_has_is_quarantined(place: Workplace) -> None:
    assert can_read_pictures(), "make browser installs Tesseract with Danish"
    place.put("ren.pdf", HONEST)
    place.put("falsk.pdf", with_map(HONEST, {"1": "9", "2": "9", "5": "9", "0": "9"}))
    place.put("rigtig.pdf", with_map(HONEST, {"1": "1", "2": "2", "5": "5", "0": "0"}))
    result = place.ingest()
    assert [file.status.value for file in result.files] == ["ok", "quarantined", "ok"]
    assert result.files[1].reason is not None
    assert result.files[1].reason.startswith("Side 1 viser noget andet, end filens tekst siger.")
    assert not any("9.999" in text for text in place.texts().values())


def test_without_ocr_what_surely_contradicts_itself_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.pdf.can_read_pictures", lambda: False)
    document = Document("0" * 64, "falsk.pdf", NOTICE, Kind.PAGE)
    false = read_pdf(with_map(HONEST, {"1": "9"}), document)
    assert "9.250" in false.text, "the control: the text is what the map says"
    assert [one.page for one in false.findings if one.code == "text_differs"] == [1, 2]
    assert not read_pdf(HONEST, document).findings
    assert not read_pdf(with_map(HONEST, {"k": "K"}), document).findings, "capitals for small letters are no lie"


def test_two_codes_that_claim_one_digit_make_a_page_doubtful() -> None:
    def pages(rows: bytes) -> list[tuple[int, bool]]:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(HONEST)))
        stream = DecodedStreamObject()
        stream.set_data(b"1 beginbfrange\n" + rows + b"\nendbfrange")
        font = DictionaryObject(
            {NameObject("/Subtype"): NameObject("/Type0"), NameObject("/ToUnicode"): writer._add_object(stream)}
        )
        for page in writer.pages:
            page["/Resources"]["/Font"][NameObject("/X")] = font  # type: ignore[index]
        made = io.BytesIO()
        writer.write(made)
        return [(one.number, one.sure) for one in doubtful_pages(PdfReader(io.BytesIO(made.getvalue())))]

    assert pages(b"<0010> <0012> [<0039> <0039> <0031>]") == [(1, False), (2, False)]
    assert pages(b"<0010> <0019> <0030>") == []
    assert to_unicode(b"beginbfrange <10> <19> <0030> endbfrange")[0x15] == "5"


def test_a_page_differs_only_where_most_of_it_does() -> None:
    shown = "Gebyret udgør 1.250 kr. om året, og udvalget vedtog det i 2031."
    assert not differs(shown, shown.replace("1.250", "1,250").replace("ø", "o"))
    assert differs(shown.replace("1.250", "9.999").replace("2031", "9999"), shown)
    assert differs("Noget helt andet stod skrevet nederst", shown)


def test_pages_that_are_pictures_are_named_and_no_empty_success(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = read_pdf(scanned(10), Document("0" * 64, "scan.pdf", NOTICE, Kind.PAGE), ocr=False)
    assert [(one.code, one.page) for one in reading.findings] == [("no_text", page) for page in range(1, 11)]


def test_files_inside_a_pdf_are_told_of(place: Workplace) -> None:
    place.put("ren.pdf", HONEST)
    place.put("med bilag.pdf", with_attachment())
    plain, told = place.ingest().files
    assert (plain.status, told.status) == (FileStatus.OK, FileStatus.PARTIAL)
    assert "andre filer inden i sig (1)" in (told.reason or "")
