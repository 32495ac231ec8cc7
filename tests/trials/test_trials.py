"""The large fault trials, in parts of minutes each; `make trials` goes on where it stopped. See `state.py`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.trials.bombs import BOMBS, bomb_trial
from tests.trials.disk import disk_trial
from tests.trials.giant import giant_trial
from tests.trials.killing import kill_trial
from tests.trials.mutating import ALONE, mutation_trial
from tests.trials.state import SEED, once

pytestmark = [pytest.mark.trial, pytest.mark.timeout(2400)]
NAMES = sorted(BOMBS)


@pytest.mark.parametrize("part", range(10))
def test_kill(part: int, tmp_path: Path) -> None:
    score = once(f"kill {part}", lambda: kill_trial(tmp_path, 20, 100 * SEED + part))
    assert score.effective >= 20


@pytest.mark.parametrize("part", range(4))
def test_mutated(part: int) -> None:
    once(f"mutated {part}", lambda: mutation_trial(250, 100 * SEED + part))


@pytest.mark.parametrize("alone", sorted(ALONE))
def test_damaged_in_one_way(alone: str) -> None:
    once(f"damaged: {alone}", lambda: mutation_trial(250, 100 * SEED, alone))


def test_an_honest_giant() -> None:
    once("honest giant", lambda: giant_trial(300))


@pytest.mark.parametrize("part", range(4))
def test_bombs(part: int) -> None:
    once(f"bombs {part}", lambda: bomb_trial(NAMES[part::4]))


def test_disk(tmp_path: Path) -> None:
    once("disk", lambda: disk_trial(tmp_path, [1_000, 5_000, 20_000, 50_000, 100_000, 150_000]))


def test_there_are_as_many_as_promised() -> None:
    assert len(BOMBS) >= 30
