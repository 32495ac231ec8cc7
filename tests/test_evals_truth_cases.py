"""Questions made from the truth of the made-up report: how hard they are, that their evidence is there, and the pages."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from evals.cases import Case
from evals.make_report import make_report
from evals.runs import configured, make_run
from evals.suites import open_suite, report_cases, report_folder
from evals.truth_cases import MOST_SHARED, WANTED, Truth, read_truth, shared_words, truth_cases
from ingest.config import Settings
from ingest.danish import Analyzer
from ingest.errors import WrongUse
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Truth:
    """The truth of the report in its full size; only its text is looked at."""
    folder = tmp_path_factory.mktemp("report")
    make_report(1, 400, folder, lambda name, done, total: None, chromium=False)
    return read_truth(folder)


@pytest.fixture(scope="module")
def cases(truth: Truth) -> tuple[Case, ...]:
    return truth_cases(truth)


def test_there_are_at_least_four_hundred_of_every_type(cases: tuple[Case, ...], truth: Truth) -> None:
    assert len(cases) >= 400
    assert len({case.id for case in cases}) == len(cases)
    counts = Counter(case.type for case in cases)
    assert set(counts) == set(WANTED)
    for half in ("dev", "test"):
        assert min(Counter(case.type for case in cases if case.split == half).values()) >= 4
    assert truth_cases(truth) == cases
    other = truth_cases(truth, "report_dev")
    assert [case.question for case in other] == [case.question for case in cases]
    assert {case.suite for case in other} == {"report_dev"}
    # Those that no word of the report's own name for the figure helps to find are reported apart.
    assert {case.type for case in cases if case.needs_model} == {"explained"}
    assert sum(not case.needs_model for case in cases) >= 400


def test_a_question_shares_at_most_half_of_its_words_with_its_fact(cases: tuple[Case, ...], truth: Truth) -> None:
    shares = [shared_words(case, truth) for case in cases if case.gold]
    assert max(shares) <= MOST_SHARED
    # The control: the report's own question of the same fact shares nearly all.
    fact = next(case for case in cases if case.type == "text_fact")
    own = truth.facts[fact.id.rpartition("-")[2]]["question"]
    assert shared_words(fact.model_copy(update={"question": own}), truth) > MOST_SHARED


def test_a_question_names_its_figure_by_one_of_its_own_words_unless_it_needs_a_model(
    cases: tuple[Case, ...], truth: Truth
) -> None:
    words = Analyzer()
    for case in (one for one in cases if one.gold):
        fact = truth.facts[case.id.rpartition("-")[2]]
        asked = case.question.replace(fact["group"], "").replace(fact["place"], "")
        named = set(words.terms(asked)) & set(words.terms(fact["attribute"]))
        assert bool(named) is not case.needs_model, case.question


def test_what_is_left_out_stands_nowhere_and_its_twins_do(cases: tuple[Case, ...], truth: Truth) -> None:
    known = {(one["attribute"], one["group"], one["place"], one["year"]) for one in truth.facts.values()}
    asked = [case for case in cases if case.type == "left_out"]
    for case in asked:
        year = case.question.removesuffix("?").rpartition(" ")[2]
        place = next(one["place"] for one in truth.facts.values() if f" i {one['place']} i {year}?" in case.question)
        same = {k for k in known if k[2] == place and f" {k[1]} i " in case.question}
        assert same, case.question
        texts = [one["text"] for one in truth.sentences.values() if place in one["text"] and year in one["text"]]
        attributes = {k[0] for k in same if str(k[3]) != year}
        group = next(iter(same))[1]
        missing = [a for a in attributes if not any(a in t.lower() and group in t for t in texts)]
        assert missing, case.question


def test_the_evidence_of_every_question_is_read_and_cited_with_its_page(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", corpus=ROOT / "corpus", open_browser="no")
    folder = report_folder(settings, "report_dev")
    make_report(1, 30, folder, lambda name, done, total: None, chromium=False)
    from evals.cases import load_cases

    cases = load_cases([report_cases(settings, "report_dev")])
    assert {"text_fact", "table_cell"} <= {case.type for case in cases}
    easy = [
        case.model_copy(update={"question": case.gold[0][0].quote, "id": f"{case.id}-own"})
        for case in cases
        if case.gold
    ]
    asked = (*cases[:40], *easy[:40])
    run = make_run(settings, asked, configured(asked, "extractive"), opener=lambda suite: open_suite(settings, suite))
    assert run.scores.problems == ()
    values = run.scores.groups["report_dev"]
    assert values["verbatim_rate"].value == 1.0
    assert values["page_accuracy"].value == 1.0
    assert values["page_accuracy"].cases >= 10
    assert values["label_accuracy"].value == 1.0


def test_a_folder_without_a_report_is_said(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="make-report"):
        read_truth(tmp_path)
