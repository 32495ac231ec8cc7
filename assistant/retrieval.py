"""Retrieval: each leg searches, their calibrated scores are summed with weights, the best passages are the hits.

A lexical leg's score is divided by the most that the question's terms could score in any passage, and the vector leg's
is the cosine above that of two unrelated passages, so all lie between 0 and 1 and mean the same from question to
question. A passage that a leg did not return counts 0 there. Where the best passage holds little of the question, the
words of the first passages are searched for as well (feedback): a question in everyday words finds its neighbours' words
that way.
"""

from __future__ import annotations

import math
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.question import Asked
from assistant.records import Hit, Retrieval
from ingest.danish import Analyzer
from ingest.errors import EmbeddingFault
from ingest.filters import ANYTHING, Filters
from ingest.lexical import gram_terms, word_keys, word_terms
from ingest.records import Passage
from ingest.store import GRAMS, VECTORS, WORDS, IndexReader, LegQuery
from ingest.vectors import Embedder
from ingest.vocabulary import Link, Vocabulary


@dataclass(frozen=True, slots=True)
class Tuning:
    """The numbers of retrieval, chosen on the tuning half of the dev sets (`DECISIONS.md`).

    `feedback` is the weight of the feedback search where the best passage holds nothing of the question; it falls with
    the square of what the best passage holds. `vectors` is None for the weight that the embedder itself has.
    """

    words: float = 0.2
    grams: float = 0.8
    vectors: float | None = None
    feedback: float = 0.5
    feedback_passages: int = 5
    feedback_terms: int = 20
    leg_limit: int = 100


@dataclass(frozen=True, slots=True)
class Retriever:
    """Finds passages in one open index version."""

    index: IndexReader
    analyzer: Analyzer
    embedder: Embedder
    vocabulary: Vocabulary
    tuning: Tuning = Tuning()

    def retrieve(self, asked: Asked, limit: int = 10, filters: Filters = ANYTHING) -> Retrieval:
        """The best `limit` passages for a question; `rejected` are the next ones that were looked at."""
        started = time.perf_counter()
        queries, notes = self._queries(asked)
        legs = self._search(queries, max(self.tuning.leg_limit, 2 * limit), filters)
        fused = {row: sum(self._weight(leg) * score for leg, score in scores.items()) for row, scores in legs.items()}
        ranked = _ranked(fused)
        self._feed_back(fused, ranked, legs, filters, max(self.tuning.leg_limit, 2 * limit))
        if not asked.terms and filters:
            # "Hvad står der på side 7?" asks for what passes the filter and nothing else.
            fused = dict.fromkeys(map(int, self.index.passing(filters)[: 2 * limit]), 0.0)
        rows = _ranked(fused)[: 2 * limit]
        hits = tuple(
            Hit(passage, fused[row], legs.get(row, {}), rank)
            for rank, (row, passage) in enumerate(zip(rows, self.index.passages(rows), strict=True), start=1)
        )
        seconds = time.perf_counter() - started
        return Retrieval(asked.text, asked.text, filters.as_words(), hits[:limit], hits[limit:], seconds, notes=notes)

    def _search(self, queries: Mapping[str, LegQuery], limit: int, filters: Filters) -> dict[int, dict[str, float]]:
        legs: dict[int, dict[str, float]] = defaultdict(dict)
        for name, query in queries.items():
            for hit in self.index.search(name, query, limit, filters):
                legs[hit.row][name] = max(self._above_background(hit.score) if name == VECTORS else hit.score, 0.0)
        return legs

    def _above_background(self, cosine: float) -> float:
        background = self.index.vector_space.background
        return (cosine - background) / (1 - background)

    def _queries(self, asked: Asked) -> tuple[dict[str, LegQuery], tuple[str, ...]]:
        """What each leg is asked, and `lexical_only` where the question has no vector that fits the index."""
        grams: dict[str, float] = defaultdict(float)
        for term in asked.terms:
            for expansion in term.expansions:
                if expansion.link is not Link.PART:
                    own = gram_terms(expansion.word)
                    # A long word has more grams; undamped it would outweigh a short one by its length alone.
                    for gram in own:
                        grams[gram] += expansion.weight / math.sqrt(len(own))
        queries = {WORDS: LegQuery(terms=asked.weighted), GRAMS: LegQuery(terms=grams)}
        if not self._vector_weight:
            return queries, ()
        try:
            vector = self.embedder.query(asked.text)
        except EmbeddingFault:
            return queries, ("lexical_only",)
        if len(vector) != self.index.vector_space.dimensions:
            return queries, ("lexical_only",)
        return queries | {VECTORS: LegQuery(vector=vector)}, ()

    @property
    def _vector_weight(self) -> float:
        return self.embedder.weight if self.tuning.vectors is None else self.tuning.vectors

    def _weight(self, leg: str) -> float:
        return {WORDS: self.tuning.words, GRAMS: self.tuning.grams, VECTORS: self._vector_weight}[leg]

    def _feed_back(
        self,
        fused: dict[int, float],
        ranked: list[int],
        legs: dict[int, dict[str, float]],
        filters: Filters,
        limit: int,
    ) -> None:
        """Add the score of a search for the words of the first passages (relevance model, Lavrenko and Croft 2001)."""
        if not ranked or not self.tuning.feedback:
            return
        weight = self.tuning.feedback * (1 - min(fused[ranked[0]], 1.0)) ** 2
        first = ranked[: self.tuning.feedback_passages]
        share = sum(fused[row] for row in first) or 1.0
        model: dict[str, float] = defaultdict(float)
        for row, passage in zip(first, self.index.passages(first), strict=True):
            for term, value in self._term_values(passage).items():
                model[term] += value * fused[row] / share
        best = sorted(model, key=lambda term: (-model[term], term))[: self.tuning.feedback_terms]
        terms = {term: model[term] for term in best}
        for hit in self.index.search(WORDS, LegQuery(terms=terms), limit, filters):
            fused[hit.row] = fused.get(hit.row, 0.0) + weight * hit.score
            legs[hit.row].setdefault("feedback", hit.score)

    def _term_values(self, passage: Passage) -> dict[str, float]:
        """What each word term is worth in a passage: tf/(tf + k1) times its inverse document frequency."""
        keys = word_keys(self.analyzer.tokens(passage.index_text))
        counts = Counter(term for key in keys for term in word_terms(key, self.vocabulary.compounds))
        total = self.index.manifest.passages
        return {
            term: count / (count + 1.2) * math.log(1 + total / (1 + self.index.document_frequency(term)))
            for term, count in counts.items()
        }


def _ranked(fused: Mapping[int, float]) -> list[int]:
    """The rows by falling score; equal ones in the order of the corpus, so that two runs give the same answer."""
    return sorted(fused, key=lambda row: (-fused[row], row))
