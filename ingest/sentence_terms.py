"""The terms of each passage sentence by sentence: what an index that knows passages alone cannot tell.

A passage about many figures holds the year of one and the place of another; only its sentences say what belongs together.
A passage is kept as stretches of terms: first what all its sentences stand under (title, headings, date, a table's caption
and header), then each sentence or row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]
_PASSAGES, _SENTENCES, _TERMS = "sentences_passages.npy", "sentences_ends.npy", "sentences_terms.bin"


class SentenceTermsWriter:
    """Writes the terms of passages into a folder, some passages at a time; the files are whole when it has ended."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ends: list[Numbers] = [np.zeros(1, np.int64)]
        self._written = 0
        self._terms = (folder / _TERMS).open("wb")

    def passages(self, counts: Sequence[int]) -> None:
        """How many stretches each of all passages has."""
        np.save(self._folder / _PASSAGES, np.concatenate(([0], np.cumsum(counts, dtype=np.int64))))

    def add(self, terms: Numbers, ends: Numbers) -> None:
        """The terms of the next passages in order, and where among them each stretch ends."""
        self._terms.write(terms.astype(np.int32).tobytes())
        self._ends.append(ends + self._written)
        self._written += len(terms)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._terms.close()
        np.save(self._folder / _SENTENCES, np.concatenate(self._ends).astype(np.int64))


class SentenceTerms:
    """The stretches of an index, memory-mapped."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError or ValueError where they are not there or damaged."""
        # Views without the class of a mapped file, whose every slice costs a microsecond more.
        self._passages, self._stretches = (
            np.asarray(np.load(folder / name, mmap_mode="r")) for name in (_PASSAGES, _SENTENCES)
        )
        self._terms: Numbers = np.asarray(np.memmap(folder / _TERMS, dtype=np.int32, mode="r"))

    def terms(self, row: int) -> Numbers:
        """All terms of a passage in order, shape (terms,)."""
        first, last = self._passages[row], self._passages[row + 1]
        return self._terms[self._stretches[first] : self._stretches[last]]

    def shares(
        self,
        rows: Sequence[int],
        weights: Numbers,
        needed: NDArray[np.bool_],
        credits: Mapping[int, Mapping[int, float]],
    ) -> Numbers:
        """The largest share of what is wanted that a sentence of each passage holds, 0 to 1, shape (rows,).

        `weights` are those of the things wanted; `credits` says of a term how far it is which of them. What all sentences
        of a passage stand under counts for each of them. Where things are `needed`, a sentence's share is multiplied by
        the cube of the share of these that it holds.
        """
        best = np.zeros(len(rows))
        if not credits or not len(rows):
            return best
        wanted = np.array(sorted(credits))
        table = np.zeros((len(wanted), len(weights)))
        for place, term in enumerate(wanted):
            for number, credit in credits[int(term)].items():
                table[place, number] = credit
        firsts, lasts = self._passages[np.asarray(rows)], self._passages[np.asarray(rows) + 1]
        bounds = [
            self._stretches[first : last + 1] for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True)
        ]
        terms = np.concatenate([self._terms[one[0] : one[-1]] for one in bounds])
        places = np.minimum(np.searchsorted(wanted, terms), len(wanted) - 1)
        hit = np.flatnonzero(wanted[places] == terms)
        if not len(hit):
            return best
        counts = lasts - firsts
        tops = np.cumsum(counts) - counts
        # All lengths at once, but what lies between the last bound of a passage and the first of the next is none.
        lengths = np.delete(np.diff(np.concatenate(bounds)), np.cumsum(counts + 1)[:-1] - 1)
        stretch = np.repeat(np.arange(len(lengths)), lengths)[hit]
        held = np.zeros((len(lengths), len(weights)))
        begins = np.flatnonzero(np.diff(stretch, prepend=-1))
        held[stretch[begins]] = np.maximum.reduceat(table[places[hit]], begins, axis=0)
        held = np.maximum(held, np.repeat(held[tops], counts, axis=0))
        shares = held @ weights / weights.sum()
        if needed.any():
            shares *= (held @ (weights * needed) / (weights @ needed)) ** 3
        return np.maximum.reduceat(shares, tops)
