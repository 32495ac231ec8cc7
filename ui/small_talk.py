"""Greetings and thanks, which are no questions to the documents and get a friendly fixed sentence."""

from __future__ import annotations

import re

from ingest.catalogue import load_catalogue

_GREETINGS = frozenset("hej hejsa hejhej goddag godmorgen godaften dav davs hallo halløj mojn hey hi hello".split()) | {
    "hej hej",
    "hej igen",
    "god dag",
    "god morgen",
    "god aften",
    "goddag igen",
    "hej med dig",
}
_THANKS = frozenset({
    "tak", "mange tak", "tusind tak", "tak for hjælpen", "tak for det", "super tak", "ok tak", "okay tak", "fint tak",
    "tak skal du have", "det var alt", "det var alt tak", "tak det var alt", "perfekt tak", "thanks", "thank you",
    "tak for svaret", "jo tak", "ellers tak",
})  # fmt: skip
_FAREWELLS = frozenset({"farvel", "hej hej igen", "vi ses", "god weekend", "ha det", "hav det godt", "god dag videre"})


def friendly_reply(text: str) -> str | None:
    """The fixed sentence for a text that is only a greeting, thanks or a farewell; None for anything else."""
    words = " ".join(re.findall(r"\w+", text.lower()))
    texts = load_catalogue("ui")
    if words in _THANKS:
        return texts.text("small_talk.thanks")
    if words in _FAREWELLS:
        return texts.text("small_talk.farewell")
    return texts.text("small_talk.greeting") if words in _GREETINGS else None
