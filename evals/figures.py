"""The README's figures: made from the baselines kept in git and from nothing else, so that a test can compare them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from evals.baseline import FOLDER
from evals.suites import OWN_SUITES
from ingest.catalogue import load_catalogue
from ingest.errors import WrongUse

TEXTS = load_catalogue("evals")
START, END = "<!-- figures -->", "<!-- /figures -->"
_BLOCK = re.compile(re.escape(START) + r".*?" + re.escape(END), re.DOTALL)
# The README is documentation, so these words are English and stand here.
HEADING = (
    "Questions on", "Number", "Right", "All evidence quoted", "Quotes that are evidence", "Verbatim",
    "Refusals, precision / recall", "ms, p50 / p95",
)  # fmt: skip
NAMES = {"minutes": "the minutes", "adversarial": "traps and attacks", "report": "the made-up report",
    "unseen_minutes": "the minutes, by a stranger", "unseen_adversarial": "traps, by a stranger",
}  # fmt: skip
SOURCE = "From the accepted runs in `evals/baseline/`; written by `hvidbog eval figures --write README.md`."
_COLUMNS = ("correct", "gold_recall", "citation_precision", "verbatim_rate")


def figures_block(folder: Path = FOLDER) -> str:
    """The marked block with its table: a row for each suite with an accepted run and for each half of its questions."""
    rows = ["| " + " | ".join(HEADING) + " |", "|" + "---|" * len(HEADING)]
    for suite in OWN_SUITES:
        path = folder / f"{suite}.json"
        if path.is_file():
            tree = json.loads(path.read_text(encoding="utf-8"))
            rows += [_row(suite, half, tree) for half in ("", "-dev", "-test") if suite + half in tree["groups"]]
    return "\n".join([START, *rows, "", SOURCE, END])


def with_figures(text: str, folder: Path = FOLDER) -> str:
    """`text` with its marked block written anew. Raises WrongUse where there is no block."""
    if not _BLOCK.search(text):
        raise WrongUse(TEXTS.text("figures.no_block", start=START, end=END))
    return _BLOCK.sub(lambda _: figures_block(folder), text, count=1)


def _row(suite: str, half: str, tree: dict[str, Any]) -> str:
    values = tree["groups"][suite + half]
    name = NAMES[suite] + (f", {half[1:]} half" if half else "")
    times = " / ".join(f"{tree['latency'][key]:.0f}" for key in ("p50_ms", "p95_ms"))
    refusals = " / ".join(_share(values, measure) for measure in ("refusal_precision", "refusal_recall"))
    cells = [
        name,
        str(values["correct"]["cases"]),
        *(_share(values, measure) for measure in _COLUMNS),
        refusals,
        "" if half else times,
    ]
    return "| " + " | ".join(cells) + " |"


def _share(values: dict[str, Any], measure: str) -> str:
    value = values.get(measure, {}).get("value")
    return "–" if value is None else f"{value:.2f}"
