"""Words of the glossary explained as what they are, and questions in German met with a kind sentence."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.glossary import explained
from assistant.languages import german
from assistant.records import Reason, Status
from ingest.profile import Term

GLOSSARY = (
    Term(term="MED", meaning="medindflydelse og medbestemmelse", acronym=True),
    Term(term="BBR", acronym=True),
    Term(term="pixi", meaning="en kort udgave (opdigtet)"),
)


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("Hvad betyder MED?", "MED"),
        ("hvad betyder MED", "MED"),
        ("Hvad står MED for?", "MED"),
        ("Hvad er en pixi?", "pixi"),
        ("Hvad betyder ordet »Pixi«?", "pixi"),
        ("Hvad er med?", None),
        ("Hvad betyder BBR?", None),
        ("Hvad betyder MED for økonomien?", None),
        ("Hvad drøftede MED?", None),
    ],
)
def test_a_word_is_explained_when_its_meaning_is_asked_for_and_known(question: str, term: str | None) -> None:
    found = explained(question, GLOSSARY)
    assert (found and found.term) == term


def test_the_glossary_is_told_beside_the_answer_and_never_quoted(minutes: Assistant) -> None:
    answer = minutes.ask("Hvad betyder MED?")
    told = {note.code: note.text for note in answer.notes}
    assert "MED betyder medindflydelse og medbestemmelse" in told["glossary"]
    assert "ordliste og ikke i et dokument" in told["glossary"]
    assert all("medbestemmelse" not in citation.quote for citation in answer.citations)
    assert not any(note.code == "glossary" for note in minutes.ask("Hvor mange faser er der?").notes)


@pytest.mark.parametrize(
    "question",
    [
        "Welche sieben Fokusbereiche gibt es?",
        "Wie viel Geld wurde für die Brücke bereitgestellt?",
        "Wann ist das Konzert?",
    ],
)
def test_a_question_in_german_gets_a_kind_sentence_in_its_language(minutes: Assistant, question: str) -> None:
    answer = minutes.ask(question)
    assert (answer.status, answer.reason) == (Status.REFUSED, Reason.LANGUAGE)
    assert "auf Dänisch" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Hvor mange faser er der?",
        "When was the meeting held?",
        "Hva er hvidboken?",
        "Vad är vitboken?",
        "Wie is de burgemeester?",
    ],
)
def test_no_other_language_is_taken_for_german(question: str) -> None:
    assert not german(question)
