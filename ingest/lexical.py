"""The lexical index: BM25 over words and BM25 over character 4-grams inside words, in the form of bm25s.

bm25s computes every term's score in every passage when it builds (an eager index), so asking is a weighted sum of
columns. Scores come back for all passages, as a float32 array in the order the passages were given.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.compounds import Compounds
from ingest.danish import STOP_WORDS, Token, character_grams, stem

Scores = NDArray[np.float32]

# BM25's parameters as in the baselines that this is measured against (Robertson and Zaragoza 2009, section 3.5).
K1 = 1.2
B = 0.75
GRAM_SIZE = 4
_WORD = re.compile(r"\w+")


def word_keys(tokens: Sequence[Token]) -> list[str]:
    """What the word leg is built from: every content token's word in lower case, or its term where it is no word."""
    return [_key(token) for token in tokens if token.content] or [_key(token) for token in tokens]


def _key(token: Token) -> str:
    return token.surface.lower() if token.kind == "word" else token.term


def word_terms(key: str, compounds: Compounds) -> list[str]:
    """The terms of the word leg for one of its keys: the stem of a word and of its parts, anything else as it is."""
    if not key.islower():
        return [key]
    return [stem(key), *(stem(part) for part in compounds.parts(key))]


def gram_terms(text: str) -> list[str]:
    """The terms of the character leg: the 4-grams inside every word of `text` that is no stop word, in lower case."""
    return [gram for word in _WORD.findall(text.lower()) if word not in STOP_WORDS for gram in word_grams(word)]


@lru_cache(maxsize=20_000)
def word_grams(word: str) -> tuple[str, ...]:
    """The 4-grams of one word, with a mark at its ends."""
    return tuple(character_grams(word, GRAM_SIZE))


class LexicalLeg:
    """One BM25 index. `score` takes index terms with weights."""

    def __init__(self, retriever: Any, size: int, forward: Sequence[NDArray[Any]] = ()) -> None:
        self._terms: Mapping[str, int] = retriever.vocab_dict if retriever else {}
        empty: dict[str, Any] = {"data": np.zeros(0), "indices": np.zeros(0, int), "indptr": np.zeros(1, int)}
        columns = retriever.scores if retriever else empty
        # Views without the class of a mapped file, whose every slice costs a microsecond more.
        self._data: NDArray[Any] = np.asarray(columns["data"])
        self._rows: NDArray[Any] = np.asarray(columns["indices"])
        self._starts: NDArray[Any] = np.array(columns["indptr"], dtype=np.int64)
        self._forward = tuple(np.asarray(part) for part in forward)
        self._names = list(self._terms) if forward else []
        self.size = size
        # The largest score each term has in any passage: what a question's score is divided by.
        self._ceilings: NDArray[Any] = (
            np.maximum.reduceat(self._data, self._starts[:-1]) if len(self._data) else np.zeros(0)
        )

    @classmethod
    def open(cls, folder: Path) -> LexicalLeg:
        """The index in `folder`, memory-mapped. Raises OSError or ValueError for a damaged one."""
        size = int((folder / "size").read_text(encoding="ascii"))
        if not (folder / "params.index.json").exists():
            return cls(None, 0)
        parts = [folder / f"forward_{name}.npy" for name in ("starts", "terms", "counts")]
        forward = [np.load(part, mmap_mode="r") for part in parts] if parts[0].exists() else []
        return cls(bm25s().BM25.load(folder, mmap=True, show_progress=False), size, forward)

    def score(self, weighted: Mapping[str, float]) -> Scores:
        """The share of the reachable BM25 score that every passage has, between 0 and 1; shape (passages,).

        A passage's score is the sum of the terms' columns times their weights, divided by the sum of the largest value
        in each of these columns times its weight.
        """
        found = [(self._terms[term], weight) for term, weight in weighted.items() if term in self._terms]
        if not found:
            return np.zeros(self.size, dtype=np.float32)
        columns = np.fromiter((column for column, _ in found), dtype=np.int64)
        weights = np.fromiter((weight for _, weight in found), dtype=np.float32)
        starts, ends = self._starts[columns], self._starts[columns + 1]
        pieces = [slice(*bounds) for bounds in zip(starts.tolist(), ends.tolist(), strict=True)]
        rows = np.concatenate([self._rows[piece] for piece in pieces])
        values = np.concatenate([self._data[piece] for piece in pieces])
        values *= np.repeat(weights, ends - starts)
        reachable = float(weights @ self._ceilings[columns])
        total = np.bincount(rows, values, minlength=self.size)
        return np.asarray(total / (reachable or 1.0), dtype=np.float32)

    def typical(self, rows: Mapping[int, float], limit: int) -> dict[str, float]:
        """The `limit` terms that say most of these passages, with their values; needs a leg written with `forward`.

        A term is worth tf/(tf + k1) times its inverse document frequency in a passage; the values of several passages
        are summed by the passages' weights. Equal values come in the order of the index.
        """
        if not self._forward:
            return {}
        starts, terms, counts = self._forward
        numbers = np.concatenate([terms[slice(*starts[row : row + 2])] for row in rows])
        often = np.concatenate([counts[slice(*starts[row : row + 2])] for row in rows]).astype(np.float64)
        shares = np.repeat(list(rows.values()), [int(starts[row + 1] - starts[row]) for row in rows])
        frequency = self._starts[numbers + 1] - self._starts[numbers]
        worth = shares * often / (often + K1) * np.log(1 + self.size / (1 + frequency))
        own, places = np.unique(numbers, return_inverse=True)
        values = np.bincount(places, worth, minlength=len(own))
        best = np.argsort(-values, kind="stable")[:limit]
        return {self._names[own[place]]: float(values[place]) for place in best}

    def knows(self, term: str) -> bool:
        """Whether any passage holds `term`."""
        return term in self._terms

    def document_frequency(self, term: str) -> int:
        """In how many passages `term` stands."""
        column = self._terms.get(term)
        return 0 if column is None else int(self._starts[column + 1] - self._starts[column])


def words_of(tokens: Sequence[Token]) -> list[str]:
    """The words among tokens in lower case, for the vocabulary that questions are matched to."""
    return [token.surface.lower() for token in tokens if token.kind == "word"]


def write_words(path: Path, counts: Mapping[str, int]) -> None:
    """Write words with their counts."""
    path.write_text(json.dumps(counts, ensure_ascii=False, sort_keys=True), encoding="utf-8")


def read_words(path: Path) -> dict[str, int]:
    """The words that `write_words` wrote."""
    counts: dict[str, int] = json.loads(path.read_text(encoding="utf-8"))
    return counts


def bm25s() -> Any:
    """The library, without its notes on what it does."""
    import bm25s as library

    logging.getLogger("bm25s").setLevel(logging.WARNING)
    return library
