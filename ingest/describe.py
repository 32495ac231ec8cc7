"""What a document says of itself: title, kind, body and dates, read from its first lines.

For files that no manifest entry describes. A guess, to be confirmed by the person who writes the entry.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.danish import MONTHS
from ingest.records import Kind

_FRONT = 1500
_DATE = re.compile(
    rf"\b(\d{{1,2}})\.?\s+({'|'.join(MONTHS)})\s+(\d{{4}})\b|\b(\d{{1,2}})[-./](\d{{1,2}})[-./](\d{{4}})\b", re.I
)
_MINUTES = re.compile(r"^\W*(?:godkendt\s+|beslutnings)?(?:referat|dagsorden)\b|mødedato", re.IGNORECASE | re.MULTILINE)
_KINDS = (
    (re.compile(r"pixi", re.IGNORECASE), Kind.PIXI),
    (re.compile(r"baggrund", re.IGNORECASE), Kind.BACKGROUND),
    (re.compile(r"høringssvar", re.IGNORECASE), Kind.HEARING_ANSWER),
    (re.compile(r"hvidbog", re.IGNORECASE), Kind.HVIDBOG),
)


@dataclass(frozen=True, slots=True)
class Description:
    """What could be read from a document about itself."""

    title: str
    kind: Kind
    meeting_date: dt.date | None = None
    body: str | None = None
    meeting_place: str | None = None


def describe(name: str, front: str) -> Description:
    """The description of a document with file name `name` and the opening text `front`."""
    front = front[:_FRONT]
    lines = [line.strip("#*_ \t") for line in front.splitlines()]
    title = next((line for line in lines if line), Path(name).stem)[:200]
    if _MINUTES.search(front):
        return Description(title, Kind.MINUTES, first_date(front))
    if Path(name).suffix.lower() == ".pptx":
        return Description(title, Kind.SLIDES)
    kind = next((kind for pattern, kind in _KINDS if pattern.search(f"{name} {title}")), Kind.PAGE)
    return Description(title, kind)


def describe_text(name: str, text: str) -> Description:
    """The same from a document's canonical text, with the body and place of a meeting where it is minutes."""
    from ingest.markdown import text_blocks
    from ingest.minutes_metadata import minutes_metadata

    front = text[: 2 * _FRONT]
    found = describe(name, front)
    if found.kind is not Kind.MINUTES:
        return found
    meeting = minutes_metadata(text_blocks(front))
    return replace(
        found,
        meeting_date=meeting.meeting_date or found.meeting_date,
        body=meeting.body,
        meeting_place=meeting.place,
    )


def first_date(text: str) -> dt.date | None:
    """The first whole date in `text`, in words or figures, or None."""
    for match in _DATE.finditer(text):
        day, month, year = match.group(1, 2, 3) if match.group(1) else match.group(4, 5, 6)
        try:
            return dt.date(int(year), MONTHS.get(month.lower()) or int(month), int(day))
        except ValueError:
            continue
    return None
