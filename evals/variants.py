"""A question written otherwise, by rule and seed: does the answer survive? Pure."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping

from evals.cases import Case

SEPARATOR = "#"
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})


def misspelt(case: Case) -> str:
    """The question with two neighbouring letters swapped in its two longest words (seeded by the case)."""
    draw = random.Random(case.id)
    words = sorted(set(re.findall(r"[^\W\d_]{5,}", case.question)), key=lambda word: (-len(word), word))[:2]
    text = case.question
    for word in words:
        at = draw.randrange(1, len(word) - 2)
        text = text.replace(word, word[:at] + word[at + 1] + word[at] + word[at + 2 :], 1)
    return text


def without_danish_letters(case: Case) -> str:
    """The question with ae, oe and aa."""
    return case.question.translate(_LETTERS)


def careless(case: Case) -> str:
    """The question in small letters without punctuation."""
    return " ".join(re.sub(r"[^\w\s§/.-]|[.](?=\s|$)", " ", case.question.lower()).split())


def polite(case: Case) -> str:
    """The question with words around it that ask for nothing."""
    return f"Hej, jeg vil gerne vide: {case.question} På forhånd tak!"


VARIANTS: Mapping[str, Callable[[Case], str]] = {
    "misspelt": misspelt,
    "without_danish_letters": without_danish_letters,
    "careless": careless,
    "polite": polite,
}


def variants_of(case: Case) -> dict[str, Case]:
    """The case asked in each other way, by variant name; a variant that equals the question is left out."""
    asked = {name: make(case) for name, make in VARIANTS.items()}
    return {
        name: case.model_copy(update={"id": f"{case.id}{SEPARATOR}{name}", "question": text})
        for name, text in asked.items()
        if text != case.question
    }


def among_distractors(case: Case) -> Case:
    """The case as it is, to be asked where made-up passages stand among the documents."""
    return case.model_copy(update={"id": f"{case.id}{SEPARATOR}distractors"})
