"""Danish numbers by value, for comparing an answer with its reference."""

from __future__ import annotations

import re
from decimal import Decimal

_NUMBER = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:[.\s]\d{3})+(?:,\d+)?|\d+(?:,\d+)?)(?:\s*(mio|mia|millioner|milliarder|tusind)\b)?"
)
_SCALE = {"mio": 6, "millioner": 6, "mia": 9, "milliarder": 9, "tusind": 3}
_WORDS = {
    word: number
    for number, word in enumerate("nul en to tre fire fem seks syv otte ni ti elleve tolv".split())
    # "en" is an article far more often than a number.
    if number > 1
}


def numbers_required(text: str) -> list[frozenset[Decimal]]:
    """For each number written in digits in `text`, the values that it may be found as: scaled and as written."""
    return [frozenset(_values(match)) for match in _NUMBER.finditer(text)]


def numbers_shown(text: str) -> frozenset[Decimal]:
    """Every value that stands in `text`, in digits or as a word up to twelve."""
    found = {value for match in _NUMBER.finditer(text) for value in _values(match)}
    return frozenset(found | {Decimal(_WORDS[word]) for word in re.findall(r"\w+", text.lower()) if word in _WORDS})


def scaled_in_frame(frame: str, quote: str) -> frozenset[Decimal]:
    """The values that a frame gives to numbers of the quote: 97,7 in the row, "97,7 mio. kr." in the frame.

    A table's unit stands in its caption, so the row alone does not say it. Numbers that only the frame has do not count.
    """
    quoted = {match[1] for match in _NUMBER.finditer(quote)}
    return frozenset(value for match in _NUMBER.finditer(frame) if match[1] in quoted for value in _values(match))


def _values(match: re.Match[str]) -> tuple[Decimal, ...]:
    plain = Decimal(re.sub(r"[.\s]", "", match[1]).replace(",", "."))
    # The scaled value alone: "12,5" is not "12,5 mio.".
    return (plain.scaleb(_SCALE[match[2]]).normalize(),) if match[2] else (plain.normalize(),)
