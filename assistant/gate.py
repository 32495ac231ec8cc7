"""The gate: what a claim must pass before anyone sees it. Pure, the same for every engine, each check with its verdict.

Checks now: the quote stands in the source character for character (white space and typographic quotation marks may
differ, nothing else), and every number of the claim stands in the quote.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from assistant.records import Verdict
from ingest.records import Range, Reading

_QUOTATION = str.maketrans(dict.fromkeys("“”„»«‟", '"') | dict.fromkeys("‘’‚‹›", "'"))
_NUMBER = re.compile(r"\d+(?:[.,\s]\d+)*")


def check(claim: str, quote: str, quoted: Range, reading: Reading) -> Mapping[str, Verdict]:
    """The verdict of every check on a claim that cites the range `quoted` of `reading` as `quote`."""
    return {
        "quote": _verdict(is_verbatim(quote, quoted.of(reading.text))),
        "numbers": _verdict(numbers_in(claim) <= numbers_in(quoted.of(reading.text))),
    }


def passes(verdicts: Mapping[str, Verdict]) -> bool:
    """Whether no check failed."""
    return Verdict.FAIL not in verdicts.values()


def is_verbatim(quote: str, source: str) -> bool:
    """Whether `quote` is `source` but for white space and typographic quotation marks; an empty quote never is."""
    return bool(quote.strip()) and _folded(quote) == _folded(source)


def numbers_in(text: str) -> set[str]:
    """The numbers of `text` as written, without the full stops or spaces between thousands."""
    return {re.sub(r"[.\s](?=\d{3}(?!\d))", "", number) for number in _NUMBER.findall(text)}


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).translate(_QUOTATION).split())


def _verdict(passed: bool) -> Verdict:
    return Verdict.PASS if passed else Verdict.FAIL
