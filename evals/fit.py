"""The weights of the order of sentences, fitted on questions that nobody reports on.

A softmax over the sentences of a question (listwise loss of Cao et al. 2007, with all sentences that hold the answer as
the target), by gradient ascent with Adam's steps (Kingma and Ba 2015). The questions are the tuning half of a BEIR
folder with answer strings, and the dev halves of cases where such are given; every group weighs the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant import Assistant, Candidate
from assistant.deciding import weighted
from evals.cases import Case
from evals.gold import finder, resolve, source_text
from evals.measures.overlap import holds
from evals.passages import MOST, Quiz
from ingest.records import Audience

Vector = NDArray[np.float64]
ROUNDS = 400
STEP = 0.05
RIDGE = 1e-3
FOLDS = 5
# More of these can never make a sentence worse; left free, they cancel each other out on a few hundred questions.
RISING = frozenset(
    {"coverage", "own_coverage", "passage", "grams", "pairs", "hit", "rank", "kind", "new_kind", "hard_held"}
)


@dataclass(frozen=True, slots=True)
class Example:
    """A question of a group with the sentences that might answer it, and for each whether it does."""

    id: str
    group: str
    candidates: tuple[Candidate, ...]
    right: tuple[bool, ...]


def examples_of_quiz(
    quiz: Iterable[Quiz], asked: Assistant, group: str, advance: Callable[[int], None] = lambda done: None
) -> list[Example]:
    """The answerable ones of these questions: a sentence is right where an answer string stands in it."""
    found: list[Example] = []
    for number, one in enumerate(quiz, start=1):
        if one.answers:
            candidates = asked.candidates(one.question)[1]
            found.append(Example(one.id, group, candidates, tuple(one.answered_by(each.text) for each in candidates)))
        advance(number)
    return found


def examples_of_cases(cases: Iterable[Case], asked: Assistant, group: str) -> list[Example]:
    """Those of these cases that the public asks without a history and one quote answers."""
    sources = finder([source_text(asked.reading(document.id)) for document in asked.documents()])
    found: list[Example] = []
    for case in cases:
        if case.audience is Audience.PUBLIC and not case.history and len(case.gold) == 1 and case.must_answer:
            places = [place for places in resolve(case, sources)[0] for place in places]
            candidates = asked.candidates(case.question)[1]
            right = tuple(
                any(holds(one.reading.document.id, one.range, place) for place in places) for one in candidates
            )
            found.append(Example(case.id, group, candidates, right))
    return found


def fit_order(examples: Sequence[Example]) -> dict[str, float]:
    """The weights by feature. Raises IndexError where no example has both right and wrong sentences."""
    usable = [one for one in examples if any(one.right) and not all(one.right)]
    names = list(usable[0].candidates[0].features)
    groups = [one.group for one in usable]
    rows = np.array([[c.features[name] for name in names] for one in usable for c in one.candidates])
    spread = rows.std(axis=0) + 1e-9
    right = np.array([right for one in usable for right in one.right], dtype=bool)
    sizes = np.array([len(one.candidates) for one in usable])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    share = np.repeat([1 / (len(set(groups)) * groups.count(group)) for group in groups], sizes)
    rising = np.array([name in RISING for name in names])
    theta = _ascended(rows / spread, right, sizes, starts, share, rising) / spread
    return {name: round(float(value), 4) for name, value in zip(names, theta, strict=True)}


def _ascended(
    rows: Vector,
    right: NDArray[np.bool_],
    sizes: NDArray[np.int_],
    starts: NDArray[np.int_],
    share: Vector,
    rising: NDArray[np.bool_],
) -> Vector:
    theta, moment, square = (np.zeros(rows.shape[1]) for _ in range(3))
    for step in range(1, ROUNDS + 1):
        score = rows @ theta
        target = _softmax(np.where(right, score, -1e9), starts, sizes)
        slope = rows.T @ (share * (target - _softmax(score, starts, sizes))) - RIDGE * theta
        moment, square = 0.9 * moment + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        theta += STEP * (moment / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-12)
        theta = np.where(rising, np.maximum(theta, 0.0), theta)
    return theta


def _softmax(score: Vector, starts: NDArray[np.int_], sizes: NDArray[np.int_]) -> Vector:
    powers = np.exp(score - np.repeat(np.maximum.reduceat(score, starts), sizes))
    return np.asarray(powers / np.repeat(np.add.reduceat(powers, starts), sizes))


def held(examples: Sequence[Example], weights: Mapping[str, float]) -> tuple[float, float]:
    """The shares of the examples whose first sentence, and one of whose first three that differ, is right."""
    first = some = 0
    for one in examples:
        order = sorted(
            range(len(one.candidates)),
            key=lambda n: (-weighted(one.candidates[n].features, weights), one.candidates[n].range),
        )
        right: dict[str, bool] = {}
        for n in order:
            right.setdefault(one.candidates[n].text, one.right[n])
        best = list(right.values())[:MOST]
        first += bool(best) and best[0]
        some += any(best)
    return first / len(examples), some / len(examples)


def cross_validated(examples: Sequence[Example], group: str) -> tuple[float, float]:
    """What `held` says of the examples of a group with weights fitted on the other parts of FOLDS, on average."""
    kept: list[tuple[float, float, int]] = []
    for fold in range(FOLDS):
        away = [one for one in examples if one.group == group and _fold(one) == fold]
        if away:
            weights = fit_order([one for one in examples if one.group != group or _fold(one) != fold])
            kept.append((*held(away, weights), len(away)))
    total = sum(size for *_, size in kept)
    return sum(one * size for one, _, size in kept) / total, sum(one * size for _, one, size in kept) / total


def _fold(example: Example) -> int:
    return hashlib.sha256(example.id.encode()).digest()[1] % FOLDS
