"""How good the answers are: the accepted figures as the evaluation left them in files, and its newest report."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from ingest.catalogue import load_catalogue
from ingest.config import Settings
from ui.render import show_table

if TYPE_CHECKING:
    from starlette.requests import Request

ACCEPTED = Path(__file__).resolve().parent.parent / "evals" / "baseline"
REPORT_ADDRESS = "/maaling"
# The report is one file of ours with its style inside; it runs nothing and asks for nothing.
REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_MEASURES = (
    "correct",
    "gold_recall",
    "citation_precision",
    "verbatim_rate",
    "refusal_precision",
    "refusal_recall",
)
_HALVES = ("dev", "test")


def quality_page(settings: Settings, folder: Path = ACCEPTED) -> None:
    """The whole page below the head."""
    texts = load_catalogue("ui")
    with st.container(key="side"):
        st.title(texts.text("menu.quality"), anchor=False)
        rows = figure_rows(accepted_runs(folder))
        if rows:
            st.markdown(texts.text("quality.intro"))
            headings = ["quality.suite", "quality.count", *(f"quality.{name}" for name in _MEASURES)]
            with st.container(key="maalinger"):
                show_table([texts.text(one) for one in headings], rows)
            st.markdown(texts.text("quality.explained"))
            st.markdown(texts.text("quality.halves"))
        else:
            st.markdown(texts.text("quality.none"))
        if newest_report(settings.home) is None:
            st.text(texts.text("quality.no_report"))
        else:
            st.link_button(texts.text("quality.report"), REPORT_ADDRESS)


def accepted_runs(folder: Path) -> list[dict[str, Any]]:
    """The accepted runs in `folder`, by name; what cannot be read is left out."""
    found = []
    for path in sorted(folder.glob("*.json"), reverse=True):
        try:
            tree = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(tree, dict) and isinstance(tree.get("groups"), dict):
            found.append(tree)
    return found


def figure_rows(runs: Iterable[dict[str, Any]]) -> list[list[str]]:
    """A row of figures for each suite of an accepted run, and for each half of its questions."""
    texts = load_catalogue("ui")
    known = texts.keys()
    rows = []
    for run in runs:
        suite = str(run.get("suite"))
        name = texts.text(f"suite.{suite}") if f"suite.{suite}" in known else suite
        groups = run["groups"]
        for group, words in [
            (suite, name),
            *((f"{suite}-{half}", texts.text(f"quality.{half}", suite=name)) for half in _HALVES),
        ]:
            if group in groups:
                values = groups[group]
                count = str(values.get("correct", {}).get("cases", "–"))
                rows.append([words, count, *(_percent(values.get(measure)) for measure in _MEASURES)])
    return rows


def newest_report(home: Path) -> Path | None:
    """The report of the newest run below `home` that has one."""
    found = sorted((home / "eval-runs").glob("*/report.html"))
    return found[-1] if found else None


def report_route(settings: Settings) -> Route:
    """The route of the newest report."""

    async def show(_: Request) -> Response:
        path = await run_in_threadpool(newest_report, settings.home)
        if path is None:
            return Response(load_catalogue("ui").text("quality.no_report"), 404, media_type="text/plain")
        page = await run_in_threadpool(path.read_text, "utf-8")
        return HTMLResponse(page, headers={"content-security-policy": REPORT_POLICY, "cache-control": "no-store"})

    return Route(REPORT_ADDRESS, show)


def _percent(measured: dict[str, Any] | None) -> str:
    value = (measured or {}).get("value")
    return "–" if value is None else f"{value * 100:.0f} %"
