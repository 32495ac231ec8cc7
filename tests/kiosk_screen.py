"""A screen without a monitor (Xvfb): what is on it, and real keys and a real mouse, as a hand at the kiosk has them.

Shortcuts that a browser keeps to itself never reach a page, so they cannot be tried from within one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from tests.conftest import stop

WIDTH, HEIGHT = 1280, 960
_HEADER_WORDS = 25  # of an X window dump, big-endian
_COLOUR_BYTES = 12


@dataclass(frozen=True, slots=True)
class Screen:
    """A running screen."""

    display: str
    _buffer: Path

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a program that is to be seen here."""
        return {**os.environ, "DISPLAY": self.display}

    def seen(self) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        """What is on it, as rows of pixels."""
        data = self._buffer.read_bytes()
        words = np.frombuffer(data[: 4 * _HEADER_WORDS], ">u4")
        size, width, height, line, colours = (int(words[number]) for number in (0, 4, 5, 12, 19))
        start = size + colours * _COLOUR_BYTES
        rows = np.frombuffer(data[start : start + line * height], np.uint8).reshape(height, line)
        return rows[:, : width * 4].copy()

    def changed(self, before: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> float:
        """The share of what is on it that differs from `before`."""
        return float(np.mean(self.seen() != before))

    def share_of(self, colour: tuple[int, int, int]) -> float:
        """The share of the screen that has exactly this colour (red, green, blue)."""
        pixels = self.seen().reshape(HEIGHT, -1, 4)[:, :, 2::-1]
        return float(np.mean((pixels == colour).all(axis=2)))

    def save(self, path: Path) -> None:
        """Keeps a picture of what is on it."""
        Image.fromarray(self.seen().reshape(HEIGHT, -1, 4)[:, :, 2::-1].copy()).save(path)

    def windows(self) -> int:
        """How many windows are to be seen."""
        told = self._tool("search", "--onlyvisible", "--name", ".*")
        return len(told.split())

    def key(self, keys: str) -> None:
        """Presses keys together: "ctrl+t"."""
        self._tool("key", "--clearmodifiers", keys)

    def click(self, x: int, y: int, button: int = 1) -> None:
        """Clicks at a place."""
        self._tool("mousemove", str(x), str(y), "click", str(button))

    def _tool(self, *arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments], env=self.environment, capture_output=True, text=True, timeout=20, check=False
        )
        return done.stdout


@contextmanager
def screen(folder: Path) -> Iterator[Screen]:
    """A screen of its own. Fails where Xvfb or xdotool is missing (`make trials` installs them)."""
    for program in ("Xvfb", "xdotool"):
        assert shutil.which(program), f"{program} is missing: `sh scripts/browser.sh display`"
    read, write = os.pipe()
    process = subprocess.Popen(
        [
            "Xvfb",
            "-displayfd",
            str(write),
            "-screen",
            "0",
            f"{WIDTH}x{HEIGHT}x24",
            "-fbdir",
            str(folder),
            "-nolisten",
            "tcp",
        ],
        pass_fds=[write],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.close(write)
    try:
        with os.fdopen(read) as told:
            number = told.readline().strip()
        buffer = folder / "Xvfb_screen0"
        deadline = time.monotonic() + 20
        while not buffer.is_file() and time.monotonic() < deadline:
            time.sleep(0.05)
        yield Screen(f":{number}", buffer)
    finally:
        stop(process)
