"""The speed of search: what is measured is a search, the figures add up, and the command prints them."""

from __future__ import annotations

import json

import pytest

from evals.cli import main
from evals.retrieval_speed import WORDS_A_PASSAGE, made_passages, made_questions, measure_speed


def test_made_passages_are_always_the_same_and_questions_are_their_words() -> None:
    passages = made_passages(20)
    assert passages == made_passages(20)
    assert all(len(passage.split()) >= WORDS_A_PASSAGE for passage in passages)
    for question in made_questions(passages, 5):
        assert any(set(question.split()) <= set(passage.split()) for passage in passages)


def test_every_way_of_searching_is_timed() -> None:
    speed = measure_speed(60, 4)
    assert set(speed.times) == {"bm25s", "legs", "hvidbog"}
    assert all(cpu > 0 and wall > 0 for cpu, wall in speed.times.values())
    assert speed.times_bm25s("bm25s") == 1
    assert speed.built_a_second > 0
    # The steps of the index are part of the whole.
    assert set(speed.shares) == {"words", "grams", "typical_terms", "feedback", "sentences"}
    assert 0 < sum(speed.shares.values()) <= 1


def test_the_command_prints_a_table_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["retrieval-speed", "--sizes", "40", "--questions", "3"]) == 0
    assert "gange bm25s" in capsys.readouterr().out
    assert main(["retrieval-speed", "--sizes", "40", "--questions", "3", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["passages"] == 40
