"""Filters that a question sets by its words, and what is left of the question."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant.narrowing import Narrowed, described, narrow
from ingest.filters import Filters
from ingest.records import Audience, Document, Kind, SectionKind

DOCUMENTS = (
    Document("a", "referat-1.md", "Referat", Kind.MINUTES, meeting_date=dt.date(2030, 8, 15)),
    Document("b", "referat-2.md", "Referat", Kind.MINUTES, meeting_date=dt.date(2031, 8, 20)),
    Document("c", "referat-3.md", "Referat", Kind.MINUTES, meeting_date=dt.date(2031, 5, 2)),
    Document("d", "pixi.pdf", "Pixi", Kind.PIXI, published=dt.date(2031, 6, 3)),
    Document("e", "hvidbog.html", "Hvidbog", Kind.PAGE, layer="hvidbog"),
)
AUGUST = {"since": dt.date(2031, 8, 1), "until": dt.date(2031, 8, 31)}


def narrowed(question: str) -> Narrowed:
    """What the question narrows itself to over these documents; pages 7 and 9, table 3.2 and item 42 are there."""

    def passes(filters: Filters) -> bool:
        return set(filters.pages) <= {"7", "9"} and set(filters.tables) <= {"3.2"} and set(filters.items) <= {"42"}

    return narrow(question, lambda: DOCUMENTS, passes)


@pytest.mark.parametrize(
    ("question", "left", "filters"),
    [
        ("Hvad koster molen ifølge pixien?", "Hvad koster molen ?", Filters(layers=("pixi",))),
        ("Hvad siger hvidbogen om boliger?", "Hvad om boliger?", Filters(layers=("hvidbog",))),
        ("Hvad med pixien? (boliger)", "? (boliger)", Filters(layers=("pixi",))),
        ("Hvad stod der i referatet fra august om molen?", "Hvad stod der om molen?", Filters(layers=("referat",), **AUGUST)),
        (
            "Hvad står der i referatet fra 15. august 2030?", "Hvad står der ?",
            Filters(layers=("referat",), since=dt.date(2030, 8, 15), until=dt.date(2030, 8, 15)),
        ),
        (
            "Hvad sagde de ifølge referatet fra 2030?", "Hvad sagde de ?",
            Filters(layers=("referat",), since=dt.date(2030, 1, 1), until=dt.date(2030, 12, 31)),
        ),
        ("Hvem kom på mødet i august?", "Hvem kom ?", Filters(layers=("referat",), **AUGUST)),
        (
            "Hvem kom på mødet den 20-08-2031?", "Hvem kom ?",
            Filters(layers=("referat",), since=dt.date(2031, 8, 20), until=dt.date(2031, 8, 20)),
        ),
        ("Hvad står der på side 7?", "Hvad står der ?", Filters(pages=("7",))),
        ("Hvad står der på side 7 i pixien om molen?", "Hvad står der om molen?", Filters(layers=("pixi",), pages=("7",))),
        ("Sammenlign side 7 og side 9", "Sammenlign og", Filters(pages=("7", "9"))),
        ("Hvad viser tabel 3.2?", "Hvad viser tabel 3.2?", Filters(tables=("3.2",))),
        ("Hvad kom der ud af punkt 42?", "Hvad kom der ud af punkt 42?", Filters(items=("42",))),
        ("Hvad står der i pixien og i hvidbogen?", "Hvad står der og ?", Filters(layers=("pixi", "hvidbog"))),
    ],
)  # fmt: skip
def test_the_words_of_a_question_set_filters(question: str, left: str, filters: Filters) -> None:
    assert narrowed(question) == Narrowed(left, filters)


@pytest.mark.parametrize(
    "question",
    [
        "Hvor mange sider er pixien på?",
        "Hvornår udkom hvidbogen?",
        "Hvad står der på side 212?",
        "Hvad viser tabel 9.9?",
        "Hvorfor passer tabel 3.2 ikke med tabel 3.3?",
        "Hvad siger punkt 5?",
        "Hvad er nummer 42 på listen?",
        "Hvad siger slides om havnen?",
        "Hvad skal der ske på mødet den 24. november 2031?",
        "Hvad blev der sat af i 2031?",
        "",
    ],
)
def test_a_question_about_a_source_or_what_is_not_there_sets_none(question: str) -> None:
    assert narrowed(question) == Narrowed(question, Filters())


def test_minutes_that_are_not_there_are_named() -> None:
    assert narrowed("Hvad sagde de i referatet fra marts 2029?").lacking == ("referatet fra marts 2029",)
    assert narrowed("Hvad sagde de i referatet fra august?").lacking == ()
    assert narrowed("Hvad skriver borgerne i høringssvarene om hallen?").lacking == ("høringssvarene",)
    assert narrowed("Hvad var med i oplægget om hallen?").lacking == ()  # may mean something else than the slides


def test_filters_are_told_in_danish() -> None:
    filters = Filters(
        documents=("vej.md",), layers=("pixi",), sections=(SectionKind.DECISION,), bodies=("Havneudvalget",),
        pages=("7",), tables=("3.2",), items=("42",), audience=Audience.PUBLIC, **AUGUST,
    )  # fmt: skip
    assert described(filters) == (
        "vej.md", "pixi", "beslutning", "Havneudvalget", "side 7", "tabel 3.2", "punkt 42", "fra 1. august 2031",
        "til 31. august 2031", "offentlige dokumenter",
    )  # fmt: skip
    assert described(Filters(since=dt.date(2031, 8, 1), until=dt.date(2031, 8, 1))) == ("1. august 2031",)
    assert described(Filters()) == ()


@pytest.mark.parametrize("kind", list(SectionKind))
def test_every_section_kind_has_a_name(kind: SectionKind) -> None:
    assert described(Filters(sections=(kind,)))[0].islower()
