"""A BEIR corpus: a record is a document, and a broken line is named by its number."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from ingest import beir
from ingest.beir import read_beir
from ingest.errors import Unreadable
from ingest.records import Reading

FIRST = {"_id": "a/1", "title": "Sømarken Kommune (opdigtet)", "text": "Første sætning. Anden sætning."}
SECOND = {"_id": "b", "title": "", "text": "Kun tekst (opdigtet)."}


def corpus(folder: Path, *lines: object) -> Path:
    path = folder / "corpus.jsonl"
    rows = [line if isinstance(line, bytes) else json.dumps(line, ensure_ascii=False).encode() for line in lines]
    path.write_bytes(b"\n".join(rows) + b"\n")
    return path


def readings(folder: Path, *lines: object) -> list[Reading]:
    return list(read_beir(corpus(folder, *lines)))


def test_a_record_is_a_document_with_its_id_title_and_text(tmp_path: Path) -> None:
    found = readings(tmp_path, FIRST, b"", SECOND)
    assert [(one.document.source_id, one.document.title, one.text) for one in found] == [
        ("a/1", FIRST["title"], FIRST["text"]),
        ("b", "", SECOND["text"]),
    ]
    assert [one.of(found[0].text) for one in found[0].sentences] == ["Første sætning.", "Anden sætning."]
    assert found[0].sections[0].path == ("Sømarken Kommune (opdigtet)",)


def test_the_document_id_is_the_hash_of_the_records_bytes(tmp_path: Path) -> None:
    line = json.dumps(FIRST, ensure_ascii=False).encode()
    assert readings(tmp_path, FIRST)[0].document.id == hashlib.sha256(line).hexdigest()
    crlf = corpus(tmp_path, line + b"\r")
    assert next(read_beir(crlf)).document.id == hashlib.sha256(line).hexdigest()


def test_lines_of_a_page_are_joined_and_long_lines_are_paragraphs(tmp_path: Path) -> None:
    wrapped = {"_id": "p", "text": "En linje\nsom fortsætter.\n\nNyt afsnit."}
    long = {"_id": "q", "text": "Overskrift\n" + "Meget lang tekst. " * 20}
    found = readings(tmp_path, wrapped, long)
    assert found[0].text == "En linje som fortsætter.\n\nNyt afsnit."
    assert found[1].text.startswith("Overskrift\n\nMeget lang tekst.")


def test_the_map_leads_to_the_records_text(tmp_path: Path) -> None:
    text = "Et\u00ad  to\n\ntre a\u030a fire"
    reading = readings(tmp_path, {"_id": "p", "text": text})[0]
    assert reading.text == "Et- to\n\ntre å fire"
    assert reading.map.source_of(reading.text.index("fire")) == text.index("fire")


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"[]",
        b"1",
        b'{"_id": 1, "text": "x"}',
        b'{"_id": "x"}',
        b'{"_id": "", "text": "x"}',
        b"\xff\xfe",
        b"[" * 5000,
    ],
)
def test_a_broken_line_is_named_by_its_number_after_the_good_ones(tmp_path: Path, line: bytes) -> None:
    records = read_beir(corpus(tmp_path, FIRST, line, SECOND))
    assert next(records).document.source_id == "a/1"
    with pytest.raises(Unreadable, match=r"Linje 2 i corpus\.jsonl"):
        next(records)


def test_an_id_that_comes_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="Linje 2"):
        readings(tmp_path, FIRST, {**SECOND, "_id": "a/1"})


def test_a_line_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beir, "MAX_LINE", 200)
    assert len(readings(tmp_path, FIRST)) == 1
    with pytest.raises(Unreadable, match="for lang"):
        readings(tmp_path, {"_id": "x", "text": "x" * 300})
