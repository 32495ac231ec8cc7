"""Danish number words: "syv", "femogtyve", "to hundrede", "halvanden", and the ordinals."""

from __future__ import annotations

import re
from decimal import Decimal

_ONES = (
    "nul en to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten".split()
)
_TENS = {
    "tyve": 20, "tredive": 30, "fyrre": 40, "halvtreds": 50, "tres": 60, "halvfjerds": 70, "firs": 80, "halvfems": 90,
}  # fmt: skip
_WORDS: dict[str, int] = {word: number for number, word in enumerate(_ONES)}
_WORDS |= _TENS
_WORDS |= {f"{_ONES[one]}og{ten}": value + one for ten, value in _TENS.items() for one in range(1, 10)}
_WORDS |= {f"{_ONES[n]}hundrede": 100 * n for n in range(2, 10)}
_WORDS |= {"et": 1, "én": 1, "ét": 1, "begge": 2, "hundrede": 100, "tusind": 1000, "tusinde": 1000}
# What counts things, for a pattern: from two upwards, without the compounds ("femogtyve"). "En" is an article first.
COUNTING = "|".join((*_ONES[2:], *_TENS, "hundrede", "tusind"))
_HALVES = {"halvanden": "1.5", "halvandet": "1.5", "halv": "0.5", "halvt": "0.5"}
ORDINALS = {
    "første": 1, "anden": 2, "andet": 2, "tredje": 3, "fjerde": 4, "femte": 5, "sjette": 6, "syvende": 7, "ottende": 8,
    "niende": 9, "tiende": 10,
}  # fmt: skip
# Words that mean something else more often than a number. They count as one in a source, and are not asked of a claim.
_UNCERTAIN = frozenset("en et begge halv halvt første anden andet hundrede tusind tusinde nul".split())

_all = sorted({*_WORDS, *_HALVES, *ORDINALS}, key=len, reverse=True)
# What a number word is written together with: "treårig", "firesiders".
_MEASURED = "årige?|års|dages|ugers|timers|måneders|siders|sidede?|trins|delte?"
# A number word on its own or at the head of "treårig", "to-dages", "to og en halv".
NUMBER_WORD = rf"\b(?:{'|'.join(_all)})(?:\s+(?:og\s+)?en\s+halv\b|(?=-?(?:{_MEASURED})\b)|\b)"


def number_of_word(words: str) -> tuple[Decimal, bool]:
    """The number of a match of `NUMBER_WORD`, and whether it is surely meant as one."""
    lower = words.lower()
    half = re.fullmatch(r"(\w+)\s+(?:og\s+)?en\s+halv", lower)
    if half:
        return Decimal(_WORDS.get(half[1], 0)) + Decimal("0.5"), True
    if lower in _HALVES:
        return Decimal(_HALVES[lower]), lower not in _UNCERTAIN
    return Decimal(_WORDS.get(lower, ORDINALS.get(lower, 0))), lower not in _UNCERTAIN
