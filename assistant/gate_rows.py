"""Whether a value stands with the thing that the quote gives it to: not the number of the row below."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from assistant.danish_values import Value
from assistant.gate_clauses import content_stems, holds
from assistant.gate_compared import Compared
from assistant.records import Verdict

# Where one value's words end and the next one's begin; the first kind of border that is found is used.
_BORDERS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\n",
        r";|\s(?:mens|medens|hvorimod|men)\s",
        r"\.\s+(?=[A-ZÆØÅ])",
        r"\s(?:sammen\s+med|samt|ligesom|foruden|udover)\s",
        r"\sog\s",
        r",\s|\s\|\s",
    )
)
# Where the words of the last value end.
_END = re.compile(r";|\n|\.\s+(?=[A-ZÆØÅ])")
_TOGETHER = re.compile(r"\b(?:henholdsvis|hhv\.?|respektive)\b", re.IGNORECASE)
_SCORE = re.compile(r"\b\w+\s+(?:stemmer\s+)?mod\s+\w+", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")


def rows(compared: Compared) -> Verdict:
    """FAIL where a value of the claim stands with words that the quote has at another value of its kind alone."""
    if _part_for_whole(compared) or _out_of_order(compared) or _of_the_year_before(compared):
        return Verdict.FAIL
    if _TOGETHER.search(compared.quote) or _same_score(compared) or _same_part(compared):
        return Verdict.PASS
    for value in compared.claim_values:
        kind = _kind(value)
        given = [one for one in compared.quote_values if _kind(one) == kind]
        if kind in ("date", "vague") or len({one.readings for one in given}) < 2:
            continue
        own = [i for i, one in enumerate(given) if set(one.readings) & set(value.readings)]
        if own and (_misplaced(compared, value, given, own) or _of_another(compared, value, given, own)):
            return Verdict.FAIL
    return Verdict.PASS


_ITEM = re.compile(r"(?:^|(?<=\s))(\d{1,2})\)\s")
_ORDERED = re.compile(
    r"\b(?P<word>første|anden|andet|tredje|fjerde|femte)\s+(?:fase|trin|punkt|etape|del|skridt)|\b(?:fase|trin|punkt|etape)\s+(?P<figure>\d{1,2})\b",
    re.IGNORECASE,
)
_ORDER = {"første": 1, "anden": 2, "andet": 2, "tredje": 3, "fjerde": 4, "femte": 5}
_AND = re.compile(r"\s(?:og|mens|men|samt)\s|[,;]\s")


def _out_of_order(compared: Compared) -> bool:
    """Whether the claim gives a step of a numbered list the number of another one."""
    items = _ITEM.split(compared.quote)
    steps = {int(number): content_stems(text) for number, text in zip(items[1::2], items[2::2], strict=True)}
    if len(steps) < 2:
        return False
    for part in _AND.split(compared.claim):
        orders = [
            _ORDER[match["word"].lower()] if match["word"] else int(match["figure"])
            for match in _ORDERED.finditer(part)
        ]
        if len(orders) != 1 or orders[0] not in steps:
            continue
        own = steps[orders[0]]
        others = frozenset().union(*(step for number, step in steps.items() if number != orders[0]))
        told = content_stems(part)
        if told & (others - own) and not any(holds(told, one) for one in own - others):
            return True
    return False


_OF_WHICH = re.compile(r"\b(?:hvoraf|heraf)\b(?P<part>[^.;]*)", re.IGNORECASE)
_AMONG = re.compile(r"\b(?:af|blandt|mellem)\s+(?:(?:de|det|i\s+alt|[^\W\d_]+s)\s+)*$", re.IGNORECASE)
_PART_OF = re.compile(r"(?:\s+[^\W\d_]+){0,4}\s+(?:ud\s+)?af\s+(?:(?:de|det|i\s+alt|[^\W\d_]+s)\s+)*", re.IGNORECASE)


def _part_for_whole(compared: Compared) -> bool:
    """Whether the claim gives all things what the quote gives to a number of them: "14 centre, hvoraf de tre er private"."""
    match = _OF_WHICH.search(compared.quote)
    if match is None:
        return False
    parts = [one for one in compared.quote_values if match.start() <= one.start < match.end()]
    wholes = [one for one in compared.quote_values if one.end <= match.start()]
    if not parts or not wholes:
        return False
    only = content_stems(match["part"]) - content_stems(compared.quote[: match.start()])
    keys = {key for one in parts for key in one.readings}
    for clause in compared.claim_sentences:
        told = [one for one in compared.claim_values if clause.start <= one.start < clause.end]
        if any(keys & set(one.readings) for one in told) or not any(holds(clause.stems, one) for one in only):
            continue
        if any(
            set(one.readings) & set(wholes[-1].readings) and not _AMONG.search(compared.claim[: one.start])
            for one in told
        ):
            return True
    return False


_YEAR_BEFORE = re.compile(r"[^,.;]{0,20}\b(?:året\s+(?:før|forinden)|sidste\s+år|forrige\s+år)\b", re.IGNORECASE)


def _of_the_year_before(compared: Compared) -> bool:
    """Whether the claim gives a year what the quote tells of the year before it: "463 i 2024" for "519 mod 463 året før"."""
    years = set(_YEAR_WORD.findall(compared.quote))
    if len(years) != 1:
        return False
    (year,) = years
    earlier = [one for one in compared.quote_values if _YEAR_BEFORE.match(compared.quote, one.end)]
    keys = {key for one in earlier for key in one.readings}
    for clause in compared.claim_clauses:
        if set(_YEAR_WORD.findall(clause.text)) != {year} or re.search(
            r"\b(?:før|forinden|sidste|forrige)\b", clause.text
        ):
            continue
        told = [
            one
            for one in compared.claim_values
            if clause.start <= one.start < clause.end and _kind(one) not in ("year", "date", "vague")
        ]
        if told and all(keys & set(one.readings) for one in told):
            return True
    return False


_YEAR_WORD = re.compile(r"\b(?:19|20)\d\d\b")


def _same_part(compared: Compared) -> bool:
    """Whether the claim tells "48, hvoraf 12" of the quote as "12 ud af 48"."""
    match = _OF_WHICH.search(compared.quote)
    if match is None or len(compared.claim_values) != 2:
        return False
    part, whole = compared.claim_values
    return (
        _PART_OF.fullmatch(compared.claim, part.end, whole.start) is not None
        and any(set(part.readings) & set(one.readings) for one in compared.quote_values if one.start >= match.start())
        and any(set(whole.readings) & set(one.readings) for one in compared.quote_values if one.start < match.start())
    )


_FELL = re.compile(r"\b(?:forkast\w*|nedstemt\w*|stemt\s+ned|faldt|afvist\w*|afviste)\b", re.IGNORECASE)
_FOR_AND_AGAINST = re.compile(r"\bfor\b.*\bimod\b", re.IGNORECASE | re.DOTALL)


def _same_score(compared: Compared) -> bool:
    """Whether the claim tells a vote as "17 mod 12" whose numbers the quote has in that order, and no others.

    Where the proposal fell, those against come first.
    """
    if not _SCORE.search(compared.claim):
        return False
    told = [set(one.readings) for one in compared.claim_values]
    given = [set(one.readings) for one in compared.quote_values]
    if len(given) > 1 and _FELL.search(compared.claim) and _FOR_AND_AGAINST.search(compared.quote):
        given[:2] = given[1::-1]
    return len(told) == len(given) and all(one & other for one, other in zip(told, given, strict=True))


def _misplaced(compared: Compared, value: Value, given: Sequence[Value], own: Sequence[int]) -> bool:
    stretches = _stretches(compared.quote, given, compared.quote_values)
    mates = [one for one in compared.claim_values if _kind(one) == _kind(value)]
    claim = _stretches(compared.claim, mates, compared.claim_values)[mates.index(value)]
    others = [words for i, words in enumerate(stretches) if i not in own]
    at_others = frozenset().union(*others)
    for i in own:
        alone = stretches[i] - at_others
        elsewhere = at_others - stretches[i]
        if not alone or any(holds(claim, one) for one in alone) or not any(holds(claim, one) for one in elsewhere):
            return False
    return True


def _of_another(compared: Compared, value: Value, given: Sequence[Value], own: Sequence[int]) -> bool:
    """Whether a value stands with every word that the quote has at another one alone: "biret 58 kr." for "hovedret 58 kr.".

    The first value of a quote also has the words of what all of it is about, so only the others tell.
    """
    stretches = _stretches(compared.quote, given, compared.quote_values)
    mates = [one for one in compared.claim_values if _kind(one) == _kind(value)]
    claim = _stretches(compared.claim, mates, compared.claim_values)[mates.index(value)]
    # "58 kroner, og en biret 24": a number may be told without its unit.
    told = {key[-1] for one in compared.claim_values for key in one.readings}
    mine = stretches[own[0]]
    if len(own) > 1 or all(holds(claim, one) for one in mine):
        return False
    for i, words in enumerate(stretches):
        if i == 0 or i in own or any(key[-1] in told for key in given[i].readings):
            continue
        alone = words - frozenset().union(*(other for j, other in enumerate(stretches) if j != i))
        if alone and all(holds(claim, one) for one in alone):
            return True
    return False


def _stretches(text: str, values: Sequence[Value], all_values: Sequence[Value]) -> list[frozenset[str]]:
    """The stems of the stretch of `text` that belongs to each of `values`; years and dates in it count as words."""
    borders = [_border(text, one.end, other.start) for one, other in itertools.pairwise(values)]
    found = []
    for i, value in enumerate(values):
        # Values with no border between them ("fra 2024 til 2026") share their words.
        start = next((border for border in reversed(borders[:i]) if border is not None), 0)
        last = _END.search(text, values[-1].end)
        end = next((border for border in borders[i:] if border is not None), last.start() if last else len(text))
        times = {
            "/".join(key) for one in all_values if start <= one.start < end and one is not value for key in one.readings[:1]
            if key[0] in ("date", "vague") or _YEAR.fullmatch(key[-1])
        }  # fmt: skip
        found.append(content_stems(text[start:end]) | times)
    return found


def _border(text: str, start: int, end: int) -> int | None:
    if start >= end:
        return None
    for pattern in _BORDERS:
        match = pattern.search(text, start - 1, end)
        if match:
            return match.end()
    return None


def _kind(value: Value) -> str:
    kind, *rest = value.readings[0]
    return "year" if kind == "n" and _YEAR.fullmatch(rest[0]) else kind
