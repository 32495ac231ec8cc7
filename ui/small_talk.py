"""Greetings, thanks and farewells, which are no questions to the documents and get a friendly fixed sentence."""

from __future__ import annotations

from assistant.courtesy import courtesy_of
from ingest.catalogue import load_catalogue


def friendly_reply(text: str) -> str | None:
    """The fixed sentence for a text that is only a greeting, thanks or a farewell; None for anything else."""
    courtesy = courtesy_of(text)
    return load_catalogue("ui").text(f"small_talk.{courtesy.value}") if courtesy else None
