"""The sentences of a passage, taken apart once for an index version. Pure.

Nothing here depends on a question, so nothing of one stays. What is costly is made when it is first asked for: most
sentences share no word with any question.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, takewhile

from assistant.evidence import Words
from assistant.llm_instructions import instructs
from assistant.wording import Wording
from ingest.danish import Analyzer
from ingest.records import Range, Reading, Section

STUFFED_LENGTH = 12
STUFFED_SHARE = 0.45


class Sentence(Wording):
    """A sentence: its range, whether it states anything (a heading does not), and the number that it shares with its
    near-duplicates, None where it has none."""

    def __init__(self, analyzer: Analyzer, text: str, place: Range, states: bool, group: int | None) -> None:
        super().__init__(text)
        self.range, self.states, self.group = place, states, group
        self._analyzer = analyzer

    @cached_property
    def words(self) -> Words:
        """Its index terms and stems."""
        return Words(self._analyzer, self.text)


@dataclass(frozen=True, slots=True)
class Parts:
    """A passage taken apart: its sentences in order, its letters, and the words of its headings, document and date."""

    sentences: tuple[Sentence, ...]
    letters: str
    context: Words


def take_apart(
    analyzer: Analyzer,
    reading: Reading,
    section: Section,
    piece: Range,
    context: Words,
    group_of: Callable[[Range], int | None],
) -> Parts:
    """The parts of the passage in `piece` of `reading`, which lies in `section`, whose headings have the words `context`."""
    sentences = []
    for place in sentences_in(reading, piece):
        text = place.of(reading.text)
        heading = section.heading is not None and section.heading.contains(place)
        states = not (heading or is_stuffed(text) or instructs(text) or heads_table(reading, place, text))
        sentences.append(Sentence(analyzer, text, place, states, group_of(place)))
    return Parts(tuple(sentences), "\n".join(one.letters for one in sentences), context)


def sentences_in(reading: Reading, piece: Range) -> list[Range]:
    """The sentences of a reading that lie in `piece`, in order."""
    first = bisect_left(reading.sentences, piece.start, key=lambda sentence: sentence.start)
    return list(takewhile(piece.contains, islice(reading.sentences, first, None)))


def heads_table(reading: Reading, sentence: Range, text: str) -> bool:
    """Whether a sentence is the header of a table, which names what stands in it and says none of it."""
    if "|" not in text:
        return False
    inside = [
        (cell, table.header_rows)
        for table in reading.tables
        if table.range.contains(sentence)
        for cell in table.cells
        if sentence.contains(cell.range)
    ]
    return bool(inside) and all(cell.row < headers for cell, headers in inside)


def is_stuffed(text: str) -> bool:
    """Whether a sentence is words heaped up to be found, and not language: long, and most of its words said before."""
    words = text.lower().split()
    return len(words) >= STUFFED_LENGTH and len(set(words)) < STUFFED_SHARE * len(words)
