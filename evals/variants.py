"""A question written otherwise, by rule and seed: does the answer survive? Pure."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping

from evals.cases import Case

SEPARATOR = "#"
# Asking words and what may stand in their place without another word being moved.
ASKED_OTHERWISE = {
    "hvornår": "på hvilket tidspunkt",
    "hvorfor": "af hvilken grund",
    "hvordan": "på hvilken måde",
    "hvor mange": "hvor stort et antal",
    "hvor længe": "i hvor lang tid",
    "hvem": "hvilke personer",
    "hvilke": "hvad for nogle",
    "hvilken": "hvad for en",
    "hvilket": "hvad for et",
}
_ASKING = re.compile(rf"\b(?:{'|'.join(ASKED_OTHERWISE)})\b", re.IGNORECASE)
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


def rephrased(case: Case) -> str:
    """The question with its first asking word said in another way; others are left as they are."""
    found = _ASKING.search(case.question)
    if not found:
        return case.question
    said = ASKED_OTHERWISE[found.group().lower()]
    said = said[0].upper() + said[1:] if found.group()[0].isupper() else said
    return case.question[: found.start()] + said + case.question[found.end() :]


VARIANTS: Mapping[str, Callable[[Case], str]] = {
    "misspelt": misspelt,
    "without_danish_letters": without_danish_letters,
    "careless": careless,
    "polite": polite,
    "rephrased": rephrased,
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
