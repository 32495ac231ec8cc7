"""`hvidbog eval`: a table from subcommand to what serves it; each is loaded when it is called."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

from ingest.catalogue import load_catalogue
from ingest.command_line import run
from ingest.errors import WrongUse

TEXTS = load_catalogue("evals")
# subcommand: (module, function); what it does stands in the catalogue under `eval.about_<subcommand>`.
SUBCOMMANDS = {
    "retrieval": ("evals.cli_retrieval", "main"),
    "retrieval-speed": ("evals.cli_retrieval_speed", "main"),
    "passages": ("evals.cli_passages", "main"),
    "fit": ("evals.cli_fit", "main"),
    "answers": ("evals.cli_answers", "answers"),
    "all": ("evals.cli_answers", "everything"),
    "attacks": ("evals.cli_attacks", "main"),
    "compare": ("evals.cli_runs", "compare"),
    "rescore": ("evals.cli_runs", "rescore"),
    "baseline": ("evals.cli_runs", "baseline"),
    "raise-bars": ("evals.cli_runs", "raise_bars"),
    "figures": ("evals.cli_runs", "figures"),
    "cases": ("evals.cli_cases", "main"),
    "judge": ("evals.cli_judge", "main"),
    "make-report": ("evals.cli_make_report", "main"),
    "pdf-speed": ("evals.cli_pdf_speed", "main"),
    "ingest-speed": ("evals.cli_ingest_speed", "main"),
    "pdf-score": ("evals.cli_pdf_score", "main"),
    "pdf-source": ("evals.cli_pdf_source", "main"),
}


def main(argv: Sequence[str]) -> int:
    """Run one subcommand of `hvidbog eval` and return its exit code. Raises WrongUse for one that does not exist."""
    if not argv or argv[0] in ("-h", "--help"):
        print(help_text())
        return 0 if argv else 2
    name, *rest = argv
    if name not in SUBCOMMANDS:
        raise WrongUse(TEXTS.text("eval.unknown", name=name) + "\n" + help_text())
    module, function = SUBCOMMANDS[name]
    code: int = getattr(importlib.import_module(module), function)(rest)
    return code


def help_text() -> str:
    """What `hvidbog eval --help` prints."""
    width = max(map(len, SUBCOMMANDS))
    lines = [f"  {name:<{width}}  {TEXTS.text(f'eval.about_{name}')}" for name in SUBCOMMANDS]
    return "\n".join([TEXTS.text("eval.usage"), "", *lines, "", TEXTS.text("eval.more")])


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
