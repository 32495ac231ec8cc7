"""Signs: a text without any holds no word of the question, whatever forms the two are written in."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from wordfreq import top_n_list

from assistant.evidence import Words
from assistant.question import Asked, Term, understand
from assistant.signs import Sign, borne, letters_of, signs_of
from ingest.danish import Analyzer, stem, unaccented
from ingest.readers import read_bytes
from ingest.vocabulary import Expansion, Link, Vocabulary
from tests.conftest import ROOT

TEXTS = (
    "Den 15. august 2031 holdt Havneudvalget møde i lokale D.2.58.",
    "Mødet den 15-08-2031 varede 2 timer.",
    "Der er afsat 1.750.000 kr. til molen, jf. § 5 og sag 87.00.00-G01-10-24.",
    "Havnemyndighederne i Sømarken Kommune (opdigtet) anvendte midlerne.",
    "I Zone D koster det 22,50 kr.",
    "MED's udvalg mødtes.",
    "Fase 2 og 3 begynder.",
    "André Opdigtsen fik idéen.",
    "Nummer １２３ er trukket.",  # figures of full width
)
QUESTIONS = (
    "Hvornår mødtes havneudvalget i august 2031?",
    "Hvad skete der den 15/8?",
    "Hvad er sagen 87.00.00-G01-10-24?",
    "Er der afsat 1750000 kr. efter § 5?",
    "Hvad gør havnemyndigheden med midlet?",
    "Hvad koster det i zone D?",
    "Hvad sagde MED i D.2.58?",
    "Hvad er fase 3?",
    "Hvilken ide fik Andre?",
    "Hvad er nummer １２３?",
)


def sentences() -> Iterator[str]:
    yield from TEXTS
    for path in sorted((ROOT / "corpus").glob("*.md")):
        reading = read_bytes(path.read_bytes(), path.name, path.stem)
        yield from (sentence.of(reading.text) for sentence in reading.sentences)


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer(["MED"])


@pytest.fixture(scope="module")
def asked(analyzer: Analyzer) -> list[Asked]:
    words: dict[str, int] = {}
    for text in sentences():
        for token in analyzer.tokens(text):
            if token.kind == "word":
                words[token.surface.lower()] = words.get(token.surface.lower(), 0) + 1
    vocabulary = Vocabulary(words, {"penge": ["kr"], "havn": ["mole"]}, analyzer)
    lines = (ROOT / "evals" / "tuning" / "minutes.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [*QUESTIONS, *(json.loads(line)["question"] for line in lines)]
    return [understand(question, analyzer, vocabulary) for question in questions]


def test_a_text_that_holds_a_word_of_the_question_bears_a_sign_of_it(asked: list[Asked], analyzer: Analyzer) -> None:
    held = spared = 0
    words = [(text, Words(analyzer, text)) for text in sentences()]
    for one in asked:
        signs = signs_of(one.terms)
        for text, own in words:
            bearing = {sign.term for sign in borne(letters_of(text), signs)}
            holding = {term for term in one.terms if own.share(term)}
            held += bool(holding)
            assert holding <= bearing, (one.text, text)
            spared += not bearing
    assert held > 1_000
    assert spared > held  # or looking would save nothing


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Hvad er afsat i budget 2026-2029?", "Beløbet er i budget 2026-29."),
        ("Hvad er CVR-nummeret?", "Kommunens CVR-nummer står på brevet."),
        ("Hvor er Fjord-halvøen?", "Fjordhalvøen er mod øst."),
        ("Hvor er Fjordhalvøen?", "Fjord-halvøen er mod øst."),
    ],
)
def test_another_way_to_write_a_word_or_a_year_bears_its_sign(question: str, text: str) -> None:
    analyzer = Analyzer()
    words = {token.surface.lower(): 1 for token in analyzer.tokens(text)}
    asked = understand(question, analyzer, Vocabulary(words, {}, analyzer))
    own = Words(analyzer, text)
    holding = {term for term in asked.terms if own.share(term)}
    assert holding
    assert holding <= {sign.term for sign in borne(letters_of(text), signs_of(asked.terms))}


def test_a_stem_is_how_its_word_begins() -> None:
    words = top_n_list("da", 20_000)
    assert len(words) == 20_000
    assert all(unaccented(word).startswith(stem(word)) for word in words)


def test_a_number_of_any_length_has_a_sign() -> None:
    term = Term("9", "number", (Expansion("9" * 5_000, 1.0, Link.SAME, ""),), hard=True)
    assert signs_of([term]) == [Sign("999", term)]


def test_a_sign_of_something_else_is_none() -> None:
    pier, tower, year = (Sign(one, Term(one, "word", (), hard=False)) for one in ("mole", "fyret", "2031"))
    assert borne("molen er lang.", [pier, tower, year]) == [pier]


def test_words_together_hold_what_each_holds(analyzer: Analyzer) -> None:
    parts = [Words(analyzer, text) for text in TEXTS]
    whole = Words(analyzer, " ".join(TEXTS))
    together = Words.together(parts)
    assert (together.ordered, together.terms, together.stems, together.marks) == (
        whole.ordered,
        whole.terms,
        whole.stems,
        whole.marks,
    )
