"""The gate's first checks: a quote is verbatim or nothing, and no number comes from elsewhere."""

from __future__ import annotations

import pytest

from assistant.gate import check, is_verbatim, passes
from assistant.gate_actors import _OTHERS, _PUBLIC
from assistant.records import Verdict
from ingest.readers import read_bytes
from ingest.records import Range
from tests.gate_pairs import reading_of

TEXT = "Sømarken Kommune (opdigtet) afsatte 1,750 mio. kr. til hallen – ”over niveau”."


def verdicts(claim: str, quote: str) -> dict[str, Verdict]:
    reading = read_bytes(TEXT.encode(), "sag.md", "Sag (opdigtet)")
    return dict(check(claim, quote, Range(0, len(reading.text)), reading))


def test_an_exact_quote_passes() -> None:
    assert passes(verdicts(TEXT, TEXT))


@pytest.mark.parametrize(
    "quote", ["", "  ", TEXT.replace("1,750", "1,570"), TEXT[:-1], TEXT.replace("afsatte", "afsætter")]
)
def test_a_quote_that_differs_by_a_letter_or_a_digit_fails(quote: str) -> None:
    assert verdicts(TEXT, quote)["quote"] is Verdict.FAIL


def test_only_white_space_and_typographic_quotation_marks_may_differ() -> None:
    assert is_verbatim(TEXT.replace("”", '"').replace(" ", "\n", 1), TEXT)
    assert not is_verbatim(TEXT.replace("–", "-"), TEXT)


@pytest.mark.parametrize(
    "claim", ["Der er afsat 1,57 mio. kr.", "Der er afsat 2 mio. kr.", "Der er afsat 1.750 mio. kr."]
)
def test_a_number_that_the_quote_lacks_fails(claim: str) -> None:
    assert verdicts(claim, TEXT)["numbers"] is Verdict.FAIL


@pytest.mark.parametrize(
    ("claim", "quote", "kept"),
    [
        ("Version 1.0 ventes i marts 2018.", "Version 1.0, forventet marts 2018.", True),
        ("Version 1.1 ventes i marts 2018.", "Version 1.0, forventet marts 2018.", False),
        ("Analysen er på fire sider.", "Det er en firesiders analyse.", True),
        ("Analysen er på fem sider.", "Det er en firesiders analyse.", False),
        ("Planen godkendes den 5.3.2018.", "Planen godkendes under Byudviklingsstrategien 5. marts 2018.", True),
        ("Planen koster 5 mio. kr.", "Planen koster under 5 mio. kr.", False),
    ],
)
def test_versions_pages_and_what_happens_under_something_are_read_as_meant(claim: str, quote: str, kept: bool) -> None:
    reading = reading_of(quote)
    assert passes(check(claim, reading.text, Range(0, len(reading.text)), reading)) is kept


def test_a_claim_without_numbers_passes_the_number_check() -> None:
    assert verdicts("Der er afsat penge.", TEXT)["numbers"] is Verdict.PASS


@pytest.mark.parametrize("word", ["kommun" + "ene" * 400 + "x", "borger" + "ene" * 400 + "x"])
def test_a_word_of_endings_without_end_is_looked_at_at_once(word: str) -> None:
    # A pattern that reads its endings in several ways would need longer than the test may take.
    assert not [one for one in (_PUBLIC, _OTHERS) if one.search(word)]
