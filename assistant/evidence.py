"""What in a sentence answers a question: the share of the question's words it holds, and the kind of thing asked for.

Pure. The decision to answer rests on this and not on a retrieval score: a passage may be about the topic without
holding the answer.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from wordfreq import zipf_frequency

from assistant.question import Asked, Term
from assistant.wanted import Wanted
from ingest.danish import CASE_NUMBER, MONTHS, Analyzer, stem
from ingest.lexical import gram_terms
from ingest.vocabulary import Link

_MONTH = "|".join(MONTHS)
# What counts as an answer of each kind, as it is written in Danish prose.
_KIND_PATTERNS: Mapping[Wanted, re.Pattern[str]] = {
    Wanted.DATE: re.compile(
        rf"\b\d{{1,2}}\.?\s+(?:{_MONTH})\b|\b\d{{1,2}}[-./]\d{{1,2}}[-./]\d{{2,4}}\b|\b(?:{_MONTH})\s+\d{{4}}\b|\b(?:1[6-9]|20)\d{{2}}\b"
        rf"|\b(?:{_MONTH})\b|\b(?:primo|medio|ultimo|foråret|sommeren|efteråret|vinteren)\b|\bkl\.\s?\d"
        r"|\b(?:man|tirs|ons|tors|fre|lør|søn)dag\w*\b|\bhver(?:dag|dage)\b|\b(?:senest|inden|efter|før|ved|under)\b",
        re.IGNORECASE,
    ),
    Wanted.AMOUNT: re.compile(
        r"\d[\d.,]*\s*(?:mio\.?|mia\.?|millioner|milliarder|t\.)?\s*(?:kr\b|kroner|dkk|euro)", re.IGNORECASE
    ),
    Wanted.NUMBER: re.compile(
        r"\d|\b(?:to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|første|anden|tredje|fjerde|femte"
        r"|sjette|hundrede|tusind|halvdelen|tredjedel|fjerdedel)\b",
        re.IGNORECASE,
    ),
    Wanted.DURATION: re.compile(
        r"(?:\d+|\b(?:en|et|to|tre|fire|fem|seks|syv|otte|ni|ti|tolv|halvt?)\b)[\s-]*(?:års?|måneder?s?"
        r"|måned|uger?s?|dages?|dag|timers?|time|minutter?"
        r"|døgn|hverdage)\b|\b(?:til og med|indtil|frem til|siden)\b",
        re.IGNORECASE,
    ),
    Wanted.TIME: re.compile(r"\bkl\.\s?\d|\bklokken\b", re.IGNORECASE),
    Wanted.CASE_NUMBER: CASE_NUMBER,
    Wanted.DECISION: re.compile(
        r"\b(?:beslutte|vedtog|vedtage|godkend|tiltråd|tiltrådt|afvis|forkast|udsat|udsatte|drøft"
        r"|tog til efterretning|taget til efterretning|"
        r"sendes? i høring)\w*",
        re.IGNORECASE,
    ),
    Wanted.PROPOSAL: re.compile(r"\b(?:indstill|foresl|anbefal|at drøfte|at godkende|at tage)\w*", re.IGNORECASE),
}
STEM_SHARE = 0.75
RARE, COMMON, LEAST = 4.4, 5.6, 0.25
SHORTEST_SHARED = 5
# Words that tell a reason. A reason may be told without any of them, so they order sentences and exclude none.
REASON = re.compile(
    r"\b(?:fordi|skyldes|årsag|derfor|således|idet|eftersom|grund|baggrund|medfører|forudsæt"
    r"|fører til|påvirker|nødvendig|afgørende"
    r"|kan ikke|brug for|behov for|så|for at)\w*",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\b(?:hvor mange|how many)\s+(?:forskellige |nye |private )?([^\W\d_]+)", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_CARDINAL = re.compile(
    r"\d[\d.,]*|\b(?:to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|hundrede|tusind|halvdelen|ingen)\b", re.IGNORECASE
)
_CAPITALISED = re.compile(r"(?<![.!?:]\s)(?<!^)\b[A-ZÆØÅ][\wæøåé'-]+")
_INSTITUTION = re.compile(
    r"(?:kommunes?|udvalget?s?|rådets?|råd|panelet?|forvaltning(?:en)?|ministeriet|styrelsen?"
    r"|foreningen?|region(?:en)?)$",
    re.IGNORECASE,
)
_ACTING = re.compile(r"\b(?:det er|af)\s+(?:\w+\s)?\w+(?:en|et|ne|rådet|udvalget|panel)\b", re.IGNORECASE)
_PLACED = re.compile(r"\b(?:i|på|fra|ved|til|nær|mellem|gennem|omkring)\s+([A-ZÆØÅ][\wæøåé-]+)")
COMPOUND_CREDIT = 0.7
RELATED = 0.8
CONTEXT_CREDIT = 0.6
NEIGHBOUR_CREDIT = 0.4
GENERIC_WEIGHT = 0.3
GENERIC_STEMS = frozenset(
    stem(word)
    for word in "projekt projektet sag sagen kommune kommunen dokument dokumentet materiale materialet referat referatet "
    "rapport rapporten plan emne emnet forbindelse måde møde mødet".split()
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well a text answers, and what it lacks.

    Shares of the question's weight, from 0 to 1: `coverage` with headings and neighbour, `own_coverage` in the sentence
    alone, `grams` by character 4-grams. `has_kind` is whether it holds the kind of thing asked for, `new_kind` whether one
    that the question does not name already. `largest_missing` is the weight of the weightiest word that it lacks, `novelty`
    how much the sentence says beyond the question (0 to 1).
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


def term_weights(asked: Asked, frequency: Callable[[str], int], passages: int) -> dict[Term, float]:
    """The weight of each term: its inverse document frequency, log(1 + N/(1 + df)) (Sparck Jones 1972, smoothed), times
    how specific the word is in Danish at large.

    A term stands for its most frequent expansion; one that the index does not know weighs as much as the rarest. Words
    that name any document or matter ("sagen", "projektet") say little about which, and weigh GENERIC_WEIGHT of that.
    """
    weights: dict[Term, float] = {}
    for term in asked.terms:
        seen = max((frequency(expansion.term) for expansion in term.expansions), default=0)
        generic = (
            stem(term.surface.lower()) in GENERIC_STEMS or term.surface.lower().removesuffix("s") in asked.familiar
        )
        factor = GENERIC_WEIGHT if generic else specificity(term)
        weights[term] = factor * math.log(1 + (passages + 1) / (1 + seen))
    return weights


def specificity(term: Term) -> float:
    """How much a word says: 1 for a rare word, falling with its frequency in Danish to LEAST for the commonest.

    Linear in wordfreq's Zipf scale (the base-10 logarithm of occurrences in a billion words) between RARE and COMMON.
    """
    if term.kind != "word" or term.hard:
        return 1.0
    zipf = zipf_frequency(term.surface.lower(), "da")
    return min(1.0, max(LEAST, 1.0 - (1.0 - LEAST) * (zipf - RARE) / (COMMON - RARE)))


class Words:
    """The index terms and stems of a text, made once and asked often."""

    def __init__(self, analyzer: Analyzer, text: str) -> None:
        tokens = analyzer.tokens(text)
        self.terms = frozenset(token.term for token in tokens)
        self.stems = frozenset(
            stem(token.surface.lower()) for token in tokens if token.kind == "word" and token.content
        )

    def share(self, term: Term) -> float:
        """How surely `term` stands in the text: an expansion's weight, or less for words that share most of a stem."""
        # A part of a compound finds passages, but it is no evidence: a "borgmester" is not a "borger".
        standing = [expansion for expansion in term.expansions if expansion.link is not Link.PART]
        exact = max((expansion.weight for expansion in standing if expansion.term in self.terms), default=0.0)
        if exact or term.kind != "word" or term.hard:
            return exact
        parts = [expansion.term for expansion in term.expansions if expansion.link is Link.PART]
        if len(parts) > 1 and all(part in self.stems for part in parts):
            return COMPOUND_CREDIT
        return max((_related(expansion.term, self.stems) * expansion.weight for expansion in standing), default=0.0)


def _related(wanted: str, stems: Iterable[str]) -> float:
    """RELATED for a stem that `wanted` begins or ends (a compound of it), or that shares most of its letters with it.

    Not the other way round: a text about connections says nothing of road connections.
    """
    if len(wanted) < SHORTEST_SHARED:
        return 0.0
    for other in stems:
        if len(other) < SHORTEST_SHARED:
            continue
        if other.startswith(wanted) or other.endswith(wanted):
            return RELATED
        short, long = sorted((wanted, other), key=len)
        shared = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
        if shared >= SHORTEST_SHARED and shared >= STEM_SHARE * len(long):
            return RELATED
    return 0.0


def weigh(
    asked: Asked,
    weights: Mapping[Term, float],
    own: Words,
    context: Words,
    neighbour: Words,
    text: str,
    passage: Words | None = None,
) -> Evidence:
    """The evidence of a sentence with words `own`, its headings and document (`context`) and the sentence before it.

    A name of the question may also stand elsewhere in the `passage`; a number or a date may not.

    Coverage is the sum over terms of weight times the best of share in the sentence, 0.6 times share in the context and
    0.4 times share in the neighbour, divided by the sum of weights.
    """
    total = sum(weights.values())
    own_sum = context_sum = 0.0
    missing: list[Term] = []
    for term, weight in weights.items():
        here = own.share(term)
        credit = max(here, CONTEXT_CREDIT * context.share(term), NEIGHBOUR_CREDIT * neighbour.share(term))
        own_sum += weight * here
        context_sum += weight * credit
        if credit == 0:
            missing.append(term)
    return Evidence(
        coverage=context_sum / total if total else 0.0,
        own_coverage=own_sum / total if total else 0.0,
        grams=gram_share(weights, text),
        has_kind=holds_kind(asked, text),
        new_kind=holds_new_kind(asked, text),
        novelty=novelty(asked, text),
        largest_missing=max((weights[term] for term in missing), default=0.0) / total if total else 0.0,
        missing_hard=tuple(
            term
            for term in asked.hard_terms
            if not any(words.share(term) for words in (own, context, neighbour))
            and not (term.kind == "word" and passage is not None and passage.share(term))
        ),
        missing=tuple(missing),
    )


def gram_share(weights: Mapping[Term, float], text: str) -> float:
    """The share of the question's weight that stands in `text` by character 4-grams; each term by the share of its own."""
    total = sum(weights.values())
    held = frozenset(gram_terms(text))
    share = 0.0
    for term, weight in weights.items():
        grams = term_grams(term)
        if grams:
            share += weight * sum(value for gram, value in grams.items() if gram in held) / sum(grams.values())
    return share / total if total else 0.0


@lru_cache(maxsize=512)
def term_grams(term: Term) -> Mapping[str, float]:
    """The 4-grams of the words that `term` stands for, with the largest weight of each."""
    grams: dict[str, float] = {}
    for expansion in term.expansions:
        if expansion.link is not Link.PART:
            for gram in gram_terms(expansion.word):
                grams[gram] = max(expansion.weight, grams.get(gram, 0.0))
    return grams


def holds_new_kind(asked: Asked, text: str) -> bool:
    """Whether `text` holds the kind of thing asked for, and it is not one that the question already names."""
    question = asked.text.lower()
    if asked.wanted is Wanted.AGENT and _ACTING.search(text):
        return True
    if asked.wanted in (Wanted.PERSON, Wanted.AGENT):
        return any(name.lower() not in question for name in names_of_people(asked, text))
    if asked.wanted is Wanted.PLACE:
        return any(match.group(1).lower() not in question for match in _PLACED.finditer(text))
    pattern = _KIND_PATTERNS.get(asked.wanted)
    return pattern is None or any(match.group().lower() not in question for match in pattern.finditer(text))


def novelty(asked: Asked, text: str) -> float:
    """How many words `text` has beyond the question's, as a share of thirty."""
    known = set(re.findall(r"\w+", asked.text.lower()))
    return min(sum(word not in known for word in re.findall(r"\w+", text.lower())), 30) / 30


def holds_kind(asked: Asked, text: str) -> bool:
    """Whether `text` holds the kind of thing that is wanted; True for kinds that any sentence may hold."""
    if asked.wanted is Wanted.PERSON:
        return bool(names_of_people(asked, text))
    if asked.wanted is Wanted.NUMBER and " | " not in text:
        return _counts_what_is_asked(asked, text)
    pattern = _KIND_PATTERNS.get(asked.wanted)
    return pattern is None or bool(pattern.search(text))


def _counts_what_is_asked(asked: Asked, text: str) -> bool:
    """Whether a number of `text` stands within four words before what the question counts ("hvor mange sider").

    A number elsewhere in the sentence counts something else. Where the question names nothing to count, any number does.
    """
    counted = _COUNTED.search(asked.text)
    if counted is None:
        return bool(_KIND_PATTERNS[Wanted.NUMBER].search(text))
    term = next((one for one in asked.terms if one.surface.lower() == counted.group(1).lower()), None)
    if term is None:
        return bool(_CARDINAL.search(text))
    wanted = {expansion.term for expansion in term.expansions if expansion.link in (Link.SAME, Link.SPELLING)}
    for number in _CARDINAL.finditer(text):
        if _YEAR.fullmatch(number.group()):
            continue
        following = [
            stem(word.lower()) for word in re.findall(r"[^\W\d_]+", text[number.end() : number.end() + 60])[:4]
        ]
        if any(word in wanted or _related(one, [word]) for word in following for one in wanted):
            return True
    return False


def names_of_people(asked: Asked, text: str) -> list[str]:
    """The capitalised words inside the sentences of `text` that may name a person: no institution, and nothing that every
    document of the corpus is about."""
    found = [match.group() for match in _CAPITALISED.finditer(text)]
    return [
        name
        for name in found
        if not _INSTITUTION.search(name) and not any(name.lower().startswith(known) for known in asked.familiar)
    ]
