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
LONGEST_LOOKED_AT = 20_000

_PATTERNS: tuple[tuple[Reason, re.Pattern[str]], ...] = tuple(
    (reason, re.compile(pattern, re.IGNORECASE))
    for reason, pattern in (
        (
            Reason.CRISIS,
            r"\b(?:tage[r]? mit (?:eget )?liv|begå selvmord|selvmordstanker|vil ikke leve|slå mig selv ihjel"
            r"|gøre en ende på det hele"
            r"|jeg vil dø|jeg (?:tænker|overvejer) .{0,20}selvmord|orker ikke (?:mere|livet))\b"
            r"|\b(?:slår|banker|tæver|voldtager|misbruger|truer)\s+(?:mig|mit barn|mine børn|min \w+"
            r"|sit barn|sine børn|sin kone)\b"
            r"|^\W*selvmord\W*$|\bkill myself\b",
        ),
        (
            Reason.INSTRUCTION,
            r"\b(?:glem|ignor[eé]r|se bort fra|tilsidesæt)\b.{0,40}\b(?:instruk|regler|ovenstående|forrige"
            r"|tidligere|alt)\w*"
            r"|\bsystem[-_ ]?prompt|\bdine (?:instruk\w+|regler)\b|\bignore (?:all|your|previous)\b"
            r"|\bdu er nu\b|\bliste over alle filer\b"
            r"|\bsvar (?:kun )?(?:i json|med (?:ja|ordet)|kun)\b|\bdu svarer kun\b|\bfra nu af\b"
            r"|\bnye regler:|<\s*/?\s*system\s*>"
            r"|\b(?:udvikler|developer|admin)[- ]?(?:tilstand|mode)\b|\blad som om\b|\brollespil\b|\blege? en leg\b",
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
            r"^\W*(?:kan du |vil du |please |og )?(?:skriv|digt|oversæt|programm[eé]r|formul[eé]r|omskriv"
            r"|write|compose)\b"
            r"(?!\s+(?:hvad|hvem|hvor|hvornår|hvilke\w*|en liste|en oversigt))"
            r"|^\W*lav\b.*\b(?:tale|digt|sang|brev|mail|læserbrev|indlæg|kode|essay|rap|vittighed|joke"
            r"|slogan|pressemeddelelse|opslag|vers)\w*"
            r"|\bskriv\b.*\bfærdig\w*",
        ),
        (
            Reason.OPINION,
            r"\b(?:hvad|hvem) synes du\b|\bsynes du\b|\bhvad mener du\b|\bdin (?:mening|holdning)\b"
            r"|\bskyld i\b|\bskyld,? at\b"
            r"|\bhvem har skylden\b|\ber det .{0,40}skyld\b|\bskal jeg stemme\b"
            r"|\bhvilket parti\b.*\b(?:bedst|rigtig)\w*|\bspild af\b"
            r"|\ber\b.{1,60}\binkompetent\w*\b|\bburde\b.*\bhellere\b|\bhellere\b.*\bbruge\b|\ber (?:du|I) (?:enig"
            r"|for eller imod)\b"
            r"|\ber .{1,40} (?:en|et) (?:dårlig|elendig|god)\w* (?:by|kommune|idé|ide|borgmester|plan)\b"
            r"|\bgør .{1,30} det godt nok\b"
            r"|\ber\b.{1,60}\b(?:dum(?:me|t)?|latterlig\w*|tåbelig\w*|uduelig\w*|ansvarsløs\w*|pinlig\w*|dygtige?"
            r"|dygtigt|kriminelle?)\b|\b(?:korrupt|løgner|svindler|idiot"
            r")\w*\b"
            r"|\bsnydt\b.*\b(?:skat|kommunen|borgerne)\b|\bwho should i vote\b|\bis it .{0,40}fault\b",
        ),
    )
)
# Letters of other scripts than the Latin: the answers are Danish quotes, and no word of these can be matched to them.
_FOREIGN = re.compile(
    r"[\u0370-\u03ff\u0400-\u052f\u0590-\u06ff\u0900-\u0dff\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]"
)
FOREIGN_SHARE = 0.5


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
    too_long = len(question) > limit
    # However long it is, a cry for help is heard, and a number is masked before the text is cut.
    text = " ".join(clean(question[:LONGEST_LOOKED_AT]).split())
    masked, kinds = mask_question(text, public=public)
    earlier = " ".join(part for turn in history for part in (turn.question, turn.answer))[:LONGEST_LOOKED_AT]
    kinds_before = mask_question(clean(earlier), public=public)[1] if earlier else ()
    masked = masked[:limit]
    for reason, pattern in _PATTERNS[:1]:
        if pattern.search(text):
            return Guarded(masked, kinds, reason)
    if kinds or kinds_before:
        return Guarded(masked, tuple(sorted({*kinds, *kinds_before})), Reason.PERSONAL_DATA)
    if too_long:
        return Guarded(masked, (), Reason.TOO_LONG)
    if not re.search(r"\w", text):
        return Guarded(masked, (), Reason.EMPTY)
    for reason, pattern in _PATTERNS[1:]:
        if pattern.search(text):
            return Guarded(masked, (), reason)
    letters = sum(character.isalpha() for character in text)
    if letters and len(_FOREIGN.findall(text)) > FOREIGN_SHARE * letters:
        return Guarded(masked, (), Reason.LANGUAGE)
    return Guarded(masked)
