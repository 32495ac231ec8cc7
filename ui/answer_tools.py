"""What a reader can do with an answer: say what they think of it, and take it along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from assistant.records import Answer
from ingest.catalogue import load_catalogue
from ingest.personal_data import mask_question
from ui.conversation import Conversation, Exchange
from ui.counts import focus_area
from ui.export import markdown_export
from ui.feedback import Feedback, FeedbackReason
from ui.shared_store import stored

LONGEST_NOTE = 500
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show_tools(
    exchange: Exchange, answer: Answer, conversation: Conversation, turn: int, corpus: str, areas: Sequence[str]
) -> None:
    """The two small menus below an answer; below an earlier one a button that brings them, since they cost at every click."""
    name = f"{conversation.id}-{turn}"
    texts = load_catalogue("ui")
    if turn != conversation.tools_of and exchange is not conversation.exchanges[-1]:
        with st.container(key=f"vaerktoej-{name}"):
            st.button(texts.text("answer.more"), key=f"flere-{name}", on_click=_bring, args=(conversation, turn))
        return
    with st.container(key=f"vaerktoej-{name}", horizontal=True):
        with st.popover(texts.text("feedback.open"), key=f"feedback-{name}"):
            if exchange.feedback_sent:
                st.text(texts.text("feedback.thanks"))
            else:
                _show_feedback(exchange, answer, name, areas)
        with st.popover(texts.text("export.open"), key=f"hent-{name}"):
            show_exports((answer,), corpus, f"svar-fil-{name}", texts.text("export.file_answer"))


def show_exports(answers: Sequence[Answer], corpus: str, key: str, file: str) -> None:
    """The buttons that make a Word and a Markdown file of these answers when they are pressed."""
    texts = load_catalogue("ui")
    today = dt.date.today()
    name = f"{file}-{today.isoformat()}"
    st.download_button(
        texts.text("export.word"),
        lambda: _word_export(answers, corpus, today),
        f"{name}.docx",
        _WORD,
        key=f"{key}-word",
        on_click="ignore",
    )
    st.download_button(
        texts.text("export.markdown"),
        lambda: markdown_export(answers, corpus, today),
        f"{name}.md",
        "text/markdown",
        key=f"{key}-markdown",
        on_click="ignore",
    )


def _word_export(answers: Sequence[Answer], corpus: str, today: dt.date) -> bytes:
    from ui.export_docx import docx_export  # python-docx takes a tenth of a second, and the first page needs none of it

    return docx_export(answers, corpus, today)


def _show_feedback(exchange: Exchange, answer: Answer, name: str, areas: Sequence[str]) -> None:
    texts = load_catalogue("ui")
    reasons = {texts.text(f"feedback_reason.{one.value}"): one for one in FeedbackReason}
    chosen = st.radio(texts.text("feedback.question"), list(reasons), index=None, key=f"grund-{name}")
    note = f"note-{name}"
    st.text_area(texts.text("feedback.note"), key=note, max_chars=LONGEST_NOTE)
    st.text(texts.text("feedback.explained"))
    for key, whole in (("feedback.send_whole", True), ("feedback.send_count", False)):
        st.button(
            texts.text(key),
            key=f"{key}-{name}",
            disabled=chosen is None,
            on_click=_send,
            args=(exchange, answer, reasons.get(chosen or ""), areas, note if whole else None),
            width="stretch",
        )


def _bring(conversation: Conversation, turn: int) -> None:
    conversation.tools_of = turn


def _send(
    exchange: Exchange, answer: Answer, reason: FeedbackReason | None, areas: Sequence[str], note: str | None
) -> None:
    """Keeps the feedback; with question, answer and what stands in the field `note`, unless that is None."""
    if reason is None:
        return
    area = focus_area(answer, areas)
    if note is None:
        given = Feedback(reason, answer.status.value, area)
    else:
        # What was typed last comes with the press itself, so it is read here and not when the button was drawn.
        written = " ".join(str(st.session_state.get(note) or "").split())
        given = Feedback(reason, answer.status.value, area, answer, note=mask_question(written)[0])
    exchange.feedback_sent = stored(lambda store: store.add_feedback(given))
