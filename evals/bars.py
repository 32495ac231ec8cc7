"""The bars: for a group and a measure the floor that a run must reach, and the goal that is shown beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from evals.measures.registry import LOWER_IS_BETTER
from evals.score import Scores, Value, is_worse
from ingest.catalogue import load_catalogue
from ingest.errors import WrongUse

TEXTS = load_catalogue("evals")


@dataclass(frozen=True, slots=True)
class Bar:
    """A floor and a goal. Where lower is better, the floor is the most that is allowed."""

    group: str
    measure: str
    floor: float
    goal: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a bar was reached. `value` is None where nothing could be measured: that is a miss."""

    bar: Bar
    value: Value

    @property
    def reached(self) -> bool:
        """Whether the measured value is not worse than the floor."""
        return self.value.value is not None and not is_worse(self.bar.measure, self.bar.floor, self.value.value)

    @property
    def at_goal(self) -> bool:
        """Whether the measured value is not worse than the goal."""
        return self.value.value is not None and not is_worse(self.bar.measure, self.bar.goal, self.value.value)


def load_bars(path: Path | None = None) -> tuple[Bar, ...]:
    """The bars of `bars.toml`. Raises WrongUse for one without a floor and a goal, or with a goal below its floor."""
    file = path or Path(str(files("evals"))) / "bars.toml"
    tree = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(_bar(group, measure, row) for group, rows in tree.items() for measure, row in rows.items())


def _bar(group: str, measure: str, row: Mapping[str, object]) -> Bar:
    floor, goal = row.get("floor"), row.get("goal")
    numbers = isinstance(floor, int | float) and isinstance(goal, int | float)
    if set(row) != {"floor", "goal"} or not numbers:
        raise WrongUse(TEXTS.text("bars.invalid", group=group, measure=measure))
    bar = Bar(group, measure, float(str(floor)), float(str(goal)))
    if is_worse(measure, bar.floor, bar.goal):
        raise WrongUse(TEXTS.text("bars.invalid", group=group, measure=measure))
    return bar


def judge_bars(bars: Sequence[Bar], scores: Scores) -> tuple[Verdict, ...]:
    """The verdict of every bar whose group was measured."""
    nothing = Value(None, None, 0)
    return tuple(
        Verdict(bar, scores.groups[bar.group].get(bar.measure, nothing)) for bar in bars if bar.group in scores.groups
    )


def lowered(before: Sequence[Bar], after: Sequence[Bar]) -> tuple[str, ...]:
    """The bars of `before` that `after` has lowered or lost, as "group.measure"."""
    now = {(bar.group, bar.measure): bar.floor for bar in after}
    return tuple(
        f"{bar.group}.{bar.measure}"
        for bar in before
        if (bar.group, bar.measure) not in now or is_worse(bar.measure, bar.floor, now[bar.group, bar.measure])
    )


__all__ = ["LOWER_IS_BETTER", "Bar", "Verdict", "judge_bars", "load_bars", "lowered"]
