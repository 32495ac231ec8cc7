"""Whether a claim says "indstillet", "drøftet", "besluttet", "udsat" or "afvist" as its quote does.

"Det indstilles, at byrådet godkender" is a proposal and no approval; a section's kind says what a bare "Godkendt." or a
proposal without its verb is.
"""

from __future__ import annotations

import re

from assistant.gate_clauses import Clause
from assistant.gate_compared import Compared
from assistant.gate_cues import STATUS, STATUS_NOUNS, classes
from assistant.gate_polarity import negations
from assistant.records import Verdict
from ingest.records import SectionKind

# What a claim must not keep silent about when nothing was decided.
_UNDECIDED = frozenset({"proposed", "postponed", "rejected", "discussed"})
_UNSETTLED = _UNDECIDED - {"discussed"}
_NOTHING_CLAIMED = frozenset({"discussed", "noted"})
# "Drøftede, om havnen skal udvides" leaves open what "drøftede havnen" does not.
_WHETHER = re.compile(
    r"\b(?:drøft|debatter|diskuter|talte|talt)\w*\b[^.;]{0,40}\b(?:om|at|hvorvidt|hvordan|forslag\w*|mulighed\w*)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?P<frame>indstill\w+|foreslå\w*|foreslog\w*|anmod\w+|anbefal\w+|forslag\s+om|lægges\s+op\s+til|skal|kan|bør|vil|drøfte\w*)\b"
    r"[^.;]*?\b(?P<verb>godkende[rs]?|vedtage[rs]?|beslutte[rs]?|tiltræde[rs]?|bevilge[rs]?|tager?|afvise[rs]?|udsætte[rs]?|udskyde[rs]?|drøfte[rs]?)\b",
    re.IGNORECASE,
)
_OPEN_CLASS = (
    ("decided", "godkend vedtag beslut tiltræd bevilg"),
    ("noted", "tage"),
    ("rejected", "afvis"),
    ("postponed", "udsæt udskyd"),
    ("discussed", "drøft"),
)


def status(compared: Compared) -> Verdict:
    """FAIL where the claim's status of the matter is none that its quote states, or hides that nothing was decided."""
    whole = _given(compared, compared.quote)
    for claim, quoted in compared.sentence_pairs:
        told = statuses(claim.text)
        given = frozenset().union(*(_given(compared, one.text) for one in quoted))
        nouns = classes(" ".join(one.text for one in quoted), STATUS_NOUNS)
        if not given and not nouns:
            told -= _NOTHING_CLAIMED  # that a matter was talked of contradicts nothing
        if not told <= given | (nouns - _hidden(given)):
            return Verdict.FAIL
        hides = given & _UNDECIDED if any(_WHETHER.search(one.text) for one in quoted) else given & _UNSETTLED
        if not told and hides and "decided" not in given and not _only_noun(claim, given):
            return Verdict.FAIL
        if "decided" in told and not told & {"postponed", "rejected"} and _decided_against(quoted):
            return Verdict.FAIL
        if len(told) == 1 and _turned(claim, quoted, whole):
            return Verdict.FAIL
    return Verdict.PASS


_AGAINST = re.compile(
    r"\b(?:besluttede|vedtog|godkendte|besluttet|vedtaget|godkendt|beslutning\s+om)\b[\s,]+(?:\w+\s+)?at\s+(?:\w+\s+){0,2}"
    r"(?:udskyde|udsætte|afvise|forkaste|afslå)\b",
    re.IGNORECASE,
)


def _decided_against(quoted: list[Clause]) -> bool:
    """Whether all that was decided is to postpone or reject: then "besluttet" alone says the opposite."""
    return any(_AGAINST.search(one.text) for one in quoted)


# What is decided only in a condition ("når planen er vedtaget"), and "afviser ikke, at", state nothing.
_CONDITION = re.compile(
    r"\b(?:før|når|hvis|indtil|såfremt|medmindre)\b[^,.;]{0,60}\b(?:vedtaget|godkendt|besluttet|udsat|afvist)\b"
    r"|\bskal\s+(?:først\s+)?være\s+(?:vedtaget|godkendt|besluttet)\b"
    r"|\bafvise[rs]?\b(?=[^.;]{0,20}\bikke\b)|\bikke\s+afvise[rs]?\b",
    re.IGNORECASE,
)


def statuses(text: str) -> frozenset[str]:
    """The statuses that `text` states; what is only to happen ("indstilles, at … godkender") is not stated."""
    found = classes(_without_open(_CONDITION.sub(" ", text)), STATUS)
    if re.search(r"\b(?:blev|er)\s+ikke\s+(?:vedtaget|godkendt|tiltrådt)\b", text, re.IGNORECASE):
        found = (found - {"decided"}) | {"rejected"}
    elif "decided" in found and _UNDECIDED_YET.search(text):
        found -= {"decided"}
    return found


# "Der blev ikke truffet beslutning" tells no decision.
_UNDECIDED_YET = re.compile(
    r"\b(?:ikke|ingen|intet)\s+(?:\w+\s+){0,2}(?:truffet|taget|besluttet|afgjort|beslutning|afgørelse)\b", re.IGNORECASE
)


def _without_open(text: str) -> str:
    """`text` without the verbs of decision that stand under "indstilles, at" or "skal"."""
    previous = ""
    while previous != text:
        previous = text
        text = _OPEN.sub(lambda match: match.group()[: match.start("verb") - match.start()] + "…", text)
    return text


def _given(compared: Compared, text: str) -> frozenset[str]:
    given = statuses(text)
    stated = given or classes(text, STATUS_NOUNS)
    if compared.kind is SectionKind.PROPOSAL:
        return (given - {"decided"}) | {"proposed"}
    if compared.kind is SectionKind.DECISION and not stated & {"discussed", "postponed", "rejected", "noted"}:
        return given | {"decided"}
    return given


def _hidden(given: frozenset[str]) -> frozenset[str]:
    # A noun ("indstillingen") does not make a proposal out of a decision, nor a decision out of a proposal.
    return frozenset({"decided"}) if given & _UNDECIDED else frozenset()


def _only_noun(claim: Clause, given: frozenset[str]) -> bool:
    """Whether a claim without a verb of status says it with the noun: "forslaget om …", "drøftelsen af …"."""
    return bool(classes(claim.text, STATUS_NOUNS) & given)


def _turned(claim: Clause, quoted: list[Clause], whole: frozenset[str]) -> bool:
    """Whether a decision is told as its refusal or the other way, by a negation on one side alone."""
    told = statuses(claim.text)
    if not told <= {"decided", "rejected"} or not told <= whole:
        return False
    return all(
        negations(claim.text) % 2 != negations(one.text) % 2 for one in quoted if statuses(one.text) & told
    ) and any(statuses(one.text) & told for one in quoted)
