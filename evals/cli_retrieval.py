"""`hvidbog eval retrieval`: search measured on a BEIR folder, the reference runs in the same table."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from evals.terminal import decimal, progress_bar, table
from ingest.catalogue import load_catalogue
from ingest.command_line import DanishParser
from ingest.config import read_settings

TEXTS = load_catalogue("evals")


def main(argv: Sequence[str]) -> int:
    """Print the measures of every run; 0. Raises WrongUse for a folder that is no data set."""
    parser = DanishParser("hvidbog eval retrieval", TEXTS.text("retrieval.usage"))
    parser.add_argument("--dataset", type=Path, required=True, help=TEXTS.text("retrieval.help_dataset"))
    parser.add_argument("--split", default="dev", help=TEXTS.text("retrieval.help_split"))
    parser.add_argument("--json", action="store_true", help=TEXTS.text("eval.help_json"))
    wanted = parser.parse_args(argv)
    from evals.beir import load_beir
    from evals.retrieval import SHOWN, measure_retrieval

    data = load_beir(wanted.dataset, wanted.split)
    with progress_bar() as progress:
        result = measure_retrieval(read_settings(), data, progress)
    for problem in result.problems:
        print(problem, file=sys.stderr)
    if wanted.json:
        print(json.dumps(result.as_json(), ensure_ascii=False))
        return 0
    print(TEXTS.text("retrieval.headline", dataset=result.dataset, split=result.split, questions=result.questions))
    heading = [TEXTS.text("retrieval.run"), *SHOWN, TEXTS.text("retrieval.interval"), "p50 ms", "p95 ms"]
    rows = [
        [
            run.name,
            *(decimal(run.means[name]) for name in SHOWN),
            f"{decimal(run.interval.low)}–{decimal(run.interval.high)}",
            decimal(run.p50_ms, 1),
            decimal(run.p95_ms, 1),
        ]
        for run in result.runs
    ]
    print(table(heading, rows))
    return 0
