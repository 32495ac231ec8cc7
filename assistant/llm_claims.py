"""The model's claims, taken out of its text while it is still writing.

The text is JSON lines or one object with a list; either way a claim is an innermost object with three texts. A claim is
given out only when its closing brace has come, so half a quote or half a number is never one. Everything else the model
writes (talk, mark-up, HTML of a broken proxy) is passed over and never shown.
"""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, ValidationError

# Longer than any honest claim with its quote; a model that writes more in one object has lost its way.
LONGEST_OBJECT = 6_000


class WrittenClaim(BaseModel):
    """A claim as the model wrote it: untrusted."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    token: str
    quote: str
    text: str


@dataclass
class ClaimReader:
    """Takes pieces of the model's text and gives out the claims that are complete.

    `objects` counts the closed objects that are no claims; `overlong` says that an object grew past all measure.
    """

    objects: int = 0
    overlong: bool = False
    _buffer: str = ""
    _at: int = 0
    _start: int = -1
    _in_string: bool = False
    _escaped: bool = False

    def feed(self, piece: str) -> list[WrittenClaim]:
        """The claims that `piece` completes, in order."""
        self._buffer += piece
        found: list[WrittenClaim] = []
        while self._at < len(self._buffer):
            char = self._buffer[self._at]
            self._at += 1
            if self._start < 0:
                self._begin(char)
            elif self._in_string:
                self._inside_string(char)
            elif char == '"':
                self._in_string = True
            elif char == "{":
                # An inner object: only the innermost can be a claim.
                self._start = self._at - 1
            elif char == "}":
                found += self._close()
        if self._start >= 0 and self._at - self._start > LONGEST_OBJECT:
            self.overlong = True
            self._start, self._in_string = -1, False
        self._forget()
        return found

    def _begin(self, char: str) -> None:
        if char == "{":
            self._start = self._at - 1

    def _inside_string(self, char: str) -> None:
        if self._escaped:
            self._escaped = False
        elif char == "\\":
            self._escaped = True
        elif char == '"':
            self._in_string = False

    def _close(self) -> list[WrittenClaim]:
        written = self._buffer[self._start : self._at]
        self._start = -1
        try:
            return [WrittenClaim.model_validate_json(written)]
        except ValidationError:
            self.objects += 1
            return []

    def _forget(self) -> None:
        """Drop what was read, so that an endless stream takes no more memory than one object."""
        keep_from = self._start if self._start >= 0 else self._at
        self._buffer = self._buffer[keep_from:]
        self._at -= keep_from
        self._start = 0 if self._start >= 0 else -1
