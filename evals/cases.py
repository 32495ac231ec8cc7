"""Reference questions: one JSON object a line, validated when they are loaded, split by a hash of their id.

A case says what the answer must be (`status`, `reason`), which exact quotes it must hold (`gold`: every group, and of a
group any one alternative), and what it must not say. How a gold quote becomes ranges is in `gold.py`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from assistant.records import Reason, Status
from ingest.catalogue import load_catalogue
from ingest.errors import WrongUse
from ingest.records import Audience

TEXTS = load_catalogue("evals")
ANSWERING = frozenset({Status.FOUND, Status.PARTIAL})
DECLINING = frozenset({Status.NOT_FOUND, Status.REFUSED, Status.UNCLEAR})
Split = Literal["dev", "test"]
# Suites that are tuned on as a whole or only reported: halves of them would say nothing more.
UNSPLIT = frozenset({"report", "report_dev", "unseen_minutes", "unseen_adversarial"})


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GoldQuote(_Part):
    """A quote that an answer should hold: the document by its file name, and the exact words. `page` where it is known."""

    document: str = Field(min_length=1)
    quote: str = Field(min_length=1)
    page: int | None = Field(default=None, ge=1)


class EarlierTurn(_Part):
    """A question asked before in the same conversation, with its answer."""

    question: str
    answer: str


class Case(_Part):
    """One reference question. `status` holds every acceptable status, `reason` every acceptable reason (empty: any)."""

    id: str = Field(min_length=1)
    suite: str = Field(min_length=1, pattern=r"^[a-z][a-z0-9_]*$")
    type: str = Field(min_length=1)
    question: str
    history: tuple[EarlierTurn, ...] = ()
    audience: Audience = Audience.PUBLIC
    status: tuple[Status, ...] = Field(min_length=1)
    reason: tuple[Reason, ...] = ()
    reference_answer: str = ""
    gold: tuple[tuple[GoldQuote, ...], ...] = ()
    must_not_contain: tuple[str, ...] = ()
    answer_strings: tuple[str, ...] = ()
    difficulty: str = ""
    needs_model: bool = False
    note: str = ""
    where: str = ""

    @field_validator("status", "reason", mode="before")
    @classmethod
    def _several(cls, value: Any) -> Any:
        if value is None:
            return ()
        return (value,) if isinstance(value, str) else value

    @field_validator("reference_answer", "difficulty", "note", "where", mode="before")
    @classmethod
    def _absent(cls, value: Any) -> Any:
        return "" if value is None else value

    @model_validator(mode="after")
    def _consistent(self) -> Case:
        if any(not group for group in self.gold):
            raise ValueError("gold: a group without a quote")
        if self.reason and Status.REFUSED not in self.status:
            raise ValueError("reason: only a refusal has one")
        if self.gold and not ANSWERING & set(self.status):
            raise ValueError("gold: the expected status quotes nothing")
        return self

    @property
    def split(self) -> Split:
        """Which half the case belongs to: `dev`, that one may tune on, or `test`."""
        return split_of(self.id)

    @property
    def must_answer(self) -> bool:
        """Whether only an answer is right."""
        return set(self.status) <= ANSWERING

    @property
    def must_decline(self) -> bool:
        """Whether only a refusal of some kind is right."""
        return set(self.status) <= DECLINING


def split_of(identity: str) -> Split:
    """`dev` where the first byte of the id's SHA-256 is even, else `test`."""
    return "dev" if hashlib.sha256(identity.encode()).digest()[0] % 2 == 0 else "test"


def load_cases(paths: Sequence[Path]) -> tuple[Case, ...]:
    """The cases of these files in order. Raises WrongUse, naming file and line, for the first one that is not valid."""
    cases: list[Case] = []
    places: dict[str, str] = {}
    for path in paths:
        if not path.is_file():
            raise WrongUse(TEXTS.text("cases.missing", path=path))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.strip():
                continue
            place = f"{path.name}:{number}"
            case = parse_case(line, place)
            if case.id in places:
                raise WrongUse(TEXTS.text("cases.doubled", place=place, name=case.id, earlier=places[case.id]))
            places[case.id] = place
            cases.append(case)
    if not cases:
        raise WrongUse(TEXTS.text("cases.none"))
    return tuple(cases)


def parse_case(line: str, place: str) -> Case:
    """The case in one JSON line. Raises WrongUse that names `place` and the field."""
    try:
        tree = json.loads(line)
    except ValueError as error:
        raise WrongUse(TEXTS.text("cases.no_json", place=place)) from error
    try:
        return Case.model_validate(tree)
    except ValidationError as error:
        field, problem = explain(error)
        raise WrongUse(TEXTS.text("cases.invalid", place=place, field=field, problem=problem)) from None


def explain(error: ValidationError) -> tuple[str, str]:
    """The first fault of a record in Danish: which field, and what is wrong with it."""
    first = error.errors(include_url=False)[0]
    field = ".".join(str(part) for part in first["loc"])
    known = {"extra_forbidden", "missing", "enum", "too_short", "string_too_short", "string_pattern_mismatch"}
    if first["type"] == "value_error":
        field, _, _ = str(first["ctx"]["error"]).partition(":")
        return field, TEXTS.text(f"cases.fault_inconsistent_{field}")
    kind = str(first["type"]) if first["type"] in known else "other"
    return field, TEXTS.text(f"cases.fault_{kind}")


def case_line(case: Case) -> str:
    """A case as one JSON line, without the fields that hold nothing."""
    tree = case.model_dump(mode="json")
    tree["status"] = tree["status"][0] if len(tree["status"]) == 1 else tree["status"]
    tree["reason"] = (tree["reason"][0] if len(tree["reason"]) == 1 else tree["reason"]) or None
    for quotes in tree["gold"]:
        for quote in quotes:
            if quote["page"] is None:
                del quote["page"]
    optional = {"history": [], "audience": "public", "note": "", "where": ""}
    kept = {key: value for key, value in tree.items() if key not in optional or value != optional[key]}
    return json.dumps(kept, ensure_ascii=False)


def chosen(cases: Iterable[Case], suites: Sequence[str] = (), split: str | None = None) -> tuple[Case, ...]:
    """The cases of these suites (all, where none is named) and of this half."""
    return tuple(c for c in cases if (not suites or c.suite in suites) and split in (None, c.split))


def asked_as(cases: Iterable[Case], audience: str | None) -> tuple[Case, ...]:
    """The cases asked by that audience instead of their own, all of them; only the staff are told what was dropped."""
    told = Audience(audience) if audience else None
    return tuple(case.model_copy(update={"audience": told}) if told else case for case in cases)
