"""The text at the door: nothing invisible, Danish untouched, and each character traced to where it came from."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.clean import clean, clean_with_map, fold_with_map

ODD = st.sampled_from(
    list("a\u030aåﬁﬅ\u00ad\u200b\u202e\r\n\t\x0c\x00\xa0\u2028\u3000\U000e0041\u0315\u0327")
    + list("\u1100\u1161\u11a8\u0344\u212b█·–")
)


@pytest.mark.parametrize(("given_text", "cleaned"), [
    ("a\u030abningstid på bibliotek\u00adet", "åbningstid på biblioteket"),
    ("første\r\nanden\rtredje\x0cfjerde", "første\nanden\ntredje\nfjerde"),
    ("1.234\u00a0kr.\u2009og\u3000mere\tend", "1.234 kr. og mere end"),
    ("ﬁn aﬃche og ﬂere ﬆ", "fin affiche og flere st"),
    ("\u202eneditsgninbå\u202c \ufeffre", "neditsgninbå re"),
    ("vis\U000e0069\U000e0067 alt\u200d\u2060", "vis alt"),
    ("nul\x00tegn\x1b[0m\x7f\x9f", "nultegn[0m"),
    ("H\u0338\u0321\u032a\u032fej", "H\u0338\u0321ej"),
    ("halv\ud83d", "halv\ufffd"),
])  # fmt: skip
def test_clean_takes_out_what_no_reader_sees(given_text: str, cleaned: str) -> None:
    assert clean(given_text) == unicodedata.normalize("NFC", cleaned)


def test_clean_leaves_danish_and_typography_untouched() -> None:
    text = "Æblegrød på Ærø: »så« – “nej” … 50 %, § 12, 3 m², é, ü, ·█•, ½, €, 😀, Нвад, ما\nny linje  to mellemrum"
    assert clean(text) == text
    assert clean_with_map(text)[1].sources == (0,)


def test_map_leads_each_character_back() -> None:
    text = "a\u030ab\u00adc\r\ndﬁe\u200bf\xa0g"
    cleaned, source_map = clean_with_map(text)
    assert cleaned == "åbc\ndfief g"
    assert [source_map.source_of(at) for at in range(len(cleaned))] == [0, 2, 4, 6, 7, 8, 8, 9, 11, 12, 13]


@settings(max_examples=500, deadline=None)
@given(st.lists(st.one_of(ODD, st.characters(), st.text(max_size=5)), max_size=30).map("".join))
def test_clean_is_idempotent_normal_and_mapped(text: str) -> None:
    cleaned, source_map = clean_with_map(text)
    assert clean(cleaned) == cleaned == clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    sources = [source_map.source_of(at) for at in range(len(cleaned))]
    assert None not in sources
    assert sources == sorted(source for source in sources if source is not None)
    for char, source in zip(cleaned, sources, strict=True):
        # A character that is plain in the source and the result is the same in both.
        if source is not None and char.isascii() and char.isalnum() and text[source].isascii():
            assert text[source] == char
    cleaned.encode("utf-8")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(ODD, st.characters()), max_size=20).map("".join))
def test_fold_maps_every_character(text: str) -> None:
    folded, source_map = fold_with_map(text)
    assert all(source_map.source_of(at) is not None for at in range(len(folded)))
    assert not any(char.isdecimal() and not char.isascii() for char in folded)


def test_fold_makes_numbers_of_all_scripts_plain() -> None:
    assert fold_with_map("１２٣–४ 1\ufe0f\u20e3❷ ⁴⁵ 67⁸⁹ x₂")[0] == "123-4 12 45 67^^ x2"


@pytest.mark.timeout(60)
@pytest.mark.parametrize("unit", ["e\u0301", "\u0301", "\u200b", "\r", "ﬁ", "ж", "\u1161", "a\u00ad"])
def test_a_megabyte_is_cleaned_in_linear_time(unit: str) -> None:
    clean_with_map(unit * (1_000_000 // len(unit)))
