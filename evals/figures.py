"""The README's figures: made from the baselines kept in git and from nothing else, so that a test can compare them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from evals.baseline import FOLDER
from evals.suites import OWN_SUITES
from evals.terminal import decimal
from ingest.catalogue import load_catalogue
from ingest.errors import WrongUse

TEXTS = load_catalogue("evals")
START, END = "<!-- figures -->", "<!-- /figures -->"
_BLOCK = re.compile(re.escape(START) + r".*?" + re.escape(END), re.DOTALL)
_COLUMNS = ("correct", "gold_recall", "citation_precision", "verbatim_rate")


def figures_block(folder: Path = FOLDER) -> str:
    """The marked block with its table: a row for each suite with an accepted run and for each half of its questions."""
    heading = TEXTS.text("figures.heading")
    rows = [heading, "|" + "---|" * (heading.count("|") - 1)]
    told = []
    for suite in OWN_SUITES:
        path = folder / f"{suite}.json"
        if path.is_file():
            tree = json.loads(path.read_text(encoding="utf-8"))
            rows += [
                _row(suite, half, tree["groups"]) for half in ("", "-dev", "-test") if suite + half in tree["groups"]
            ]
            told.append(
                TEXTS.text(
                    "figures.latency", suite=TEXTS.text(f"suite.name_{suite}"), engine=tree["config"]["engine"],
                    p50=decimal(tree["latency"]["p50_ms"], 0), p95=decimal(tree["latency"]["p95_ms"], 0),
                )
            )  # fmt: skip
    return "\n".join([START, *rows, "", *told, TEXTS.text("figures.from"), END])


def with_figures(text: str, folder: Path = FOLDER) -> str:
    """`text` with its marked block written anew. Raises WrongUse where there is no block."""
    if not _BLOCK.search(text):
        raise WrongUse(TEXTS.text("figures.no_block", start=START, end=END))
    return _BLOCK.sub(lambda _: figures_block(folder), text, count=1)


def _row(suite: str, half: str, groups: dict[str, Any]) -> str:
    values = groups[suite + half]
    name = TEXTS.text(f"suite.name_{suite}") + (f" ({half[1:]})" if half else "")
    refusals = " / ".join(_share(values, measure) for measure in ("refusal_precision", "refusal_recall"))
    cells = [name, str(values["correct"]["cases"]), *(_share(values, measure) for measure in _COLUMNS), refusals]
    return "| " + " | ".join(cells) + " |"


def _share(values: dict[str, Any], measure: str) -> str:
    value = values.get(measure, {}).get("value")
    return "–" if value is None else decimal(value, 2)
