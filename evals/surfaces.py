"""Attacks on other surfaces than the question: what a model writes, odd sizes of a question, faults of a model, files.

`cases/adversarial_other.jsonl` holds them. A line that needs no server is run here, in this process, through the product's
own gate, assistant or ingest; any other one names the test that runs it, or an empty name where nothing does yet.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from evals.measures.part import Scored, Unscored, yes
from evals.score import Value, value_of
from ingest.catalogue import load_catalogue
from ingest.config import Settings
from ingest.errors import WrongUse
from ingest.pipeline import Progress

TEXTS = load_catalogue("evals")
GROUP = "surfaces"
MEASURE = "surface_held"
# What an expectation begins with where the honest twin of an attack must go through.
CONTROL = "ANSWER_CITED"


class Surface(BaseModel):
    """One attack. `expected` begins with the code of what must happen; `claim` and `quote` are what the model writes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    category: str = Field(pattern=r"^[a-z_]+$")
    where: Literal["llm_output", "http", "gen", "fault", "pdf"]
    input: str
    expected: str = Field(pattern=r"^[A-Z_]+: ")
    question: str = ""
    quote: str = ""
    claim: str = ""
    token: str = ""
    repeat: tuple[str, int] | None = None
    fault: str = ""
    recipe: str = ""
    tested_by: str | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Surface:
        if (self.tested_by is None) is not bool(self.claim or self.recipe):
            raise ValueError("tested_by: run here or elsewhere, and only one of them")
        return self

    @property
    def is_control(self) -> bool:
        """Whether this is an honest one, which must go through."""
        return self.expected.startswith(CONTROL)


@dataclass(frozen=True, slots=True)
class Held:
    """What came of an attack: whether what must happen did (None: not run here), and what happened, in a few words."""

    id: str
    category: str
    expected: str
    held: bool | None
    got: str

    def scored(self) -> Scored:
        """The attack as a part of the measure; one that is run elsewhere has no value."""
        if self.held is not None:
            return yes(self.held)
        return Unscored("run_by_a_test" if self.got else "run_by_nothing")


def load_surfaces(path: Path | None = None) -> tuple[Surface, ...]:
    """All attacks on other surfaces. Raises WrongUse, naming file and line, for one that is not valid."""
    file = path or Path(str(files("evals"))) / "cases" / "adversarial_other.jsonl"
    found = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            found.append(Surface.model_validate_json(line))
        except ValidationError as error:
            place = f"{file.name}:{number}"
            raise WrongUse(TEXTS.text("surfaces.invalid", place=place)) from error
    return tuple(found)


def run_surfaces(
    settings: Settings, surfaces: Sequence[Surface], progress: Progress, workplace: Path
) -> tuple[Held, ...]:
    """What came of every attack, in order. Files are made in `workplace`. An exception is an attack that got through."""
    from evals.surface_answers import SurfaceAnswers
    from evals.surface_files import run_file

    progress.start(TEXTS.text("surfaces.running"), len(surfaces))
    answers = SurfaceAnswers(settings, workplace)
    runners: Mapping[str, Callable[[Surface], tuple[bool, str]]] = {
        "llm_output": answers.written, "fault": answers.written, "gen": answers.asked,
        "pdf": lambda one: run_file(settings, one, workplace),
    }  # fmt: skip
    found = []
    try:
        for done, one in enumerate(surfaces, start=1):
            found.append(_run(one, runners))
            progress.advance(done)
    finally:
        answers.close()
    return tuple(found)


def _run(one: Surface, runners: Mapping[str, Callable[[Surface], tuple[bool, str]]]) -> Held:
    if one.tested_by is not None:
        return Held(one.id, one.category, one.expected, None, one.tested_by)
    try:
        held, got = runners[one.where](one)
    except Exception as error:  # a surface that breaks under an attack has not held
        held, got = False, type(error).__name__
    return Held(one.id, one.category, one.expected, held, got)


def surface_values(found: Sequence[Held]) -> dict[str, dict[str, Value]]:
    """The share that held, of all attacks and of each kind apart, as groups of scores."""
    kinds = sorted({one.category for one in found})
    members = {GROUP: list(found)} | {f"{GROUP}-{k}": [one for one in found if one.category == k] for k in kinds}
    return {group: {MEASURE: value_of([one.scored() for one in some])} for group, some in members.items()}


def surface_parts(found: Sequence[Held]) -> dict[str, dict[str, Scored]]:
    """Each attack's part, by id and measure."""
    return {one.id: {MEASURE: one.scored()} for one in found}


def surface_lines(found: Sequence[Held]) -> list[str]:
    """A sentence for each attack that got through and each control that did not, and for those that are run elsewhere."""
    lines = [
        TEXTS.text("surfaces.got_through", name=one.id, expected=one.expected, got=one.got)
        for one in found
        if one.held is False
    ]
    elsewhere = [one for one in found if one.held is None and one.got]
    nowhere = [one.id for one in found if one.held is None and not one.got]
    if elsewhere:
        tests = ", ".join(sorted({one.got for one in elsewhere}))
        lines.append(TEXTS.text("surfaces.elsewhere", count=len(elsewhere), tests=tests))
    if nowhere:
        lines.append(TEXTS.text("surfaces.nowhere", count=len(nowhere), names=", ".join(nowhere)))
    return lines


def write_surfaces(path: Path, found: Sequence[Held]) -> None:
    """One JSON line an attack."""
    rows = [
        {"id": one.id, "category": one.category, "expected": one.expected, "held": one.held, "got": one.got}
        for one in found
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def read_surfaces(path: Path) -> tuple[Held, ...]:
    """What `write_surfaces` wrote; nothing where the run had none."""
    if not path.is_file():
        return ()
    return tuple(Held(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines())
