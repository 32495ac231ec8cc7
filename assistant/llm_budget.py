"""How many calls to the model may run at once and in a day, counted over all processes of a home folder."""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO


class CallBudget:
    """Slots for calls at once and a count for the day; both are files, so that servers share them."""

    def __init__(self, folder: Path, at_once: int, per_day: int, today: Callable[[], dt.date] = dt.date.today) -> None:
        self._folder = folder
        self._at_once = at_once
        self._per_day = per_day
        self._today = today

    @contextlib.contextmanager
    def slot(self) -> Iterator[bool]:
        """Whether one of the slots was free; it is held until the block ends (also when the process dies)."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with contextlib.ExitStack() as held:
            for number in range(self._at_once):
                stream = (self._folder / f"slot-{number}").open("w")
                if _locked(stream, fcntl.LOCK_EX | fcntl.LOCK_NB):
                    held.callback(stream.close)
                    yield True
                    return
                stream.close()
            yield False

    def spend(self) -> bool:
        """Whether the day has a call left; if so it is counted."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "calls").open("a+", encoding="ascii") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            stream.seek(0)
            day, _, count = stream.read().partition(" ")
            today = self._today().isoformat()
            spent = int(count) if day == today and count.strip().isdigit() else 0
            if spent >= self._per_day:
                return False
            stream.seek(0)
            stream.truncate()
            stream.write(f"{today} {spent + 1}")
            return True


def _locked(stream: TextIO, how: int) -> bool:
    try:
        fcntl.flock(stream, how)
    except OSError:
        return False
    return True
