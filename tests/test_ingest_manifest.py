"""The manifest: each mistake is named by file, entry and field in one Danish sentence."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from ingest.errors import WrongUse
from ingest.manifest import load_manifest
from ingest.records import Audience, Kind
from ingest.sources import listed_sources, named_sources, unlisted_files

GOOD = """
[[document]]
path = "notater/vejene.md"
title = "Vejene"
kind = "referat"
audience = "public"
source = "opdigtet"
meeting_date = 2025-03-04
"""


def load(tmp_path: Path, text: str) -> tuple[object, ...]:
    (tmp_path / "manifest.toml").write_text(text, encoding="utf-8")
    return load_manifest(tmp_path)


def test_an_entry_becomes_a_document(tmp_path: Path) -> None:
    (tmp_path / "manifest.toml").write_text(GOOD, encoding="utf-8")
    (entry,) = load_manifest(tmp_path)
    document = entry.document(b"bytes")
    assert document.id == hashlib.sha256(b"bytes").hexdigest()
    assert (document.source_id, document.path) == ("vejene.md", "notater/vejene.md")
    assert (document.kind, document.audience, document.date) == (Kind.MINUTES, Audience.PUBLIC, dt.date(2025, 3, 4))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("title", "titel"), "»title«|»titel«"),
        (('kind = "referat"', 'kind = "møde"'), "»kind«"),
        (('audience = "public"', ""), "»audience«"),
        (('audience = "public"', 'audience = "alle"'), "»audience«"),
        (("2025-03-04", '"i går"'), "»meeting_date«"),
        (('source = "opdigtet"', 'source = "opdigtet"\nsha256 = "kort"'), "»sha256«"),
        (('source = "opdigtet"', 'source = "opdigtet"\npersonal_data = "skjul"'), "»personal_data«"),
        (("notater/vejene.md", "../vejene.md"), "uden for mappen"),
        (("notater/vejene.md", "/etc/vejene.md"), "uden for mappen"),
        (("[[document]]", "[document]"), "må kun indeholde"),
        (("[[document]]", "x = 1\n[[document]]"), "må kun indeholde"),
        (("title =", "title ="), None),
        (("[[document]]", "[[document"), "kan ikke læses"),
    ],
)
def test_each_mistake_is_named(tmp_path: Path, change: tuple[str, str], words: str | None) -> None:
    text = GOOD.replace(*change)
    if words is None:
        assert load(tmp_path, text)  # the control
        return
    with pytest.raises(WrongUse, match=words) as caught:
        load(tmp_path, text)
    assert "manifest.toml" in str(caught.value)


def test_an_entry_twice_and_a_missing_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match=r"notater/vejene\.md to gange"):
        load(tmp_path, GOOD + GOOD)
    with pytest.raises(WrongUse, match="mangler"):
        load_manifest(tmp_path / "nowhere")


def test_sources_follow_the_manifest_and_the_rest_is_unlisted(tmp_path: Path) -> None:
    entries = load(tmp_path, GOOD)
    for name in ("notater/vejene.md", "notater/kladde.md", "corpus.toml", ".skjult"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    listed = load_manifest(tmp_path)
    assert len(entries) == 1
    assert [(one.name, one.audience) for one in listed_sources(tmp_path, listed)] == [
        ("notater/vejene.md", Audience.PUBLIC)
    ]
    assert unlisted_files(tmp_path, listed) == ["notater/kladde.md"]


def test_named_files_keep_their_entry_and_folders_are_opened(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    (corpus / "notater").mkdir(parents=True)
    load(corpus, GOOD)
    entries = load_manifest(corpus)
    for name in ("vejene.md", "kladde.md", "billede.png"):
        (corpus / "notater" / name).write_text("x", encoding="utf-8")
    sources = named_sources([corpus / "notater", corpus / "notater/vejene.md"], Audience.STAFF, corpus, entries)
    assert [(one.path.name, one.entry is not None, one.audience) for one in sources] == [
        ("kladde.md", False, Audience.STAFF),
        ("vejene.md", True, Audience.STAFF),
    ]


def test_a_folder_leaves_out_links_out_of_it_and_says_so(tmp_path: Path) -> None:
    folder, outside = tmp_path / "mappe", tmp_path / "uden-for"
    for place in (folder, outside):
        place.mkdir()
        (place / "note.md").write_text("x", encoding="utf-8")
    (folder / "ud.md").symlink_to(outside / "note.md")
    (folder / "ud").symlink_to(outside)
    (folder / "inde.md").symlink_to("note.md")
    sources = named_sources([folder], Audience.STAFF, tmp_path, ())
    assert {one.path.name: one.left_out for one in sources} == {
        "inde.md": None,
        "note.md": None,
        "ud": "file.outside_folder",
        "ud.md": "file.outside_folder",
    }
    (named,) = named_sources([folder / "ud.md"], Audience.STAFF, tmp_path, ())
    assert named.left_out is None, "whoever names a link means what it leads to"
    both = named_sources([folder, folder / "ud.md"], Audience.STAFF, tmp_path, ())
    assert [one.path.name for one in both if one.left_out] == ["ud"]


def test_what_lies_beside_a_beir_corpus_is_left_out_and_told_of(tmp_path: Path) -> None:
    for name in ("corpus.jsonl", "note.md", "qrels.tsv"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    sources = named_sources([tmp_path], Audience.STAFF, tmp_path, ())
    assert [(one.path.name, one.left_out) for one in sources] == [
        ("corpus.jsonl", None),
        ("note.md", "file.beside_beir"),
    ]


def test_a_manifest_that_cannot_be_read_is_wrong_use(tmp_path: Path) -> None:
    path = tmp_path / "manifest.toml"
    path.write_bytes(GOOD.replace("Vejene", "Søvejene").encode("latin-1"))
    with pytest.raises(WrongUse, match=r"manifest\.toml kan ikke læses.*UTF-8"):
        load_manifest(tmp_path)
    with pytest.raises(WrongUse, match="mangler"):
        load_manifest(path)  # a file where the folder should be
    path.unlink()
    path.mkdir()
    with pytest.raises(WrongUse, match="kan ikke læses"):
        load_manifest(tmp_path)
