"""Citations at the level of quotes: right evidence, exact words, right page, a source that exists.

Precision and recall follow ALCE (Gao et al. 2023), with gold ranges in place of an entailment model: an uncited claim
and a citation to nothing count as wrong.
"""

from __future__ import annotations

from collections.abc import Callable

from evals.gold import SourcePage
from evals.measures.overlap import groups_held, supports
from evals.measures.part import Part, Scored, Unscored
from evals.seen import Seen, SeenCitation


def citation_precision(seen: Seen) -> Scored:
    """Citations that are gold evidence / citations, over cases with gold."""
    if not seen.gold:
        return Unscored("no_gold")
    if not seen.answer.citations:
        return Unscored("no_citation")
    right = sum(any(supports(one, place) for group in seen.gold for place in group) for one in seen.answer.citations)
    return Part(float(right), float(len(seen.answer.citations)))


def citation_recall(seen: Seen) -> Scored:
    """Gold groups that a citation holds / gold groups, over cases that must be answered."""
    if not seen.gold or not seen.case.must_answer:
        return Unscored("no_gold")
    return Part(float(groups_held(seen.gold, seen.answer.citations)), float(len(seen.gold)))


def verbatim_rate(seen: Seen) -> Scored:
    """Citations whose quote is the canonical text at its range, character for character / citations."""
    return _rate(seen, lambda one: _source_at(seen, one) == one.quote and one.quote != "")


def page_accuracy(seen: Seen) -> Scored:
    """Citations with the page that their quote begins on / citations of documents with pages.

    The page is the one that the case's gold quote names, and else the one of the canonical text's own page map.
    """
    return _paged(seen, lambda one, pages: one.page in {page.number for page in pages})


def label_accuracy(seen: Seen) -> Scored:
    """Citations with the printed page label of the page their quote begins on / citations of documents with pages."""
    return _paged(seen, lambda one, pages: one.page_label in {page.label for page in pages})


def unknown_sources(seen: Seen) -> Scored:
    """References to nothing / references: numbers in claims without a citation, uncited claims, unknown documents."""
    numbers = {one.n for one in seen.answer.citations}
    wrong = sum(one.document_id not in seen.sources for one in seen.answer.citations)
    for claim in seen.answer.claims:
        wrong += sum(n not in numbers for n in claim.citations) or int(not claim.citations)
    references = len(seen.answer.citations) + sum(max(len(claim.citations), 1) for claim in seen.answer.claims)
    return Part(float(wrong), float(references)) if references else Unscored("no_citation")


def _rate(seen: Seen, good: Callable[[SeenCitation], bool]) -> Scored:
    if not seen.answer.citations:
        return Unscored("no_citation")
    return Part(float(sum(map(good, seen.answer.citations))), float(len(seen.answer.citations)))


def _source_at(seen: Seen, citation: SeenCitation) -> str | None:
    source = seen.sources.get(citation.document_id)
    return None if source is None else citation.range.of(source.text)


def _paged(seen: Seen, right: Callable[[SeenCitation, list[SourcePage]], bool]) -> Scored:
    """The share of citations of paged documents of which `right(citation, its true pages)` holds."""
    checked = [(one, pages) for one in seen.answer.citations if (pages := _true_pages(seen, one))]
    if not checked:
        return Unscored("no_pages")
    return Part(float(sum(right(one, pages) for one, pages in checked)), float(len(checked)))


def _true_pages(seen: Seen, citation: SeenCitation) -> list[SourcePage]:
    source = seen.sources.get(citation.document_id)
    mapped = source.page_at(citation.range.start) if source else None
    if source is None or mapped is None:
        return []
    told = {p.page for group in seen.gold for p in group if p.page and supports(citation, p)}
    return [page for page in source.pages if page.number in told] or [mapped]
