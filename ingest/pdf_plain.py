"""The lines that most of a page is: of one text run, upright, all letters of one height.

pdfium writes what it says of each into one room, line after line, and the lines of the page are made of it at once, since
making them one by one costs more than asking. What is not here: which lines these are (`pdf_text.py`).
"""

from __future__ import annotations

import ctypes
import threading
from collections import deque
from collections.abc import Sequence
from functools import lru_cache, partial
from itertools import repeat
from typing import Any

import numpy as np

from ingest import pdf_calls
from ingest.pdf_lines import BROKEN_HYPHENS, JOINED, Frame, Line, Rectangle, middle_letter

MOST_NAME = 128  # characters of a font's name
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
        self.name = (ctypes.c_char * MOST_NAME)()
        self.flags = ctypes.byref(ctypes.c_int())
        self._numbers: dict[float, float] = {}
        self.first_letters = [ctypes.byref(self.letters, 32 * number) for number in range(MOST_PLAIN)]
        self.inner_letters = [ctypes.byref(self.letters, 32 * number + 16) for number in range(MOST_PLAIN)]
        self.edges = [
            tuple(ctypes.byref(self.runs, 32 * number + 8 * edge) for edge in range(4)) for number in range(MOST_PLAIN)
        ]

    def kept(self, numbers: list[float]) -> list[float]:
        """The same numbers, each as one object with its equals on earlier pages: the lines of a long report stand at the
        same few places, and their numbers take more memory than their text."""
        if len(self._numbers) > _MOST_KEPT:
            self._numbers.clear()
        return [*map(self._numbers.setdefault, numbers, numbers)]


_ROOM = _Room()


class PlainLines:
    """The plain lines of one page that are asked for and not yet made. `page` is pdfium's text page as a pointer."""

    def __init__(self, page: Any, frame: Frame) -> None:
        self._page = page
        self._frame = frame
        self._edges = _ROOM.edges
        self._put: list[tuple[int, str, int]] = []  # of each its start, its text, its place
        self._runs: dict[int, Rectangle] = {}

    def put(self, start: int, text: str, found: list[Line | None], run: Rectangle | None = None) -> bool:
        """Puts off a line of one text run, as None in `found`, and says whether there is room for it.

        `run` is the run's rectangle where it is known; else it is the first that pdfium has just counted.
        """
        number = len(self._put)
        if number == MOST_PLAIN:
            return False
        if run is None:
            left, top, right, bottom = self._edges[number]
            pdf_calls.get_rect(self._page, 0, left, top, right, bottom)
        else:
            self._runs[number] = run
        self._put.append((start, text, len(found)))
        found.append(None)
        return True

    def settle(self, found: list[Line | None]) -> list[tuple[int, int, str]]:
        """Puts each line to its place in `found`. Returns place, start and text of those whose letters differ in height."""
        count = len(self._put)
        if not count:
            return []
        starts, texts, places = zip(*self._put, strict=True)
        bold = self._ask(starts, texts)
        frame = self._frame
        letters = np.frombuffer(memoryview(_ROOM.letters), np.float32, 8 * count).reshape(count, 8).astype(np.float64)
        runs = np.frombuffer(memoryview(_ROOM.runs), np.float64, 4 * count).reshape(count, 4)
        heights = letters[:, _FIRST + _TOP] - letters[:, _FIRST + _BOTTOM]
        tops, bottoms = letters[:, _INNER + _TOP], letters[:, _INNER + _BOTTOM]
        even = np.abs(heights - (tops - bottoms)) <= _EVEN * heights
        tops, bottoms = frame.top - tops, frame.top - bottoms
        lefts, rights = (runs[:, _LEFT] - frame.left).tolist(), (runs[:, _RIGHT] - frame.left).tolist()
        for number, run in self._runs.items():
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
        self._put.clear()
        self._runs.clear()
        return uneven

    def _ask(self, starts: Sequence[int], texts: Sequence[str]) -> list[bool]:
        """Has pdfium write the boxes of each line's first letter and of one in its middle; returns which lines are bold.

        `map` calls pdfium without a step of Python's own for each line.
        """
        page, get_box = repeat(self._page), pdf_calls.get_loose_box
        middles = [
            start
            + (half if text[half := len(text) // 2].isalpha() and text[half] not in JOINED else middle_letter(text))
            for start, text in zip(starts, texts, strict=True)
        ]
        deque(map(get_box, page, starts, _ROOM.first_letters), 0)
        deque(map(get_box, page, middles, _ROOM.inner_letters), 0)
        name = _ROOM.name
        lengths = map(pdf_calls.get_font, page, starts, repeat(name), repeat(MOST_NAME), repeat(_ROOM.flags))
        return [0 < length <= MOST_NAME and is_bold_name(name.value) for length in lengths]


@lru_cache(maxsize=256)
def is_bold_name(name: bytes) -> bool:
    """Whether a font with this name is a bold one."""
    name = name.lower()
    return b"bold" in name or b"black" in name or b"heavy" in name or name.endswith(b"-bd")
