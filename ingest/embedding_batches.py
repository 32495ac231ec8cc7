"""From texts to unit vectors through any encoder: prefixes, batches, tries, a deadline, a cache, and checks of what comes.

What an encoder gives is taken whole or not at all: as many vectors as texts, all of one length, every number finite. So
an ingest completes or leaves the old version, and a question gets a vector or none.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from ingest.catalogue import load_catalogue
from ingest.embedding_cache import EmbeddingCache
from ingest.embedding_prefixes import Prefixes
from ingest.errors import EmbeddingFault
from ingest.vectors import Vectors

TRIES, QUESTION_TRIES = 5, 2
# After a failure questions are answered without vectors for so long, so that nobody waits for a model that is down.
REST_SECONDS = 15.0
# Questions whose vector is kept in memory: one answer searches for the same question more than once.
_KEPT_QUESTIONS = 64
# A refused batch may be too large for the endpoint; it is tried again in halves.
_TOO_LARGE = ("http_400", "http_413", "http_422")


class EncoderFault(Exception):
    """One call gave nothing usable. `code` says why, `again` whether a second try may help, `wait` after how long."""

    def __init__(self, code: str, again: bool = True, wait: float | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.again = again
        self.wait = wait


class Encoder(Protocol):
    """A model that turns texts into vectors, one try at a time."""

    def encode(self, texts: Sequence[str], seconds: float, question: bool) -> Sequence[Sequence[float]] | Vectors:
        """One vector a text, in order, within `seconds`; whether it is a question. Raises EncoderFault."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited for a batch of passages and for a question, in seconds, and how many passages are a batch."""

    passages: float = 120.0
    question: float = 3.0
    batch: int = 64


@dataclass
class ModelEmbedder:
    """Real embeddings: an `Embedder` over an encoder. Safe for many threads; keeps no question but the last vectors'.

    `name` says in a message whom it asks. `sends_questions` is False where questions may not be sent: then only passages
    get vectors, and the vector leg is off.
    """

    encoder: Encoder
    fingerprint: str
    name: str
    prefixes: Prefixes
    cache: EmbeddingCache | None = None
    patience: Patience = field(default_factory=Patience)
    full_weight: float = 0.3
    sends_questions: bool = True
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._dimensions: int | None = None
        self._rests_until = 0.0
        self._questions: OrderedDict[str, Vectors] = OrderedDict()

    @property
    def weight(self) -> float:
        """What the vector leg counts beside the lexical ones, whose weights sum to 1."""
        return self.full_weight if self.sends_questions else 0.0

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a passage. Raises EmbeddingFault: then none of them may be used."""
        if not texts:
            return np.zeros((0, self._dimensions or 0), dtype=np.float32)
        worded = [self.prefixes.passage + text for text in texts]
        known = self.cache.get(worded) if self.cache else {}
        made = self._made([text for text in dict.fromkeys(worded) if text not in known])
        if len({len(vector) for vector in (*known.values(), *made.values())}) > 1:
            # The model behind the name is another one than when the cache was filled.
            if self.cache:
                self.cache.clear()
            known, made = {}, self._made(list(dict.fromkeys(worded)))
        vectors = known | made
        self._hold_to(len(vectors[worded[0]]))
        return np.stack([vectors[text] for text in worded])

    def query(self, text: str) -> Vectors:
        """The unit vector of a question. Raises EmbeddingFault at once for a while after it failed."""
        with self._lock:
            if text in self._questions:
                self._questions.move_to_end(text)
                return self._questions[text]
            if self.clock() < self._rests_until:
                raise self._fault("down")
        try:
            vector: Vectors = self._tried([self.prefixes.query + text], question=True)[0]
        except EncoderFault as fault:
            with self._lock:
                self._rests_until = self.clock() + REST_SECONDS
            raise self._fault(fault.code) from None
        with self._lock:
            self._questions[text] = vector
            while len(self._questions) > _KEPT_QUESTIONS:
                self._questions.popitem(last=False)
        return vector

    def _made(self, texts: list[str]) -> dict[str, Vectors]:
        """The vectors of these texts, batch by batch; each batch is kept in the cache as soon as it is whole."""
        made: dict[str, Vectors] = {}
        for start in range(0, len(texts), self.patience.batch):
            part = texts[start : start + self.patience.batch]
            try:
                vectors = self._in_halves(part)
            except EncoderFault as fault:
                raise self._fault(fault.code) from None
            fresh = dict(zip(part, vectors, strict=True))
            if self.cache:
                self.cache.put(fresh)
            made |= fresh
        return made

    def _in_halves(self, texts: list[str]) -> list[Vectors]:
        try:
            return list(self._tried(texts, question=False))
        except EncoderFault as fault:
            if fault.code not in _TOO_LARGE or len(texts) == 1:
                raise
            middle = len(texts) // 2
            return [*self._in_halves(texts[:middle]), *self._in_halves(texts[middle:])]

    def _tried(self, texts: list[str], question: bool) -> Vectors:
        """The checked vectors after so many tries, within so many seconds in all, as passages or a question are worth."""
        tries = QUESTION_TRIES if question else TRIES
        deadline = self.clock() + (self.patience.question if question else self.patience.passages)
        for attempt in range(1, tries + 1):
            try:
                found = self.encoder.encode(texts, max(deadline - self.clock(), 0.01), question)
                return checked(found, len(texts))
            except EncoderFault as fault:
                wait = fault.wait if fault.wait is not None else min(0.25 * 2**attempt, 10.0)
                if not fault.again or attempt == tries or self.clock() + wait >= deadline:
                    raise
                self.sleep(wait)
        raise EncoderFault("timeout")

    def _hold_to(self, dimensions: int) -> None:
        known, self._dimensions = self._dimensions, dimensions
        if known not in (None, dimensions):
            # Without what was kept of the model that was behind the name before, the next ingest is of one piece.
            if self.cache:
                self.cache.clear()
            raise self._fault("dimensions")

    def _fault(self, code: str) -> EmbeddingFault:
        return EmbeddingFault(load_catalogue("ingest").text("embedding.failed", name=self.name, detail=code), code)


def checked(found: Sequence[Sequence[float]] | Vectors, wanted: int) -> Vectors:
    """`found` as unit vectors, shape (wanted, dimensions). Raises EncoderFault where there are fewer, more, or no numbers."""
    if len(found) != wanted:
        raise EncoderFault("count")
    try:
        vectors = np.asarray(found, dtype=np.float32)
    except (TypeError, ValueError):
        raise EncoderFault("dimensions") from None
    if vectors.ndim != 2 or not vectors.shape[1]:
        raise EncoderFault("dimensions")
    lengths = np.linalg.norm(vectors.astype(np.float64), axis=1)
    if not np.isfinite(lengths).all() or not (lengths > 0).all():
        raise EncoderFault("not_numbers")
    unit: Vectors = (vectors / lengths[:, None]).astype(np.float32)
    return unit
