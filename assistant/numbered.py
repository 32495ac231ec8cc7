"""Numbered things: "fase 2", "det tredje fokusområde". A number beside a noun must stand beside that noun in the quote.

Pure. Where no sentence names the thing by its number, it is the item in that place of the list that the noun introduces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.danish_number_words import ORDINALS
from assistant.drafts import Draft, Drafted
from assistant.evidence import TermWeights, Words
from assistant.kinds import holds_new_kind
from assistant.lists import best_list
from assistant.question import Asked
from assistant.records import Status
from assistant.signs import letters_of
from assistant.wanted import Wanted
from assistant.wording import Wording
from ingest.danish import MONTHS, stem
from ingest.records import Reading

# What stands after the number of a label; a noun there would be what the number counts ("har 3 faser").
_ENDS = r"(?=\s*(?:$|[?.!,;:)]|\s(?:og|eller|til|om|i|på|af|er|var|for|med|starter?|slutter?|begynder|går|skal|kan)\b))"
_LABEL = re.compile(
    rf"\b([^\W\d_]{{3,}})\s+(?:nr\.?\s+|nummer\s+)?(\d{{1,3}})((?:\s+og\s+\d{{1,3}})?){_ENDS}", re.IGNORECASE
)
_ORDINAL = re.compile(rf"\b(?:de[nt])\s+(\d{{1,2}}(?=\.)|{'|'.join(ORDINALS)})\.?\s+([^\W\d_]{{3,}})", re.IGNORECASE)
_OF_PROPOSAL = re.compile(r"\bpunkt\w*\s+(?:nr\.?\s+|nummer\s+)?(\d{1,2})\s+(?:i|på|af)\s+indstilling", re.IGNORECASE)
_WORD_NUMBER = re.compile(r"\b([^\W\d_]+)\s+(\d+)\b")
_PAGE = re.compile(r"\b(?:side|s\.)\s*\d{1,4}\b", re.IGNORECASE)
# Nouns whose number a document writes otherwise or in a heading's mark; tables, pages and items are filters.
_OTHERWISE = frozenset("side tabel figur punkt paragraf kapitel afsnit stykke klokken procent".split()) | frozenset(
    MONTHS
)
# "Hvad hedder den tredje fase?" sounds like a question for a person.
_ONE_THING = frozenset({Wanted.DEFINITION, Wanted.OPEN, Wanted.LIST, Wanted.OVERVIEW, Wanted.PERSON})
_WHEN = frozenset({Wanted.DATE, Wanted.TIME})


@dataclass(frozen=True, slots=True)
class Label:
    """A noun of the question and the number beside it; `written` is how the question says it."""

    noun: str
    number: int
    written: str
    ordinal: bool = False

    def stands_in(self, text: str) -> bool:
        """Whether `text` has this number beside this noun, or counts it off after the noun: "tre faser, hhv. 1) … 2) …"."""
        wanted = stem(self.noun.lower())
        if wanted not in letters_of(text):  # a stem is how its word begins
            return False
        for word in re.finditer(r"[^\W\d_]+", text):
            if stem(word.group().lower()) != wanted:
                continue
            after = re.match(
                r"\s+(?:nr\.?\s+|nummer\s+)?(\d+(?:\s*(?:,|og|eller|til|[-–])\s*\d+)*)", text[word.end() :]
            )
            if after and self.number in _numbers(after.group(1)):
                return True
            before = re.search(r"([^\W\d_]+|\d+(?=\.))\.?\s+$", text[: word.start()])
            if before and ORDINALS.get(before.group(1).lower(), before.group(1)) in (self.number, str(self.number)):
                return True
            if re.search(rf"(?<!\d){self.number}\)", text[word.end() :]):
                return True
        return False


def labels_in(asked: Asked) -> tuple[Label, ...]:
    """The numbered things that a question names, in its order."""
    words = {term.surface.lower() for term in asked.terms if term.kind == "word"}
    found: list[Label] = []
    for match in _LABEL.finditer(asked.text):
        noun = match.group(1)
        if noun.lower() in words and noun.lower() not in _OTHERWISE:
            found += [
                Label(noun, int(number), f"{noun} {number}")
                for number in (match.group(2), *re.findall(r"\d+", match.group(3)))
            ]
    for match in _ORDINAL.finditer(asked.text):
        number, noun = match.group(1).lower(), match.group(2)
        if noun.lower() in words and noun.lower() not in _OTHERWISE:
            found.append(Label(noun, ORDINALS.get(number) or int(number), f"{number} {noun}", ordinal=True))
    return tuple(dict.fromkeys(found))


def names_page(asked: Asked) -> bool:
    """Whether the question names a page: where the material has it, the words became a filter and are gone."""
    return _PAGE.search(asked.text) is not None


def about_labels(asked: Asked, labels: Sequence[Label], text: str, headings: Iterable[str]) -> bool:
    """Whether a sentence is about the numbered things asked for, and says when of itself where that is asked."""
    # "Det første møde", "den anden dag": an ordinal like these is a word of its own more often than a place in a list.
    firm = [label for label in labels if not label.ordinal or label.number > 2]
    if not firm:
        return True
    if not any(label.stands_in(one) for label in firm for one in (text, *headings)):
        return False
    if asked.wanted not in _WHEN:
        return True
    return any(char.isalnum() for char in text) and holds_new_kind(asked, Wording(_without_labels(text, firm)))


def numbered_item(
    asked: Asked,
    labels: Sequence[Label],
    weights: TermWeights,
    readings: Sequence[Reading],
    words: Callable[[str], Words],
) -> Drafted | None:
    """The item in the place that the question names of the list it names; what is missing where the list is shorter.

    None where the question names no such place, a sentence has the number beside the noun, or no list fits.
    """
    proposal = _OF_PROPOSAL.search(asked.text)
    if proposal:
        label = Label("punkt", int(proposal.group(1)), proposal.group())
    elif len(labels) == 1 and asked.wanted in _ONE_THING:
        label = labels[0]
        if any(label.stands_in(one.of(reading.text)) for reading in readings for one in reading.sentences):
            return None
    else:
        return None
    counted = {str(label.number), *(word for word, number in ORDINALS.items() if number == label.number)}
    dropped = counted | ({"punkt", "punktet"} if proposal else set())
    kept = TermWeights(one for one in weights.items() if one[0].surface.lower().strip(".") not in dropped)
    described = replace(
        asked, wanted=Wanted.PROPOSAL if proposal else Wanted.LIST, count=None, terms=tuple(kept), text=asked.text
    )
    found = best_list(described, kept, readings, words)
    if found is None:
        return None
    if not 1 <= label.number <= len(found.listing.items):
        return Drafted(Status.NOT_FOUND, missing=(label.written,))
    item = found.listing.items[label.number - 1]
    return Drafted(
        Status.FOUND, (Draft(found.reading, item, "proposed" if proposal else "source"),), confidence=found.fit
    )


def _numbers(written: str) -> frozenset[int]:
    numbers = [int(number) for number in re.findall(r"\d+", written)]
    if re.search(r"\d\s*(?:til|[-–])\s*\d", written) and len(numbers) == 2:
        return frozenset(range(numbers[0], numbers[1] + 1))
    return frozenset(numbers)


def _without_labels(text: str, labels: Iterable[Label]) -> str:
    named = {(label.noun.lower(), label.number) for label in labels}

    def kept(match: re.Match[str]) -> str:
        word, number = match.group(1).lower(), int(match.group(2))
        return " " if any(word.startswith(noun) and number == one for noun, one in named) else match.group()

    return _WORD_NUMBER.sub(kept, text)
