"""Figures asked for by name: one among many alike. Pure.

"Hvor mange klager … blandt elever over 12 år i Hedelunden i 2018?" has one answer, and the sentences beside it tell of
another place, year, group or figure in the same words. What tells them apart must be held, however few of the
question's other words are; a wrong figure is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.question import Asked, Term
from ingest.vocabulary import Link

_HEAD = re.compile(
    r"\bhvor\s+(?:stor|høj|lang|lav|mang)\w*\s+(?:(?:er|var|bliver|blev)\s+)?(?:(?:den|det|de)\s+)?([^\W\d_][\w-]+)",
    re.IGNORECASE,
)
# Nouns that only say what is counted with: a text names what is measured instead.
_COUNTERS = frozenset(
    "en et procent penge kroner kr mio personer mennesker folk gange steder millioner del andel stykker dele".split()
)
_BOUND = r"(?P<bound>under|over|mindst|højst|op\s+til|mere\s+end|mindre\s+end)"
_QUANTITY = re.compile(
    rf"(?:\b{_BOUND}\s+)?(?<![\d.,])(?P<first>\d+)(?:\s?[-–]\s?(?P<last>\d+))?(?![\d,])", re.IGNORECASE
)


def head_term(asked: Asked, is_known: Callable[[Term], bool]) -> Term | None:
    """The noun of what is measured: "ventetiden" in "hvor lang er ventetiden, når …"; None where the question names none.

    One that the material never uses (`is_known`) is an everyday word for something that it calls otherwise.
    """
    match = _HEAD.search(asked.text)
    if match is None or match.group(1).lower() in _COUNTERS:
        return None
    found = next((term for term in asked.terms if term.surface.lower() == match.group(1).lower()), None)
    return found if found is not None and is_known(found) else None


def known_in(frequency: Callable[[str], int]) -> Callable[[Term], bool]:
    """Whether the index holds a term as it is written, by how many passages hold an index term."""
    return lambda term: any(frequency(one.term) for one in term.expansions if one.link is Link.SAME)


def same_bounds(question: str, text: str) -> bool:
    """Whether each span and bound of the question stands in `text` as one: "3-5 år" is not "under 3 år"."""
    told = {_quantity(match) for match in _QUANTITY.finditer(text)}
    asked = [_quantity(match) for match in _QUANTITY.finditer(question) if match["bound"] or match["last"]]
    return all(one in told for one in asked)


def _quantity(match: re.Match[str]) -> tuple[str, str, str]:
    return (" ".join((match["bound"] or "").lower().split()), match["first"], match["last"] or "")
