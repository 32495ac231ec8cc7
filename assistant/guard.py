"""The guard: what is answered with a fixed sentence before any search. Pure.

Order matters: a crisis comes before everything, personal data before anything is looked at or kept.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.records import Reason, Turn
from ingest.clean import clean
from ingest.personal_data import mask_question

LONGEST_QUESTION = 1000
LONGEST_SEARCH = 2000

_PATTERNS: tuple[tuple[Reason, re.Pattern[str]], ...] = tuple(
    (reason, re.compile(pattern, re.IGNORECASE))
    for reason, pattern in (
        (
            Reason.CRISIS,
            r"\b(?:selvmord|tage mit (?:eget )?liv|tager mit (?:eget )?liv|begå selvmord|vil ikke leve"
            r"|slå mig selv ihjel|gøre en ende på det hele"
            r"|jeg vil dø|(?:han|hun|min \w+) slår mig)\b",
        ),
        (
            Reason.INSTRUCTION,
            r"\b(?:glem|ignor[eé]r|se bort fra|tilsidesæt)\b.{0,40}\b(?:instruk|regler|ovenstående|forrige"
            r"|tidligere|alt)\w*"
            r"|\bsystem[- ]?prompt|\bdine (?:instruk\w+|regler)\b|\bignore (?:all|your|previous)\b"
            r"|\bdu er nu\b|\bliste over alle filer\b",
        ),
        (
            Reason.MESSAGE,
            r"\bjeg (?:vil|vil gerne|ønsker at|skal) (?:afmelde|melde afbud|klage over|ansøge|søge om"
            r"|tilmelde|framelde|aflyse)\b"
            r"|\bmit høringssvar er\b|\bher er mit høringssvar\b|\b(?:send|giv) (?:det|den"
            r"|beskeden?) videre\b|\bmeld(?:er)? afbud\b",
        ),
        (
            Reason.TASK,
            r"^\W*(?:kan du |vil du |please |og )?(?:skriv|digt|oversæt|programm[eé]r|formul[eé]r|lav|write"
            r"|compose)\b(?!.*\b(?:liste|oversigt|står)\b)"
            r".*\b(?:tale|digt|sang|brev|mail|læserbrev|indlæg|kode|input|essay|rap|sonet|vittighed|joke|remse|slogan|pressemeddelelse|opslag|vers|eventyr|opgave|artikel|poem|speech"
            r"|færdig)\w*",
        ),
        (
            Reason.OPINION,
            r"\b(?:hvad|hvem) synes du\b|\bsynes du\b|\bhvad mener du\b|\bdin (?:mening|holdning)\b|\bhvem skal jeg stemme\b|\bskyld i\b"
            r"|\bskyld,? at\b|\bhvem har skylden\b|\ber det .{0,40}skyld\b|\bskal jeg stemme\b|\bhvilket parti\b.*\b(?:bedst|rigtig)\w*"
            r"|\bspild af\b|\b(?:in)?kompetent\w*\b|\bbur?de\b.*\bhellere\b|\bhellere\b.*\bbruge\b|\ber .{1,40} (?:en|et) (?:dårlig|elendig|god)\w* "
            r"(?:by|kommune|idé|ide|borgmester|plan)\b|\b(?:dum|latterlig|tåbelig|uduelig|ansvarsløs|pinlig)\w*\b|\bgør .{1,30} det godt nok\b"
            r"|\bhar .{1,30} fejlet\b|\ber (?:du|I) (?:enig|for eller imod)\b|\bwho should i vote\b|\bis it .{0,40}fault\b",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Guarded:
    """A question that may be searched for: cleaned, with its personal data masked. `reason` is set where it may not."""

    question: str
    masked: tuple[str, ...] = ()
    reason: Reason | None = None


def guard(
    question: str,
    history: Sequence[Turn] = (),
    limit: int = LONGEST_QUESTION,
    public: Collection[str] = (),
) -> Guarded:
    """The question as it may be kept and shown, and the reason it is refused, if it is.

    `public` holds telephone numbers that are no one's secret.
    """
    if len(question) > limit:
        return Guarded(mask_question(clean(question[:limit]), public=public)[0], (), Reason.TOO_LONG)
    text = " ".join(clean(question).split())
    masked, kinds = mask_question(text, public=public)
    earlier = " ".join(part for turn in history for part in (turn.question, turn.answer))
    kinds_before = mask_question(clean(earlier), public=public)[1] if earlier else ()
    for reason, pattern in _PATTERNS[:1]:
        if pattern.search(text):
            return Guarded(masked, kinds, reason)
    if kinds or kinds_before:
        return Guarded(masked, tuple(sorted({*kinds, *kinds_before})), Reason.PERSONAL_DATA)
    if not re.search(r"\w", text):
        return Guarded(masked, (), Reason.EMPTY)
    for reason, pattern in _PATTERNS[1:]:
        if pattern.search(text):
            return Guarded(masked, (), reason)
    return Guarded(masked)
