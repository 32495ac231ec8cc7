"""Pages that are only pictures, read with Tesseract where it is installed with Danish.

The words become a page like any other: characters and lines with places, so that everything after it is the same. What
is read this way is never exact, so the page is marked.
"""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median
from typing import Any

import pypdfium2

from ingest.pdf_lines import Line
from ingest.pdf_page import RawPage

_SCALE = 300 / 72  # Tesseract is trained on 300 dots an inch
_MOST_PIXELS = 40_000_000
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class _Word:
    """A word that was read: the line it stands in, its text, and its box on the page in points."""

    line: tuple[str, ...]
    text: str
    left: float
    top: float
    right: float
    bottom: float


@cache
def can_read_pictures() -> bool:
    """Whether Tesseract is installed with Danish."""
    if shutil.which("tesseract") is None:
        return False
    try:
        listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return b"dan" in listed.stdout.split()


def read_picture(pdf: pypdfium2.PdfDocument, page: RawPage) -> RawPage | None:
    """The page as read from its image, or None where nothing could be read."""
    words = _words(pdf, page.number, (page.width, page.height))
    if not words:
        return None
    height = median(word.bottom - word.top for word in words)
    lines: list[Line] = []
    position = 0
    for group in _lines(words):
        text = " ".join(word.text for word in group)
        lines.append(_line(group, text, position, height))
        position += len(text) + 2
    return RawPage(page.number, page.width, page.height, max(position - 2, 0), tuple(lines), read_by_ocr=True)


def picture_boxes(
    pdf: pypdfium2.PdfDocument, page: RawPage
) -> list[tuple[int, int, tuple[float, float, float, float]]]:
    """For each word of the page as read from its image: its first character, the one after its last, and its box."""
    found: list[tuple[int, int, tuple[float, float, float, float]]] = []
    position = 0
    for group in _lines(_words(pdf, page.number, (page.width, page.height))):
        for word in group:
            end = position + len(word.text)
            found.append((position, end, (word.left, word.top, word.right, word.bottom)))
            position = end + 1
        position += 1
    return found


def _words(pdf: pypdfium2.PdfDocument, number: int, size: tuple[float, float]) -> list[_Word]:
    if size[0] <= 0 or size[1] <= 0 or not can_read_pictures():
        return []
    scale = min(_SCALE, (_MOST_PIXELS / (size[0] * size[1])) ** 0.5)
    try:
        stream = io.BytesIO()
        pdf[number - 1].render(scale=scale, grayscale=True).to_pil().save(stream, "PNG")
        command = ["tesseract", "stdin", "stdout", "-l", "dan", "--dpi", str(round(72 * scale)), "tsv"]
        answer = subprocess.run(command, input=stream.getvalue(), capture_output=True, timeout=_SECONDS, check=True)
    except (OSError, ValueError, subprocess.SubprocessError, pypdfium2.PdfiumError):
        return []
    table = csv.DictReader(
        io.StringIO(answer.stdout.decode("utf-8", "replace")), delimiter="\t", quoting=csv.QUOTE_NONE
    )
    return [word for row in table if (word := _word(row, scale)) is not None]


def _word(row: dict[str, Any], scale: float) -> _Word | None:
    """The word of a row of Tesseract's table; None for its other rows and for what it saw no letters in."""
    text = (row.get("text") or "").strip()
    if row.get("level") != "5" or not text or float(row["conf"]) < 0:
        return None
    left, top, wide, high = (int(row[name]) / scale for name in ("left", "top", "width", "height"))
    line = tuple(row[name] for name in ("block_num", "par_num", "line_num"))
    return _Word(line, text, left, top, left + wide, top + high)


def _lines(words: Sequence[_Word]) -> list[list[_Word]]:
    groups: list[list[_Word]] = []
    for word in words:
        if groups and groups[-1][-1].line == word.line:
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def _line(words: Sequence[_Word], text: str, start: int, usual: float) -> Line:
    """One line. Its height is the page's usual one unless it is much larger, since letters without tails look smaller."""
    own = median(word.bottom - word.top for word in words)
    height = own if own > 1.5 * usual else usual
    bottom = median(word.bottom for word in words)
    left, right = min(word.left for word in words), max(word.right for word in words)
    return Line(start, start + len(text), text, left, bottom - height, right, bottom, height)
