"""Where a Danish sentence ends, and where a full stop is something else."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences import split_sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["Det tager ca. 5 uger.", "Så er det klar."],
        ["Mødet er kl. 9.00 i D.2.58.", "Det slutter kl. 11."],
        ["Den 15. august 2025 mødtes de.", "Den 3. juni blev den offentliggjort."],
        ["Byrådet afsatte 1,750 mio. kr. til planen.", "Beløbet dækker udgifter."],
        ["Der er afsat 2 mio. kr.", "Beløbet dækker alt."],
        ["Skole, ældre mv.", "Det er nødvendigt."],
        ["Det gælder f.eks. skoler, bl.a. i byen, jf. § 5, stk. 2.", "Resten følger."],
        ["»Det går godt.«", "Sådan sagde hun."],
        ["Er det sandt?", "Ja!", "Det er det."],
        ["Andelen er 18 pct. i 2024.", "I 2023 var den 19,5 pct."],
        ["J. Hansen sagde det.", "Ingen svarede."],
        ["Det skete i 2024.", "Derefter kom 3. kvartal 2025."],
        ["Vedtaget i 2. behandling af byrådet.", "Se Nr. 4 og s. 12."],
        ["Tallet er 1.234,5 i alt.", "Det er nok."],
    ],
)
def test_sentences_come_apart_where_they_end(sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [found.of(text) for found in split_sentences(text)] == sentences


def test_ranges_are_moved_by_the_start_and_a_blank_line_always_ends_one() -> None:
    text = "Overskrift uden punktum\n\nEn sætning."
    assert [(found.start, found.end) for found in split_sentences(text, 100)] == [(100, 123), (125, 136)]


@given(st.text(alphabet='abcæøå ABÆ.!?,:;0123456789\n"»«()-', max_size=200))
def test_no_character_but_white_space_is_lost_or_doubled(text: str) -> None:
    found = split_sentences(text)
    assert "".join("".join(one.of(text).split()) for one in found) == "".join(text.split())
    assert all(first.end <= second.start for first, second in pairwise(found))
