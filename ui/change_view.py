"""The editor's "Ret eller fjern" at a document: what is known of it as a form, and taking it out of the material."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable

import streamlit as st

from ingest.catalogue import load_catalogue
from ingest.config import Settings
from ingest.errors import HvidbogError
from ingest.manifest import Entry
from ingest.records import FileStatus
from ui.faults import place_of
from ui.plain_text import plain
from ui.publish_fields import CHANGED, report_line, show_fields
from ui.publishing import change, remove
from ui.render import label, show

LOG = logging.getLogger("hvidbog.ui")
_OPENED = "rettes"
_LEAVING = "fjernes"
_DONE = "rettet"


def show_change(settings: Settings, entry: Entry, *, personal_data: bool) -> None:
    """The button of a document, and below it the form where the button was pressed.

    `personal_data` is whether the file has any, so that the editor chooses what becomes of it.
    """
    texts = load_catalogue("ui")
    key = hashlib.sha256(entry.path.encode()).hexdigest()[:16]
    opened = st.session_state.get(_OPENED) == entry.path
    st.button(
        texts.text("change.close" if opened else "change.open", title=label(entry.title)),
        key=f"ret-{key}",
        on_click=_open,
        args=(None if opened else entry.path,),
    )
    if not opened:
        return
    with st.form(f"ret-felter-{key}", enter_to_submit=False):
        proposed = {name: str(value) for name, value in entry.model_dump(mode="json", exclude_none=True).items()}
        values = show_fields(proposed, CHANGED, personal_data=personal_data or entry.personal_data == "mask")
        if st.form_submit_button(texts.text("change.save"), type="primary"):
            _save(settings, entry, values)
    if st.session_state.get(_LEAVING) != entry.path:
        st.button(texts.text("change.remove"), key=f"fjern-{key}", on_click=_leave, args=(entry.path,))
        return
    with st.container(key=f"bekraeft-fjern-{key}"):
        show(texts.text("change.sure", title=entry.title))
        with st.container(key=f"bekraeft-knapper-{key}", horizontal=True):
            if st.button(texts.text("change.yes"), key=f"ja-{key}", type="primary"):
                _remove(settings, entry)
            st.button(texts.text("change.no"), key=f"nej-{key}", on_click=_leave, args=(None,))


def show_what_was_changed() -> None:
    """What became of the last change, until the next one."""
    done = st.session_state.get(_DONE)
    if done:
        with st.container(key="rettet"):
            show(done)


def _open(path: str | None) -> None:
    st.session_state[_OPENED] = path
    st.session_state[_LEAVING] = None


def _leave(path: str | None) -> None:
    st.session_state[_LEAVING] = path


def _save(settings: Settings, entry: Entry, values: dict[str, str]) -> None:
    def act() -> str:
        report = change(settings, entry.path, values)
        key = "change.saved" if report.status in (FileStatus.OK, FileStatus.PARTIAL) else "publish.left_out"
        line = {"status": report.status.value, "pages": report.pages, "passages": report.passages}
        return f"{texts.text(key, title=values['title'])}\n{report_line({**line, 'reason': report.reason})}"

    texts = load_catalogue("ui")
    _done(act)


def _remove(settings: Settings, entry: Entry) -> None:
    def act() -> str:
        remove(settings, entry.path)
        return load_catalogue("ui").text("change.removed", title=entry.title)

    _done(act)


def _done(act: Callable[[], str]) -> None:
    """Does what takes a while, and draws the page anew with what became of it; an error is told at its place."""
    texts = load_catalogue("ui")
    try:
        with st.spinner(texts.text("publish.working")):
            told = act()
    except HvidbogError as error:
        st.error(plain(str(error)))
        return
    except Exception as error:
        LOG.error("change.failed %s", place_of(error))
        st.error(texts.text("problem.error"))
        return
    st.session_state[_DONE] = told
    _open(None)
    st.rerun()
