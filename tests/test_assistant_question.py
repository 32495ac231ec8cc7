"""What a question asks for: its kind, its parts, its words, what it refers back to, and what lies outside."""

from __future__ import annotations

import pytest

from assistant.followup import follow, items_of, refers_back
from assistant.question import ASKING_WORDS, understand
from assistant.records import Turn
from assistant.scope import everyday_service, other_municipality, private_person, right_now
from assistant.spoken import plain
from assistant.wanted import Wanted, questions_in, wanted_of
from ingest.danish import Analyzer
from ingest.vocabulary import Vocabulary

ANALYZER = Analyzer({"MED"})
KNOWN = dict.fromkeys(
    "sømarken havn havnen boliger boligerne hallen skolen byrådet afsatte åbnede sektor med".split(), 1
)
VOCABULARY = Vocabulary(KNOWN, {}, ANALYZER)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Hvornår åbnede havnen?", Wanted.DATE),
        ("Hvad tid begyndte mødet?", Wanted.TIME),
        ("Hvor mange penge er der sat af?", Wanted.AMOUNT),
        ("Hvor meget koster hallen?", Wanted.AMOUNT),
        ("Hvor mange boliger er der?", Wanted.NUMBER),
        ("Hvor stor en del af budgettet er sat af?", Wanted.NUMBER),
        ("Hvem er borgmester?", Wanted.PERSON),
        ("Hvem har skrevet rapporten?", Wanted.AGENT),
        ("Hvorfor lukkede skolen?", Wanted.CAUSE),
        ("Hvor blev mødet holdt?", Wanted.PLACE),
        ("Hvor sad udvalget?", Wanted.PLACE),
        ("Hvilket udvalg træffer beslutning om det?", Wanted.OPEN),
        ("Hvilken beslutning traf udvalget?", Wanted.DECISION),
        ("Hvor stort er budgettet?", Wanted.AMOUNT),
        ("journalnr. på sagen?", Wanted.CASE_NUMBER),
        ("Hvilke områder nævnes?", Wanted.LIST),
        ("Hvad besluttede udvalget?", Wanted.DECISION),
        ("Hvornår besluttede udvalget det?", Wanted.DATE),
        ("Hvad indstillede forvaltningen?", Wanted.PROPOSAL),
        ("Hvad er sagsnummeret?", Wanted.CASE_NUMBER),
        ("Hvilket punkt er det på dagsordenen?", Wanted.ITEM),
        ("Kan du forklare rapporten kort og uden fine ord?", Wanted.OVERVIEW),
        ("Er der en havn?", Wanted.YES_NO),
        ("Havnens fremtid", Wanted.OPEN),
    ],
)
def test_the_wording_says_what_kind_of_answer_is_wanted(question: str, wanted: Wanted) -> None:
    assert wanted_of(question) is wanted


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Hvornår åbnede havnen, og hvem byggede den?", ["Hvornår åbnede havnen", "hvem byggede den?"]),
        ("Hvad koster hallen? Hvornår åbner den?", ["Hvad koster hallen", "Hvornår åbner den?"]),
        ("Hvad sagde de om, hvordan man kan hjælpe?", ["Hvad sagde de om, hvordan man kan hjælpe?"]),
        ("Hvad siger de om børn og unge?", ["Hvad siger de om børn og unge?"]),
    ],
)
def test_two_questions_in_one_come_apart_and_one_question_does_not(question: str, parts: list[str]) -> None:
    assert questions_in(question) == parts


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Hvornaar aabnede havnen?", "Hvornår aabnede havnen?"),
        ("ka man gi det te dem", "kan man give det til dem"),
        ("Hva sku de?", "Hvad skulle de?"),
        ("Hvad er det?", "Hvad er det?"),
    ],
)
def test_speech_and_foreign_keyboards_are_read(written: str, read: str) -> None:
    assert plain(written) == read


def test_numbers_dates_and_names_of_a_question_must_be_in_the_quote() -> None:
    asked = understand("Hvor mange boliger var der i Nordby den 3. maj 2031?", ANALYZER, VOCABULARY)
    assert {term.surface for term in asked.hard_terms} == {"Nordby", "3. maj 2031"}


def test_who_sits_together_holds_a_meeting() -> None:
    asked = understand("Hvor sad havneudvalget?", ANALYZER, VOCABULARY)
    assert "mødested" in {term.surface for term in asked.terms}
    assert "sad" not in {term.surface for term in asked.terms}
    assert "mødested" not in {term.surface for term in understand("Hvor ligger havnen?", ANALYZER, VOCABULARY).terms}


def test_a_name_with_a_noun_is_found_in_two_words_and_in_another_form() -> None:
    asked = understand("Hvad kostede Sømarken-skolerne?", ANALYZER, VOCABULARY)
    assert {term.surface for term in asked.hard_terms} == {"Sømarken"}
    unknown = understand("Hvad kostede Sømarken-rideklubben?", ANALYZER, VOCABULARY)
    assert {term.surface for term in unknown.hard_terms} == {"Sømarken-rideklubben", "Sømarken"}


def test_the_municipalitys_own_name_need_not_be_repeated_in_every_sentence() -> None:
    asked = understand("Hvor mange boliger er der i Sømarken?", ANALYZER, VOCABULARY, familiar=frozenset({"sømarken"}))
    assert asked.hard_terms == ()


def test_an_unknown_name_is_no_misspelling_of_a_known_word() -> None:
    asked = understand("Hvad siger de om Havnene?", ANALYZER, VOCABULARY)
    term = next(one for one in asked.terms if one.surface == "Havnene")
    assert [expansion.word for expansion in term.expansions] in (["havnene"], ["havnene", "havn"])


@pytest.mark.parametrize(
    ("question", "history_question", "answer", "carried"),
    [
        (
            "Hvad går nummer to ud på?",
            "Hvilke tre?",
            "Ifølge referatet: Havnen. [1] Skolen. [2] Hallen. [3]",
            "Skolen.",
        ),
        ("Og det sidste?", "Hvilke tre?", "Havnen. [1] Skolen. [2] Hallen. [3]", "Hallen."),
        ("Hvor står det?", "Hvornår åbnede havnen?", "I maj. [1]", "Hvornår åbnede havnen?"),
        ("Og hvad koster den?", "Hvornår åbnede havnen?", "I maj. [1]", "åbnede havnen"),
        ("Og hvad sagde folk så?", "Blev der holdt møder for borgere?", "Ja. [1]", "holdt møder borgere"),
        ("På hvilken side står det?", "Hvornår åbnede havnen?", "I maj. [1]", "Hvornår åbnede havnen?"),
        ("Hvorfor?", "Hvornår lukkede havnen?", "I maj. [1]", "lukkede havnen"),
        ("Uddyb venligst", "Hvornår lukkede havnen?", "I maj. [1]", "lukkede havnen"),
        ("Fortæl mere om det", "Hvornår lukkede havnen?", "I maj. [1]", "lukkede havnen"),
        ("Kan du uddybe det?", "Hvornår lukkede havnen?", "I maj. [1]", "lukkede havnen"),
        ("Hvad med pixien?", "Hvad siger hvidbogen om boliger?", "Intet. [1]", "boliger"),
        ("Og hvad siger hvidbogen?", "Hvad siger pixien om boliger?", "Intet. [1]", "boliger"),
        ("Hvorfor lukkede skolen?", "Hvornår åbnede havnen?", "I maj. [1]", ""),
        ("Hvad koster skolen i Sømarken by?", "Hvornår åbnede havnen?", "I maj. [1]", ""),
        ("Hvad er de tre områder?", "Hvornår åbnede havnen?", "I maj. [1]", ""),
    ],
)
def test_a_follow_up_carries_what_it_leaves_out(
    question: str, history_question: str, answer: str, carried: str
) -> None:
    assert follow(question, (Turn(history_question, answer),), ANALYZER, ASKING_WORDS).carried == carried


def test_without_a_conversation_nothing_is_carried() -> None:
    assert not follow("Og hvad koster den?", (), ANALYZER, ASKING_WORDS).from_history


def test_an_article_is_no_reference() -> None:
    assert refers_back("Hvad dækker de?")
    assert not refers_back("Hvad er de syv områder?")
    assert not refers_back("Hvad er den strategiske plan?")


@pytest.mark.parametrize("answer", ["A: Havnen. [1] Skolen. [2]", "1. Havnen\n2. Skolen", "Havnen; Skolen"])
def test_the_items_of_an_answer_are_found_however_it_was_shown(answer: str) -> None:
    assert [item.strip(" .") for item in items_of(answer)] == ["Havnen", "Skolen"]


def test_what_lies_outside_is_recognised() -> None:
    assert other_municipality("Hvad gør Nordby Kommune?", "Sømarken Kommune")
    assert not other_municipality("Hvad gør Sømarken Kommune?", "Sømarken Kommune")
    assert everyday_service("Hvordan fornyer jeg mit pas?")
    assert not everyday_service("Hvad siger rapporten om pas på børn?")
    assert everyday_service("Hvornår får jeg pension?")
    assert not everyday_service("Hvor mange pensionister får besøg?")
    assert everyday_service("Hvornår tømmer I min skraldespand?", ["Punkt 42: Fremtidens Sømarken", "Økonomi"])
    assert not everyday_service("Hvornår tømmer I min skraldespand?", ["Affald og genbrug", "Klager"])
    assert not everyday_service("Valget er flyttet til torsdag, ikke?")
    assert right_now("Hvad skete der i går?")
    assert not right_now("Hvad skete der i 2031?")


@pytest.mark.parametrize(
    ("question", "private"),
    [
        ("Hvor bor Testine Prøvesen?", True),
        ("Har Testine Prøvesen en affære?", True),
        ("Hvor meget har Testine Prøvesen stjålet?", True),
        ("Hvor meget blev der stjålet fra Sømarken Havn?", False),
        ("Hvad mener borgmester Testine Prøvesen?", False),
        ("Hvad siger Sømarken Havn?", False),
        ("Hvornår lukker Prøve Allé?", False),
        ("Hvad står der om havnen?", False),
    ],
)
def test_a_private_person_is_told_from_an_office_holder_and_a_place(question: str, private: bool) -> None:
    assert private_person(question, KNOWN, ("Sømarken",)) is private


def test_an_unknown_name_is_searched_for_as_a_misspelling_and_proves_nothing() -> None:
    vocabulary = Vocabulary(KNOWN | {"kirkeholm": 3}, {}, ANALYZER)
    term = next(
        one for one in understand("Hvem bor i Kirkehlm?", ANALYZER, vocabulary).terms if one.surface == "Kirkehlm"
    )
    assert [one.word for one in term.guesses] == ["kirkeholm"]
    assert "kirkeholm" not in [one.word for one in term.expansions]


def test_a_verb_in_the_past_stands_for_what_its_infinitive_is_bridged_to() -> None:
    vocabulary = Vocabulary({"igangsætte": 1, "tiltaget": 1}, {"starte": ["igangsætte"]}, ANALYZER)
    term = next(
        one for one in understand("Hvornår startede tiltaget?", ANALYZER, vocabulary).terms if one.surface == "startede"
    )
    assert "igangsætte" in {expansion.word for expansion in term.expansions}
    held = Vocabulary({"igangsætte": 1, "startede": 1}, {"starte": ["igangsætte"]}, ANALYZER)
    term = next(
        one for one in understand("Hvornår startede tiltaget?", ANALYZER, held).terms if one.surface == "startede"
    )
    assert {expansion.word for expansion in term.expansions} == {"startede"}
