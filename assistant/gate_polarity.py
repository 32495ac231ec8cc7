"""Whether a claim denies what its quote denies, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.gate_clauses import Clause, content_stems, fit, holds
from assistant.gate_compared import Compared
from assistant.gate_cues import DENYING_LIMITS, LIMITS, NEGATION, NO_NEGATION, OPPOSITES
from assistant.records import Verdict

# A clause of the quote counts as told when the claim holds this share of its words.
TOLD = 0.6


def polarity(compared: Compared) -> Verdict:
    """FAIL where a clause of the claim and the clause of the quote on the same matter differ in negation."""
    plain = replace(compared, claim=_said_plainly(compared.claim), quote=_said_plainly(compared.quote))
    agree = all(_agrees(clause, quoted, plain.quote_clauses) for clause, quoted in plain.pairs)
    if _turned_round(plain) or _too_early(compared) or _denied_twice(plain) or _opposed(plain):
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
_NEEDS = re.compile(r"\b(?:kræve[rs]?|forudsæt\w*|nødvendig\w*|betinge\w*|kun|først)\b", re.IGNORECASE)
_NOT_WITHOUT = re.compile(r"\buden\b.*\b(?:ikke|ingen)\b|\b(?:ikke|ingen)\b.*\buden\b", re.IGNORECASE | re.DOTALL)
_MAIN = re.compile(r"\b(?:ikke|ingen|intet|aldrig|hverken)\b", re.IGNORECASE)


# "Ikke … uden om" is "ikke … uden", and "uden om" alone is "forbi".
_ROUND = re.compile(r"(?P<denied>\b(?:ikke|ingen)\b[^.;]*?)?\buden\s+om\b", re.IGNORECASE)


def negations(text: str) -> int:
    """How many times `text` denies something."""
    if "uden om" in text.lower():
        text = _ROUND.sub(lambda match: match[0] if match["denied"] else " ", text)
    return len(NEGATION.findall(NO_NEGATION.sub(" ", text)))


def _turned_round(compared: Compared) -> bool:
    """Whether the claim denies what "ikke …, men …" of the quote says, and not what that denies."""
    denied = frozenset().union(*(content_stems(found) for found in _DENIED.findall(compared.claim)))
    for match in _NOT_BUT.finditer(compared.quote):
        no, yes = content_stems(match["no"]), content_stems(match["yes"])
        if any(holds(denied, one) for one in yes - no) and not any(holds(denied, one) for one in no - yes):
            return True
    return False


_FIRST_WHEN = re.compile(r"(?P<x>[^.;]*?)\bførst\b(?P<more>[^.;]*?)\b(?:når|efter\s+at)\b(?P<y>[^.;]*)", re.IGNORECASE)
_BEFORE = re.compile(r"(?P<a>[^.;]*?)\bfør\b(?P<b>[^.;]*)", re.IGNORECASE)


def _too_early(compared: Compared) -> bool:
    """Whether the quote says that X comes first when Y has, and the claim that X comes before Y."""
    given, told = _FIRST_WHEN.search(_said_plainly(compared.quote)), _BEFORE.search(compared.claim)
    if given is None or told is None or negations(told["a"]) or re.search(r"\bførst\b", told["a"], re.IGNORECASE):
        return False
    first = content_stems(told["a"])
    return fit(first, content_stems(given["x"] + given["more"])) > fit(first, content_stems(given["y"]))


def _denied_twice(compared: Compared) -> bool:
    """Whether a clause of the claim denies twice where the whole quote does so at most once: "kan ikke få det uden"."""
    most = negations(compared.quote) + opposites(compared.claim, compared.quote)
    if _NEEDS.search(compared.quote):
        # "Kan ikke ske uden X" is "kræver X".
        return any(
            negations(one.text) >= 2 > most and not _NOT_WITHOUT.search(one.text) for one in compared.claim_clauses
        )
    return any(negations(clause.text) >= 2 > most for clause in compared.claim_clauses)


def _opposed(compared: Compared) -> bool:
    """Whether the claim turns "fraråder, at …" into "anbefaler at …": the pair stands in other clauses than its matter."""
    if len(compared.quote_sentences) > 1 or not opposites(compared.claim, compared.quote, whole_only=True):
        return False
    return (negations(compared.claim) + negations(compared.quote)) % 2 == 0


def _said_plainly(text: str) -> str:
    return _NOT_BEFORE.sub(lambda match: f"først{match['between']}når", text)


def opposites(told: str, given: str, whole_only: bool = False, against: bool = False) -> bool:
    """Whether a word of one text stands in the other as its opposite, so that one "ikke" more or less is the same.

    `whole_only` asks for the pairs that count from one clause to another, `against` for those that contradict each other.
    """
    return any(
        holding.search(one) and not holding.search(other) and needing.search(other)
        for holding, needing, worth in OPPOSITES
        if worth == "whole" or (not whole_only and (worth == "against" or not against))
        for one, other in ((told, given), (given, told))
    )


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
        return not opposites(clause.text, quoted.text, against=True) and not _denies_another_thing(clause, quoted)
    if opposites(clause.text, quoted.text):
        return not _denies_another_thing(clause, quoted)
    return _limited(clause.text, quoted.text) if told % 2 else _limited(quoted.text, clause.text)


_AUXILIARY = re.compile(
    r"(?:er|var|bliver|blev|har|havde|kan|kunne|skal|skulle|må|måtte|bør|burde|vil|ville|være|blive|have)",
    re.IGNORECASE,
)
_FINITE = re.compile(r"[a-zæøå]{2,}(?:ede|edes|te|tes|er|es)", re.IGNORECASE)


def _limited(denying: str, plain: str) -> bool:
    """Whether a text without a negation limits in another way what the one with a negation denies: "pågår fortsat".

    It does not where it says the very verb that is denied: "blev udsat" is no "blev ikke udsat", whatever else it holds.
    """
    denied = _denied_verbs(denying)
    for name, pattern in LIMITS.items():
        match = pattern.search(plain)
        if match is None or (name == "ongoing" and _NO_LONGER.search(denying)):
            continue
        if pattern.search(denying):
            # "Afskaffet" counts as a negation and "nedlagt" does not: they are of one kind.
            if any(pattern.fullmatch(one[0]) and not _MAIN.fullmatch(one[0]) for one in NEGATION.finditer(denying)):
                return True
            continue
        said = content_stems(plain[: match.start()] if name in DENYING_LIMITS else plain)
        if denied and not any(holds(said, one) for one in denied):
            return True
    return False


_NO_LONGER = re.compile(r"\b(?:længere|mere)\b", re.IGNORECASE)
# Words between a negation and what it denies.
_BETWEEN = content_stems("længere muligt mulighed helt særlig endnu fortsat altid nok nødvendigt nødvendig brug behov")


def _denied_verbs(text: str) -> frozenset[str]:
    """The stems of the words that the negations of `text` deny: the verb before, or what follows an auxiliary verb."""
    found = set[str]()
    for match in NEGATION.finditer(NO_NEGATION.sub(" ", text)):
        before, after = _WORDS.findall(text[: match.start()]), _WORDS.findall(text[match.end() :])
        verb = before[-1] if before else ""
        if _FINITE.fullmatch(verb) and not _AUXILIARY.fullmatch(verb) and content_stems(verb):
            found |= content_stems(verb)
            continue
        content = [word for word in after if not _AUXILIARY.fullmatch(word) and content_stems(word) - _BETWEEN]
        found |= content_stems(" ".join(content[:2]))
    return frozenset(found)


_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


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
    if any(_denies_another_thing(clause, one) for clause in compared.claim_clauses for one in told):
        return False
    swapped = opposites(compared.claim, compared.quote, whole_only=True)
    if len(told) < 2 and len(compared.claim_clauses) < 2:
        return swapped and (negations(compared.claim) + negations(compared.quote)) % 2 == 1
    denied = sum(negations(one.text) for one in told)
    claimed = sum(negations(one.text) for one in compared.claim_clauses)
    return (denied + claimed) % 2 == 1 if swapped else denied == claimed


def _share(stems: frozenset[str], clause: Clause) -> float:
    if not clause.stems:
        return 0.0
    return sum(len(one) for one in clause.stems if holds(stems, one)) / sum(map(len, clause.stems))
