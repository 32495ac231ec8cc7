"""Text hygiene at the door: what every reader's text goes through before it becomes canonical text.

`clean_with_map` gives the clean text and where each of its characters came from; `fold_with_map` gives a coarser view
that only the search for personal data uses and nobody reads. What is not here: undoing hyphenation, joining lines and
finding hidden PDF text, which need the page's layout (`pdf*.py`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from ingest.records import SourceMap

# A letter with more marks than this is decoration that buries the words ("Zalgo"); no orthography of Europe needs more.
MARKS_PER_LETTER = 2

# Unicode's DerivedCoreProperties, Default_Ignorable_Code_Point, plus the interlinear marks and the noncharacters of the
# basic plane: they draw nothing, yet split words, reverse them (bidi) or carry hidden text (tags, variation selectors).
_INVISIBLE_RANGES = (
    (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
    (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFDD0, 0xFDEF), (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB), (0xFFFE, 0xFFFF), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
)  # fmt: skip
# The same without the soft hyphen, for a character class: where it is drawn, its reader decides.
INVISIBLE = "".join(f"{chr(first)}-{chr(last)}" for first, last in _INVISIBLE_RANGES if first != 0x00AD)
# Dropping a separator would glue two words, so the ones that end a line become a line break and the others a space.
_AS_NEWLINE = "\r\x0b\x0c\x85\u2028\u2029"
_AS_SPACE = "\t\x1c\x1d\x1e\x1f\xa0\u1680\u202f\u205f\u2800\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_LIGATURES = dict(zip("\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06", "ff fi fl ffi ffl st st".split(" "), strict=True))
_SURROGATES = (0xD800, 0xDFFF)  # halves of a character: no file or database takes them, so U+FFFD stands in


def _characters(ranges: Iterable[tuple[int, int]]) -> Iterator[str]:
    return (chr(point) for first, last in ranges for point in range(first, last + 1))


_REPLACED: dict[str, str] = (
    dict.fromkeys(_characters([(0x00, 0x09), (0x0B, 0x1F), (0x7F, 0x9F), *_INVISIBLE_RANGES]), "")
    | dict.fromkeys(_characters([_SURROGATES]), "\ufffd")
    | dict.fromkeys(_AS_NEWLINE, "\n")
    | dict.fromkeys(_AS_SPACE, " ")
    | _LIGATURES
)

# A stretch that may change: characters below U+0300 neither combine with the one before nor need NFC, the few controls
# apart, so ordinary Danish is copied in long runs. The character in front comes along, as the base of what follows.
_CONTROLS = r"\x00-\x09\x0b-\x1f\x7f-\xa0\xad"
_MAY_CHANGE = re.compile(rf"[^{_CONTROLS}\u0300-\U0010ffff]?(?:\r\n|[{_CONTROLS}\u0300-\U0010ffff])+")
_MAY_FOLD = re.compile(rf"[0-9]?[{_CONTROLS}\xb2\xb3\xb9\xbc-\xbe\u02b0-\U0010ffff]+")
_DASHES = frozenset("\u02d7\u2043\u2212\u2796\u30fc")
_SLASHES = frozenset("\u2044\u2215\u29f8")


def clean(text: str) -> str:
    """`text` in NFC with plain spaces and line breaks and nothing invisible; æ, ø, å and all else drawn stay as is.

    Cleaning what is clean changes nothing.
    """
    return clean_with_map(text)[0]


def clean_with_map(text: str) -> tuple[str, SourceMap]:
    """`clean(text)` and the map from its character offsets to those of `text`.

    Each character has a source: the letters of an expanded ligature all stand at the ligature, and a letter composed of
    several characters stands at the first of them.
    """
    return _rewrite(text, _MAY_CHANGE, _clean_stretch)


def fold_with_map(text: str) -> tuple[str, SourceMap]:
    """`text` as a number filter should see it, and the map to its offsets in `text`.

    NFKC, every decimal digit of any script as ASCII, every dash as "-", every space as " ", and no invisible characters
    or combining marks. A raised digit after an ordinary one is a footnote mark and becomes "^", not part of the number.
    """
    return _rewrite(text, _MAY_FOLD, _fold_stretch)


def _rewrite(
    text: str, may_change: re.Pattern[str], change: Callable[[str], tuple[str, list[int]]]
) -> tuple[str, SourceMap]:
    """`text` with each stretch that `may_change` finds replaced by `change` of it, and the map back.

    `change` returns the new characters and, for each, its offset in the stretch.
    """
    pieces: list[str] = []
    starts: list[int] = []
    sources: list[int] = []
    lengths: list[int] = []
    written = 0

    def add_run(source: int, length: int) -> None:
        nonlocal written
        if starts and sources[-1] + lengths[-1] == source:
            lengths[-1] += length
        elif length:
            starts.append(written)
            sources.append(source)
            lengths.append(length)
        written += length

    done = 0
    for found in may_change.finditer(text):
        stretch = found.group()
        changed, offsets = change(stretch)
        if changed == stretch:
            continue
        add_run(done, found.start() - done)
        pieces += text[done : found.start()], changed
        for offset in offsets:
            add_run(found.start() + offset, 1)
        done = found.end()
    add_run(done, len(text) - done)
    pieces.append(text[done:])
    return "".join(pieces), SourceMap(tuple(starts), tuple(sources), tuple(lengths))


def _clean_stretch(stretch: str) -> tuple[str, list[int]]:
    stretch_chars: list[str] = []
    offsets: list[int] = []
    for offset, char in enumerate(stretch):
        replacement = _REPLACED.get(char, char)
        if char == "\r" and stretch[offset + 1 : offset + 2] == "\n":
            replacement = ""
        for new in replacement:
            stretch_chars.append(new)
            offsets.append(offset)
    kept = "".join(stretch_chars)
    if kept.isascii():
        return kept, offsets
    return _compose(kept, offsets)


def _compose(text: str, offsets: list[int]) -> tuple[str, list[int]]:
    """`text` in NFC with at most `MARKS_PER_LETTER` marks on a letter, and the offsets that belong to the result."""
    composed: list[str] = []
    kept_offsets: list[int] = []
    marks = 0
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and _joins_the_previous(text[end]):
            continue
        cluster = unicodedata.normalize("NFC", text[start:end]) if end - start > 1 else _nfc_of_one(text[start])
        for position, char in enumerate(cluster):
            marks = marks + 1 if _is_mark(char) else 0
            if marks <= MARKS_PER_LETTER:
                composed.append(char)
                kept_offsets.append(offsets[min(start + position, end - 1)])
        start = end
    return "".join(composed), kept_offsets


@lru_cache(maxsize=4096)
def _nfc_of_one(char: str) -> str:
    return unicodedata.normalize("NFC", char)


@lru_cache(maxsize=4096)
def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in ("Mn", "Me")


@lru_cache(maxsize=4096)
def _joins_the_previous(char: str) -> bool:
    # The marks, and the two sets of letters that compose with the letter before them: Hangul vowels and finals, and the
    # Kirat Rai vowels (UAX 15, NFC_Quick_Check=Maybe).
    return (
        unicodedata.combining(char) > 0
        or unicodedata.category(char).startswith("M")
        or "\u1160" <= char <= "\u11ff"
        or "\U00016d63" <= char <= "\U00016d6a"
    )


def _fold_stretch(stretch: str) -> tuple[str, list[int]]:
    folded: list[str] = []
    offsets: list[int] = []
    raised_after_digit = False
    for offset, char in enumerate(stretch):
        new = _fold_character(char)
        if _is_raised_digit(char):
            # A masked number still has its footnote mark, which must not become a number of its own.
            after_digit = bool(folded) and (folded[-1].isdigit() or folded[-1] == "█")
            raised_after_digit = raised_after_digit or (after_digit and not _is_raised_digit(stretch[offset - 1]))
            new = "^" if raised_after_digit else new
        elif new:
            raised_after_digit = False
        folded.extend(new)
        offsets.extend([offset] * len(new))
    return "".join(folded), offsets


@lru_cache(maxsize=8192)
def _fold_character(char: str) -> str:
    if char in _REPLACED:
        return _REPLACED[char]
    if char in _DASHES or unicodedata.category(char) == "Pd":
        return "-"
    if char in _SLASHES:
        return "/"
    folded = []
    for part in unicodedata.normalize("NFKC", char):
        digit = unicodedata.digit(part, None)
        if digit is not None:
            folded.append(str(digit))
        elif not unicodedata.category(part).startswith("M"):
            folded.append("/" if part in _SLASHES else part)
    return "".join(folded)


@lru_cache(maxsize=4096)
def _is_raised_digit(char: str) -> bool:
    is_raised = unicodedata.decomposition(char).startswith(("<super>", "<sub>"))
    return is_raised and unicodedata.digit(char, None) is not None
