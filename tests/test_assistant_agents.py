"""Who did it, where it stands, and questions that name nothing but a place or the whole."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.records import Reason, Status


@pytest.mark.parametrize(
    "question", ["Hvor mange penge afsatte Hovedudvalget?", "Hvem har lavet dig?", "Hvem skrev referatet?"]
)
def test_what_another_did_is_no_answer(minutes: Assistant, question: str) -> None:
    answer = minutes.ask(question)
    assert (answer.status, answer.citations) == (Status.NOT_FOUND, ())


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Hvor mange penge afsatte byrådet?", "Byrådet afsatte med budget 2024-2027 1,750 mio. kr."),
        ("Hvad siger referatet om økonomi?", "Byrådet afsatte med budget 2024-2027 1,750 mio. kr."),
        ("Hvad er sagsnummeret?", "87.00.00-G01-10-24"),
    ],
)
def test_the_right_one_and_the_section_of_that_name_are_quoted(minutes: Assistant, question: str, quote: str) -> None:
    answer = minutes.ask(question)
    assert answer.status is Status.FOUND
    assert quote in answer.citations[0].quote


@pytest.mark.parametrize(
    "question",
    [
        "Hvad står der i Punkt 42?",
        "Punkt 42",
        "Hvad skete på mødet den 15. august 2025?",
        "Giv mig et kort overblik",
    ],
)
def test_a_question_for_nothing_but_a_place_or_the_whole_gets_an_overview(minutes: Assistant, question: str) -> None:
    answer = minutes.ask(question)
    assert answer.status is Status.FOUND
    assert len({citation.section for citation in answer.citations}) > 2


def test_a_place_that_is_not_there_has_no_overview(minutes: Assistant) -> None:
    assert minutes.ask("Hvad står der i Punkt 99?").status is Status.NOT_FOUND


def test_an_opinion_told_is_met_as_an_opinion(minutes: Assistant) -> None:
    answer = minutes.ask("Jeg synes planen er dårlig")
    assert (answer.status, answer.reason) == (Status.REFUSED, Reason.OPINION)
