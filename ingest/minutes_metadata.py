"""What minutes say of their meeting and of each item: body, day, place, who was absent, number, title, case number."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.blocks import Block, BlockKind
from ingest.minutes_words import CASE_NUMBER, item_heading
from ingest.records import SectionKind

_MONTHS = {
    name: number
    for number, name in enumerate(
        [
            "januar",
            "februar",
            "marts",
            "april",
            "maj",
            "juni",
            "juli",
            "august",
            "september",
            "oktober",
            "november",
            "december",
        ],
        start=1,
    )
}
_WRITTEN = re.compile(rf"\b(\d{{1,2}})\.?\s+({'|'.join(_MONTHS)})\s+(\d{{4}})\b", re.IGNORECASE)
_FIGURES = re.compile(r"\b(\d{1,2})[.\-/]\s?(\d{1,2})[.\-/ ]\s?(\d{4})\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")

_DATE_LABEL = re.compile(
    r"(?:Mødedato|Dato|Mødetidspunkt|Tidspunkt|Tid|Mødet afholdt|Starttidspunkt)\b\s*[:|]?\s*(.+)", re.IGNORECASE
)
_PLACE_LABEL = re.compile(r"(?:Mødested|Sted|Mødelokale|Lokale|Lokation)\b\s*[:|]?\s*(.+)", re.IGNORECASE)
_CALLED = re.compile(r"\b(?:referat|dagsorden|beslutningsprotokol|mødereferat)\b", re.IGNORECASE)
_BODY_LABEL = re.compile(r"(?:Udvalg|Mødeforum|Organ)\s*[:|]\s*(.+)", re.IGNORECASE)
_CASE_LABEL = re.compile(
    r"(?:Sagsnr|Sagsnummer|Sags-?id|Sag nr|J\.?\s?nr|Journalnr|Journalnummer)\.?\s*[:.]?\s*", re.IGNORECASE
)
_SORT = r"(?:referat(?:et)?|mødereferat|beslutningsprotokol|protokol|dagsorden(?:en)?)"
_BEFORE_BODY = re.compile(
    rf"(?:(?:godkendt|åbent?|endeligt|ordinært|ekstraordinært|{_SORT}|møde(?:t)?|fra|for|af|i|til)\b[\s:–-]*)+",
    re.IGNORECASE,
)
_AFTER_BODY = re.compile(rf"(?:s\s+(?:ordinære\s+|ekstraordinære\s+)?møde|[\s:–-]+(?:møde|{_SORT}))\s*$", re.IGNORECASE)
_DAY = re.compile(
    r"\s+(?:den|d\.)\s+\d|\s*[-–,|:]?\s*\b\d{1,2}[.\-/]|\s+(?:mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag)\b",
    re.IGNORECASE,
)
_BODY_NAME = re.compile(
    r"(?:[\w\-æøå ]*udvalget?|udvalget for [\w\-æøå ]+|byrådet|borgerrepræsentationen|kommunalbestyrelsen)\b",
    re.IGNORECASE,
)
_AGENDA = re.compile(r"\bdagsorden\b", re.IGNORECASE)
_MINUTES = re.compile(r"\b(?:\w*referat|\w*protokol)\b", re.IGNORECASE)
_NOBODY = re.compile(r"(?:ingen|intet|-|–)\.?", re.IGNORECASE)
_ATTENDANCE = re.compile(r"fremmøde|deltagelse|mødt", re.IGNORECASE)
_TITLE_LINES = 12


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a meeting. What the case system did not give is None or empty."""

    number: str | None
    title: str
    case_number: str | None = None
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MinutesMetadata:
    """A meeting: its body, day and place, whether this is only its agenda, who was absent, and its items in order."""

    body: str | None
    meeting_date: dt.date | None
    place: str | None
    agenda: bool
    absent: tuple[str, ...]
    items: tuple[Item, ...]


def minutes_metadata(blocks: Sequence[Block]) -> MinutesMetadata:
    """What the blocks of minutes say of the meeting; the blocks are those that `structure_minutes` gives."""
    starts = [position for position, block in enumerate(blocks) if _opens_item(block)]
    front = blocks[: starts[0]] if starts else blocks
    title = next((block.text for block in front if block.section_kind is SectionKind.TITLE), None) or _called(blocks)
    lines = [block.text for block in front if block.kind is not BlockKind.CONTENTS]
    ends = [*starts[1:], len(blocks)]
    return MinutesMetadata(
        body=_body(title, lines),
        meeting_date=_meeting_date(title, lines),
        place=_labelled(_PLACE_LABEL, lines),
        agenda=is_agenda(blocks),
        absent=(*_attendance(front), *_absent(front)),
        items=tuple(_item(blocks[start:end]) for start, end in zip(starts, ends, strict=False)),
    )


def is_agenda(blocks: Sequence[Block]) -> bool:
    """Whether the title says that this is an agenda, not minutes."""
    title = next((block.text for block in blocks if block.section_kind is SectionKind.TITLE), "")
    return bool(_AGENDA.search(title)) and not _MINUTES.search(title)


def looks_like_minutes(blocks: Sequence[Block]) -> bool:
    """Whether the first lines of a document call it minutes or an agenda."""
    return bool(_called(blocks))


def _called(blocks: Sequence[Block]) -> str:
    """The first line that calls the document minutes or an agenda, of the first three; empty without one."""
    lines = (block.text for block in blocks[:3] if len(block.text) < 160)
    return next((line for line in lines if _CALLED.search(line)), "")


def date_in(text: str) -> dt.date | None:
    """The first date written in `text` ("15. august 2025", "15-08-2025", "15/8 2025", "2025-08-15"), or None."""
    for day, month, year in _dates(text):
        try:
            return dt.date(year, month, day)
        except ValueError:
            continue
    return None


def _dates(text: str) -> Iterator[tuple[int, int, int]]:
    for found in _WRITTEN.finditer(text):
        yield int(found[1]), _MONTHS[found[2].lower()], int(found[3])
    for found in _ISO.finditer(text):
        yield int(found[3]), int(found[2]), int(found[1])
    for found in _FIGURES.finditer(text):
        yield int(found[1]), int(found[2]), int(found[3])


def _opens_item(block: Block) -> bool:
    return block.kind is BlockKind.HEADING and block.section_kind is SectionKind.ITEM


def _labelled(label: re.Pattern[str], lines: Sequence[str]) -> str | None:
    for line in lines[:_TITLE_LINES]:
        found = label.match(line)
        if found and len(found.group(1)) < 120:
            return found.group(1).strip(" :|")
    return None


def _meeting_date(title: str, lines: Sequence[str]) -> dt.date | None:
    labelled = _labelled(_DATE_LABEL, lines)
    days = (date_in(line) for line in (labelled or "", title, *lines[:_TITLE_LINES]))
    return next((day for day in days if day is not None), None)


def _body(title: str, lines: Sequence[str]) -> str | None:
    labelled = _labelled(_BODY_LABEL, lines)
    if labelled:
        return labelled
    words = _DAY.split(title[:300], maxsplit=1)[0]
    name = re.sub(r"\s+", " ", _AFTER_BODY.sub("", _BEFORE_BODY.sub("", words, count=1))).strip(" -–:,|.")
    if name:
        return name
    named = (_BODY_NAME.match(line) for line in lines[:_TITLE_LINES] if len(line) < 100)
    return next((found.group().strip() for found in named if found), None)


def _item(part: Sequence[Block]) -> Item:
    heading = part[0]
    found = item_heading(heading.text)
    numbers = (block.text for block in part if block.kind is BlockKind.CASE_NUMBER)
    case = next((_CASE_LABEL.sub("", text, count=1) for text in numbers), None)
    if case is None:
        inline = next((number for block in part for number in CASE_NUMBER.findall(block.text)), None)
        case = inline if inline and any(inline in block.text for block in part[:4]) else None
    return Item(found.number if found else None, found.title if found else heading.text, case, _absent(part))


def _absent(part: Sequence[Block]) -> tuple[str, ...]:
    """The names under "Fraværende" or "Afbud"."""
    names: list[str] = []
    inside = False
    for block in part:
        if block.kind is BlockKind.HEADING:
            inside = block.section_kind is SectionKind.ABSENCE
        elif inside:
            names += [name.strip(" .") for name in re.split(r",|;|\bog\b|\n", block.text)]
    return tuple(name for name in names if name and not _NOBODY.fullmatch(name))


def _attendance(front: Sequence[Block]) -> tuple[str, ...]:
    """The names that a table of attendance gives code 1 (absent) or 2 (apology)."""
    coded = False
    names: list[str] = []
    for block in front:
        if block.kind is not BlockKind.TABLE_ROW or len(block.cells) < 2:
            continue
        cells = [block.text[start:end] for start, end in block.cells]
        coded = coded or any(_ATTENDANCE.search(cell) for cell in cells)
        if coded and cells[-1].strip()[:1] in {"1", "2"}:
            names.append(cells[0])
    return tuple(names)
