"""Whether a claim is one plain sentence: no address, no mark-up, nothing that a page would draw or follow."""

from __future__ import annotations

import re
import unicodedata

from assistant.gate_compared import Compared
from assistant.records import Verdict

LONGEST_CLAIM = 600
_MARKUP = re.compile(
    r"</?\s*[a-z!][^>]*>?|!?\[[^\]]*\]\s*[\[(:]|https?:|\bwww\.|\b(?:javascript|data|file|mailto|tel)\s*:|://|\$[^$]*\$|\\[a-z]+\{|"
    r":(?:material|red|blue|green|orange|violet|gray|grey|rainbow|primary|streamlit)\b|&(?:#\d+|#x[0-9a-f]+|[a-z]+);|```|<\w|"
    r"\b[\w.+-]+@[\w-]+\.[\w.]+|\b[\w-]+\.(?:com|net|org|dk|eu|io|info|invalid|test|example|xyz)\b",
    re.IGNORECASE,
)


def plain(compared: Compared) -> Verdict:
    """FAIL for mark-up, an address or an invisible character that the quote does not hold, or for an endless claim."""
    claim = compared.claim
    if len(claim) > max(LONGEST_CLAIM, len(compared.quote)):
        return Verdict.FAIL
    if any(unicodedata.category(char) in ("Cc", "Cf", "Co", "Cn", "Cs") and char not in "\n\t\u00ad" for char in claim):
        return Verdict.FAIL
    if any(match.group() not in compared.quote for match in _MARKUP.finditer(claim)):
        return Verdict.FAIL
    return Verdict.PASS
