"""What the gate kept from the reader. Only the staff's answers say so."""

from __future__ import annotations

from evals.gold import occurrences
from evals.measures.overlap import holds
from evals.measures.part import Part, Scored, Unscored
from evals.seen import Seen


def share_dropped(seen: Seen) -> Scored:
    """Claims dropped / claims drafted."""
    if seen.answer.audience != "staff":
        return Unscored("not_told_to_public")
    drafted = len(seen.answer.dropped) + len(seen.answer.claims)
    return Part(float(len(seen.answer.dropped)), float(drafted)) if drafted else Unscored("no_claim")


def false_drops(seen: Seen) -> Scored:
    """Dropped claims that are word for word gold evidence / dropped claims, over cases with gold."""
    if seen.answer.audience != "staff":
        return Unscored("not_told_to_public")
    if not seen.answer.dropped or not seen.gold:
        return Unscored("nothing_dropped")
    return Part(float(sum(_is_gold(text, seen) for text in seen.answer.dropped)), float(len(seen.answer.dropped)))


def _is_gold(text: str, seen: Seen) -> bool:
    return any(
        holds(place.document_id, found, place)
        for group in seen.gold
        for place in group
        if place.document_id in seen.sources
        for found in occurrences(text, seen.sources[place.document_id].text)
    )
