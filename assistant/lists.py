"""Lists: the one a question asks for, whole and in order, or none.

A list fits where its introduction, its headings or its document hold what the question describes. A count in the
question ("de syv …") must be the list's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from assistant.drafts import Draft, Drafted
from assistant.evidence import TermWeights, Words, weigh
from assistant.question import COUNTS, Asked
from assistant.records import Status
from assistant.wanted import Wanted
from assistant.wording import Wording
from ingest.blocks import counts
from ingest.records import Listing, Range, Reading, SectionKind

FITTING = 0.62
COUNT_BONUS = 0.2
INTRODUCED_BONUS = 0.1
ASKS_FOR_LISTS = frozenset(
    {Wanted.LIST, Wanted.DEFINITION, Wanted.NUMBER, Wanted.PROPOSAL, Wanted.OVERVIEW, Wanted.OPEN}
)


@dataclass(frozen=True, slots=True)
class Fitting:
    """A list with how well it fits."""

    reading: Reading
    listing: Listing
    fit: float


def best_list(
    asked: Asked, weights: TermWeights, readings: Iterable[Reading], words: Callable[[str], Words]
) -> Fitting | None:
    """The list that fits the question best, or None where none does."""
    if asked.wanted not in ASKS_FOR_LISTS or (
        asked.count is None and asked.wanted not in (Wanted.LIST, Wanted.PROPOSAL)
    ):
        return None
    best: Fitting | None = None
    for reading in readings:
        for listing in reading.listings:
            fit = _fit(asked, weights, reading, listing, words)
            if fit is not None and (best is None or fit > best.fit):
                best = Fitting(reading, listing, fit)
    return best


def drafted_list(asked: Asked, found: Fitting) -> Drafted:
    """The whole list as an answer; partial, and with the list's own count, where the question counts otherwise."""
    listing = found.listing
    first = "proposed" if _kind_at(found.reading, listing.items[0]) is SectionKind.PROPOSAL else "source"
    drafts = tuple(
        Draft(found.reading, item, first if number == 0 else None) for number, item in enumerate(listing.items)
    )
    size = len(listing.items)
    if asked.count in (None, size):
        return Drafted(Status.FOUND, drafts, confidence=found.fit)
    # What the list's own number rests on is the sentence that says it; where that sentence only leads to the items,
    # they follow.
    said = _counting_sentence(found)
    if said is None:
        return Drafted(Status.FOUND, drafts, notes=("list_incomplete",), confidence=found.fit)
    leads = listing.intro is not None and said.start < listing.intro.end <= said.end
    counted = Draft(found.reading, said, "counted", (("count", number_in_words(size)),))
    items = tuple(replace(draft, frame=None) for draft in drafts) if leads else ()
    return Drafted(Status.PARTIAL, (counted, *items), (number_in_words(asked.count),), confidence=found.fit)


def counted_otherwise(
    asked: Asked, weights: TermWeights, readings: Iterable[Reading], words: Callable[[str], Words]
) -> Fitting | None:
    """The list that fits but for its length, where a question says how many there are and means them by "de"."""
    if (
        asked.wanted is not Wanted.LIST
        or asked.count is None
        or not re.search(r"\bde\s+\w+", asked.text, re.IGNORECASE)
    ):
        return None
    found = best_list(replace(asked, count=None), weights, readings, words)
    # Its introduction must say its own number: then it is the list meant, counted wrongly.
    return found if found is not None and _counting_sentence(found) is not None else None


def _counting_sentence(found: Fitting) -> Range | None:
    """The last sentence of the paragraph that introduces a list which says how many items it has."""
    intro, text = found.listing.intro, found.reading.text
    if intro is None:
        return None
    start = max(text.rfind("\n\n", 0, intro.start), 0)
    size = len(found.listing.items)
    sentences = [one for one in found.reading.sentences if start <= one.start < intro.end and one.end <= intro.end]
    return next((one for one in reversed(sentences) if counts(one.of(text), size)), None)


def number_in_words(number: int) -> str:
    """A number up to twelve as a Danish word, a larger one in figures."""
    return next((word for word, value in COUNTS.items() if value == number), str(number))


def _fit(
    asked: Asked, weights: TermWeights, reading: Reading, listing: Listing, words: Callable[[str], Words]
) -> float | None:
    size = len(listing.items)
    section = reading.section_at(listing.items[0].start)
    proposal = section is not None and section.kind is SectionKind.PROPOSAL
    if (asked.wanted is Wanted.PROPOSAL) is not proposal or (asked.count is not None and asked.count != size):
        return None
    intro = listing.intro.of(reading.text) if listing.intro else ""
    headings = [*(section.path if section else ()), reading.document.title]
    context = words(" ".join(headings))
    own = words(f"{intro} {_paragraph_before(reading, listing)}")
    items = words(" ".join(body.of(reading.text) for body in listing.bodies))
    evidence = weigh(asked, weights, own, context, items, Wording(intro))
    if evidence.missing_hard or evidence.coverage < FITTING:
        return None
    if asked.wanted is not Wanted.PROPOSAL and evidence.own_coverage == 0:
        return None
    bonus = COUNT_BONUS if asked.count == size else 0.0
    return evidence.coverage + bonus + (INTRODUCED_BONUS if counts(intro, size) else 0.0)


def _paragraph_before(reading: Reading, listing: Listing) -> str:
    """The paragraph that a list's introduction ends: its earlier sentences say what the list is about."""
    if listing.intro is None:
        return ""
    start = reading.text.rfind("\n\n", 0, listing.intro.start)
    return reading.text[max(start, 0) : listing.intro.start]


def _kind_at(reading: Reading, where: Range) -> SectionKind:
    section = reading.section_at(where.start)
    return section.kind if section else SectionKind.BODY
