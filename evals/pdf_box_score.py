"""The boxes of random quotes held against where an independent renderer (poppler's `pdftotext -bbox`) has the words.

The two draw the upper and lower edge of a word differently, so a word counts as covered as far along its line as boxes
lie over its middle height. What is not here: making the boxes (`ingest/pdf_boxes.py`).
"""

from __future__ import annotations

import html
import random
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from evals.pdf_score import Share
from ingest.pdf_boxes import PageBox, quote_boxes
from ingest.records import Range, Reading

_WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
_SKIPPED = re.compile(r"[\s\-\u00ad\u2010]+")
_LONGEST_SECONDS = 300
_ENOUGH = 0.995
_TOLERANCE = 0.05  # of the letter height: two renderers place the letters of one line up to half a point apart
Word = tuple[float, float, float, float, str]


def has_renderer() -> bool:
    """Whether `pdftotext` is installed."""
    return shutil.which("pdftotext") is not None


def page_words(file: Path) -> list[list[Word]]:
    """For each page the words with their left, top, right and bottom, in points from the top left corner."""
    command = ["pdftotext", "-bbox", str(file), "-"]
    done = subprocess.run(command, capture_output=True, check=True, timeout=_LONGEST_SECONDS)
    pages = done.stdout.decode("utf-8", "replace").split("<page ")[1:]
    found = [[(*map(float, match[:4]), html.unescape(match[4])) for match in _WORD.findall(page)] for page in pages]
    return found  # type: ignore[return-value]


def score_boxes(data: bytes, file: Path, reading: Reading, count: int, seed: int) -> dict[str, Share]:
    """Of `count` random quotes of three to eight words: how many are covered, and how many cover nothing else.

    Quotes that the renderer has not as one stretch on the page, as often as we have them, are counted apart and not
    judged.
    """
    pages = page_words(file)
    covered, placed, tight, overlap = Share(), Share(), Share(), Share()
    for quote in _quotes(reading, count, random.Random(seed)):
        page = reading.page_at(quote.start)
        text = quote.of(reading.text)
        words = pages[page.number - 1] if page is not None else []
        stretches = _stretches(words, text)
        # Where we have the words more often than it, the one it has in pieces may be the one that was quoted.
        is_placed = page is not None and len(stretches) >= max(1, page.range.of(reading.text).count(text))
        placed.add(is_placed, text)
        if not is_placed:
            continue
        boxes = quote_boxes(data, reading, quote)
        best = max(stretches, key=lambda stretch: _share([words[place] for place in stretch], boxes))
        hit = [words[place] for place in best]
        covered.add(_share(hit, boxes) >= _ENOUGH, text)
        overlap.hit += round(sum(_covered(word, boxes) for word in hit))
        overlap.of += round(sum(word[2] - word[0] for word in hit))
        others = [word for place, word in enumerate(words) if place not in best]
        tight.add(not any(_covered(word, boxes) > 0.5 * (word[2] - word[0]) for word in others), text)
    return {"boxes_placed": placed, "boxes_cover": covered, "boxes_overlap": overlap, "boxes_tight": tight}


def _quotes(reading: Reading, count: int, chance: random.Random) -> list[Range]:
    """Random stretches of words that stand in one sentence and on one page."""
    quotes: list[Range] = []
    for _ in range(20 * count):
        sentence = chance.choice(reading.sentences)
        words = list(re.finditer(r"\S+", sentence.of(reading.text)))
        length = chance.randint(3, 8)
        if len(words) < length or "|" in sentence.of(reading.text):
            continue
        first = chance.randrange(len(words) - length + 1)
        quote = Range(sentence.start + words[first].start(), sentence.start + words[first + length - 1].end())
        if reading.page_at(quote.start) == reading.page_at(quote.end - 1):
            quotes.append(quote)
        if len(quotes) == count:
            break
    return quotes


def _stretches(words: Sequence[Word], text: str) -> list[range]:
    """Where in the page's words the text stands, as ranges of their numbers; hyphens and spaces do not count."""
    owners: list[int] = []
    letters: list[str] = []
    for number, word in enumerate(words):
        kept = _SKIPPED.sub("", word[4])
        letters.append(kept)
        owners += [number] * len(kept)
    page, wanted = "".join(letters), _SKIPPED.sub("", text)
    found: list[range] = []
    start = page.find(wanted) if wanted else -1
    while start >= 0:
        found.append(range(owners[start], owners[start + len(wanted) - 1] + 1))
        start = page.find(wanted, start + 1)
    return found


def _share(words: Sequence[Word], boxes: Sequence[PageBox]) -> float:
    wide = sum(word[2] - word[0] for word in words)
    return sum(_covered(word, boxes) for word in words) / wide if wide else 0.0


def _covered(word: Word, boxes: Sequence[PageBox]) -> float:
    """How many points of the word's width boxes lie over.

    Both begin and end a word at its letters' advance; what the renderers differ in by themselves is allowed.
    """
    middle, apart = (word[1] + word[3]) / 2, _TOLERANCE * (word[3] - word[1])
    over = [
        (max(box.left - apart, word[0]), min(box.right + apart, word[2]))
        for box in boxes
        if box.top <= middle <= box.bottom
    ]
    total, reached = 0.0, word[0]
    for left, right in sorted(over):
        left = max(left, reached)
        if right > left:
            total, reached = total + right - left, right
    return total
