"""Everyday Danish and what a municipality writes for it, for every corpus (`everyday_words.toml`); a corpus's own words first."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from importlib.resources import files

from ingest.danish import STOP_WORDS, stem

# Joins the words of an expression ("slå_sig_sammen"), which stands for the single words of its group and never for it.
PHRASE = "_"
SHORTEST_STEM = 5


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
    held = {stem(word) for word in known}
    forms = _other_forms(known)
    bridged: dict[str, dict[str, None]] = {}
    for group in groups():
        words = [word for word in group if PHRASE not in word]
        for word in group:
            root = stem(word)
            own_words = [one for one in word.split(PHRASE) if one not in STOP_WORDS]
            if root in told or any(stem(one) in held for one in own_words):
                continue
            found = (other if other in known else forms.get(stem(other)) for other in words if stem(other) != root)
            others = {other: None for other in found if other is not None}
            if others:
                bridged.setdefault(word.replace(PHRASE, " "), {}).update(others)
    return {**{word: tuple(others) for word, others in bridged.items()}, **{word: tuple(v) for word, v in own.items()}}


def _other_forms(known: Collection[str]) -> dict[str, str]:
    """Of each stem a word of the corpus; short stems are of many words ("lav", "lave"), as are participles ("afgørende")."""
    forms: dict[str, str] = {}
    for word in sorted(known):
        if not word.endswith("ende") and len(stem(word)) >= SHORTEST_STEM:
            forms.setdefault(stem(word), word)
    return forms
