"""The vectors of a version that is being made: given to Chroma some at a time, and verified before the version is used.

What is not here: opening Chroma, and searching a finished version (`store.py`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, BinaryIO

import numpy as np

from ingest.catalogue import load_catalogue
from ingest.errors import DamagedIndex
from ingest.records import Passage
from ingest.vectors import Vectors

COLLECTION = "passages"
# How far a passage may seem from itself in Chroma: float32 cosine distances are exact to about 1e-6.
SELF_DISTANCE = 1e-4
# The graph search is approximate: among many nearly equal passages it may not reach one, however long it looks. More
# than this share unreached means that something is wrong; the lexical legs find these passages all the same.
MOST_UNREACHED = 0.01
# Passages that Chroma is given at a time: it makes a Python number of each of their 1,024 places.
_STEP = 250
# With Chroma's own defaults (16 neighbours, 100 at building) 2 of 3,439 passages could not be reached at all. What is not
# in the graph's files yet is put into the graph anew by whoever opens the version, so it goes there with each step. To
# find itself a passage need not be looked for as widely as what a question is near to (`_WIDELY`).
HNSW = {"space": "cosine", "max_neighbors": 32, "ef_construction": 200, "ef_search": 20, "sync_threshold": _STEP}
_WIDELY = {"ef_search": 100}


class VersionVectors:
    """The Chroma collection of a version that is being made. Passages come in order, each once.

    The vectors wait for their verification in the file `spool`, since they take as much memory as Chroma's graph.
    """

    def __init__(self, open_client: Callable[[], Any], spool: BinaryIO) -> None:
        """`open_client` gives the Chroma client. It is called when there is something to write: until then a long report
        is being read, beside which Chroma takes half as much memory again."""
        self._open_client = open_client
        self._spool = spool
        self._waiting: list[tuple[str, str]] = []
        self._waiting_vectors: list[Vectors] = []
        self._written: list[list[str]] = []
        self._rows = 0

    @cached_property
    def _collection(self) -> Any:
        return self._open_client().create_collection(COLLECTION, configuration={"hnsw": HNSW}, embedding_function=None)

    def add(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        """The next passages with their vectors."""
        for start in range(0, len(passages), _STEP):
            self._waiting += [(one.id, one.document_id) for one in passages[start : start + _STEP]]
            self._waiting_vectors.append(vectors[start : start + _STEP])
            if len(self._waiting) >= _STEP:
                self._write()

    def _write(self) -> None:
        if not self._waiting:
            return
        vectors = np.concatenate(self._waiting_vectors)
        for start in range(0, len(self._waiting), _STEP):
            batch = self._waiting[start : start + _STEP]
            ids = [identity for identity, _ in batch]
            metadatas = [
                {"document_id": document, "row": self._rows + number} for number, (_, document) in enumerate(batch)
            ]
            self._collection.upsert(ids=ids, embeddings=vectors[start : start + _STEP], metadatas=metadatas)
            self._written.append(ids)
            self._spool.write(np.ascontiguousarray(vectors[start : start + _STEP], dtype=np.float32).tobytes())
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
        self._collection.modify(configuration={"hnsw": _WIDELY})

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
