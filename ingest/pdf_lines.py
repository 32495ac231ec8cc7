"""A line of a PDF's page, the frame in which its place is told, and what a page's characters say of its lines. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

# pdfium gives one character for a hyphen and the line break after it.
BROKEN_HYPHENS = "\ufffe\x02"
Rectangle = tuple[float, float, float, float]


class Line(NamedTuple):
    """Characters `start` up to `end` of the page that stand on one line; `hyphen` if it ends in a hyphen and a break,
    `bulleted` if a bullet is drawn before it that is no character.

    `height` is the height of the line's letters from ascender to descender, in points: the font's size as printed.
    """

    start: int
    end: int
    text: str
    left: float
    top: float
    right: float
    bottom: float
    height: float
    bold: bool = False
    hyphen: bool = False
    bulleted: bool = False

    @property
    def width(self) -> float:
        """The line's width in points."""
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class Frame:
    """How a page's own coordinates become those of the page as shown: its box and its rotation in quarter turns."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as shown."""
        wide, high = self.right - self.left, self.top - self.bottom
        return (high, wide) if self.turns % 2 else (wide, high)

    def shown(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """The rectangle (left, top, right, bottom) on the shown page of a rectangle in the page's own coordinates."""
        if self.turns == 0:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        if self.turns == 1:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.turns == 2:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        return self.top - top, self.right - right, self.top - bottom, self.right - left


def drawn_lines(characters: str) -> list[tuple[int, str]]:
    """Where each line begins in a page's characters, and the line without the white space around it."""
    parts = characters.replace("\r\n", " \n").replace("\r", "\n")  # each character keeps its place
    for hyphen in BROKEN_HYPHENS:
        parts = parts.replace(hyphen, hyphen + "\n")
    added = len(parts) > len(characters)
    found: list[tuple[int, str]] = []
    position = 0
    for part in parts.split("\n"):
        text = part.strip()
        if text:
            found.append((position + part.index(text[0]), text))
        position += len(part) + 1
        if added and part and part[-1] in BROKEN_HYPHENS:  # the break after it was added here
            position -= 1
    return found


def widest_space(text: str, runs: Sequence[Rectangle], height: float, gap: float) -> float:
    """The widest space in points that still parts words: wider in a line of prose that is spread to fill its column."""
    if len(runs) < 5:
        return gap * height
    letters = sum(map(str.isalpha, text))
    if letters < 0.5 * (len(text) - text.count(" ")):
        return gap * height
    spaces = sorted(second[0] - first[2] for first, second in pairwise(runs))
    return max(gap * height, min(2.0 * spaces[len(spaces) // 2], 1.6 * height))
