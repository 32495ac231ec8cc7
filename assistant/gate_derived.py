"""Values that a claim may tell though its quote does not write them: what follows from the quote's own by a simple sum.

Sums, differences, shares, the year before, how many things a list has, and a rounded number that says it is one. Each asks
for a word in the claim that says what was done ("i alt", "flere", "knap"): a number without it stays an invented one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.danish_values import Key, Value
from assistant.gate_compared import Compared

_TOGETHER = re.compile(
    r"\b(?:i\s+alt|samle[dt]\w*|tilsammen|til\s+sammen|sammenlagt|altså|total\w*|sum\w*|pris\w*)\b", re.IGNORECASE
)
_APART = re.compile(
    r"\b(?:flere|færre|mere|mindre|større|højere|lavere|dyrere|billigere|længere|kortere|forskel\w*|differen\w*|stig\w*|steg|fald\w*|faldt|vokse\w*"
    r"|gik|gået|ned|op|øge\w*|øget|reducere\w*|fremgang\w*|tilbagegang\w*|rest\w*|tilbage|oveni|ekstra)\b",
    re.IGNORECASE,
)
_OF_IT = re.compile(r"\b(?:ud\s+af|heraf|hvoraf|af)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_BEFORE = re.compile(
    r"\b(?:året\s+(?:før|forinden|i\s+forvejen)|(?:for)?rige\s+år|det\s+foregående\s+år|sidste\s+år)\b", re.IGNORECASE
)
_YEAR_AFTER = re.compile(
    r"\b(?:året\s+(?:efter|derpå)|(?:et|1)\s+år\s+(?:efter|senere)|(?:det\s+)?(?:følgende|næste)\s+år)\b", re.IGNORECASE
)
_END_OF = re.compile(r"\b(?:udgangen|slutningen|udløbet)\s+af\s+$", re.IGNORECASE)
_LIST = re.compile(r"(?:[^,.;:\n]+,\s+)+[^,.;:\n]+?\s+(?:og|samt|eller)\s+[^,.;:\n]+", re.IGNORECASE)
_ABOUT = re.compile(
    r"\b(?:ca\.?|cirka|omkring|omtrent|rundt\s+regnet|i\s+omegnen\s+af|lige\s+omkring|stort\s+set)\s*$", re.IGNORECASE
)
_MORE = re.compile(r"\b(?:godt|lidt\s+over|over|mere\s+end|flere\s+end|lidt\s+mere\s+end)\s*$", re.IGNORECASE)
_LESS = re.compile(r"\b(?:knap|knapt|næsten|tæt\s+på|lidt\s+under|under|mindre\s+end|færre\s+end)\s*$", re.IGNORECASE)
# A rounded number is this near to what it rounds, as a share of it.
NEAR = Decimal("0.05")
# Kinds of values that can be counted together.
_COUNTED = frozenset("n kr % måned dag minut m2 m3 m kg liter kWh eur pp".split())
LONGEST_COUNT = 10


def derived(compared: Compared) -> frozenset[Key]:
    """The readings that a claim may have beside those that stand in its quote."""
    return frozenset(
        itertools.chain(
            _sums(compared), _differences(compared), _shares(compared), _years(compared), _ends(compared),
            _counts(compared), _ages(compared),
        )
    )  # fmt: skip


def rounded(compared: Compared, value: Value) -> bool:
    """Whether a value of the claim rounds one of the quote and says so: "knap 1.200" for 1.187."""
    told = _number(value)
    if told is None:
        return False
    kind, number = told
    before = compared.claim[max(value.start - 20, 0) : value.start]
    about, more, less = (bool(one.search(before)) for one in (_ABOUT, _MORE, _LESS))
    return any(
        own == kind
        and abs(given - number) <= NEAR * abs(given)
        and _figures(number) < _figures(given)
        and (about or (more and given > number) or (less and given < number))
        for own, given in _numbers(compared.quote_values)
    )


def out_of(compared: Compared) -> frozenset[int]:
    """Where the values of the claim begin that tell a percentage of the quote: "fire ud af fem" for 80 pct."""
    found = set[int]()
    percents = [number for kind, number in _numbers(compared.quote_values) if kind == "%"]
    for first, second in itertools.pairwise(compared.claim_values):
        if not re.fullmatch(r"\s*(?:ud\s+)?af\s+(?:de\s+)?", compared.claim[first.end : second.start], re.IGNORECASE):
            continue
        part, whole = _number(first), _number(second)
        if part is None or whole is None or not whole[1] or {part[0], whole[0]} != {"n"}:
            continue
        share = 100 * part[1] / whole[1]
        before = compared.claim[max(first.start - 20, 0) : first.start]
        about, more, less = (bool(one.search(before)) for one in (_ABOUT, _MORE, _LESS))
        if any(
            share == given
            or (abs(share - given) <= 100 * NEAR and (about or (more and given > share) or (less and given < share)))
            for given in percents
        ):
            found |= {first.start, second.start}
    return frozenset(found)


def _sums(compared: Compared) -> Iterator[Key]:
    if not _TOGETHER.search(compared.claim):
        return
    for kind, numbers in _by_kind(compared.quote_values):
        for size in {2, len(numbers)}:
            if len(numbers) >= size >= 2:
                yield from ((kind, _plain(sum(some, Decimal(0)))) for some in itertools.combinations(numbers, size))


def _differences(compared: Compared) -> Iterator[Key]:
    if not _APART.search(compared.claim):
        return
    for kind, numbers in _by_kind(compared.quote_values):
        for first, second in itertools.combinations(numbers[:4], 2):
            yield kind, _plain(abs(first - second))
            if kind == "%":
                yield "pp", _plain(abs(first - second))


def _shares(compared: Compared) -> Iterator[Key]:
    """The percentages that "12 ud af 48" of a quote makes."""
    for first, second in itertools.pairwise(compared.quote_values):
        one, other = _number(first), _number(second)
        if one is None or other is None or one[0] != other[0] or one[0] == "%":
            continue
        small, large = sorted((one[1], other[1]))
        if large > 0 and _OF_IT.search(compared.quote[first.end : second.start]):
            share = 100 * small / large
            if share == round(share, 1):
                yield "%", _plain(share)


def _years(compared: Compared) -> Iterator[Key]:
    years = [int(year) for year in _YEAR.findall(compared.quote)]
    for pattern, step in ((_YEAR_BEFORE, -1), (_YEAR_AFTER, 1)):
        if pattern.search(compared.quote):
            yield from (("n", str(year + step)) for year in years)
    if len(set(years)) > 1:
        yield "måned", str(12 * len(set(years)))


def _ends(compared: Compared) -> Iterator[Key]:
    """ "Slutningen af 2027" where the quote has "udgangen af 2027"."""
    for value in compared.quote_values:
        kind, *rest = value.readings[0]
        if _END_OF.search(compared.quote[: value.start]) and kind in ("n", "date"):
            year, month = (rest[0], rest[1]) if kind == "date" else (rest[0], "")
            yield "vague", "ultimo", month, year


def _counts(compared: Compared) -> Iterator[Key]:
    """How many things a list of the quote has, where the claim writes it as a word."""
    words = [value for value in compared.claim_values if compared.claim[value.start : value.end].isalpha()]
    for match in _LIST.finditer(compared.quote) if words else ():
        things = match.group().count(", ") + 2
        if things <= LONGEST_COUNT:
            yield "n", str(things)


def _ages(compared: Compared) -> Iterator[Key]:
    """Who is "over 65 år" is at least 66."""
    for match in re.finditer(r"\b(?:over|ældre\s+end)\s+(\d{1,2})\s+år\b", compared.quote, re.IGNORECASE):
        older = int(match[1]) + 1
        if re.search(rf"\b(?:fyldt|mindst)\s+{older}\b", compared.claim, re.IGNORECASE):
            yield from (("måned", str(12 * older)), ("n", str(older)))


def _by_kind(values: list[Value]) -> Iterator[tuple[str, list[Decimal]]]:
    found: dict[str, list[Decimal]] = {}
    for kind, number in _numbers(values):
        found.setdefault(kind, []).append(number)
    yield from found.items()


def _numbers(values: list[Value]) -> Iterator[tuple[str, Decimal]]:
    return (told for told in map(_number, values) if told is not None)


def _number(value: Value) -> tuple[str, Decimal] | None:
    """The kind and the number of a value that counts something; a year does not."""
    kind, *rest = value.readings[0]
    return (kind, Decimal(rest[0])) if kind in _COUNTED and not (kind == "n" and _YEAR.fullmatch(rest[0])) else None


def _figures(number: Decimal) -> int:
    return len(f"{abs(number).normalize():f}".replace(".", "").strip("0"))


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}" if number else "0"
