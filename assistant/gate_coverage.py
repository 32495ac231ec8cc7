"""Whether the quote and its headings hold the words of a claim, and whether the claim leaves out an exception beside it."""

# ruff: noqa: E501  (a pattern or a word list is read best unbroken)

from __future__ import annotations

from assistant.gate_clauses import content_stems, holds
from assistant.gate_compared import Compared
from assistant.gate_cues import EXCEPTIONS, classes
from assistant.records import Verdict

# Below `COVERED` a reader is told to look; below `ABOUT` the claim is not about the quote at all and is not shown.
# Chosen on the half of the pairs that is tuned on (`tests/gate_pairs.py`).
COVERED = 0.6
ABOUT = 0.2
# Verbs of telling and being, which say nothing of their own.
_LIGHT = content_stems(
    "ifølge fremgår oplyser oplyst står skriver nævner nævnt handler drejer omfatter gives giver ligger findes sker foregår kommunen "
    "kommune kommunens dokumentet referatet materialet teksten punktet samt derfor desuden også herunder bliver foretages sørger "
    "ske sker skete sket procent pct kroner antal gange gang nødvendig muligt mulig ret lov pligt krav periode perioden "
    "årige årig helhed landet årligt årlig månedligt månedlig ugentligt daglig dagligt"
)


def subject(compared: Compared) -> Verdict:
    """FAIL for a claim most of whose content words neither the quote nor its context holds: it is about something else."""
    share = covered(compared)
    return Verdict.FAIL if share is not None and share < ABOUT and not _shares_value(compared) else Verdict.PASS


def _shares_value(compared: Compared) -> bool:
    """Whether the claim tells a value of more than one figure that its quote has: a sign that it is about the same."""
    given = {key for value in compared.quote_values for key in value.readings}
    return any(
        value.certain and any(key in given and (key[0] != "n" or len(key[1]) > 1) for key in value.readings)
        for value in compared.claim_values
    )


def coverage(compared: Compared) -> Verdict:
    """WARN for a claim of whose content words the quote and its context hold too few."""
    share = covered(compared)
    return Verdict.WARN if share is not None and share < COVERED else Verdict.PASS


def covered(compared: Compared) -> float | None:
    """The share (0 to 1) of the claim's content words that quote or context hold; None for a claim without any."""
    told = content_stems(compared.claim) - _LIGHT
    if not told:
        return None
    given = content_stems(f"{compared.quote}\n{compared.context}")
    return sum(holds(given, one) for one in told) / len(told)


def exceptions(compared: Compared) -> Verdict:
    """WARN where quote or the sentences beside it make an exception that the claim does not."""
    told = classes(compared.claim, EXCEPTIONS)
    left_out = classes(compared.quote, EXCEPTIONS) - told
    beside = classes(compared.near, {name: EXCEPTIONS[name] for name in ("unless",)}) - told
    return Verdict.WARN if left_out or beside else Verdict.PASS
