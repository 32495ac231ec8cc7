"""Retrieval: each leg searches, their calibrated scores are summed with weights, the best passages are the hits.

A lexical leg's score is divided by the most that the question's terms could score in any passage, and the vector leg's
is the cosine above that of two unrelated passages, so all lie between 0 and 1 and mean the same from question to
question. A passage that a leg did not return counts 0 there. Then all that was found is held against the words of the first
passages (feedback): a question in everyday words finds more of the same that way, below the first passages. Last, the best
passages of a short question are asked how much of it one of their sentences holds: a passage that has the year in one
sentence and the place in another is about something else.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.folding import aspects_of, compares, folded, sides_of, spread
from assistant.question import HARD_KINDS, Asked, Term, Wanted
from assistant.records import Hit, Retrieval
from ingest.errors import EmbeddingFault
from ingest.filters import ANYTHING, Filters
from ingest.index_protocol import GRAMS, VECTORS, WORDS, IndexReader, LegQuery
from ingest.lexical import WantedTerm, gram_terms
from ingest.records import Passage
from ingest.vectors import Embedder
from ingest.vocabulary import Link

FEEDBACK = "feedback"
SENTENCE = "sentence"
# Content words of a short question.
SHORT_QUESTION = 12
# What is told over many sentences, as a list or a decision with its proposal is, stands whole in none of them.
OVER_SENTENCES = frozenset({Wanted.LIST, Wanted.OVERVIEW, Wanted.DECISION, Wanted.PROPOSAL})
# A question for one figure among many alike may be longer; what names a year and a place and is longer tells a story.
LONGEST_EXACT = 20


@dataclass(frozen=True, slots=True)
class Tuning:
    """The numbers of retrieval, chosen on the tuning half of the dev sets (`DECISIONS.md`).

    `numbers` is what a number, date or identifier of a short question counts beside 1 for a word. `feedback` is the weight
    of the words of the first `feedback_passages` where the best holds nothing of the question (it falls with the square of
    what that holds); the first `feedback_kept` keep their places. `sentence` is what
    the best sentence's share of a short question counts beside 1 for the passage, `exact_sentence` the same where one
    figure among many alike is asked for: the first orders the first page, the second looks deeper.
    """

    words: float = 0.2
    grams: float = 0.8
    vectors: float | None = None
    numbers: float = 2.0
    feedback: float = 2.0
    feedback_passages: int = 5
    feedback_terms: int = 20
    feedback_kept: int = 4
    sentence: float = 0.25
    exact_sentence: float = 1.5
    sentence_passages: int = 10
    exact_passages: int = 60
    leg_limit: int = 100


@dataclass(frozen=True, slots=True)
class Retriever:
    """Finds passages in one open index version."""

    index: IndexReader
    embedder: Embedder
    tuning: Tuning = Tuning()

    def retrieve(
        self, asked: Asked, limit: int = 10, filters: Filters = ANYTHING, order: Sequence[str] = ()
    ) -> Retrieval:
        """The best `limit` passages for a question; `rejected` are the next ones that were looked at.

        Of near-duplicates the one whose layer stands first in `order` is the hit and the others are its twins.
        """
        started = time.perf_counter()
        depth = max(self.tuning.leg_limit, 2 * limit)
        comparing = compares(asked.text)
        fused, legs, notes = self._found(asked, depth, filters, comparing)
        # What holds both sides of a comparison is found by the question; what holds one is found by its own words.
        for side in sides_of(asked) if comparing else ():
            of_side = self._found(side, depth, filters, comparing)[0]
            fused = {row: max(fused.get(row, 0.0), of_side.get(row, 0.0)) for row in fused | of_side}
        if not asked.terms and filters:
            # "Hvad står der på side 7?" asks for what passes the filter and nothing else.
            fused = dict.fromkeys(map(int, self.index.passing(filters)[: 2 * limit]), 0.0)
        rows = _ranked(fused)[: 2 * limit]
        passages = dict(zip(rows, self.index.passages(rows), strict=True))
        hits = tuple(
            Hit(passages[row], fused[row], _scores(legs, row), rank, tuple(passages[twin] for twin in twins))
            for rank, (row, twins) in enumerate(self._arranged(asked, passages, fused, order, comparing), start=1)
        )
        seconds = time.perf_counter() - started
        return Retrieval(asked.text, asked.text, filters.as_words(), hits[:limit], hits[limit:], seconds, notes=notes)

    def _found(
        self, asked: Asked, depth: int, filters: Filters, comparing: bool
    ) -> tuple[dict[int, float], dict[str, dict[int, float]], tuple[str, ...]]:
        """The score of every row that was found, those of each leg, and the notes of the search."""
        queries, notes = self._queries(asked)
        legs = {name: self._leg(name, query, depth, filters) for name, query in queries.items()}
        fused = _fused({name: (self._weight(name), found) for name, found in legs.items()})
        # More of the same is what a comparison and a figure among many alike need least: it crowds out the other.
        among_many = asked.exact and len(asked.terms) <= LONGEST_EXACT
        if fused and self.tuning.feedback and not (among_many or comparing):
            ranked = _ranked(fused)
            legs[FEEDBACK] = self._fed_back(fused, ranked)
            weight = self.tuning.feedback * (1 - min(fused[ranked[0]], 1.0)) ** 2
            total = 1 + weight
            fused = _fused({"": (1 / total, fused), FEEDBACK: (weight / total, legs[FEEDBACK])})
        fused, legs[SENTENCE] = self._by_sentence(asked, fused)
        return fused, legs, notes

    def _arranged(
        self,
        asked: Asked,
        passages: Mapping[int, Passage],
        fused: Mapping[int, float],
        order: Sequence[str],
        comparing: bool,
    ) -> list[tuple[int, tuple[int, ...]]]:
        """The rows with their twins, in the order in which they are shown."""
        rows = list(passages)
        if comparing:
            # What is compared may say nearly the same: nothing is folded, and each side must be seen.
            return [(row, ()) for row in spread(rows, fused, aspects_of(asked, passages))]
        groups = self.index.duplicate_groups(rows)
        layers = self.index.layers({passages[row].document_id for row in groups}) if groups else {}
        return folded(rows, groups, {row: layers[passages[row].document_id] for row in groups}, order)

    def _leg(self, name: str, query: LegQuery, limit: int, filters: Filters) -> dict[int, float]:
        """What one leg finds: the calibrated score of each row."""
        found = self.index.search(name, query, limit, filters)
        if name == VECTORS:
            return {row: max(self._above_background(cosine), 0.0) for row, cosine in found.items()}
        return found

    def _above_background(self, cosine: float) -> float:
        background = self.index.vector_space.background
        return (cosine - background) / (1 - background)

    def _queries(self, asked: Asked) -> tuple[dict[str, LegQuery], tuple[str, ...]]:
        """What each leg is asked, and `lexical_only` where the question has no vector that fits the index."""
        # In a short question a year or a number tells passages about the same subject apart; in a long one it stands by.
        short = len(asked.terms) <= SHORT_QUESTION
        words: dict[str, float] = defaultdict(float)
        grams: dict[str, float] = defaultdict(float)
        for term in asked.terms:
            told = self.tuning.numbers if term.kind in HARD_KINDS and short else 1.0
            for expansion in (*term.expansions, *term.guesses):
                words[expansion.term] += told * expansion.weight
                if expansion.link is not Link.PART:
                    own = gram_terms(expansion.word)
                    # A long word has more grams; undamped it would outweigh a short one by its length alone.
                    share = told * expansion.weight / math.sqrt(len(own) or 1)
                    for gram in own:
                        grams[gram] += share
        queries = {WORDS: LegQuery(terms=words), GRAMS: LegQuery(terms=grams)}
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

    def _fed_back(self, fused: Mapping[int, float], ranked: Sequence[int]) -> dict[int, float]:
        """How much all that was found holds of the words of the first passages (relevance model, Lavrenko and Croft 2001).

        It brings more of the same from below and is no judge of the first: the question's own words put them there, so
        they keep their order and their places, and count as the most that anything found.
        """
        first = ranked[: self.tuning.feedback_passages]
        share = sum(fused[row] for row in first) or 1.0
        terms = self.index.typical_terms({row: fused[row] / share for row in first}, self.tuning.feedback_terms)
        found = dict(zip(ranked, self.index.scores_of(WORDS, LegQuery(terms=terms), ranked), strict=True))
        most = max(found.values(), default=0.0)
        return found | dict.fromkeys(ranked[: self.tuning.feedback_kept], most)

    def _by_sentence(self, asked: Asked, fused: dict[int, float]) -> tuple[dict[int, float], dict[int, float]]:
        """The scores with what the best sentence of each of the first passages holds of the question, and its share."""
        longest, weight, depth = SHORT_QUESTION, self.tuning.sentence, self.tuning.sentence_passages
        if asked.exact:
            longest, weight, depth = LONGEST_EXACT, self.tuning.exact_sentence, self.tuning.exact_passages
        if len(asked.terms) > longest or not weight or asked.wanted in OVER_SENTENCES:
            return fused, {}
        rows = _ranked(fused)[:depth]
        wanted = [_wanted(term, asked.exact and term.hard) for term in asked.terms]
        shares = dict(zip(rows, self.index.sentence_shares(rows, wanted), strict=True))
        total = 1 + weight
        return {row: (score + weight * shares.get(row, 0.0)) / total for row, score in fused.items()}, shares


def _wanted(term: Term, needed: bool) -> WantedTerm:
    """What a sentence may hold for a term. Parts of compounds find passages, and say too little in a sentence."""
    told = (one for one in (*term.expansions, *term.guesses) if one.link is not Link.PART)
    return WantedTerm({one.term: one.weight for one in told}, needed)


def _fused(parts: Mapping[str, tuple[float, Mapping[int, float]]]) -> dict[int, float]:
    """The weighted sum of the parts' scores; a row that a part did not find counts 0 there."""
    total: dict[int, float] = {}
    for weight, scores in parts.values():
        total |= {row: total.get(row, 0.0) + weight * score for row, score in scores.items()}
    return total


def _scores(legs: Mapping[str, Mapping[int, float]], row: int) -> dict[str, float]:
    """The score of each leg that found the row."""
    return {name: found[row] for name, found in legs.items() if row in found}


def _ranked(fused: Mapping[int, float]) -> list[int]:
    """The rows by falling score; equal ones in the order of the corpus, so that two runs give the same answer."""
    return sorted(sorted(fused), key=fused.__getitem__, reverse=True)
