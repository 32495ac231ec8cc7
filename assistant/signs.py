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


class Sign(NamedTuple):
    """A sign, lower case, and the term of the question that it is of."""

    letters: str
    term: Term


def signs_of(terms: Iterable[Term]) -> list[Sign]:
    """The signs of these terms; the empty sign, which every text has, of a term that has none."""
    signs = ((_sign(one.term) if term.kind != "letter" else "", term) for term in terms for one in term.expansions)
    return [Sign(*one) for one in dict.fromkeys(signs)]


def borne(letters: str, signs: Sequence[Sign]) -> list[Sign]:
    """The signs that a text has; `letters` is the text in lower case and without accents."""
    return [sign for sign in signs if sign.letters in letters]


def _sign(written: str) -> str:
    if written[:1].isalpha():
        return unaccented(written.lower())[:SHORTEST_SHARED]
    month = _MONTH_KEY.fullmatch(written)
    digits = [month.group(1)] if month else _DIGITS.findall(written)
    return (digits[-1].lstrip("0") or "0")[-_LAST_DIGITS:] if digits else ""
