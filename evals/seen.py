"""What a measure looks at: a case, its gold places, and the answer that the product gave, typed and read-only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.records import Status
from evals.cases import ANSWERING, DECLINING, Case
from evals.gold import Gold, SourceText
from ingest.records import Range


@dataclass(frozen=True, slots=True)
class SeenCitation:
    """A citation as it was shown."""

    n: int
    document_id: str
    quote: str
    range: Range
    page: int | None
    page_label: str | None


@dataclass(frozen=True, slots=True)
class SeenClaim:
    """A claim as it was shown, with the numbers of its citations, and the fixed text in front of it."""

    text: str
    citations: tuple[int, ...]
    frame: str = ""


@dataclass(frozen=True, slots=True)
class SeenAnswer:
    """An answer, from its JSON. Without an answer the status is `error` and there is nothing else."""

    status: Status
    reason: str | None = None
    text: str = ""
    claims: tuple[SeenClaim, ...] = ()
    citations: tuple[SeenCitation, ...] = ()
    dropped: tuple[str, ...] = ()
    audience: str = "public"

    @property
    def answered(self) -> bool:
        """Whether it claims to answer."""
        return self.status in ANSWERING

    @property
    def declined(self) -> bool:
        """Whether it says that it does not answer."""
        return self.status in DECLINING


@dataclass(frozen=True, slots=True)
class SeenHit:
    """A passage that the search of the question found."""

    document_id: str
    range: Range
    score: float


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything about one case that measures use. `sources` are the texts by document id."""

    case: Case
    gold: Gold
    answer: SeenAnswer
    hits: tuple[SeenHit, ...] = ()
    sources: Mapping[str, SourceText] = field(default_factory=dict)


def seen_answer(tree: Mapping[str, Any] | None) -> SeenAnswer:
    """The answer that is in its JSON."""
    if tree is None:
        return SeenAnswer(Status.ERROR)
    citations = tuple(
        SeenCitation(
            one["n"], one["document_id"], one["quote"], Range(one["start"], one["end"]), one["page"], one["page_label"]
        )
        for one in tree["citations"]
    )
    claims = tuple(SeenClaim(claim["text"], tuple(claim["citations"]), claim["frame"]) for claim in tree["claims"])
    dropped = tuple(one["text"] for one in tree["dropped"])
    return SeenAnswer(
        Status(tree["status"]), tree["reason"], tree["answer"], claims, citations, dropped, tree["audience"]
    )
