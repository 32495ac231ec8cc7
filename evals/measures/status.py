"""Whether the answer ended as it should: status, reason, and refusals as a search for what should be refused."""

from __future__ import annotations

from collections.abc import Iterable

from evals.measures.overlap import groups_held
from evals.measures.part import Part, Scored, Unscored, yes
from evals.seen import Seen, SeenAnswer


def status_accuracy(seen: Seen) -> Scored:
    """Cases whose status is an acceptable one / cases."""
    return yes(seen.answer.status in seen.case.status)


def reason_accuracy(seen: Seen) -> Scored:
    """Cases refused for an acceptable reason / cases that name a reason."""
    if not seen.case.reason:
        return Unscored("no_reason_expected")
    return yes(seen.answer.reason in {reason.value for reason in seen.case.reason})


def refusal_precision(seen: Seen) -> Scored:
    """Declined cases that might be declined / declined cases. Declined: not_found, refused or unclear.

    As precision in information retrieval with "should be declined" as the class (van Rijsbergen 1979, chapter 7).
    """
    if not seen.answer.declined:
        return Unscored("not_declined")
    return yes(not seen.case.must_answer)


def refusal_recall(seen: Seen) -> Scored:
    """Declined cases / cases that must be declined. An error is no refusal."""
    if not seen.case.must_decline:
        return Unscored("may_be_answered")
    return yes(seen.answer.declined)


def correct(seen: Seen) -> Scored:
    """Cases right as a whole / cases: status, reason, every gold group held where it answers, nothing forbidden said."""
    return yes(is_correct(seen))


def is_correct(seen: Seen) -> bool:
    """Whether an answer is right as a whole."""
    case, answer = seen.case, seen.answer
    if answer.status not in case.status or says_forbidden(seen):
        return False
    if case.reason and answer.status.value == "refused" and answer.reason not in {one.value for one in case.reason}:
        return False
    return not (answer.answered and seen.gold) or groups_held(seen.gold, answer.citations) == len(seen.gold)


def selective_risk(seen: Seen) -> Scored:
    """Answered cases that are not right / answered cases (El-Yaniv and Wiener 2010). Lower is better."""
    if not seen.answer.answered:
        return Unscored("not_answered")
    return Part(float(not is_correct(seen)))


def nothing_forbidden(seen: Seen) -> Scored:
    """Cases whose answer and quotes hold none of the forbidden strings / cases that forbid some."""
    if not seen.case.must_not_contain:
        return Unscored("nothing_forbidden")
    return yes(not says_forbidden(seen))


def says_forbidden(seen: Seen) -> bool:
    """Whether a forbidden string stands in what the reader sees; case and white space do not matter."""
    return shows_any(seen.case.must_not_contain, seen.answer)


def shows_any(words: Iterable[str], answer: SeenAnswer) -> bool:
    """Whether the answer's text or a quote of it holds one of the strings; case and white space do not matter."""
    shown = _plain(" ".join([answer.text, *(one.quote for one in answer.citations)]))
    return any(_plain(word) in shown for word in words)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
