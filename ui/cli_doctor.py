"""`hvidbog doctor`: the assistant's own look, and whether the database of the staff chat can be used."""

from __future__ import annotations

from collections.abc import Sequence

from assistant import doctor
from ingest.config import Settings
from ingest.errors import HvidbogError


def main(argv: Sequence[str]) -> int:
    """Runs `hvidbog doctor`. The result is the exit code. Raises HvidbogError with a Danish sentence."""
    return doctor.main(argv, database_problem)


def database_problem(settings: Settings) -> str | None:
    """What stands in the way of the database that the settings name, in a sentence; None where none is named or it answers."""
    if settings.database_url is None:
        return None
    from ui.history import check_database

    try:
        check_database(settings)
    except HvidbogError as error:
        return str(error)
    return None
