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
    for pattern in (r"\n", r";|\s(?:mens|medens|hvorimod|men)\s", r"\.\s+(?=[A-ZÆØÅ])", r"\sog\s", r",\s|\s\|\s")
)
_TOGETHER = re.compile(r"\b(?:henholdsvis|hhv\.?|respektive)\b", re.IGNORECASE)
_SCORE = re.compile(r"\b\w+\s+(?:stemmer\s+)?mod\s+\w+", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")


def rows(compared: Compared) -> Verdict:
    """FAIL where a value of the claim stands with words that the quote has at another value of its kind alone."""
    if _TOGETHER.search(compared.quote) or _same_score(compared):
        return Verdict.PASS
    for value in compared.claim_values:
        kind = _kind(value)
        given = [one for one in compared.quote_values if _kind(one) == kind]
        if kind in ("date", "vague") or len({one.readings for one in given}) < 2:
            continue
        own = [i for i, one in enumerate(given) if set(one.readings) & set(value.readings)]
        if own and _misplaced(compared, value, given, own):
            return Verdict.FAIL
    return Verdict.PASS


def _same_score(compared: Compared) -> bool:
    """Whether the claim tells a vote as "17 mod 12" whose numbers the quote has in that order, and no others."""
    if not _SCORE.search(compared.claim):
        return False
    told = [set(one.readings) for one in compared.claim_values]
    given = [set(one.readings) for one in compared.quote_values]
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


def _stretches(text: str, values: Sequence[Value], all_values: Sequence[Value]) -> list[frozenset[str]]:
    """The stems of the stretch of `text` that belongs to each of `values`; years and dates in it count as words."""
    borders = [_border(text, one.end, other.start) for one, other in itertools.pairwise(values)]
    found = []
    for i, value in enumerate(values):
        # Values with no border between them ("fra 2024 til 2026") share their words.
        start = next((border for border in reversed(borders[:i]) if border is not None), 0)
        end = next((border for border in borders[i:] if border is not None), len(text))
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
