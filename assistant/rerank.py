"""Reranking: a slower judge puts the passages that were found into a better order. Off unless `HVIDBOG_RERANK` says so.

A reranker orders and never adds or removes. One that fails, is late or answers oddly leaves the order as it was, with a
note. The passages keep their set of scores, so what weighs a score (`extractive.py`) sees the same numbers as before.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from assistant.records import Hit, Retrieval
from ingest.catalogue import load_catalogue
from ingest.config import Settings
from ingest.errors import WrongUse

NOTE = "rerank_failed"


class RerankFault(Exception):
    """The reranker gave no usable scores."""


class Reranker(Protocol):
    """Whatever says how well each text answers a question."""

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """A score a text, higher is better. Raises RerankFault."""


def reranked(retrieval: Retrieval, reranker: Reranker) -> Retrieval:
    """`retrieval` with all its hits, accepted and rejected, in the reranker's order; equal ones keep theirs."""
    hits = (*retrieval.accepted, *retrieval.rejected)
    if len(hits) < 2:
        return retrieval
    try:
        scores = list(reranker.scores(retrieval.searched, [hit.passage.index_text for hit in hits]))
    except RerankFault:
        return replace(retrieval, notes=(*retrieval.notes, NOTE))
    if len(scores) != len(hits) or not all(math.isfinite(score) for score in scores):
        return replace(retrieval, notes=(*retrieval.notes, NOTE))
    order = sorted(range(len(hits)), key=lambda number: (-scores[number], number))
    ordered = tuple(_placed(hits[old], hits[new], scores[old], new + 1) for new, old in enumerate(order))
    return replace(retrieval, accepted=ordered[: len(retrieval.accepted)], rejected=ordered[len(retrieval.accepted) :])


def _placed(hit: Hit, before: Hit, score: float, rank: int) -> Hit:
    """`hit` in the place of `before`: with its score and rank, and the reranker's own score beside the legs'."""
    return Hit(hit.passage, before.score, {**hit.legs, "rerank": score}, rank)


class CrossEncoder:
    """A cross-encoder of sentence-transformers on this machine. Nothing is downloaded: the model must be there."""

    def __init__(self, model: str) -> None:
        from ingest.embedding import local_model

        self._model = local_model("CrossEncoder", model)

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """The model's scores of question and text. Raises RerankFault."""
        try:
            found = self._model.predict([(question, text) for text in texts], show_progress_bar=False)
            return [float(score) for score in found]
        except Exception as error:  # whatever the library raises
            raise RerankFault(type(error).__name__) from error


def local_reranker(settings: Settings) -> Reranker | None:
    """The cross-encoder that the settings name, or None. Raises WrongUse where it is not on this machine."""
    if settings.rerank != "local":
        return None
    if not settings.rerank_model:
        raise WrongUse(load_catalogue("assistant").text("rerank.no_model"))
    return CrossEncoder(settings.rerank_model)
