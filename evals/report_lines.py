"""Lines of text: words measured, hyphenated as Danish hyphenates, and filled greedily into a width.

A word that already has a hyphen may break after it without a second one (EU-regler, børne- og ungeområdet).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

from evals.report_records import Sentence
from ingest.catalogue import load_catalogue
from ingest.errors import HvidbogError

MARK_SIZE = 0.62  # of the text's size
_WORD = re.compile(r"[^\W\d_]{7,}")
# A syllable begins at the last consonant (or a cluster that words begin with) before a vowel. The rule is rough, but what
# a reader must undo is the same, and a hyphenation library would make the same seed give other lines with each version.
_SYLLABLE = re.compile(
    r"(?<=[aeiouyæøåbdfgklmnprstv])(?:s[kpt]r?|[bdfgkptv][lr]|[bdfghjklmnprstv])(?=[aeiouyæøå])", re.I
)


class MissingLibrary(HvidbogError):
    """A library of the development group is not installed."""


@dataclass(frozen=True, slots=True)
class Style:
    """A font, its size and the distance between lines, in points. `spaced` lines are filled out to the right edge."""

    font: str
    size: float
    leading: float
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A word or part of one, the sentence it belongs to and the footnote number that follows it, if any."""

    text: str
    sentence: str
    note: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces that are drawn with a space between them, and whether the paragraph ends here."""

    pieces: tuple[Piece, ...]
    width: float
    last: bool

    @property
    def text(self) -> str:
        """The line as drawn, without footnote marks."""
        return " ".join(piece.text for piece in self.pieces)


@cache
def reportlab(module: str) -> Any:
    """A module of reportlab, which comes with the development group alone; MissingLibrary where it is not installed."""
    try:
        return import_module(f"reportlab.{module}")
    except ModuleNotFoundError as error:
        raise MissingLibrary(load_catalogue("evals").text("report.no_library", name="reportlab")) from error


@lru_cache(maxsize=200_000)
def text_width(text: str, font: str, size: float) -> float:
    """The width of `text` in points."""
    return float(reportlab("pdfbase.pdfmetrics").stringWidth(text, font, size))


@lru_cache(maxsize=50_000)
def break_points(word: str) -> tuple[tuple[int, bool], ...]:
    """Where `word` may be broken: (index, whether a hyphen is added), the last first."""
    points = {match.end(): False for match in re.finditer(r"(?<=\w)-(?=\w)", word)}
    for match in _WORD.finditer(word):
        for syllable in _SYLLABLE.finditer(match.group()):
            if 3 <= syllable.start() <= len(match.group()) - 3:
                points.setdefault(match.start() + syllable.start(), True)
    return tuple(sorted(points.items(), reverse=True))


def soft_hyphenated(text: str) -> str:
    """`text` with a soft hyphen (U+00AD) wherever a word may be broken with a hyphen."""
    return " ".join(_softened(word) for word in text.split(" "))


def _softened(word: str) -> str:
    for index, added in break_points(word):
        if added:
            word = f"{word[:index]}\u00ad{word[index:]}"
    return word


def pieces_of(sentences: Iterable[Sentence]) -> list[Piece]:
    """The words of `sentences` in order, the footnote mark on the last word of its sentence."""
    pieces: list[Piece] = []
    for sentence in sentences:
        words = sentence.text.split(" ")
        pieces += [Piece(word, sentence.id) for word in words[:-1]]
        pieces.append(Piece(words[-1], sentence.id, sentence.note))
    return pieces


def piece_width(piece: Piece, style: Style) -> float:
    """The width of a piece, its footnote mark included."""
    width = text_width(piece.text, style.font, style.size)
    return width if piece.note is None else width + text_width(str(piece.note), style.font, style.size * MARK_SIZE)


def fill_lines(pieces: list[Piece], width: float, style: Style, hyphenate: bool = True) -> list[Line]:
    """`pieces` as lines of at most `width` points. A single word that is too long stands alone and sticks out."""
    space = text_width(" ", style.font, style.size)
    lines: list[Line] = []
    current: list[Piece] = []
    used = 0.0
    queue = pieces[::-1]
    while queue:
        piece = queue.pop()
        needed = piece_width(piece, style) + (space if current else 0)
        if used + needed <= width:
            current.append(piece)
            used += needed
            continue
        room = width - used - (space if current else 0)
        parts = _broken(piece, room, style) if hyphenate else None
        if parts is not None:
            current.append(parts[0])
            used += piece_width(parts[0], style) + (space if len(current) > 1 else 0)
            queue.append(parts[1])
        elif current:
            queue.append(piece)
        else:
            current, used = [piece], needed
        lines.append(Line(tuple(current), used, False))
        current, used = [], 0.0
    if current:
        lines.append(Line(tuple(current), used, True))
    return lines


def _broken(piece: Piece, room: float, style: Style) -> tuple[Piece, Piece] | None:
    for index, added in break_points(piece.text):
        head = Piece(piece.text[:index] + ("-" if added else ""), piece.sentence)
        if piece_width(head, style) <= room:
            return head, Piece(piece.text[index:], piece.sentence, piece.note)
    return None
