"""`hvidbog eval judge`: how a model as judge agrees with the answers labelled by hand, and what it says of a run."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evals.terminal import decimal, progress_bar, table
from ingest.catalogue import load_catalogue
from ingest.command_line import DanishParser
from ingest.config import Settings, read_settings

if TYPE_CHECKING:
    from evals.judge import Agreement
    from evals.recording import Recording

TEXTS = load_catalogue("evals")


def main(argv: Sequence[str]) -> int:
    """Print how a judge agrees with the labels, or with `--run` what it says of a run: 0, or 1 where it judged nothing.

    The judge is a recording; with `--ask` the model that the settings name answers what is missing in it. Without either
    the labels alone are counted, and nothing is claimed of any judge.
    """
    parser = DanishParser("hvidbog eval judge", TEXTS.text("judge.usage"))
    parser.add_argument("--recording", type=Path, help=TEXTS.text("judge.help_recording"))
    parser.add_argument("--model", default="", help=TEXTS.text("judge.help_model"))
    parser.add_argument("--ask", action="store_true", help=TEXTS.text("judge.help_ask"))
    parser.add_argument("--run", help=TEXTS.text("judge.help_run"))
    parser.add_argument("--json", action="store_true", help=TEXTS.text("eval.help_json"))
    wanted = parser.parse_args(argv)
    from evals.judge import agreement, label_counts, load_judged

    labelled = load_judged()
    if wanted.recording is None and not wanted.ask:
        counts = label_counts(labelled)
        if wanted.json:
            print(json.dumps({"labelled": len(labelled), "labels": counts, "agreement": None}, ensure_ascii=False))
        else:
            print(TEXTS.text("judge.no_model", count=len(labelled)))
        return 0
    settings = read_settings()
    judge = _judge(settings, wanted)
    if wanted.run:
        return _judged_run(settings, judge, wanted.run)
    found = agreement(judge, labelled)
    if wanted.json:
        told = {one.aspect: {"judged": one.judged, "raw": one.raw, "kappa": one.kappa} for one in found}
        print(json.dumps({"labelled": len(labelled), "agreement": told}, ensure_ascii=False))
    else:
        print(agreement_table(found))
    return 0 if any(one.judged for one in found) else 1


def _judge(settings: Settings, wanted: argparse.Namespace) -> Recording:
    """The judge of a recording, and behind it the model of the settings where it may be asked."""
    from evals.judged_runs import judging_model
    from evals.recording import Recording
    from ingest.errors import WrongUse

    model = judging_model(settings) if wanted.ask else None
    if wanted.ask and model is None:
        raise WrongUse(TEXTS.text("answers.no_model"))
    path = wanted.recording or settings.home / "judge.jsonl"
    if model is None and not path.is_file():
        raise WrongUse(TEXTS.text("cases.missing", path=path))
    return Recording(path, wanted.model or (model.name if model else ""), model)


def _judged_run(settings: Settings, judge: Recording, name: str) -> int:
    from evals.judge import Judgement
    from evals.judged_runs import COMPLETE, PLAIN, judge_run, write_judgements
    from evals.runs import find_run, read_run, rescore

    run = read_run(find_run(settings, name))
    with progress_bar() as progress:
        progress.start(TEXTS.text("judge.judging"), len(run.cases))
        said = judge_run(judge, run.cases, run.observations, progress.advance)
    write_judgements(run.folder, said)
    judged = rescore(run.folder)
    rows = []
    for suite in run.config.suites:
        for measure in (COMPLETE, PLAIN):
            value = judged.scores.groups.get(suite, {}).get(measure)
            if value is not None:
                shown = "–" if value.value is None else decimal(value.value, 2)
                told = [str(value.cases), str(sum(value.unscored.values())), shown]
                rows.append([f"{suite}: {TEXTS.text(f'measure.{measure}')}", *told])
    print(table([TEXTS.text(f"judge.{column}") for column in ("aspect", "judged", "unscored", "share")], rows))
    return 0 if any(isinstance(one, Judgement) for one in said.values()) else 1


def agreement_table(found: Sequence[Agreement]) -> str:
    """The agreement as a table."""
    heading = [TEXTS.text(f"judge.{name}") for name in ("aspect", "judged", "unscored", "raw", "kappa")]
    rows = [
        [
            TEXTS.text(f"judge.aspect_{one.aspect}"),
            str(one.judged),
            str(sum(one.unscored.values())),
            "–" if one.raw is None else decimal(one.raw, 2),
            "–" if one.kappa is None else decimal(one.kappa, 2),
        ]
        for one in found
    ]
    return table(heading, rows)
