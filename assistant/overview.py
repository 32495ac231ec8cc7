"""An overview without a model: one sentence a section, cited, of the document that the question is about.

The first sentence of a section says what it is about more often than any other; of sections that repeat each other the
first is taken.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.drafts import Draft, Drafted
from assistant.evidence import Words
from assistant.question import Asked
from assistant.records import Hit, Status
from ingest.danish import Analyzer
from ingest.records import Range, Reading, Section, SectionKind

MOST_SENTENCES = 6
SHORTEST_SENTENCE = 40
LONGEST_SENTENCE = 320
_TELLING = frozenset(
    {SectionKind.SUMMARY, SectionKind.CASE, SectionKind.DECISION, SectionKind.BODY, SectionKind.FINANCE}
)


def overview(asked: Asked, hits: Sequence[Hit], readings: Sequence[Reading], analyzer: Analyzer) -> Drafted | None:
    """An overview of what the question names, or None where the material does not know it; of what the hits stand
    in where it names nothing."""
    if not hits or any(asked.terms and not _stands_in(asked, reading, analyzer) for reading in readings[:1]):
        return None
    reading = readings[0]
    inside = [hit.passage.range for hit in hits if hit.passage.document_id == reading.document.id]
    return overview_of(asked, reading, analyzer, None if asked.terms else inside)


def overview_of(
    asked: Asked, reading: Reading, analyzer: Analyzer, inside: Sequence[Range] | None = None
) -> Drafted | None:
    """An overview of one document, or of what stands `inside` these ranges of it; None where it has no fit sentence."""
    drafts: list[Draft] = []
    for section in _about(asked, reading, analyzer):
        sentence = _first_sentence(reading, section)
        if sentence is None or not (inside is None or any(one.contains(sentence) for one in inside)):
            continue
        if not _repeats(reading, sentence, drafts):
            drafts.append(Draft(reading, sentence, None if drafts else "source"))
        if len(drafts) == MOST_SENTENCES:
            break
    return Drafted(Status.FOUND, tuple(drafts), confidence=0.5) if drafts else None


def _stands_in(asked: Asked, reading: Reading, analyzer: Analyzer) -> bool:
    words = Words(analyzer, reading.text)
    return all(words.share(term) or not term.hard for term in asked.terms) and any(
        words.share(term) for term in asked.terms
    )


def _about(asked: Asked, reading: Reading, analyzer: Analyzer) -> list[Section]:
    """The telling sections, those first whose words hold more of the question; in reading order among equals."""
    telling = [section for section in reading.sections if section.kind in _TELLING]
    shares = {}
    for section in telling:
        words = Words(analyzer, section.range.of(reading.text))
        shares[section.range] = sum(words.share(term) > 0 for term in asked.terms)
    chosen = sorted(telling, key=lambda section: -shares[section.range])[: 2 * MOST_SENTENCES]
    return sorted(chosen, key=lambda section: section.range)


def _first_sentence(reading: Reading, section: Section) -> Range | None:
    for sentence in reading.sentences:
        if section.range.contains(sentence) and (section.heading is None or not section.heading.contains(sentence)):
            text = sentence.of(reading.text)
            if SHORTEST_SENTENCE <= len(text) <= LONGEST_SENTENCE and text.endswith((".", "!", "?")):
                return sentence
    return None


def _repeats(reading: Reading, sentence: Range, drafts: Sequence[Draft]) -> bool:
    words = set(sentence.of(reading.text).lower().split())
    return any(len(words & set(one.range.of(reading.text).lower().split())) > 0.6 * len(words) for one in drafts)
