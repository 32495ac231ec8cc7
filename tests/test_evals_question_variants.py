"""Questions as people also write them: each rule, the same every time."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from evals.question_variants import QUESTION_VARIANTS, apart, joined, misspelt, with_double_letters, with_single_letters

QUESTION = "Hvornår blev arbejdspladsen på Ærø lukket, og hvem afgjorde sagen?"


def test_letters_become_those_of_another_keyboard() -> None:
    assert with_double_letters("Ærø på", "") == "Aeroe paa"
    assert with_single_letters("Ærø på", "") == "Aro pa"


def test_every_content_word_gets_exactly_one_typo() -> None:
    before, after = QUESTION.split(), misspelt(QUESTION, "q1").split()
    changed = {old: OSA.distance(old, new) for old, new in zip(before, after, strict=True) if old != new}
    assert set(changed) == {"arbejdspladsen", "lukket,", "afgjorde", "sagen?"}
    assert set(changed.values()) == {1}
    assert misspelt(QUESTION, "q1") == misspelt(QUESTION, "q1") != misspelt(QUESTION, "q2")


def test_compounds_come_apart_and_other_words_do_not() -> None:
    assert apart("Hvornår blev arbejdspladsen lukket?", "") == "Hvornår blev arbejds pladsen lukket?"


def test_one_pair_of_words_is_joined() -> None:
    assert joined("Hvor mange private arbejdspladser findes?", "q").count(" ") == 3
    assert joined("Hvem er han?", "q") == "Hvem er han?"


def test_every_way_of_writing_changes_a_question() -> None:
    asked = "Hvordan går det med private arbejdspladser på havnen?"
    assert all(make(asked, "q") != asked for make in QUESTION_VARIANTS.values())
