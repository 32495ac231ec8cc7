"""Danish analysis and what a question's word stands for in an index."""

from __future__ import annotations

import pytest

from ingest.danish import Analyzer, character_grams, stem
from ingest.vocabulary import Link, Vocabulary

ANALYZER = Analyzer({"MED", "BBR"})
WORDS = dict.fromkeys("udsatte børn fokusområder offentliggjorde boliger kvalitet beskæftigelse frekvens år".split(), 1)


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


@pytest.mark.parametrize(
    ("one", "other"), [("rené", "rene"), ("malmö", "malmø"), ("müller", "muller"), ("lehmer's", "lehmer")]
)
def test_a_name_is_one_however_its_accents_and_its_genitive_are_written(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_the_latest_years_are_no_deadline() -> None:
    assert stem("seneste") != stem("senest")


def test_all_forms_of_a_noun_in_hed_are_one() -> None:
    assert len({stem(word) for word in ("rettigheden", "rettigheder", "rettighederne", "rettighedernes")}) == 1


def test_danish_letters_are_no_accents() -> None:
    assert stem("gæld") != stem("gald")
    assert stem("hår") != stem("har")
    assert character_grams("rené") == character_grams("rene") != character_grams("renø")


def test_a_typo_stands_for_the_word_with_less_weight() -> None:
    assert 0 < expanded("kvaltiet")[stem("kvalitet")] < 1


def test_a_compound_stands_for_its_parts_and_says_so() -> None:
    found = vocabulary().expand(ANALYZER.tokens("beskæftigelsesfrekvens")[0])
    assert {one.term for one in found if one.link is Link.PART} == {stem("beskæftigelse"), stem("frekvens")}


def test_a_word_that_no_two_known_words_make_has_no_parts() -> None:
    assert not any(one.link is Link.PART for one in vocabulary().expand(ANALYZER.tokens("vandværksbestyrer")[0]))


def test_everyday_words_and_phrases_are_bridged() -> None:
    assert stem("offentliggjorde") in expanded("udgivet")
    found, rest = vocabulary().phrases("Hvornår kom ud bogen?")
    assert found[0][0] == "kom ud"
    assert "kom ud" not in rest


def test_a_span_of_years_ends_with_a_year_and_a_date_stays_a_date() -> None:
    def numbers(text: str) -> list[str]:
        return [token.term for token in Analyzer().tokens(text) if token.kind == "number"]

    assert numbers("budget 2026-29") == numbers("budget 2026–2029") == ["2026", "2029"]
    assert numbers("2026/27") == ["2026", "2027"]
    assert numbers("2026-08") == ["2026", "08"]
    assert numbers("2009-12") == ["2009", "12"]
    assert numbers("kl. 1200-30") == ["1200", "30"]
    assert numbers("2026-08-15") == ["2026", "08", "15"]


def test_a_word_is_one_with_its_hyphen_and_without() -> None:
    def same(asked: str, held: str) -> set[str]:
        analyzer = Analyzer()
        vocabulary = Vocabulary({held: 1}, {}, analyzer)
        return {one.term for one in vocabulary.expand(analyzer.tokens(asked)[0]) if one.link is Link.SAME}

    assert stem("fjord-halvøen") in same("Fjordhalvøen", "fjord-halvøen")
    assert stem("fjordhalvøen") in same("Fjord-halvøen", "fjordhalvøen")
    assert same("Fjordhalvøen", "fjord-havnen") == {stem("fjordhalvøen")}
