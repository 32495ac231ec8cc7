"""What surrounds a question and asks for nothing is taken off, and what asks is left as it is."""

import time

import pytest

from assistant.courtesy import Courtesy, bare, courtesy_of


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Hej, jeg vil gerne vide: Hvem leder udvalget? På forhånd tak!", "Hvem leder udvalget?"),
        ("Goddag! Kan du venligst fortælle mig, hvornår havnen åbner?", "Hvornår havnen åbner?"),
        ("Vil I være søde at oplyse, hvor mange penge der er afsat?", "Hvor mange penge der er afsat?"),
        ("Undskyld, men hvor mange sider er planen på?", "Hvor mange sider er planen på?"),
        ("Hej Sømarken Kommune, må jeg spørge hvor mødet blev holdt? Mvh Bo", "Hvor blev mødet holdt?"),
        ("Som ny borger vil jeg gerne vide, hvad de fem mål er", "Hvad er de fem mål"),
        ("Ved du, hvem der har skrevet planen?", "Hvem har skrevet planen?"),
        ("Jeg vil gerne vide, om planen er færdig", "Om planen er færdig"),
        ("Jeg er ny i byen. Hvad er planen?", "Hvad er planen?"),
        ("Mit cpr er ██████████, hvad er de fem mål?", "hvad er de fem mål?"),
        ("Could you please tell me who wrote the plan? Thank you", "Who wrote the plan?"),
    ],
)
def test_what_asks_for_nothing_is_taken_off(written: str, asked: str) -> None:
    assert bare(written) == asked


@pytest.mark.parametrize(
    "question",
    [
        "Hvad besluttede byrådet?",
        "Kan du fortælle mig om planen?",
        "Kan du forklare mig planen kort og uden alle de fine ord?",
        "Hvad betyder hilsen fra borgmesteren?",
        "Vil byrådet lukke skolen?",
        "Min nabo har fået en bøde. Er den lovlig",
        "Mit cpr er ██████████",
        "Hej",
    ],
)
def test_what_asks_is_left(question: str) -> None:
    assert bare(question) == question


def test_of_a_long_text_without_stops_the_last_question_is_asked() -> None:
    told = "jeg har boet her i mange år og min kone siger at jeg bare skal spørge jer og det gør jeg så nu fordi " * 3
    assert bare(told + "hvornår skal hækken klippes") == "hvornår skal hækken klippes"


@pytest.mark.parametrize(
    ("message", "courtesy"),
    [
        ("Hej", Courtesy.GREETING),
        ("hej med dig!", Courtesy.GREETING),
        ("God morgen", Courtesy.GREETING),
        ("tak", Courtesy.THANKS),
        ("Mange tak for hjælpen.", Courtesy.THANKS),
        ("ok tak", Courtesy.THANKS),
        ("Mojn!", Courtesy.GREETING),
        ("Hey", Courtesy.GREETING),
        ("Hej hej", Courtesy.GREETING),
        ("goddag igen", Courtesy.GREETING),
        ("Ellers tak", Courtesy.THANKS),
        ("Tak, det var alt.", Courtesy.THANKS),
        ("Det var alt", Courtesy.THANKS),
        ("Tusind tak :)", Courtesy.THANKS),
        ("Tak, og god weekend", Courtesy.THANKS),
        ("Farvel", Courtesy.FAREWELL),
        ("Vi ses!", Courtesy.FAREWELL),
        ("Okay, hav det godt", Courtesy.FAREWELL),
        ("Ha' en god dag", Courtesy.FAREWELL),
        ("Hvornår ses vi?", None),
        ("Vi ses hvornår?", None),
        ("Hej, hvad er planen?", None),
        ("Hvem sagde tak?", None),
    ],
)
def test_a_greeting_thanks_and_a_farewell_are_heard(message: str, courtesy: Courtesy | None) -> None:
    assert courtesy_of(message) is courtesy


@pytest.mark.parametrize("message", ["hej " * 400 + "x", "ha det " * 200 + "x", "ok " * 500 + "x", "tak " * 400 + "x"])
def test_a_message_of_greetings_without_end_is_heard_at_once(message: str) -> None:
    # A pattern that could read "hej hej" in two ways would need longer than the test may take.
    assert courtesy_of(message) is None


@pytest.mark.parametrize("word", ["hallo", "hej", "hej hej", "tak", "ha det", "ok", "moin", "god dag"])
def test_many_greetings_before_something_else_are_seen_through_at_once(word: str) -> None:
    started = time.process_time()
    assert courtesy_of(f"{word} " * (900 // len(word)) + "x") is None
    assert time.process_time() - started < 1
