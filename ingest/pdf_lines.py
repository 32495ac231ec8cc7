"""A line of a PDF's page, the frame in which its place is told, and what a page's characters say of its lines. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

# pdfium gives one character for a hyphen and the line break after it.
BROKEN_HYPHENS = "\ufffe\x02"
JOINED, _LIGATURES = "fil", ("ff", "fi", "fl")  # letters that a font may draw as one, and the pairs
_FEWEST_RUNS = 5  # that tell the usual space of a line
_EVEN_SPACES = 0.12  # of the letter height: spaces that differ by less were spread alike
_WIDEST_SPREAD = 1.6  # letter heights that the words of a line spread over its column stand apart at most
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


def middle_letter(text: str) -> int:
    """The place of a letter in the middle of a line that is like most of it: no space, which has no box, and no part of
    a ligature, whose box is that of its ink."""
    place = len(text) // 2
    while place and (text[place] in JOINED or text[place].isspace()) and _has_no_box(text, place):
        place -= 1
    return place


def _has_no_box(text: str, place: int) -> bool:
    return text[place].isspace() or text[place - 1] == "f" or text[place : place + 2] in _LIGATURES


def widest_space(text: str, runs: Sequence[Rectangle], height: float, gap: float) -> float:
    """The widest space in points that still parts words: wider in a line of prose that is spread to fill its column."""
    spaces = sorted([second[0] - first[2] for first, second in pairwise(runs)])
    if len(runs) < _FEWEST_RUNS and not _are_spread(text, spaces, height):
        return gap * height
    letters = sum(map(str.isalpha, text))
    if letters < 0.5 * (len(text) - text.count(" ")):
        return gap * height
    if len(runs) < _FEWEST_RUNS:
        return _WIDEST_SPREAD * height
    return max(gap * height, min(2.0 * spaces[len(spaces) // 2], _WIDEST_SPREAD * height))


def _are_spread(text: str, spaces: Sequence[float], height: float) -> bool:
    """Whether spaces part the few words of a narrow column's line, all as wide, rather than cells or columns.

    `spaces` is in order.
    """
    if len(spaces) < 2 or spaces[-1] > _WIDEST_SPREAD * height or spaces[-1] - spaces[0] >= _EVEN_SPACES * height:
        return False
    return len(text.split()) == len(spaces) + 1
