"""Blocks of any file to a reading, by what the document is: the one place that knows that minutes are structured first.

A reader that goes round this door would let closed items of minutes into the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.block_tables import with_tables, without_values
from ingest.blocks import Block, build_reading
from ingest.minutes import MinutesMetadata, looks_like_minutes, minutes_metadata, structure_minutes
from ingest.records import Document, Finding, Kind, Reading


def reading_of(
    document: Document,
    blocks: Sequence[Block],
    findings: Sequence[Finding] = (),
    page_sizes: Mapping[int, tuple[float, float]] | None = None,
) -> Reading:
    """The reading of a document's blocks: captions joined to their tables, minutes in the schema without closed items.

    A page that calls itself minutes is treated as such, so that what is closed stays out whatever the manifest says. Of
    minutes, body, day and place of the meeting fill what the manifest leaves open. The findings tell of everything
    closed that was left out and of tables without values.
    """
    joined = with_tables(blocks)
    found = list(findings)
    if document.kind is Kind.MINUTES or (document.kind is Kind.PAGE and looks_like_minutes(joined)):
        structured = structure_minutes(joined)
        document = _described(document, minutes_metadata(structured.blocks))
        joined, found = list(structured.blocks), [*found, *structured.findings]
    reading = build_reading(document, joined, found, page_sizes)
    return replace(reading, findings=(*reading.findings, *without_values(reading)))


def _described(document: Document, meeting: MinutesMetadata) -> Document:
    return replace(
        document,
        body=document.body or meeting.body,
        meeting_date=document.meeting_date or meeting.meeting_date,
        meeting_place=document.meeting_place or meeting.place,
    )
