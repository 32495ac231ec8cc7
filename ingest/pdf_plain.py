"""The lines that most of a page is: of one text run, upright, all letters of one height.

pdfium writes what it says of each into one room, line after line, and the lines of the page are made of it at once, since
making them one by one costs more than asking. What is not here: which lines these are (`pdf_text.py`).
"""

from __future__ import annotations

import ctypes
import threading
from functools import partial
from itertools import repeat
from typing import Any

import numpy as np

from ingest.pdf_lines import BROKEN_HYPHENS, Frame, Line, Rectangle

MOST_PLAIN = 1_000  # lines of a page; further ones are read one by one
_MOST_KEPT = 20_000  # numbers that are looked for among those before
_EVEN = 0.03  # of the height: letters that differ by less are of one font and size
_FIRST, _INNER = 0, 4
_LEFT, _TOP, _RIGHT, _BOTTOM = range(4)
_made = partial(tuple.__new__, Line)  # what `Line._make` does, without a call in Python


class _Room(threading.local):
    """Where pdfium writes: for each line the loose boxes of two letters and the rectangle of its text run."""

    def __init__(self) -> None:
        self.letters = (ctypes.c_float * (8 * MOST_PLAIN))()
        self.runs = (ctypes.c_double * (4 * MOST_PLAIN))()
        self._numbers: dict[float, float] = {}
        self.pointers: list[tuple[Any, ...]] = [
            (
                ctypes.byref(self.letters, 32 * number),
                ctypes.byref(self.letters, 32 * number + 16),
                *(ctypes.byref(self.runs, 32 * number + 8 * edge) for edge in range(4)),
            )
            for number in range(MOST_PLAIN)
        ]

    def kept(self, numbers: list[float]) -> list[float]:
        """The same numbers, each as one object with its equals on earlier pages: the lines of a long report stand at the
        same few places, and their numbers take more memory than their text."""
        if len(self._numbers) > _MOST_KEPT:
            self._numbers.clear()
        return [*map(self._numbers.setdefault, numbers, numbers)]


_ROOM = _Room()


class PlainLines:
    """The plain lines of one page that are asked for and not yet made."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self.pointers = _ROOM.pointers
        self._clear()

    def _clear(self) -> None:
        self.put: list[tuple[int, str, bool, int]] = []  # of each its start, its text, whether it is bold, its place
        self.runs: dict[int, Rectangle] = {}

    def settle(self, found: list[Line | None]) -> list[tuple[int, int, str]]:
        """Puts each line to its place in `found`. Returns place, start and text of those whose letters differ in height."""
        count = len(self.put)
        if not count:
            return []
        starts, texts, bold, places = zip(*self.put, strict=True)
        frame = self._frame
        letters = np.frombuffer(memoryview(_ROOM.letters), np.float32, 8 * count).reshape(count, 8).astype(np.float64)
        runs = np.frombuffer(memoryview(_ROOM.runs), np.float64, 4 * count).reshape(count, 4)
        heights = letters[:, _FIRST + _TOP] - letters[:, _FIRST + _BOTTOM]
        tops, bottoms = letters[:, _INNER + _TOP], letters[:, _INNER + _BOTTOM]
        even = np.abs(heights - (tops - bottoms)) <= _EVEN * heights
        tops, bottoms = frame.top - tops, frame.top - bottoms
        lefts, rights = (runs[:, _LEFT] - frame.left).tolist(), (runs[:, _RIGHT] - frame.left).tolist()
        for number, run in self.runs.items():
            lefts[number], rights[number] = run[0], run[2]
        lines = map(
            _made,
            zip(
                starts,
                [start + len(text) for start, text in zip(starts, texts, strict=True)],
                texts,
                *map(_ROOM.kept, (lefts, tops.tolist(), rights, bottoms.tolist(), (bottoms - tops).tolist())),
                bold,
                [text[-1] in BROKEN_HYPHENS for text in texts],
                repeat(False),
            ),
        )
        for place, line in zip(places, lines, strict=True):
            found[place] = line
        uneven = (
            [] if even.all() else [(places[one], starts[one], texts[one]) for one in np.flatnonzero(~even).tolist()]
        )
        self._clear()
        return uneven
