"""Everyday Danish and what a municipality writes for it, for every corpus (`everyday_words.toml`); a corpus's own words first."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from importlib.resources import files

from ingest.danish import stem

# Joins the words of an expression ("slå_sig_sammen"), which stands for the single words of its group and never for it.
PHRASE = "_"


@cache
def groups() -> tuple[tuple[str, ...], ...]:
    """The groups of words that stand for each other."""
    tree = tomllib.loads((files("ingest") / "everyday_words.toml").read_text(encoding="utf-8"))
    return tuple(tuple(line.split()) for line in tree["groups"])


def with_everyday_words(own: Mapping[str, Iterable[str]], known: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The bridge `own` of a corpus, and for other words those of their groups that the corpus (`known`) holds.

    A word that `own` bridges has only what stands there: whoever knows the corpus has said what it means.
    """
    told = {stem(word.lower()) for word in own}
    # Each form of a group's word stands for every form that the corpus holds.
    held: dict[str, str] = {}
    for word in sorted(known):
        held.setdefault(stem(word), word)
    bridged: dict[str, dict[str, None]] = {}
    for group in groups():
        roots = {word: stem(word) for word in group if PHRASE not in word}
        for word in group:
            root = stem(word)
            others = {held[other]: None for other in roots.values() if other != root and other in held}
            if others and root not in told and root not in held:
                bridged.setdefault(word.replace(PHRASE, " "), {}).update(others)
    return {**{word: tuple(others) for word, others in bridged.items()}, **{word: tuple(v) for word, v in own.items()}}
