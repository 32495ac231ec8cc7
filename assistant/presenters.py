"""Who presented an item of a meeting: minutes write it behind the item's title ("… v. Anna Holm", "… v/ direktøren").

Pure. Headings are else no answers, since they state nothing; these do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from assistant.drafts import Draft, Drafted
from assistant.evidence import GENERIC_STEMS, Words
from assistant.question import Asked, Term
from assistant.records import Hit, Status
from assistant.wanted import Wanted
from ingest.danish import stem
from ingest.records import Reading, Section

# The share of what the question describes that the item must hold.
LEAST_HELD = 0.5
_PRESENTED_BY = re.compile(r"\s+\bv(?:\.|/)\s*[^\W\d_][^|\n]*")
_PRESENTS = re.compile(
    r"(?:fremlæg\w*|fremlagde|fremlagt|præsenter\w*|præsentation\w*|oplæg\w*|indlæg\w*|gennemgik|gennemgå\w*|orienter\w*"
    r"|fortalte|fortælle|fortæller|snakkede|introducer\w*|forklarede|briefe\w*)$",
    re.IGNORECASE,
)
# These say so only beside another word: "holdt oplæg", "stod for punktet".
_BESIDE = frozenset("holdt holde holder stod står lagde leverede viste kom".split())
_STOOD_FOR = re.compile(r"\b(?:stod|står|stå) (?:for|ved) (?:punkt|sagen|emnet)", re.IGNORECASE)
_WHO = re.compile(r"\bhvem\b|\bhvad er navnet\b|\bhvad (?:hed|hedder)\b|\bhvis\b|\bwho\b", re.IGNORECASE)
_OF_PEOPLE = frozenset({Wanted.PERSON, Wanted.AGENT})
# The words around a meeting, which no item need hold.
_AROUND = frozenset(
    stem(word) for word in "punkt punktet mødet møde referat referatet dagsorden dagsordenen navn".split()
)


def presenter(
    asked: Asked,
    weights: Mapping[Term, float],
    items: Iterable[tuple[Hit, Reading, Section]],
    words_of: Callable[[str], Words],
) -> Drafted | None:
    """The heading of the item that somebody presented, for who asks by whom or for that person's name alone; else None.

    `items` are the hits that belong to an agenda item, the best first, each with the item.
    """
    if not (asked.wanted in _OF_PEOPLE or _WHO.search(asked.text)):
        return None
    words = re.findall(r"\w+", asked.text)
    asks_by_whom = any(_PRESENTS.match(word) for word in words) or _STOOD_FOR.search(asked.text) is not None
    best: tuple[float, Draft] | None = None
    for hit, reading, section in items:
        heading = section.heading.of(reading.text) if section.heading else ""
        if section.heading is None or not _PRESENTED_BY.search(heading):
            continue
        title = words_of(f"{' '.join(section.path)} {heading}")
        if asks_by_whom:
            text = words_of(f"{reading.document.title}\n{heading}\n{hit.passage.index_text}")
            held = _held(asked, weights, title, text)
        else:
            # "Hvem er Anna Holm?": nothing but the name, and the heading holds it.
            named = any(term.kind == "word" for term in asked.hard_terms)
            held = float(named and all(title.share(term) for term in asked.terms))
        if held >= LEAST_HELD and (best is None or held > best[0]):
            best = held, Draft(reading, section.heading, "source")
    return Drafted(Status.FOUND, (best[1],), confidence=0.8) if best else None


def without_presenter(heading: str) -> str:
    """A heading without the name behind it: not everything under it is about who presented it."""
    return _PRESENTED_BY.sub("", heading)


def _held(asked: Asked, weights: Mapping[Term, float], title: Words, text: Words) -> float:
    """The share of the question but its verb that an item holds; 0 where it lacks a name or number that is asked for."""
    if not all(title.share(term) or text.share(term) for term in asked.hard_terms):
        return 0.0
    described = {
        term: weight
        for term, weight in weights.items()
        if not _PRESENTS.match(term.surface)
        and term.surface.lower() not in _BESIDE
        and stem(term.surface.lower()) not in GENERIC_STEMS | _AROUND
    }
    total = sum(described.values())
    held = sum(weight for term, weight in described.items() if title.share(term) or text.share(term))
    return held / total if total else 1.0
