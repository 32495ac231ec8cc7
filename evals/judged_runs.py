"""A run's answers before the judge: one line an answer, and the two measures that come of them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.chat_model import ChatModel, open_chat_model
from assistant.llm_prompt import Message
from evals.cases import Case
from evals.judge import Judgement, TextModel, judge
from evals.measures.part import Scored, Unscored, yes
from evals.observe import Observation
from evals.score import Scores, grouped, value_of
from evals.seen import seen_answer
from ingest.config import Settings

JUDGEMENTS = "judgements.jsonl"
COMPLETE, PLAIN = "judge_complete", "judge_plain"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A chat model asked for one whole reply, without a schema of ours."""

    model: ChatModel
    seconds: float

    @property
    def name(self) -> str:
        """The model's name."""
        return self.model.name

    def complete(self, system: str, user: str) -> str:
        """The reply. Raises ModelFault where there is none."""
        messages = [Message("system", system), Message("user", user)]
        return "".join(self.model.stream(messages, time.monotonic() + self.seconds))


def judging_model(settings: Settings) -> Spoken | None:
    """The model that the settings name, as a judge, or None where there is none."""
    model = open_chat_model(settings.model_copy(update={"model_schema": "no"}))
    return None if model is None else Spoken(model, settings.model_seconds)


def judge_run(
    model: TextModel,
    cases: Sequence[Case],
    observations: Sequence[Observation],
    advance: Callable[[int], None] = lambda done: None,
) -> dict[str, Judgement | Unscored]:
    """What the judge says of each answer to a case with a reference answer, by case id."""
    answers = {one.case_id: seen_answer(one.answer) for one in observations}
    asked = [case for case in cases if case.reference_answer and case.id in answers and answers[case.id].answered]
    said: dict[str, Judgement | Unscored] = {}
    for done, case in enumerate(asked, start=1):
        said[case.id] = judge(model, case.question, case.reference_answer, answers[case.id].text)
        advance(done)
    return said


def with_judgements(scores: Scores, cases: Sequence[Case], said: Mapping[str, Judgement | Unscored]) -> Scores:
    """The scores with both measures of the judge: complete answers / judged ones, plain ones / judged ones."""
    if not said:
        return scores
    parts: dict[str, dict[str, Scored]] = {name: _parts(one) for name, one in said.items()}
    rows = {name: {**row, **parts.get(name, {})} for name, row in scores.cases.items()}
    groups = {name: dict(values) for name, values in scores.groups.items()}
    for group, members in grouped(cases).items():
        for measure in (COMPLETE, PLAIN):
            judged = [parts[case.id][measure] for case in members if case.id in parts]
            if judged:
                groups[group][measure] = value_of(judged)
    return replace(scores, groups=groups, cases=rows)


def _parts(one: Judgement | Unscored) -> dict[str, Scored]:
    if isinstance(one, Unscored):
        return {COMPLETE: one, PLAIN: one}
    return {COMPLETE: yes(one.completeness == "complete"), PLAIN: yes(one.language == "plain")}


def write_judgements(folder: Path, said: Mapping[str, Judgement | Unscored]) -> None:
    """One JSON line an answer in a run's folder."""
    rows = [
        {"case": name, "unscored": one.reason}
        if isinstance(one, Unscored)
        else {"case": name, "completeness": one.completeness, "language": one.language}
        for name, one in sorted(said.items())
    ]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / JUDGEMENTS).write_text(lines, encoding="utf-8")


def read_judgements(folder: Path) -> dict[str, Judgement | Unscored]:
    """What `write_judgements` wrote; nothing where the run was not judged."""
    path = folder / JUDGEMENTS
    if not path.is_file():
        return {}
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return {
        row["case"]: Unscored(row["unscored"])
        if "unscored" in row
        else Judgement(completeness=row["completeness"], language=row["language"])
        for row in rows
    }
