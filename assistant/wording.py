"""A text as it is worded, apart from any question: what is looked at in it for question after question. Pure."""

from __future__ import annotations

import re
from functools import cached_property
from sys import intern

from assistant.light_words import AUXILIARY, LIGHT_VERBS
from assistant.signs import letters_of
from ingest.lexical import gram_terms

_WORD = re.compile(r"\w+")
LONGEST_HEADING = 9
# A sentence that begins so is about what the one before it names.
_REFERS_BACK = re.compile(
    r"^\W*(?:det|den|de|dette|denne|disse|her|heraf|herunder|hertil|deraf|dermed|derfor|han|hun|hans|hendes|dens|dets|deres"
    r"|beløbet|planen|projektet|sagen|arbejdet|prisen|gebyret|fristen)\b",
    re.IGNORECASE,
)


class Wording:
    """A text, and its letters, words and 4-grams and what patterns find in it, each made when it is first looked at."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._found: dict[str, tuple[str, ...]] = {}

    def found(self, pattern: re.Pattern[str]) -> tuple[str, ...]:
        """All that one of our own patterns finds, in lower case and in order. Not for a pattern of a reader's words."""
        found = self._found.get(pattern.pattern)
        if found is None:
            found = tuple([intern(match.group().lower()) for match in pattern.finditer(self.text)])
            self._found[pattern.pattern] = found
        return found

    @cached_property
    def is_heading(self) -> bool:
        """Whether it is a short line without a verb."""
        return is_heading(self.text)

    @cached_property
    def refers_back(self) -> bool:
        """Whether it is about what the text before it names: it begins with a word that stands for that."""
        return _REFERS_BACK.match(self.text) is not None

    @cached_property
    def letters(self) -> str:
        """What signs are looked for in."""
        return letters_of(self.text)

    @cached_property
    def length(self) -> int:
        """How many words it has, counted by the white space between them."""
        return len(self.text.split())

    # Texts share most of their words and grams; each is kept once for all of them.

    @cached_property
    def spoken(self) -> tuple[str, ...]:
        """Its words in lower case, in order."""
        return tuple(map(intern, words_of(self.text)))

    @cached_property
    def grams(self) -> tuple[str, ...]:
        """Its 4-grams, each once, in order."""
        return tuple(dict.fromkeys(map(intern, gram_terms(self.text))))


def is_heading(text: str) -> bool:
    """Whether `text` is a short line without a verb, such as a heading inside a paragraph: it states nothing."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    return len(words) <= LONGEST_HEADING and not any(
        word in AUXILIARY or word in LIGHT_VERBS or word.endswith(("ede", "edes", "tes", "des")) for word in words
    )


def words_of(text: str) -> list[str]:
    """The words and numbers of a text in lower case, in order."""
    return _WORD.findall(text.lower())
