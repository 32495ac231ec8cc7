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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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


class Sketches:
    """The sketches of many texts, held as numbers: a long report has some sixty thousand sentences."""

    def __init__(self) -> None:
        self._shingles = array("I")
        self._must_equal = array("I")
        self._ends = array("Q")

    def add(self, one: Sketch | None) -> None:
        """The next text's sketch."""
        if one is not None:
            self._shingles.extend(one.shingles)
        self._must_equal.append(one.must_equal if one is not None else 0)
        self._ends.append(len(self._shingles))

    def groups(self) -> list[int | None]:
        """For each text the number of its group, or None where nothing else is like it. Groups count from 0 in order."""
        ends = np.frombuffer(self._ends, np.uint64).astype(np.int64)
        starts = np.concatenate(([0], ends))[:-1]
        parents = list(range(len(ends)))
        for alike in self._buckets(starts, ends):
            for place, number in enumerate(alike):
                for other in alike[: min(place, COMPARED)]:
                    if _root(parents, other) != _root(parents, number) and _similar(
                        self._shingles[starts[number] : ends[number]], self._shingles[starts[other] : ends[other]]
                    ):
                        parents[_root(parents, number)] = _root(parents, other)
        return _numbered(parents)

    def _buckets(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Iterator[list[int]]:
        """Texts, in order, that share one of their smallest hashes and all that must be equal; each such set of them."""
        if not len(self._shingles):
            return
        shingles, must_equal = np.frombuffer(self._shingles, np.uint32), np.frombuffer(self._must_equal, np.uint32)
        having = [np.flatnonzero(ends - starts > place) for place in range(SMALLEST)]
        numbers = np.concatenate(having)
        smallest = np.concatenate([shingles[starts[own] + place] for place, own in enumerate(having)])
        keys = (smallest.astype(np.uint64) << np.uint64(32)) | must_equal[numbers]
        order = np.lexsort((numbers, keys))
        keys, numbers = keys[order], numbers[order]
        edges = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1], [True])))
        for first in np.flatnonzero(np.diff(edges) > 1).tolist():
            yield numbers[edges[first] : edges[first + 1]].tolist()


def duplicate_groups(sketches: Iterable[Sketch | None]) -> list[int | None]:
    """For each text the number of its group, or None where nothing else is like it. Groups count from 0 in order."""
    collected = Sketches()
    for one in sketches:
        collected.add(one)
    return collected.groups()


def _similar(one: array[int], other: array[int]) -> bool:
    first, second = set(one), set(other)
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
