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
    rf"(?<!\d),\s|,\s(?!\d)|:\s|\s[–—]\s|\s(?=(?:men|mens|medens|hvorimod)\b)|(?<!\bmå)(?<!\bkan)(?<!\bskal)(?<!\bbør)(?<!\ber)(?<!\bhar)\s(?=dog\b)|\s(?=og\s+(?:at\s|der\s|{_VERB}\b))",
    re.IGNORECASE,
)
# A stretch between commas with none of these and no finite verb is no clause of its own: "A, B og C skal …", "Huse – også
# små – skal …".
_OF_ITS_OWN = re.compile(
    r"^\s*(?:og\s+)?(?:der|som|at|om|hvis|når|hvor\w*|hvad|hvem|hvilke\w*|fordi|da|mens|medens|men|dog|så|før|inden|indtil|efter|medmindre|såfremt|selv|selvom|skønt|uanset|idet"
    r"|bortset|undtagen|heraf)\b|\b(?:ikke|ingen|intet|aldrig|hverken|uden|kun|undtaget)\b",
    re.IGNORECASE,
)
_FINITE = re.compile(
    rf"\b(?:{_VERB}|[a-zæøå]*(?:går|står|får|slår|gør|ser|når|gik|kom|stod|sad|lå|tog|gav|fandt|steg|faldt|holdt|lod|bad|traf|gjorde))\b",
    re.IGNORECASE,
)
# A word in -er is a verb or a noun in the plural; after one of these, and at the beginning, it is a noun.
_NOUN_IN_ER = re.compile(
    r"(?:^|\b(?:\w+e|\d+|mange|flere|få|af|med|på|for|til|i|om|og|eller|fra)\s+)[a-zæøå]{2,}er\b", re.IGNORECASE
)
_IN_ER = re.compile(r"\b[a-zæøå]{2,}(?<!efter)(?<!eller)(?<!under)(?<!samt)er\b", re.IGNORECASE)
MOST_WORDS = 6
# "Det er ikke rigtigt, at …" and "Det er frivilligt, om …" say of the clause that follows what it is worth.
_MATRIX = re.compile(
    r"^(?:\W*(?:ifølge|efter)\s+\w+)?\W*(?:(?:det|der)\s+(?:er|var|blev|bliver|gælder)\b(?:\s+[^\W\d]+){1,3}"
    r"|gælder\s+(?:\w+\s+)?det)\s*$",
    re.IGNORECASE,
)
# "De krav, som er …" and "Huse, der er …" wait for their verb: "… – skal kommunen stille".
_FRONTED = re.compile(
    rf"^\W*(?:(?!{_VERB}\b|[^\W\d_]{{2,}}er\s(?!som\b|der\b))[^\W\d_]+\s+){{1,3}}(?:som|der)\b", re.IGNORECASE
)
_VERB_FIRST = re.compile(
    r"\s*(?:er|var|bliver|blev|har|havde|skal|skulle|kan|kunne|må|måtte|bør|burde|vil|ville)\b", re.IGNORECASE
)
_RELATIVE = re.compile(r"\s*(?:som|der|hvor\w*|hvis|når|at|om)\b", re.IGNORECASE)
_COMPLEMENT = re.compile(r"\s*(?:at|om)\b", re.IGNORECASE)
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
        for part in _whole(sentence.text, _split(sentence.text, _CLAUSE_END))
    ]


def _whole(text: str, parts: Sequence[Clause]) -> list[Clause]:
    """`parts` of `text` with what is no clause of its own joined to the one before, or after where it begins."""
    joined: list[Clause] = []
    unfinished = False
    for part in parts:
        fragment = _is_fragment(part)
        says_of_it = bool(joined) and _COMPLEMENT.match(part.text) and _MATRIX.match(joined[-1].text)
        if (
            len(joined) == 2
            and _VERB_FIRST.match(part.text)
            and _RELATIVE.match(joined[1].text)
            and _is_fragment(joined[0])
        ):
            # "De krav, som er strenge, kan …": the noun waits for its verb behind the relative clause.
            joined = [
                Clause(
                    text[joined[0].start : joined[1].end],
                    joined[0].start,
                    joined[1].end,
                    joined[0].stems | joined[1].stems,
                )
            ]
            fragment = True
        awaited = bool(joined) and _VERB_FIRST.match(part.text) and _FRONTED.match(joined[-1].text)
        unfinished = unfinished and not _RELATIVE.match(part.text)
        if joined and (unfinished or fragment or says_of_it or awaited):
            first = joined.pop()
            unfinished = unfinished and fragment
            whole = text[first.start : part.end]
            part = Clause(whole, first.start, part.end, content_stems(whole))
        else:
            unfinished = fragment
        joined.append(part)
    return joined


def _is_fragment(part: Clause) -> bool:
    words = _WORD.findall(part.text)
    if len(words) > MOST_WORDS or _OF_ITS_OWN.search(part.text) or _FINITE.search(part.text):
        return False
    return not _IN_ER.search(_NOUN_IN_ER.sub(" ", part.text.strip()))


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
