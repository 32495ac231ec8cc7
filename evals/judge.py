"""An optional model as judge of what no rule can measure: is the answer complete, and is it plain language?

The judge sees question, reference answer and answer; it answers in a fixed JSON shape. A reply that does not fit, or an
endpoint that fails, makes the answer unscored, never zero. Nothing it says is claimed before `agreement` with people is
known; the answers labelled by hand are in `evals/judged/`, the labeller's rule beside each.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.measures.agreement import cohens_kappa, raw_agreement
from evals.measures.part import Unscored
from ingest.catalogue import load_catalogue
from ingest.errors import HvidbogError, WrongUse

TEXTS = load_catalogue("evals")
Completeness = Literal["complete", "partial", "wrong"]
PlainLanguage = Literal["plain", "hard"]
ASPECTS = ("completeness", "language")


class TextModel(Protocol):
    """Any chat model behind one method. `name` is what reports call it."""

    @property
    def name(self) -> str:
        """The model's name."""

    def complete(self, system: str, user: str) -> str:
        """The model's reply. Raises HvidbogError or OSError where there is none."""


class Judgement(BaseModel):
    """What a judge, model or person, says of an answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    completeness: Completeness
    language: PlainLanguage


class Judged(BaseModel):
    """An answer labelled by hand. `rule` is the labeller's reason, by which the next one would label the same.

    `source` says whose answers these are: a made-up municipality's.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    source: str = ""
    question: str = Field(min_length=1)
    reference: str = Field(min_length=1)
    answer: str = Field(min_length=1)
    completeness: Completeness
    language: PlainLanguage
    rule: str = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a judge agrees with people on one aspect, over the answers that it could judge."""

    aspect: str
    judged: int
    unscored: Mapping[str, int]
    raw: float | None
    kappa: float | None
    confusion: Mapping[tuple[str, str], int]


def load_judged(folder: Path | None = None) -> tuple[Judged, ...]:
    """The answers labelled by hand. Raises WrongUse, naming file and line, for one that is not valid."""
    root = folder or Path(str(files("evals"))) / "judged"
    found: list[Judged] = []
    for path in sorted(root.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                found.append(Judged.model_validate_json(line))
            except ValidationError as error:
                place = f"{path.name}:{number}"
                raise WrongUse(TEXTS.text("judge.bad_label", place=place)) from error
    return tuple(found)


def prompt() -> str:
    """The judge's instruction, a file of its own."""
    return (files("evals") / "prompts" / "judge.md").read_text(encoding="utf-8")


def judge(model: TextModel, question: str, reference: str, answer: str) -> Judgement | Unscored:
    """What the model says of an answer, or why it said nothing that counts."""
    asked = json.dumps({"question": question, "reference": reference, "answer": answer}, ensure_ascii=False)
    try:
        reply = model.complete(prompt(), asked)
    except (HvidbogError, OSError):
        return Unscored("judge_failed")
    try:
        return Judgement.model_validate_json(reply.strip())
    except ValidationError:
        return Unscored("judge_unreadable")


def agreement(model: TextModel, labelled: Sequence[Judged]) -> tuple[Agreement, ...]:
    """How the model agrees with the labels, an aspect each."""
    said = [judge(model, one.question, one.reference, one.answer) for one in labelled]
    return tuple(_agreement(aspect, said, labelled) for aspect in ASPECTS)


def _agreement(aspect: str, said: Sequence[Judgement | Unscored], labelled: Sequence[Judged]) -> Agreement:
    pairs = [
        (str(getattr(label, aspect)), str(getattr(one, aspect)))
        for one, label in zip(said, labelled, strict=True)
        if isinstance(one, Judgement)
    ]
    unscored = Counter(one.reason for one in said if isinstance(one, Unscored))
    people, model = [p for p, _ in pairs], [m for _, m in pairs]
    return Agreement(
        aspect,
        len(pairs),
        dict(unscored),
        raw_agreement(people, model) if pairs else None,
        cohens_kappa(people, model) if pairs else None,
        dict(Counter(pairs)),
    )


def label_counts(labelled: Iterable[Judged]) -> dict[str, dict[str, int]]:
    """How often each label was given, by aspect."""
    rows = list(labelled)
    return {aspect: dict(sorted(Counter(str(getattr(row, aspect)) for row in rows).items())) for aspect in ASPECTS}
