"""What in a sentence answers a question: the share of the question's words it holds, and the kind of thing asked for.

Pure. The decision to answer rests on this and not on a retrieval score: a passage may be about the topic without
holding the answer.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from wordfreq import zipf_frequency

from assistant.kinds import holds_new_kind, kind_of
from assistant.light_words import is_light
from assistant.marks import marks_in
from assistant.nearness import SHORTEST_SHARED, related
from assistant.question import Asked, Term
from assistant.wording import Wording, words_of
from ingest.danish import Analyzer, stem
from ingest.lexical import gram_terms
from ingest.vocabulary import Link

RARE, COMMON, LEAST = 4.4, 5.6, 0.25
COMPOUND_CREDIT = 0.7
CONTEXT_CREDIT = 0.6
NEIGHBOUR_CREDIT = 0.4
REFERRED_CREDIT = 0.7
# "Planen …" below the heading "En strategisk plan" is that plan.
REFERRED_CONTEXT_CREDIT = 0.8
GENERIC_WEIGHT = 0.3
LIGHT_WEIGHT = 0.25
NEAR = 4
_PLACES = re.compile(r"\b(?:i|på) ([A-ZÆØÅ][\w-]+)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_YEARS = re.compile(r"\b((?:19|20)\d\d)\s?[-–/]\s?(\d{4}|\d\d)\b")
GENERIC_STEMS = frozenset(
    stem(word)
    for word in "projekt projektet sag sagen kommune kommunen dokument dokumentet materiale materialet referat referatet "
    "rapport rapporten plan emne emnet forbindelse måde møde mødet tekst teksten".split()
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well a text answers, and what it lacks.

    Shares of the question's weight, from 0 to 1: `coverage` with headings and neighbour, `own_coverage` in the sentence
    alone, `grams` by character 4-grams. `has_kind` is whether it holds the kind of thing asked for, `new_kind` whether one
    that the question does not name already. `largest_missing` is the weight of the weightiest word that it lacks, `novelty`
    how much the sentence says beyond the question (0 to 1). `kind` is how surely the kind is held, `known_missing` the
    weight of words that it lacks and other passages hold, `pairs` the share of neighbouring words of the question that
    stand near each other, `passage` the coverage by the passage, `hard_held` the share of names and numbers in it,
    `soft_held` how many other words are, `missing_own` what the sentence itself lacks, and `core_missing` the words it lacks
    that the question is about.
    """

    coverage: float
    own_coverage: float
    grams: float
    has_kind: bool
    new_kind: bool
    novelty: float
    largest_missing: float
    missing_hard: tuple[Term, ...]
    missing: tuple[Term, ...]
    kind: float = 1.0
    known_missing: float = 0.0
    pairs: float = 0.0
    passage: float = 0.0
    hard_held: float = 0.0
    soft_held: int = 0
    missing_own: tuple[Term, ...] = ()
    core_missing: tuple[Term, ...] = ()


# The evidence of a sentence that holds no word of the question.
WORDLESS = Evidence(0.0, 0.0, 0.0, False, False, 0.0, 1.0, (), (), kind=0.0)


def term_weights(asked: Asked, frequency: Callable[[str], int], passages: int) -> TermWeights:
    """The weight of each term: its inverse document frequency, log(1 + N/(1 + df)) (Sparck Jones 1972, smoothed), times
    how specific the word is in Danish at large.

    A term stands for its most frequent expansion; one that the index does not know weighs as much as the rarest. Words
    that name any document or matter ("sagen", "projektet") say little about which, and weigh GENERIC_WEIGHT of that.
    """
    weights = TermWeights()
    telling = any(not _is_light(term) and not _is_generic(term, asked) for term in asked.terms)
    for term in asked.terms:
        seen = max((frequency(expansion.term) for expansion in term.expansions), default=0)
        factor = GENERIC_WEIGHT if _is_generic(term, asked) else specificity(term)
        # Where every word of a question is light, they are all there is to go by.
        if telling and _is_light(term):
            factor *= LIGHT_WEIGHT
        weights[term] = factor * math.log(1 + (passages + 1) / (1 + seen))
    return weights


def _is_generic(term: Term, asked: Asked) -> bool:
    word = term.surface.lower()
    return stem(word) in GENERIC_STEMS or word.removesuffix("s") in asked.familiar


def _is_light(term: Term) -> bool:
    """Whether a term says little: a light word, unless the list of words gives it a meaning that says more."""
    bridged = any(one.link is Link.BRIDGE and not is_light(one.word) for one in term.expansions)
    return term.kind == "word" and not term.hard and not bridged and is_light(term.surface)


def specificity(term: Term) -> float:
    """How much a word says: 1 for a rare word, falling with its frequency in Danish to LEAST for the commonest.

    Linear in wordfreq's Zipf scale (the base-10 logarithm of occurrences in a billion words) between RARE and COMMON.
    """
    if term.kind != "word" or term.hard:
        return 1.0
    zipf = zipf_frequency(term.surface.lower(), "da")
    return min(1.0, max(LEAST, 1.0 - (1.0 - LEAST) * (zipf - RARE) / (COMMON - RARE)))


class TermWeights(dict[Term, float]):
    """The weight of each term of a question, what each of its 4-grams counts, and the shares of the terms that texts were
    found to hold: all end with it."""

    __slots__ = ("_grams", "shares")

    def __init__(self, weights: Mapping[Term, float] | Iterable[tuple[Term, float]] = ()) -> None:
        super().__init__(weights)
        self.shares: dict[Words, Mapping[Term, float]] = {}
        self._grams: Mapping[str, float] | None = None

    @property
    def grams(self) -> Mapping[str, float]:
        """What each 4-gram counts of the whole: a term counts its weight, shared among its grams."""
        if self._grams is None:
            total = sum(self.values())
            counted: dict[str, float] = {}
            for term, weight in self.items():
                grams, whole = term_grams(term)
                for gram, told in grams.items():
                    counted[gram] = counted.get(gram, 0.0) + weight * told / whole / total
            self._grams = counted
        return self._grams


class Words:
    """The index terms and stems of a text, made once and asked often."""

    __slots__ = ("_marks", "_texts", "_written", "ordered", "stems", "terms")

    def __init__(self, analyzer: Analyzer, text: str) -> None:
        tokens = analyzer.tokens(text)
        stems = frozenset(stem(token.surface.lower()) for token in tokens if token.kind == "word" and token.content)
        self._hold(tuple(token.term for token in tokens), stems, (text,))

    @classmethod
    def together(cls, parts: Sequence[Words]) -> Words:
        """The words of several texts as those of one."""
        if len(parts) == 1:
            return parts[0]
        whole = cls.__new__(cls)
        whole._hold(
            tuple(term for one in parts for term in one.ordered),
            frozenset().union(*(one.stems for one in parts)),
            tuple(text for one in parts for text in one._texts),
        )
        return whole

    def _hold(self, ordered: tuple[str, ...], stems: frozenset[str], texts: tuple[str, ...]) -> None:
        self.ordered, self.terms, self.stems = ordered, frozenset(ordered), stems
        self._texts = texts
        self._marks: frozenset[str] | None = None
        self._written: str | None = None

    @property
    def marks(self) -> frozenset[str]:
        """The keys of its days and letters, looked for when first asked for: few questions name any."""
        if self._marks is None:
            self._marks = frozenset().union(*map(marks_in, self._texts))
        return self._marks

    def places(self, term: Term) -> list[int]:
        """Where the terms that `term` stands for stand in the text, counted in words."""
        standing = sought_for(term).standing
        return [place for place, one in enumerate(self.ordered) if one in standing]

    def shares(self, weights: TermWeights, among: Iterable[Term] | None = None) -> Mapping[Term, float]:
        """The share of each of these terms, kept with the question's weights and not with the text.

        `among` are the only terms that may stand in the text, where that is known.
        """
        kept = weights.shares.get(self)
        if kept is None:
            kept = dict.fromkeys(weights, 0.0)
            for term in weights if among is None else among:
                kept[term] = self.share(term)
            weights.shares[self] = kept
        return kept

    def share(self, term: Term) -> float:
        """How surely `term` stands in the text: an expansion's weight, or less for words that share most of a stem."""
        sought = sought_for(term)
        if sought.mark is not None:
            return float(sought.mark in self.marks)
        # A part of a compound finds passages, but it is no evidence: a "borgmester" is not a "borger".
        if not self.terms.isdisjoint(sought.standing):
            return max([weight for one, weight in sought.standing.items() if one in self.terms])
        if sought.only_exact:
            return 0.0
        if len(sought.parts) > 1 and sought.parts <= self.stems:
            return COMPOUND_CREDIT
        if self._written is None:
            # All stems in one string: most words of a question have no relative here, and one look shows it.
            self._written = f" {' '.join(self.stems)} "
        if not any(beginning in self._written or ending in self._written for beginning, ending in sought.kin):
            return 0.0
        return max([related(one, self.stems) * weight for one, weight in sought.standing.items()], default=0.0)


# The words of a text that holds no word of the question.
NO_WORDS = Words.together(())


@dataclass(frozen=True, slots=True)
class Sought:
    """A term made ready to be looked for in many texts.

    `standing` are the index terms that stand for it with their weights, `parts` those of a compound, `mark` the key of a
    day or letter; `only_exact` is whether no related word will do. `kin` are how a related stem begins and ends: where a
    text's stems have neither, none is related.
    """

    standing: Mapping[str, float]
    parts: frozenset[str]
    mark: str | None
    only_exact: bool
    kin: tuple[tuple[str, str], ...]


@lru_cache(maxsize=512)
def sought_for(term: Term) -> Sought:
    """What to look for to find `term`."""
    standing: dict[str, float] = {}
    for one in term.expansions:
        if one.link is not Link.PART:
            standing[one.term] = max(one.weight, standing.get(one.term, 0.0))
    parts = frozenset(one.term for one in term.expansions if one.link is Link.PART)
    mark = term.expansions[0].term if term.kind in ("day", "letter") else None
    long_enough = [one for one in standing if len(one) >= SHORTEST_SHARED]
    kin = tuple((f" {one[:SHORTEST_SHARED]}", f"{one} ") for one in long_enough)
    return Sought(standing, parts, mark, term.kind != "word" or term.hard, kin)


def standing_terms(term: Term) -> tuple[str, ...]:
    """The index terms that stand for `term` itself, parts of compounds left out."""
    return tuple(sought_for(term).standing)


def known_terms(asked: Asked, frequency: Callable[[str], int]) -> frozenset[Term]:
    """The terms of the question that some passage of the index holds, parts of compounds left out."""
    return frozenset(
        term for term in asked.terms if any(frequency(one.term) for one in term.expansions if one.link is not Link.PART)
    )


def weigh(
    asked: Asked,
    weights: TermWeights,
    own: Words,
    context: Words,
    neighbour: Words,
    wording: Wording,
    passage: Words | None = None,
    known: frozenset[Term] = frozenset(),
) -> Evidence:
    """The evidence of a sentence with words `own`, its headings and document (`context`) and the sentence before it.

    A name of the question may also stand elsewhere in the `passage`; a number or a date may not. `known` are the terms
    that the index holds somewhere.

    Coverage is the sum over terms of weight times the best of share in the sentence, 0.6 times share in the context and
    0.4 times share in the neighbour (0.8 and 0.7 where the sentence refers back), divided by the sum of weights.
    """
    text = wording.text
    total = sum(weights.values()) or 1.0
    goes_back = wording.refers_back
    told_above = REFERRED_CONTEXT_CREDIT if goes_back else CONTEXT_CREDIT
    told_before = REFERRED_CREDIT if goes_back else NEIGHBOUR_CREDIT
    shares = own.shares(weights)
    above, beside = context.shares(weights), neighbour.shares(weights)
    refers = (shares, above, beside) if goes_back else (shares, above)
    around = passage.shares(weights) if passage is not None else None
    own_sum = context_sum = passage_sum = known_missing = largest_missing = 0.0
    soft_held = 0
    missing: list[Term] = []
    missing_own: list[Term] = []
    for term, weight in weights.items():
        here = shares[term]
        if not here:
            missing_own.append(term)
        elif not term.hard:
            soft_held += 1
        credit = max(here, told_above * above[term], told_before * beside[term])
        own_sum += weight * here
        context_sum += weight * credit
        passage_sum += weight * (credit if around is None else max(here, around[term]))
        if not credit:
            missing.append(term)
            known_missing += weight * (term in known)
            largest_missing = max(largest_missing, weight)
    hard = asked.hard_terms
    kind = kind_of(asked, wording)
    about = (shares, above) if asked.exact else refers
    return Evidence(
        coverage=context_sum / total,
        own_coverage=own_sum / total,
        grams=gram_share(weights, wording),
        has_kind=kind > 0,
        new_kind=holds_new_kind(asked, wording),
        novelty=novelty(asked, wording),
        largest_missing=largest_missing / total,
        missing_hard=tuple(
            term
            for term in hard
            if not shares.get(term)
            and not (any(held.get(term) for held in about) and not _says_other(asked, term, text))
        ),
        missing=tuple(missing),
        kind=kind,
        known_missing=known_missing / total,
        pairs=pair_share(asked, own, shares),
        passage=passage_sum / total,
        soft_held=soft_held,
        hard_held=sum(bool(shares.get(term)) for term in hard) / len(hard) if hard else 0.0,
        missing_own=tuple(missing_own),
        core_missing=tuple(
            term for term in weights if term.surface.lower() in asked.core and not any(held[term] for held in refers)
        )
        if asked.core
        else (),
    )


def _says_other(asked: Asked, term: Term, text: str) -> bool:
    return _says_other_year(term, text) or (asked.exact and _says_other_place(asked.text, term, text))


def _says_other_place(question: str, term: Term, text: str) -> bool:
    """Whether `term` is a place that the question names and `text` names others: a heading with it makes no figure its own."""
    asked = {place.lower() for place in _PLACES.findall(question)}
    if term.surface.lower() not in asked:
        return False
    told = {place.lower() for place in _PLACES.findall(text)}
    return bool(told) and not told & asked


def _says_other_year(term: Term, text: str) -> bool:
    """Whether `term` is a year and `text` is about another one: then no heading makes it one about that year."""
    if term.kind != "number" or not _YEAR.fullmatch(term.surface):
        return False
    years = {int(year) for year in _YEAR.findall(text)}
    for first, last in _YEARS.findall(text):
        years |= set(range(int(first), int(first[: 4 - len(last)] + last) + 1))
    return bool(years) and int(term.surface) not in years


def pair_share(asked: Asked, own: Words, shares: Mapping[Term, float]) -> float:
    """The share of neighbouring terms of the question that stand within NEAR words of each other in the text."""
    if len(asked.terms) < 2:
        return 0.0
    # What has no share stands nowhere.
    both = [(one, other) for one, other in pairwise(asked.terms) if shares.get(one) and shares.get(other)]
    near = sum(any(abs(a - b) <= NEAR for a in own.places(one) for b in own.places(other)) for one, other in both)
    return near / (len(asked.terms) - 1)


def gram_share(weights: TermWeights, wording: Wording) -> float:
    """The share of the question's weight that stands in a text by character 4-grams; each term by the share of its own."""
    counted = weights.grams
    return sum([counted[gram] for gram in wording.grams if gram in counted])


@lru_cache(maxsize=512)
def term_grams(term: Term) -> tuple[Mapping[str, float], float]:
    """The 4-grams of the words that `term` stands for, with the largest weight of each, and the sum of these."""
    grams: dict[str, float] = {}
    for expansion in term.expansions:
        if expansion.link is not Link.PART:
            for gram in gram_terms(expansion.word):
                grams[gram] = max(expansion.weight, grams.get(gram, 0.0))
    return grams, sum(grams.values())


def novelty(asked: Asked, wording: Wording) -> float:
    """How many words a text has beyond the question's, as a share of thirty."""
    told = wording.spoken
    return min(len(told) - sum(map(_asked_words(asked.text).__contains__, told)), 30) / 30


@lru_cache(maxsize=64)
def _asked_words(text: str) -> frozenset[str]:
    return frozenset(words_of(text))


# What is remembered of questions while they are answered, and must be forgotten after it.
OF_QUESTIONS = (sought_for, term_grams, _asked_words)
