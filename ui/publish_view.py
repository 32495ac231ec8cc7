"""The editor's form: a file, what was read from it to be checked, and "Udgiv"."""

from __future__ import annotations

import logging

import streamlit as st

from ingest.catalogue import load_catalogue
from ingest.config import Settings
from ingest.errors import HvidbogError, WrongUse
from ingest.records import FileStatus
from ui.faults import place_of
from ui.plain_text import plain
from ui.publish_fields import CHANGED, report_line, show_fields
from ui.publishing import publish, read_from, replaceable
from ui.render import show
from ui.upload import LARGEST, SUFFIXES, Upload, accepted

LOG = logging.getLogger("hvidbog.ui")
_TYPES = sorted(suffix[1:] for suffixes in SUFFIXES.values() for suffix in suffixes)
_DONE = "udgivet"
_ROUND = "udgivelse"


def show_publishing(settings: Settings) -> None:
    """The form, and what became of the last file."""
    texts = load_catalogue("ui")
    with st.expander(texts.text("publish.open")):
        round_ = st.session_state.setdefault(_ROUND, 0)  # a new number makes an empty field
        given = st.file_uploader(
            texts.text("publish.file", megabytes=LARGEST // 1024 // 1024), _TYPES, key=f"fil-{round_}"
        )
        if given is not None:
            _show_form(settings, given.name, given.getvalue())
    done = st.session_state.get(_DONE)
    if done:
        with st.container(key="udgivet"):
            show(done)


def _show_form(settings: Settings, name: str, data: bytes) -> None:
    texts = load_catalogue("ui")
    try:
        upload = accepted(name, data)
        key = f"laest-{upload.name}"
        if key not in st.session_state:
            with st.spinner(texts.text("publish.reading")):
                st.session_state[key] = read_from(settings, upload)
        proposed: dict[str, str] = st.session_state[key]
    except WrongUse as error:
        st.error(plain(str(error)))
        return
    st.text(texts.text("publish.check"))
    with st.form(f"felter-{upload.name}", enter_to_submit=False):
        values = show_fields(proposed, CHANGED, personal_data="personal_data" in proposed)
        others = {one.title: one.path for one in replaceable(settings, upload)}
        nothing = texts.text("publish.new")
        replaced = st.selectbox(
            texts.text("publish.replaces"), [nothing, *others], key=f"erstatter-{upload.name}", placeholder=nothing
        )
        if st.form_submit_button(texts.text("publish.do"), type="primary"):
            _publish(settings, upload, values, others.get(replaced))


def _publish(settings: Settings, upload: Upload, values: dict[str, str], replaces: str | None) -> None:
    texts = load_catalogue("ui")
    try:
        with st.spinner(texts.text("publish.working")):
            report = publish(settings, upload, values, replaces)
    except HvidbogError as error:
        st.error(plain(str(error)))
        return
    except Exception as error:
        LOG.error("publish.failed %s", place_of(error))
        st.error(texts.text("problem.error"))
        return
    key = "publish.done" if report.status in (FileStatus.OK, FileStatus.PARTIAL) else "publish.left_out"
    line = {"status": report.status.value, "pages": report.pages, "passages": report.passages, "reason": report.reason}
    st.session_state[_DONE] = f"{texts.text(key, title=values['title'])}\n{report_line(line)}"
    st.session_state[_ROUND] += 1
    st.rerun()
