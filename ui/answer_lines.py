"""An answer as the paragraphs that a reader sees, the same on the page and in what is taken along."""

from __future__ import annotations

from dataclasses import replace

from assistant.records import Answer, Claim


def answer_lines(answer: Answer) -> list[str]:
    """The paragraphs of an answer: a claim each, or the fixed sentence.

    Where one frame introduces a list of claims, it is a line of its own.
    """
    if not answer.claims:
        return [answer.text]
    first, *rest = answer.claims
    if len(rest) > 1 and first.frame.rstrip().endswith(":") and not any(claim.frame for claim in rest):
        return [first.frame.rstrip(), *(claim_text(replace(claim, frame="")) for claim in answer.claims)]
    return [claim_text(claim) for claim in answer.claims]


def claim_text(claim: Claim) -> str:
    """Frame, text and numbers of a claim: "Ifølge referatet: … [1][2]"."""
    numbers = "".join(f"[{n}]" for n in claim.citations)
    return f"{claim.frame}{claim.text} {numbers}".strip()
