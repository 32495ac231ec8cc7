"""An answer on the page: status, claims with their numbers, sources, what is missing, and what was left out."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from assistant.records import Answer, Citation
from ingest.catalogue import load_catalogue
from ui.answer_lines import answer_lines
from ui.citation_label import by_place, danish_date, nearest_key, quote_label, quoted_from, source_address, whole_path
from ui.conversation import Conversation
from ui.plain_text import plain
from ui.render import label, show

_PANEL_HEIGHT = 640  # CSS pixels; chat.css lets the panel fill the window where there is room


def show_answer(answer: Answer, conversation: Conversation, turn: int, present: Collection[str] | None = None) -> None:
    """Draws `answer`, the `turn`-th of the conversation (from 0).

    `present` are the ids of the documents that are in the material now, where they may have changed since the answer.
    """
    texts = load_catalogue("ui")
    name = f"{conversation.id}-{turn}"
    with st.container(key=f"status-{answer.status}-{name}"):
        st.text(f"{texts.text(f'shape.{answer.status}')} {texts.text(f'status.{answer.status}')}")
    if present is not None and not _document_ids(answer) <= set(present):
        with st.container(key=f"aendret-{name}"):
            st.text(texts.text("answer.changed"))
    with st.container(key=f"svar-{name}"):
        for line in answer_lines(answer):
            show(line)
    _show_list("answer.missing", answer.missing, f"afsnit-mangler-{name}")
    _show_list("answer.notes", tuple(note.text for note in answer.notes), f"afsnit-noter-{name}")
    _show_sources("answer.sources", "kilder", answer.citations, conversation, name)
    _show_sources(nearest_key(answer), "naermest", answer.nearest, conversation, name)
    _show_dropped(answer)
    with st.container(key=f"fod-{name}"):
        st.text("\n".join(_foot(answer)))


def show_source(conversation: Conversation) -> None:
    """Draws the panel with the open citation in our own viewer."""
    citation = conversation.opened
    if citation is None:
        return
    texts = load_catalogue("ui")
    with st.container(key="kildepanel"):
        with st.container(key="kildehoved"):
            numbered = citation.n > 0
            heading = texts.text("source.heading", n=citation.n) if numbered else texts.text("source.heading_nearest")
            st.header(heading, anchor=False)
            st.button(texts.text("source.close"), key="luk-kilde", on_click=_close, args=(conversation,))
        with st.container(key="kildested"):
            show(" › ".join(whole_path(citation)))
        address = source_address(citation, st.context.theme.type)
        alt = plain(texts.text("source.frame", title=citation.title))
        st.iframe(address, height=_PANEL_HEIGHT, alt=alt)
        st.link_button(texts.text("source.open"), address, type="tertiary")


def _document_ids(answer: Answer) -> set[str]:
    return {one.document_id for one in (*answer.citations, *answer.nearest)}


def _show_list(heading: str, lines: tuple[str, ...], key: str) -> None:
    if not lines:
        return
    with st.container(key=key):
        st.markdown(f"**{load_catalogue('ui').text(heading)}**")
        for line in lines:
            show(f"– {line}")


def _show_sources(
    heading: str, kind: str, citations: tuple[Citation, ...], conversation: Conversation, name: str
) -> None:
    """The places, each once, and below each the quotes from it as buttons."""
    if not citations:
        return
    with st.container(key=f"{kind}-{name}"):
        st.markdown(f"**{load_catalogue('ui').text(heading)}**")
        number = 0
        for place, (words, quotes) in enumerate(by_place(citations)):
            with st.container(key=f"sted-{kind}-{name}-{place}"):
                show(words)
                with st.container(key=f"citater-{kind}-{name}-{place}", horizontal=True):
                    for citation in quotes:
                        st.button(
                            label(quote_label(citation)),
                            key=f"{kind}-{name}-{number}",
                            on_click=_open,
                            args=(conversation, citation),
                            type="primary" if conversation.opened is citation else "secondary",
                        )
                        number += 1


def _show_dropped(answer: Answer) -> None:
    if not answer.dropped:
        return
    texts = load_catalogue("ui")
    known = texts.keys()
    with st.expander(texts.text("answer.details", count=len(answer.dropped))):
        st.markdown(texts.text("answer.details_intro"))
        for one in answer.dropped:
            checks = texts.text("answer.joined").join(
                texts.text(f"check.{check}" if f"check.{check}" in known else "check.other") for check in one.failed
            )
            show(f"{one.text}\n{texts.text('answer.dropped', checks=checks)}")


def _foot(answer: Answer) -> list[str]:
    texts = load_catalogue("ui")
    parts = [texts.text("answer.ai")]
    if answer.newest_document is not None:
        parts.append(texts.text("answer.newest", date=danish_date(answer.newest_document)))
    lines = [" · ".join(parts)]
    day = quoted_from(answer.citations)
    if day:
        lines.insert(0, texts.text("kiosk.quoted_from", date=day))
    searched = answer.searched
    if searched.query and searched.query.strip() != answer.question.strip():
        key = "answer.searched_history" if searched.from_history else "answer.searched"
        lines.append(plain(texts.text(key, query=searched.query)))
    return lines


def _open(conversation: Conversation, citation: Citation) -> None:
    conversation.opened = citation


def _close(conversation: Conversation) -> None:
    conversation.opened = None
