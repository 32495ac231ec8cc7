"""Whether a claim tells as done what its quote only plans, or as planned what is done."""

from __future__ import annotations

import re

from assistant.gate_clauses import Clause
from assistant.gate_compared import Compared
from assistant.gate_cues import TIME, classes
from assistant.records import Verdict

_PAST = re.compile(r"\b([a-zæøå]{3,}?)(?:ede|te)\b", re.IGNORECASE)
_STRONG_PAST = re.compile(
    r"\b(?:blev|er\s+(?:nu\s+)?blevet|har\s+(?:\w+\s+){0,2}\w{2,}(?:et|t)(?<!pligt)(?<!\bret)|er\s+(?:nu\s+)?(?:gennemført|afsluttet|indviet|færdig\w*|åbnet)"
    r"|er\s+(?:nu\s+|allerede\s+)?(?:gået|begyndt|startet|påbegyndt|igangsat|kommet|udvidet|oprettet|indført))\b",
    re.IGNORECASE,
)
_WEAK_PAST = re.compile(
    r"\b(?!møde\b|allerede\b|udsatte\b|ansatte\b|støtte\b|tætte\b)[a-zæøå]{4,}(?:ede|(?<!s)te)\b|\ber\s+(?:nu\s+)?[a-zæøå]{4,}et\b(?!\s+til\s+at)",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"(?<!\bend\s)\b(?:vil\s+(?:blive|\w+e)|kommer\s+til\s+at|planlæg\w*|planlagt\w*|forvent\w*|påtænk\w*|ventes|agter|er\s+planen)\b",
    re.IGNORECASE,
)
# A goal is no fact: who tells it says that it is one.
_GOAL = re.compile(r"\b(?:målet|målsætningen|ambitionen|visionen|planen|håbet|ønsket)\s+er,?\s+at\b", re.IGNORECASE)
_AIM = re.compile(
    r"\b(?:\w*mål\w*|ambition\w*|vision\w*|plan\w*|håb\w*|ønsk\w*|stræb\w*|sigt\w*|bør|kan)\b", re.IGNORECASE
)
# "…, om de vil være med" is a wish and foretells nothing; "Der vil blive" does.
_WISH = re.compile(
    r"(?<=[\w,] )(?:hvis|om|når|som|der)\s+(?:\w+\s+){0,2}vil\b|\bvil\s+(?:gerne\s+)?have\b(?!\s+\w+(?:et|t)\b)",
    re.IGNORECASE,
)


def time(compared: Compared) -> Verdict:
    """FAIL where the claim is done and the quote planned, or the claim planned and the quote done."""
    for claim, quoted in compared.pairs:
        if _past(claim.text) and "planned" not in classes(_sentence(claim, compared), TIME):
            given = frozenset().union(*(classes(one.text, TIME) for one in quoted))
            if given == {"planned"} and any(_FUTURE.search(one.text) for one in quoted):
                return Verdict.FAIL
    for claim, quoted in compared.sentence_pairs:
        told = classes(claim.text, TIME)
        foretells = bool(_FUTURE.search(_WISH.sub(" ", claim.text)))
        text = " ".join(_to_the_matter(one, compared) for one in quoted)
        given = classes(text, TIME)
        if "done" in told and "planned" not in told and given == {"planned"}:
            return Verdict.FAIL
        whole = frozenset().union(*(classes(one.text, TIME) for one in quoted))
        if foretells and "planned" not in whole and "done" in given:
            return Verdict.FAIL
        if _GOAL.search(text) and not told & {"planned"} and not _AIM.search(claim.text):
            return Verdict.FAIL
        if _NEED.search(text) and not given & {"done"} and not _NEED.search(claim.text) and _REACHED.search(claim.text):
            return Verdict.FAIL
        if "planned" not in told and _new_past(claim.text, text):
            return Verdict.FAIL
    return Verdict.PASS


# What there is need for has not come about.
_NEED = re.compile(r"\b(?:brug|behov)\s+for\b|\bnødvendigt\s+at\b|\bskal\b|\bbør\b", re.IGNORECASE)
_REACHED = re.compile(r"\b(?:er|blev)\s+(?:\w+\s+)?blevet\b|\b(?:har|er)\s+allerede\b|\bblev\b", re.IGNORECASE)
# What a body decided to do it did with that: "besluttede at afvise" is "afviste".
_DECIDED_TO = re.compile(r"\b(?:besluttede|vedtog|valgte|godkendte)\b.{0,40}\bat\b", re.IGNORECASE)


_RELATIVE = re.compile(r"\s*(?:som|der|hvor|hvis)\b", re.IGNORECASE)


def _to_the_matter(sentence: Clause, compared: Compared) -> str:
    """A sentence of the quote without its relative clauses of which the claim holds no word: their time is their own."""
    told = frozenset().union(*(one.stems for one in compared.claim_clauses))
    kept = [
        one.text for one in compared.quote_clauses
        if sentence.start <= one.start < sentence.end and not (_RELATIVE.match(one.text) and one.stems and not one.stems & told)
    ]  # fmt: skip
    return ", ".join(kept)


def _sentence(clause: Clause, compared: Compared) -> str:
    """A clause with what governs it: "man forventer, at …" says when the clause with "at" is."""
    if not re.match(r"\s*at\b", clause.text):
        return clause.text
    return next((one.text for one in compared.claim_sentences if one.start <= clause.start < one.end), clause.text)


def _past(clause: str) -> bool:
    return bool(_STRONG_PAST.search(clause) or _WEAK_PAST.search(clause))


def _new_past(claim: str, quote: str) -> bool:
    """Whether the claim has a verb in the past that the quote has in the present: "drøftede" for "drøfter"."""
    for match in _PAST.finditer(claim):
        root = match[1].lower()
        if len(root) < 4:
            continue
        past = re.search(rf"\b\w*{re.escape(root)}(?:ede|et|te|t)\b", quote, re.IGNORECASE)
        present = re.search(rf"\b{re.escape(root)}(?:er|es|e)\b", quote, re.IGNORECASE)
        if present and not past and not _DECIDED_TO.search(quote):
            return True
    if _STRONG_PAST.search(claim) and not _STRONG_PAST.search(quote) and re.search(r"\b\w{3,}(?:er|es)\b", quote):
        return "planned" in classes(quote, TIME) and "done" not in classes(quote, TIME)
    return False
