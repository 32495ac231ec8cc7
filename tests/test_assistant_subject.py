"""What a question is about, the marks it names, its words of little weight, and how answers of a kind are worded."""

from __future__ import annotations

import pytest

from assistant.cues import cue_held, only_announces
from assistant.evidence import Words, term_weights, weigh
from assistant.light_words import is_light
from assistant.marks import marks_in, marks_of
from assistant.question import understand
from assistant.subject import core_words, says_opposite
from assistant.wanted import questions_in
from assistant.wording import Wording, is_heading
from ingest.danish import Analyzer
from ingest.everyday import with_everyday_words
from ingest.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("question", "core"),
    [
        ("Hvem er formand for Havneudvalget?", {"formand"}),
        ("Hvad er middellevetiden for kvinder i Nordby?", {"middellevetiden", "kvinder"}),
        ("Hvilke virksomheder flytter til havnen?", {"virksomheder"}),
        ("Hvad er formålet med molen?", set()),
        ("Hvad er åbningstiden på havnekontoret?", set()),
        ("Hvad er længst, molen eller kajen?", set()),
        ("Hvornår sluttede mødet?", {"sluttede"}),
        ("Hvornår begyndte mødet?", set()),
    ],
)
def test_the_core_is_the_noun_asked_about_and_no_abstract_word(question: str, core: set[str]) -> None:
    assert core_words(question) == core


def test_a_letter_and_a_day_are_marks_and_a_pronoun_is_none() -> None:
    assert [mark.surface for mark in marks_of("Hvad koster zone d og Zone B?")] == ["Zone B", "zone D"]
    assert marks_of("Hvad kan I sige om havnen?") == []
    (day,) = marks_of("Hvad skete den 15. august?")
    assert day.key in marks_in("Mødedato: 15-08-2031")
    assert day.key not in marks_in("Mødedato: 16-08-2031")
    assert marks_of("Hvad skete den 15. august 2031?") == []


def opposed(question: str, text: str) -> bool:
    says = says_opposite(question)
    return says is not None and says(text)


def test_closed_is_not_told_by_open() -> None:
    assert opposed("Hvornår har havnen lukket?", "Havnen har åbent alle dage.")
    assert not opposed("Hvornår har havnen lukket?", "Havnen er lukket nytårsdag.")
    assert not opposed("Hvornår har havnen åbent?", "Havnen har åbent alle dage.")


def test_a_deadline_is_of_what_it_is_for() -> None:
    assert core_words("Hvornår er fristen for høringssvar?") == {"høringssvar"}
    assert core_words("Hvornår er fristen for at søge?") == set()
    assert core_words("Hvad er fristen for den nye pulje?") == set()


def test_the_third_in_an_order_is_not_the_first() -> None:
    third = "Sømarken er landets tredje-fattigste by."
    assert opposed("Hvilken by er landets fattigste?", third)
    assert not opposed("Hvilken by er landets tredjefattigste?", "Sømarken er den tredjefattigste by.")
    both = "Nordby er den fattigste og Sømarken den tredjefattigste."
    assert not opposed("Hvilken by er landets fattigste?", both)
    assert not opposed("Er Sømarken landets fattigste by?", third)
    assert not opposed("Hvilken plads har Sømarken blandt de fattigste?", third)


def test_verbs_are_light_and_what_they_are_about_is_not() -> None:
    assert all(is_light(word) for word in "startede bygger sat lagt forstås klare folk".split())
    assert not any(
        is_light(word) for word in "mødet formand boliger sluttede lukket besluttede fyret arbejde lærer".split()
    )


def test_the_wording_of_an_answer_is_a_cue() -> None:
    assert cue_held("Hvad bygger planen på?", Wording("Planen udarbejdes med afsæt i hvidbogen.")) == 1
    assert cue_held("Hvad bygger planen på?", Wording("Planen er lang.")) == 0
    assert cue_held("Hvad er hvidbogen?", Wording("Kommunen udgav en hvidbog, der samler data.")) == 1
    assert cue_held("Hvad er hvidbogen?", Wording("Hvidbogen er vedlagt.")) == 0
    assert cue_held("Hvornår udarbejdes planen?", Wording("Planen udarbejdes i efteråret.")) == 1
    assert cue_held("Hvornår blev planen vedtaget?", Wording("Den vedtages i juni.")) == 1
    assert cue_held("Hvornår udarbejdes planen?", Wording("Planen sendes i høring.")) == 0
    assert only_announces("Hvilke styrker har havnen?", "Hvidbogen beskriver havnens styrker.")
    assert not only_announces("Hvad beskriver hvidbogen?", "Hvidbogen beskriver havnens styrker.")
    assert is_heading("Flere private arbejdspladser.")
    assert not is_heading("Der er for få arbejdspladser.")


@pytest.mark.parametrize(
    ("question", "telling", "other"),
    [
        ("Kan man låne en båd?", "Det er muligt at låne en båd.", "Havnen har en båd."),
        ("Skal man betale for en plads?", "En plads kræver betaling.", "Pladser ligger ved molen."),
        ("Må fyret males?", "Undlad at male fyret.", "Fyret er malet."),
        ("Hvordan får man en plads?", "Kontakt havnens kontor for at få en plads.", "Molen har tolv pladser."),
        ("Kan man selv sætte sejl?", "Enhver må gøre det alene og kan låne sejl.", "Der er kun sejl om sommeren."),
    ],
)
def test_what_may_must_and_can_be_done_is_told_in_words_of_its_own(question: str, telling: str, other: str) -> None:
    assert cue_held(question, Wording(telling)) == 1
    assert cue_held(question, Wording(other)) == 0


def test_why_alone_is_a_question_of_its_own() -> None:
    assert questions_in("Hvor mange blev fyret, og hvorfor?") == ["Hvor mange blev fyret", "hvorfor?"]


def test_everyday_words_reach_the_corpus_and_never_override_its_own() -> None:
    bridge = with_everyday_words({"skrald": ["restaffald"]}, {"vederlag", "affald", "restaffald"})
    assert bridge["løn"] == ("vederlag",)
    assert bridge["skrald"] == ("restaffald",)
    assert "vederlag" not in bridge
    assert with_everyday_words({}, {"samarbejder"})["slå sig sammen"] == ("samarbejder",)
    assert not [word for words in with_everyday_words({}, {"samarbejder"}).values() for word in words if "_" in word]


def test_a_heading_makes_no_figure_of_another_place_its_own() -> None:
    analyzer = Analyzer()
    vocabulary = Vocabulary({"andelen": 2, "storkereden": 2, "birkesø": 2, "pensionister": 2}, {}, analyzer)
    asked = understand("Hvor stor er andelen af pensionister i Storkereden i 2020?", analyzer, vocabulary)
    weights = term_weights(asked, lambda term: 1, 10)
    heading = Words(analyzer, "Ældre i Storkereden")

    def lacking(text: str) -> list[str]:
        evidence = weigh(asked, weights, Words(analyzer, text), heading, Words(analyzer, ""), Wording(text))
        return [term.surface for term in evidence.missing_hard]

    assert lacking("Andelen af pensionister i Birkesø var 34,9 pct. i 2020.") == ["Storkereden"]
    assert lacking("Andelen af pensionister var 34,9 pct. i 2020.") == []
    assert lacking("Andelen af pensionister i Birkesø og i Storkereden var 34,9 pct. i 2020.") == []


def test_the_decided_thing_that_is_asked_about_is_no_other_thing() -> None:
    opposes = says_opposite("Er lokalplanen godkendt?")
    assert opposes is not None
    assert not opposes("Den godkendte lokalplan gælder fra 1. januar 2025.")
    assert opposes("Beløbet dækker den godkendte proces.")
