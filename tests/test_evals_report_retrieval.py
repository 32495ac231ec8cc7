"""`hvidbog eval retrieval --report`: facts among the first passages, and the fact told from its near twins."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.records import Status
from evals.cases import Case, GoldQuote
from evals.cli import main
from evals.gold import SourceText
from evals.make_report import make_report
from evals.report_retrieval import Found, kinds_of, looked_at
from evals.seen import SeenHit
from evals.truth_cases import read_truth, truth_cases, twin_cases
from ingest.errors import WrongUse
from ingest.records import Range

TEXT = "Sømarken Kommune (opdigtet). I 2019 var der ni lån i Birkelund. I 2020 var der syv lån i Birkelund. Andet står her."
QUOTES = {"2019": "I 2019 var der ni lån i Birkelund.", "2020": "I 2020 var der syv lån i Birkelund."}


def case(name: str, *quotes: str) -> Case:
    gold = tuple((GoldQuote(document="d", quote=quote),) for quote in quotes)
    return Case(id=name, suite="report", type="text_fact", question="?", status=(Status.FOUND,), gold=gold)


def hit(quote: str) -> SeenHit:
    start = TEXT.index(quote)
    return SeenHit("d", Range(start, start + len(quote)), 1.0)


def looked(hits: list[SeenHit], *quotes: str) -> Found:
    source = SourceText("d", "d", "d", "d", TEXT)
    return looked_at(case("a", *quotes), tuple(hits), [case("b", QUOTES["2020"])], {"d": source}.get)


OTHER = hit("Andet står her.")
OWN, TWIN = (hit(QUOTES[year]) for year in ("2019", "2020"))
BOTH = SeenHit("d", Range(OWN.range.start, TWIN.range.end), 1.0)


@pytest.mark.parametrize(
    ("hits", "first"),
    [
        ([OTHER, OWN, TWIN], True),
        ([OTHER, TWIN, OWN], False),
        ([BOTH, TWIN], True),  # the reader sees both in one passage
        ([OTHER], False),
    ],
)
def test_a_fact_stands_before_its_twins_or_does_not(hits: list[SeenHit], first: bool) -> None:
    assert looked(hits, QUOTES["2019"]).before_twins is first


def test_a_question_for_two_facts_has_half_of_them_and_no_twin() -> None:
    found = looked([OTHER, OWN], QUOTES["2019"], "Andet står her.")
    assert found.before_twins is None
    only = looked([OWN], QUOTES["2019"], "Andet står her.")
    assert [one.recall for one in kinds_of([found])] == [1.0]
    told = kinds_of([only])[0].as_json()
    assert told["R@10"] == 0.5
    assert "twin_first" not in told


def test_a_passage_that_holds_both_facts_of_a_question_counts_for_both() -> None:
    assert kinds_of([looked([OTHER, BOTH], QUOTES["2019"], QUOTES["2020"])])[0].recall == 1.0
    assert kinds_of([looked([OTHER, TWIN, TWIN], QUOTES["2019"], QUOTES["2020"])])[0].recall == 0.5


def test_a_fact_that_was_not_read_counts_as_not_found_and_is_told() -> None:
    found = looked([OTHER, OWN], "Det står her ikke.")
    assert found.before_twins is False
    assert "Det står her ikke." in found.problems[0]
    assert kinds_of([found])[0].recall == 0.0


def test_only_the_first_ten_passages_count_as_found() -> None:
    late = [OTHER] * 10 + [OWN]
    found = kinds_of([looked(late, QUOTES["2019"])])[0]
    assert (found.recall, found.twin_first) == (0.0, 1.0)


def test_a_made_up_report_is_searched_by_the_product(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HVIDBOG_HOME", str(tmp_path / "home"))
    folder = tmp_path / "rapport"
    make_report(3, 14, folder, lambda name, done, total: None, chromium=False)
    truth = read_truth(folder)
    asked = [one for one in truth_cases(truth) if one.type == "text_fact"]
    # Every twin is a fact of its own with another place, year or group, and stands in the report.
    for one in asked[:20]:
        twins = twin_cases(one, truth)
        assert len(twins) == 3
        assert len({twin.question for twin in (one, *twins)}) == 4
    assert main(["retrieval", "--report", str(folder), "--json"]) == 0
    kinds = json.loads(capsys.readouterr().out)["kinds"]
    assert kinds["text_fact"]["questions"] == len(asked)
    assert 0.5 < kinds["text_fact"]["R@10"] <= 1
    assert 0 < kinds["text_fact"]["twin_first"] <= 1
    assert main(["retrieval", "--report", str(folder)]) == 0
    shown = capsys.readouterr().out
    assert "en celle i en tabel" in shown
    assert "før sine tvillinger" in shown


def test_what_is_no_report_and_what_is_two_things_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HVIDBOG_HOME", str(tmp_path / "home"))
    with pytest.raises(WrongUse, match="make-report"):
        main(["retrieval", "--report", str(tmp_path)])
    for both_or_none in ([], ["--report", str(tmp_path), "--dataset", str(tmp_path)]):
        with pytest.raises(WrongUse, match="--dataset"):
            main(["retrieval", *both_or_none])
