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
_YEAR = re.compile(r"[12]\d{3}")
_OF_YEAR = 2  # 2029 is also written "2026-29"


class Sign(NamedTuple):
    """A sign, lower case, and the term of the question that it is of."""

    letters: str
    term: Term


def signs_of(terms: Iterable[Term]) -> list[Sign]:
    """The signs of these terms; the empty sign, which every text has, of a term that has none."""
    signs = ((_sign(one.term) if term.kind != "letter" else "", term) for term in terms for one in term.expansions)
    return [Sign(*one) for one in dict.fromkeys(signs)]


def letters_of(text: str) -> str:
    """`text` as signs are looked for in it: in lower case and without accents."""
    return unaccented(text.lower())


def borne(letters: str, signs: Sequence[Sign]) -> list[Sign]:
    """The signs that a text with these `letters_of` it has."""
    return [sign for sign in signs if sign.letters in letters]


def _sign(written: str) -> str:
    if written[:1].isalpha():
        return letters_of(written)[:SHORTEST_SHARED]
    month = _MONTH_KEY.fullmatch(written)
    digits = [month.group(1)] if month else _DIGITS.findall(written)
    if not digits:
        return ""
    return (digits[-1].lstrip("0") or "0")[-(_OF_YEAR if _YEAR.fullmatch(digits[-1]) else _LAST_DIGITS) :]
