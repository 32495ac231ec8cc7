"""No term of a question outlives its answer."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.evidence import sought_for
from assistant.question import Term
from ingest.config import Settings
from ingest.records import Audience
from tests.assistants import assistant_over
from tests.conftest import ROOT


@pytest.fixture
def minutes(tmp_path: Path) -> Iterator[Assistant]:
    """An assistant over the real minutes."""
    settings = Settings(home=tmp_path, corpus=ROOT / "corpus", open_browser="no")
    assistant = assistant_over(settings, Audience.PUBLIC)
    yield assistant
    assistant.close()


def terms_with(word: str) -> list[str]:
    """The question's terms in memory that are written `word`."""
    gc.collect()
    return [one.surface for one in gc.get_objects() if type(one) is Term and one.surface == word]


def test_nothing_that_was_worked_out_of_a_question_stays(minutes: Assistant) -> None:
    minutes.ask("Hvornår blev hvidbogen offentliggjort med kanariefugle?")
    assert terms_with("kanariefugle") == []


QUESTIONS = (
    "Hvornår kanarieflyver hvidbogen?",
    "Hvornår blev hvidbogen kanarieflået?",
    "Hvornår starter kanariefase 2?",
    "Hvad er den tredje kanariefugl?",
    "Hvem fremlagde kanarieholdet for Kanarie Fugl?",
    "Hvilken by er den kanariegulste?",
    "Hvor mange kanariefugle er der i 2026?",
    "Hvad er fristen for kanariefrø?",
    "Kan kanariefugle synge eller kanarieflyve?",
)


def patterns_with(word: str) -> list[str]:
    """The patterns that the module for regular expressions remembers and that have `word` in them."""
    kept = [key for cache in ("_cache", "_cache2") for key in getattr(re, cache, {})]
    return [str(key[1]) for key in kept if word in str(key[1])]


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_pattern_of_a_readers_word_stays(minutes: Assistant, question: str) -> None:
    re.purge()
    minutes.ask(question)
    assert patterns_with("kanarie") == []


def test_a_pattern_that_is_remembered_is_noticed() -> None:
    re.search("kanarie[a-z]", "kanariefugl")
    try:
        assert patterns_with("kanarie") == ["kanarie[a-z]"]
    finally:
        re.purge()


def test_a_term_that_is_remembered_is_noticed() -> None:
    sought_for(Term("kanariefugle", "word", (), False))
    try:
        assert terms_with("kanariefugle") == ["kanariefugle"]
    finally:
        sought_for.cache_clear()
