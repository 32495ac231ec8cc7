"""A question in the spelling of Danish and of the corpus: a slip of the keys, or a letter æ, ø or å written without.

A word is left alone where Danish or the corpus knows it or another form of it. Any other is read as the likeliest word one
slip away (two in a long word): a word of the corpus, one that asks, or a common one. A name is read otherwise only where
two letters changed places, since a name that differs by a letter is another name.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import product

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract
from wordfreq import get_frequency_dict

from assistant.question import ASKING_WORDS
from assistant.spoken import SPOKEN
from ingest.danish import STOP_WORDS, stem

SHORTEST = 4
LONG = 9
# On the Zipf scale (the base-10 logarithm of occurrences in a billion words): what a word of the corpus is worth at least,
# another form of it, an asking word; what a second slip costs and what two letters that changed places speak for.
OF_CORPUS, FORM, ASKS, SECOND_SLIP, SWAPPED = 5.5, 4.0, 6.0, 2.5, 0.7
FREQUENT = 5.0
MORE_OFTEN = 3
# A corpus with more words has their forms too.
MOST_FORMED = 20_000
MOST_MARKS = 5
_WORD = re.compile(r"(?<![\w.@/])[^\W\d_]+(?![\w@/]|-?\d|\.\w)")
_ENDINGS = ("en", "et", "n", "t", "er", "erne", "ne", "s")
# Words that questions about minutes and reports are asked with, whether the corpus holds them or not.
_OF_QUESTIONS = (
    "hvad hvem hvornår hvorfor hvordan hvor hvilken hvilket hvilke mange meget længe nævn nævnes nævner forklar betyder beskriv "
    "fortæl what who when why how where which referat referatet sagsnummer sagsnummeret dagsorden dagsordenen punktnummer "
    "mødet mødedato mødested indstilling indstillingen beslutning beslutningen pixi pixien hvidbog hvidbogen baggrundsmateriale "
    "baggrundsmaterialet overblik opremsning opsummering opsummer kort besluttede besluttet vedtaget vedtog "
    "drøftede drøftet indstillede sagsnr journalnr"
).split()
_DOUBLED = re.compile("(ae|oe|aa)")
_DOUBLE = {"ae": "æ", "oe": "ø", "aa": "å"}
_SINGLE = {"a": ("a", "å", "æ"), "o": ("o", "ø"), "e": ("e", "æ")}


@cache
def _common() -> dict[str, float]:
    """Each common Danish word with its Zipf frequency, and its stem with none."""
    return {word: math.log10(share) + 9 for word, share in get_frequency_dict("da").items() if word.isalpha()}


@cache
def _common_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in _common())


class Speller:
    """The words of a corpus (lower case) and what is known beside them; one for each open index."""

    def __init__(self, counts: Mapping[str, int], bridge: Iterable[str]) -> None:
        own = {*counts, *(word for phrase in bridge for word in phrase.lower().split())}
        worth = dict(_common())
        worth |= {word: max(worth.get(word, 0.0), OF_CORPUS) for word in own if word.isalpha()}
        worth |= {word: worth.get(word, FORM) for word in {*STOP_WORDS, *ASKING_WORDS}}
        worth |= dict.fromkeys(
            (*_OF_QUESTIONS, *(f"{word}s" for word in _OF_QUESTIONS if word.endswith(("en", "et")))), ASKS
        )
        self._known = frozenset(worth) | {*SPOKEN}
        self._counts = counts
        self._stems = frozenset(stem(word) for word in own)
        for form in _forms(own) if len(own) <= MOST_FORMED else ():
            worth.setdefault(form, FORM)
        self._worth = worth
        self._near: dict[tuple[int, str], list[str]] = defaultdict(list)
        for word in worth:
            self._near[len(word), word[:1]].append(word)

    def spelt(self, question: str) -> str:
        """`question` with each unknown word in the likeliest spelling; words that none is near stay as they are."""
        shouting = question.isupper()

        def replaced(match: re.Match[str]) -> str:
            word = match.group()
            if word.isupper() and not shouting and len(word) > 1:
                return word
            name = word[0].isupper() and not shouting and not _opens(question, match.start())
            found = self._likeliest(word.lower(), name)
            if found is None:
                return word
            return found.upper() if shouting else found.capitalize() if word[0].isupper() else found

        return _WORD.sub(replaced, question)

    def _likeliest(self, word: str, name: bool) -> str | None:
        """What `word` was meant to be, or None where it stays."""
        if word in self._known:
            # "soemarken" may stand in an address, and "Sømarken" everywhere else.
            if word not in self._counts or not _DOUBLED.search(word):
                return None
            often = [one for one in _unfolded(word) if self._counts.get(one, 0) > MORE_OFTEN * self._counts[word]]
            return max(often, key=lambda one: self._counts[one], default=None)
        unfolded = [one for one in _unfolded(word) if one in self._worth or one in SPOKEN]
        if unfolded:
            return max(unfolded, key=lambda one: self._worth.get(one, 0.0))
        if len(word) < SHORTEST:
            return None
        own_stem = stem(word)
        if own_stem in self._stems or own_stem in _common_stems():
            return self._slipped(word, name, swapped_alone=True)
        found = self._slipped(word, name)
        if found is None and not name and _DOUBLED.search(word):
            found = self._slipped(next(_unfolded(word)), name)
        return found

    def _slipped(self, word: str, name: bool, swapped_alone: bool = False) -> str | None:
        """The likeliest word near `word`; with `swapped_alone` only a frequent one of which two letters changed places."""
        slips = 2 if len(word) >= LONG and not (name or swapped_alone) else 1
        best: tuple[float, str] | None = None
        for first in dict.fromkeys((word[0], word[1])):
            for length in range(len(word) - slips, len(word) + slips + 1):
                words = self._near.get((length, first), ())
                for other, distance, _ in extract(word, words, scorer=OSA.distance, score_cutoff=slips, limit=None):
                    swapped = distance == 1 and sorted(other) == sorted(word)
                    if len(other) < SHORTEST - 1 or ((name or swapped_alone or first != word[0]) and not swapped):
                        continue
                    if swapped_alone and self._worth[other] < FREQUENT:
                        continue
                    value = self._worth[other] - SECOND_SLIP * (distance - 1) + SWAPPED * swapped
                    best = max(best or (value, other), (value, other))
        return best[1] if best else None


def _forms(words: Iterable[str]) -> Iterator[str]:
    """Other forms of nouns: "pixien" of "pixi", "inputtet" of "input"."""
    for word in words:
        if len(word) >= SHORTEST and word.isalpha():
            yield from (word + ending for ending in _ENDINGS)
            yield from (word + word[-1] + ending for ending in ("en", "et"))


def _opens(question: str, start: int) -> bool:
    return bool(re.search(r"(?:^|[.!?:])[\s\"'»(]*$", question[:start]))


def _unfolded(word: str) -> Iterator[str]:
    """What `word` may be with æ, ø and å: written ae, oe, aa, or a, o, e without their marks."""
    pieces = _DOUBLED.split(word)
    if len(pieces) > 1:
        double = product(*((_DOUBLE[piece], piece) if piece in _DOUBLE else (piece,) for piece in pieces))
        yield from (one for letters in double if (one := "".join(letters)) != word)
    elif sum(letter in _SINGLE for letter in word) <= MOST_MARKS:
        single = product(*(_SINGLE.get(letter, (letter,)) for letter in word))
        yield from (one for letters in single if (one := "".join(letters)) != word)
