"""The documents: what is in the material, what became of each file, and, for the editor, putting a new one in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import streamlit as st

from ingest.catalogue import load_catalogue
from ingest.config import Settings
from ingest.errors import HvidbogError
from ingest.manifest import Entry
from ingest.masking import masked_name
from ingest.records import Audience, Document, FileStatus
from ingest.versions import read_manifest, require_version
from ui.change_view import show_change, show_what_was_changed
from ui.document_page import about_document
from ui.plain_text import plain
from ui.publish_fields import report_line
from ui.publish_view import show_publishing
from ui.publishing import listed
from ui.render import label, show
from ui.staff import Staff

if TYPE_CHECKING:
    from assistant import Assistant

OPENED = "dokument"
_PANEL_HEIGHT = 640
_READ = (FileStatus.OK.value, FileStatus.PARTIAL.value)


def documents_page(assistant: Assistant | None, problem: str, settings: Settings, staff: Staff) -> None:
    """The whole page below the head. `problem` is the key of the text that says why there is no assistant."""
    texts = load_catalogue("ui")
    with st.container(key="spalter"):
        left, right = st.columns([11, 10], gap="large")
    with left, st.container(key="side"):
        st.title(texts.text("menu.documents"), anchor=False)
        entries: dict[str, Entry] = {}
        if staff.editor:
            show_publishing(settings)
            show_what_was_changed()
            entries = {masked_name(one.path): one for one in listed(settings)}
        documents = assistant.documents() if assistant is not None else ()
        if assistant is None:
            st.markdown(texts.text(problem))
        _show_documents(documents, _reports(settings), settings, entries)
    with right:
        _show_opened(documents)


def _reports(settings: Settings) -> dict[str, dict[str, Any]]:
    """The line of the ingest report about each file, by its path; empty without an index."""
    try:
        manifest = read_manifest(require_version(settings.home, Audience.STAFF))
    except HvidbogError:
        return {}
    return {str(one["path"]): one for one in manifest.files}


def _show_documents(
    documents: tuple[Document, ...],
    reports: dict[str, dict[str, Any]],
    settings: Settings,
    entries: Mapping[str, Entry],
) -> None:
    """The documents, and the files that are none; with a form for each that an editor may change (`entries`, by path)."""
    texts = load_catalogue("ui")
    st.text(texts.text("documents.count", count=len(documents)))
    for document in documents:
        with st.container(key=f"dokument-{document.id[:16]}"):
            st.button(
                label(document.title),
                key=f"aabn-{document.id[:16]}",
                on_click=_open,
                args=(document.id,),
                type="primary" if st.session_state.get(OPENED) == document.id else "secondary",
            )
            show(about_document(document))
            report = reports.get(document.path or document.source_id)
            if report is not None:
                show(report_line(report))
            entry = entries.get(masked_name(document.path or ""))
            if entry is not None:
                show_change(settings, entry, personal_data=False)
    left_out = [one for one in reports.values() if one["status"] not in _READ]
    if left_out:
        st.header(texts.text("documents.left_out"), anchor=False)
        for number, one in enumerate(left_out):
            with st.container(key=f"udeladt-{number}"):
                show(f"{one['path']}: {report_line(one)}")
                entry = entries.get(str(one["path"]))
                if entry is not None:
                    show_change(settings, entry, personal_data=one["status"] == FileStatus.QUARANTINED.value)


def _show_opened(documents: tuple[Document, ...]) -> None:
    """The document's own page beside the list: table of contents and search."""
    opened = next((one for one in documents if one.id == st.session_state.get(OPENED)), None)
    if opened is None:
        return
    texts = load_catalogue("ui")
    theme = st.context.theme.type
    query = {"tema": theme} if theme in {"light", "dark"} else {}
    address = f"/dokument/{quote(opened.id, safe='')}?{urlencode(query)}"
    with st.container(key="kildepanel"):
        with st.container(key="kildehoved"):
            st.header(texts.text("documents.opened"), anchor=False)
            st.button(texts.text("documents.close"), key="luk-kilde", on_click=_open, args=(None,))
        st.iframe(address, height=_PANEL_HEIGHT, alt=plain(texts.text("documents.frame", title=opened.title)))
        st.link_button(texts.text("source.open"), address, type="tertiary")


def _open(identity: str | None) -> None:
    st.session_state[OPENED] = identity
