"""Danish compounds taken apart with nothing but the corpus's own words.

"beskæftigelsesfrekvens" is "beskæftigelse" + s + "frekvens" where the corpus knows both. The whole word is always kept
beside its parts. Corpus words alone did as well as a general word list (`DECISIONS.md`).
"""

from __future__ import annotations

from collections.abc import Mapping

from ingest.danish import STOP_WORDS, stem

SHORTEST_WORD = 8
# Each cut of a word costs its length: what is longer is no compound and would take quadratic time.
LONGEST_WORD = 100
SHORTEST_PART = 3
# The letters that may link two parts, with how much a reading with that link counts.
LINKS: tuple[tuple[str, float], ...] = (("", 1.0), ("s", 1.0), ("e", 0.5))
SHORT_PART_FACTOR = 0.1
SHORTEST_STEM = 5


class Compounds:
    """Splits words by the words in `counts` (lower case, with how often the corpus holds them)."""

    def __init__(self, counts: Mapping[str, int], stems: Mapping[str, int] | None = None) -> None:
        """`stems` (stems with their counts) lets a question's compound have parts in another form than the corpus's."""
        self._counts = counts
        self._stems = stems or {}
        self._known: dict[str, tuple[str, ...]] = {}

    def parts(self, word: str) -> tuple[str, ...]:
        """The two parts of `word` (lower case, links off), or none where no two known words make it.

        Of several readings, the one whose rarer part is most frequent; a part of three letters counts a tenth.
        """
        if word not in self._known:
            self._known[word] = self._split(word)
        return self._known[word]

    def _split(self, word: str) -> tuple[str, ...]:
        if not SHORTEST_WORD <= len(word) <= LONGEST_WORD or not word.isalpha():
            return ()
        best = 0.0
        parts: tuple[str, ...] = ()
        for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            tail = word[cut:]
            seen = self._seen(tail)
            if not seen or tail in STOP_WORDS:
                continue
            for link, factor in LINKS:
                head = word[:cut].removesuffix(link) if link else word[:cut]
                if len(head) < SHORTEST_PART or (link and not word[:cut].endswith(link)) or head in STOP_WORDS:
                    continue
                short = SHORT_PART_FACTOR if min(len(head), len(tail)) <= SHORTEST_PART else 1.0
                score = min(self._seen(head), seen) * factor * short
                if score > best:
                    best, parts = score, (head, tail)
        return parts

    def _seen(self, word: str) -> int:
        known = self._counts.get(word, 0)
        # A short stem stands for too much: "mester" and "mest" have the same.
        return known or (self._stems.get(stem(word), 0) if len(stem(word)) >= SHORTEST_STEM else 0)
