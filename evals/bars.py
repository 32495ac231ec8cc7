"""The bars: for a group and a measure the floor that a run must reach, and the goal that is shown beside it."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

from evals.measures.registry import LOWER_IS_BETTER
from evals.score import Scores, Value, is_worse
from ingest.catalogue import load_catalogue
from ingest.errors import WrongUse

TEXTS = load_catalogue("evals")
FILE = Path(str(files("evals"))) / "bars.toml"
_KEYS = ("floor", "low", "goal")


@dataclass(frozen=True, slots=True)
class Bar:
    """A floor and a goal for a value, and where it has one the `low` that the worse end of its interval must reach.

    Where lower is better, floor and low are the most that is allowed.
    """

    group: str
    measure: str
    floor: float
    goal: float
    low: float | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a bar was reached. `value` is None where nothing could be measured: that is a miss."""

    bar: Bar
    value: Value

    @property
    def reached(self) -> bool:
        """Whether the measured value is not worse than the floor, nor the worse end of its interval than `low`."""
        return self._not_worse(self.value.value, self.bar.floor) and self.sure

    @property
    def sure(self) -> bool:
        """Whether the worse end of the interval is not worse than `low`; a bar without one asks for nothing."""
        return self.bar.low is None or self._not_worse(worse_end(self.bar.measure, self.value), self.bar.low)

    @property
    def at_goal(self) -> bool:
        """Whether the measured value is not worse than the goal."""
        return self._not_worse(self.value.value, self.bar.goal)

    def _not_worse(self, measured: float | None, wanted: float) -> bool:
        return measured is not None and not is_worse(self.bar.measure, wanted, measured)


def worse_end(measure: str, value: Value) -> float | None:
    """The end of the interval that is worse, or None without an interval."""
    if value.interval is None:
        return None
    return value.interval.high if measure in LOWER_IS_BETTER else value.interval.low


def load_bars(path: Path | None = None) -> tuple[Bar, ...]:
    """The bars of `bars.toml`. Raises WrongUse for one without a floor and a goal, or with them in the wrong order."""
    tree = tomllib.loads((path or FILE).read_text(encoding="utf-8"))
    return tuple(_bar(group, measure, row) for group, rows in tree.items() for measure, row in rows.items())


def _bar(group: str, measure: str, row: Mapping[str, object]) -> Bar:
    numbers = {key: float(value) for key, value in row.items() if isinstance(value, int | float)}
    if set(numbers) != set(row) or not {"floor", "goal"} <= set(row) <= set(_KEYS):
        raise WrongUse(TEXTS.text("bars.invalid", group=group, measure=measure))
    bar = Bar(group, measure, numbers["floor"], numbers["goal"], numbers.get("low"))
    above = bar.low is not None and is_worse(measure, bar.low, bar.floor)
    if is_worse(measure, bar.floor, bar.goal) or above:
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
    now = {(bar.group, bar.measure): bar for bar in after}
    return tuple(f"{bar.group}.{bar.measure}" for bar in before if _is_lower(bar, now.get((bar.group, bar.measure))))


def _is_lower(before: Bar, after: Bar | None) -> bool:
    if after is None or is_worse(before.measure, before.floor, after.floor):
        return True
    return before.low is not None and (after.low is None or is_worse(before.measure, before.low, after.low))


def raised(bars: Sequence[Bar], scores: Scores) -> tuple[Bar, ...]:
    """The bars with floors and lows raised to what these scores hold, rounded to the safe side; none is lowered."""
    return tuple(_raised(one.bar, one.value) for one in judge_bars(bars, scores)) + tuple(
        bar for bar in bars if bar.group not in scores.groups
    )


def _raised(bar: Bar, value: Value) -> Bar:
    floor = _better(bar.measure, bar.floor, value.value)
    assert floor is not None, "a bar has a floor"
    low = _better(bar.measure, bar.low, worse_end(bar.measure, value))
    goal = floor if is_worse(bar.measure, floor, bar.goal) else bar.goal
    return replace(bar, floor=floor, low=low, goal=goal)


def _better(measure: str, kept: float | None, measured: float | None) -> float | None:
    if measured is None:
        return kept
    # Rounded in the direction that the measured value still reaches.
    toward = math.ceil if measure in LOWER_IS_BETTER else math.floor
    found = toward(round(measured * 100, 6)) / 100
    return found if kept is None or is_worse(measure, found, kept) else kept


def write_bars(bars: Sequence[Bar], path: Path | None = None) -> None:
    """Write the bars in the order that the file has its groups in; what stands above the first group stays."""
    file = path or FILE
    text = file.read_text(encoding="utf-8")
    groups = list(dict.fromkeys([*tomllib.loads(text), *(bar.group for bar in bars)]))
    lines = [text[: text.index("\n[") + 1].rstrip()]
    for group in groups:
        lines += ["", f"[{group}]"]
        lines += [_line(bar) for bar in bars if bar.group == group]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _line(bar: Bar) -> str:
    name = bar.measure if bar.measure.replace("_", "").isalnum() else f'"{bar.measure}"'
    low = "" if bar.low is None else f", low = {bar.low}"
    return f"{name} = {{ floor = {bar.floor}{low}, goal = {bar.goal} }}"
