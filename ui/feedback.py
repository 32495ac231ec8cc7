"""What a reader says of an answer, and how it becomes a reference question for `hvidbog eval`. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assistant.records import Answer, Status
from ingest.catalogue import load_catalogue

SUITE = "feedback"
_ANSWERED = (Status.FOUND.value, Status.PARTIAL.value)


class FeedbackReason(StrEnum):
    """What is said of an answer. The words for people stand in the text catalogue under `feedback_reason`."""

    GOOD = "good"
    QUOTE_NOT_FOUND = "quote_not_found"
    OUTDATED = "outdated"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Feedback:
    """One feedback. `answer` (with its masked question) is there only where the asker chose to send it along, and so is
    `note`, what they wrote to it, masked.

    `status` and `area` are the answer's status and focus area; `at` is in seconds since 1970; `id` is the database's.
    """

    reason: FeedbackReason
    status: str
    area: str
    answer: Answer | None = None
    at: int = 0
    id: int = 0
    note: str = ""

    @property
    def day(self) -> dt.date:
        """The day it was given, in UTC."""
        return dt.datetime.fromtimestamp(self.at, dt.UTC).date()

    @property
    def is_gap(self) -> bool:
        """Whether it tells of something that the material lacks or that was not found in it."""
        if self.reason is FeedbackReason.QUOTE_NOT_FOUND:
            return True
        return (
            self.status in (Status.NOT_FOUND, Status.PARTIAL, Status.UNCLEAR) and self.reason is not FeedbackReason.GOOD
        )


def case_lines(given: Iterable[Feedback]) -> str:
    """The feedback that was sent with its question, as reference questions: one JSON line each, oldest first."""
    cases = [_case(one) for one in sorted(given, key=lambda one: (one.at, one.id)) if one.answer is not None]
    return "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases)


def _told(given: Feedback) -> str:
    texts = load_catalogue("ui")
    told = texts.text(f"feedback_note.{given.reason.value}", day=given.day.isoformat())
    return f"{told} {texts.text('feedback_note.written', note=given.note)}" if given.note else told


def _case(given: Feedback) -> dict[str, Any]:
    """A case in the format of `evals/cases`. What a person must put right in it stands in its note."""
    answer = given.answer
    assert answer is not None
    digest = hashlib.sha256(f"{given.at} {answer.question}".encode()).hexdigest()[:12]
    case: dict[str, Any] = {
        "id": f"{SUITE}-{digest}",
        "suite": SUITE,
        "type": given.reason.value,
        "question": answer.question,
        "audience": answer.audience.value,
        "note": _told(given),
    }
    if given.reason is FeedbackReason.GOOD:
        case["status"] = [answer.status.value]
        if answer.reason is not None:
            case["reason"] = [answer.reason.value]
        if answer.status.value in _ANSWERED:
            case["gold"] = [[{"document": one.source_id, "quote": one.quote}] for one in answer.citations]
        return case
    case["status"] = list(_ANSWERED)
    if given.reason is not FeedbackReason.QUOTE_NOT_FOUND:
        # What was wrong or outdated must not be said again; what is right, nobody has said yet.
        case["status"].append(Status.NOT_FOUND.value)
        case["must_not_contain"] = [claim.text for claim in answer.claims]
    return case
