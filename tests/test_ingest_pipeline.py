"""An ingest from files to a version in force: broken files, reports, audiences, originals, near-duplicates."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from ingest.catalogue import load_catalogue
from ingest.errors import HvidbogError, NoIndex
from ingest.index_protocol import VECTORS, WORDS, LegQuery
from ingest.originals import original_path, originals_folder
from ingest.records import Audience, FileStatus
from ingest.versions import current_version, read_manifest
from tests.ingest_workplace import CPR, NOTICE, SUBJECTS, Workplace, note, pdf

TEXTS = load_catalogue("ingest")


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    return Workplace.at(tmp_path)


def word_file() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", f"<w>{NOTICE}</w>")
    return stream.getvalue()


BROKEN: dict[str, tuple[bytes, FileStatus, str]] = {
    "tom.pdf": (b"", FileStatus.REFUSED, "pdf.empty"),
    "laast.pdf": (pdf([["Hemmelig plan."]], password="kodeord"), FileStatus.REFUSED, "pdf.password"),
    "word.pdf": (word_file(), FileStatus.REFUSED, "pdf.office"),
    "latin.md": ("Sømærke".encode("latin-1"), FileStatus.REFUSED, "file.not_text"),
    "halv.pdf": (b"%PDF-1.7\n" + b"\0" * 200, FileStatus.REFUSED, "pdf.broken"),
    "tom.md": (b"\n\n", FileStatus.REFUSED, "file.no_text"),
    "ukendt.xyz": (b"noget", FileStatus.REFUSED, "file.unknown_kind"),
}


def test_each_broken_file_gets_one_clear_line_and_the_rest_is_ingested(workplace: Workplace) -> None:
    workplace.put("vejene.md", note("vejene"))
    for name, (data, _, _) in BROKEN.items():
        workplace.put(name, data)
    workplace.enter("findes-ikke.pdf")
    workplace.put("aendret.md", note("havnen"), sha256="0" * 64)
    (workplace.corpus / "ikke-naevnt.md").write_text(note("museet"), encoding="utf-8")
    result = workplace.ingest()
    for name, (_, status, key) in BROKEN.items():
        assert (workplace.line(result, name).status, workplace.line(result, name).reason) == (status, TEXTS.text(key))
    assert workplace.line(result, "findes-ikke.pdf").reason == TEXTS.text("file.missing")
    assert workplace.line(result, "aendret.md").reason == TEXTS.text("file.changed")
    assert workplace.line(result, "ikke-naevnt.md").reason == TEXTS.text("file.unlisted")
    assert workplace.line(result, "vejene.md").status is FileStatus.OK
    assert not result.nothing_readable
    assert list(workplace.texts()) == ["vejene.md"]


def test_without_one_readable_file_the_old_version_stays(workplace: Workplace) -> None:
    workplace.put("vejene.md", note("vejene"))
    before = workplace.ingest().versions
    workplace.put("vejene.md", b"\xff\xfe\xff")
    after = workplace.ingest()
    assert after.nothing_readable
    assert not after.switched
    assert after.versions == before
    assert list(workplace.texts()) == ["vejene.md"]


def test_nothing_readable_and_no_old_version_leaves_no_index(workplace: Workplace) -> None:
    workplace.put("tom.md", b"")
    assert workplace.ingest().versions == {"public": None, "staff": None}
    with pytest.raises(NoIndex):
        workplace.open()


def test_one_broken_among_many_is_named_and_the_others_are_switched_to(workplace: Workplace) -> None:
    for number in range(40):
        workplace.put(f"notat-{number:02}.md", note(f"sag {number}"))
    workplace.put("notat-17.md", b"\xff")
    result = workplace.ingest()
    assert [file.path for file in result.files if file.status is not FileStatus.OK] == ["notat-17.md"]
    assert len(workplace.texts()) == 39


def test_staff_documents_are_in_the_staff_index_alone(workplace: Workplace) -> None:
    workplace.put("vejene.md", note("vejene"))
    workplace.put("loenninger.md", note("lønningerne"), audience="staff")
    (workplace.corpus / "intern-kladde.md").write_text(note("museet"), encoding="utf-8")
    workplace.ingest()
    assert list(workplace.texts(Audience.PUBLIC)) == ["vejene.md"]
    assert list(workplace.texts(Audience.STAFF)) == ["vejene.md", "loenninger.md"]
    public = current_version(workplace.home, Audience.PUBLIC)
    assert public is not None
    everything = b"".join(path.read_bytes() for path in public.rglob("*") if path.is_file())
    for words in ("loenninger", "lønning", "intern-kladde"):
        assert words.encode() not in everything, "the public index names a document that is not public"
    assert b"vejene" in everything


def test_an_audience_change_moves_a_document(workplace: Workplace) -> None:
    workplace.put("vejene.md", note("vejene"))
    workplace.put("havnen.md", note("havnen"))
    workplace.ingest()
    assert set(workplace.texts()) == {"vejene.md", "havnen.md"}
    workplace.enter("havnen.md", audience="staff")
    workplace.ingest()
    assert set(workplace.texts()) == {"vejene.md"}


def test_the_same_bytes_twice_are_one_document(workplace: Workplace) -> None:
    workplace.put("vejene.md", note("vejene"))
    workplace.put("kopi.md", note("vejene"))
    result = workplace.ingest()
    assert result.documents == 1
    assert list(workplace.texts()) == ["vejene.md"]


def test_the_same_corpus_in_another_order_has_the_same_passages(workplace: Workplace, tmp_path: Path) -> None:
    other = Workplace.at(tmp_path / "other")
    for subject in SUBJECTS:
        workplace.put(f"{subject}.md", note(subject))
    for subject in reversed(SUBJECTS):
        other.put(f"{subject}.md", note(subject))
    other.ingest()
    workplace.ingest()

    def ids(one: Workplace) -> set[str]:
        reader = one.open()
        found = {passage.id for passage in reader.passages(range(reader.manifest.passages))}
        reader.close()
        return found

    first = ids(workplace)
    assert first == ids(other)
    workplace.put("vejene.md", note("vejene").replace("plan", "Plan"))
    workplace.ingest()
    assert ids(workplace) != first


def test_every_passage_is_found_by_every_leg(workplace: Workplace) -> None:
    for subject in SUBJECTS:
        workplace.put(f"{subject}.md", note(subject))
    workplace.ingest()
    parts = workplace.parts
    reader = workplace.open()
    rows = range(reader.manifest.passages)
    assert len(rows) >= len(SUBJECTS)
    for row, passage in zip(rows, reader.passages(rows), strict=True):
        vector = parts.embedder.query(passage.index_text)
        assert list(reader.search(VECTORS, LegQuery(vector=vector), 1)) == [row]
        terms = dict.fromkeys(parts.analyzer.terms(passage.index_text), 1.0)
        assert list(reader.search(WORDS, LegQuery(terms), 1)) == [row]
    reader.close()


def test_a_pdf_is_kept_as_it_was_read(workplace: Workplace) -> None:
    data = pdf([["Kommunen bygger en ny havn."]])
    workplace.put("havnen.pdf", data)
    workplace.put("vejene.md", note("vejene"))
    workplace.ingest()
    reader = workplace.open()
    document = next(one for one in reader.documents() if one.source_id == "havnen.pdf")
    reader.close()
    kept = original_path(workplace.home, document.id, "havnen.pdf")
    assert kept is not None
    assert kept.read_bytes() == data
    assert [path.name for path in originals_folder(workplace.home).iterdir()] == [kept.name]


def test_a_quarantined_pdf_is_not_kept(workplace: Workplace) -> None:
    workplace.put("brev.pdf", pdf([[f"Borgerens nummer er {CPR}."]]))
    workplace.put("vejene.md", note("vejene"))
    result = workplace.ingest()
    assert workplace.line(result, "brev.pdf").status is FileStatus.QUARANTINED
    assert not list(originals_folder(workplace.home).glob("*"))


def test_the_report_counts_pages_and_passages(workplace: Workplace) -> None:
    workplace.put("havnen.pdf", pdf([["Kommunen bygger en ny havn."], ["Arbejdet begynder i maj."]]))
    line = workplace.line(workplace.ingest(), "havnen.pdf")
    assert (line.status, line.pages) == (FileStatus.OK, 2)
    assert line.passages > 0


def test_a_beir_corpus_is_a_document_a_record(workplace: Workplace, tmp_path: Path) -> None:
    corpus = tmp_path / "beir" / "corpus.jsonl"
    corpus.parent.mkdir()
    records = [{"_id": f"d{n}", "title": s, "text": f"{NOTICE} har set på {s}."} for n, s in enumerate(SUBJECTS)]
    records.append({"_id": "brev", "title": "Brev", "text": f"Nummeret er {CPR}."})
    corpus.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    result = workplace.ingest_paths(corpus.parent)
    assert result.documents == len(SUBJECTS)
    (line,) = result.files
    assert (line.status, line.passages) == (FileStatus.PARTIAL, len(SUBJECTS))
    assert line.reason == TEXTS.text("file.personal_data_records", count=1)
    assert "brev" not in workplace.texts()


def test_near_duplicates_share_a_group_and_rival_facts_do_not(workplace: Workplace) -> None:
    same = "Kommunen vil bygge en ny svømmehal ved havnen, så flere børn kan lære at svømme hele året rundt."
    rival = "I Nordby boede der 1.204 borgere over 65 år ved udgangen af det seneste regnskabsår i kommunen."
    workplace.put("hvidbog.md", f"# Hvidbog\n\n{NOTICE}.\n\n## Havnen\n\n{same}\n\n## Tal\n\n{rival}\n", kind="hvidbog")
    workplace.put(
        "pixi.md",
        f"# Pixi\n\n{NOTICE}.\n\n## Om havnen\n\n{same}\n\n## Om tal\n\n{rival.replace('1.204', '1.304')}\n",
        kind="pixi",
    )
    workplace.ingest()
    reader = workplace.open()

    def sentence_groups(words: str) -> list[int | None]:
        groups = []
        for document in reader.documents():
            reading = reader.reading(document.id)
            assert reading is not None
            start = reading.text.index(words)
            groups.append(reader.sentence_group(document.id, start))
        return groups

    first, second = sentence_groups("Kommunen vil bygge")
    assert first is not None
    assert first == second
    assert sentence_groups("I Nordby boede") == [None, None]
    passages = reader.passages(range(reader.manifest.passages))
    by_group: dict[int, set[str]] = {}
    for row, passage in enumerate(passages):
        group = reader.duplicate_groups([row]).get(row)
        if group is not None:
            by_group.setdefault(group, set()).add(passage.document_id)
    assert all(len(documents) == 2 for documents in by_group.values())
    reader.close()


def test_progress_tells_both_steps(workplace: Workplace) -> None:
    told: list[tuple[str, int]] = []

    class Noting:
        def start(self, what: str, total: int) -> None:
            told.append((what, total))

        def advance(self, done: int) -> None:
            told.append(("", done))

    for subject in SUBJECTS[:3]:
        workplace.put(f"{subject}.md", note(subject))
    result = workplace.ingest(progress=Noting())
    assert told[0] == (TEXTS.text("ingest.reading"), 3)
    assert ("", 3) in told
    assert (TEXTS.text("ingest.indexing"), result.passages) in told
    assert told[-1] == ("", result.passages)


def test_a_home_that_cannot_be_written_is_a_clear_error(workplace: Workplace) -> None:
    workplace.put("vejene.md", note("vejene"))
    workplace.home.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(HvidbogError, match="Indekset kunne ikke skrives"):
        workplace.ingest()


def test_the_manifest_of_a_version_holds_the_report(workplace: Workplace) -> None:
    workplace.put("vejene.md", note("vejene"), meeting_date="2025-03-04")
    workplace.put("tom.md", b"")
    workplace.ingest()
    path = current_version(workplace.home, Audience.PUBLIC)
    assert path is not None
    manifest = read_manifest(path)
    assert [(file["path"], file["status"]) for file in manifest.files] == [("vejene.md", "ok"), ("tom.md", "refused")]
    assert manifest.newest_document == "2025-03-04"


def test_a_word_of_hundreds_of_thousands_of_letters_holds_nothing_up(workplace: Workplace) -> None:
    # Taken apart at every letter it would take minutes; the limit on a test's time says so.
    workplace.put("langt.txt", "a" * 300_000)
    workplace.put("havnen.md", note("havnen"))
    assert [file.status for file in workplace.ingest().files] == [FileStatus.OK, FileStatus.OK]
