"""Where the text of a parsed HTML page stands in the file.

The parser gives no offsets, but it gives the text in the order of the file. So the file's text is walked along with the
parsed text, character by character, stepping over tags and taking a character reference for the letter that it means.
"""

from __future__ import annotations

import html
import re

_TAG = re.compile(r"<[!?/]?[a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|<[!?/][^>]*>")
_RAW = re.compile(r"<(script|style)\b", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);?")
_BLANK = "\0"


class SourceText:
    """The text of an HTML file with its tags blanked out, and how far it has been walked."""

    def __init__(self, source: str) -> None:
        self._text = _without_tags(source)
        self._position = 0

    def runs(self, text: str) -> list[tuple[str, int | None]]:
        """The parsed `text`, which comes next, as runs each with its offset in the file, or None where it has none."""
        start = self._start(text)
        if start is None:
            return [(text, None)]
        runs: list[tuple[str, int | None]] = []
        position = start
        done = 0
        while done < len(text):
            position = self._over_tags(position)
            length = self._equal(text, done, position)
            if length:
                runs.append((text[done : done + length], position))
                done, position = done + length, position + length
                continue
            meant, after = self._reference(position)
            if not meant or not text.startswith(meant, done):
                return [(text, None)]  # the parser mended something here; the next text finds its place again
            runs.append((meant, None))
            done, position = done + len(meant), after
        self._position = position
        return runs

    def _start(self, text: str) -> int | None:
        """Where `text` begins: next in line, or at its next whole occurrence where the two fell out of step."""
        position = self._over_tags(self._position)
        if self._fits(text, position):
            return position
        while position < len(self._text) and self._text[position] in " \t\r\n" + _BLANK:
            position += 1
            if self._fits(text, position):
                return position
        found = self._text.find(text, self._position) if text.strip() else -1
        return found if found >= 0 else None

    def _fits(self, text: str, position: int) -> bool:
        meant, _ = self._reference(position)
        return self._text.startswith(text[:1], position) or (bool(meant) and text.startswith(meant))

    def _over_tags(self, position: int) -> int:
        while position < len(self._text) and self._text[position] == _BLANK:
            position += 1
        return position

    def _equal(self, text: str, done: int, position: int) -> int:
        """How many characters are the same in both, up to a tag or a reference."""
        length = 0
        while (
            done + length < len(text)
            and position + length < len(self._text)
            and self._text[position + length] == text[done + length]
            and not self._reference(position + length)[0]
        ):
            length += 1
        return length

    def _reference(self, position: int) -> tuple[str, int]:
        found = _REFERENCE.match(self._text, position) if self._text.startswith("&", position) else None
        return (html.unescape(found.group()), found.end()) if found else ("", position)


def _without_tags(source: str) -> str:
    """The source with every character of a tag, comment, script or style sheet blanked out; the length stays.

    Each end is looked for once: one that is missing is missing for all that follow, so the time is linear.
    """
    parts: list[str] = []
    missing: set[str] = set()
    lower = source.lower() if len(source.lower()) == len(source) else source
    position = done = 0
    while (position := source.find("<", position)) >= 0:
        end = -1
        raw = _RAW.match(source, position)
        closer = "-->" if source.startswith("<!--", position) else f"</{raw.group(1).lower()}" if raw else ""
        if closer and closer not in missing:
            found = lower.find(closer, position)
            close = source.find(">", found) if found >= 0 else -1
            end = close + 1 if close >= 0 else -1
            if end < 0:
                missing.add(closer)
        if end < 0:
            tag = _TAG.match(source, position)
            end = tag.end() if tag else -1
        if end < 0:
            position += 1
            continue
        parts += [source[done:position], _BLANK * (end - position)]
        position = done = end
    return "".join([*parts, source[done:]])
