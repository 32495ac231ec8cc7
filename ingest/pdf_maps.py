"""Whether a PDF's text is what its pages show: a font can draw "1.250" and tell every reader of its text "9.999".

A font says twice which character a code is: by its encoding, from which the letters are drawn, and by its map to
Unicode, from which the text is taken. Where the two contradict each other, or two codes claim to be the same digit, the
page is doubtful, and its picture read by OCR decides. What is not here: fonts that contradict themselves nowhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

_DIGITS = dict(zip("zero one two three four five six seven eight nine".split(), "0123456789", strict=True))
_SYMBOLIC = 4  # the flag of a font with an order of characters of its own
_FEWEST_LETTERS = 2  # of contradicted letters: one alone may be a slip of the maker
_MOST_CODES = 70_000
_SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_CHAR = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>\s*(?:<([0-9A-Fa-f\s]+)>|\[([^\]]*)\])")
_TOKEN = re.compile(r"\w(?:[\w.,]*\w)?")


@dataclass(frozen=True, slots=True)
class DoubtfulPage:
    """A page (from 1) with a font that contradicts itself; `sure` where the drawn letters are known without looking."""

    number: int
    sure: bool


def doubtful_pages(reader: PdfReader) -> Iterator[DoubtfulPage]:
    """The pages whose text may not be what they show, in order. Raises what pypdf does for a malformed page tree."""
    known: dict[int, bool | None] = {}
    for number, page in enumerate(reader.pages, start=1):
        fonts = _part(_part(page, "/Resources"), "/Font")
        found = [_doubt(fonts.raw_get(name), known) for name in fonts]
        if any(one is not None for one in found):
            yield DoubtfulPage(number, any(found))


def _part(holder: DictionaryObject, name: str) -> DictionaryObject:
    """The dictionary called `name`; an empty one where there is none."""
    found = holder.get(name)
    found = found.get_object() if found is not None else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _doubt(reference: Any, known: dict[int, bool | None]) -> bool | None:
    """None for a font without a contradiction, True for one that surely has one, False for one that may have."""
    identity = getattr(reference, "idnum", id(reference))
    if identity not in known:
        try:
            known[identity] = _judged(reference.get_object())
        except Exception:  # pypdf raises almost anything on a malformed font; the next one is judged all the same
            known[identity] = None
    return known[identity]


def _judged(font: DictionaryObject) -> bool | None:
    if "/ToUnicode" not in font:
        return None
    stream: Any = font["/ToUnicode"].get_object()
    told = to_unicode(stream.get_data())
    if font.get("/Subtype") == "/Type0":
        claims = Counter(text for text in told.values() if len(text) == 1 and text.isdigit())
        return False if any(count > 1 for count in claims.values()) else None
    drawn = _drawn(font)
    wrong = [letter for code, letter in drawn.items() if _plain(told.get(code, letter)) != letter.lower()]
    if any(letter.isdigit() for letter in wrong) or len(wrong) >= _FEWEST_LETTERS:
        return not _is_embedded(font)
    return None


def _drawn(font: DictionaryObject) -> Mapping[int, str]:
    """The digits and unaccented letters that a simple font's encoding names, by code; none where it names none."""
    own_order = "/Encoding" not in font or int(_part(font, "/FontDescriptor").get("/Flags", 0)) & _SYMBOLIC
    if font.get("/Subtype") == "/Type3" or (_is_embedded(font) and own_order):
        return {}
    drawn = {code: chr(code) for code in range(128) if chr(code).isalnum()}
    code = 0
    for one in _part(font, "/Encoding").get("/Differences", ()):
        if isinstance(one, int):
            code = int(one)
            continue
        name = str(one).removeprefix("/")
        drawn.pop(code, None)
        if name in _DIGITS or (len(name) == 1 and name.isalpha()):
            drawn[code] = _DIGITS.get(name, name)
        code += 1
    return drawn


def _is_embedded(font: DictionaryObject) -> bool:
    return any(name.startswith("/FontFile") for name in _part(font, "/FontDescriptor"))


def to_unicode(data: bytes) -> dict[int, str]:
    """The characters that a font's map to Unicode gives its codes; a map too large to be honest ends early."""
    told: dict[int, str] = {}
    for kind, body in _SECTION.findall(data):
        if kind == b"char":
            told.update((_number(code), _text(text)) for code, text in _CHAR.findall(body))
            continue
        for first, last, start, listed in _RANGE.findall(body):
            codes = range(_number(first), min(_number(last) + 1, _number(first) + 65_536))
            texts = [_text(text) for text in re.findall(rb"<([^>]*)>", listed)]
            for place, code in enumerate(codes):
                if start:
                    told[code] = _text(start, place)
                elif place < len(texts):
                    told[code] = texts[place]
            if len(told) > _MOST_CODES:
                return told
    return told


def _number(digits: bytes) -> int:
    return int(b"".join(digits.split()) or b"0", 16)


def _text(digits: bytes, further: int = 0) -> str:
    packed = b"".join(digits.split())
    text = bytes.fromhex((packed + b"0" * (len(packed) % 2)).decode("ascii")).decode("utf-16-be", "replace")
    return text[:-1] + chr(min(ord(text[-1]) + further, 0x10FFFF)) if text and further else text


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def differs(text: str, seen: str) -> bool:
    """Whether a page's text and what OCR sees on it are about different things: most numbers or most words missing."""
    told, read = _tokens(text), _tokens(seen)
    numbers = {token for token in told if token.isdigit() and len(token) > 1}
    words = {token for token in told if token.isalpha() and len(token) > 3}
    return (bool(numbers) and len(numbers & read) < 0.5 * len(numbers)) or (
        len(words) >= 5 and len(words & read) < 0.5 * len(words)
    )


def _tokens(text: str) -> set[str]:
    # OCR takes a full stop for a comma now and then, so numbers are compared by their digits alone.
    return {re.sub(r"[.,]", "", token) if token[0].isdigit() else token for token in _TOKEN.findall(_plain(text))}
