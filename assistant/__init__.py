"""Retrieval, answers, the gate and citations. Public names are loaded when they are first used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.answering import Assistant, open_assistant
    from assistant.extractive import Candidate
    from assistant.present import answer_json, search_json

__all__ = ["Assistant", "Candidate", "answer_json", "open_assistant", "search_json"]
_HOMES = {
    "Assistant": "answering",
    "Candidate": "extractive",
    "open_assistant": "answering",
    "answer_json": "present",
    "search_json": "present",
}


def __getattr__(name: str) -> Any:
    # Loading on first use keeps `hvidbog --help` and every light import free of numpy and Chroma.
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"assistant.{_HOMES[name]}"), name)
