"""`hvidbog eval retrieval`: search measured on a BEIR folder, beside the reference runs, or on a made-up report."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evals.terminal import decimal, progress_bar, signed, table
from ingest.catalogue import load_catalogue
from ingest.command_line import DanishParser
from ingest.config import read_settings

if TYPE_CHECKING:
    from evals.measures.statistics import Interval
    from evals.report_retrieval import KindFound
    from evals.retrieval import Difference, RetrievalResult, RunResult

TEXTS = load_catalogue("evals")


def main(argv: Sequence[str]) -> int:
    """Print the measures of every run; 0. Raises WrongUse for a folder that is no data set and no made-up report."""
    parser = DanishParser("hvidbog eval retrieval", TEXTS.text("retrieval.usage"))
    measured = parser.add_mutually_exclusive_group(required=True)
    measured.add_argument("--dataset", type=Path, help=TEXTS.text("retrieval.help_dataset"))
    measured.add_argument("--report", type=Path, help=TEXTS.text("retrieval.help_report"))
    parser.add_argument("--split", default="dev", help=TEXTS.text("retrieval.help_split"))
    parser.add_argument("--half", choices=["tuning", "reported"], help=TEXTS.text("retrieval.help_half"))
    otherwise = parser.add_mutually_exclusive_group()
    otherwise.add_argument("--parts", action="store_true", help=TEXTS.text("retrieval.help_parts"))
    otherwise.add_argument("--robustness", action="store_true", help=TEXTS.text("retrieval.help_robustness"))
    parser.add_argument("--json", action="store_true", help=TEXTS.text("eval.help_json"))
    wanted = parser.parse_args(argv)
    if wanted.report:
        return _report(wanted.report, wanted.json)
    from evals.beir import half_of, load_beir
    from evals.retrieval import measure_parts, measure_retrieval, measure_robustness

    data = load_beir(wanted.dataset, wanted.split)
    data = half_of(data, wanted.half) if wanted.half else data
    settings = read_settings()
    with progress_bar() as progress:
        if wanted.parts:
            result = measure_parts(settings, data, progress)
        elif wanted.robustness:
            result = measure_robustness(settings, data, progress)
        else:
            result = measure_retrieval(settings, data, progress, legs=True)
    for problem in result.problems:
        print(problem, file=sys.stderr)
    print(json.dumps(result.as_json(), ensure_ascii=False) if wanted.json else _page(result))
    return 0


def _report(folder: Path, as_json: bool) -> int:
    from evals.report_retrieval import kinds_of, measure_report

    with progress_bar() as progress:
        found = measure_report(read_settings(), folder, progress)
    for problem in (problem for one in found for problem in one.problems):
        print(problem, file=sys.stderr)
    kinds = kinds_of(found)
    if as_json:
        tree = {"report": folder.resolve().name, "kinds": {one.kind: one.as_json() for one in kinds}}
        print(json.dumps(tree, ensure_ascii=False))
        return 0
    heading = [TEXTS.text(f"retrieval.{name}") for name in ("kind", "questions", "recall", "twin_first")]
    print(TEXTS.text("retrieval.report_headline", report=folder.resolve().name))
    print(table(heading, [_kind(one) for one in kinds]))
    print(TEXTS.text("retrieval.twins_explained"))
    return 0


def _kind(one: KindFound) -> list[str]:
    def share(value: float | None, interval: Interval | None) -> str:
        return (
            f"{decimal(value)} ({decimal(interval.low)}–{decimal(interval.high)})"
            if value is not None and interval
            else "–"
        )

    name = TEXTS.text(f"retrieval.kind_{one.kind}")
    return [name, str(one.questions), share(one.recall, one.recall_interval), share(one.twin_first, one.twin_interval)]


def _page(result: RetrievalResult) -> str:
    from evals.retrieval import SHOWN

    headline = TEXTS.text("retrieval.headline", dataset=result.dataset, split=result.split, questions=result.questions)
    heading = [TEXTS.text("retrieval.run"), *SHOWN, TEXTS.text("retrieval.interval"), "p50 ms", "p95 ms"]
    lines = [headline, table(heading, [_row(run) for run in (*result.runs, *result.own)])]
    return "\n".join([*lines, *(_line(one, result) for one in result.differences)])


def _row(run: RunResult) -> list[str]:
    from evals.retrieval import SHOWN

    name = TEXTS.text(f"retrieval.run_{run.name}")
    measures = [decimal(run.means[measure]) for measure in SHOWN]
    interval = f"{decimal(run.interval.low)}–{decimal(run.interval.high)}"
    return [name, *measures, interval, decimal(run.p50_ms, 1), decimal(run.p95_ms, 1)]


def _line(one: Difference, result: RetrievalResult) -> str:
    """A paired difference in nDCG@10, also as a share of what it is compared with."""
    than = next(run for run in (*result.runs, *result.own) if run.name == one.than).means["nDCG@10"]
    return TEXTS.text(
        "retrieval.difference",
        run=TEXTS.text(f"retrieval.run_{one.run}"),
        than=TEXTS.text(f"retrieval.run_{one.than}"),
        mean=signed(one.mean),
        low=signed(one.interval.low),
        high=signed(one.interval.high),
        share=signed(100 * one.mean / than, 1) if than else "–",
    )
