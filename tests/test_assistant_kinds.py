"""What counts as an answer to when, how many, how long, who and what something is called."""

from __future__ import annotations

import pytest

from assistant.kinds import kind_of
from assistant.marks import marks_of
from assistant.question import Asked
from assistant.wanted import wanted_of
from assistant.wording import Wording


def kind(question: str, text: str) -> float:
    return kind_of(Asked(question, wanted_of(question), (), None), Wording(text))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Hvornår fik Søndre Fjord købstadsret?", "Byen fik købstadsret i 1442."),
        ("Hvornår blev havnen anlagt?", "Havnen blev anlagt i 1870'erne."),
        ("Hvor mange haller er der?", "Der er omkring tredive haller."),
        ("Hvor lang tid tager sagen?", "Det tager flere år at bygge en hal."),
        ("Hvor længe varer forsøget?", "Forsøget varer atten måneder."),
        ("Hvad hedder ordningen?", "Ordningen kaldes fritidspas."),
        ("Hvem er den endelige dommer i sagen?", "Den enkelte borger er den endelige dommer i sagen."),
    ],
)
def test_what_tells_a_kind_is_of_it(question: str, text: str) -> None:
    assert kind(question, text) == 1.0


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Hvornår blev festen holdt?", "Der kom 1442 borgere."),
        ("Hvor mange haller er der?", "Der er haller i hele kommunen."),
        ("Hvad hedder ordningen?", "Ordningen er for børn."),
        ("Hvem er den endelige dommer i sagen?", "En anden dommer fik brevet."),
    ],
)
def test_what_does_not_tell_it_is_not(question: str, text: str) -> None:
    assert kind(question, text) < 1.0


def test_a_letter_after_a_preposition_or_in_a_name_marks_nothing() -> None:
    assert marks_of("Hvordan kommer man fra A til B?") == []
    assert marks_of("Hvor mange billeder har V&A?") == []
    assert [mark.surface for mark in marks_of("Hvad koster zone D?")] == ["zone D"]
