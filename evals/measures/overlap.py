"""When a cited range and a gold range are the same evidence."""

from __future__ import annotations

from collections.abc import Sequence

from evals.gold import Gold, Place
from evals.seen import SeenCitation, SeenHit
from ingest.records import Range

SHARE = 0.5


def shared(first: Range, second: Range) -> int:
    """How many characters two ranges share."""
    return max(0, min(first.end, second.end) - max(first.start, second.start))


def holds(document_id: str, found: Range, place: Place) -> bool:
    """Whether `found` covers at least half of the characters of one occurrence of the gold quote."""
    return document_id == place.document_id and any(
        shared(found, gold) >= SHARE * len(gold) and len(gold) > 0 for gold in place.ranges
    )


def supports(citation: SeenCitation, place: Place) -> bool:
    """Whether the citation is the gold evidence: it covers half of the gold quote, or half of it lies in the gold quote."""
    if citation.document_id != place.document_id:
        return False
    return holds(citation.document_id, citation.range, place) or any(
        shared(citation.range, gold) >= SHARE * len(citation.range) > 0 for gold in place.ranges
    )


def groups_held(gold: Gold, found: Sequence[SeenCitation | SeenHit]) -> int:
    """How many groups have a place that some citation or passage holds."""
    return sum(any(holds(one.document_id, one.range, place) for one in found for place in group) for group in gold)
