"""A small seeded part of the fault trials (`tests/trials/`), and that their checks notice what they look for."""

from __future__ import annotations

import dataclasses
from collections import Counter
from pathlib import Path

import pytest

from ingest.child import Limits
from ingest.index_protocol import VECTORS, LegQuery
from ingest.records import Audience
from tests.trials import state
from tests.trials.bombs import QUICK, bomb_trial
from tests.trials.disk import disk_trial
from tests.trials.killing import build, faults, kill_trial, wanted_passages
from tests.trials.mutating import mutation_trial
from tests.trials.state import Score, once


def shown(score: Score, name: str) -> None:
    print(score.line(name))
    score.check()


def test_killed_ingests_lose_double_and_hide_nothing(tmp_path: Path) -> None:
    shown(kill_trial(tmp_path, 6, 11), "kill")


def test_mutated_pdfs_crash_nothing_and_lose_no_page_silently() -> None:
    shown(mutation_trial(40, 11), "mutated")


def test_bombs_end_within_limits() -> None:
    shown(bomb_trial(list(QUICK), Limits(cpu_seconds=10)), "bombs")


def test_a_full_disk_and_a_read_only_folder_leave_the_old_version(tmp_path: Path) -> None:
    shown(disk_trial(tmp_path, [2_000, 60_000]), "disk")


def test_a_passage_that_a_leg_no_longer_finds_is_noticed(tmp_path: Path) -> None:
    place = build(tmp_path)
    reader = place.open(Audience.PUBLIC)
    wanted = wanted_passages(place, Audience.PUBLIC)
    assert faults(place, reader, wanted) == []
    assert any(one.startswith("lost") for one in faults(place, reader, wanted + Counter(["x"])))
    assert any(one.startswith("twice") for one in faults(place, reader, wanted - Counter(list(wanted)[:1])))

    class Blind:
        """A reader whose vector leg finds nothing."""

        def __getattr__(self, name: str) -> object:
            return getattr(reader, name)

        def search(self, leg: str, query: LegQuery, limit: int) -> dict[int, float]:
            return {} if leg == VECTORS else reader.search(leg, query, limit)

    assert any(one.startswith("not found by vectors") for one in faults(place, Blind(), wanted))  # type: ignore[arg-type]
    reader.close()


def test_a_trial_that_met_no_fault_is_red() -> None:
    good = Score(3, 3, [], True)
    good.check()
    for bad in ({"effective": 0}, {"control": False}, {"failures": ["lost"]}):
        with pytest.raises(AssertionError):
            dataclasses.replace(good, **bad).check()


def test_a_finished_part_is_not_run_again_until_the_code_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "_FOLDER", tmp_path)
    runs: list[int] = []

    def run() -> Score:
        runs.append(1)
        return Score(1, 1, [], True)

    assert once("part", run) == once("part", run)
    assert len(runs) == 1
    monkeypatch.setattr(state, "code_version", lambda: "other code")
    once("part", run)
    assert len(runs) == 2
