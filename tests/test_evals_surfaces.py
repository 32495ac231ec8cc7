"""Attacks on other surfaces: each is run here or names a test that exists, and one that gets through is seen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import assistant.llm_engine
import evals.surface_files
from assistant.records import Verdict
from evals.bars import Bar
from evals.cases import Case
from evals.runs import configured, make_run, read_run
from evals.summary import summarise
from evals.surface_answers import SurfaceAnswers
from evals.surface_files import RECIPES, run_file
from evals.surfaces import (
    GROUP,
    MEASURE,
    Surface,
    load_surfaces,
    run_surfaces,
    surface_lines,
    surface_values,
)
from ingest.config import Settings
from ingest.errors import WrongUse
from ingest.pipeline import Quiet
from tests.conftest import ROOT

SURFACES = load_surfaces()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(home=tmp_path_factory.mktemp("surfaces"), corpus=ROOT / "corpus", open_browser="no")


@pytest.fixture(scope="module")
def answers(home: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SurfaceAnswers]:
    opened = SurfaceAnswers(home, tmp_path_factory.mktemp("models"))
    yield opened
    opened.close()


def of(*categories: str) -> list[Surface]:
    return [one for one in SURFACES if one.category in categories and one.tested_by is None]


def test_every_attack_is_run_here_or_names_a_test_that_exists() -> None:
    assert len(SURFACES) == 74
    assert len({one.id for one in SURFACES}) == 74
    for one in (one for one in SURFACES if one.tested_by):
        path, _, name = str(one.tested_by).partition("::")
        assert re.search(rf"^def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE), one.id
    here = Counter(one.where for one in SURFACES if one.tested_by is None)
    assert here == {"llm_output": 21, "pdf": 10, "fault": 5, "gen": 4}
    # What a server is needed for is not run here, and nothing else is left out without a test.
    assert {one.where for one in SURFACES if one.tested_by == ""} <= {"http", "fault", "pdf"}
    assert {one.recipe for one in SURFACES if one.where == "pdf" and one.recipe} == set(RECIPES)


def test_what_a_model_writes_and_odd_questions_end_as_they_must(answers: SurfaceAnswers) -> None:
    written = of("citation_integrity", "output_rendering", "llm_fault")
    assert [one.id for one in written if not answers.written(one)[0]] == []
    assert sum(one.is_control for one in written) == 3
    assert [one.id for one in of("huge_input") if not answers.asked(one)[0]] == []


def test_without_the_gate_what_a_model_writes_gets_through(
    answers: SurfaceAnswers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assistant.llm_engine, "check", lambda *args, **kwargs: {"quote": Verdict.PASS})
    through = [one.id for one in of("citation_integrity") if not answers.written(one)[0]]
    # A quote that stands nowhere and a token that was not given are stopped before the gate's checks.
    stopped_before = {"other-citation_integrity-003", "other-citation_integrity-009", "other-citation_integrity-014"}
    attacks = {one.id for one in of("citation_integrity") if not one.is_control}
    assert set(through) == attacks - stopped_before


@pytest.mark.parametrize("recipe", ["html_named_pdf", "without_text", "doubled", "hidden_text", "cpr", "short"])
def test_a_file_ends_as_it_must(recipe: str, home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evals.surface_files, "SCANNED", 1)
    one = next(one for one in SURFACES if one.recipe == recipe)
    assert run_file(home, one, tmp_path)[0]


def test_a_reader_that_takes_everything_is_noticed(
    home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = next(one for one in SURFACES if one.recipe == "cpr")
    # The number spelled as no reader looks for it: what a reader without the check would let through.
    monkeypatch.setattr(evals.surface_files, "CPR", "løbenr. 12")
    assert run_file(home, one, tmp_path) == (False, "ok")


def test_a_surface_that_breaks_counts_as_one_that_did_not_hold(home: Settings, tmp_path: Path) -> None:
    broken = next(one for one in SURFACES if one.recipe == "cpr").model_copy(update={"recipe": "findes ikke"})
    named = [one for one in SURFACES if one.tested_by is not None]
    found = run_surfaces(home, [broken, named[0]], Quiet(), tmp_path)
    assert (found[0].held, found[0].got) == (False, "KeyError")
    assert (found[1].held, found[1].got) == (None, named[0].tested_by)
    values = surface_values(found)
    assert values[GROUP][MEASURE].value == 0.0
    assert values[f"{GROUP}-http"][MEASURE].unscored == {"run_by_a_test": 1}
    assert broken.id in surface_lines(found)[0]


def test_a_run_keeps_and_judges_them(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    few = [*of("huge_input"), SURFACES[0], next(one for one in SURFACES if one.tested_by)]
    monkeypatch.setattr("evals.runs.load_surfaces", lambda: few)
    case = Case.model_validate({"id": "x", "suite": "minutes", "type": "f", "question": "Hvad?", "status": "not_found"})
    run = make_run(home, [case], configured([case], "extractive", surfaces=True))
    assert run.scores.groups[GROUP][MEASURE].value == 1.0
    assert set(run.scores.groups) >= {"surfaces-huge_input", "surfaces-citation_integrity"}
    assert read_run(run.folder).surfaces == run.surfaces
    assert summarise(run, [Bar(GROUP, MEASURE, 1.0, 1.0)], []).passed
    assert len(summarise(run, [], []).as_json()["surfaces"]) == len(few)


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "x", "category": "http", "where": "http", "input": "GET /", "expected": "DENY: 404"}\n')
    with pytest.raises(WrongUse, match=r"a\.jsonl:1"):
        load_surfaces(path)
