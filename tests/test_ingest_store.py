"""The store: what goes into a version comes out of it, filters hold, and Chroma is only ever given our vectors."""

from __future__ import annotations

import ast
import dataclasses
import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from ingest.errors import DamagedIndex, HvidbogError, OtherFormat
from ingest.filters import Filters
from ingest.index_protocol import GRAMS, VECTORS, WORDS, LegQuery
from ingest.passages import cut_passages
from ingest.readers import read_bytes
from ingest.reading_json import READING
from ingest.records import Audience
from ingest.store import best, chroma_client
from ingest.version_vectors import COLLECTION
from ingest.version_writer import version_writer, write_texts, write_vectors
from ingest.versions import checksums, current_version, read_manifest, write_manifest
from tests.ingest_workplace import SUBJECTS, Workplace, note

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    place = Workplace.at(tmp_path)
    for subject in SUBJECTS:
        place.put(f"{subject}.md", note(subject))
    place.ingest()
    return place


def test_what_was_read_comes_out_again(workplace: Workplace) -> None:
    reader = workplace.open()
    for document in reader.documents():
        reading = reader.reading(document.id)
        kept = reader.reading_json(document.id)
        assert reading is not None
        assert kept is not None
        assert READING.validate_json(kept) == reading
        assert reading.document == document
        assert tuple(reader.passages_of(document.id)) == cut_passages(reading)
        vectors = workplace.parts.embedder.passages([one.index_text for one in cut_passages(reading)])
        np.testing.assert_allclose(reader.vectors_of(document.id), vectors, atol=1e-6)
    assert [one.source_id for one in reader.documents()] == [f"{subject}.md" for subject in SUBJECTS]
    assert reader.reading("0" * 64) is None
    assert reader.reading_json("0" * 64) is None
    reader.close()


@pytest.mark.parametrize("leg", [WORDS, GRAMS, VECTORS])
def test_a_filter_leaves_only_the_named_documents(workplace: Workplace, leg: str) -> None:
    reader = workplace.open()
    wanted = reader.documents()[3]
    parts = workplace.parts
    terms = {"udvalget": 1.0, "udvalg": 1.0, "udva": 1.0, "plan": 1.0}
    query = LegQuery(terms, parts.embedder.query("udvalget vedtog en plan"))
    everything = reader.search(leg, query, 100)
    assert len(everything) >= len(SUBJECTS)
    some = reader.search(leg, query, 100, Filters(documents=(wanted.id,)))
    assert some
    assert {one.document_id for one in reader.passages(list(some))} == {wanted.id}
    # Every second document: Chroma is asked for rows that do not lie together.
    every_second = tuple(one.source_id for one in reader.documents()[::2])
    scattered = reader.search(leg, query, 100, Filters(documents=every_second))
    passing = [row for row in everything if row in set(reader.passing(Filters(documents=every_second)).tolist())]
    assert set(scattered) == set(passing)
    assert reader.search(leg, query, 100, Filters(documents=("0" * 64,))) == {}
    reader.close()


def test_a_damaged_collection_is_our_error(tmp_path: Path) -> None:
    with chroma_client(tmp_path / "chroma") as client:
        client.create_collection("passages", embedding_function=None)
    (tmp_path / "chroma" / "chroma.sqlite3").write_bytes(b"not a database at all" * 400)
    with pytest.raises(DamagedIndex), chroma_client(tmp_path / "chroma") as client:
        client.get_collection("passages", embedding_function=None)


def test_a_passage_that_does_not_find_itself_stops_the_version(workplace: Workplace, tmp_path: Path) -> None:
    parts = workplace.parts
    reading = read_bytes(note("vejene").encode(), "vejene.md", "Vejene")
    passages = cut_passages(reading)
    vectors = parts.embedder.passages([one.index_text for one in passages])
    (tmp_path / "good").mkdir()
    with version_writer(tmp_path / "good") as writer:
        write_texts([writer], reading, passages, parts.analyzer)
        write_vectors([writer], passages, (vectors,))
        writer.finish()
    with chroma_client(tmp_path / "good" / "chroma") as client:
        found = client.get_collection(COLLECTION, embedding_function=None)
        assert (
            found.configuration["hnsw"]["ef_search"] == 100
        )  # questions are looked for widely, whatever checking needs
    # The same id twice: Chroma keeps one of the two, and the count is short.
    doubled = (*passages, passages[0])
    (tmp_path / "bad").mkdir()

    def write() -> None:
        with version_writer(tmp_path / "bad") as writer:
            write_texts([writer], reading, doubled, parts.analyzer)
            write_vectors([writer], doubled, (vectors, vectors[:1]))
            writer.finish()

    with pytest.raises(HvidbogError, match=r"kontrol|skrives"):
        write()


def test_chroma_is_opened_when_there_are_vectors_to_write(workplace: Workplace, tmp_path: Path) -> None:
    reading = read_bytes(note("vejene").encode(), "vejene.md", "Vejene")
    passages = cut_passages(reading)
    with version_writer(tmp_path) as writer:
        write_texts([writer], reading, passages, workplace.parts.analyzer)
        assert not (tmp_path / "chroma").exists()
        write_vectors([writer], passages, (workplace.parts.embedder.passages([one.index_text for one in passages]),))
        writer.finish()
    assert (tmp_path / "chroma").exists()


def calls(source: str) -> list[tuple[str, set[str]]]:
    """Every call of a method on a collection that writes or asks, with the names of its arguments."""
    names = {"add", "upsert", "update", "query"}
    return [
        (node.func.attr, {word.arg or "**" for word in node.keywords})
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in names
        and "collection" in ast.unparse(node.func.value)
    ]


def test_chroma_is_always_given_our_vectors() -> None:
    # With text alone Chroma downloads a model, whatever the embedding function was set to.
    found = [call for file in (ROOT / "ingest").glob("*.py") for call in calls(file.read_text(encoding="utf-8"))]
    assert {name for name, _ in found} == {"upsert", "query"}
    for name, words in found:
        assert words & {"embeddings", "query_embeddings"}, name
        assert not words & {"documents", "query_texts"}, name


def test_a_planted_text_only_update_is_found() -> None:
    assert calls("collection.update(ids=['a'], documents=['b'])") == [("update", {"ids", "documents"})]


def test_an_index_of_another_format_is_told_from_a_damaged_one(workplace: Workplace) -> None:
    path = current_version(workplace.home, Audience.PUBLIC)
    assert path is not None
    with closing(sqlite3.connect(path / "texts.sqlite")) as database:
        database.execute("drop table passage_places")
        database.commit()
    with pytest.raises(DamagedIndex, match="beskadiget"):
        workplace.open()
    write_manifest(path, dataclasses.replace(read_manifest(path), checksums=checksums(path)))
    with pytest.raises(OtherFormat, match=r"en anden udgave af programmet\. Kør »hvidbog ingest«"):
        workplace.open()
    tree = {**json.loads((path / "manifest.json").read_bytes()), "noget_nyt": 1}
    data = json.dumps(tree).encode()
    (path / "manifest.json").write_bytes(data)
    (path / "manifest.sha256").write_text(hashlib.sha256(data).hexdigest(), encoding="ascii")
    with pytest.raises(OtherFormat):
        read_manifest(path)
    workplace.put("ny.md", note("ny"))
    workplace.ingest()
    assert "ny.md" in workplace.texts()


@pytest.mark.parametrize("found", [0, 3, 40, 4_000, 10_000])
def test_the_best_of_many_are_those_of_sorting_all(found: int) -> None:
    draw = np.random.default_rng(found)
    scores = np.zeros(10_000)
    # Many equal scores, all of them in one stretch: every sixteenth says little about where they are.
    scores[:found] = draw.integers(1, 30, found) / 30
    everything = sorted(((-score, row) for row, score in enumerate(scores) if score > 0))[:20]
    hits = best(scores, 20)
    assert list(hits.values()) == [-score for score, _ in everything]
    above = [row for score, row in everything if score < everything[-1][0]]
    assert list(hits)[: len(above)] == above
