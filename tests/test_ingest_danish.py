"""Danish analysis and what a question's word stands for in an index."""

from __future__ import annotations

import pytest

from ingest.danish import Analyzer, stem
from ingest.vocabulary import Vocabulary, one_edit_apart

ANALYZER = Analyzer({"MED", "BBR"})
WORDS = {"udsatte", "børn", "fokusområder", "offentliggjorde", "boliger", "kvalitet", "beskæftigelse", "frekvens", "år"}


def vocabulary() -> Vocabulary:
    return Vocabulary(WORDS, {"udgivet": ["offentliggjorde"], "kom ud": ["offentliggjorde"]}, ANALYZER)


def expanded(word: str) -> dict[str, float]:
    token = ANALYZER.tokens(word)[0]
    return {expansion.term: expansion.weight for expansion in vocabulary().expand(token)}


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("sagen 87.00.00-G01-10-24 er ny", "87.00.00-G01-10-24"),
        ("den 15. august 2025", "2025-08-15"),
        ("d. 15-08-2025", "2025-08-15"),
        ("jf. § 5, stk. 2", "§5"),
        ("i lokale D.2.58", "D.2.58"),
        ("over 53.000 boliger", "53000"),
        ("1,750 mio. kr.", "1,750"),
        ("MED-udvalget mødes", "MED"),
        ("MED's møde", "MED"),
    ],
)
def test_whole_tokens_stay_whole(text: str, term: str) -> None:
    assert term in ANALYZER.terms(text)


def test_a_shouted_question_has_no_acronym_that_is_a_stop_word() -> None:
    assert "MED" not in ANALYZER.terms("HVAD GJORDE DE MED PENGENE")


def test_a_question_of_stop_words_alone_keeps_them() -> None:
    assert ANALYZER.terms("hvad er det") != []


@pytest.mark.parametrize("written", ["boern", "born", "børn"])
def test_a_word_without_danish_letters_stands_for_the_one_with_them(written: str) -> None:
    assert expanded(written)[stem("børn")] == 1.0


def test_a_typo_stands_for_the_word_with_less_weight() -> None:
    assert 0 < expanded("kvaltiet")[stem("kvalitet")] < 1


def test_a_compound_stands_for_its_parts() -> None:
    assert {stem("beskæftigelse"), stem("frekvens")} <= set(expanded("beskæftigelsesfrekvens"))


def test_everyday_words_and_phrases_are_bridged() -> None:
    assert stem("offentliggjorde") in expanded("udgivet")
    found, rest = vocabulary().phrases("Hvornår kom ud bogen?")
    assert found[0][0] == "kom ud"
    assert "kom ud" not in rest


@pytest.mark.parametrize(
    ("left", "right", "near"),
    [("bolig", "bolg", True), ("bolig", "bloig", True), ("bolig", "bolif", True), ("bolig", "blogi", False)],
)
def test_one_edit(left: str, right: str, near: bool) -> None:
    assert one_edit_apart(left, right) is near
    assert one_edit_apart(right, left) is near
