"""Whether the quotes are the right ones: the gold evidence, the answer's own words, and how long they are."""

from __future__ import annotations

import statistics

from evals.measures.numbers import numbers_required, numbers_shown, scaled_in_frame
from evals.measures.overlap import groups_held, holds
from evals.measures.part import Part, Scored, Unscored, yes
from evals.measures.retrieval import ranking_values
from evals.seen import Seen


def gold_recall(seen: Seen) -> Scored:
    """Cases whose citations hold every gold group / cases with gold that must be answered.

    A citation holds a gold quote when it covers at least half of its characters.
    """
    if not seen.gold or not seen.case.must_answer:
        return Unscored("no_gold")
    return yes(groups_held(seen.gold, seen.answer.citations) == len(seen.gold))


def answer_in_first(seen: Seen) -> Scored:
    """Cases with one of the answer strings in the first quote / cases with answer strings."""
    return _answer_in(seen, 1)


def answer_in_any(seen: Seen) -> Scored:
    """Cases with one of the answer strings in any quote / cases with answer strings."""
    return _answer_in(seen, None)


def _answer_in(seen: Seen, first: int | None) -> Scored:
    if not seen.case.answer_strings or not seen.case.must_answer:
        return Unscored("no_answer_string")
    quotes = [_plain(one.quote) for one in seen.answer.citations[:first]]
    return yes(any(_plain(string) in quote for string in seen.case.answer_strings for quote in quotes))


def numeric_exactness(seen: Seen) -> Scored:
    """Cases whose quotes hold every number of the reference answer / cases with a number there.

    Equal are numbers of the same value: 12,5 mio. and 12.500.000; 7 and syv. A table's row has the unit that the frame in
    front of it says.
    """
    required = numbers_required(seen.case.reference_answer)
    if not required or not seen.case.must_answer:
        return Unscored("no_number")
    quotes = {one.n: one.quote for one in seen.answer.citations}
    shown = numbers_shown(" ".join(quotes.values())).union(
        *(scaled_in_frame(claim.frame, quotes.get(n, "")) for claim in seen.answer.claims for n in claim.citations)
    )
    return yes(all(alternatives & shown for alternatives in required))


def quote_length(seen: Seen) -> Scored:
    """Characters quoted / quotes."""
    if not seen.answer.citations:
        return Unscored("no_citation")
    return Part(float(sum(len(one.quote) for one in seen.answer.citations)), float(len(seen.answer.citations)))


def median_quote(all_seen: list[Seen]) -> float:
    """The median length of a quote in characters, 0 without any."""
    lengths = [len(one.quote) for seen in all_seen for one in seen.answer.citations]
    return float(statistics.median(lengths)) if lengths else 0.0


def ranked_groups(seen: Seen) -> list[str]:
    """The hits of a case's search by the gold group that each is the first to hold; other hits keep a name of their own.

    So a ranking measure over groups asks for all the evidence once each.
    """
    named: list[str] = []
    for rank, hit in enumerate(seen.hits):
        new = (
            f"g{number}"
            for number, group in enumerate(seen.gold)
            if f"g{number}" not in named and any(holds(hit.document_id, hit.range, place) for place in group)
        )
        named.append(next(new, f"x{rank}"))
    return named


def retrieval_of(all_seen: list[Seen]) -> dict[str, dict[str, float]]:
    """Each ranking measure's value for each case with gold, by measure and case id."""
    scored = [seen for seen in all_seen if seen.gold and seen.case.must_answer]
    relevance = {seen.case.id: {f"g{number}": 1 for number in range(len(seen.gold))} for seen in scored}
    return ranking_values(relevance, {seen.case.id: ranked_groups(seen) for seen in scored}) if scored else {}


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
