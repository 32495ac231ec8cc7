"""Vectors without a model: character 3- to 5-grams hashed into a fixed number of dimensions.

Each word's grams are hashed once (CRC-32, the same on every machine) to a dimension and a sign (feature hashing,
Weinberger et al. 2009); a text's vector is the sum over its words, damped by word count and brought to length 1. It is a
weak leg, but it tolerates spelling and inflection and needs no download. Real embeddings take its place when configured.
"""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.danish import Analyzer, character_grams

Vectors = NDArray[np.float32]
DIMENSIONS = 1024
SIZES = (3, 4, 5)
# The kind of vectors, their size, and the version of this hashing.
FINGERPRINT = f"hashed-grams-{DIMENSIONS}-v1"


class Embedder(Protocol):
    """Whatever turns texts into vectors. `fingerprint` names model and settings: indexes of another are refused."""

    @property
    def fingerprint(self) -> str:
        """What must be equal between an index and the question's vectors."""

    @property
    def weight(self) -> float:
        """What the vector leg counts beside the lexical ones, whose weights sum to 1; 0 asks for no vector."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a passage, shape (texts, dimensions). Raises EmbeddingFault."""

    def query(self, text: str) -> Vectors:
        """The unit vector of a question, shape (dimensions,). Raises EmbeddingFault."""


class HashedGrams:
    """The default embedder: no model, no network."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer

    @property
    def fingerprint(self) -> str:
        """The kind of vectors, their size, and the version of this hashing."""
        return FINGERPRINT

    @property
    def weight(self) -> float:
        """0: beside the lexical legs these vectors add nothing (`DECISIONS.md`)."""
        return 0.0

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text, shape (texts, 1024); the zero vector never occurs: an empty text points along axis 0."""
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        return np.stack([self.query(text) for text in texts])

    def query(self, text: str) -> Vectors:
        """The unit vector of `text`, shape (1024,)."""
        counts = Counter(token.surface.lower() for token in self._analyzer.tokens(text) if token.content)
        grams = [(_word_grams(word), count) for word, count in counts.items()]
        vector = np.zeros(DIMENSIONS, dtype=np.float32)
        if grams:
            places = np.concatenate([places for (places, _), _ in grams])
            weights = np.concatenate([signs * np.float32(1 + math.log(count)) for (_, signs), count in grams])
            vector += np.bincount(places, weights, minlength=DIMENSIONS).astype(np.float32)
        length = float(np.linalg.norm(vector))
        if length == 0:
            vector[0] = 1
            return vector
        return vector / np.float32(length)


@lru_cache(maxsize=20_000)
def _word_grams(word: str) -> tuple[NDArray[np.int64], Vectors]:
    hashes = [zlib.crc32(gram.encode()) for size in SIZES for gram in character_grams(word, size)]
    places = np.array([value % DIMENSIONS for value in hashes], dtype=np.int64)
    signs = np.array([1.0 if value & 0x80000000 else -1.0 for value in hashes], dtype=np.float32)
    # A long word has more grams; without this it would outweigh a short one by its length alone.
    return places, signs / np.float32(math.sqrt(len(hashes)))
