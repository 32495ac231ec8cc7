"""The editor's page: what readers sent, where the material falls short, and what the kiosk counted."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import streamlit as st

from ingest.catalogue import load_catalogue
from ingest.config import Settings
from ingest.errors import HvidbogError
from ui.answer_lines import answer_lines
from ui.citation_label import citation_label, danish_date
from ui.counts import OTHER, counts_path, read_counts
from ui.feedback import Feedback, case_lines
from ui.render import show, show_table
from ui.shared_store import staff_store, stored

_MOST = 100  # rows that are drawn; all are exported


def feedback_page(settings: Settings) -> None:
    """The whole page below the head."""
    texts = load_catalogue("ui")
    with st.container(key="side"):
        st.title(texts.text("menu.feedback"), anchor=False)
        st.markdown(texts.text("feedback_page.intro"))
        try:
            given = staff_store().feedback()
        except HvidbogError as error:
            st.error(str(error))
            return
        _show_numbers(given)
        gaps = [one for one in given if one.is_gap and one.answer is not None]
        others = [one for one in given if not one.is_gap and one.answer is not None]
        _show_rows("feedback_page.gaps", gaps)
        _show_rows("feedback_page.others", others)
        if gaps or others:
            st.download_button(
                texts.text("feedback_page.export"),
                lambda: case_lines(given),
                f"feedback-{dt.date.today().isoformat()}.jsonl",
                "application/jsonl",
                key="hent-cases",
                on_click="ignore",
            )
        _show_kiosk(settings)


def _show_numbers(given: tuple[Feedback, ...]) -> None:
    texts = load_catalogue("ui")
    numbers = Counter(one.reason for one in given)
    if not numbers:
        st.text(texts.text("feedback_page.none"))
        return
    words = [f"{texts.text(f'feedback_reason.{reason.value}')}: {count}" for reason, count in numbers.most_common()]
    st.text(" · ".join(words))


def _show_rows(heading: str, rows: list[Feedback]) -> None:
    if not rows:
        return
    texts = load_catalogue("ui")
    st.header(texts.text(heading), anchor=False)
    for one in rows[:_MOST]:
        assert one.answer is not None
        with st.container(key=f"feedback-{one.id}"):
            show(one.answer.question)
            parts = [
                texts.text(f"feedback_reason.{one.reason.value}"),
                texts.text(f"status.{one.answer.status}"),
                one.area or texts.text("feedback_page.no_area"),
                danish_date(one.day),
            ]
            show(" · ".join(parts))
            if one.note:
                show(texts.text("feedback_page.note", note=one.note))
            with st.expander(texts.text("feedback_page.answer", number=one.id)):
                show("\n\n".join(answer_lines(one.answer)))
                for citation in one.answer.citations:
                    show(f"[{citation.n}] {citation_label(citation)}: »{citation.quote}«")
            st.button(
                texts.text("feedback_page.delete", day=danish_date(one.day), number=one.id),
                key=f"slet-feedback-{one.id}",
                on_click=_delete,
                args=(one.id,),
            )


def _delete(identity: int) -> None:
    stored(lambda store: store.delete_feedback(identity))


def _show_kiosk(settings: Settings) -> None:
    """The kiosk's counts by focus area and status. It keeps no question, so there is nothing else to show."""
    texts = load_catalogue("ui")
    st.header(texts.text("feedback_page.kiosk"), anchor=False)
    numbers: Counter[tuple[str, str]] = Counter()
    for statuses in read_counts(counts_path(settings.home)).values():
        for status, areas in statuses.items():
            for area, count in areas.items():
                numbers[(area, status)] += count
    if not numbers:
        st.text(texts.text("feedback_page.kiosk_none"))
        return
    statuses_seen = sorted({status for _, status in numbers})
    names = {status: texts.text(f"status.{status}") for status in statuses_seen}
    rows = {
        area or texts.text("feedback_page.no_area"): {
            names[status]: numbers[(area, status)] for status in statuses_seen
        }
        for area in sorted({area for area, _ in numbers}, key=lambda one: (one == OTHER, one))
    }
    columns = [texts.text("feedback_page.area"), *names.values()]
    cells = [[area, *(str(row[name]) for name in names.values())] for area, row in rows.items()]
    show_table(columns, cells)
