"""What an editor may upload is told by its bytes, and where it lands by us."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document

from ingest.errors import IndexLocked, WrongUse
from ingest.versions import writer_lock
from tests.ingest_workplace import Workplace, note, pdf
from ui.publishing import publish
from ui.upload import LARGEST, accepted, kind_of

PDF = pdf([["En side."]])
VALUES = {"title": "Notat om stierne", "kind": "side", "audience": "staff", "source": "opdigtet"}
# Ways out of a folder and into others' files, in the spellings of all systems.
HOSTILE = [
    f"{way}{name}.md"
    for way in ("../", "..\\", "/", "C:\\", "....//", "..%2f", "\0/", "a/../../", "\u202e/", "~/")
    for name in ("x", "manifest.toml", "corpus", ".hidden", "CON", "a b\tc")
]


def word() -> bytes:
    stream = io.BytesIO()
    document = Document()
    document.add_paragraph("Et afsnit.")
    document.save(stream)
    return stream.getvalue()


def archive(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return stream.getvalue()


@pytest.mark.parametrize(("name", "data", "wanted"), [
    ("Årsrapport æøå 2025.PDF", PDF, "aarsrapport-aeoeaa-2025-"), ("a.docx", word(), "a-"),
    ("side.html", b"\xef\xbb\xbf<!DOCTYPE html><p>x", "side-"), ("note.md", note("stierne").encode(), "note-"),
    ("....txt", b"tekst", "dokument-"),
])  # fmt: skip
def test_an_honest_file_is_taken_under_a_name_of_our_own(name: str, data: bytes, wanted: str) -> None:
    upload = accepted(name, data)
    assert upload.name.startswith(wanted)
    assert upload.name == upload.name.lower()
    assert upload.data == data


@pytest.mark.parametrize(("name", "data"), [
    ("a.pdf", b"MZ\x90\x00 program"), ("a.pdf", b"<html><script>"), ("a.md", PDF), ("a.exe", b"tekst"),
    ("a.docx", archive("x.txt")), ("a.docx", b"PK\x03\x04 broken"), ("a.pptx", word()), ("a.txt", b"\xff\xfe\x00"),
    ("a.md", b"a\0b"), ("a.svg", b"<svg onload=alert(1)>"), ("a", b"tekst"), ("a.pdf.exe", PDF), ("a.md", b""),
])  # fmt: skip
def test_bytes_that_are_not_what_the_name_says_are_refused(name: str, data: bytes) -> None:
    with pytest.raises(WrongUse, match="ikke en PDF"):
        accepted(name, data)


def test_a_file_of_more_than_twenty_megabytes_is_refused() -> None:
    assert accepted("a.pdf", PDF + b"\n" * (LARGEST - len(PDF)))
    with pytest.raises(WrongUse, match="højst fylde 20 MB"):
        accepted("a.pdf", PDF + b"\n" * (LARGEST - len(PDF) + 1))


def test_no_hostile_name_leaves_the_folder_or_hits_another_file(tmp_path: Path) -> None:
    assert len(HOSTILE) == 60
    place = Workplace.at(tmp_path)
    known = set(tmp_path.rglob("*"))
    escaped = 0
    for number, name in enumerate(HOSTILE):
        data = f"Tekst nummer {number}".encode()
        target = place.corpus / accepted(name, data).name
        assert target.resolve().parent == place.corpus.resolve(), name
        assert target not in known, name
        assert not target.name.startswith("."), name
        # The control: the name as it came would leave the folder, or lie hidden in it.
        raw = Path(f"{place.corpus}/{name}".replace("\\", "/").replace("\0", ""))
        escaped += raw.resolve().parent != place.corpus.resolve()
    assert escaped > 20
    assert set(tmp_path.rglob("*")) == known


def test_what_is_published_is_read_answered_from_and_replaced(tmp_path: Path) -> None:
    from assistant import open_assistant

    place = Workplace.at(tmp_path)
    first = accepted("Stier.md", note("stierne", "Stien ved åen koster 2 mio. kr.").encode())
    report = publish(place.settings, first, VALUES)
    assert (report.path, report.status.value) == (first.name, "ok")
    running = open_assistant(place.settings, "staff")
    before = running.ask("Hvad koster stien ved åen?")
    assert [one.quote for one in before.citations] == ["Stien ved åen koster 2 mio. kr."]
    second = accepted("Stier ny.md", note("stierne", "Stien ved åen koster 3 mio. kr.").encode())
    publish(place.settings, second, VALUES, replaces=first.name)
    assert running.refresh()  # the running server follows
    after = running.ask("Hvad koster stien ved åen?")
    assert [one.quote for one in after.citations] == ["Stien ved åen koster 3 mio. kr."]
    assert before.citations[0].document_id not in {one.id for one in running.documents()}
    assert len(running.documents()) == 1
    running.close()


def test_nothing_is_written_where_a_value_does_not_fit(tmp_path: Path) -> None:
    place = Workplace.at(tmp_path)
    upload = accepted("Stier.md", note("stierne").encode())
    with pytest.raises(WrongUse, match="»i går« kan ikke bruges som Mødedato"):
        publish(place.settings, upload, {**VALUES, "meeting_date": "i går"})
    assert sorted(path.name for path in place.corpus.iterdir()) == ["corpus.toml", "manifest.toml"]
    assert (place.corpus / "manifest.toml").read_text() == ""


def test_kinds_are_told_from_bytes_alone() -> None:
    assert [kind_of(one) for one in (PDF, word(), b"<html>", b"tekst", b"\x89PNG")] == [
        "pdf", "word", "html", "text", None,
    ]  # fmt: skip


def test_nothing_is_written_while_another_process_makes_an_index(tmp_path: Path) -> None:
    place = Workplace.at(tmp_path)
    upload = accepted("Stier.md", note("stierne").encode())
    with writer_lock(place.home), pytest.raises(IndexLocked):
        publish(place.settings, upload, VALUES)
    assert sorted(path.name for path in place.corpus.iterdir()) == ["corpus.toml", "manifest.toml"]
    assert (place.corpus / "manifest.toml").read_text() == ""
    assert publish(place.settings, upload, VALUES).status.value == "ok", "the control: afterwards it is written"
