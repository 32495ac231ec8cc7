"""Whether a claim keeps "højst", "mindst", "over", "senest", "fra … til" as the quote has them, and "alle" and "nogle"."""

from __future__ import annotations

import re

from assistant.danish_values import Value
from assistant.gate_clauses import content_stems
from assistant.gate_compared import Compared
from assistant.gate_cues import BOUND_AFTER, BOUND_BEFORE, QUANTIFIERS, SAME_BOUND, classes
from assistant.gate_numbers import REFERENCES, sources_of
from assistant.records import Verdict

# How many characters before and after a value its bound can stand.
_BEFORE, _AFTER = 45, 30
_FROM = re.compile(r"\bfra\s+(?:ca\.\s+)?(?:den\s+)?$", re.IGNORECASE)
_TO = re.compile(r"\btil\s+(?:ca\.\s+)?(?:den\s+)?$", re.IGNORECASE)
# "Frem til den 1." may be told as "til den 1." or "slutter den 1.", and "pr. den 1." as "fra og med den 1.".
_UNTIL = re.compile(
    r"(?:\d\.?\s?(?:[a-zæøå]+\s?)?[-–]\s?|\b(?:til|indtil|slut\w*|udløb\w*|ophør\w*|sidste\s+\w+(?:\s+er)?)\s+(?:den\s+|d\.\s+)?)$",
    re.IGNORECASE,
)
_BOTH_DAYS = re.compile(r"^\W*begge\s+(?:dage|inkl)", re.IGNORECASE)
# "Inden udgangen af maj" is later than "inden maj", and the same as "senest maj".
_END_OF = re.compile(r"\b(?:inden|før)\s+(?:udgangen|udløbet|slutningen)\s+af\s+(?:den\s+)?$", re.IGNORECASE)
_BEFORE_IT = re.compile(r"(?:\b(?:inden|før)|\bikke\s+senere\s+end)\s+(?:den\s+)?$", re.IGNORECASE)
_NONE_OVER = re.compile(r"\bingen\b[^,.;]*\b(?:over|\w+e\s+end)\s*$", re.IGNORECASE)
_BARE_AFTER = re.compile(r"\befter\s*$", re.IGNORECASE)
# "Grænsen er 55 dB" may be told as "højst 55 dB", and "udgangen af 2027" as "når 2027 slutter".
_LIMIT = re.compile(r"\b\w*(?:grænse|loft|maksim)\w*", re.IGNORECASE)
_AT_ITS_END = re.compile(r"\s*(?:slutter|er\s+(?:slut|omme|gået|forbi)|rinder\s+ud|udløber)\b", re.IGNORECASE)
_DEADLINE = re.compile(r"\b(?:\w*frist\w*|deadline|til\s+at|højst|inden)\b", re.IGNORECASE)
_FILLED = re.compile(r"\bfyldt\s*$", re.IGNORECASE)
_AS_OF = re.compile(r"\b(?:pr\.|fra)\s+(?:den\s+)?$", re.IGNORECASE)
_ONLY = re.compile(r"\b(?:kun|alene|udelukkende)\b", re.IGNORECASE)
# "Dækker kun X" where the quote also names Y: a claim may restrict only what its quote restricts or denies in some way.
_RESTRICTS = re.compile(r"\b(?:kun|udelukkende)\b(?!\s+(?:(?:\w+\s+){0,2}\d|lidt|få))", re.IGNORECASE)
_RESTRICTED = re.compile(
    r"\b(?:kun|udelukkende|alene|blot|bare|eneste|først|tidligst|senest|højst|forbeholdt|medmindre|undtagen|undtaget|uden|ikke|ingen"
    r"|forudsat|forudsætning\w*|betinge\w*|krav\w*|kræve\w*|skal|begræns\w*|hvis|såfremt|når|nødvendig\w*)\b|\bforuds",
    re.IGNORECASE,
)
_DAYS_BEFORE = re.compile(
    r"\s*(?:(?:hver|arbejds)?(?:dage?|uger?|måned(?:er)?|timer?|år)\s+)?(?:før|inden|forud)\b", re.IGNORECASE
)
_HARD = frozenset("most least over under latest earliest".split())


def bound(compared: Compared) -> Verdict:
    """FAIL where a value's bound is another one in the quote, is missing there, or is left out by the claim."""
    for value in compared.claim_values:
        sources = sources_of(value, compared.quote_values)
        if not sources and _other_years_bound(compared, value):
            return Verdict.FAIL
        if not sources or value.readings[0][0] in REFERENCES:
            continue
        told = bounds(compared.claim, value)
        if not any(_agree(told, bounds(compared.quote, one)) or _same_day(compared, value, one) for one in sources):
            return Verdict.FAIL
        if not any(_same_end(compared, value, one) for one in sources) or all(
            _moved_end(compared, value, one) for one in sources
        ):
            return Verdict.FAIL
    return _quantifiers(compared)


def _other_years_bound(compared: Compared, value: Value) -> bool:
    """Whether a year of the claim has the bound that the quote gives to another one: "udgangen af 2026" for "… af 2027"."""
    told = bounds(compared.claim, value) & _HARD
    return bool(told and _is_year(value)) and any(
        _is_year(one) and bounds(compared.quote, one) & _HARD == told for one in compared.quote_values
    )


def _is_year(value: Value) -> bool:
    kind, *rest = value.readings[0]
    return kind == "n" and re.fullmatch(r"(?:19|20)\d\d", rest[0]) is not None


def bounds(text: str, value: Value) -> frozenset[str]:
    """The classes of the bounds that stand at a value."""
    before = text[max(value.start - _BEFORE, 0) : value.start]
    before = re.split(r"[;\n]|\.\s(?=[A-ZÆØÅ])", before)[-1]
    after = re.split(r"[;\n.]", text[value.end : value.end + _AFTER])[0]
    found = classes(before, BOUND_BEFORE) | classes(after, BOUND_AFTER)
    # "Lidt over" is closer than "over", "ikke over" is its opposite.
    if "amply" in found:
        found -= {"over"}
    if _NONE_OVER.search(before):
        found = (found - {"over"}) | {"most"}
    # "Efter to måneders forsinkelse" sets no bound.
    if value.readings[0][0] in ("måned", "dag", "minut") and _BARE_AFTER.search(before):
        found -= {"earliest"}
    # Who is "fyldt 65" is 65 or more.
    if _FILLED.search(before):
        found |= {"over", "least"}
    # "Senest 5 dage før" leaves at least five days.
    if "latest" in found and _DAYS_BEFORE.match(text[value.end :]):
        found = (found - {"latest"}) | {"least"}
    return found


def _agree(told: frozenset[str], given: frozenset[str]) -> bool:
    if {"barely", "amply"} <= told | given and told != given:
        return False
    hard_told, hard_given = told & _HARD, given & _HARD
    if {"over", "least"} in (hard_told, hard_given) and hard_told | hard_given <= {"over", "least"} and hard_told:
        return bool(hard_given)
    if hard_told == {"most"} and "only" in given:
        return True
    if hard_told == hard_given:
        return True
    if not hard_told and not hard_given:
        return True
    if any(
        hard_told | given and (hard_told | (told & same)) <= same and (given & same) and (told & same)
        for same in SAME_BOUND
    ):
        return True
    return bool(hard_told and hard_told <= hard_given)


def _same_day(compared: Compared, told: Value, given: Value) -> bool:
    """Whether a day is the end or the beginning of something in both, in other words."""
    claim, quote = compared.claim[: told.start], compared.quote[: given.start]
    hard_told, hard_given = bounds(compared.claim, told) & _HARD, bounds(compared.quote, given) & _HARD
    ends = hard_given == {"latest"} and not hard_told and _UNTIL.search(claim)
    begins = hard_told == {"earliest"} and not hard_given and _AS_OF.search(quote)
    # "Fra den 1. til og med den 5." is "den 1. - den 5., begge dage inklusive".
    included = hard_given == {"latest", "most"} and not hard_told and _BOTH_DAYS.search(compared.claim[told.end :])
    # "Inden fire uger" may be told as "fristen er fire uger" and "har fire uger til at".
    by_then = hard_given == {"latest"} and not hard_told and told.readings[0][0] in ("dag", "måned", "minut")
    ends = ends or (by_then and _DEADLINE.search(compared.claim))
    limited = hard_told == {"most"} and not hard_given and _LIMIT.search(compared.quote)
    ends = ends or (hard_given == {"latest"} and not hard_told and _AT_ITS_END.match(compared.claim[told.end :]))
    return bool(ends or begins or limited or (included and _UNTIL.search(claim)))


def _same_end(compared: Compared, told: Value, given: Value) -> bool:
    """Whether "fra" and "til" stand at the same ends: "fra 50 til 40" is not "fra 40 til 50"."""
    first, second = compared.claim[: told.start], compared.quote[: given.start]
    begins = bool(_FROM.search(first)) and not _FROM.search(second) and bool(_TO.search(second))
    ends = bool(_TO.search(first)) and bool(_FROM.search(second))
    return not (begins or ends)


def _moved_end(compared: Compared, told: Value, given: Value) -> bool:
    """Whether one of the two says "inden" a time and the other "inden udgangen af" it."""
    first, second = compared.claim[: told.start], compared.quote[: given.start]
    return any(_END_OF.search(one) and _BEFORE_IT.search(other) for one, other in ((first, second), (second, first)))


# "De væsentligste data" are not "samtlige data".
_CHOSEN = re.compile(
    r"\b(?:de(?:t|n)?\s+(?:\w+ste|centrale)|en\s+række|udvalgte|flere\s+af|nogle\s+af|blandt)\s+((?:[^\W\d_]+\s*){1,2})",
    re.IGNORECASE,
)
_EVERY = re.compile(r"\b(?:alle|samtlige|al|hele)\s+((?:[^\W\d_]+\s*){1,3})", re.IGNORECASE)


def _all_of_chosen(claim: str, quote: str) -> bool:
    """Whether the claim tells of all things of a kind of which the quote has a choice."""
    if QUANTIFIERS["all"].search(quote):
        return False
    chosen = frozenset().union(*(content_stems(found) for found in _CHOSEN.findall(quote)))
    every = frozenset().union(*(content_stems(found) for found in _EVERY.findall(claim)))
    return bool(chosen & every)


def _quantifiers(compared: Compared) -> Verdict:
    if _all_of_chosen(compared.claim, compared.quote):
        return Verdict.FAIL
    for claim, quoted in compared.sentence_pairs:
        told = classes(claim.text, QUANTIFIERS)
        given = frozenset().union(*(classes(one.text, QUANTIFIERS) for one in quoted))
        if told == {"all"} and given == {"some"}:
            return Verdict.FAIL
        if _RESTRICTS.search(claim.text) and not _RESTRICTED.search(compared.quote):
            return Verdict.FAIL
        if told == {"all"} and "all" not in given and any(_ONLY.search(one.text) for one in quoted):
            return Verdict.FAIL
        if (
            told == {"some"}
            and given == {"all"}
            and re.search(r"\b(?:nogle|visse|enkelte|få)\b", claim.text, re.IGNORECASE)
        ):
            return Verdict.FAIL
    return Verdict.PASS
