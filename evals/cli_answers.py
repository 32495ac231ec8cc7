"""`hvidbog eval answers` and `hvidbog eval all`: reference questions through the product, against the bars."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evals.terminal import decimal, progress_bar, signed, table
from ingest.catalogue import load_catalogue
from ingest.command_line import DanishParser
from ingest.config import Settings, read_settings

if TYPE_CHECKING:
    from evals.compare import Comparison
    from evals.runs import Run
    from evals.summary import Summary
    from ingest.pipeline import Progress

TEXTS = load_catalogue("evals")
# So many passages of another municipality must not lead an answer astray.
DISTRACTORS = 10_000


def answers(argv: Sequence[str]) -> int:
    """Run `hvidbog eval answers`: 0, or 1 below a floor, significantly worse than the baseline, or with a fault."""
    parser = _parser("hvidbog eval answers", "answers.usage")
    parser.add_argument("--cases", nargs="+", default=["minutes"], help=TEXTS.text("answers.help_cases"))
    parser.add_argument("--audience", choices=("public", "staff"), help=TEXTS.text("answers.help_audience"))
    parser.add_argument("--again", metavar="RUN", help=TEXTS.text("answers.help_again"))
    wanted = parser.parse_args(argv)
    settings = read_settings()
    from evals.cases import asked_as, chosen, load_cases
    from evals.runs import configured, find_run, make_run, repeat
    from evals.suites import named_cases

    with progress_bar() as progress:
        if wanted.again:
            run = repeat(settings, find_run(settings, wanted.again), progress)
        else:
            cases = chosen(load_cases(named_cases(settings, wanted.cases, progress)), split=wanted.split)
            cases = asked_as(cases, wanted.audience)
            engine = wanted.engine or settings.engine
            config = configured(cases, engine, wanted.split, wanted.robustness, wanted.distractors)
            run = make_run(settings, cases, config, progress, recording=wanted.recording)
    return _tell(run, wanted)


def everything(argv: Sequence[str]) -> int:
    """Run `hvidbog eval all`: every suite of ours, asked in other ways too; exit codes as above."""
    parser = _parser("hvidbog eval all", "all.usage")
    parser.set_defaults(distractors=DISTRACTORS)
    wanted = parser.parse_args(argv)
    settings = read_settings()
    from evals.cases import chosen, load_cases
    from evals.runs import configured, make_run

    with progress_bar() as progress:
        cases = chosen(load_cases(_files(settings, progress)), split=wanted.split)
        engine = wanted.engine or settings.engine
        config = configured(cases, engine, wanted.split, True, wanted.distractors, surfaces=True)
        run = make_run(settings, cases, config, progress, recording=wanted.recording)
    return _tell(run, wanted)


def _parser(name: str, usage: str) -> DanishParser:
    parser = DanishParser(name, TEXTS.text(usage))
    parser.add_argument("--split", choices=("dev", "test"), help=TEXTS.text("answers.help_split"))
    parser.add_argument("--engine", choices=("extractive", "llm"), help=TEXTS.text("answers.help_engine"))
    parser.add_argument("--recording", type=Path, help=TEXTS.text("answers.help_recording"))
    parser.add_argument("--robustness", action="store_true", help=TEXTS.text("answers.help_robustness"))
    parser.add_argument("--distractors", type=int, default=0, help=TEXTS.text("answers.help_distractors"))
    parser.add_argument("--report-only", action="store_true", help=TEXTS.text("answers.help_report_only"))
    parser.add_argument("--all-measures", action="store_true", help=TEXTS.text("answers.help_all_measures"))
    parser.add_argument("--json", action="store_true", help=TEXTS.text("eval.help_json"))
    return parser


def _files(settings: Settings, progress: Progress) -> list[Path]:
    """The case files of our suites; a suite whose documents are not there is left out, and a sentence says so."""
    from evals.suites import OWN_SUITES, named_cases, suite_sources
    from ingest.errors import HvidbogError

    found: list[Path] = []
    for suite in OWN_SUITES:
        try:
            files = named_cases(settings, [suite], progress)
            suite_sources(settings, suite)
            found += files
        except HvidbogError as error:
            print(error, file=sys.stderr)
    return found


def _tell(run: Run, wanted: argparse.Namespace) -> int:
    from evals.bars import load_bars
    from evals.report import write_report
    from evals.summary import summarise

    summary = summarise(run, load_bars())
    path = write_report(summary)
    if wanted.json:
        print(json.dumps(summary.as_json(), ensure_ascii=False))
    else:
        print(page(summary, everything=wanted.all_measures))
        print(TEXTS.text("answers.report", path=path))
    return 0 if summary.passed or wanted.report_only else 1


def page(summary: Summary, everything: bool = False) -> str:
    """A run for the terminal: the measures by group, what turned, the bars that were missed, the faults."""
    from evals.surfaces import surface_lines

    told = summary.run.latency
    lines = [
        TEXTS.text(
            "answers.headline", run=summary.run.folder.name, questions=len(summary.run.cases),
            p50=decimal(told["p50_ms"], 0), p95=decimal(told["p95_ms"], 0),
        ),
        *([TEXTS.text("answers.tokens", **summary.run.tokens)] if summary.run.tokens else []),
        "",
    ]  # fmt: skip
    heading = [TEXTS.text(f"column.{name}") for name in ("measure", "value", "interval", "cases", "floor", "goal")]
    for group in dict.fromkeys(row.group for row in summary.rows):
        if ":" in group and not everything:
            continue
        rows = []
        for row in summary.rows:
            if row.group != group or row.value.value is None:
                continue
            ends = row.value.interval
            bar = row.verdict
            mark = "" if bar is None else ("" if bar.reached else " ✗")
            rows.append(
                [
                    measure_name(row.measure),
                    decimal(row.value.value) + mark,
                    f"{decimal(ends.low)}–{decimal(ends.high)}" if ends else "",
                    str(row.value.cases),
                    decimal(bar.bar.floor) if bar else "",
                    decimal(bar.bar.goal) if bar else "",
                ]
            )
        lines += [group, table(heading, rows), ""]
    lines += ["", *surface_lines(summary.run.surfaces), *verdict_lines(summary)]
    return "\n".join(lines)


def verdict_lines(summary: Summary) -> list[str]:
    """The end of it: bars missed, what is worse than the baseline, faults, or that all is well."""
    from evals.bars import worse_end

    lines = [
        TEXTS.text(
            "answers.missed", group=one.bar.group, measure=measure_name(one.bar.measure),
            value="–" if one.value.value is None else decimal(one.value.value), floor=decimal(one.bar.floor),
        )
        if one.sure else
        TEXTS.text(
            "answers.unsure", group=one.bar.group, measure=measure_name(one.bar.measure),
            end=decimal(worse_end(one.bar.measure, one.value) or 0.0), low=decimal(one.bar.low or 0.0),
        )
        for one in summary.missed
    ]  # fmt: skip
    lines += [TEXTS.text("answers.worse") + " " + comparison_line(one) for one in summary.worse]
    lines += list(summary.run.scores.problems)
    return lines or [TEXTS.text("answers.passed" if summary.bars else "answers.no_bars")]


def comparison_line(one: Comparison) -> str:
    """A comparison on one line."""
    return TEXTS.text(
        "compare.line", group=one.group, measure=measure_name(one.measure), first=decimal(one.first),
        second=decimal(one.second), low=signed(one.interval.low), high=signed(one.interval.high),
        p=decimal(one.p), lost=len(one.lost), won=len(one.won),
    )  # fmt: skip


def measure_name(measure: str) -> str:
    """What a measure is called in Danish; a search measure keeps its own name."""
    for start in ("search_", "robust_"):
        if measure.startswith(start):
            return TEXTS.text(f"measure.{start[:-1]}", name=measure.removeprefix(start))
    return TEXTS.text(f"measure.{measure}")
