"""Whether the numbers, dates, amounts, units and references of a claim stand in its quote, and per what they are counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.danish_values import Key, Value, header_units, in_unit, weekday_of
from assistant.gate_compared import Compared
from assistant.gate_derived import derived, out_of, rounded
from assistant.records import Verdict
from ingest.danish import stem

_CLAUSE_EDGE = re.compile(r"(?<!\d),(?!-)\s|[;\n]|\.\s+(?=[A-ZÆØÅ])|\s(?:men|mens|hvoraf)\s")
_PERIODS = {
    "år": r"pr\.?\s*år\b|per\s+år\b|om\s+året\b|hvert\s+år\b|\bårlig\w*|/år\b|\bp\.a\.",
    "måned": r"pr\.?\s*m(?:åne)?d\b|per\s+måned\b|om\s+måneden\b|hver\s+måned\b|\bmånedlig\w*|/md\b|/måned\b",
    "uge": r"pr\.?\s*uge\b|per\s+uge\b|om\s+ugen\b|hver\s+uge\b|\bugentlig\w*",
    "dag": r"pr\.?\s*(?:dag|døgn)\b|per\s+dag\b|om\s+dagen\b|hver\s+dag\b|alle\s+dage\b|\bdaglig(?:t|e)?\b|i\s+døgnet\b",
    "time": r"pr\.?\s*time\b|per\s+time\b|i\s+timen\b|hver\s+time\b|/time\b|/t\b",
    "kvartal": r"pr\.?\s*kvartal\b|per\s+kvartal\b|hvert\s+kvartal\b|\bkvartalsvis\w*|i\s+kvartalet\b",
}
_PERIOD_PATTERNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _PERIODS.items()}
_PER = re.compile(
    r"\b(?:pr\.?|per|for\s+hver|for\s+hvert|hver|hvert)\s+(?:af\s+(?:de\s+)?(?:\w+\s+)?)?([a-zæøå][a-zæøå-]{2,})",
    re.IGNORECASE,
)
_NO_PER = frozenset("år måned uge dag døgn time kvartal gang anden andet enkelt især".split())
# Values that refer to something and count nothing.
REFERENCES = frozenset("§ stk nr case label ordinal weekday".split())
_SAME_PER = {"indbyg": "borg", "køretøj": "bil", "deltag": "person"}


def numbers(compared: Compared) -> Verdict:
    """FAIL for a value of the claim that its quote lacks (a date's missing year may come from the document's dates)."""
    offered = frozenset(_offered(compared))
    context = frozenset(key for value in compared.context_values for key in _with_parts(value))
    follow, told_as_share = derived(compared), out_of(compared)
    for value in compared.claim_values:
        if value.certain and _is_clock_in(value, compared, offered):
            continue
        if value.certain and (follow & set(value.readings) or value.start in told_as_share):
            continue
        stands = any(_stands(key, offered, context) for key in _asked(value))
        if value.certain and not stands and not rounded(compared, value):
            return Verdict.FAIL
    return Verdict.FAIL if _placed_otherwise(compared.claim, compared.quote) else Verdict.PASS


# "Fra 9 til 12" where the quote has "kl. 9-12".
_HOURS = re.compile(
    r"\b(?:fra|mellem|tidsrummet|perioden)\s+(?:klokken\s+|kl\.\s+)?(\d{1,2})\s?(?:til|og|-|–)\s?(\d{1,2})(?!\d|[.,:]\d|\s*(?:år|kr|pct|procent|%|mio|mia|dag|uge|måned))",
    re.IGNORECASE,
)


def _is_clock_in(value: Value, compared: Compared, offered: frozenset[Key]) -> bool:
    """Whether a bare number of the claim is an hour of an opening time of the quote, told as "fra 9 til 12"."""
    for match in _HOURS.finditer(compared.claim):
        hours = [("clock", f"{int(hour)}:00") for hour in match.groups()]
        if match.start() <= value.start < match.end() and all(hour in offered for hour in hours):
            return True
    return False


# "Tredje-fattigste" and "næststørste": the place in an order and what is ordered.
_PLACE = {
    "næst": 2,
    "anden": 2,
    "tredje": 3,
    "fjerde": 4,
    "femte": 5,
    "sjette": 6,
    "syvende": 7,
    "ottende": 8,
    "niende": 9,
}
_PLACED = re.compile(
    rf"\b(?:(?P<word>{'|'.join(_PLACE)})[- ]?|(?P<figure>\d+)\.[- ]?)?"
    r"(?P<what>(?!sidste\b|første\b|næste\b|seneste\b)[a-zæøå]{3,}ste)\b",
    re.IGNORECASE,
)


def _placed_otherwise(claim: str, quote: str) -> bool:
    """Whether the claim gives another place in an order than the quote: "andenfattigste" for "tredje-fattigste"."""
    told, given = _places(claim), _places(quote)
    return any(
        (what, place) not in given and any(other == what and (place > 1 or at > 1) for other, at in given)
        for what, place in told
    )


def _places(text: str) -> set[tuple[str, int]]:
    return {
        (
            match["what"].lower(),
            int(match["figure"]) if match["figure"] else _PLACE.get((match["word"] or "").lower(), 1),
        )
        for match in _PLACED.finditer(text)
    }


def _asked(value: Value) -> Iterator[Key]:
    yield from (key for key in value.readings if key[0] != "shown")


def _offered(compared: Compared) -> Iterator[Key]:
    """Every reading of every value of the quote, in a table also with the unit that its caption or header names."""
    units = header_units(f"{compared.quote}\n{compared.context}\n{compared.near}")
    for value in compared.quote_values:
        yield from _with_parts(value)
        for unit, factor in units:
            read = in_unit(value, unit, factor)
            if read:
                yield read


def _with_parts(value: Value) -> Iterator[Key]:
    for key in value.readings:
        yield key
        if key[0] == "shown":
            yield ("n", key[1])
        if key[0] in ("date", "vague") and key[-1 if key[0] == "vague" else 1]:
            yield ("n", key[-1 if key[0] == "vague" else 1])
        day = weekday_of(key)
        if day:
            yield ("weekday", day)


def _stands(wanted: Key, offered: frozenset[Key], context: frozenset[Key]) -> bool:
    if wanted in offered:
        return True
    if wanted[0] == "n" and len(wanted[1]) > 5 and ("kr", wanted[1]) in offered:
        return True  # "12 millioner af dem"
    if wanted[0] in ("date", "vague"):
        return _date_stands(wanted, offered, context)
    # A heading's own number, the year of a meeting and its weekday may be told; amounts and measures may not.
    return wanted[0] in ("n", "case", "weekday") and wanted in context


def _date_stands(wanted: Key, offered: frozenset[Key], context: frozenset[Key]) -> bool:
    years = {key[1] for key in (*offered, *context) if key[0] == "n" and len(key[1]) == 4}
    for key in (*offered, *(one for one in context if one[0] == "date")):
        if key[0] != wanted[0] or (wanted[0] == "vague" and key[1:3] != wanted[1:3]):
            continue
        parts = zip(wanted[1:], key[1:], strict=True)
        if all(not want or want == have or (not have and want in years) for want, have in parts):
            return True
    return False


def sources_of(value: Value, offered: Sequence[Value]) -> list[Value]:
    """The values of `offered` that are `value`, a date also where one of the two leaves out a part of it."""
    return [one for one in offered if set(one.readings) & set(value.readings) or _dates_fit(one, value)]


def _dates_fit(one: Value, other: Value) -> bool:
    first, second = one.readings[0], other.readings[0]
    if first[0] != "date" or second[0] != "date" or not first[2]:
        return False
    return all(not a or not b or a == b for a, b in zip(first[1:], second[1:], strict=True))


def unit(compared: Compared) -> Verdict:
    """FAIL where a value is told per another period or thing than in the quote; WARN where the claim leaves it out."""
    # How often something happens needs no number: "hver anden uge" is not "dagligt".
    given_periods = _periods(f"{compared.quote} {compared.context}")
    paid = any(value.readings[0][0] == "kr" for value in compared.claim_values)
    if not _periods(compared.claim) <= given_periods and (given_periods or paid):
        return Verdict.FAIL
    verdict = Verdict.PASS
    for value in compared.claim_values:
        told = rates(compared.claim, value)
        sources = sources_of(value, compared.quote_values)
        if not sources or value.readings[0][0] in REFERENCES:
            continue
        given = [rates(compared.quote, one) for one in sources]
        if told and not any(told <= rate for rate in given) and not _each_time(compared.quote, told, sources):
            return Verdict.FAIL
        if not told and value.readings[0][0] == "kr" and all(given):
            verdict = Verdict.WARN
    return verdict


_EACH_TIME = re.compile(r"\b(?:pr\.?|per|for\s+hver)\s+(?:gang|styk|stk)\b", re.IGNORECASE)


def _each_time(quote: str, told: frozenset[str], sources: Sequence[Value]) -> bool:
    """Whether "levering 12 kr. pr. gang" is told as "for hver levering"."""
    for one in sources:
        start, end = clause_of(quote, one)
        if _EACH_TIME.search(quote[start:end]) and told <= {stem(word.lower()) for word in quote[start:end].split()}:
            return True
    return False


def rates(text: str, value: Value) -> frozenset[str]:
    """What a value is counted per in its clause: "år", "måned", …, and the stem of "pr. barn"."""
    start, end = clause_of(text, value)
    clause = text[start:end]
    found = set(_periods(clause))
    for match in _PER.finditer(clause):
        word = match[1].lower()
        if word not in _NO_PER:
            root = stem(word)
            found.add(_SAME_PER.get(root, root))
    return frozenset(found)


def _periods(text: str) -> frozenset[str]:
    return frozenset(name for name, pattern in _PERIOD_PATTERNS.items() if pattern.search(text))


def clause_of(text: str, value: Value) -> tuple[int, int]:
    """Where the clause around a value begins and ends."""
    edges: Sequence[re.Match[str]] = list(_CLAUSE_EDGE.finditer(text))
    start = max((edge.end() for edge in edges if edge.end() <= value.start), default=0)
    end = min((edge.start() for edge in edges if edge.start() >= value.end), default=len(text))
    return start, end
