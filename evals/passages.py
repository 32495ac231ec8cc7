"""A BEIR folder with answer strings, asked of the extractive engine: does a quote hold the answer, and who declines?

Four rows stand side by side: what the product answers, that with what it shows as nearest, its order of sentences alone
where it must always answer, and a plain sum of BM25 scores with no thought about what is asked. `unanswerable.jsonl` holds
questions that the folder's documents do not answer, though a passage comes near.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant import Assistant, Candidate
from assistant.deciding import chance, fitted_weights, may_answer
from evals.beir import CORPUS, QUERIES
from evals.index_cache import opened
from evals.reference_runs import grams, scorer, stems
from evals.retrieval import neutral_settings
from ingest.catalogue import load_catalogue
from ingest.config import Settings
from ingest.errors import WrongUse
from ingest.pipeline import Progress
from ingest.records import Audience
from ingest.sources import Source

TEXTS = load_catalogue("evals")
UNANSWERABLE = "unanswerable.jsonl"
HALVES = ("tuning", "reported")
MOST = 3
Baseline = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Quiz:
    """A question with the strings that answer it; none where the documents do not answer it."""

    id: str
    question: str
    answers: tuple[str, ...]

    @property
    def half(self) -> str:
        """The half it belongs to, by its name alone: weights are fitted on `tuning` and reported on `reported`."""
        return HALVES[hashlib.sha256(self.id.encode()).digest()[0] % 2]

    def answered_by(self, text: str) -> bool:
        """Whether one of the answer strings stands in `text`; case and white space do not matter."""
        plain = " ".join(text.casefold().split())
        return any(" ".join(answer.casefold().split()) in plain for answer in self.answers)


@dataclass(frozen=True, slots=True)
class Looked:
    """A question with the quotes shown for it (`offered`: then those shown as nearest, at most three), the best sentences by
    the order alone and by the baseline, and two scores to decide by: the product's chance that its best sentence answers,
    and the search score of the best passage."""

    quiz: Quiz
    shown: tuple[str, ...]
    offered: tuple[str, ...]
    ordered: tuple[str, ...]
    plain: tuple[str, ...]
    chance: float
    search: float


def load_quiz(folder: Path, half: str | None = None) -> tuple[Quiz, ...]:
    """The questions of a folder or of a half of it, answerable ones first.

    Raises WrongUse for a folder without documents, or without questions that have answers.
    """
    found = [
        Quiz(row["_id"], row["text"], tuple(row.get("metadata", {}).get("answers", ())))
        for name in (QUERIES, UNANSWERABLE)
        if (folder / name).is_file()
        for row in map(json.loads, (folder / name).read_text(encoding="utf-8").splitlines())
    ]
    kept = tuple(one for one in found if half is None or one.half == half)
    if not any(one.answers for one in kept) or not (folder / CORPUS).is_file():
        raise WrongUse(TEXTS.text("passages.no_answers", folder=folder))
    return kept


def open_folder(settings: Settings, folder: Path, progress: Progress | None = None) -> Assistant:
    """The product over the documents of a BEIR folder, without words of our own corpus."""
    source = Source(folder / CORPUS, CORPUS, Audience.PUBLIC)
    name = f"beir-{folder.resolve().name}"
    return opened(neutral_settings(settings, folder), name, [source], progress)(Audience.PUBLIC)


def look(quiz: Iterable[Quiz], asked: Assistant, advance: Callable[[int], None] = lambda done: None) -> list[Looked]:
    """Every question asked, in order."""
    baseline = plain_sum(asked)
    found: list[Looked] = []
    for number, one in enumerate(quiz, start=1):
        answer = asked.ask(one.question)
        shown, nearest = (tuple(one.quote for one in quotes) for quotes in (answer.citations, answer.nearest))
        offered = (*shown, *nearest)[:MOST]
        retrieval, candidates = asked.candidates(one.question)
        score = max((hit.score for hit in retrieval.accepted), default=0.0)
        fitting = [candidate for candidate in candidates if may_answer(candidate.evidence)]
        sure = chance(fitting[0].features, fitted_weights()) if fitting else 0.0
        found.append(Looked(one, shown, offered, best_texts(candidates), baseline(one.question), sure, score))
        advance(number)
    return found


def best_texts(candidates: Sequence[Candidate]) -> tuple[str, ...]:
    """The first three sentences that differ, whether or not the product would answer with them."""
    return tuple(dict.fromkeys(one.text for one in candidates))[:MOST]


def plain_sum(asked: Assistant) -> Baseline:
    """What gives the best three sentences by the sum of BM25 over stems and over 4-grams, of sentence and of paragraph."""
    paragraphs: list[str] = []
    sentences: list[str] = []
    belongs: list[int] = []
    for document in asked.documents():
        reading = asked.reading(document.id)
        own = [sentence.of(reading.text) for sentence in reading.sentences]
        belongs += [len(paragraphs)] * len(own)
        sentences += own
        paragraphs.append(reading.text)
    of_sentence = [scorer(terms, sentences) for terms in (stems, grams)]
    of_paragraph = [scorer(terms, paragraphs) for terms in (stems, grams)]
    where = np.array(belongs)

    def best(question: str) -> tuple[str, ...]:
        whole = sum((score(question) for score in of_paragraph), np.zeros(len(paragraphs)))
        total = sum((score(question) for score in of_sentence), whole[where])
        return tuple(sentences[row] for row in np.argsort(-total, kind="stable")[:MOST])

    return best
