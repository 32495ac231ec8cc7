"""What a question's term stands for in this index: other spellings, stems that differ, compound parts, bridged words.

The index holds stems. A question may write a word without æøå, with a typo, as a compound that the corpus splits, or in
everyday words. Each such term is expanded here against the words the index knows, with a weight below 1 for what is not
the term itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ingest.danish import STOP_WORDS, Analyzer, Token, fold, fold_short, stem

SPELLING_WEIGHT = 0.7
BRIDGE_WEIGHT = 0.8
COMPOUND_WEIGHT = 0.5
SHORTEST_PART = 4
LINKS = ("s", "e", "")


@dataclass(frozen=True, slots=True)
class Expansion:
    """A term of the index that a question's token stands for, with its weight (1 for the term itself)."""

    term: str
    weight: float


class Vocabulary:
    """The words of an index (surface forms in lower case with their stems) and the bridge of the corpus profile."""

    def __init__(self, words: Iterable[str], bridge: Mapping[str, Iterable[str]], analyzer: Analyzer) -> None:
        self.words = frozenset(words)
        self.analyzer = analyzer
        self._stems: dict[str, set[str]] = defaultdict(set)
        self._folded: dict[str, set[str]] = defaultdict(set)
        self._by_length: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in self.words:
            self._stems[stem(word)].add(word)
            for folded in {fold(word), fold_short(word)} - {word}:
                self._folded[folded].add(word)
            self._by_length[(word[:1], len(word))].append(word)
        self._bridge = {stem(word.lower()): tuple(targets) for word, targets in bridge.items() if " " not in word}
        self._phrases = {
            re.compile(rf"\b{re.escape(phrase.lower())}\b"): tuple(targets)
            for phrase, targets in bridge.items()
            if " " in phrase
        }

    def expand(self, token: Token) -> list[Expansion]:
        """The index terms that `token` stands for, best first; its own term alone where it is known and unbridged."""
        found: dict[str, float] = {token.term: 1.0}
        if token.kind == "word":
            for term, weight in self._word_expansions(token.surface.lower(), token.term):
                found[term] = max(weight, found.get(term, 0.0))
        return [Expansion(term, weight) for term, weight in sorted(found.items(), key=lambda item: -item[1])]

    def phrases(self, text: str) -> tuple[list[tuple[str, list[Expansion]]], str]:
        """The phrases of the bridge that stand in `text` with their index terms, and `text` with them blanked out."""
        found: list[tuple[str, list[Expansion]]] = []
        lower = text.lower()
        for pattern, targets in self._phrases.items():
            match = pattern.search(lower)
            if match:
                terms = [token.term for target in targets for token in self.analyzer.tokens(target)]
                found.append((match.group(), [Expansion(term, BRIDGE_WEIGHT) for term in dict.fromkeys(terms)]))
                blank = " " * (match.end() - match.start())
                text, lower = (one[: match.start()] + blank + one[match.end() :] for one in (text, lower))
        return found, text

    def _word_expansions(self, word: str, term: str) -> list[tuple[str, float]]:
        rows = [(expansion, BRIDGE_WEIGHT) for expansion in self._bridged(term)]
        if term in self._stems:
            return rows
        spelled = self._spellings(word)
        rows += [(stem(other), SPELLING_WEIGHT if exact < 1 else 1.0) for other, exact in spelled]
        for other, _ in spelled:
            rows += [(expansion, BRIDGE_WEIGHT * SPELLING_WEIGHT) for expansion in self._bridged(stem(other))]
        if not spelled:
            rows += [(stem(part), COMPOUND_WEIGHT) for part in self.parts(word)]
        return rows

    def _bridged(self, term: str) -> list[str]:
        return [token.term for target in self._bridge.get(term, ()) for token in self.analyzer.tokens(target)]

    def _spellings(self, word: str) -> list[tuple[str, float]]:
        folded = self._folded.get(word) or self._folded.get(fold(word))
        if folded:
            return [(other, 1.0) for other in folded]
        if len(word) < 5:
            return []
        near = [
            other
            for length in range(len(word) - 1, len(word) + 2)
            for other in self._by_length.get((word[:1], length), ())
            if one_edit_apart(word, other)
        ]
        return [(other, 0.7) for other in sorted(near)[:5]]

    def parts(self, word: str) -> list[str]:
        """The two known words that `word` is a compound of, or none. Linking -s- and -e- are taken off the first."""
        best: list[str] = []
        for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            head, tail = word[:cut], word[cut:]
            if tail in STOP_WORDS or stem(tail) not in self._stems:
                continue
            for link in LINKS:
                bare = head.removesuffix(link) if link else head
                if len(bare) >= SHORTEST_PART - 1 and stem(bare) in self._stems:
                    best = [bare, tail]
                    break
        return best


def one_edit_apart(left: str, right: str) -> bool:
    """Whether one insertion, deletion, replacement or swap of neighbours turns `left` into `right`."""
    if left == right:
        return True
    if len(left) > len(right):
        left, right = right, left
    if len(right) - len(left) > 1:
        return False
    first = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), len(left))
    if len(left) == len(right):
        swapped = left[:first] + left[first + 1 : first + 2] + left[first : first + 1] + left[first + 2 :]
        return left[first + 1 :] == right[first + 1 :] or swapped == right
    return left[first:] == right[first + 1 :]
