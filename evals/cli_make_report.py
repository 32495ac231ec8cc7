"""`hvidbog eval make-report`: writes the made-up report for measuring, and says where it lies."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.make_report import make_report
from ingest.catalogue import load_catalogue
from ingest.command_line import DanishParser
from ingest.config import read_settings
from ingest.errors import HvidbogError, WrongUse


def parse_args(argv: Sequence[str]) -> Namespace:
    """The options of the command."""
    texts = load_catalogue("evals")
    parser = DanishParser("hvidbog eval make-report", texts.text("report.about"))
    parser.add_argument("--pages", type=int, default=400, help=texts.text("report.pages"))
    parser.add_argument("--seed", type=int, default=1, help=texts.text("report.seed"))
    parser.add_argument("--out", type=Path, default=None, help=texts.text("report.out"))
    parser.add_argument("--no-chromium", action="store_true", help=texts.text("report.no_chromium"))
    return parser.parse_args(argv)


def main(argv: Sequence[str]) -> int:
    """Makes the report; 0 when it is written, the error's exit code otherwise."""
    options = parse_args(argv)
    texts = load_catalogue("evals")
    try:
        if options.pages < 10:
            raise WrongUse(texts.text("report.too_few"))
        folder = options.out or read_settings().home / f"report-{options.seed}-{options.pages}"
        began = time.monotonic()
        summary = _with_progress(options, folder)
    except HvidbogError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    for made in summary["producers"].values():
        print(texts.text("report.file", path=folder / made["file"], pages=made["pages"]))
    counts = summary["counts"]
    print(texts.text("report.done", path=folder / "truth.jsonl", sentences=counts["sentence"], cells=counts["cell"],
                     facts=counts["fact"], seconds=f"{time.monotonic() - began:.1f}".replace(".", ",")))  # fmt: skip
    return 0


def _with_progress(options: Namespace, folder: Path) -> dict[str, Any]:
    from rich.console import Console
    from rich.progress import Progress, TaskID

    tasks: dict[str, TaskID] = {}
    with Progress(console=Console(stderr=True), transient=True) as progress:

        def step(name: str, done: int, total: int) -> None:
            if name not in tasks:
                tasks[name] = progress.add_task(load_catalogue("evals").text(f"report.step_{name}"), total=total)
            progress.update(tasks[name], completed=done, total=total)

        return make_report(options.seed, options.pages, folder, step, chromium=not options.no_chromium)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
