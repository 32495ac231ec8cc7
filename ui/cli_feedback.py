"""`hvidbog feedback export|clean`: what readers sent as reference questions, and the deletion job by hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ingest.catalogue import load_catalogue
from ingest.command_line import DanishParser
from ingest.config import read_settings
from ingest.errors import WrongUse

TEXTS = load_catalogue("ui")


def main(argv: Sequence[str]) -> int:
    """Run `hvidbog feedback`: 0, or 1 where something that is too old could not be deleted."""
    parser = DanishParser("hvidbog feedback", TEXTS.text("feedback_command.usage"))
    parser.add_argument(
        "action", choices=["export", "clean"], metavar="HANDLING", help=TEXTS.text("feedback_command.help_action")
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FIL", help=TEXTS.text("feedback_command.help_file"))
    wanted = parser.parse_args(list(argv))
    if (wanted.action == "export") != (wanted.file is not None):
        raise WrongUse(TEXTS.text("feedback_command.needs_file"))
    from ui.feedback import case_lines
    from ui.history import Store
    from ui.shared_store import delete_and_report

    settings = read_settings()
    store = Store(settings)
    try:
        if wanted.action == "export":
            lines = case_lines(store.feedback())
            write_new(wanted.file, lines.encode())
            print(TEXTS.text("feedback_command.exported", count=lines.count("\n"), path=wanted.file))
            return 0
        done = delete_and_report(store, settings.home)
        print(TEXTS.text("feedback_command.cleaned", deleted=done.deleted, failed=done.failed))
        return 1 if done.failed else 0
    finally:
        store.close()


def write_new(path: Path, data: bytes) -> None:
    """Puts `data` into a new file that only its owner reads. Raises WrongUse where there is one, or no such folder."""
    try:
        path.touch(mode=0o600, exist_ok=False)
        path.write_bytes(data)
    except FileExistsError:
        raise WrongUse(TEXTS.text("feedback_command.exists", path=path)) from None
    except OSError:
        raise WrongUse(TEXTS.text("feedback_command.unwritable", path=path)) from None
