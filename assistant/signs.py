"""What a text must contain, letter for letter, to hold any word of a question: one look tells most sentences apart from
those that are worth an analysis. Pure.

A stem is how its word begins, a related word shares its first letters, and numbers keep their last digits however they
are written. So a text without any sign holds nothing of the question; one with a sign may or may not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from assistant.nearness import SHORTEST_SHARED
from assistant.question import Term
from ingest.danish import unaccented

_DIGITS = re.compile(r"\d+")
_MONTH_KEY = re.compile(r"(\d{4})-\d\d")
_LAST_DIGITS = 3  # "1750" is also written "1.750"


class Signs(NamedTuple):
    """A term of the question and its signs, lower case; the empty sign, which every text has, where it has none."""

    term: Term
    signs: tuple[str, ...]


def signs_of(terms: Iterable[Term]) -> list[Signs]:
    """The signs of each of these terms."""
    return [
        Signs(term, tuple({_sign(one.term) if term.kind != "letter" else "" for one in term.expansions}))
        for term in terms
    ]


def borne(letters: str, signs: Sequence[Signs]) -> list[Signs]:
    """Those of which a text has a sign; `letters` is the text in lower case and without accents."""
    return [one for one in signs if any(sign in letters for sign in one.signs)]


def _sign(written: str) -> str:
    if written[:1].isalpha():
        return unaccented(written.lower())[:SHORTEST_SHARED]
    month = _MONTH_KEY.fullmatch(written)
    digits = [month.group(1)] if month else _DIGITS.findall(written)
    return (digits[-1].lstrip("0") or "0")[-_LAST_DIGITS:] if digits else ""
