"""Whether a claim denies what its quote denies, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.gate_clauses import Clause, content_stems, fit, holds
from assistant.gate_compared import Compared
from assistant.gate_cues import NEGATION, NO_NEGATION, OPPOSITES
from assistant.records import Verdict

# A clause of the quote counts as told when the claim holds this share of its words.
TOLD = 0.6


def polarity(compared: Compared) -> Verdict:
    """FAIL where a clause of the claim and the clause of the quote on the same matter differ in negation."""
    plain = replace(compared, claim=_said_plainly(compared.claim), quote=_said_plainly(compared.quote))
    agree = all(_agrees(clause, quoted, plain.quote_clauses) for clause, quoted in plain.pairs)
    if _turned_round(plain):
        return Verdict.FAIL
    return Verdict.PASS if agree or _told_as_a_whole(plain) else Verdict.FAIL


# "Ikke …, før" says "først …, når": the second of the two forms is the one that is compared.
_NOT_BEFORE = re.compile(
    r"\b(?:ikke|aldrig)\b(?P<between>[^.;\n]{1,90}?)(?<!året )(?<!dagen )\bfør\b(?=\s+[^\W\d]{2})(?!\s+den\s+\d)",
    re.IGNORECASE,
)
_WITHOUT = re.compile(
    r"\buden\s+(?:at\s+)?(?:(?:en|et|den|det|de|nogen|noget|særlig\w*)\s+)?([^\W\d_]+)", re.IGNORECASE
)
_NOT_BUT = re.compile(r"\bikke\s+(?P<no>[^,.;]+),\s*men\s+(?P<yes>[^.;]+)", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:ikke|ingen)\s+([^,.;]+?)(?=[,.;]|\s(?:men|og)\s|$)", re.IGNORECASE)
_MAIN = re.compile(r"\b(?:ikke|ingen|intet|aldrig|hverken)\b", re.IGNORECASE)


def negations(text: str) -> int:
    """How many times `text` denies something."""
    return len(NEGATION.findall(NO_NEGATION.sub(" ", text)))


def _turned_round(compared: Compared) -> bool:
    """Whether the claim denies what "ikke …, men …" of the quote says, and not what that denies."""
    denied = frozenset().union(*(content_stems(found) for found in _DENIED.findall(compared.claim)))
    for match in _NOT_BUT.finditer(compared.quote):
        no, yes = content_stems(match["no"]), content_stems(match["yes"])
        if any(holds(denied, one) for one in yes - no) and not any(holds(denied, one) for one in no - yes):
            return True
    return False


def _said_plainly(text: str) -> str:
    return _NOT_BEFORE.sub(lambda match: f"først{match['between']}når", text)


def opposites(told: str, given: str, strict_only: bool = False) -> int:
    """How many words of one text stand in the other as their opposite, so that one "ikke" more or less is the same."""
    return sum(_swapped(told, given, strict_only))


def _swapped(told: str, given: str, strict_only: bool) -> Iterator[bool]:
    for holding, needing, strict in OPPOSITES:
        if strict or not strict_only:
            for one, other in ((told, given), (given, told)):
                yield bool(holding.search(one) and not holding.search(other) and needing.search(other))


def _agrees(clause: Clause, quoted: list[Clause], all_quoted: Sequence[Clause]) -> bool:
    denied = negations(clause.text) % 2
    if not clause.stems:
        return True
    best = max((fit(clause.stems, one.stems) for one in quoted), default=0.0)
    if best == 0.0:
        # Nothing to compare with: a clause that denies something still needs a quote that does.
        return not denied or any(negations(one.text) or opposites(clause.text, one.text) for one in all_quoted)
    return any(same_sense(clause, one) for one in quoted)


def same_sense(clause: Clause, quoted: Clause) -> bool:
    """Whether a clause denies what the quoted one denies, counting words with a "ikke" in themselves."""
    told, given = negations(clause.text), negations(quoted.text)
    if told % 2 == given % 2:
        contradicts = opposites(clause.text, quoted.text, strict_only=True) % 2
        return not contradicts and not _denies_another_thing(clause, quoted)
    return opposites(clause.text, quoted.text) > 0


def _denies_another_thing(clause: Clause, quoted: Clause) -> bool:
    """Whether the quote denies only a thing ("uden ændringer") and the claim the whole clause without that thing."""
    things = _WITHOUT.findall(quoted.text)
    if not things or _MAIN.search(quoted.text) or not _MAIN.search(clause.text) or _WITHOUT.search(clause.text):
        return False
    stems = frozenset().union(*(content_stems(thing) for thing in things))
    return bool(stems) and not any(holds(clause.stems, one) for one in stems)


def _told_as_a_whole(compared: Compared) -> bool:
    """Whether the clauses of the quote that the claim tells deny as often as the claim: "der ikke er …, … ikke"."""
    stems = frozenset().union(*(clause.stems for clause in compared.claim_clauses))
    meant = {one for clause, quoted in compared.pairs for one in quoted if fit(clause.stems, one.stems)}
    told = [one for one in compared.quote_clauses if one in meant or _share(stems, one) >= TOLD]
    swapped = opposites(compared.claim, compared.quote, strict_only=True) % 2
    if len(told) < 2 and len(compared.claim_clauses) < 2:
        return bool(swapped) and (negations(compared.claim) + negations(compared.quote)) % 2 == 1
    denied = sum(negations(one.text) for one in told)
    claimed = sum(negations(one.text) for one in compared.claim_clauses)
    return (denied + claimed) % 2 == 1 if swapped else denied == claimed


def _share(stems: frozenset[str], clause: Clause) -> float:
    if not clause.stems:
        return 0.0
    return sum(len(one) for one in clause.stems if holds(stems, one)) / sum(map(len, clause.stems))
