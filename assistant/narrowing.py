"""Filters that a question sets by its words: "ifølge pixien", "i referatet fra august", "på side 212", "tabel 3.2", "punkt 42".

Pure. A filter is set only where something passes it, and it is shown to the reader. The words that name a source are taken
out of the question, since no sentence of the pixi says that it is the pixi's; a table's or an item's number stays.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.citing import danish_date
from ingest.catalogue import load_catalogue
from ingest.danish import MONTHS
from ingest.filters import Filters
from ingest.records import Document, Kind

TEXTS = load_catalogue("assistant")
_NAMES = {
    Kind.HVIDBOG: r"hvidbog(?:en)?",
    Kind.BACKGROUND: r"baggrunds(?:materiale[tr]?|rapport(?:en)?|materialerne)",
    Kind.PIXI: r"pixi(?:en|bog(?:en)?|udgaven?|hæftet)?",
    Kind.MINUTES: r"(?:møde)?referat(?:et|er|erne)?",
    Kind.SLIDES: r"(?:slides?(?:ene|ne)?|præsentation(?:en|erne)?|oplægget)",
    Kind.HEARING_ANSWER: r"høringssvar(?:et|ene)?",
}
_LAYER = "|".join(f"(?P<{kind.name}>{pattern})" for kind, pattern in _NAMES.items())
_MONTH = "|".join(MONTHS)
_WHEN = (
    rf"(?:(?:den|d\.?)\s+)?(?:(?P<day>\d{{1,2}})\.?\s+(?P<month>{_MONTH})(?:\s+(?P<year>\d{{4}}))?"
    rf"|(?P<only>{_MONTH})(?:\s+(?P<of>\d{{4}}))?|(?P<d>\d{{1,2}})[-./](?P<m>\d{{1,2}})[-./](?P<y>\d{{4}})|(?P<all>\d{{4}}))\b"
)
_SOURCE = re.compile(
    rf"\b(?P<says>(?:siger|skriver|oplyser|fortæller|hvad med)\s+|(?:ifølge|i følge|jf\.?|jævnfør|i henhold til|inde i|fra|i)\s+)"
    rf"(?:(?:den|det|de)\s+)?(?:{_LAYER})\b(?:\s+(?:fra|af|for|i|om mødet)?\s*{_WHEN})?",
    re.IGNORECASE,
)
_MEETING = re.compile(rf"\b(?:på|fra|ved|til)\s+(?:\w+\s+)?mødet?\s+(?P<date>(?:(?:i|fra)\s+)?{_WHEN})", re.IGNORECASE)
_WHEN_OR_WHERE = re.compile(
    r"\bhvornår\b|\bhvor\b(?! (?:mange|meget))|\blokale\b|\brum\b|\bhvad tid\b|\bklokken\b", re.IGNORECASE
)
_PAGE = re.compile(r"\b(?:(?:på|fra|se)\s+)?(?:side|s\.)\s*(\d{1,4})\b", re.IGNORECASE)
_TABLE = re.compile(r"\btabel(?:len)?\s+(\d+(?:\.\d+)*)", re.IGNORECASE)
_ITEM = re.compile(
    r"\b(?:dagsordens)?punkt(?:et)?\s+(?:(?:nr\.?|nummer)\s+)?(\d{1,4})\b(?!\s+(?:i|på|af)\s+(?:indstilling|liste))",
    re.IGNORECASE,
)
# "Hvad står der i punkt 42?" asks for the item and nothing else.
_ONLY_ITEM = re.compile(
    rf"\W*(?:hvad\s+(?:står(?:\s+der)?|sker(?:\s+der)?|skete(?:\s+der)?|siger|handler|drejer)\s*(?:i|om|under|på|sig om)?\s*)?"
    rf"{_ITEM.pattern}(?:\s+(?:om|sig om))?\W*",
    re.IGNORECASE,
)

_NUMBERED: tuple[tuple[re.Pattern[str], Callable[[Filters, tuple[str, ...]], Filters]], ...] = (
    (_PAGE, lambda filters, numbers: replace(filters, pages=numbers)),
    (_TABLE, lambda filters, numbers: replace(filters, tables=numbers)),
    (_ITEM, lambda filters, numbers: replace(filters, items=numbers)),
)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A question without the words that only name a source, the filters it sets, and minutes it names that are not there."""

    question: str
    filters: Filters
    lacking: tuple[str, ...] = ()


def narrow(question: str, documents: Callable[[], Sequence[Document]], passes: Callable[[Filters], bool]) -> Narrowed:
    """What `question` narrows itself to. `documents` gives the index's, `passes` says whether anything passes a filter."""
    found = Narrowed(question, Filters())
    for match in _SOURCE.finditer(question):
        found = _by_source(found, match, documents())
    for match in _MEETING.finditer(question):
        days = _days(match, [one.date for one in documents() if one.kind is Kind.MINUTES and one.date])
        if days and not found.filters.since:
            since, until = days
            filters = replace(found.filters, layers=(Kind.MINUTES.value,), since=since, until=until)
            # When and where "mødet" was stands beside that word; of what was said there, every sentence is.
            words = match.group("date") if _WHEN_OR_WHERE.search(question) else match.group()
            found = _without(replace(found, filters=filters), words)
    for pattern, name in _NUMBERED:
        numbers = tuple(dict.fromkeys(pattern.findall(question)))
        filters = name(found.filters, numbers)
        # Two tables are compared with what stands around them; two pages are simply both meant.
        if numbers and (len(numbers) == 1 or pattern is _PAGE) and passes(filters):
            found = replace(found, filters=filters)
            alone = pattern is _PAGE or (pattern is _ITEM and _ONLY_ITEM.fullmatch(question))
            for match in pattern.finditer(question) if alone else ():
                found = _without(found, match.group())
    return found if found.filters or found.lacking else Narrowed(question, Filters())


def _by_source(found: Narrowed, match: re.Match[str], documents: Sequence[Document]) -> Narrowed:
    kind = next(kind for kind in _NAMES if match.group(kind.name))
    dates = [one.date for one in documents if _is(one, kind)]
    if not dates:
        # Other names may mean something else ("oplægget"); letters to a hearing are nothing but what is not there.
        told = match.group().removeprefix(match.group("says"))
        return replace(found, lacking=(*found.lacking, told)) if kind is Kind.HEARING_ANSWER else found
    layers = tuple(dict.fromkeys((*found.filters.layers, kind.value)))
    told = match.group().removeprefix(match.group("says"))
    if not _names_a_day(match):
        return _without(replace(found, filters=replace(found.filters, layers=layers)), match.group())
    days = _days(match, [date for date in dates if date])
    if days is None:
        return replace(found, lacking=(*found.lacking, told)) if kind is Kind.MINUTES else found
    filters = replace(found.filters, layers=layers, since=days[0], until=days[1])
    return _without(replace(found, filters=filters), match.group())


def _is(document: Document, kind: Kind) -> bool:
    return kind.value in (document.layer, document.kind.value)


def _names_a_day(match: re.Match[str]) -> bool:
    return any(match.group(name) for name in ("month", "only", "m", "all"))


def _days(match: re.Match[str], dates: Sequence[dt.date]) -> tuple[dt.date, dt.date] | None:
    """The first and last day that the words mean, of the newest year that has a document then; None where none has."""
    month = MONTHS.get((match["month"] or match["only"] or "").lower()) or int(match["m"] or 0)
    day = int(match["day"] or match["d"] or 0)
    year = int(match["year"] or match["of"] or match["y"] or match["all"] or 0)
    fits = [date for date in dates if year in (0, date.year) and month in (0, date.month) and day in (0, date.day)]
    if not fits:
        return None
    newest = max(fits)
    if day:
        return newest, newest
    if month:
        last = monthrange(newest.year, month)[1]
        return dt.date(newest.year, month, 1), dt.date(newest.year, month, last)
    return dt.date(newest.year, 1, 1), dt.date(newest.year, 12, 31)


def _without(found: Narrowed, words: str) -> Narrowed:
    return replace(found, question=" ".join(found.question.replace(words, " ", 1).split()))


def names_source(text: str) -> bool:
    """Whether `text` names a kind of document: "pixien", "referatet"."""
    return re.search(rf"\b(?:{_LAYER})\b", text, re.IGNORECASE) is not None


def described(filters: Filters) -> tuple[str, ...]:
    """The filters in Danish, one part each: ("pixi", "side 212"); nothing without filters."""
    parts = [_in_danish("documents", value) for value in filters.documents]
    parts += [_in_danish("layers", value) for value in filters.layers]
    parts += [TEXTS.text(f"narrowed.section_{kind.value}") for kind in filters.sections]
    parts += [_in_danish("bodies", value) for value in filters.bodies]
    for field in ("pages", "tables", "items"):
        parts += [_in_danish(field, value) for value in getattr(filters, field)]
    parts += _dates(filters.since, filters.until)
    if filters.audience:
        parts.append(TEXTS.text(f"narrowed.audience_{filters.audience.value}"))
    return tuple(parts)


def _in_danish(field: str, value: str) -> str:
    return TEXTS.text(f"narrowed.{field}", value=value)


def _dates(since: dt.date | None, until: dt.date | None) -> list[str]:
    if since and since == until:
        return [danish_date(since)]
    bounds = (("since", since), ("until", until))
    return [TEXTS.text(f"narrowed.{name}", date=danish_date(date)) for name, date in bounds if date]
