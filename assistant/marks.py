"""Things told apart by a letter or a day: "Zone D", "Liste W", "15. august". The letter and the day belong to the answer.

Pure. A question's mark must stand in the quote or where it stands, in whatever form: "15-08-2025" is the 15th of August.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.danish import MONTHS, STOP_WORDS, stem

_MONTH = "|".join(MONTHS)
_DIGIT = re.compile(r"\d")
_DAY = re.compile(rf"\b(\d{{1,2}})\.?\s+({_MONTH})\b(?!\s+\d{{4}})", re.IGNORECASE)
# "den 15/8" is a day without its year; so is "15-08" after "den".
_SHORT_DAY = re.compile(r"\bd(?:en|\.)\s+(\d{1,2})[-./](\d{1,2})\.?(?![-./\d])", re.IGNORECASE)
# A month with its year, without a day, is a time of its own.
_MONTH_YEAR = re.compile(rf"(?<![.\d]\s)\b({_MONTH})\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_DATED = re.compile(rf"\b(\d{{1,2}})\.?\s+({_MONTH})\b|\b(\d{{1,2}})[-./](\d{{1,2}})[-./]\d{{4}}\b", re.IGNORECASE)
# "I" is a pronoun before it is a letter: "kan I".
_LETTER = r"[A-HJ-ZÆØÅ]"
_LETTERED = re.compile(rf"\b([^\W\d_]{{3,}})\s+({_LETTER}(?:\s*(?:,|og|eller|samt)\s*{_LETTER})*)\b(?![.'’&])")
_NO_NOUNS = STOP_WORDS | {"mellem"}
# Written without capitals, only nouns that are counted by letters.
_LOWER = re.compile(
    r"\b(zone|liste|linje|rute|bygning|blok|hold|gruppe|bilag|model|scenarie|type|kategori|hal|opgang)\s+([a-hj-zæø])\b(?!\.)"
)


class Mark(NamedTuple):
    """A mark of a question: how it is written, its key, and where it stands."""

    surface: str
    key: str
    start: int
    end: int
    kind: str


def marks_of(question: str) -> list[Mark]:
    """The marks that an answer to `question` must hold: a noun with its letter, a day without its year, a month with it."""
    found = _days(question) if _DIGIT.search(question) else []
    for pattern in (_LETTERED, _LOWER):
        for match in pattern.finditer(question):
            # "Fra A til B" names no thing by a letter.
            if match.group(1).lower() in _NO_NOUNS:
                continue
            for letter in re.finditer(r"\b\w\b", match.group(2)):
                at = match.start(2) + letter.start()
                noun = match.group(1)
                found.append(
                    Mark(f"{noun} {letter.group().upper()}", _lettered(noun, letter.group()), at, at + 1, "letter")
                )
    return found


def _days(question: str) -> list[Mark]:
    """The days without their year, and the months with it."""
    found = []
    for match in _DAY.finditer(question):
        found.append(Mark(match.group(), _day(match.group(1), MONTHS[match.group(2).lower()]), *match.span(), "day"))
    for match in _SHORT_DAY.finditer(question):
        if 1 <= int(match.group(1)) <= 31 and 1 <= int(match.group(2)) <= 12:
            found.append(
                Mark(match.group(), _day(match.group(1), int(match.group(2))), match.start(1), match.end(2), "day")
            )
    for match in _MONTH_YEAR.finditer(question):
        found.append(Mark(match.group(), _month(match.group(1), match.group(2)), *match.span(), "day"))
    return found


def marks_in(text: str) -> frozenset[str]:
    """The keys of the marks that stand in `text`."""
    keys = set()
    for match in _DATED.finditer(text):
        day, month = match.group(1) or match.group(3), match.group(2)
        keys.add(_day(day, MONTHS[month.lower()] if month else int(match.group(4))))
        year = re.match(r"\s+(\d{4})\b", text[match.end() :]) if month else None
        if year:
            keys.add(_month(str(month), year.group(1)))
        elif match.group(4):
            keys.add(f"{match.group()[-4:]}-{int(match.group(4)):02d}")
    for match in _MONTH_YEAR.finditer(text):
        keys.add(_month(match.group(1), match.group(2)))
    for match in _LETTERED.finditer(text):
        keys |= {_lettered(match.group(1), letter) for letter in re.findall(r"\b\w\b", match.group(2))}
    return frozenset(keys)


def _day(day: str, month: int) -> str:
    return f"--{month:02d}-{int(day):02d}"


def _month(month: str, year: str) -> str:
    return f"{year}-{MONTHS[month.lower()]:02d}"


def _lettered(noun: str, letter: str) -> str:
    return f"{stem(noun.lower())} {letter.upper()}"
