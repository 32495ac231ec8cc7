"""`hvidbog eval judge`: how a model as judge agrees with the answers labelled by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evals.terminal import decimal, table
from ingest.catalogue import load_catalogue
from ingest.command_line import DanishParser

if TYPE_CHECKING:
    from evals.judge import Agreement

TEXTS = load_catalogue("evals")


def main(argv: Sequence[str]) -> int:
    """Print the agreement of the recorded judge with the labels: 0, or 1 where it could judge nothing.

    Without a recording the labels alone are counted, and nothing is claimed of any judge.
    """
    parser = DanishParser("hvidbog eval judge", TEXTS.text("judge.usage"))
    parser.add_argument("--recording", type=Path, help=TEXTS.text("judge.help_recording"))
    parser.add_argument("--model", default="", help=TEXTS.text("judge.help_model"))
    parser.add_argument("--json", action="store_true", help=TEXTS.text("eval.help_json"))
    wanted = parser.parse_args(argv)
    from evals.judge import agreement, label_counts, load_judged
    from evals.recording import Recording
    from ingest.errors import WrongUse

    labelled = load_judged()
    if wanted.recording is None:
        counts = label_counts(labelled)
        if wanted.json:
            print(json.dumps({"labelled": len(labelled), "labels": counts, "agreement": None}, ensure_ascii=False))
        else:
            print(TEXTS.text("judge.no_model", count=len(labelled)))
        return 0
    if not wanted.recording.is_file():
        raise WrongUse(TEXTS.text("cases.missing", path=wanted.recording))
    found = agreement(Recording(wanted.recording, wanted.model), labelled)
    if wanted.json:
        told = {one.aspect: {"judged": one.judged, "raw": one.raw, "kappa": one.kappa} for one in found}
        print(json.dumps({"labelled": len(labelled), "agreement": told}, ensure_ascii=False))
    else:
        print(agreement_table(found))
    return 0 if any(one.judged for one in found) else 1


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
