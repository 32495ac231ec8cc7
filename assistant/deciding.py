"""Which sentence answers best, and whether it answers at all: two small fitted models over features of the evidence.

Pure. Sentences are ordered by a weighted sum (fitted as a softmax over the sentences of a question), and the best one's
chance of being the answer is a logistic function of features of it. Both sets of weights stand in `weights.toml`.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.cues import cue_held, enumerates, only_announces
from assistant.evidence import Evidence
from assistant.kinds import REASON
from assistant.question import Asked
from assistant.wanted import Wanted
from assistant.wording import Wording
from ingest.records import SectionKind

# Kinds of which one sentence is the whole answer, and kinds that any sentence may hold.
NARROW = frozenset({Wanted.DATE, Wanted.TIME, Wanted.AMOUNT, Wanted.NUMBER, Wanted.DURATION, Wanted.CASE_NUMBER})
LONG_SENTENCE = 40
# Kinds of answer that say something of their subject, which a heading without a verb does not.
_STATING = frozenset({Wanted.YES_NO, Wanted.CAUSE, Wanted.OPEN, Wanted.DEFINITION})


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted numbers: weights of the order, weights and bias of the decision, and the operating point.

    `found` is the least chance for an answer; a second quote needs a chance of `more` and `next_share` of the first one's
    score. A sentence that lacks a word of more than `largest_missing` of the question's weight is no answer.
    """

    ranking: Mapping[str, float]
    deciding: Mapping[str, float]
    bias: float
    found: float
    more: float
    largest_missing: float
    next_share: float


@cache
def fitted_weights() -> Weights:
    """The weights in `weights.toml`."""
    tree = tomllib.loads((files("assistant") / "weights.toml").read_text(encoding="utf-8"))
    return Weights(tree["ranking"], tree["deciding"], **tree["operating"])


def ranking_features(
    asked: Asked, evidence: Evidence, section: SectionKind, wording: Wording, hit_score: float, hit_rank: int
) -> dict[str, float]:
    """What the order of sentences depends on, by name; each about between -1 and 1."""
    text = wording.text
    decision = asked.wanted is Wanted.DECISION
    proposal = asked.wanted is Wanted.PROPOSAL
    return {
        "coverage": evidence.coverage,
        "own_coverage": evidence.own_coverage,
        "passage": evidence.passage,
        "grams": evidence.grams,
        "pairs": evidence.pairs,
        "hit": min(hit_score, 1.0),
        "rank": 1.0 / hit_rank,
        "kind": evidence.kind,
        "new_kind": float(evidence.new_kind),
        "novelty": evidence.novelty,
        "length": min(wording.length, LONG_SENTENCE) / LONG_SENTENCE,
        "hard_held": evidence.hard_held,
        "cue": cue_held(asked.text, wording),
        "enumerates": float(enumerates(asked.wanted, asked.core, text)),
        "announces": float(only_announces(asked.text, text)),
        "heading": float(asked.wanted in _STATING and wording.is_heading),
        "reason": float(asked.wanted is Wanted.CAUSE and bool(wording.found(REASON))),
        "decided": float(decision and section is SectionKind.DECISION),
        "proposed": float(decision and section is SectionKind.PROPOSAL)
        - float(proposal and section is SectionKind.PROPOSAL),
    }


def weighted(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Σ weight × feature; a feature without a weight counts nothing."""
    return sum(value * weights.get(name, 0.0) for name, value in features.items())


def chance(features: Mapping[str, float], weights: Weights) -> float:
    """The chance from 0 to 1 that the sentence with these features answers: 1 / (1 + e^-(Σ weight × feature + bias))."""
    return 1.0 / (1.0 + math.exp(-(weighted(features, weights.deciding) + weights.bias)))


def may_answer(evidence: Evidence) -> bool:
    """Whether a sentence can answer at all: every name, number and date of the question, what it is about, the kind asked
    for, and a word."""
    return not evidence.missing_hard and not evidence.core_missing and evidence.has_kind and evidence.own_coverage > 0
