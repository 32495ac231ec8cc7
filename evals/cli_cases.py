"""`hvidbog eval cases import FILE`: reference questions from a spreadsheet."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from ingest.catalogue import load_catalogue
from ingest.command_line import DanishParser

TEXTS = load_catalogue("evals")


def main(argv: Sequence[str]) -> int:
    """Write the good rows as JSON lines, name the others on standard error: 0, or 1 where a row is wrong.

    Without `--out` the lines go to standard output. Nothing is written to `--out` while a row is wrong.
    """
    parser = DanishParser("hvidbog eval cases", TEXTS.text("sheet.usage"))
    parser.add_argument("action", choices=("import",), help=TEXTS.text("sheet.help_action"))
    parser.add_argument("file", type=Path, help=TEXTS.text("sheet.help_file"))
    parser.add_argument("--suite", default="egne", help=TEXTS.text("sheet.help_suite"))
    parser.add_argument("--out", type=Path, help=TEXTS.text("sheet.help_out"))
    wanted = parser.parse_args(argv)
    from evals.cases import case_line
    from evals.spreadsheet import import_cases

    imported = import_cases(wanted.file, wanted.suite)
    for problem in imported.problems:
        print(problem, file=sys.stderr)
    lines = [case_line(case) for case in imported.cases]
    if wanted.out is None:
        for line in lines:
            print(line)
    elif not imported.problems:
        wanted.out.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        print(TEXTS.text("sheet.written", count=len(lines), path=wanted.out))
    return 1 if imported.problems else 0
