"""What an engine proposes before the gate: exact ranges with the key of a fixed frame, and the status they would have."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.records import Status
from ingest.records import Range, Reading


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim before the gate: an exact range of a document, the key of the fixed frame in front of it, and what the
    frame tells by name beside its source."""

    reading: Reading
    range: Range
    frame: str | None = None
    told: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Drafted:
    """What the engine proposes: a status, the drafts, what the question asked that is missing, the nearest ranges.

    `confidence` orders answers by how likely they are right (higher is more likely); it is no probability.
    """

    status: Status
    drafts: tuple[Draft, ...] = ()
    missing: tuple[str, ...] = ()
    nearest: tuple[Draft, ...] = ()
    notes: tuple[str, ...] = ()
    confidence: float = 0.0


def merged(parts: list[Drafted]) -> Drafted:
    """The draft of a question with several parts: all their drafts in order, `partial` where a part has none."""
    if len(parts) == 1:
        return parts[0]
    seen: set[tuple[str, int, int]] = set()
    drafts: list[Draft] = []
    for draft in (draft for part in parts for draft in part.drafts):
        key = (draft.reading.document.id, draft.range.start, draft.range.end)
        if key not in seen:
            seen.add(key)
            drafts.append(draft)
    answered = [part for part in parts if part.drafts]
    if not answered:
        status = Status.NOT_FOUND
    elif len(answered) == len(parts) and all(part.status is Status.FOUND for part in parts):
        status = Status.FOUND
    else:
        status = Status.PARTIAL
    return Drafted(
        status,
        tuple(drafts),
        tuple(dict.fromkeys(word for part in parts if part.status is not Status.FOUND for word in part.missing)),
        () if answered else parts[0].nearest,
        tuple(dict.fromkeys(note for part in parts for note in part.notes)),
        min(part.confidence for part in parts),
    )
