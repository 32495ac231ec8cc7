"""Whether a claim denies what its quote denies, and nothing else."""

from __future__ import annotations

from assistant.gate_clauses import Clause, fit, holds
from assistant.gate_compared import Compared
from assistant.gate_cues import NEGATION, NO_NEGATION
from assistant.records import Verdict

# A clause of the quote counts as told when the claim holds this share of its words.
TOLD = 0.6


def polarity(compared: Compared) -> Verdict:
    """FAIL where a clause of the claim and the clause of the quote on the same matter differ in negation."""
    agree = all(_agrees(clause, quoted) for clause, quoted in compared.pairs)
    return Verdict.PASS if agree or _told_as_a_whole(compared) else Verdict.FAIL


def negations(text: str) -> int:
    """How many times `text` denies something."""
    return len(NEGATION.findall(NO_NEGATION.sub(" ", text)))


def _agrees(clause: Clause, quoted: list[Clause]) -> bool:
    denied = negations(clause.text) % 2
    if not clause.stems:
        return True
    best = max((fit(clause.stems, one.stems) for one in quoted), default=0.0)
    if best == 0.0:
        # Nothing to compare with: a clause that denies something still needs a quote that does.
        return not denied or any(negations(one.text) for one in quoted)
    return any(negations(one.text) % 2 == denied for one in quoted)


def _told_as_a_whole(compared: Compared) -> bool:
    """Whether the clauses of the quote that the claim tells deny as often as the claim: "der ikke er …, … ikke"."""
    stems = frozenset().union(*(clause.stems for clause in compared.claim_clauses))
    told = [one for one in compared.quote_clauses if _share(stems, one) >= TOLD]
    if len(told) < 2 and len(compared.claim_clauses) < 2:
        return False
    return sum(negations(one.text) for one in told) == sum(negations(one.text) for one in compared.claim_clauses)


def _share(stems: frozenset[str], clause: Clause) -> float:
    if not clause.stems:
        return 0.0
    return sum(len(one) for one in clause.stems if holds(stems, one)) / sum(map(len, clause.stems))
