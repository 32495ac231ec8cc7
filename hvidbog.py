"""The front door: a table from command to the module that serves it, loaded by name when it is called.

It imports none of the four packages, so `hvidbog --help` is quick and the import direction holds.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

# command: (module, function, what it does)
COMMANDS = {
    "serve": ("ui.cli", "serve", "åbner chatten for personalet i browseren"),
    "kiosk": ("ui.cli_kiosk", "main", "åbner borgernes kiosk i browseren"),
    "ask": ("assistant.cli", "ask", "svarer på et spørgsmål med kilder"),
    "search": ("assistant.cli", "search", "finder passager uden at svare"),
    "ingest": ("ingest.cli", "main", "læser dokumenterne og laver et nyt indeks"),
    "index": ("ingest.cli", "index_main", "viser, kontrollerer og skifter indeksversioner"),
    "add": ("ingest.cli_add", "main", "skriver et dokument ind i manifestet"),
    "fetch": ("ingest.cli_fetch", "main", "henter de offentlige kilder i corpus/sources.toml"),
    "eval": ("evals.cli", "main", "måler svar, citater og søgning på referencespørgsmål"),
    "feedback": ("ui.cli_feedback", "main", "henter tilbagemeldinger og sletter det, der er for gammelt"),
    "switch": ("assistant.cli_switch", "main", "slår sprogmodellen eller assistenten til og fra"),
    "doctor": ("ui.cli_doctor", "main", "fortæller, hvad der er sat op, og hvad der mangler"),
}
USAGE = "Brug: hvidbog KOMMANDO [valg]"
MORE = "»hvidbog KOMMANDO --help« fortæller mere om en kommando."


def main(argv: Sequence[str] | None = None) -> int:
    """The exit code of the command that `argv` names (the process's own arguments by default)."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        sys.stdout.write(help_text())
        return 0 if arguments else 2
    name, *rest = arguments
    if name not in COMMANDS:
        sys.stderr.write(f"Kommandoen »{name}« findes ikke.\n{help_text()}")
        return 2
    module, function, _ = COMMANDS[name]
    run = importlib.import_module("ingest.command_line").run
    code: int = run(getattr(importlib.import_module(module), function), rest)
    return code


def help_text() -> str:
    """What `hvidbog --help` prints."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {about}" for name, (_, _, about) in COMMANDS.items()]
    return "\n".join([USAGE, "", *lines, "", MORE, ""])


if __name__ == "__main__":
    sys.exit(main())
