"""How long a proved claim takes to be shown, and an answer beside its search. `python -m tests.trials.test_llm_time` prints.

The model on loopback notes when it has written the last character of its first claim; from then until the claim is given
out is our own time. The answer and the retrieval alone take turns over the same questions, measured in processor time.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.llm_answer import Step
from tests.llm_assistants import Stand, llm_stand
from tests.llm_scripts import QUESTION, answer_line
from tests.scripted_model import Handler

pytestmark = [pytest.mark.trial, pytest.mark.timeout(300)]

QUESTIONS = (
    QUESTION,
    "Hvornår åbner svømmehallen i Tangby?",
    "Hvad blev besluttet om Sydskolen?",
    "Hvornår er fristen?",
)


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds from a claim's last character to its being shown, and processor seconds of answer and retrieval."""

    claims: tuple[float, ...]
    answers: tuple[float, ...]
    searches: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """How many times the median answer takes what the median search does."""
        return statistics.median(self.answers) / statistics.median(self.searches)

    def lines(self) -> str:
        """What is printed."""
        claims = sorted(self.claims)
        late = claims[int(0.95 * (len(claims) - 1))]
        answers, searches = statistics.median(self.answers), statistics.median(self.searches)
        return (
            f"first proved claim after it was written: p50 {statistics.median(claims) * 1000:.0f} ms, "
            f"p95 {late * 1000:.0f} ms ({len(claims)} answers)\n"
            f"extractive answer p50 {answers * 1000:.2f} ms, retrieval alone {searches * 1000:.2f} ms of processor time: "
            f"{self.ratio:.2f} times ({len(self.answers)} each)\n"
        )


def measure(stand: Stand, rounds: int) -> Times:
    """The times over so many rounds of the questions."""
    claims, answers, searches = [], [], []
    for _ in range(rounds):
        claims.append(_first_claim(stand))
        for question in QUESTIONS:
            started = time.process_time()
            stand.assistant.ask(question, engine="extractive")
            answers.append(time.process_time() - started)
            started = time.process_time()
            stand.assistant.search(question)
            searches.append(time.process_time() - started)
    return Times(tuple(claims), tuple(answers), tuple(searches))


def _first_claim(stand: Stand) -> float:
    """Seconds between the last character of the first claim and its being given out, while the model goes on writing."""
    written: list[float] = []

    def run(handler: Handler, body: dict[str, Any]) -> None:
        handler.begin()
        line = answer_line(body)
        for start in range(0, len(line), 5):
            handler.chunk(line[start : start + 5])
        written.append(time.monotonic())
        time.sleep(0.6)
        handler.end()

    stand.model.script = run
    for step in stand.assistant.ask_steps(QUESTION, engine="llm"):
        if isinstance(step, Step):
            return max(time.monotonic() - written[0], 0.0) if written else 0.0
    raise AssertionError("the model's claim was not shown")


def test_a_claim_is_shown_while_the_model_goes_on_writing(tmp_path: Path) -> None:
    # The times themselves are for the command, on a quiet machine: a test holds that nobody waits for the model's end.
    ended: list[bool] = []

    def run(handler: Handler, body: dict[str, Any]) -> None:
        handler.begin()
        handler.chunk(answer_line(body))
        shown.wait(20)
        ended.append(True)
        handler.end()

    shown = threading.Event()
    with llm_stand(tmp_path, 60.0) as stand:
        stand.model.script = run
        for step in stand.assistant.ask_steps(QUESTION, engine="llm"):
            if isinstance(step, Step):
                assert not ended
                shown.set()
    assert shown.is_set()
    assert ended


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, llm_stand(Path(folder), 20.0) as stand:
        sys.stdout.write(measure(stand, 25).lines())


if __name__ == "__main__":
    main()
