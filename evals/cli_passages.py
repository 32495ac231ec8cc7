"""`hvidbog eval passages`: questions with answer strings over a BEIR folder; quotes that hold them, and the decision."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evals.terminal import decimal, progress_bar, signed, table
from ingest.catalogue import load_catalogue
from ingest.command_line import DanishParser
from ingest.config import read_settings

if TYPE_CHECKING:
    from evals.passage_scores import PassageScores
    from ingest.config import Settings
    from ingest.pipeline import Progress

TEXTS = load_catalogue("evals")


def main(argv: Sequence[str]) -> int:
    """Print the scores; 0. Raises WrongUse for a folder without questions that have answers."""
    parser = DanishParser("hvidbog eval passages", TEXTS.text("passages.usage"))
    parser.add_argument("--dataset", type=Path, required=True, help=TEXTS.text("passages.help_dataset"))
    parser.add_argument("--half", choices=["tuning", "reported"], help=TEXTS.text("retrieval.help_half"))
    parser.add_argument("--json", action="store_true", help=TEXTS.text("eval.help_json"))
    wanted = parser.parse_args(argv)
    with progress_bar() as progress:
        scores = measure(read_settings(), wanted.dataset, wanted.half, progress)
    print(json.dumps(scores.as_json(), ensure_ascii=False) if wanted.json else page(scores))
    return 0


def measure(settings: Settings, folder: Path, half: str | None, progress: Progress) -> PassageScores:
    """The scores of a folder, or of a half of its questions. Raises WrongUse as `load_quiz`."""
    from evals.passage_scores import scored
    from evals.passages import load_quiz, look, open_folder

    quiz = load_quiz(folder, half)
    asked = open_folder(settings, folder, progress)
    try:
        progress.start(TEXTS.text("passages.asking"), len(quiz))
        return scored(look(quiz, asked, progress.advance))
    finally:
        asked.close()


def page(scores: PassageScores) -> str:
    """The scores for the terminal: a table of quotes, a table of decisions, and the two paired differences."""
    from evals.passage_scores import COVERAGES

    quotes = [TEXTS.text(f"passages.{name}") for name in ("run", "first", "any", "false_answers", "median", "p95")]
    lines = [
        TEXTS.text("passages.headline", answerable=scores.answerable, unanswerable=scores.unanswerable),
        table(
            quotes,
            [
                [
                    TEXTS.text(f"passages.run_{one.name}"),
                    f"{decimal(one.first)} ({decimal(one.first_interval.low)}–{decimal(one.first_interval.high)})",
                    f"{decimal(one.any)} ({decimal(one.any_interval.low)}–{decimal(one.any_interval.high)})",
                    "–" if one.false_answers is None else decimal(one.false_answers),
                    decimal(one.median_words, 0),
                    decimal(one.p95_words, 0),
                ]
                for one in scores.rows
            ],
        ),
        TEXTS.text("passages.gain", low=signed(scores.gain.low), high=signed(scores.gain.high)),
    ]
    if scores.lift is None:
        return "\n".join(lines)
    risks = [TEXTS.text("passages.risk_at", share=decimal(100 * share, 0)) for share in COVERAGES]
    decisions = [
        [
            TEXTS.text(f"passages.by_{one.name}"),
            f"{decimal(one.auroc)} ({decimal(one.interval.low)}–{decimal(one.interval.high)})",
            *map(decimal, one.risks),
            decimal(one.area),
        ]
        for one in scores.decisions
    ]
    lines += [
        "",
        table([TEXTS.text("passages.decided_by"), "AUROC", *risks, "AURC"], decisions),
        TEXTS.text("passages.lift", low=signed(scores.lift.low), high=signed(scores.lift.high)),
    ]
    return "\n".join(lines)
