"""The language model misbehaves in every way that is known, many times over: no unproved claim, no half answer, no wait.

260 faults (13 × 20 seeds), streams cut at every position, 24 lies with 13 canaries each; every one with its control.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.records import Answer
from tests.llm_assistants import Stand, llm_stand
from tests.llm_scripts import FAULTS, TRUE_CLAIM, answer_line, lies, lying
from tests.scripted_model import Handler

pytestmark = [pytest.mark.trial, pytest.mark.timeout(1800)]

SECONDS = 1.0
SLACK = 2.0
SEEDS = 20
CANARIES = 13


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with llm_stand(tmp_path_factory.mktemp("llm"), SECONDS) as made:
        yield made


@pytest.fixture(scope="module")
def ungated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with llm_stand(tmp_path_factory.mktemp("ungated"), SECONDS, gated=False) as made:
        yield made


def wrong(answer: Answer) -> bool:
    """Whether an answer shows anything of a model that failed or lied."""
    exact = all(
        claim.text in " ".join(answer.citations[claim.citations[0] - 1].quote.split()) for claim in answer.claims
    )
    noted = any(note.code.startswith("llm_") for note in answer.notes)
    return answer.engine != "extractive" or not exact or not noted or "KANARIE" in answer.text


def test_260_faults_end_in_exact_quotes_within_the_deadline(stand: Stand) -> None:
    found: Counter[str] = Counter()
    for fault in FAULTS.values():
        for seed in range(SEEDS):
            calls = len(stand.model.requests)
            asked = stand.ask(fault(random.Random(seed)))
            found["tried"] += len(stand.model.requests) > calls
            found["wrong"] += wrong(asked.answer)
            found["late"] += asked.seconds > SECONDS + SLACK
            found["controls"] += stand.works()
    assert found == {"tried": 260, "wrong": 0, "late": 0, "controls": 260}


def test_a_stream_cut_at_every_position_shows_nothing_of_it(stand: Stand) -> None:
    positions = range(len(stand_line(stand)) + 1)

    def cut_at(end: int) -> Answer:
        def run(handler: Handler, body: dict[str, object]) -> None:
            line = answer_line(body)
            handler.begin()
            handler.chunk(line[:end])

        answer = stand.ask(run).answer
        assert stand.works()
        return answer

    shown = [end for end in positions if wrong(cut_at(end))]
    assert len(positions) > 150
    assert shown == []


def stand_line(stand: Stand) -> str:
    """The line that the honest model writes."""
    stand.works()
    return answer_line(stand.model.requests[-1])


def test_no_lie_is_shown_and_without_the_gate_all_are(stand: Stand, ungated: Stand) -> None:
    found: Counter[str] = Counter()
    for number in range(CANARIES):
        for name, (quote, text) in lies(number):
            asked = stand.ask(lying(quote, text))
            found["told"] += 1
            found[f"shown: {name}"] += wrong(asked.answer)
            found["control"] += ungated.ask(lying(quote, text)).answer.claims[0].text == text
        assert stand.works()
    told = found["told"]
    assert told == CANARIES * len(lies(0)) > 300
    assert +found == {"told": told, "control": told}


def test_no_canary_is_left_in_any_file(stand: Stand, tmp_path: Path) -> None:
    stand.ask(lying(*dict(lies(555))["canary_after_truth"]))
    files = [path for path in stand.settings.home.rglob("*") if path.is_file()]
    assert files
    assert not [
        path for path in files if b"KANARIE-555" in path.read_bytes() or TRUE_CLAIM.encode() in path.read_bytes()
    ]
    planted = tmp_path / "planted"
    planted.write_text("KANARIE-555")
    assert b"KANARIE-555" in planted.read_bytes()
