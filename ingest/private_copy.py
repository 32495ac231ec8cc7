"""Private folders for readers: a process's own copy of what it may not open in place, gone when the process is."""

from __future__ import annotations

import contextlib
import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO


@contextlib.contextmanager
def private_folder(readers: Path) -> Iterator[Path]:
    """A folder of this process alone, removed at the end; folders whose process is dead are removed first."""
    readers.mkdir(parents=True, exist_ok=True)
    # The gate keeps another process from taking a folder that is made but not locked yet for an abandoned one.
    with (readers / "gate").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        for other in readers.iterdir():
            if other.is_dir():
                _remove_if_abandoned(other)
        path = Path(tempfile.mkdtemp(dir=readers))
        stream = (path / "lock").open("w")
        fcntl.flock(stream, fcntl.LOCK_EX)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        stream.close()


def _remove_if_abandoned(path: Path) -> None:
    # The lock dies with its process, so a lock that can be had is a dead process's: no guessing from process numbers.
    try:
        with (path / "lock").open("r+") as stream:
            if _locks(stream):
                shutil.rmtree(path, ignore_errors=True)
    except FileNotFoundError:
        return


def _locks(stream: IO[str]) -> bool:
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
