"""Figures asked for by name: what must be held, and what tells one from its near twins."""

from __future__ import annotations

import pytest

from assistant.exact import head_term, same_bounds
from assistant.kinds import holds_new_kind, kind_of, tells_number_of
from assistant.question import Asked, understand
from assistant.wording import Wording
from ingest.danish import Analyzer
from ingest.vocabulary import Vocabulary

WORDS = dict.fromkeys(
    "ventetid klager antallet elever skoleplacering byggeriet fuldtidsansatte hedelunden boliger hjem firmaer".split(),
    3,
)


def asked(question: str) -> Asked:
    analyzer = Analyzer()
    return understand(question, analyzer, Vocabulary(WORDS, {}, analyzer))


@pytest.mark.parametrize(
    ("question", "head"),
    [
        ("Hvor lang er ventetiden, når man står i kø, i Hedelunden i 2014?", "ventetiden"),
        ("Hvor mange klager sendte familier i Hedelunden i 2014?", "klager"),
        ("Hvor mange personer sendte klager i Hedelunden i 2014?", None),
        ("Hvor stor en del af boligerne står tomme i Hedelunden i 2014?", None),
        ("Hvem sendte klager i Hedelunden i 2014?", None),
    ],
)
def test_what_is_measured_is_the_noun_after_the_question_word(question: str, head: str | None) -> None:
    found = head_term(asked(question), lambda term: True)
    assert (found.surface if found else None) == head


def test_a_word_that_the_material_never_uses_is_not_demanded() -> None:
    assert head_term(asked("Hvor mange klager sendte familier i Hedelunden i 2014?"), lambda term: False) is None


@pytest.mark.parametrize(
    ("question", "text", "same"),
    [
        ("for børn under 3 år", "ventetiden for børn under 3 år var 7 uger", True),
        ("for børn under 3 år", "ventetiden for børn på 3-5 år var 7 uger", False),
        ("for børn på 3-5 år", "for børn på 3–5 år", True),
        ("for børn på 3-5 år", "for børn på 3 til 15 år", False),
        ("i 2014", "i alt 7", True),
    ],
)
def test_spans_and_bounds_must_be_the_same(question: str, text: str, same: bool) -> None:
    assert same_bounds(question, text) is same


def test_a_sentence_tells_the_number_after_what_it_is_the_number_of() -> None:
    question = asked("Hvor mange klager sendte familier i Hedelunden i 2014?")
    assert kind_of(question, Wording("I 2014 var antallet af klager over skoleplacering i Hedelunden 7.")) == 1.0
    assert kind_of(question, Wording("I 2014 var antallet af fuldtidsansatte i Hedelunden 7.")) == 0.0
    assert kind_of(question, Wording("Antallet af klager i Hedelunden steg i 2014.")) == 0.0


def test_the_number_of_one_thing_is_not_that_of_what_stands_beside_it() -> None:
    term = next(
        one for one in asked("Hvor mange byggerier begyndte i Hedelunden i 2018?").terms if "bygge" in one.surface
    )
    assert tells_number_of(term, "Antallet af byggerier i Hedelunden var 7.") is True
    assert tells_number_of(term, "Antallet af fuldtidsansatte i byggeriet i Hedelunden var 7.") is False
    assert tells_number_of(term, "Hedelunden har 7 byggerier.") is None


@pytest.mark.parametrize(
    ("question", "group"),
    [
        ("Hvor stor er udgiften til et hjem i boliger i Hedelunden i 2014?", {"boliger"}),
        ("Hvor mange firmaer startede for kort tid siden i byggeriet i Hedelunden i 2014?", {"byggeriet"}),
        ("Hvor mange firmaer startede i små nye boliger i Hedelunden i 2014?", {"boliger"}),
        ("Hvor mange firmaer kom i byggeriet blandt elever i Hedelunden i 2014?", {"elever"}),
        ("Hvor lang er ventetiden for elever i boliger i Hedelunden i 2014?", {"elever", "boliger"}),
    ],
)
def test_the_group_of_a_figure_is_no_time_and_no_single_thing(question: str, group: set[str]) -> None:
    assert {term.surface for term in asked(question).hard_terms} == {*group, "Hedelunden", "2014"}


def test_a_number_is_new_though_its_digits_stand_in_the_question() -> None:
    question = asked("Hvor mange klager kom der i Hedelunden i 2019?")
    assert holds_new_kind(question, Wording("I 2019 kom der 92 klager i Hedelunden."))
    assert not holds_new_kind(question, Wording("I 2019 kom der klager i Hedelunden."))


def test_a_share_of_money_is_a_share_and_whatever_happened_is_counted() -> None:
    share = asked("Hvor stor en bid af budgettet og alle penge går til klager i Hedelunden i 2014?")
    assert kind_of(share, Wording("I 2014 var andelen til klager i Hedelunden 12,0 pct."))
    assert not kind_of(share, Wording("I 2014 var udgiften til klager i Hedelunden 12,0 mio. kr."))
    times = asked("Hvor mange gange gik det galt i byggeriet i Hedelunden i 2014?")
    assert kind_of(times, Wording("I 2014 var antallet af uheld i byggeriet i Hedelunden 39."))
    assert not kind_of(times, Wording("I 2014 var uheldene i byggeriet i Hedelunden værre."))


def test_how_often_is_an_answer_to_when() -> None:
    when = asked("Hvornår gennemgås pladserne?")
    assert kind_of(when, Wording("Hver morgen gennemgås alle pladser i havnen.")) == 1.0
    assert kind_of(when, Wording("Pladserne gennemgås årligt.")) == 1.0
    assert 0 < kind_of(when, Wording("Pladserne gennemgås ved sæsonens start.")) < 1
    assert kind_of(when, Wording("Pladserne gennemgås grundigt.")) == 0.0
