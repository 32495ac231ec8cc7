"""Runs: the same twice, repeatable from themselves, scored again without an index, compared case by case, reported."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from assistant.records import Answer, Status
from evals.bars import Bar, Verdict, judge_bars, load_bars, lowered, raised, write_bars
from evals.baseline import against_baseline, load_baseline, write_baseline
from evals.cases import Case, chosen, load_cases
from evals.cli import main
from evals.compare import compare
from evals.figures import END, START, figures_block, with_figures
from evals.measures.part import Part
from evals.measures.statistics import Interval
from evals.report import report_html
from evals.runs import Run, configured, find_run, make_run, read_run, repeat, rescore
from evals.score import Value, score
from evals.suites import OWN_SUITES, case_files, open_suite
from evals.summary import summarise
from ingest.config import Settings
from ingest.errors import WrongUse
from ingest.records import Audience
from tests.conftest import ROOT
from tests.evals_bench import Broken, Told

GROUP = "minutes"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(home=tmp_path_factory.mktemp("runs"), corpus=ROOT / "corpus", open_browser="no")


@pytest.fixture(scope="module")
def told(home: Settings) -> Iterator[Told]:
    opened = open_suite(home, GROUP)(Audience.PUBLIC)
    yield Told(opened)
    opened.close()


@pytest.fixture(scope="module")
def cases() -> tuple[Case, ...]:
    """Every fifth question on the minutes."""
    return load_cases(case_files([GROUP]))[::5]


@pytest.fixture(scope="module")
def run(home: Settings, told: Told, cases: tuple[Case, ...]) -> Run:
    config = configured(cases, "extractive", robustness=True)
    return make_run(home, cases, config, opener=lambda suite: lambda audience: told)


def broken_run(home: Settings, told: Told, cases: tuple[Case, ...]) -> Run:
    """The same questions to a product that answers every second one with nothing."""

    def silent(answer: Answer, told: Told) -> Answer:
        if len(answer.question) % 2:
            return answer
        return replace(answer, status=Status.NOT_FOUND, reason=None, claims=(), citations=())

    config = configured(cases, "extractive")
    return make_run(home, cases, config, opener=lambda suite: lambda audience: Broken(told, silent))


STABLE = ("config.json", "cases.jsonl", "observations.jsonl", "variants.jsonl", "sources.jsonl", "scores.json")


def test_two_runs_of_the_same_code_are_the_same_byte_for_byte(
    home: Settings, run: Run, cases: tuple[Case, ...]
) -> None:
    # Asked of another assistant over the same index, opened anew.
    again = repeat(home, run.folder)
    assert again.folder != run.folder
    for name in STABLE:
        assert (again.folder / name).read_bytes() == (run.folder / name).read_bytes(), name
    assert again.scores == run.scores


def test_a_run_reads_back_as_it_was(run: Run, home: Settings) -> None:
    assert read_run(run.folder).scores.cases == run.scores.cases
    assert read_run(run.folder).config == run.config
    assert find_run(home, run.folder.name) == run.folder
    with pytest.raises(WrongUse, match="Der er ingen kørsel"):
        find_run(home, "findes-ikke")
    with pytest.raises(WrongUse, match="ikke en hel kørsel"):
        read_run(home.home)


def test_scoring_again_gives_the_same_and_repairs_scores(run: Run) -> None:
    before = (run.folder / "scores.json").read_bytes()
    (run.folder / "scores.json").write_text("{}", encoding="utf-8")
    assert rescore(run.folder).scores == run.scores
    assert (run.folder / "scores.json").read_bytes() == before


def test_a_thousand_observations_are_scored_in_seconds_without_an_index(run: Run) -> None:
    copies = 1 + 1000 // len(run.cases)
    cases = [case.model_copy(update={"id": f"{case.id}~{n}"}) for n in range(copies) for case in run.cases]
    observed = {one.case_id: one for one in run.observations}
    seen = [replace(observed[case.id.partition("~")[0]], case_id=case.id) for case in cases]
    assert len(seen) >= 1000
    started = time.process_time()
    scores = score(cases, seen, run.sources)
    assert time.process_time() - started < 30
    assert not scores.problems
    assert "torch" not in sys.modules


def test_latency_is_kept_apart_from_the_scores(run: Run) -> None:
    assert 0 < run.latency["p50_ms"] <= run.latency["p95_ms"]
    assert "elapsed_ms" not in (run.folder / "observations.jsonl").read_text(encoding="utf-8")


# Comparing.


def test_what_turned_wrong_stands_first(home: Settings, told: Told, cases: tuple[Case, ...], run: Run) -> None:
    worse = broken_run(home, told, cases)
    members = {GROUP: [case.id for case in cases if not case.needs_model]}
    found = compare(members, run.scores.cases, worse.scores.cases)
    assert found[0].worse
    assert found[0].significant
    by_name = {one.measure: one for one in found}
    assert by_name["correct"].test == "mcnemar"
    assert by_name["citation_recall"].lost
    assert all(name in members[GROUP] for name in by_name["gold_recall"].lost)
    order = [one.worse and one.significant for one in found]
    assert order == sorted(order, reverse=True)
    same = compare(members, run.scores.cases, run.scores.cases)
    assert not any(one.lost or one.won or one.significant for one in same)


def test_one_case_is_not_significant_and_ten_are() -> None:
    names = [f"c{n}" for n in range(40)]
    good = {name: {"correct": Part(1.0)} for name in names}
    for lost, told in ((1, False), (10, True)):
        bad = good | {name: {"correct": Part(0.0)} for name in names[:lost]}
        one = compare({"g": names}, good, bad)[0]
        assert (one.worse, one.significant, one.lost) == (True, told, tuple(names[:lost]))
        assert compare({"g": names}, bad, good)[0].worse is False


# Bars and baseline.


def test_a_run_below_a_floor_or_worse_than_the_baseline_does_not_pass(
    home: Settings, told: Told, cases: tuple[Case, ...], run: Run, tmp_path: Path
) -> None:
    here = run.scores.groups[GROUP]["gold_recall"].value or 0.0
    assert summarise(run, [Bar(GROUP, "gold_recall", here, 1.0)], []).passed
    assert not summarise(run, [Bar(GROUP, "gold_recall", min(here + 0.01, 1.0), 1.0)], []).passed
    low = [Bar(GROUP, "gold_recall", 0.0, 1.0)]
    write_baseline(run, low, tmp_path)
    kept = load_baseline(GROUP, tmp_path)
    assert kept is not None
    assert kept.bars == tuple(low)
    worse = broken_run(home, told, cases)
    assert summarise(run, low, against_baseline(run, low, tmp_path)).passed
    compared = summarise(worse, low, against_baseline(worse, low, tmp_path))
    assert not compared.missed
    assert [one.measure for one in compared.worse] == ["gold_recall"]
    assert not compared.passed


def test_a_bar_that_nothing_was_measured_for_is_missed(run: Run) -> None:
    assert not summarise(run, [Bar(GROUP, "page_accuracy", 0.0, 1.0)], []).passed
    assert summarise(run, [Bar("report", "page_accuracy", 1.0, 1.0)], []).passed
    # Robustness is a miss only where it was asked for.
    assert summarise(run, [Bar(GROUP, "robust_distractors", 1.0, 1.0)], []).passed
    assert not summarise(run, [Bar(GROUP, "robust_nothing", 0.0, 1.0)], []).passed


def test_half_of_the_questions_is_held_to_its_own_bars(home: Settings, told: Told, cases: tuple[Case, ...]) -> None:
    half = chosen(cases, split="dev")
    run = make_run(home, half, configured(half, "extractive", "dev"), opener=lambda suite: lambda audience: told)
    assert summarise(run, [Bar(GROUP, "correct", 1.0, 1.0)], []).passed
    assert not summarise(run, [Bar(f"{GROUP}-dev", "correct", 1.0, 1.0)], []).passed


def test_bars_are_only_ever_raised() -> None:
    now = load_bars()
    kept = [baseline for suite in OWN_SUITES if (baseline := load_baseline(suite))]
    assert len(kept) >= 2
    for baseline in kept:
        assert baseline.bars
        assert lowered(baseline.bars, now) == ()


def test_a_lowered_bar_is_found() -> None:
    before = [Bar("g", "correct", 0.5, 1.0), Bar("g", "selective_risk", 0.2, 0.0)]
    assert lowered(before, [Bar("g", "correct", 0.6, 1.0), Bar("g", "selective_risk", 0.1, 0.0)]) == ()
    assert lowered(before, [Bar("g", "correct", 0.4, 1.0), Bar("g", "selective_risk", 0.3, 0.0)]) == (
        "g.correct", "g.selective_risk",
    )  # fmt: skip
    assert lowered(before, before[:1]) == ("g.selective_risk",)
    sure = [Bar("g", "correct", 0.5, 1.0, 0.4)]
    assert lowered(sure, [Bar("g", "correct", 0.5, 1.0)]) == ("g.correct",)
    assert lowered(sure, [Bar("g", "correct", 0.5, 1.0, 0.3)]) == ("g.correct",)
    assert lowered(before[:1], sure) == ()


def test_a_value_too_unsure_misses_its_bar_though_it_reaches_the_floor() -> None:
    bar = Bar("g", "correct", 0.5, 1.0, 0.45)
    assert Verdict(bar, Value(0.6, Interval(0.5, 0.7), 90)).reached
    assert not Verdict(bar, Value(0.6, Interval(0.2, 0.9), 5)).reached
    assert not Verdict(bar, Value(0.6, None, 5)).reached
    risk = Bar("g", "selective_risk", 0.3, 0.0, 0.4)
    assert Verdict(risk, Value(0.2, Interval(0.1, 0.35), 90)).reached
    assert not Verdict(risk, Value(0.2, Interval(0.1, 0.6), 5)).reached


def test_bars_are_raised_to_what_a_run_holds_and_never_lowered(run: Run, tmp_path: Path) -> None:
    value = run.scores.groups[GROUP]["gold_recall"]
    assert value.value is not None
    here = value.value
    bars = [
        Bar(GROUP, "gold_recall", 0.1, 0.2), Bar(GROUP, "correct", 1.0, 1.0, 1.0), Bar(GROUP, "selective_risk", 1.0, 0.0),
        Bar("report", "correct", 0.3, 0.5),
    ]  # fmt: skip
    after = raised(bars, run.scores)
    assert lowered(bars, after) == ()
    assert here - 0.01 < after[0].floor <= here
    assert after[0].low is not None
    assert value.interval is not None
    assert after[0].low <= value.interval.low
    assert after[0].goal == after[0].floor
    assert (after[1], after[3]) == (bars[1], bars[3])
    risk = run.scores.groups[GROUP]["selective_risk"].value or 0.0
    assert risk <= after[2].floor < risk + 0.01
    assert all(one.reached for one in judge_bars(after, run.scores) if one.bar.measure != "correct")
    path = tmp_path / "bars.toml"
    path.write_text("# why\n\n[report]\ncorrect = { floor = 0.1, goal = 0.5 }\n", encoding="utf-8")
    write_bars(after, path)
    assert set(load_bars(path)) == set(after)
    assert path.read_text(encoding="utf-8").startswith("# why\n\n[report]")


@pytest.mark.parametrize(
    "row",
    [
        "floor = 0.5",
        "floor = 0.5\nlow = 0.6\ngoal = 0.9",
        "floor = 0.9\ngoal = 0.5",
        'floor = "a"\ngoal = 1',
        "floor = 0\ngoal = 1\nx = 1",
    ],
)
def test_a_bar_that_makes_no_sense_is_refused(row: str, tmp_path: Path) -> None:
    (tmp_path / "bars.toml").write_text(f"[minutes.correct]\n{row}\n", encoding="utf-8")
    with pytest.raises(WrongUse, match=r"minutes\.correct"):
        load_bars(tmp_path / "bars.toml")


@pytest.mark.parametrize("suite", ["minutes", "adversarial"])
def test_the_product_is_no_worse_than_the_accepted_run(suite: str, home: Settings) -> None:
    """The small fixed part of `make eval`: every fourth case, against the baseline kept in git."""
    some = tuple(case for n, case in enumerate(load_cases(case_files([suite]))) if n % 4 == 0)
    run = make_run(home, some, configured(some, "extractive"))
    worse = [one for one in against_baseline(run, load_bars()) if one.worse and one.significant]
    assert [(one.group, one.measure, one.lost) for one in worse] == []
    assert run.scores.problems == ()
    values = run.scores.groups[suite]
    assert values["verbatim_rate"].value == 1.0
    assert values["unknown_sources"].value == 0.0


# The report.


class Outline(HTMLParser):
    """What a page is made of: tags, addresses of anything outside, headings without text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.outside: list[str] = []
        self.images_without_text = 0
        self.language: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.tags.append(tag)
        self.outside += [told[name] or "" for name in ("src", "href", "srcset") if name in told]
        if tag == "html":
            self.language = told.get("lang")
        if tag == "svg" and not (told.get("role") == "img" and told.get("aria-label")):
            self.images_without_text += 1


def test_the_report_is_one_page_that_needs_nothing_else(run: Run) -> None:
    html = report_html(summarise(run, [Bar(GROUP, "correct", 1.0, 1.0)], []))
    outline = Outline()
    outline.feed(html)
    assert outline.outside == []
    assert not {"script", "link", "img", "iframe"} & set(outline.tags)
    assert outline.language == "da"
    assert outline.tags.count("svg") >= 2
    assert outline.images_without_text == 0
    assert "url(" not in html
    assert outline.tags.count("h1") == 1


def test_the_report_shows_each_failed_case_with_both_sides(run: Run) -> None:
    summary = summarise(run, [], [])
    html = report_html(summary)
    assert html.count("<details>") == len(summary.failures) > 0
    one = next(failure for failure in summary.failures if failure.expected_quotes)
    for text in (one.case.question, one.expected_quotes[0][0][:40]):
        assert text.replace('"', "&#34;") in html


def test_the_report_shows_the_same_numbers_as_the_json(run: Run) -> None:
    summary = summarise(run, [], [])
    value = summary.as_json()["measures"][GROUP]["correct"]["value"]
    assert f"{value:.3f}".replace(".", ",") in report_html(summary)
    assert f"{value * 100:.0f} %" in report_html(summary)


def test_what_comes_from_outside_is_escaped(home: Settings, told: Told) -> None:
    attack = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    case = Case(id="x", suite=GROUP, type="fact", question=attack, status=(Status.FOUND,), reference_answer=attack)
    run = make_run(home, [case], configured([case], "extractive"), opener=lambda suite: lambda audience: told)
    html = report_html(summarise(run, [], []))
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html


# The commands.


def test_answers_end_with_1_when_a_bar_is_missed_and_0_with_report_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], cases: tuple[Case, ...]
) -> None:
    monkeypatch.setenv("HVIDBOG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HVIDBOG_CORPUS", str(ROOT / "corpus"))
    monkeypatch.setattr("evals.bars.load_bars", lambda path=None: (Bar(GROUP, "correct", 1.0, 1.0),))
    path = tmp_path / "few.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows(cases[:6])), encoding="utf-8")
    assert main(["answers", "--cases", str(path)]) == 1
    shown = capsys.readouterr().out
    assert "Kravet er ikke nået: minutes, Rigtige svar" in shown
    report = re.search(r"Rapport: (.*)", shown)
    assert report is not None
    assert Path(report[1]).is_file()
    assert main(["answers", "--cases", str(path), "--report-only", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["passed"] is False
    assert {"p50_ms", "p95_ms", "measures", "failures", "compared"} <= set(told)
    assert main(["answers", "--cases", str(path), "--audience", "staff", "--report-only", "--json"]) == 0
    as_staff = json.loads(capsys.readouterr().out)["measures"][GROUP]
    assert as_staff["share_dropped"]["value"] is not None, "the staff are told what the gate dropped"
    assert "share_dropped" in told["measures"][GROUP]
    assert told["measures"][GROUP]["share_dropped"]["value"] is None
    assert main(["answers", "--again", "seneste", "--report-only"]) == 0
    names = sorted(path.name for path in (tmp_path / "home" / "eval-runs").iterdir())
    capsys.readouterr()
    assert main(["compare", names[0], names[-1]]) == 0
    assert "Der er ingen forskel." in capsys.readouterr().out
    assert main(["rescore", names[0]]) == 0


def rows(cases: tuple[Case, ...]) -> list[dict[str, object]]:
    wrong = [case.model_copy(update={"status": (Status.UNCLEAR,), "gold": (), "reason": ()}) for case in cases]
    return [json.loads(case.model_dump_json()) for case in wrong]


def test_every_subcommand_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    from evals.cli import SUBCOMMANDS

    assert main(["--help"]) == 0
    listed = capsys.readouterr().out
    for name in SUBCOMMANDS:
        assert f"  {name} " in listed
        with pytest.raises(SystemExit):
            main([name, "--help"])
        assert capsys.readouterr().out.startswith("Brug: hvidbog eval")
    with pytest.raises(WrongUse, match="findes ikke"):
        main(["ingenting"])


# The README's figures.


def test_the_readme_holds_the_figures_of_the_accepted_runs() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert with_figures(text) == text, "run: hvidbog eval figures --write README.md"
    assert figures_block().count("\n|") >= 3


def test_a_figure_that_was_changed_is_found(tmp_path: Path) -> None:
    text = f"# A\n\n{figures_block()}\n\nEnd\n"
    assert with_figures(text) == text
    assert with_figures(re.sub(r"\d,\d\d", "0,99", text)) == text
    assert with_figures(f"{START}{END}") == figures_block()
    with pytest.raises(WrongUse, match="afsnit"):
        with_figures("# A\n")
