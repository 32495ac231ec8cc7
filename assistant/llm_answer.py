"""From the model's proved claims to the steps of an answer: each claim with its citation, then how it ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.chat_model import ModelFault
from assistant.citing import Boxes, cite, opinion_label
from assistant.gate import leaves_out
from assistant.llm_engine import LlmEngine, Proved
from assistant.records import Citation, Claim, Dropped, Hit
from ingest.records import Reading


@dataclass(frozen=True, slots=True)
class Step:
    """A claim that has passed, with its citation. It may be taken back: only the answer that ends the steps counts."""

    claim: Claim
    citation: Citation


@dataclass(frozen=True, slots=True)
class Ended:
    """How the model's answer ended. Without claims the extractive answer takes over, and `notes` say why.

    `notes` are codes of texts under `llm.`; `partial` says that a claim leaves out an exception of its quote.
    """

    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    partial: bool = False
    notes: tuple[str, ...] = ()


# What a fault is called in words; every other one is `failed`.
_NOTES = {"off": "switched_off", "busy": "busy", "spent": "busy"}


def llm_steps(
    engine: LlmEngine,
    question: str,
    hits: Sequence[Hit],
    readings: Callable[[str], Reading],
    boxes: Boxes | None = None,
    deadline: float | None = None,
) -> Iterator[Step | Ended]:
    """The claims about `question` as they pass, and last how it ended. Never raises for what a model may do."""
    claims: list[Claim] = []
    citations: list[Citation] = []
    dropped: list[Dropped] = []
    partial = False
    try:
        for one in engine.claims(question, hits, readings, deadline):
            if not isinstance(one, Proved):
                dropped.append(Dropped(one.text, one.failed))
                continue
            citation = cite(len(citations) + 1, one.reading, one.range, boxes)
            claim = Claim(one.text, opinion_label(one.reading), (citation.n,), one.checks)
            partial = partial or leaves_out(one.checks)
            claims.append(claim)
            citations.append(citation)
            yield Step(claim, citation)
    except ModelFault as fault:
        yield Ended(dropped=tuple(dropped), notes=(_NOTES.get(fault.code, "failed"),))
        return
    if not claims:
        yield Ended(dropped=tuple(dropped), notes=("unproved" if dropped else "nothing",))
        return
    notes = (*(("dropped",) if dropped else ()), *(("left_out",) if partial else ()))
    yield Ended(tuple(claims), tuple(citations), tuple(dropped), partial, notes)
