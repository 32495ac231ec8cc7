"""Scores to JSON and back: a part is `[hit, of]`, an unscored case its reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evals.measures.decision import CurvePoint
from evals.measures.part import Part, Scored, Unscored
from evals.measures.statistics import Interval
from evals.score import Curve, Scores, Value

PLACES = 6


def scores_json(scores: Scores) -> dict[str, Any]:
    """All scores as JSON, keys sorted, numbers rounded to six places."""
    return {
        "groups": {
            group: {name: value_json(value) for name, value in sorted(values.items())}
            for group, values in sorted(scores.groups.items())
        },
        "cases": {name: parts_json(parts) for name, parts in sorted(scores.cases.items())},
        "curves": {group: _curve_json(curve) for group, curve in sorted(scores.curves.items())},
        "problems": list(scores.problems),
    }


def value_json(value: Value) -> dict[str, Any]:
    """A value with its interval; nulls where nothing was measured."""
    ends = (value.interval.low, value.interval.high) if value.interval else (None, None)
    return {
        "value": _rounded(value.value), "low": _rounded(ends[0]), "high": _rounded(ends[1]),
        "cases": value.cases, "unscored": dict(value.unscored),
    }  # fmt: skip


def parts_json(parts: Mapping[str, Scored]) -> dict[str, Any]:
    """A case's measures."""
    return {
        name: [_rounded(one.hit), _rounded(one.of)] if isinstance(one, Part) else one.reason
        for name, one in sorted(parts.items())
    }


def _curve_json(curve: Curve) -> dict[str, Any]:
    ends = curve.auroc_interval
    return {
        "aurc": _rounded(curve.aurc), "auroc": _rounded(curve.auroc),
        "low": _rounded(ends.low if ends else None), "high": _rounded(ends.high if ends else None), "cases": curve.cases,
        "points": [[_rounded(p.coverage), _rounded(p.risk), _rounded(p.threshold)] for p in curve.points],
    }  # fmt: skip


def scores_from_json(tree: Mapping[str, Any]) -> Scores:
    """The scores that `scores_json` wrote."""
    groups = {g: {name: _value(one) for name, one in values.items()} for g, values in tree["groups"].items()}
    cases = {name: parts_from_json(parts) for name, parts in tree["cases"].items()}
    curves = {
        group: Curve(
            tuple(CurvePoint(*point) for point in one["points"]),
            one["aurc"],
            one["auroc"],
            _interval(one),
            one["cases"],
        )
        for group, one in tree["curves"].items()
    }
    return Scores(groups, cases, curves, tuple(tree["problems"]))


def parts_from_json(tree: Mapping[str, Any]) -> dict[str, Scored]:
    """The measures of a case that `parts_json` wrote."""
    return {name: Unscored(one) if isinstance(one, str) else Part(*one) for name, one in tree.items()}


def _value(tree: Mapping[str, Any]) -> Value:
    return Value(tree["value"], _interval(tree), tree["cases"], tree["unscored"])


def _interval(tree: Mapping[str, Any]) -> Interval | None:
    return None if tree["low"] is None else Interval(tree["low"], tree["high"])


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, PLACES)
