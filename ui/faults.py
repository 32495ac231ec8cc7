"""What a log may say of a fault: the kind and the place, never the message, which may hold a reader's words."""

from __future__ import annotations

import traceback


def place_of(error: BaseException) -> str:
    """The class of `error` and the file's name, function and line where it was raised: "KeyError in gate.py:checked:41"."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    last = frames[-1]
    file = last.filename.rpartition("/")[2]
    return f"{type(error).__name__} in {file}:{last.name}:{last.lineno}"
