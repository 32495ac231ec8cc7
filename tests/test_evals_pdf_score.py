"""The scores of a PDF's reading: full marks for a report read right, and fewer where the truth says otherwise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals import cli_ingest_speed, cli_pdf_score, cli_pdf_speed
from evals.make_report import make_report
from evals.pdf_box_score import has_renderer
from evals.pdf_score import read_truth, score_producer

PAGES = 20


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up report of one producer with its truth."""
    made = tmp_path_factory.mktemp("report")
    make_report(5, PAGES, made, lambda name, done, total: None, chromium=False)
    return made


def test_a_report_read_right_gets_full_marks(folder: Path) -> None:
    score, _, _ = score_producer(folder, read_truth(folder), "reportlab")
    for name in ("body", "in_order", "body_pages", "fact_pages", "labels"):
        assert score[name].hit == score[name].of > 0, (name, score[name].failed)


def test_a_sentence_cell_or_page_that_differs_costs_marks(folder: Path) -> None:
    summary, records = read_truth(folder)
    body = next(one for one in records if one["record"] == "sentence" and one["kind"] == "body")
    body["text"] = "Denne sætning står ingen steder."
    fact = next(one for one in records if one["record"] == "fact")
    fact["pages"]["reportlab"] = [999]
    cell = next(one for one in records if one["record"] == "cell")
    cell["value"] = "opdigtet værdi"
    score, _, _ = score_producer(folder, (summary, records), "reportlab")
    cells = [score[name] for name in ("cells_ruled", "cells_unruled") if name in score]
    assert score["body"].of - score["body"].hit == 1
    assert score["fact_pages"].hit < score["fact_pages"].of
    assert sum(one.of - one.hit for one in cells) >= 1


def test_the_command_prints_the_shares_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli_pdf_score.main([str(folder), "--quotes", "10", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["reportlab"]
    assert found["body"]["share"] == 1.0
    assert ("boxes_overlap" in found) is has_renderer()


def test_a_folder_without_truth_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli_pdf_score.main([str(tmp_path)]) == 2
    assert "facit" in capsys.readouterr().err


def test_the_speed_of_three_readers_is_measured_in_one_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = read_truth(folder)[0]["producers"]["reportlab"]
    assert cli_pdf_speed.main([str(folder / made["file"]), "--rounds", "1", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["pages"] == len(made["labels"])
    assert min(found["ours"], found["pypdf"], found["pdfium"], found["ours_to_pypdf"]) > 0


def test_every_ratio_of_speed_and_scale_is_measured_in_one_run(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = read_truth(folder)[0]["producers"]["reportlab"]
    file = str(folder / made["file"])
    assert cli_ingest_speed.main([file, "--large", file, "--rounds", "1", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["pages"] == len(made["labels"]) > found["table_pages"] > 0
    for name in ("reading", "reading_tables", "ingest", "ingest_tables", "second", "large_time"):
        assert min(found["ratios"][name].values()) > 0, name
    first = found["ingest"]["first"]
    assert first["memory"] >= max(first["own_memory"], first["children_memory"]) > 0
    assert found["ingest"]["index_bytes"] > 0
    # The same file against itself: a ratio that were taken the wrong way round or of other things would not be near one.
    assert 0.5 < found["ratios"]["large_memory"] < 2


def test_a_missing_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli_pdf_speed.main([str(tmp_path / "borte.pdf")]) == 2
    assert "borte.pdf" in capsys.readouterr().err
