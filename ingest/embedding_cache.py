"""Vectors that were made once, by the hash of model and text, so that an ingest that broke off does not pay twice.

One SQLite file under the home folder. It holds no text: a key is a SHA-256. It may be deleted at any time, and whatever
is wrong with it only means that vectors are made again. One process writes an index at a time, so one uses this.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from ingest.vectors import Vectors

FILE = "embeddings.sqlite"
_AT_ONCE = 500


class EmbeddingCache:
    """The vectors of one model (`fingerprint`) in the cache of a home folder."""

    def __init__(self, home: Path, fingerprint: str) -> None:
        self._path = home / FILE
        self._fingerprint = fingerprint

    def get(self, texts: Sequence[str]) -> dict[str, Vectors]:
        """The vectors that are there, by text; one that is damaged is not."""
        keys = {self._key(text): text for text in texts}
        found: dict[str, Vectors] = {}
        with self._database() as database:
            if database is None:
                return {}
            wanted = list(keys)
            for start in range(0, len(wanted), _AT_ONCE):
                part = wanted[start : start + _AT_ONCE]
                marks = ",".join("?" * len(part))
                for key, blob in database.execute(f"select key, vector from vectors where key in ({marks})", part):
                    vector = _vector(blob)
                    if vector is not None:
                        found[keys[key]] = vector
        return found

    def put(self, vectors: Mapping[str, Vectors]) -> None:
        """Keep the vectors of these texts."""
        with self._database() as database:
            if database is not None:
                rows = [(self._key(text), vector.astype("<f4").tobytes()) for text, vector in vectors.items()]
                database.executemany("insert or replace into vectors values (?, ?)", rows)
                database.commit()

    def clear(self) -> None:
        """Forget everything."""
        clear_cache(self._path.parent)

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(f"{self._fingerprint}\0{text}".encode()).digest()

    @contextlib.contextmanager
    def _database(self) -> Iterator[sqlite3.Connection | None]:
        """The open database, or None where there can be none."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            database = sqlite3.connect(self._path)
        except (OSError, sqlite3.Error):
            yield None
            return
        with contextlib.closing(database):
            try:
                database.execute("create table if not exists vectors (key blob primary key, vector blob not null)")
            except sqlite3.Error:
                yield None
                return
            # A cache that breaks later must not cost an ingest that could do without it.
            with contextlib.suppress(sqlite3.Error):
                yield database


def clear_cache(home: Path) -> None:
    """Remove the cache of a home folder, and with it what is kept of documents that are gone."""
    for name in (FILE, f"{FILE}-journal"):
        with contextlib.suppress(OSError):
            (home / name).unlink()


def _vector(blob: bytes) -> Vectors | None:
    if not isinstance(blob, bytes) or not blob or len(blob) % 4:
        return None
    vector = np.frombuffer(blob, dtype="<f4").astype(np.float32)
    sound = bool(np.isfinite(vector).all()) and abs(float(np.linalg.norm(vector)) - 1) < 1e-3
    return vector if sound else None
