"""Near-duplicates: texts that say the same with nearly the same words, such as a sentence of the pixi and its original.

Candidates come from min-hashing (Broder 1997): two sets whose Jaccard similarity is at least 0.7 share one of their four
smallest hashes with a chance of over 99 %. Each candidate is then compared exactly. Two texts that differ in a number, a
name or a "not" are never near-duplicates, however alike they are: they are rival facts, and a reader must see both.
"""

from __future__ import annotations

import re
import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SIMILAR = 0.7
SMALLEST = 4
# A bucket of boilerplate is not compared all with all: each text is compared with the first few of them.
COMPARED = 8
FEWEST_WORDS = 6
_WORD = re.compile(r"\w+(?:[.,]\d+)*")
_NAME = re.compile(r"(?<=[\wæøå,] )[A-ZÆØÅ][\w-]+")
_NEGATIONS = frozenset("ikke ej aldrig ingen intet uden hverken næppe undtagen kan skal må bør højst mindst".split())


@dataclass(frozen=True, slots=True)
class Sketch:
    """A text's shingles as sorted hashes, and a hash of what must be equal: numbers, names, negations."""

    shingles: array[int]
    must_equal: int


def sketch(text: str, size: int) -> Sketch | None:
    """The sketch of a text over `size` words at a time, or None for a text too short to be compared."""
    words = _WORD.findall(text)
    if len(words) < FEWEST_WORDS:
        return None
    lower = [word.lower() for word in words]
    size = min(size, len(words))
    hashes = {zlib.crc32(" ".join(lower[i : i + size]).encode()) for i in range(len(words) - size + 1)}
    return Sketch(array("I", sorted(hashes)), zlib.crc32(" ".join(_must_equal(text, words, lower)).encode()))


def _must_equal(text: str, words: Sequence[str], lower: Sequence[str]) -> list[str]:
    kept = {word for word in words if not word.isalpha() and any(char.isdigit() for char in word)}
    kept |= _NEGATIONS.intersection(lower)
    # A capital after a small word begins a name; the first word of a sentence has one anyhow.
    kept |= set(_NAME.findall(text))
    return sorted(kept)


def duplicate_groups(sketches: Iterable[Sketch | None]) -> list[int | None]:
    """For each text the number of its group, or None where nothing else is like it. Groups count from 0 in order."""
    all_of_them = list(sketches)
    buckets: dict[tuple[int, int], list[int]] = defaultdict(list)
    parents = list(range(len(all_of_them)))
    for number, one in enumerate(all_of_them):
        if one is None:
            continue
        for smallest in one.shingles[:SMALLEST]:
            bucket = buckets[(smallest, one.must_equal)]
            for other in bucket:
                if _root(parents, other) != _root(parents, number) and _similar(one, all_of_them[other]):
                    parents[_root(parents, number)] = _root(parents, other)
            if len(bucket) < COMPARED:
                bucket.append(number)
    return _numbered(parents)


def _similar(one: Sketch, other: Sketch | None) -> bool:
    if other is None:
        return False
    first, second = set(one.shingles), set(other.shingles)
    return len(first & second) >= SIMILAR * len(first | second)


def _root(parents: list[int], number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = parents[number]
    return number


def _numbered(parents: list[int]) -> list[int | None]:
    roots = [_root(parents, number) for number in range(len(parents))]
    sizes: dict[int, int] = defaultdict(int)
    for root in roots:
        sizes[root] += 1
    names: dict[int, int] = {}
    return [names.setdefault(root, len(names)) if sizes[root] > 1 else None for root in roots]
