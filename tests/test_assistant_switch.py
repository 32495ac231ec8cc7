"""The kill switch, the circuit breaker, and the caps on calls, all shared through the home folder."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.breaker import FAILURES, OPEN_SECONDS, WITHIN_SECONDS, Breaker
from assistant.cli_switch import main
from assistant.llm_budget import CallBudget
from assistant.records import Reason, Status
from assistant.switch import Switch, is_on, set_switch
from tests.llm_assistants import Stand, llm_stand
from tests.llm_scripts import FAULTS, honest

TODAY = dt.date(2026, 8, 1)


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    with llm_stand(tmp_path) as made:
        yield made


class Clock:
    """A clock that stands still until a test moves it."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


# ---- the switch ----


def test_the_command_switches_for_every_process_of_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HVIDBOG_HOME", str(tmp_path))
    assert main(["model", "off"]) == 0
    assert not is_on(tmp_path, Switch.MODEL)
    assert is_on(tmp_path, Switch.SERVICE)
    assert main(["model", "on"]) == 0
    assert is_on(tmp_path, Switch.MODEL)
    assert main(["service"]) == 0
    assert "slået fra" in capsys.readouterr().out.splitlines()[0]


def test_the_model_that_is_switched_off_gets_no_question(stand: Stand) -> None:
    set_switch(stand.settings.home, Switch.MODEL, False)
    answer = stand.ask(honest).answer
    assert (answer.engine, bool(answer.claims), stand.model.requests) == ("extractive", True, [])
    assert [note.code for note in answer.notes] == ["llm_switched_off"]
    set_switch(stand.settings.home, Switch.MODEL, True)
    assert stand.works()


def test_the_service_that_is_switched_off_answers_nothing(stand: Stand) -> None:
    set_switch(stand.settings.home, Switch.SERVICE, False)
    answer = stand.ask(honest).answer
    assert (answer.status, answer.reason, answer.claims) == (Status.REFUSED, Reason.OFF, ())
    assert stand.model.requests == []
    set_switch(stand.settings.home, Switch.SERVICE, True)
    assert stand.works()


# ---- the breaker ----


def test_five_failures_in_thirty_seconds_keep_everyone_from_the_model(tmp_path: Path) -> None:
    clock = Clock()
    one, other = Breaker(tmp_path / "breaker", clock), Breaker(tmp_path / "breaker", clock)
    for _ in range(FAILURES):
        assert one.allows()
        one.failed()
    assert not one.allows()
    assert not other.allows()
    clock.now += OPEN_SECONDS
    assert one.allows()
    assert not one.allows()  # one trial at a time
    one.failed()
    assert not one.allows()
    clock.now += OPEN_SECONDS
    assert one.allows()
    one.succeeded()
    assert one.allows()
    assert other.allows()


def test_the_failures_of_all_processes_are_counted_together(tmp_path: Path) -> None:
    clock = Clock()
    several = [Breaker(tmp_path / "breaker", clock) for _ in range(FAILURES)]
    for breaker in several[:-1]:
        breaker.failed()
    assert several[0].allows()
    several[-1].failed()
    assert not several[0].allows()
    clock.now += OPEN_SECONDS
    # One call tries for all of them; a reader who leaves gives the try to the next one.
    assert [breaker.allows() for breaker in several] == [True, False, False, False, False]
    several[0].gave_up()
    assert [breaker.allows() for breaker in several[1:]] == [True, False, False, False]


@pytest.mark.parametrize("text", ["", "x", "1e9", "nan", "1e400 2"])
def test_a_damaged_file_or_a_clock_set_back_keeps_nobody_away_for_long(tmp_path: Path, text: str) -> None:
    (tmp_path / "breaker").write_text(text)
    clock = Clock()
    breaker = Breaker(tmp_path / "breaker", clock)
    breaker.allows()
    clock.now += OPEN_SECONDS
    assert breaker.allows()


def test_failures_far_apart_or_between_answers_keep_it_closed(tmp_path: Path) -> None:
    clock = Clock()
    breaker = Breaker(tmp_path / "breaker", clock)
    for _ in range(3 * FAILURES):
        breaker.failed()
        clock.now += WITHIN_SECONDS / 3
    assert breaker.allows()
    for _ in range(3 * FAILURES):
        breaker.failed()
        breaker.succeeded()
    assert breaker.allows()


def test_a_model_that_is_down_is_left_in_peace(stand: Stand) -> None:
    down = FAULTS["http_401"]
    for _ in range(FAILURES + 3):
        assert stand.ask(down(random.Random(1))).answer.engine == "extractive"
    assert len(stand.model.requests) == FAILURES
    (stand.settings.home / "model" / "breaker").unlink()
    assert stand.works()


# ---- the caps ----


def test_no_more_calls_run_at_once_than_there_are_slots(tmp_path: Path) -> None:
    one, other = CallBudget(tmp_path, 2, 9), CallBudget(tmp_path, 2, 9)
    with one.slot() as first, other.slot() as second, one.slot() as third:
        assert (first, second, third) == (True, True, False)
    with one.slot() as free:
        assert free


def test_the_day_has_so_many_calls_and_the_next_day_has_them_anew(tmp_path: Path) -> None:
    day = [TODAY]
    budgets = [CallBudget(tmp_path, 1, 3, lambda: day[0]) for _ in range(2)]
    assert [budgets[i % 2].spend() for i in range(5)] == [True, True, True, False, False]
    day[0] += dt.timedelta(days=1)
    assert budgets[0].spend()


def test_when_the_day_is_spent_answers_are_quotes(tmp_path: Path) -> None:
    with llm_stand(tmp_path) as stand:
        budget = CallBudget(stand.settings.home / "model", 4, 10**6)
        assert stand.works()
        spent = stand.settings.home / "model" / "calls"
        spent.write_text(f"{dt.date.today().isoformat()} {stand.settings.model_per_day}", encoding="ascii")
        answer = stand.ask(honest).answer
        assert [note.code for note in answer.notes] == ["llm_busy"]
        assert budget.spend()
