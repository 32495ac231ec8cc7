"""Follow-up questions without a model: what "den", "nummer fire" and "og hvad så?" refer to, from the conversation so far.

A follow-up is searched for together with what it leaves out; the reader is shown what was searched for. Only the last
turns count. A question that stands on its own is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.light_words import is_light
from assistant.narrowing import names_source
from assistant.records import Turn
from assistant.subject import core_words
from ingest.danish import STOP_WORDS, Analyzer

ORDINALS = {
    word: number
    for number, words in enumerate(
        (
            "første 1. ét",
            "anden andet 2.",
            "tredje 3.",
            "fjerde 4.",
            "femte 5.",
            "sjette 6.",
            "syvende 7.",
            "ottende 8.",
            "niende 9.",
            "tiende 10.",
        ),
        start=1,
    )
    for word in words.split()
}
NUMBERS = {word: number for number, word in enumerate("en to tre fire fem seks syv otte ni ti".split(), start=1)} | {
    str(number): number for number in range(1, 21)
}
_NUMBERED = re.compile(r"\b(?:nummer|nr\.?|punkt nummer|område|fase)\s+(\w+)\b", re.IGNORECASE)
_ORDINAL = re.compile(rf"\b(?:det|den|de)\s+({'|'.join(map(re.escape, ORDINALS))})(?=\W|$)", re.IGNORECASE)
_LAST = re.compile(r"\b(?:det|den) sidste\b", re.IGNORECASE)
_OPENING = re.compile(r"^\W*(?:og|men|så|jamen|okay|ok)\b", re.IGNORECASE)
_PRONOUN = re.compile(
    r"\b(?P<article>den|det|de)\b(?:\s+(?P<next>[^\W\d_]+))?|\b(?:dem|dens|dets|deres|han|hun|disse|dette"
    r"|denne|sådan|i stedet|derefter)\b",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"^\W*(?:og )?(?:hvor|på hvilken side|i hvilket (?:dokument|afsnit)) (?:står|fremgår|finder jeg|kan jeg (?:læse|se)) det\b",
    re.IGNORECASE,
)
# Questions that leave everything out but what they ask: "Hvorfor?", "Kan du uddybe?", "Hvad med pixien?".
_LEFT_OUT = re.compile(
    r"^\W*(?:(?:hvorfor|hvornår|hvem|hvordan|hvor mange|hvor meget)(?: ikke| da| så)?"
    r"|(?:(?:kan|vil) du )?(?:uddybe?|forklare?|fortæl(?:le)?|sig|sige)"
    r"(?: det| mig| lidt| mere| nærmere| venligst| gerne| om det)*|mere|hvad med\b.*)\W*$",
    re.IGNORECASE,
)
_MARK = re.compile(r"\s*((?:\[\d+\]\s*)+)")
FEW_WORDS = 3
_SENTENCE_END = re.compile(r"[?.!]+")
_OF_NOTHING = re.compile(
    r"^\W*(?:og |men )?hv(?:ad|em|or|ornår|orfor|ordan)(?: meget| mange| længe)? \w+ (?:det|den|de|dem)"
    r"(?: så| egentlig| lige| nu| her)*\W*$",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"\b(?:dens|dets|deres)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Followed:
    """A question as it is searched for, and whether the conversation added to it. `carried` is what was added."""

    question: str
    carried: str = ""

    @property
    def from_history(self) -> bool:
        """Whether the conversation added to the question."""
        return bool(self.carried)


def follow(question: str, history: Sequence[Turn], analyzer: Analyzer, asking: frozenset[str]) -> Followed:
    """What `question` means after these turns. `asking` are words that ask and do not describe."""
    if not history:
        return Followed(question)
    last = history[-1]
    # The list that a number means may have been shown some turns ago.
    item = next((found for turn in reversed(history) if (found := _item_meant(question, turn))), None)
    if item:
        return Followed(f"{_without_reference(question)} {item}".strip(), item)
    if _WHERE.search(question):
        return Followed(last.question, last.question)
    own = content_words(question, analyzer, asking)
    if not refers_back(question) or len(own) > FEW_WORDS:
        return Followed(question)
    earlier = [content_words(turn.question, analyzer, asking) for turn in reversed(history[-2:])]
    # "Og hvad siger hvidbogen?" asks another source about the same, so the earlier source is not carried over.
    other_source = names_source(question)
    kept = [
        [word for word in words if word.lower() not in question.lower() and not (other_source and names_source(word))]
        for words in earlier
    ]
    before = next((words for words in kept if words), [])
    return Followed(f"{question} ({' '.join(before)})", " ".join(before)) if before else Followed(question)


def whole_parts(parts: Sequence[str], analyzer: Analyzer, asking: frozenset[str]) -> list[str]:
    """The questions of one message, each so that it stands alone: a later one that says "den" gets the first one's words."""
    if len(parts) < 2:
        return list(parts)
    # What the first part does is its own: "Hvornår sluttede mødet, og hvornår begyndte det?" carries the meeting alone.
    head = core_words(parts[0])
    nouns = [
        word for word in content_words(parts[0], analyzer, asking) if not is_light(word) and not word.endswith("ede")
    ]
    # "… kommunens styrker, og hvad er dens udfordringer?" is about the municipality, and not about its strengths.
    owners = [word for word in nouns if word.lower() not in head]
    whole = [parts[0]]
    for part in parts[1:]:
        carried = owners if _POSSESSIVE.search(part) else nouns
        whole.append(follow(part, (Turn(" ".join(carried), ""),), analyzer, asking).question)
    return whole


def refers_back(question: str) -> bool:
    """Whether the question begins like a continuation, leaves out what it is about, or holds a pronoun.

    "De" before a number or an adjective is an article: "de tre faser", "den strategiske plan".
    """
    if _OPENING.search(question) or _LEFT_OUT.search(question):
        return True
    for match in _PRONOUN.finditer(question):
        following = (match.group("next") or "").lower()
        is_article = following in NUMBERS or (following.endswith("e") and following not in STOP_WORDS)
        if not match.group("article") or not is_article:
            return True
    return False


def lacks_subject(question: str, analyzer: Analyzer, asking: frozenset[str]) -> bool:
    """Whether a pronoun is all that the question says of what it is about: "Hvad koster det?", however often."""
    parts = [part for part in _SENTENCE_END.split(question) if part.strip()]
    if all(_OF_NOTHING.match(part) for part in parts):
        return True
    return refers_back(question) and all(is_light(word) for word in content_words(question, analyzer, asking))


def content_words(text: str, analyzer: Analyzer, asking: frozenset[str]) -> list[str]:
    """The words of `text` that describe something, as they are written, each once."""
    words = [token.surface for token in analyzer.tokens(text) if token.content and token.surface.lower() not in asking]
    return list(dict.fromkeys(words))


def _item_meant(question: str, last: Turn) -> str | None:
    """The item of the last answer's list that the question means by its number, or None."""
    items = [item.strip() for item in items_of(last.answer)]
    if len(items) < 2:
        return None
    found = _ORDINAL.search(question)
    number = ORDINALS[found.group(1).lower()] if found else None
    if number is None:
        named = _NUMBERED.search(question)
        number = NUMBERS.get(named.group(1).lower()) if named else None
    if number is None and _LAST.search(question):
        number = len(items)
    return items[number - 1] if number is not None and 1 <= number <= len(items) else None


def items_of(answer: str) -> list[str]:
    """The claims of an answer as it was shown: what stands before each citation mark, its frame taken off.

    An answer without marks is taken as a list where it has lines, semicolons, or sentences of a few words.
    """
    parts = _MARK.split(answer)[::2]
    if len(parts) > 2:
        pieces = [part for part in parts if part.strip()]
    elif "\n" in answer.strip():
        pieces = answer.strip().split("\n")
    elif answer.count(";") >= 1:
        pieces = answer.split(";")
    else:
        pieces = re.split(r"(?:^|\s)(?:\(?\d{1,2}[.)])\s+|,\s+(?:og\s+)?|\.\s+", answer)
    cleaned = [re.sub(r"^(?:[^:]{0,80}:\s+|\d{1,2}[.)]\s*|og\s+|[-–•·]\s*)", "", piece.strip()) for piece in pieces]
    return [piece for piece in cleaned if piece]


def _without_reference(question: str) -> str:
    bare = _NUMBERED.sub(" ", _LAST.sub(" ", _ORDINAL.sub(" ", question)))
    return " ".join(bare.split())
