"""Sentences and clauses of a text with their content words, and which clause of a quote a clause of a claim is about.

A quote may say "skal" in one clause and "kan" in the next; a word such as these is compared between clauses that talk
about the same thing, never between whole texts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.gate_synonyms import GROUP_OF
from ingest.danish import STOP_WORDS, stem

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_END = re.compile(
    r"(?<=[.!?])(?<!\b[A-ZÆØÅ]\.)(?<!\b(?:St|Nr|Dr)\.)(?<!\b(?:Sdr|Ndr)\.)\s+(?=[A-ZÆØÅ»\"„“(])|\n+|;\s"
)
_VERB = (
    r"(?:er|var|bliver|blev|har|havde|skal|skulle|kan|kunne|må|måtte|bør|burde|vil|ville|får|fik|gives|gælder|opkræves|"
    r"[a-zæøå]{3,}(?:ede|edes|tes|es)|[a-zæøå]{4,}te)"
)
_CLAUSE_END = re.compile(
    rf"(?<!\d),\s|,\s(?!\d)|:\s|\s[–—]\s|\s(?=(?:men|mens|medens|hvorimod|dog)\b)|\s(?=og\s+(?:at\s|der\s|{_VERB}\b))",
    re.IGNORECASE,
)
# Two clauses are about the same thing when they fit nearly as well as the best pair.
NEAR_BEST = 0.8


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a text from `start` to `end`, with the stems of its content words."""

    text: str
    start: int
    end: int
    stems: frozenset[str]


def content_stems(text: str) -> frozenset[str]:
    """The stems of the content words of `text`; words listed as synonyms share one."""
    return frozenset(_stems(word) for word in content_words(text))


def content_words(text: str) -> list[str]:
    """The words of `text` in lower case without function words, in order."""
    return [word.lower() for word in _WORD.findall(text) if word.lower() not in STOP_WORDS and len(word) > 1]


@lru_cache(maxsize=100_000)
def _stems(word: str) -> str:
    found = stem(word)
    return GROUP_OF.get(word) or GROUP_OF.get(found) or found


def sentences(text: str) -> list[Clause]:
    """The sentences of `text`."""
    return _split(text, _SENTENCE_END)


def clauses(text: str) -> list[Clause]:
    """The clauses of `text`: its sentences, cut at commas, colons, "men" and before a verb after "og"."""
    return [
        Clause(part.text, sentence.start + part.start, sentence.start + part.end, part.stems)
        for sentence in sentences(text)
        for part in _split(sentence.text, _CLAUSE_END)
    ]


def _split(text: str, at: re.Pattern[str]) -> list[Clause]:
    parts, start = [], 0
    for match in [*at.finditer(text), None]:
        end = match.start() if match else len(text)
        piece = text[start:end]
        if piece.strip():
            parts.append(Clause(piece, start, end, content_stems(piece)))
        start = match.end() if match else end
    return parts


def aligned(wanted: Clause, among: Sequence[Clause]) -> list[Clause]:
    """The clauses of `among` that talk about what `wanted` talks about: the best fit and those nearly as good.

    All of them where `wanted` shares nothing with any: then there is nothing to choose by.
    """
    fits = [(fit(wanted.stems, clause.stems), clause) for clause in among]
    best = max((score for score, _ in fits), default=0.0)
    if best == 0.0:
        return list(among)
    return [clause for score, clause in fits if score >= NEAR_BEST * best]


def fit(wanted: frozenset[str], offered: frozenset[str]) -> float:
    """How much two sets of stems share: the length of shared words, with a little off for words only one side has."""
    shared = sum(len(one) for one in wanted if holds(offered, one))
    if not shared:
        return 0.0
    total = sum(map(len, wanted)) + 0.5 * sum(len(one) for one in offered if not holds(wanted, one))
    return shared / (total or 1)


def holds(stems: frozenset[str], wanted: str) -> bool:
    """Whether `stems` holds a stem: as it is, as part of a compound ("skole" in "folkeskole"), or as a long beginning."""
    if wanted in stems:
        return True
    return any(_related(wanted, other) for other in stems)


@lru_cache(maxsize=100_000)
def _related(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) < 4:
        return False
    if len(short) >= 5 and (long.endswith(short) or long.startswith(short)):
        return True
    return len(short) >= 6 and short[:6] == long[:6]
