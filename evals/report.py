"""The report: one HTML file that needs nothing else, for someone who has never seen the program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.baseline import load_baseline
from evals.cli_answers import comparison_line, measure_name, verdict_lines
from evals.measures.registry import LOWER_IS_BETTER
from evals.score import Curve, Value
from evals.summary import Row, Summary
from evals.surfaces import surface_lines
from evals.terminal import decimal
from ingest.catalogue import load_catalogue

TEXTS = load_catalogue("evals")
REPORT = "report.html"
# The few measures that the first picture shows, in this order.
SHOWN = (
    "correct",
    "gold_recall",
    "citation_precision",
    "verbatim_rate",
    "refusal_precision",
    "refusal_recall",
    "page_accuracy",
)
WIDTH, HEIGHT, MARGIN = 560, 240, 40


@dataclass(frozen=True, slots=True)
class BarDrawing:
    """One bar of the picture, all in pixels from the left but for its texts."""

    label: str
    shown: str
    top: int
    width: float
    low: float
    high: float
    floor: float | None
    goal: float | None


@dataclass(frozen=True, slots=True)
class CurveDrawing:
    """A risk-coverage curve as the points of a polyline, with its figures in words."""

    name: str
    points: str
    told: str


def write_report(summary: Summary, name: str = REPORT) -> Path:
    """Write the report into the run's folder, and return its path."""
    path = summary.run.folder / name
    path.write_text(report_html(summary), encoding="utf-8")
    return path


def report_html(summary: Summary) -> str:
    """The report as one HTML page without scripts, pictures inline, everything from outside escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("evals", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.globals.update(
        t=TEXTS.text, decimal=decimal, measure_name=measure_name, comparison_line=comparison_line
    )
    return environment.get_template("report.html").render(
        summary=summary,
        headlines=headlines(summary),
        verdicts=verdict_lines(summary),
        drawings={suite: bars_of(summary.rows, suite) for suite in summary.run.config.suites},
        curves=[drawn(name, curve) for name, curve in summary.curves.items() if len(curve.points) > 1],
        tables=tables(summary.rows),
        surfaces=surface_lines(summary.run.surfaces),
        worse=[one for one in summary.compared if one.worse and one.lost],
        better=[one for one in summary.compared if not one.worse and one.won],
        baselines=[suite for suite in summary.run.config.suites if load_baseline(suite)],
        frame={"width": WIDTH, "height": HEIGHT, "margin": MARGIN},
    )


def headlines(summary: Summary) -> list[str]:
    """A sentence a suite: how many questions are answered or declined as they should be."""
    told = []
    for suite in summary.run.config.suites:
        value = summary.value(suite, "correct")
        if value and value.value is not None and value.interval:
            told.append(
                TEXTS.text(
                    "report_page.headline", suite=suite_name(suite), share=percent(value.value), cases=value.cases,
                    low=percent(value.interval.low), high=percent(value.interval.high),
                )
            )  # fmt: skip
    return told


def suite_name(suite: str) -> str:
    """What a suite is called in Danish; a foreign one keeps its name."""
    known = ("minutes", "adversarial", "report", "report_dev")
    return TEXTS.text(f"suite.name_{suite}") if suite in known else suite


def percent(value: float) -> str:
    """A share in whole per cent."""
    return f"{value * 100:.0f} %"


def bars_of(rows: Sequence[Row], suite: str) -> list[BarDrawing]:
    """The bars of the first picture for one suite."""
    found = {row.measure: row for row in rows if row.group == suite and row.value.value is not None}
    inner = WIDTH - 240
    drawings = []
    for number, name in enumerate(name for name in SHOWN if name in found):
        row = found[name]
        value, ends = row.value.value or 0.0, row.value.interval
        bar = row.verdict.bar if row.verdict else None
        drawings.append(
            BarDrawing(
                label=measure_name(name),
                shown=percent(value),
                top=number * 30,
                width=round(value * inner, 1),
                low=round((ends.low if ends else value) * inner, 1),
                high=round((ends.high if ends else value) * inner, 1),
                floor=round(bar.floor * inner, 1) if bar else None,
                goal=round(bar.goal * inner, 1) if bar else None,
            )
        )
    return drawings


def drawn(name: str, curve: Curve) -> CurveDrawing:
    """A curve as a polyline in the picture's frame."""
    width, height = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
    points = " ".join(
        f"{MARGIN + point.coverage * width:.1f},{HEIGHT - MARGIN - point.risk * height:.1f}" for point in curve.points
    )
    auroc = "–" if curve.auroc is None else decimal(curve.auroc)
    told = TEXTS.text("report_page.curve_told", suite=suite_name(name), aurc=decimal(curve.aurc), auroc=auroc)
    return CurveDrawing(suite_name(name), points, told)


def tables(rows: Sequence[Row]) -> dict[str, list[dict[str, Any]]]:
    """The rows of the tables by group, types left out, numbers as they are shown."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if ":" not in row.group and row.value.value is not None:
            bar = row.verdict.bar if row.verdict else None
            found.setdefault(row.group, []).append(
                {
                    "name": measure_name(row.measure),
                    "value": decimal(row.value.value),
                    "interval": _interval(row.value),
                    "cases": row.value.cases,
                    "floor": decimal(bar.floor) if bar else "",
                    "goal": decimal(bar.goal) if bar else "",
                    "mark": "" if row.verdict is None else ("missed" if not row.verdict.reached else "reached"),
                    "lower": row.measure in LOWER_IS_BETTER,
                }
            )
    return found


def _interval(value: Value) -> str:
    return f"{decimal(value.interval.low)}–{decimal(value.interval.high)}" if value.interval else ""
