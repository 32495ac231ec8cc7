"""Retrieval: each leg searches, their calibrated scores are summed with weights, the best passages are the hits.

A lexical leg's score is divided by the most that the question's terms could score in any passage, and the vector leg's
is the cosine, so all lie between 0 and 1 and mean the same from question to question. A passage that a leg did not
return counts 0 there.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.question import Asked
from assistant.records import Hit, Retrieval
from ingest.danish import Analyzer
from ingest.lexical import gram_terms
from ingest.store import GRAMS, VECTORS, WORDS, IndexReader, LegQuery
from ingest.vectors import Embedder

# To be tuned on the dev sets; the order of magnitude is that of the fusion rows in the measuring data's notes.
WEIGHTS: Mapping[str, float] = {WORDS: 0.5, GRAMS: 0.35, VECTORS: 0.15}
LEG_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Retriever:
    """Finds passages in one open index version."""

    index: IndexReader
    analyzer: Analyzer
    embedder: Embedder
    weights: Mapping[str, float] = field(default_factory=lambda: WEIGHTS)

    def retrieve(self, asked: Asked, limit: int = 10, documents: frozenset[str] | None = None) -> Retrieval:
        """The best `limit` passages for a question; `rejected` are the next ones that were looked at."""
        started = time.perf_counter()
        queries = self._queries(asked)
        legs: dict[int, dict[str, float]] = defaultdict(dict)
        for name, query in queries.items():
            for hit in self.index.search(name, query, LEG_LIMIT, documents):
                legs[hit.row][name] = max(hit.score, 0.0)
        fused = {row: sum(self.weights[leg] * score for leg, score in scores.items()) for row, scores in legs.items()}
        rows = sorted(fused, key=lambda row: (-fused[row], row))[: 2 * limit]
        passages = self.index.passages(rows)
        hits = tuple(
            Hit(passage, fused[row], legs[row], rank)
            for rank, (row, passage) in enumerate(zip(rows, passages, strict=True), start=1)
        )
        seconds = time.perf_counter() - started
        return Retrieval(asked.text, asked.text, {}, hits[:limit], hits[limit:], seconds)

    def _queries(self, asked: Asked) -> dict[str, LegQuery]:
        surfaces = " ".join(term.surface for term in asked.terms) or asked.text
        expanded = [e.term for term in asked.terms for e in term.expansions if e.term.lower() not in surfaces.lower()]
        wide = " ".join([surfaces, *expanded])
        return {
            WORDS: LegQuery(terms=asked.weighted),
            GRAMS: LegQuery(terms=dict.fromkeys(gram_terms(self.analyzer, surfaces), 1.0)),
            VECTORS: LegQuery(vector=self.embedder.query(wide)),
        }
