"""Words of the corpus's glossary, explained on request. Pure.

The glossary is the municipality's own and stands in `corpus.toml`, not in a document: it is told beside the answer, as
what it is, and never as a quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.profile import Term

_WHAT = (
    r"\bhvad\s+(?:betyder|er|menes\s+(?:der\s+)?med|dækker|står)\s+"
    r"(?:(?:ordet|forkortelsen|begrebet|udtrykket|en|et)\s+)?[\"'»«”“]?{term}[\"'»«”“]?(?:\s+(?:for|over))?\s*\W*$"
)


def explained(question: str, glossary: Iterable[Term]) -> Term | None:
    """The term whose meaning `question` asks for, where the glossary gives one. An abbreviation counts in capitals alone."""
    for entry in glossary:
        term = re.escape(entry.term) if entry.acronym else f"(?i:{re.escape(entry.term)})"
        # The question's own words count however they are written; only the abbreviation keeps its capitals.
        if entry.meaning and re.search(_of(term), question):
            return entry
    return None


def _of(term: str) -> str:
    before, after = _WHAT.split("{term}")
    return f"(?i:{before}){term}(?i:{after})"
