"""A claim beside the quote it cites: everything that the checks of the gate look at, worked out once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from assistant.danish_values import Value, values_in
from assistant.gate_clauses import Clause, aligned, clauses, sentences
from ingest.danish import MONTHS
from ingest.records import Range, Reading, SectionKind

# How far around a quote an exception belongs to it, in characters: about a sentence to each side.
NEAR = 250


@dataclass(frozen=True)
class Compared:
    """A claim and its quote. `context` is what the document says of itself: title, body, headings, dates.

    `near` is the sentence before and after the quote in the same section; `kind` is the section's kind.
    """

    claim: str
    quote: str
    context: str
    near: str
    kind: SectionKind | None

    @cached_property
    def claim_values(self) -> list[Value]:
        return values_in(self.claim)

    @cached_property
    def quote_values(self) -> list[Value]:
        return values_in(self.quote)

    @cached_property
    def context_values(self) -> list[Value]:
        return values_in(self.context)

    @cached_property
    def claim_clauses(self) -> list[Clause]:
        return clauses(self.claim)

    @cached_property
    def quote_clauses(self) -> list[Clause]:
        return clauses(self.quote)

    @cached_property
    def claim_sentences(self) -> list[Clause]:
        return sentences(self.claim)

    @cached_property
    def quote_sentences(self) -> list[Clause]:
        return sentences(self.quote)

    @cached_property
    def pairs(self) -> list[tuple[Clause, list[Clause]]]:
        """Each clause of the claim with the clauses of the quote that are about the same."""
        return [(clause, aligned(clause, self.quote_clauses)) for clause in self.claim_clauses]

    @cached_property
    def sentence_pairs(self) -> list[tuple[Clause, list[Clause]]]:
        """Each sentence of the claim with the sentences of the quote that are about the same."""
        return [(sentence, aligned(sentence, self.quote_sentences)) for sentence in self.claim_sentences]


def compare(claim: str, quoted: Range, reading: Reading) -> Compared:
    """`claim` beside the range `quoted` of `reading`."""
    document = reading.document
    section = reading.section_at(quoted.start)
    date = document.date
    dated = f"{date.day:02d}-{date.month:02d}-{date.year}" if date else ""
    told = (document.title, document.body, document.publisher, dated, *(section.path if section else ()))
    return Compared(
        claim=_in_figures(claim),
        quote=_in_figures(quoted.of(reading.text)),
        context=". ".join(part for part in told if part),
        near=_near(quoted, reading),
        kind=section.kind if section else None,
    )


# "Hver anden uge", "hver 2. uge" and "hver 14. dag" are one thing.
_EVERY = {"anden": "2.", "andet": "2.", "tredje": "3.", "fjerde": "4.", "femte": "5.", "sjette": "6."}
_EVERY_NTH = re.compile(rf"\b(hver[t]?)\s+({'|'.join(_EVERY)})\s+(?=dag|uge|måned|år|time)", re.IGNORECASE)
# "06/2024" is "juni 2024".
_MONTH_NAMES = tuple(MONTHS)
_MONTH_YEAR = re.compile(r"(?<![\d./-])(0?[1-9]|1[0-2])/((?:19|20)\d\d)(?![\d/-])")
# "Ikke så lang som" is "kortere end".
_LESS = {
    word: less
    for words, less in (
        ("høj højt høje", "lavere"), ("lav lavt lave", "højere"), ("stor stort store meget", "mindre"),
        ("lille små", "større"), ("mange", "færre"), ("få", "flere"), ("lang langt lange længe", "kortere"),
        ("kort korte", "længere"), ("god godt gode", "dårligere"), ("dårlig dårligt dårlige", "bedre"),
        ("dyr dyrt dyre", "billigere"), ("billig billigt billige", "dyrere"), ("hurtig hurtigt hurtige", "langsommere"),
        ("langsom langsomt", "hurtigere"), ("gammel gammelt gamle", "yngre"), ("ung unge", "ældre"),
    )
    for word in words.split()
}  # fmt: skip
_NOT_AS = re.compile(rf"\bikke\s+(?:helt\s+|nær\s+)?(?:så|lige\s+så)\s+({'|'.join(_LESS)})\s+som\b", re.IGNORECASE)
_FORTNIGHT = re.compile(r"\bhver\s+(?:14\.|fjortende)\s+dag\b", re.IGNORECASE)


def _in_figures(text: str) -> str:
    """`text` with how often something happens written in one way."""
    text = _MONTH_YEAR.sub(lambda match: f"{_MONTH_NAMES[int(match[1]) - 1]} {match[2]}", text)
    text = _NOT_AS.sub(lambda match: f"{_LESS[match[1].lower()]} end", text)
    text = _FORTNIGHT.sub("hver 2. uge", text)
    return _EVERY_NTH.sub(lambda match: f"{match[1]} {_EVERY[match[2].lower()]} ", text)


def _near(quoted: Range, reading: Reading) -> str:
    section = reading.section_at(quoted.start)
    inside = section.range if section else Range(0, len(reading.text))
    start, end = max(quoted.start - NEAR, inside.start), min(quoted.end + NEAR, inside.end)
    # Only the sentence that follows and the rest of the quote's own: an exception further off belongs to something else.
    after = reading.text[quoted.end : max(end, quoted.end)]
    before = reading.text[min(start, quoted.start) : quoted.start]
    return before[max(before.rfind("\n"), before.rfind(". "), -1) + 1 :] + " | " + _first_sentence(after)


def _first_sentence(text: str) -> str:
    found = sentences(text)
    if not found:
        return ""
    whole = found[0].text if len(found[0].text.strip()) > 3 or len(found) == 1 else found[1].text
    return whole
