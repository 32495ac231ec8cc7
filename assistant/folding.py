"""What of the hits says the same, and what says something else: near-duplicates folded, and lists and comparisons spread.

Both trees of a white paper tell the same in nearly the same words, and a summary repeats them. A reader sees each text once,
in the layer that is preferred, and is told where else it stands. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.question import Asked
from ingest.records import Audience, Document, Kind, Passage

_DETAIL = re.compile(r"\b(?:i detaljer|detaljere\w*|uddyb\w*|nærmere|grundig\w*|in detail)\b", re.IGNORECASE)
_COMPARES = re.compile(
    r"\b(?:forskel\w*|forskellig\w*|sammenlign\w*|enige|uenige|ens|det samme|begge|både|hver for sig|modsat|adskiller"
    r"|(?:højest|lavest|størst|mindst|flest|færrest|længst|kortest|dyrest|billigst)e?)\b",
    re.IGNORECASE,
)
_NAME = r"[A-ZÆØÅ][\wæøå-]+(?: [A-ZÆØÅ][\wæøå-]+)*"
_TWO_NAMES = re.compile(rf"\b({_NAME}) (?:og|eller|and|or|med|end) ({_NAME})")
# What an aspect that no hit before has is worth, as a share of the best hit's score.
NEW_ASPECT = 0.3


def layer_order(preference: Sequence[str], audience: Audience, question: str) -> tuple[str, ...]:
    """The layers in the order in which they are preferred: the background first for staff and for questions on details."""
    first = Kind.BACKGROUND.value
    if audience is Audience.STAFF or _DETAIL.search(question):
        return (first, *(layer for layer in preference if layer != first))
    return tuple(preference)


def layer_of(document: Document) -> str:
    """A document's layer, or its kind where it has none."""
    return document.layer or document.kind.value


def compares(question: str) -> bool:
    """Whether the question holds things against each other, so that each of them must be among the hits."""
    return _COMPARES.search(question) is not None


def sides_of(asked: Asked) -> tuple[Asked, ...]:
    """The question once for each of two named things that it compares ("i Søndre Fjord og Nørre Tang"), each without the
    words of the other; none where it does not."""
    named = _TWO_NAMES.search(asked.text) if compares(asked.text) else None
    if named is None:
        return ()
    first, second = (frozenset(re.findall(r"\w+", name)) for name in named.groups())
    sides = tuple(
        replace(asked, terms=tuple(term for term in asked.terms if term.surface not in other - own))
        for own, other in ((first, second), (second, first))
    )
    return sides if all(len(side.terms) < len(asked.terms) for side in sides) else ()


def folded(
    rows: Sequence[int], groups: Mapping[int, int], layers: Mapping[int, str], order: Sequence[str]
) -> list[tuple[int, tuple[int, ...]]]:
    """The rows in their order, near-duplicates only once: (the row of the preferred layer, its twins).

    `groups` are the numbers that near-duplicates share, `layers` the layer of each row. Of one group the row whose layer
    stands first in `order` is taken, of one layer the better ranked; it stands where the best of them stood.
    """
    if not groups:
        return [(row, ()) for row in rows]
    place = {layer: number for number, layer in enumerate(order)}
    members: dict[int, list[int]] = {}
    for row in rows:
        members.setdefault(groups.get(row, -row - 1), []).append(row)
    result = []
    for same in members.values():
        chosen = min(same, key=lambda row: place.get(layers.get(row, ""), len(place)))
        result.append((chosen, tuple(row for row in same if row != chosen)))
    return result


def aspects_of(asked: Asked, passages: Mapping[int, Passage]) -> dict[int, frozenset[str]]:
    """What each passage is about: its document, its section, and the names of the question that it holds, which are what
    is compared; without names, the words."""
    told = [term for term in asked.terms if term.hard and term.kind == "word"] or asked.terms
    words = {term.surface: [expansion.word for expansion in term.expansions] for term in told}
    return {
        row: frozenset(
            {f"document {passage.document_id}", f"section {passage.document_id} {passage.section}"}
            | {surface for surface, forms in words.items() if any(form in passage.index_text.lower() for form in forms)}
        )
        for row, passage in passages.items()
    }


def spread(rows: Sequence[int], scores: Mapping[int, float], aspects: Mapping[int, frozenset[str]]) -> list[int]:
    """The rows so that what none before them has comes early (the idea of xQuAD, Santos et al. 2010); the first stays.

    A row's `aspects` are what it is about (`aspects_of`).
    """
    if not rows:
        return []
    best = scores[rows[0]] or 1.0
    all_aspects = frozenset().union(*aspects.values())
    chosen, left = [rows[0]], list(rows[1:])
    seen = set(aspects[rows[0]])
    while left:
        gain = {row: len(aspects[row] - seen) / len(all_aspects or {""}) for row in left}
        following = max(left, key=lambda row: scores[row] / best + NEW_ASPECT * gain[row])
        left.remove(following)
        chosen.append(following)
        seen |= aspects[following]
    return chosen
