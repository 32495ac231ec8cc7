"""The kill switch: a file under the home folder that every process sees, so that off is off everywhere at once.

`model` off: no question goes to a language model; answers are exact quotes. `service` off: no question is answered.
The file is looked for at every question, so a switch takes effect with the next one.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

FOLDER = "switches"


class Switch(StrEnum):
    """What can be switched off."""

    MODEL = "model"
    SERVICE = "service"


def is_on(home: Path, switch: Switch) -> bool:
    """Whether a switch is on. A home folder that cannot be looked into counts as off: a guard that fails means stop."""
    try:
        return not (home / FOLDER / f"{switch.value}.off").exists()
    except OSError:
        return False


def set_switch(home: Path, switch: Switch, on: bool) -> None:
    """Switch on or off for every process that shares the home folder. Raises OSError where that cannot be written."""
    path = home / FOLDER / f"{switch.value}.off"
    if on:
        path.unlink(missing_ok=True)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
