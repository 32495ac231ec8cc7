"""Writing a lexical leg (`lexical.py`) whose terms are far more than should be held in memory at once.

The terms of each passage wait as numbers in a file. From there bm25s' columns are made in stretches of passages, with
numpy: what this takes is the size of the leg itself, however many passages there are. The scores are those of bm25s'
default method to the last bit (Lucene's BM25), and bm25s writes the files.
"""

from __future__ import annotations

import contextlib
import math
import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from ingest.lexical import K1, B, bm25s
from ingest.sentence_terms import SentenceTermsWriter

Numbers = NDArray[np.int32]
_STRETCH = 25_000  # keys that are looked at together; each can be ten terms


class LegBuilder:
    """Collects the terms of passages one by one, as numbers in a file, and writes a leg of them."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._sizes = array("i")
        self._sentences = array("i")  # how many each passage has, with what stands above them
        self._sentence_sizes = array("i")
        self._spool = tempfile.TemporaryFile()  # noqa: SIM115  closed when the leg is written, or by `close`

    def add(self, *sentences: Iterable[str]) -> None:
        """The terms of the next passage: what stands above all its sentences, then each sentence; or all in one."""
        ids = self._ids
        row = array("i")
        for sentence in sentences:
            before = len(row)
            row.extend([ids.setdefault(term, len(ids)) for term in sentence])
            self._sentence_sizes.append(len(row) - before)
        self._sizes.append(len(row))
        self._sentences.append(len(sentences))
        self._spool.write(row)

    def write(
        self, folder: Path, terms_of: Callable[[str], Sequence[str]] = lambda key: (key,), *, sentences: bool = False
    ) -> None:
        """Write the index of the passages' terms into `folder`; with `sentences` also which terms each sentence has.

        `terms_of` makes the terms of what was added, now that everything has been: compounds need the whole corpus's
        words. Nothing can be added afterwards.
        """
        folder.mkdir(parents=True)
        (folder / "size").write_text(str(len(self._sizes)), encoding="ascii")
        with self._spool as spool:
            if not self._ids:
                return
            ids: dict[str, int] = {}
            made = [array("i", [ids.setdefault(term, len(ids)) for term in terms_of(key)]) for key in self._ids]
            self._ids = {}
            with contextlib.ExitStack() as stack:
                leg = _Leg(stack.enter_context(tempfile.TemporaryFile()), len(self._sizes), len(ids))
                kept = stack.enter_context(SentenceTermsWriter(folder)) if sentences else None
                if kept:
                    kept.passages(self._sentences)
                ends = np.cumsum(np.frombuffer(self._sentence_sizes, np.int32), dtype=np.int64)
                done, first = 0, 0
                for rows, terms, sizes in _stretches(spool, np.frombuffer(self._sizes, np.int32), made):
                    leg.add(rows, terms)
                    if kept:
                        last = int(np.searchsorted(ends, done + len(sizes), side="right"))
                        kept.add(terms, np.concatenate(([0], np.cumsum(sizes)))[ends[first:last] - done])
                        first = last
                    done += len(sizes)
                leg.write(folder, ids)

    def close(self) -> None:
        """Gives the file back, also where the leg is not written after all."""
        self._spool.close()


def write_leg(folder: Path, passages: Iterable[Iterable[str]]) -> None:
    """Write the index of these passages' terms into `folder`."""
    builder = LegBuilder()
    for terms in passages:
        builder.add(terms)
    builder.write(folder)


def _stretches(
    spool: IO[bytes], sizes: Numbers, made: Sequence[array[int]]
) -> Iterator[tuple[Numbers, Numbers, NDArray[np.int64]]]:
    """Row and term of all that waits in `spool`, some whole passages at a time, and how many terms each of their keys
    became. `made` has the terms of each key."""
    many = np.array([len(terms) for terms in made], np.int64)
    starts = np.cumsum(many) - many
    flat = np.frombuffer(b"".join(made), np.int32)
    ends = np.cumsum(sizes, dtype=np.int64)
    spool.seek(0)
    first, done = 0, 0
    while first < len(sizes):
        last = max(int(np.searchsorted(ends, done + _STRETCH, side="right")), first + 1)
        keys = np.frombuffer(spool.read(4 * (int(ends[last - 1]) - done)), np.int32)
        rows = np.repeat(np.arange(first, last, dtype=np.int32), sizes[first:last])
        own = many[keys]
        within = np.arange(own.sum()) - np.repeat(np.cumsum(own) - own, own)
        yield np.repeat(rows, own), flat[np.repeat(starts[keys], own) + within], own
        first, done = last, int(ends[last - 1])


class _Leg:
    """The columns of a leg in the making: its entries (row, term, count) wait in a file, in the order of the rows."""

    def __init__(self, counted: IO[bytes], rows: int, terms: int) -> None:
        self._counted = counted
        self._entries: list[int] = []  # of each stretch
        self._lengths = np.zeros(rows, np.int64)
        self._frequencies = np.zeros(terms, np.int64)

    def add(self, rows: Numbers, terms: Numbers) -> None:
        """The terms of further rows, in the order of the rows."""
        width = len(self._frequencies)
        pairs, counts = np.unique(rows * np.int64(width) + terms, return_counts=True)
        own_rows, own_terms = np.divmod(pairs, width)
        self._lengths += np.bincount(rows, minlength=len(self._lengths))
        self._frequencies += np.bincount(own_terms, minlength=width)
        self._entries.append(len(pairs))
        self._counted.write(np.stack((own_rows, own_terms, counts)).astype(np.int32).tobytes())

    def _read(self) -> Iterator[NDArray[np.int32]]:
        """The entries of each stretch: rows, terms and counts."""
        self._counted.seek(0)
        for entries in self._entries:
            yield np.frombuffer(self._counted.read(12 * entries), np.int32).reshape(3, entries)

    def write(self, folder: Path, ids: Mapping[str, int]) -> None:
        """Write what bm25s reads into `folder`: for each term the rows that hold it, in order, and its score there."""
        number = len(self._lengths)
        weights = np.array(
            [math.log(1 + (number - held + 0.5) / (held + 0.5)) for held in self._frequencies.tolist()], np.float32
        )
        damping = K1 * ((1 - B) + B * self._lengths / self._lengths.mean())
        starts = np.concatenate(([0], np.cumsum(self._frequencies)))
        scores, holders = np.empty(starts[-1], np.float32), np.empty(starts[-1], np.int32)
        free = starts[:-1].copy()  # where the next entry of each term goes
        for rows, terms, counts in self._read():
            order = np.argsort(terms, kind="stable")
            rows, terms, counts = rows[order], terms[order], counts[order]
            held = np.bincount(terms, minlength=len(free))
            places = free[terms] + np.arange(len(terms)) - (np.cumsum(held) - held)[terms]
            scores[places] = weights[terms] * (counts / (damping[rows] + counts))
            holders[places] = rows
            free += held
        retriever = bm25s().BM25(k1=K1, b=B)
        retriever.scores = {"data": scores, "indices": holders, "indptr": starts, "num_docs": number}
        retriever.nonoccurrence_array = None
        retriever.vocab_dict = dict(ids)
        retriever.save(folder, show_progress=False)
