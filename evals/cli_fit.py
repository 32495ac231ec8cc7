"""`hvidbog eval fit`: the weights of the order of sentences, fitted on questions that nobody reports on."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from evals.terminal import decimal, progress_bar
from ingest.catalogue import load_catalogue
from ingest.command_line import DanishParser
from ingest.config import Settings, read_settings

if TYPE_CHECKING:
    from evals.fit import Example
    from ingest.pipeline import Progress

TEXTS = load_catalogue("evals")
_RANKING = re.compile(r"^\[ranking\]\n(?:(?!\[).*\n)*", re.MULTILINE)


def main(argv: Sequence[str]) -> int:
    """Print the weights and how well they do under cross-validation, and write them where wanted; 0."""
    parser = DanishParser("hvidbog eval fit", TEXTS.text("fit.usage"))
    parser.add_argument("--dataset", type=Path, required=True, help=TEXTS.text("passages.help_dataset"))
    parser.add_argument("--cases", nargs="*", default=[], help=TEXTS.text("fit.help_cases"))
    parser.add_argument("--write", action="store_true", help=TEXTS.text("fit.help_write"))
    parser.add_argument("--json", action="store_true", help=TEXTS.text("eval.help_json"))
    wanted = parser.parse_args(argv)
    settings = read_settings()
    from evals.fit import FOLDS, cross_validated, fit_order

    with progress_bar() as progress:
        examples = _of_dataset(settings, wanted.dataset, progress)
        first, some = cross_validated([*examples, *(cases := _of_cases(settings, wanted.cases))], str(wanted.dataset))
        weights = fit_order([*examples, *cases])
    if wanted.write:
        path = Path(str(files("assistant"))) / "weights.toml"
        path.write_text(with_ranking(path.read_text(encoding="utf-8"), weights), encoding="utf-8")
    told = {"questions": len(examples) + len(cases), "first": first, "any": some}
    if wanted.json:
        print(json.dumps({**told, "folds": FOLDS, "weights": weights}, ensure_ascii=False))
    else:
        print("\n".join(f"{name} = {value}" for name, value in weights.items()))
        print(
            TEXTS.text("fit.fitted", questions=told["questions"], first=decimal(first), any=decimal(some), folds=FOLDS)
        )
    return 0


def with_ranking(text: str, weights: Mapping[str, float]) -> str:
    """`weights.toml` with these weights of the order, those that are not 0, and everything else as it was."""
    lines = "".join(f"{name} = {value}\n" for name, value in weights.items() if value)
    return _RANKING.sub(f"[ranking]\n{lines}\n", text, count=1)


def _of_dataset(settings: Settings, folder: Path, progress: Progress) -> list[Example]:
    from evals.fit import examples_of_quiz
    from evals.passages import load_quiz, open_folder

    quiz = load_quiz(folder, "tuning")
    asked = open_folder(settings, folder, progress)
    try:
        progress.start(TEXTS.text("passages.asking"), len(quiz))
        return examples_of_quiz(quiz, asked, str(folder), progress.advance)
    finally:
        asked.close()


def _of_cases(settings: Settings, names: Sequence[str]) -> list[Example]:
    from evals.cases import chosen, load_cases
    from evals.fit import examples_of_cases
    from evals.suites import named_cases, open_suite
    from ingest.records import Audience

    cases = chosen(load_cases(named_cases(settings, names)), split="dev")
    found: list[Example] = []
    for suite in dict.fromkeys(case.suite for case in cases):
        asked = open_suite(settings, suite)(Audience.PUBLIC)
        try:
            found += examples_of_cases([case for case in cases if case.suite == suite], asked, suite)
        finally:
            asked.close()
    return found
