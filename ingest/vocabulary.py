"""What a question's word stands for in this index: itself, other spellings, parts of a compound, bridged words.

A question may write a word without æøå, with a typo, as a compound that the corpus splits, or in everyday words. Each is
expanded here against the words that the index knows. An expansion says what kind it is: a part of a compound finds
passages, but it is no evidence for an answer.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter

from ingest.compounds import Compounds
from ingest.danish import STOP_WORDS, Analyzer, Token, fold, fold_short, stem

SPELLING_WEIGHT = 0.7
BRIDGE_WEIGHT = 0.8
SHORTEST_MISSPELT = 5
LONG_WORD = 9


class Link(StrEnum):
    """How an expansion is linked to the question's word."""

    SAME = "same"
    SPELLING = "spelling"
    BRIDGE = "bridge"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Expansion:
    """A term of the index that a question's word stands for, with its weight (1 for the term itself), how it is linked,
    and the word of the corpus it comes from."""

    term: str
    weight: float
    link: Link
    word: str


_HYPHEN = re.compile(r"(?<=[^\W\d_])[-–](?=[^\W_])")
_PAST = re.compile(r"(?<=\w{3})(?:ede|te)s?$")


class Vocabulary:
    """The words of an index (lower case, with their counts) and the bridge of the corpus profile."""

    def __init__(self, counts: Mapping[str, int], bridge: Mapping[str, Iterable[str]], analyzer: Analyzer) -> None:
        self.counts = counts
        self.analyzer = analyzer
        self._stems = Counter[str]()
        for word, count in counts.items():
            self._stems[stem(word)] += count
        self._hyphened: dict[str, set[str]] = defaultdict(set)
        for word in counts:
            if "-" in word:
                self._hyphened[stem(_without_hyphens(word))].add(word)
        # The index splits compounds by the words themselves; a question's may hold another form of them.
        self.compounds = Compounds(counts)
        self._asked_compounds = Compounds(counts, self._stems)
        single = {word: tuple(targets) for word, targets in bridge.items() if " " not in word}
        self._folded: dict[str, list[str]] = defaultdict(list)
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in {**counts, **dict.fromkeys(single)}:
            for folded in {fold(word), fold_short(word), fold_short(stem(word))} - {word, stem(word)}:
                self._folded[folded].append(word)
            self._by_length[len(word)].append(word)
        self._bridge: dict[str, tuple[str, ...]] = {}
        for word, targets in single.items():
            root = stem(word.lower())
            self._bridge[root] = tuple(dict.fromkeys((*self._bridge.get(root, ()), *targets)))
        self._phrases = {
            re.compile(rf"\b{re.escape(phrase.lower())}\b"): tuple(targets)
            for phrase, targets in bridge.items()
            if " " in phrase
        }

    def expand(self, token: Token) -> list[Expansion]:
        """The index terms that `token` stands for, its own first, each once with its largest weight."""
        found = [Expansion(token.term, 1.0, Link.SAME, token.surface.lower())]
        if token.kind == "word":
            found += self._joined(token.surface.lower(), token.term)
            found += self._word(token.surface.lower(), token.term)
        best: dict[str, Expansion] = {}
        for expansion in found:
            if expansion.term not in best or expansion.weight > best[expansion.term].weight:
                best[expansion.term] = expansion
        return list(best.values())

    def holds(self, word: str) -> bool:
        """Whether a lower-case word, or the name that it is the genitive of, stands in the index."""
        return word in self.counts or word.removesuffix("s") in self.counts

    def holds_form(self, word: str) -> bool:
        """Whether some form of a lower-case word stands in the index."""
        return stem(word) in self._stems

    def phrases(self, text: str) -> tuple[list[tuple[str, list[Expansion]]], str]:
        """The phrases of the bridge that stand in `text` with their index terms, and `text` with them blanked out."""
        found: list[tuple[str, list[Expansion]]] = []
        lower = text.lower()
        for pattern, targets in self._phrases.items():
            match = pattern.search(lower)
            if match:
                found.append((match.group(), [one for target in targets for one in self._bridged_to(target)]))
                blank = " " * (match.end() - match.start())
                text, lower = (one[: match.start()] + blank + one[match.end() :] for one in (text, lower))
        return found, text

    def _word(self, word: str, term: str) -> list[Expansion]:
        rows = self._parts(word) + self._bridged(term, word)
        if term in self._stems:
            return rows
        for other, weight in self._spellings(word):
            rows.append(Expansion(stem(other), weight, Link.SPELLING, other))
            rows += self._parts(other) + self._bridged(stem(other), other)
        return rows

    def _joined(self, word: str, term: str) -> list[Expansion]:
        """The same word with a hyphen or without: "Sinai-halvøen" and "Sinaihalvøen" are one."""
        whole = stem(_without_hyphens(word))
        others = {stem(other): other for other in sorted(self._hyphened.get(whole, ()))}
        if whole in self._stems:
            others[whole] = _without_hyphens(word)
        return [Expansion(other, 1.0, Link.SAME, others[other]) for other in sorted(others.keys() - {term})]

    def _parts(self, word: str) -> list[Expansion]:
        return [Expansion(stem(part), 1.0, Link.PART, part) for part in self._asked_compounds.parts(word)]

    def _bridged(self, term: str, word: str) -> list[Expansion]:
        targets = self._bridge.get(term)
        if targets is None and term not in self._stems and (past := _PAST.search(word)):
            # "Startede" is "starte", though the stemmer keeps them apart; where the corpus has it, it is itself.
            targets = self._bridge.get(stem(word[: past.start()] + "e"))
        return [one for target in targets or () for one in self._bridged_to(target)]

    def _bridged_to(self, target: str) -> list[Expansion]:
        tokens = self.analyzer.tokens(target)
        return [Expansion(token.term, BRIDGE_WEIGHT, Link.BRIDGE, token.surface.lower()) for token in tokens]

    def _spellings(self, word: str) -> list[tuple[str, float]]:
        """The corpus's spellings of a word that it does not hold: with æøå for ae, oe, aa or a, o, a; else one typo
        apart (two in a long word), the most frequent first."""
        folded = self._folded.get(word) or self._folded.get(fold(word)) or self._folded.get(stem(word))
        if folded:
            return [(other, 1.0) for other in folded]
        if len(word) < SHORTEST_MISSPELT or word in STOP_WORDS:
            return []
        for edits in (1, 2) if len(word) >= LONG_WORD else (1,):
            lengths = range(len(word) - edits, len(word) + edits + 1)
            near = [
                other
                for length in lengths
                for other, _, _ in extract_iter(
                    word, self._by_length.get(length, ()), scorer=OSA.distance, score_cutoff=edits
                )
            ]
            if near:
                return [
                    (other, SPELLING_WEIGHT)
                    for other in sorted(near, key=lambda one: (-self.counts.get(one, 0), one))[:3]
                ]
        return []


def _without_hyphens(word: str) -> str:
    """`word` without the hyphens inside it: "Sinai-halvøen" is "Sinaihalvøen"."""
    return _HYPHEN.sub("", word)
