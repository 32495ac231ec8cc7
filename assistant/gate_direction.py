"""Whether things go up or down, open or close, and compare in a claim as they do in its quote."""

from __future__ import annotations

import re

from assistant.gate_clauses import content_stems, holds
from assistant.gate_compared import Compared
from assistant.gate_cues import DIRECTION_PAIRS, MOVES
from assistant.gate_polarity import negations, same_sense
from assistant.records import Verdict

_COMPARISON = re.compile(r"\b(\w+(?:ere)|flere|færre|mere|mindre|bedre|større)\s+end\b", re.IGNORECASE)
_BOUND = re.compile(
    r"\b(?:ikke\s+)?(?:mere|mindre|flere|færre|højere|lavere|større|længere|kortere)\s+end\s+(?=(?:ca\.\s*)?\d)",
    re.IGNORECASE,
)


def direction(compared: Compared) -> Verdict:
    """FAIL where the claim goes the other way than the quote, adds a movement, or turns a comparison round."""
    for claim, quoted in compared.pairs:
        told, given = _plain(claim.text), _plain(" ".join(one.text for one in quoted))
        if any((negations(claim.text) + negations(one.text)) % 2 and same_sense(claim, one) for one in quoted):
            continue  # "ikke åben" for "lukket"
        whole = _plain(compared.quote)
        for up, down in DIRECTION_PAIRS:
            for one, other in ((up, down), (down, up)):
                if one.search(told) and not other.search(told) and other.search(given) and not one.search(given):
                    return Verdict.FAIL
                # Said in another clause of the quote, but not of this.
                if one.search(told) and not one.search(whole) and other.search(whole):
                    return Verdict.FAIL
        if MOVES.search(told) and not any(up.search(whole) or down.search(whole) for up, down in DIRECTION_PAIRS[:1]):
            return Verdict.FAIL
    return Verdict.FAIL if _turned_round(compared) else Verdict.PASS


def _plain(text: str) -> str:
    # "Ikke mere end 50" is a bound, not a comparison.
    return _BOUND.sub(" ", text)


def _turned_round(compared: Compared) -> bool:
    claim, quote = _COMPARISON.search(compared.claim), _COMPARISON.search(compared.quote)
    if claim is None or quote is None:
        return False
    told = content_stems(compared.claim[: claim.start()]), content_stems(compared.claim[claim.end() :])
    given = content_stems(compared.quote[: quote.start()]), content_stems(compared.quote[quote.end() :])
    left, right = told[0] - told[1], told[1] - told[0]
    crossed = any(holds(given[1] - given[0], one) for one in left) and any(
        holds(given[0] - given[1], one) for one in right
    )
    kept = any(holds(given[0] - given[1], one) for one in left) and any(
        holds(given[1] - given[0], one) for one in right
    )
    return crossed and not kept and claim[1].lower() == quote[1].lower()
