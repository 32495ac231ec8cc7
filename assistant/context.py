"""What stands around a passage: its neighbours within its section, and what stands over the rows of a table. Pure."""

from __future__ import annotations

from ingest.passages import table_heads
from ingest.records import Range, Reading


def widened(piece: Range, reading: Reading, room: int, within: Range) -> Range:
    """`piece` with whole sentences around it, of at most `room` characters more: the nearest first, by turns before and after.

    Never out of its section or of `within`. A sentence that says "den" or "derfor" means the one before it.
    """
    section = reading.section_at(piece.start)
    if section is None:
        return piece
    first, last = max(section.range.start, within.start), min(section.range.end, within.end)
    before = [one for one in reading.sentences if first <= one.start and one.end <= piece.start]
    after = [one for one in reading.sentences if piece.end <= one.start and one.end <= last]
    after.reverse()
    start, end = piece.start, piece.end
    while before or after:
        if before:
            start, before = _grown(start, before.pop().start, end, piece, room, before)
        if after:
            end, after = _grown(end, after.pop().end, start, piece, room, after)
    return Range(start, end)


def _grown(edge: int, wanted: int, other: int, piece: Range, room: int, left: list[Range]) -> tuple[int, list[Range]]:
    """The edge moved to `wanted` where there is room for it; else the edge as it is, and nothing more on this side."""
    return (wanted, left) if abs(wanted - other) - len(piece) <= room else (edge, [])


def above(piece: Range, reading: Reading) -> str:
    """The caption and the header over the rows of a table that `piece` holds, where it does not hold them itself."""
    text = piece.of(reading.text)
    return "\n".join(line for line in table_heads(reading, piece) if line and line not in text)
