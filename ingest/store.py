"""The first implementation of the index (`index_protocol.py`): a folder with Chroma, word indexes and SQLite.

Nothing outside `ingest/` assumes files, and only this file opens Chroma. Opening a Chroma folder writes to it, even for
reading, so a reader verifies a finished version's checksums, copies its Chroma folder to a private place and opens that.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from ingest.catalogue import load_catalogue
from ingest.errors import DamagedIndex, FingerprintMismatch, HvidbogError
from ingest.filtered_rows import Rows, filtered_rows
from ingest.filters import ANYTHING, Filters
from ingest.index_protocol import GRAMS, VECTORS, WORDS, LegQuery, VectorSpace
from ingest.lexical import LexicalLeg, Scores, WantedTerm, read_words
from ingest.private_copy import private_folder
from ingest.reading_json import DOCUMENT, READING
from ingest.records import Document, Passage, Range, Reading
from ingest.vectors import Embedder, Vectors
from ingest.version_vectors import COLLECTION
from ingest.versions import VersionManifest, check_files, other_format

# So many passages say what the vectors of a version are like.
_SAMPLED = 256

# Where there are so many rows for each one wanted, the best are looked for above a bar found on every so-manieth row.
_MANY, _EVERY = 50, 16

# The filters whose rows an open version remembers, and the stretches of rows that Chroma is asked for at most.
MOST_FILTERS = 64
MOST_STRETCHES = 50


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
            self._legs = {name: LexicalLeg.open(path / name, sentences=name == WORDS) for name in (WORDS, GRAMS)}
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

    def search(self, leg: str, query: LegQuery, limit: int, filters: Filters = ANYTHING) -> dict[int, float]:
        """The scores of a leg's best `limit` passages by row, best first; a lexical leg gives only those that hold a term."""
        if leg == VECTORS:
            return self._nearest(query, limit, filters)
        scores = self._legs[leg].score(query.terms)
        if not filters:
            return best(scores, limit)
        rows = self.passing(filters)
        return {int(rows[row]): score for row, score in best(scores[rows], limit).items()}

    def passing(self, filters: Filters) -> Rows:
        """The rows of the passages that pass the filters, in order."""
        if filters not in self._passing:
            if len(self._passing) >= MOST_FILTERS:
                self._passing.pop(next(iter(self._passing)))
            self._passing[filters] = filtered_rows(self._database, filters)
        return self._passing[filters]

    def _nearest(self, query: LegQuery, limit: int, filters: Filters) -> dict[int, float]:
        if query.vector is None or not self._manifest.passages:
            return {}
        rows = self.passing(filters) if filters else None
        if rows is not None and not len(rows):
            return {}
        found = self._collection.query(
            query_embeddings=[query.vector],
            n_results=min(limit, self._manifest.passages if rows is None else len(rows)),
            where=None if rows is None else _row_condition(rows),
            include=["distances", "metadatas"],
        )
        return {
            int(metadata["row"]): 1.0 - float(distance)
            for metadata, distance in zip(found["metadatas"][0], found["distances"][0], strict=True)
        }

    def document_frequency(self, term: str) -> int:
        """In how many passages an index term stands."""
        return self._legs[WORDS].document_frequency(term)

    def typical_terms(self, rows: Mapping[int, float], limit: int) -> dict[str, float]:
        """The `limit` terms of the word leg that say most of the passages in these weighted rows, with their values."""
        return self._legs[WORDS].typical(rows, limit)

    def scores_of(self, leg: str, query: LegQuery, rows: Sequence[int]) -> Sequence[float]:
        """The scores that a lexical leg gives these rows, 0 for one that holds no term."""
        scores: list[float] = self._legs[leg].scores_of(rows, query.terms).tolist()
        return scores

    def sentence_shares(self, rows: Sequence[int], wanted: Sequence[WantedTerm]) -> Sequence[float]:
        """For each row the largest share of what is wanted that one sentence of the passage holds, from 0 to 1."""
        shares: list[float] = self._legs[WORDS].sentence_shares(rows, wanted).tolist()
        return shares

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


def best(scores: Scores, limit: int) -> dict[int, float]:
    """The `limit` rows with the highest scores above 0, best first, with their scores."""
    # Of numbers it takes ten times as long to tell which are not 0.
    rows = np.flatnonzero(scores >= _bar(scores, limit) if len(scores) > _MANY * limit else scores > 0)
    if len(rows) < limit:
        rows = np.flatnonzero(scores > 0)
    if limit < len(rows):
        rows = rows[np.argpartition(scores[rows], len(rows) - limit)[-limit:]]
    # Equal scores come in the order of the corpus, so that two runs give the same answer.
    order = np.lexsort((rows, -scores[rows]))
    rows = rows[order]
    return dict(zip(rows.tolist(), scores[rows].tolist(), strict=True))


def _bar(scores: Scores, limit: int) -> float:
    """A score that more than `limit` rows should reach, from every `_EVERY`th: sorting out the few that do takes a tenth of
    the time of sorting out all. Never below the smallest positive number, since 0 is not found."""
    sample = scores[::_EVERY]
    place = len(sample) - min(3 * limit // _EVERY + 8, len(sample))
    return max(float(np.partition(sample, place)[place]), float(np.finfo(np.float32).tiny))


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
