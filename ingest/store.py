"""The index behind one small protocol, and its first implementation: a folder with Chroma, bm25s and SQLite.

Nothing outside this file assumes files or knows Chroma. Opening a Chroma folder writes to it, even for reading, so a
reader verifies a finished version's checksums, copies its Chroma folder to a private place and opens that.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol, Self

import numpy as np
from pydantic import TypeAdapter

from ingest.catalogue import load_catalogue
from ingest.danish import Analyzer
from ingest.errors import DamagedIndex, FingerprintMismatch
from ingest.lexical import LexicalLeg, Scores, gram_terms, read_words, word_terms, write_words
from ingest.records import Document, Passage, Range, Reading
from ingest.vectors import Embedder, Vectors
from ingest.versions import VersionManifest, check_files

COLLECTION = "passages"
WORDS, GRAMS, VECTORS = "words", "grams", "vectors"
# How far a passage may seem from itself in Chroma: float32 cosine distances are exact to about 1e-6.
SELF_DISTANCE = 1e-4
_READING = TypeAdapter(Reading)
_SCHEMA = """
create table documents (id text primary key, ordinal integer not null, reading blob not null);
create table passages (row integer primary key, id text not null unique, document_id text not null,
                       section integer not null, start integer not null, end integer not null, index_text text not null);
create index passages_of_document on passages (document_id);
"""


@dataclass(frozen=True, slots=True)
class LegQuery:
    """What one leg is asked: weighted terms for a lexical leg, a unit vector for the vector leg."""

    terms: Mapping[str, float] = field(default_factory=dict)
    vector: Vectors | None = None


@dataclass(frozen=True, slots=True)
class LegHit:
    """A passage that a leg found: its row in the version and the leg's own score, higher is better."""

    row: int
    score: float


class IndexReader(Protocol):
    """An open index version, read-only."""

    @property
    def manifest(self) -> VersionManifest:
        """What the version says of itself."""

    @property
    def words(self) -> Mapping[str, int]:
        """The words of the indexed texts, lower case, with their counts."""

    def search(self, leg: str, query: LegQuery, limit: int, documents: frozenset[str] | None = None) -> list[LegHit]:
        """The best `limit` passages of one leg, of these documents alone where they are named, best first."""

    def document_frequency(self, term: str) -> int:
        """In how many passages an index term stands."""

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """The passages in these rows, in the order asked for."""

    def passages_of(self, document_id: str) -> list[Passage]:
        """The passages of one document in its order."""

    def documents(self) -> tuple[Document, ...]:
        """All documents, in the manifest's order."""

    def reading(self, document_id: str) -> Reading | None:
        """A document as it was read, or None for an id that is not in this version."""

    def close(self) -> None:
        """Give back everything; the reader must not be used afterwards."""


def write_version(
    path: Path,
    readings: Sequence[Reading],
    passages: Sequence[Passage],
    embedder: Embedder,
    analyzer: Analyzer,
    progress: Callable[[int], None] = lambda done: None,
) -> None:
    """Write texts, lexical legs and vectors of a version into the folder `path`, and check that each passage finds itself.

    `progress` is told how many passages have been given a vector. Raises DamagedIndex where the check fails.
    """
    with contextlib.closing(sqlite3.connect(path / "texts.sqlite")) as database, database:
        database.executescript(_SCHEMA)
        database.executemany(
            "insert into documents values (?, ?, ?)",
            ((one.document.id, number, _READING.dump_json(one)) for number, one in enumerate(readings)),
        )
        database.executemany(
            "insert into passages values (?, ?, ?, ?, ?, ?, ?)",
            (
                (row, one.id, one.document_id, one.section, one.range.start, one.range.end, one.index_text)
                for row, one in enumerate(passages)
            ),
        )
    texts = [passage.index_text for passage in passages]
    LexicalLeg.build(path / WORDS, [word_terms(analyzer, text) for text in texts])
    LexicalLeg.build(path / GRAMS, [gram_terms(analyzer, text) for text in texts])
    write_words(path / "words.json", texts, analyzer)
    _write_chroma(path / "chroma", passages, texts, embedder, progress)


def passages_hash(passages: Sequence[Passage]) -> str:
    """SHA-256 over the ids of the passages in order: two versions with the same content have the same."""
    return hashlib.sha256("\n".join(passage.id for passage in passages).encode()).hexdigest()


def _write_chroma(
    path: Path, passages: Sequence[Passage], texts: Sequence[str], embedder: Embedder, progress: Callable[[int], None]
) -> None:
    with _chroma(path) as client:
        collection = client.create_collection(
            COLLECTION, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
        )
        step = min(client.get_max_batch_size(), 1000)
        for start in range(0, len(passages), step):
            batch = passages[start : start + step]
            ids = [passage.id for passage in batch]
            vectors = embedder.passages(texts[start : start + step])
            collection.upsert(
                ids=ids,
                embeddings=vectors,
                metadatas=[
                    {"document_id": passage.document_id, "row": start + number} for number, passage in enumerate(batch)
                ],
            )
            progress(start + len(batch))
        _check_collection(collection, passages, texts, embedder, step)


def _check_collection(
    collection: Any, passages: Sequence[Passage], texts: Sequence[str], embedder: Embedder, step: int
) -> None:
    """Every passage must find itself: its own vector's nearest neighbour is at distance 0, and its id is there."""
    if collection.count() != len(passages) or collection.configuration["hnsw"]["space"] != "cosine":
        raise DamagedIndex(load_catalogue("ingest").text("index.unverified"))
    for start in range(0, len(passages), step):
        ids = [passage.id for passage in passages[start : start + step]]
        kept = set(collection.get(ids=ids, include=[])["ids"])
        vectors = embedder.passages(texts[start : start + step])
        found = collection.query(query_embeddings=vectors, n_results=1, include=["distances"])["distances"]
        if kept != set(ids) or any(not row or row[0] > SELF_DISTANCE for row in found):
            raise DamagedIndex(load_catalogue("ingest").text("index.unverified"))


@contextlib.contextmanager
def _chroma(path: Path) -> Iterator[Any]:
    """A Chroma client on `path`. Its panics are BaseExceptions; each becomes DamagedIndex here."""
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    client: Any = None
    try:
        client = chromadb.PersistentClient(path=str(path), settings=ChromaSettings(anonymized_telemetry=False))
        yield client
    except (KeyboardInterrupt, SystemExit, GeneratorExit, DamagedIndex):
        raise
    except OSError:
        raise
    except BaseException as error:
        raise DamagedIndex(load_catalogue("ingest").text("index.vectors", detail=type(error).__name__)) from error
    finally:
        if client is not None:
            client.close()


class FolderIndex:
    """The reader of a version in a folder."""

    def __init__(self, path: Path, readers: Path, embedder: Embedder) -> None:
        self._open = contextlib.ExitStack()
        try:
            self._manifest = check_files(path)
            if self._manifest.fingerprint != embedder.fingerprint:
                raise FingerprintMismatch(
                    load_catalogue("ingest").text(
                        "index.fingerprint", made=self._manifest.fingerprint, wanted=embedder.fingerprint
                    )
                )
            self._database = self._open.enter_context(contextlib.closing(_read_only(path / "texts.sqlite")))
            self._legs = {name: LexicalLeg.open(path / name) for name in (WORDS, GRAMS)}
            self._words = read_words(path / "words.json")
            self._collection = self._open_chroma(path, readers)
            self._rows_of = self._row_ranges()
        except (sqlite3.Error, ValueError, KeyError) as error:
            self._open.close()
            raise DamagedIndex(load_catalogue("ingest").text("index.damaged", version=path.name)) from error
        except BaseException:
            self._open.close()
            raise

    def _open_chroma(self, path: Path, readers: Path) -> Any:
        private = self._open.enter_context(_private_folder(readers))
        shutil.copytree(path / "chroma", private / "chroma")
        client = self._open.enter_context(_chroma(private / "chroma"))
        collection = client.get_collection(COLLECTION, embedding_function=None)
        if collection.count() != self._manifest.passages or collection.configuration["hnsw"]["space"] != "cosine":
            raise DamagedIndex(load_catalogue("ingest").text("index.damaged", version=path.name))
        return collection

    def _row_ranges(self) -> dict[str, tuple[int, int]]:
        rows = self._database.execute("select document_id, min(row), max(row) from passages group by document_id")
        return {document: (first, last + 1) for document, first, last in rows}

    @property
    def manifest(self) -> VersionManifest:
        """What the version says of itself."""
        return self._manifest

    @property
    def words(self) -> Mapping[str, int]:
        """The words of the indexed texts, lower case, with their counts."""
        return self._words

    def search(self, leg: str, query: LegQuery, limit: int, documents: frozenset[str] | None = None) -> list[LegHit]:
        """The best `limit` passages of one leg, best first; a lexical leg gives only passages that hold a term."""
        if leg == VECTORS:
            return self._nearest(query, limit, documents)
        scores = self._legs[leg].score(query.terms)
        if documents is not None:
            allowed = np.zeros(len(scores), dtype=bool)
            for document in documents & self._rows_of.keys():
                first, end = self._rows_of[document]
                allowed[first:end] = True
            scores = np.where(allowed, scores, 0)
        return _best(scores, limit)

    def _nearest(self, query: LegQuery, limit: int, documents: frozenset[str] | None) -> list[LegHit]:
        if query.vector is None or not self._manifest.passages or documents == frozenset():
            return []
        where = None if documents is None else {"document_id": {"$in": sorted(documents)}}
        found = self._collection.query(
            query_embeddings=[query.vector],
            n_results=min(limit, self._manifest.passages),
            where=where,
            include=["distances", "metadatas"],
        )
        return [
            LegHit(int(metadata["row"]), 1.0 - float(distance))
            for metadata, distance in zip(found["metadatas"][0], found["distances"][0], strict=True)
        ]

    def document_frequency(self, term: str) -> int:
        """In how many passages an index term stands."""
        return self._legs[WORDS].document_frequency(term)

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """The passages in these rows, in the order asked for."""
        marks = ",".join("?" * len(rows))
        found = {
            record[0]: _passage(record)
            for record in self._database.execute(
                f"select * from passages where row in ({marks})", [int(r) for r in rows]
            )
        }
        return [found[row] for row in rows]

    def passages_of(self, document_id: str) -> list[Passage]:
        """The passages of one document in its order."""
        records = self._database.execute("select * from passages where document_id = ? order by row", (document_id,))
        return [_passage(record) for record in records]

    def documents(self) -> tuple[Document, ...]:
        """All documents, in the manifest's order."""
        ids = [row[0] for row in self._database.execute("select id from documents order by ordinal")]
        return tuple(reading.document for reading in map(self.reading, ids) if reading)

    def reading(self, document_id: str) -> Reading | None:
        """A document as it was read, or None for an id that is not in this version."""
        record = self._database.execute("select reading from documents where id = ?", (document_id,)).fetchone()
        return None if record is None else _READING.validate_json(record[0])

    def close(self) -> None:
        """Close the database and Chroma and remove the private copy."""
        self._open.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _best(scores: Scores, limit: int) -> list[LegHit]:
    rows = np.argpartition(-scores, limit)[:limit] if limit < len(scores) else np.arange(len(scores))
    rows = rows[scores[rows] > 0]
    # Equal scores come in the order of the corpus, so that two runs give the same answer.
    order = np.lexsort((rows, -scores[rows]))
    return [LegHit(int(row), float(scores[row])) for row in rows[order]]


def _passage(record: tuple[Any, ...]) -> Passage:
    _, identity, document_id, section, start, end, text = record
    return Passage(identity, document_id, section, Range(start, end), text)


def _read_only(path: Path) -> sqlite3.Connection:
    # "immutable" keeps SQLite from making journal files beside a version; reads may come from several threads.
    return sqlite3.connect(f"file:{path.resolve().as_posix()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


@contextlib.contextmanager
def _private_folder(readers: Path) -> Iterator[Path]:
    """A folder of this process alone, removed at the end; folders whose process is dead are removed first."""
    readers.mkdir(parents=True, exist_ok=True)
    # The gate keeps another process from taking a folder that is made but not locked yet for an abandoned one.
    with (readers / "gate").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        for other in readers.iterdir():
            if other.is_dir():
                _remove_if_abandoned(other)
        path = Path(tempfile.mkdtemp(dir=readers))
        stream = (path / "lock").open("w")
        fcntl.flock(stream, fcntl.LOCK_EX)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        stream.close()


def _remove_if_abandoned(path: Path) -> None:
    # The lock dies with its process, so a lock that can be had is a dead process's: no guessing from process numbers.
    try:
        with (path / "lock").open("r+") as stream:
            if _locks(stream):
                shutil.rmtree(path, ignore_errors=True)
    except FileNotFoundError:
        return


def _locks(stream: IO[str]) -> bool:
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
