"""The index behind one small protocol, and its first implementation: a folder with Chroma, bm25s and SQLite.

Nothing outside this file assumes files or knows Chroma. Opening a Chroma folder writes to it, even for reading, so a
reader verifies a finished version's checksums, copies its Chroma folder to a private place and opens that.
"""

from __future__ import annotations

import contextlib
import math
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, NamedTuple, Protocol, Self

import numpy as np

from ingest.catalogue import load_catalogue
from ingest.errors import DamagedIndex, FingerprintMismatch, HvidbogError
from ingest.filtered_rows import Rows, filtered_rows
from ingest.filters import ANYTHING, Filters
from ingest.lexical import LexicalLeg, Scores, read_words
from ingest.private_copy import private_folder
from ingest.reading_json import DOCUMENT, READING
from ingest.records import Document, Passage, Range, Reading
from ingest.vectors import Embedder, Vectors
from ingest.versions import VersionManifest, check_files, other_format

COLLECTION = "passages"
WORDS, GRAMS, VECTORS = "words", "grams", "vectors"
# How far a passage may seem from itself in Chroma: float32 cosine distances are exact to about 1e-6.
SELF_DISTANCE = 1e-4
# The graph search is approximate: among many nearly equal passages it may not reach one, however long it looks. More
# than this share unreached means that something is wrong; the lexical legs find these passages all the same.
MOST_UNREACHED = 0.01
# So many passages say what the vectors of a version are like.
_SAMPLED = 256
# With Chroma's own defaults (16 neighbours, 100 at building) 2 of 3,439 passages could not be reached at all.
HNSW = {"space": "cosine", "max_neighbors": 32, "ef_construction": 200}

# The filters whose rows an open version remembers, and the stretches of rows that Chroma is asked for at most.
MOST_FILTERS = 64
MOST_STRETCHES = 50


@dataclass(frozen=True, slots=True)
class LegQuery:
    """What one leg is asked: weighted terms for a lexical leg, a unit vector for the vector leg."""

    terms: Mapping[str, float] = field(default_factory=dict)
    vector: Vectors | None = None


class LegHit(NamedTuple):
    """A passage that a leg found: its row in the version and the leg's own score, higher is better."""

    row: int
    score: float


@dataclass(frozen=True, slots=True)
class VectorSpace:
    """What a version's vectors are like: their length, and the mean cosine of two passages that have nothing in common.

    Some models put every text of a language near .8 of every other, so a cosine means something only above this mean.
    """

    dimensions: int = 0
    background: float = 0.0


class IndexReader(Protocol):
    """An open index version, read-only."""

    @property
    def manifest(self) -> VersionManifest:
        """What the version says of itself."""

    @property
    def words(self) -> Mapping[str, int]:
        """The words of the indexed texts, lower case, with their counts."""

    def search(self, leg: str, query: LegQuery, limit: int, filters: Filters = ANYTHING) -> list[LegHit]:
        """The best `limit` passages of one leg that pass the filters, best first."""

    def passing(self, filters: Filters) -> Rows:
        """The rows of the passages that pass the filters, in order."""

    def document_frequency(self, term: str) -> int:
        """In how many passages an index term stands."""

    def typical_terms(self, rows: Mapping[int, float], limit: int) -> dict[str, float]:
        """The `limit` terms of the word leg that say most of the passages in these weighted rows, with their values."""

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """The passages in these rows, in the order asked for."""

    def passages_of(self, document_id: str) -> list[Passage]:
        """The passages of one document in its order."""

    def documents(self) -> tuple[Document, ...]:
        """All documents, in the manifest's order."""

    def reading(self, document_id: str) -> Reading | None:
        """A document as it was read, or None for an id that is not in this version."""

    def reading_json(self, document_id: str) -> bytes | None:
        """The same as JSON, the way it is kept."""

    def vectors_of(self, document_id: str) -> Vectors:
        """The vectors of a document's passages in its order, shape (passages, dimensions)."""

    @property
    def vector_space(self) -> VectorSpace:
        """What the vectors of the version are like."""

    def duplicate_groups(self, rows: Sequence[int]) -> dict[int, int]:
        """The numbers that passages share with their near-duplicates, by row; rows without any are left out."""

    def layers(self, documents: Iterable[str]) -> dict[str, str]:
        """The layer (where there is none, the kind) of each of these documents, by id."""

    def sentence_group(self, document_id: str, start: int) -> int | None:
        """The number that the sentence beginning at `start` shares with its near-duplicates, or None."""

    @property
    def instead_of(self) -> str | None:
        """The damaged version in force that this older one stands in for, or None where this one is in force."""

    def close(self) -> None:
        """Give back everything; the reader must not be used afterwards."""


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A document on its way into a version: its reading, its passages and their vectors.

    `vectors` gives one unit vector a passage in several arrays of shape (passages, dimensions), each made when it is
    asked for. `reading_json` is the reading as it is kept, where that is known already.
    """

    reading: Reading
    passages: tuple[Passage, ...]
    vectors: Iterable[Vectors]
    reading_json: bytes | None = None


# Passages that Chroma is given at a time: it makes a Python number of each of their 1,024 places.
_STEP = 250


class VersionVectors:
    """The Chroma collection of a version that is being made. Passages come in order, each once.

    The vectors wait for their verification in the file `spool`, since they take as much memory as Chroma's graph.
    """

    def __init__(self, client: Any, spool: BinaryIO) -> None:
        self._collection = client.create_collection(COLLECTION, configuration={"hnsw": HNSW}, embedding_function=None)
        self._step = min(client.get_max_batch_size(), _STEP)
        self._spool = spool
        self._waiting: list[tuple[str, str]] = []
        self._waiting_vectors: list[Vectors] = []
        self._written: list[list[str]] = []
        self._rows = 0

    def add(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        """The next passages with their vectors."""
        for start in range(0, len(passages), self._step):
            self._waiting += [(one.id, one.document_id) for one in passages[start : start + self._step]]
            self._waiting_vectors.append(vectors[start : start + self._step])
            if len(self._waiting) >= self._step:
                self._write()

    def _write(self) -> None:
        if not self._waiting:
            return
        vectors = np.concatenate(self._waiting_vectors)
        for start in range(0, len(self._waiting), self._step):
            batch = self._waiting[start : start + self._step]
            ids = [identity for identity, _ in batch]
            metadatas = [
                {"document_id": document, "row": self._rows + number} for number, (_, document) in enumerate(batch)
            ]
            self._collection.upsert(ids=ids, embeddings=vectors[start : start + self._step], metadatas=metadatas)
            self._written.append(ids)
            self._spool.write(np.ascontiguousarray(vectors[start : start + self._step], dtype=np.float32).tobytes())
            self._rows += len(batch)
        self._waiting, self._waiting_vectors = [], []

    def verify(self, progress: Callable[[int], None]) -> None:
        """Check that every passage is there with its own vector, and that a search for the vector finds it.

        `progress` is told how many passages have been checked. Raises DamagedIndex where one does not.
        """
        self._write()
        if self._collection.count() != self._rows or self._collection.configuration["hnsw"]["space"] != "cosine":
            raise DamagedIndex(load_catalogue("ingest").text("index.unverified"))
        checked = 0
        unreached = 0
        size = self._spool.tell() // max(self._rows, 1)
        self._spool.seek(0)
        for ids in self._written:
            vectors = np.frombuffer(self._spool.read(size * len(ids)), dtype=np.float32).reshape(len(ids), -1)
            self._check_stored(ids, vectors)
            lost = self._lost(vectors)
            if lost:
                self._link_again([ids[row] for row in lost], vectors[lost])
                lost = self._lost(vectors)
            unreached += len(lost)
            checked += len(ids)
            progress(checked)
        if unreached > MOST_UNREACHED * self._rows:
            raise DamagedIndex(load_catalogue("ingest").text("index.unverified"))

    def _check_stored(self, ids: list[str], vectors: Vectors) -> None:
        """Raise DamagedIndex unless every id is there with its own vector."""
        found = self._collection.get(ids=ids, include=["embeddings"])
        stored = dict(zip(found["ids"], found["embeddings"], strict=True))
        for identity, vector in zip(ids, vectors, strict=True):
            if identity not in stored or not np.allclose(stored[identity], vector, atol=SELF_DISTANCE):
                raise DamagedIndex(load_catalogue("ingest").text("index.unverified"))

    def _lost(self, vectors: Vectors) -> list[int]:
        """Which of `vectors` the search does not find, also when it looks more thoroughly."""
        nearest = self._nearest(vectors, 1)
        doubtful = [row for row, distance in enumerate(nearest) if distance > SELF_DISTANCE]
        if not doubtful:
            return []
        thorough = self._nearest(vectors[doubtful], min(self._rows, 100))
        return [row for row, distance in zip(doubtful, thorough, strict=True) if distance > SELF_DISTANCE]

    def _nearest(self, vectors: Vectors, limit: int) -> list[float]:
        found = self._collection.query(query_embeddings=vectors, n_results=limit, include=["distances"])["distances"]
        return [min(near, default=math.inf) for near in found]

    def _link_again(self, ids: list[str], vectors: Vectors) -> None:
        """Put passages into the graph anew: it is made in random order by several threads, and now and then cuts one off."""
        metadatas = {
            identity: metadata
            for found in [self._collection.get(ids=ids, include=["metadatas"])]
            for identity, metadata in zip(found["ids"], found["metadatas"], strict=True)
        }
        self._collection.delete(ids=ids)
        self._collection.upsert(ids=ids, embeddings=vectors, metadatas=[metadatas[identity] for identity in ids])


@contextlib.contextmanager
def chroma_client(path: Path) -> Iterator[Any]:
    """A Chroma client on `path`. Its panics are BaseExceptions; each becomes DamagedIndex here."""
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    client: Any = None
    try:
        client = chromadb.PersistentClient(path=str(path), settings=ChromaSettings(anonymized_telemetry=False))
        yield client
    except (KeyboardInterrupt, SystemExit, GeneratorExit, HvidbogError):
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

    def __init__(self, path: Path, readers: Path, embedder: Embedder, instead_of: str | None = None) -> None:
        self._instead_of = instead_of
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
            # A version made before filters were is not read half.
            self._database.execute("select row from passage_places limit 1")
            self._legs = {name: LexicalLeg.open(path / name) for name in (WORDS, GRAMS)}
            self._words = read_words(path / "words.json")
            self._collection = self._open_chroma(path, readers)
            self._passing: dict[Filters, Rows] = {}
            self._documents: tuple[Document, ...] | None = None
        except (sqlite3.Error, ValueError, KeyError) as error:
            self._open.close()
            # Every file has its checksum, so nothing is damaged.
            raise other_format(path) from error
        except BaseException:
            self._open.close()
            raise

    def _open_chroma(self, path: Path, readers: Path) -> Any:
        private = self._open.enter_context(private_folder(readers))
        shutil.copytree(path / "chroma", private / "chroma")
        client = self._open.enter_context(chroma_client(private / "chroma"))
        collection = client.get_collection(COLLECTION, embedding_function=None)
        if collection.count() != self._manifest.passages or collection.configuration["hnsw"]["space"] != "cosine":
            raise DamagedIndex(load_catalogue("ingest").text("index.damaged", version=path.name))
        return collection

    @property
    def manifest(self) -> VersionManifest:
        """What the version says of itself."""
        return self._manifest

    @property
    def words(self) -> Mapping[str, int]:
        """The words of the indexed texts, lower case, with their counts."""
        return self._words

    def search(self, leg: str, query: LegQuery, limit: int, filters: Filters = ANYTHING) -> list[LegHit]:
        """The best `limit` passages of one leg, best first; a lexical leg gives only passages that hold a term."""
        if leg == VECTORS:
            return self._nearest(query, limit, filters)
        scores = self._legs[leg].score(query.terms)
        if not filters:
            return best(scores, limit)
        rows = self.passing(filters)
        return [LegHit(int(rows[row]), score) for row, score in best(scores[rows], limit)]

    def passing(self, filters: Filters) -> Rows:
        """The rows of the passages that pass the filters, in order."""
        if filters not in self._passing:
            if len(self._passing) >= MOST_FILTERS:
                self._passing.pop(next(iter(self._passing)))
            self._passing[filters] = filtered_rows(self._database, filters)
        return self._passing[filters]

    def _nearest(self, query: LegQuery, limit: int, filters: Filters) -> list[LegHit]:
        if query.vector is None or not self._manifest.passages:
            return []
        rows = self.passing(filters) if filters else None
        if rows is not None and not len(rows):
            return []
        found = self._collection.query(
            query_embeddings=[query.vector],
            n_results=min(limit, self._manifest.passages if rows is None else len(rows)),
            where=None if rows is None else _row_condition(rows),
            include=["distances", "metadatas"],
        )
        return [
            LegHit(int(metadata["row"]), 1.0 - float(distance))
            for metadata, distance in zip(found["metadatas"][0], found["distances"][0], strict=True)
        ]

    def document_frequency(self, term: str) -> int:
        """In how many passages an index term stands."""
        return self._legs[WORDS].document_frequency(term)

    def typical_terms(self, rows: Mapping[int, float], limit: int) -> dict[str, float]:
        """The `limit` terms of the word leg that say most of the passages in these weighted rows, with their values."""
        return self._legs[WORDS].typical(rows, limit)

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
        if self._documents is None:
            rows = self._database.execute("select document from documents order by ordinal")
            self._documents = tuple(DOCUMENT.validate_json(row[0]) for row in rows)
        return self._documents

    def reading(self, document_id: str) -> Reading | None:
        """A document as it was read, or None for an id that is not in this version."""
        kept = self.reading_json(document_id)
        return None if kept is None else READING.validate_json(kept)

    def reading_json(self, document_id: str) -> bytes | None:
        """A document as it was read, as JSON, or None for an id that is not in this version."""
        record = self._database.execute("select reading from documents where id = ?", (document_id,)).fetchone()
        return None if record is None else bytes(record[0])

    def vectors_of(self, document_id: str) -> Vectors:
        """The vectors of a document's passages in its order, shape (passages, dimensions)."""
        ids = [passage.id for passage in self.passages_of(document_id)]
        place = {identity: number for number, identity in enumerate(ids)}
        vectors: list[Vectors | None] = [None] * len(ids)
        for start in range(0, len(ids), 1000):
            found = self._collection.get(ids=ids[start : start + 1000], include=["embeddings"])
            for identity, vector in zip(found["ids"], found["embeddings"], strict=True):
                vectors[place[identity]] = np.asarray(vector, dtype=np.float32)
        kept = [vector for vector in vectors if vector is not None]
        if len(kept) != len(ids):
            raise DamagedIndex(load_catalogue("ingest").text("index.damaged", version=self._manifest.version))
        return np.stack(kept) if kept else np.zeros((0, 0), dtype=np.float32)

    @cached_property
    def vector_space(self) -> VectorSpace:
        """What the vectors are like, from up to 256 passages spread over the version; looked at when first asked for."""
        total = self._manifest.passages
        step = max(total // _SAMPLED, 1)
        rows = self._database.execute("select id from passages where row % ? = 0 limit ?", (step, _SAMPLED)).fetchall()
        found = self._collection.get(ids=[row[0] for row in rows], include=["embeddings"])["embeddings"] if rows else []
        vectors = np.asarray(found, dtype=np.float64)
        number = len(vectors)
        if number < 2:
            return VectorSpace(vectors.shape[1] if number else 0)
        # The sum of all pairs' cosines is the squared length of the sum, without each vector's with itself.
        pairs = float(np.linalg.norm(vectors.sum(axis=0)) ** 2) - number
        return VectorSpace(vectors.shape[1], min(max(pairs / (number * (number - 1)), 0.0), 0.99))

    def duplicate_groups(self, rows: Sequence[int]) -> dict[int, int]:
        """The numbers that passages share with their near-duplicates, by row; rows without any are left out."""
        marks = ",".join("?" * len(rows))
        found = self._database.execute(
            f"select row, number from passage_groups where row in ({marks})", [*map(int, rows)]
        )
        return {int(row): int(number) for row, number in found}

    def layers(self, documents: Iterable[str]) -> dict[str, str]:
        """The layer (where there is none, the kind) of each of these documents, by id."""
        wanted = sorted(documents)
        marks = ",".join("?" * len(wanted))
        return dict(self._database.execute(f"select id, layer from documents where id in ({marks})", wanted).fetchall())

    def sentence_group(self, document_id: str, start: int) -> int | None:
        """The number that the sentence beginning at `start` shares with its near-duplicates, or None."""
        record = self._database.execute(
            "select number from sentence_groups where document_id = ? and start = ?", (document_id, start)
        ).fetchone()
        return None if record is None else int(record[0])

    @property
    def instead_of(self) -> str | None:
        """The damaged version in force that this older one stands in for, or None where this one is in force."""
        return self._instead_of

    def close(self) -> None:
        """Close the database and Chroma and remove the private copy."""
        self._open.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def best(scores: Scores, limit: int) -> list[LegHit]:
    """The `limit` rows with the highest scores above 0, best first."""
    rows = np.flatnonzero(scores)
    if limit < len(rows):
        rows = rows[np.argpartition(scores[rows], len(rows) - limit)[-limit:]]
    # Equal scores come in the order of the corpus, so that two runs give the same answer.
    order = np.lexsort((rows, -scores[rows]))
    return [*map(LegHit, rows[order].tolist(), scores[rows[order]].tolist())]


def _row_condition(rows: Rows) -> dict[str, Any]:
    """Chroma's condition for these rows: stretches where they lie together, else the rows themselves."""
    breaks = np.flatnonzero(np.diff(rows) > 1)
    firsts, lasts = rows[np.concatenate(([0], breaks + 1))], rows[np.concatenate((breaks, [len(rows) - 1]))]
    if len(firsts) > MOST_STRETCHES:
        return {"row": {"$in": rows.tolist()}}
    parts = [
        {"$and": [{"row": {"$gte": int(first)}}, {"row": {"$lte": int(last)}}]}
        for first, last in zip(firsts, lasts, strict=True)
    ]
    return parts[0] if len(parts) == 1 else {"$or": parts}


def _passage(record: tuple[Any, ...]) -> Passage:
    _, identity, document_id, section, start, end, text = record
    return Passage(identity, document_id, section, Range(start, end), text)


def _read_only(path: Path) -> sqlite3.Connection:
    # "immutable" keeps SQLite from making journal files beside a version; reads may come from several threads.
    return sqlite3.connect(f"file:{path.resolve().as_posix()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
