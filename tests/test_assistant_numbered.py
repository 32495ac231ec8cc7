"""Numbered things, whole lists and wrong counts: what is asked about one number is never answered from another."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.numbered import Label
from assistant.records import Answer, Status
from assistant.whole_lists import introduces

PHASES = ["Fase 1", "Fase 2", "Fase 3"]


def quotes(answer: Answer) -> list[str]:
    return [citation.quote for citation in answer.citations]


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("Fase 2: Oplæg til beslutninger.", True),
        ("Faserne 1-3 er beskrevet.", True),
        ("Den anden fase begynder.", True),
        ("Projektet sker i tre faser, hhv. 1) én ting, 2) en anden.", True),
        ("Fase 3: Arbejdet efter de 2 første.", False),
        ("Fase 12 begynder.", False),
        ("Emne 2: Oplæg.", False),
    ],
)
def test_a_number_counts_only_beside_its_noun(text: str, holds: bool) -> None:
    assert Label("fase", 2, "fase 2").stands_in(text) is holds


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Hvad er fase 2?", "Fase 2: Oplæg"),
        ("Hvad handler fase 3 om?", "Fase 3: Arbejdet"),
        ("Hvad er fokusområde 3?", "Erhvervsudvikling – flere private arbejdspladser."),
        ("Hvad er det tredje fokusområde?", "Erhvervsudvikling – flere private arbejdspladser."),
        ("Hvad er punkt 2 i indstillingen?", "at drøfte initiativer og tiltag på tværs"),
        ("Hvornår er fase 1 færdig?", "Fase 1: Udarbejdelse af en hvidbog senest maj 2025"),
        ("Hvornår mødtes MED Hovedudvalget?", "Mødedato Fredag d. 15. august 2025"),
    ],
)
def test_the_thing_with_the_number_asked_for_is_quoted(minutes: Assistant, question: str, quote: str) -> None:
    answer = minutes.ask(question)
    assert answer.status is Status.FOUND
    assert quotes(answer)[0].startswith(quote)


@pytest.mark.parametrize(
    "question",
    [
        "Hvornår starter fase 2?",
        "Hvornår slutter fase 3?",
        "Hvad er fase 4?",
        "Hvad er det ottende fokusområde?",
        "Hvad er fokusområde 8?",
        "Hvad er punkt 3 i indstillingen?",
        "Hvad står der på side 3?",
        "Hvornår er næste møde?",
    ],
)
def test_no_other_number_or_meeting_stands_in_for_the_one_asked_for(minutes: Assistant, question: str) -> None:
    answer = minutes.ask(question)
    assert (answer.status, quotes(answer)) == (Status.NOT_FOUND, [])


@pytest.mark.parametrize("question", ["Hvad er faserne?", "FASERNE", "Hvad er de tre faser?"])
def test_a_list_comes_whole_and_in_order_however_it_is_asked_for(minutes: Assistant, question: str) -> None:
    assert [quote[:6] for quote in quotes(minutes.ask(question))] == PHASES


@pytest.mark.parametrize(
    ("question", "count", "claims"),
    [("Hvad er de fire faser?", "tre", 4), ("Hvad er de seks fokusområder?", "syv", 1)],
)
def test_a_wrong_count_is_answered_in_part_with_the_sentence_that_counts(
    minutes: Assistant, question: str, count: str, claims: int
) -> None:
    answer = minutes.ask(question)
    assert (answer.status, len(answer.citations)) == (Status.PARTIAL, claims)
    assert answer.text.startswith(f"Materialet nævner {count}, ifølge ")
    assert f" {count} f" in quotes(answer)[0]


def test_two_numbered_things_are_both_quoted(minutes: Assistant) -> None:
    answer = minutes.ask("Hvad er forskellen på fase 1 og fase 2?")
    assert [quote[:6] for quote in quotes(answer)] == PHASES[:2]
    assert minutes.ask("Hvad er forskellen på fase 1 og fase 7?").status is Status.PARTIAL


@pytest.mark.parametrize(
    "question", ["Hvad er fokusområderne?", "Hvad er faserne i arbejdet?", "Hvad sker i tre faser?", "Fokusområder"]
)
def test_no_introduction_stands_last_without_its_items(minutes: Assistant, question: str) -> None:
    found = quotes(minutes.ask(question))
    assert found
    assert not introduces(found[-1])
