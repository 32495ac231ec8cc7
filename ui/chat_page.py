"""The chat: the welcome or the conversation, the question field, and the source beside it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from assistant.records import Answer, Reason, Status
from ingest.catalogue import load_catalogue
from ingest.config import Settings
from ingest.errors import HvidbogError
from ingest.records import Audience
from ui.answer_lines import claim_text
from ui.answer_tools import show_exports, show_tools
from ui.answer_view import show_answer, show_source
from ui.conversation import Conversation, Exchange, current_conversation
from ui.faults import place_of
from ui.filters_view import show_filters
from ui.plain_text import plain
from ui.render import label, show
from ui.shared_store import staff_store
from ui.staff import Staff

if TYPE_CHECKING:
    from assistant import Assistant

# More than a question may have: what is too long must come back with a word, not vanish from the field.
LONGEST_TYPED = 20_000
QUESTION = "spoergsmaal"
LOG = logging.getLogger("hvidbog.ui")


def chat_page(opened: Callable[[], Assistant | None], settings: Settings, staff: Staff) -> bool:
    """The whole page below the head; False, and nothing of it left, where `opened` gives no assistant.

    What needs none is drawn first: opening the index takes seconds, and the reader is to know at once who answers.
    """
    texts = load_catalogue("ui")
    conversation = current_conversation()
    # The same two columns whether a source is open or not: what is half typed in the question field then stays.
    with st.container(key="spalter"):
        chat, source = st.columns([11, 10], gap="large")
    with chat:
        talk = st.container(key="samtale")
        with st.container(key="spoerg"):
            narrowing = st.container()
            st.chat_input(
                texts.text("page.placeholder"),
                key=QUESTION,
                max_chars=LONGEST_TYPED,
                on_submit=_ask_typed,
                args=(conversation,),
            )
    if not conversation.exchanges:
        with talk:
            _show_greeting()
    assistant = opened()
    if assistant is None:
        return False
    with narrowing:
        show_filters(assistant, conversation)
    with source:
        show_source(conversation)
    with talk:
        try:
            _show_chat(assistant, settings, staff, conversation)
        except Exception as error:
            LOG.error("page.failed %s", place_of(error))
            st.error(texts.text("problem.error"))
    return True


def show_conversation_tools(assistant: Assistant) -> None:
    """ "Hent samtalen" and "Ny samtale", once there is a conversation."""
    conversation = current_conversation()
    texts = load_catalogue("ui")
    if not conversation.exchanges:
        return
    if conversation.answered:
        with st.popover(texts.text("export.open_all"), key="hent-samtale"):
            show_exports(
                conversation.answered, assistant.profile.name, "samtale-fil", texts.text("export.file_conversation")
            )
    st.button(texts.text("page.new"), key="ny-samtale", on_click=conversation.restart)


def _ask_typed(conversation: Conversation) -> None:
    """Takes the question that was just sent from the field."""
    conversation.ask(str(st.session_state[QUESTION] or ""))


def _show_chat(assistant: Assistant, settings: Settings, staff: Staff, conversation: Conversation) -> None:
    texts = load_catalogue("ui")
    if not conversation.exchanges:
        _show_suggestions(assistant, conversation)
        show_contact(assistant)
        return
    with st.container(key="overskrift"):
        st.title(texts.text("page.conversation"), anchor=False)
    for turn, exchange in enumerate(conversation.exchanges):
        with st.container(key=f"spoergsmaal-{conversation.id}-{turn}"):
            asked = st.empty()
        with asked:
            show(exchange.question)
        if exchange.reply is not None:
            with st.container(key=f"svar-{conversation.id}-{turn}"):
                st.text(exchange.reply)
            continue
        answer = exchange.answer or _answered_now(assistant, settings, staff, conversation)
        with asked:
            show(exchange.question)  # now as it may be shown: personal data in it is masked
        with st.container(key=f"tur-{conversation.id}-{turn}"):
            show_answer(answer, conversation, turn, _present(assistant, answer))
            _show_personal_choice(conversation, exchange, answer)
            show_tools(exchange, answer, conversation, turn, assistant.profile.name, assistant.profile.focus_areas)
    show_contact(assistant)


def _answered_now(assistant: Assistant, settings: Settings, staff: Staff, conversation: Conversation) -> Answer:
    """The answer to the question that waits, settled and, by the person's own choice, kept."""
    under_way = st.empty()
    with under_way.container(), st.spinner(load_catalogue("ui").text("page.searching")):
        answer = _answer_to(assistant, settings, conversation)
    under_way.empty()
    conversation.settle(answer)
    if answer.reason is None:
        try:
            staff_store().add_turn(staff.key, conversation.id, answer)
        except HvidbogError as error:
            LOG.error("history.failed %s", place_of(error))
    return answer


def _present(assistant: Assistant, answer: Answer) -> list[str] | None:
    """The documents that are there now, where the index is not the one that the answer came from."""
    if answer.index_version in (None, assistant.index_version):
        return None
    return [one.id for one in assistant.documents()]


def _show_personal_choice(conversation: Conversation, exchange: Exchange, answer: Answer) -> None:
    """After a question with personal data: write it anew, or send it with the data masked, as a new question."""
    if answer.reason is not Reason.PERSONAL_DATA or exchange is not conversation.exchanges[-1]:
        return
    texts = load_catalogue("ui")
    with st.container(key="personlig", horizontal=True):
        st.button(texts.text("personal.edit"), key="rediger", on_click=_edit, args=(answer.question,))
        st.button(
            texts.text("personal.send"),
            key="masker",
            on_click=conversation.ask,
            args=(answer.question,),
            type="primary",
        )


def _edit(masked: str) -> None:
    """Puts the masked question back into the field; the data itself was forgotten."""
    st.session_state[QUESTION] = masked


def _show_greeting() -> None:
    """What the page is, and who answers."""
    texts = load_catalogue("ui")
    st.title(texts.text("page.lead"), anchor=False)
    st.markdown(texts.text("page.intro"))
    with st.container(key="ai-besked"):
        st.markdown(f"**{texts.text('page.notice')}** {texts.text('page.privacy')}")


def _show_suggestions(assistant: Assistant, conversation: Conversation) -> None:
    """Questions to begin with."""
    texts = load_catalogue("ui")
    profile = assistant.profile
    if profile.suggested_questions:
        st.header(texts.text("page.suggestions"), anchor=False)
        with st.container(key="forslag"):
            for number, question in enumerate(profile.suggested_questions):
                st.button(
                    label(question),
                    key=f"forslag-{number}",
                    on_click=conversation.ask,
                    args=(question,),
                    width="stretch",
                )


def show_contact(assistant: Assistant) -> None:
    """The way to a human, and the shortcuts."""
    texts = load_catalogue("ui")
    contact = assistant.profile.contact
    with st.container(key="kontakt"):
        if contact.phone:
            show(texts.text("page.contact", phone=contact.phone, hours=contact.hours))
        else:
            show(texts.text("page.contact_here"))
        st.text(texts.text("page.shortcuts"))
        st.markdown(texts.text("information.links"))


def _answer_to(assistant: Assistant, settings: Settings, conversation: Conversation) -> Answer:
    """The answer to the question that waits; one fixed sentence where the assistant fails.

    A model's claims are drawn as each of them is proved; the answer that comes last is what counts.
    """
    waiting = conversation.waiting
    question, filters = (waiting.question, waiting.filters) if waiting else ("", conversation.filters)
    try:
        if settings.engine != "llm":
            return assistant.ask(question, history=conversation.history(), filters=filters)
        for step in assistant.ask_steps(question, history=conversation.history(), filters=filters):
            if isinstance(step, Answer):
                return step
            show(claim_text(step.claim))
    except Exception as error:
        # Where it failed, but not the message: that may hold the question, and the question may hold personal data.
        LOG.error("answer.failed %s", place_of(error))
    return Answer(plain(question), Audience.STAFF, Status.ERROR, load_catalogue("ui").text("problem.answer"))
