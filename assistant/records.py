"""The records that a question becomes on its way to an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ingest.records import Audience, Passage, Range


class Status(StrEnum):
    """How an answer ended."""

    FOUND = "found"
    PARTIAL = "partial"
    NOT_FOUND = "not_found"
    REFUSED = "refused"
    UNCLEAR = "unclear"
    ERROR = "error"


class Reason(StrEnum):
    """Why a question was refused. Each has its own fixed sentence in the text catalogue."""

    PERSONAL_DATA = "personal_data"
    OUT_OF_SCOPE = "out_of_scope"
    OPINION = "opinion"
    PERSON = "person"
    INSTRUCTION = "instruction"
    TASK = "task"
    MESSAGE = "message"
    CRISIS = "crisis"
    LANGUAGE = "language"
    TOO_LONG = "too_long"
    EMPTY = "empty"
    BUSY = "busy"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the same conversation, with the answer that was shown."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found: its fused score (higher is better), the score of each leg by name, and its rank from 1.

    `twins` are near-duplicates of it that were found too and are not hits of their own.
    """

    passage: Passage
    score: float
    legs: Mapping[str, float]
    rank: int
    twins: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What was searched for and what was found. `rejected` are the hits that were looked at and left out.

    `notes` are codes of what went wrong on the way, such as `lexical_only` where there was no vector for the question.
    """

    asked: str
    searched: str
    filters: Mapping[str, str]
    accepted: tuple[Hit, ...]
    rejected: tuple[Hit, ...]
    seconds: float
    from_history: bool = False
    notes: tuple[str, ...] = ()


class Verdict(StrEnum):
    """What one check of the gate said of a claim."""

    PASS = "pass"
    FAIL = "fail"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from the page's top left corner, y downward."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Citation:
    """An exact quote with everything a reader needs to find it again. `n` is its number in the answer, from 1."""

    n: int
    document_id: str
    source_id: str
    title: str
    kind: str
    date: dt.date | None
    page: int | None
    page_label: str | None
    anchor: str | None
    section: tuple[str, ...]
    quote: str
    range: Range
    boxes: tuple[Box, ...] = ()
    source_url: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer. `frame` is fixed Danish text in front; `text` never holds it.

    `citations` are the numbers of its citations, `checks` each check of the gate with its verdict.
    """

    text: str
    frame: str
    citations: tuple[int, ...]
    checks: Mapping[str, Verdict] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A claim that the gate kept from the reader, with the names of the checks that it failed."""

    text: str
    failed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A remark beside an answer: a code for programs and a finished Danish sentence for people."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Searched:
    """What was searched for, shown to the reader when it differs from the question."""

    query: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    from_history: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question. `question` is the masked text; `text` is the fixed sentence where there are no claims.

    `missing` says in short strings what the question asked for that the material lacks; `nearest` are citations of what
    comes closest, without a number in the answer.
    """

    question: str
    audience: Audience
    status: Status
    text: str
    reason: Reason | None = None
    masked: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    citations: tuple[Citation, ...] = ()
    missing: tuple[str, ...] = ()
    nearest: tuple[Citation, ...] = ()
    searched: Searched = field(default_factory=Searched)
    notes: tuple[Note, ...] = ()
    engine: str = "extractive"
    model: str | None = None
    prompt_hash: str | None = None
    index_version: str | None = None
    newest_document: dt.date | None = None
    elapsed_ms: float = 0.0
