"""The messages that the model gets: versioned Danish prompt files, the question, and the sources.

What is not in them: keys, settings, names of files, earlier answers. They are never logged.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Formatter

from assistant.llm_sources import Shown
from ingest.errors import WrongUse

VERSION = 1
MOST_CLAIMS = 6
_PLACES = {
    "svar": {"marker", "most"},
    "linjer": set[str](),
    "skema": set[str](),
    "rangering": {"marker"},
    "opfoelgning": {"marker"},
}


@dataclass(frozen=True, slots=True)
class Message:
    """A message to the model: who says it (`system` or `user`) and what."""

    role: str
    content: str


# What an endpoint that can is held to: an object with a list of claims, nothing else.
SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {
        "claims": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {name: {"type": "string"} for name in ("token", "quote", "text")},
                "required": ["token", "quote", "text"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["claims"],
    "additionalProperties": False,
}


@cache
def prompt(name: str) -> str:
    """The text of a prompt file. Raises WrongUse where its places for values are not the ones that are filled."""
    text = (files("assistant") / "prompts" / f"{name}-{VERSION}.md").read_text(encoding="utf-8")
    if {place for _, place, _, _ in Formatter().parse(text) if place} != _PLACES[name]:
        raise WrongUse(f"prompts/{name}-{VERSION}.md")
    return text


def prompt_hash() -> str:
    """The first 16 hexadecimal digits of the SHA-256 of all prompt files, stored with each answer."""
    return hashlib.sha256("\0".join(prompt(name) for name in sorted(_PLACES)).encode()).hexdigest()[:16]


def messages(question: str, shown: Shown, schema: bool) -> list[Message]:
    """The messages for one question: the rules with this request's marker, the sources, and the question last."""
    rules = prompt("svar").format(marker=shown.marker, most=MOST_CLAIMS)
    shape = prompt("skema" if schema else "linjer").format()
    asked = question.replace(shown.marker, "")
    return [
        Message("system", f"{rules}\n{shape}"),
        Message("user", f"{shown.block()}\n\nSpørgsmål: {asked}"),
    ]
