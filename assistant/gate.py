"""The gate: what a claim must pass before anyone sees it. Pure, the same for every engine, each check with its verdict.

A hard check drops a claim: the source token was given, the quote stands in the source, the claim is plain text about the
quote, and numbers, units, names, actors, polarity, modality, bounds, status, direction, time and rows are the quote's own. A soft
check never does: it says that the claim leaves out an exception or uses words that the quote lacks, so that an honest
paraphrase survives and the reader can judge it. A claim that is its quote passes by identity.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping

from assistant.gate_actors import actors
from assistant.gate_bounds import bound
from assistant.gate_compared import Compared, compare
from assistant.gate_coverage import coverage, exceptions, subject
from assistant.gate_direction import direction
from assistant.gate_modality import modality
from assistant.gate_names import names
from assistant.gate_numbers import numbers, unit
from assistant.gate_plain import plain
from assistant.gate_polarity import polarity
from assistant.gate_rows import rows
from assistant.gate_status import status
from assistant.gate_time import time
from assistant.records import Verdict
from ingest.records import Range, Reading

Check = Callable[[Compared], Verdict]
# An entailment model, if there is one: whether the quote (first) entails the claim (second). It may only reject.
Entails = Callable[[str, str], bool]

CHECKS: Mapping[str, Check] = {
    "plain": plain,
    "numbers": numbers,
    "unit": unit,
    "names": names,
    "actors": actors,
    "polarity": polarity,
    "modality": modality,
    "bound": bound,
    "status": status,
    "direction": direction,
    "time": time,
    "rows": rows,
    "subject": subject,
    "coverage": coverage,
    "exceptions": exceptions,
}
# Soft checks whose warning means that something of the quote is left out.
LEAVING_OUT = ("exceptions", "unit")

QUOTATION = str.maketrans(dict.fromkeys("“”„»«‟", '"') | dict.fromkeys("‘’‚‹›", "'"))


def check(
    claim: str,
    quote: str,
    quoted: Range,
    reading: Reading,
    token_given: bool = True,
    entails: Entails | None = None,
) -> Mapping[str, Verdict]:
    """The verdict of every check on a claim that cites the range `quoted` of `reading` as `quote`.

    `token_given` says whether the source token was one of this request. `entails` is asked last, and only about a claim
    that everything else lets through; an answer that raises counts as no.
    """
    source = quoted.of(reading.text)
    verdicts = {"token": _verdict(token_given), "quote": _verdict(is_verbatim(quote, source))}
    if passes(verdicts) and is_verbatim(claim, source):
        return verdicts | dict.fromkeys(CHECKS, Verdict.PASS)
    compared = compare(claim, quoted, reading)
    verdicts |= {name: run(compared) for name, run in CHECKS.items()}
    if entails is not None and passes(verdicts):
        verdicts["entailment"] = _verdict(_entailed(entails, source, claim))
    return verdicts


def passes(verdicts: Mapping[str, Verdict]) -> bool:
    """Whether no check failed."""
    return Verdict.FAIL not in verdicts.values()


def failed(verdicts: Mapping[str, Verdict]) -> tuple[str, ...]:
    """The names of the checks that failed."""
    return tuple(name for name, verdict in verdicts.items() if verdict is Verdict.FAIL)


def leaves_out(verdicts: Mapping[str, Verdict]) -> bool:
    """Whether the claim leaves out an exception or a rate of its quote, so that the answer is `partial`."""
    return any(verdicts.get(name) is Verdict.WARN for name in LEAVING_OUT)


def is_verbatim(quote: str, source: str) -> bool:
    """Whether `quote` is `source` but for white space and typographic quotation marks; an empty quote never is."""
    return bool(quote.strip()) and folded(quote) == folded(source)


def folded(text: str) -> str:
    """`text` in NFC with plain quotation marks and single spaces: the form in which quotes are compared."""
    return " ".join(unicodedata.normalize("NFC", text).translate(QUOTATION).split())


def _entailed(entails: Entails, source: str, claim: str) -> bool:
    # A guardrail that fails counts as stop, whatever it raises.
    try:
        return entails(source, claim) is True
    except Exception:
        return False


def _verdict(passed: bool) -> Verdict:
    return Verdict.PASS if passed else Verdict.FAIL
