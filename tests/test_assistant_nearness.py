"""Which words are forms of each other, and which only look alike."""

from __future__ import annotations

import pytest

from assistant.nearness import RELATED, related
from ingest.danish import stem


@pytest.mark.parametrize(
    ("wanted", "other"), [("plan", "strategiplan"), ("skolen", "folkeskolen"), ("sluttede", "afsluttede")]
)
def test_a_compound_is_a_form_of_its_last_word(wanted: str, other: str) -> None:
    long_enough = len(stem(wanted)) >= 5
    assert related(stem(wanted), [stem(other)]) == (RELATED if long_enough else 0.0)


@pytest.mark.parametrize(
    ("wanted", "other"), [("sluttede", "besluttede"), ("lovligt", "ulovligt"), ("handling", "forhandling")]
)
def test_a_verb_with_another_beginning_is_another_verb(wanted: str, other: str) -> None:
    assert related(stem(wanted), [stem(other)]) == 0.0
