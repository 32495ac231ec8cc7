"""The questions of a data set as people also write them: without æøå, misspelt, compounds apart or joined. Pure, seeded.

Compounds are known by wordfreq's Danish list and not by the product's own, so that a test of the product is no mirror.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from functools import cache
from itertools import pairwise

from ingest.danish import STOP_WORDS

_WORD = re.compile(r"[^\W\d_]+")
_DOUBLE = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})
_SINGLE = str.maketrans({"æ": "a", "ø": "o", "å": "a", "Æ": "A", "Ø": "O", "Å": "A"})
_ALPHABET = "abcdefghijklmnopqrstuvwxyzæøå"
SHORTEST_MISSPELT = 4
SHORTEST_COMPOUND = 8
SHORTEST_PART = 4
# A part must be a word that stands at least once in a million.
KNOWN_WORDS = 1e-6


def with_double_letters(question: str, seed: str) -> str:
    """The question with ae, oe and aa."""
    return question.translate(_DOUBLE)


def with_single_letters(question: str, seed: str) -> str:
    """The question with a, o and a, as on a keyboard without æ, ø and å."""
    return question.translate(_SINGLE)


def misspelt(question: str, seed: str) -> str:
    """The question with one typo in each content word of at least four letters: a letter swapped, lost, doubled or wrong."""
    draw = random.Random(seed)
    return _WORD.sub(lambda match: _typo(match.group(), draw) if _content(match.group()) else match.group(), question)


def apart(question: str, seed: str) -> str:
    """The question with each compound in two words."""
    return _WORD.sub(
        lambda match: " ".join(_parts(match.group())) if _content(match.group()) else match.group(), question
    )


def joined(question: str, seed: str) -> str:
    """The question with one pair of neighbouring content words written as one word, the pair drawn by the seed."""
    words = list(_WORD.finditer(question))
    pairs = [
        (first, second)
        for first, second in pairwise(words)
        if question[first.end() : second.start()] == " "
        and all(_content(one.group()) and one.group().islower() for one in (first, second))
    ]
    if not pairs:
        return question
    first, second = random.Random(seed).choice(pairs)
    return question[: first.end()] + question[second.start() :]


QUESTION_VARIANTS: Mapping[str, Callable[[str, str], str]] = {
    "ae_oe_aa": with_double_letters,
    "a_o_a": with_single_letters,
    "misspelt": misspelt,
    "apart": apart,
    "joined": joined,
}


def _content(word: str) -> bool:
    return len(word) >= SHORTEST_MISSPELT and word.lower() not in STOP_WORDS


def _typo(word: str, draw: random.Random) -> str:
    at = draw.randrange(1, len(word) - 1)
    kind = draw.choice(("swapped", "lost", "doubled", "wrong"))
    if kind == "swapped" and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == "lost":
        return word[:at] + word[at + 1 :]
    if kind == "doubled":
        return word[:at] + word[at] + word[at:]
    wrong = draw.choice([letter for letter in _ALPHABET if letter != word[at]])
    return word[:at] + wrong + word[at + 1 :]


@cache
def _parts(word: str) -> tuple[str, ...]:
    """The two words that a compound is made of, a linking s staying with the first; the word itself where it is none."""
    lower = word.lower()
    best, cut_at = 0.0, 0
    if len(word) >= SHORTEST_COMPOUND:
        for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            head, tail = lower[:cut], lower[cut:]
            known = max(_frequency(head), _frequency(head.removesuffix("s")) if head.endswith("s") else 0.0)
            score = min(known, _frequency(tail))
            if score > max(best, KNOWN_WORDS):
                best, cut_at = score, cut
    return (word[:cut_at], word[cut_at:]) if cut_at else (word,)


@cache
def _frequency(word: str) -> float:
    from wordfreq import word_frequency

    return float(word_frequency(word, "da"))
