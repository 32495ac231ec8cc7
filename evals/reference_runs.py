"""The reference runs: plain BM25, Danish stems, and character 4-grams, on bm25s, with nothing of the product in them.

A word is a run of letters, digits and underscores in lower case; title and text are one document; a question's repeated
words count as often as they stand there. A word of the 4-gram run gets a mark at both ends, and one of four characters or
fewer, marks included, is a term of its own.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

K1 = 1.2
B = 0.75
GRAM = 4
DEPTH = 100
_WORD = re.compile(r"\w+")
Terms = Callable[[str], list[str]]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranked:
    """What a run found: for each question the documents, best first, and the milliseconds it took."""

    found: Mapping[str, tuple[str, ...]]
    milliseconds: Mapping[str, float]


def words(text: str) -> list[str]:
    """The words of `text` in lower case."""
    return _WORD.findall(text.lower())


def stems(text: str) -> list[str]:
    """The Danish Snowball stems of the words of `text`."""
    import Stemmer

    stemmed: list[str] = Stemmer.Stemmer("danish").stemWords(words(text))
    return stemmed


def grams(text: str) -> list[str]:
    """The character 4-grams of the words of `text`, none across a word's end."""
    return [gram for word in words(text) for gram in _grams_of(f"#{word}#")]


def _grams_of(word: str) -> Iterator[str]:
    if len(word) <= GRAM:
        yield word
    else:
        yield from (word[i : i + GRAM] for i in range(len(word) - GRAM + 1))


RUNS: Mapping[str, Terms] = {"bm25": words, "bm25_stem": stems, "bm25_4gram": grams}


def scorer(terms: Terms, texts: Iterable[str]) -> Callable[[str], Floats]:
    """What gives a question's BM25 score (Lucene's form; Robertson and Zaragoza 2009) in each of `texts`, in their order."""
    import bm25s

    logging.getLogger("bm25s").setLevel(logging.WARNING)
    ids: dict[str, int] = {}
    rows = [[ids.setdefault(term, len(ids)) for term in terms(text)] for text in texts]
    index = bm25s.BM25(k1=K1, b=B)
    index.index((rows, ids), show_progress=False, create_empty_token=False)

    def scores(question: str) -> Floats:
        known = [term for term in terms(question) if term in ids]
        return np.asarray(index.get_scores(known) if known else np.zeros(len(rows)), dtype=np.float64)

    return scores


def rank(terms: Terms, documents: Mapping[str, str], questions: Mapping[str, str]) -> Ranked:
    """The best documents by BM25 for each question; ties in corpus order."""
    names = list(documents)
    score = scorer(terms, documents.values())
    found: dict[str, tuple[str, ...]] = {}
    milliseconds: dict[str, float] = {}
    for question, text in questions.items():
        started = time.perf_counter()
        scores = score(text)
        best = np.argsort(-scores, kind="stable")[:DEPTH]
        found[question] = tuple(names[row] for row in best if scores[row] > 0)
        milliseconds[question] = (time.perf_counter() - started) * 1000
    return Ranked(found, milliseconds)
