"""The lexical index: BM25 over words and BM25 over character 4-grams inside words, in the form of bm25s.

bm25s computes every term's score in every passage when it builds (an eager index), so asking is a weighted sum of
columns. Scores come back for all passages, as an array in the order the passages were given.
"""

from __future__ import annotations

import json
import logging
import math
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.compounds import Compounds
from ingest.danish import STOP_WORDS, Token, character_grams, stem
from ingest.sentence_terms import Numbers, SentenceTerms

Scores = NDArray[np.float64]

# BM25's parameters as in the baselines that this is measured against (Robertson and Zaragoza 2009, section 3.5).
K1 = 1.2
B = 0.75
GRAM_SIZE = 4
_WORD = re.compile(r"\w+")
# So many entries are added up in one go; more of them column by column.
_FEW = 50_000


@dataclass(frozen=True, slots=True)
class WantedTerm:
    """A thing that a question asks for: the terms that it may stand as, each with how far it then is it (0 to 1), and
    whether a sentence without it is about something else."""

    credits: Mapping[str, float]
    needed: bool = False


def word_keys(tokens: Sequence[Token]) -> list[str]:
    """What the word leg is built from: every content token's word in lower case, or its term where it is no word."""
    return [_key(token) for token in tokens if token.content] or [_key(token) for token in tokens]


def stretches_of(tokens: Sequence[Token], starts: Sequence[int]) -> list[list[str]]:
    """The keys of the word leg stretch by stretch: those before the first of `starts`, then those from each start on."""
    wanted = [token for token in tokens if token.content] or tokens
    found: list[list[str]] = [[] for _ in range(len(starts) + 1)]
    for token in wanted:
        found[bisect_right(starts, token.start)].append(_key(token))
    return found


def _key(token: Token) -> str:
    return token.surface.lower() if token.kind == "word" else token.term


def word_terms(key: str, compounds: Compounds) -> list[str]:
    """The terms of the word leg for one of its keys: the stem of a word and of its parts, anything else as it is."""
    if not key.islower():
        return [key]
    return [stem(key), *(stem(part) for part in compounds.parts(key))]


def gram_keys(text: str) -> list[str]:
    """What the character leg is built from: every word of `text` that is no stop word, in lower case."""
    return [word for word in _WORD.findall(text.lower()) if word not in STOP_WORDS]


def gram_terms(text: str) -> list[str]:
    """The terms of the character leg: the 4-grams inside every word of `text` that is no stop word, in lower case."""
    return [gram for word in gram_keys(text) for gram in word_grams(word)]


@lru_cache(maxsize=20_000)
def word_grams(word: str) -> tuple[str, ...]:
    """The 4-grams of one word, with a mark at its ends."""
    return tuple(character_grams(word, GRAM_SIZE))


class LexicalLeg:
    """One BM25 index. `score` takes index terms with weights."""

    def __init__(self, retriever: Any, size: int, sentences: SentenceTerms | None = None) -> None:
        self._terms: Mapping[str, int] = retriever.vocab_dict if retriever else {}
        empty: dict[str, Any] = {"data": np.zeros(0), "indices": np.zeros(0, int), "indptr": np.zeros(1, int)}
        columns = retriever.scores if retriever else empty
        # Views without the class of a mapped file, whose every slice costs a microsecond more.
        self._data: NDArray[Any] = np.asarray(columns["data"])
        self._rows: NDArray[Any] = np.asarray(columns["indices"])
        self._starts: NDArray[Any] = np.array(columns["indptr"], dtype=np.int64)
        self._sentences = sentences
        self._names = list(self._terms) if sentences else []
        self.size = size
        # The largest score each term has in any passage: what a question's score is divided by.
        self._ceilings: NDArray[Any] = (
            np.maximum.reduceat(self._data, self._starts[:-1]) if len(self._data) else np.zeros(0)
        )

    @classmethod
    def open(cls, folder: Path, *, sentences: bool = False) -> LexicalLeg:
        """The index in `folder`, memory-mapped. Raises OSError or ValueError for a damaged one, or one that lacks the
        `sentences` that are wanted."""
        size = int((folder / "size").read_text(encoding="ascii"))
        if not (folder / "params.index.json").exists():
            return cls(None, 0)
        opened = bm25s().BM25.load(folder, mmap=True, show_progress=False)
        return cls(opened, size, SentenceTerms(folder) if sentences else None)

    def score(self, weighted: Mapping[str, float]) -> Scores:
        """The share of the reachable BM25 score that every passage has, between 0 and 1, shape (passages,), float64.

        A passage's score is the sum of the terms' columns times their weights, divided by the sum of the largest value
        in each of these columns times its weight.
        """
        found = [(self._terms[term], weight) for term, weight in weighted.items() if term in self._terms]
        if not found:
            return np.zeros(self.size)
        columns = np.fromiter((column for column, _ in found), dtype=np.int64)
        weights = np.fromiter((weight for _, weight in found), dtype=np.float32)
        starts, ends = self._starts[columns], self._starts[columns + 1]
        lengths = ends - starts
        pieces = [slice(*bounds) for bounds in zip(starts.tolist(), ends.tolist(), strict=True)]
        shares = weights / np.float32(float(weights @ self._ceilings[columns]) or 1.0)
        if lengths.sum() <= _FEW:
            # The casts to what bincount takes are part of the copies.
            rows = np.concatenate([self._rows[piece] for piece in pieces], dtype=np.int64)
            values = np.concatenate([self._data[piece] for piece in pieces])
            summed = np.bincount(rows, values * np.repeat(shares, lengths), minlength=self.size)
            return summed.astype(np.float64, copy=False)
        scores = np.zeros(self.size)
        # A column at a time stays in the processor's cache; `add.at` is slow where it has to cast.
        for piece, share in zip(pieces, shares, strict=True):
            np.add.at(scores, self._rows[piece], (self._data[piece] * share).astype(np.float64))
        return scores

    def scores_of(self, rows: Sequence[int], weighted: Mapping[str, float]) -> Numbers:
        """What `score` gives these passages, shape (rows,), without looking at any other."""
        given = np.fromiter(rows, dtype=self._rows.dtype, count=len(rows))
        order = given.argsort()  # rows that rise are found sooner
        asked = given[order]
        total, reachable = np.zeros(len(asked)), 0.0
        for term, weight in weighted.items():
            column = self._terms.get(term)
            if column is None:
                continue
            start, end = self._starts[column : column + 2].tolist()
            held = self._rows[start:end]  # rising
            at = held.searchsorted(asked)
            (found,) = (held.take(at, mode="clip") == asked).nonzero()
            total[found] += weight * self._data[start + at[found]]
            reachable += weight * float(self._ceilings[column])
        scores = np.empty_like(total)
        scores[order] = total / (reachable or 1.0)
        return scores

    def sentence_shares(self, rows: Sequence[int], wanted: Sequence[WantedTerm]) -> Numbers:
        """The largest share of what is wanted that one sentence of each passage in `rows` holds, 0 to 1, shape (rows,).

        Each thing counts its inverse document frequency log(1 + (N + 1) / (1 + df)) (Sparck Jones 1972, smoothed), df
        being that of its most frequent term. Needs an index opened with `sentences`.
        """
        credits: dict[int, dict[int, float]] = {}
        weights = np.zeros(len(wanted))
        for number, one in enumerate(wanted):
            frequency = max(map(self.document_frequency, one.credits), default=0)
            weights[number] = math.log(1 + (self.size + 1) / (1 + frequency))
            for term, credit in one.credits.items():
                if term in self._terms:
                    credits.setdefault(self._terms[term], {})[number] = credit
        needed = np.array([one.needed for one in wanted], dtype=bool)
        return self._sentences.shares(rows, weights, needed, credits) if self._sentences else np.zeros(len(rows))

    def typical(self, rows: Mapping[int, float], limit: int) -> dict[str, float]:
        """The `limit` terms that say most of these passages, with their values; needs an index opened with `sentences`.

        A term is worth tf/(tf + k1) times its inverse document frequency in a passage; the values of several passages
        are summed by the passages' weights. Equal values come in the order of the index.
        """
        if not self._sentences:
            return {}
        held = [self._sentences.terms(row) for row in rows]
        own, places = np.unique(np.concatenate(held), return_inverse=True)
        passage = np.repeat(np.arange(len(held)), [len(one) for one in held])
        # How often each passage (a row) holds each term (a column).
        often = np.bincount(passage * len(own) + places, minlength=len(held) * len(own)).reshape(len(held), -1)
        frequency = self._starts[own + 1] - self._starts[own]
        shares = np.fromiter(rows.values(), dtype=np.float64)[:, np.newaxis]
        values = (shares * often / (often + K1) * np.log(1 + self.size / (1 + frequency))).sum(axis=0)
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
