"""The staff chat's script, run from top to bottom at every click. It defines no classes and answers no question twice."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import streamlit as st

from assistant.records import Answer, Status
from ingest.catalogue import load_catalogue
from ingest.errors import DamagedIndex, NoIndex
from ingest.records import Audience
from ui.answer_view import show_answer, show_source
from ui.conversation import Conversation, current_conversation
from ui.faults import place_of
from ui.plain_text import plain
from ui.render import label, show
from ui.shared_assistant import staff_assistant

if TYPE_CHECKING:
    from assistant import Assistant

LONGEST_QUESTION = 1000
QUESTION = "spoergsmaal"
LOG = logging.getLogger("hvidbog.ui")
TEXTS = load_catalogue("ui")


def main() -> None:
    """The whole page."""
    st.set_page_config(
        page_title=TEXTS.text("page.title"),
        page_icon=None,
        layout="wide",
        initial_sidebar_state="collapsed",
        menu_items={"Get help": None, "Report a bug": None, "About": None},
    )
    assistant = opened_assistant()
    if assistant is None:
        return
    conversation = current_conversation()
    show_head(assistant, conversation)
    # The same two columns whether a source is open or not: what is half typed in the question field then stays.
    with st.container(key="spalter"):
        chat, source = st.columns([11, 10], gap="large")
    with chat:
        talk = st.container(key="samtale")
        with st.container(key="spoerg"):
            st.chat_input(
                TEXTS.text("page.placeholder"),
                key=QUESTION,
                max_chars=LONGEST_QUESTION,
                on_submit=ask_typed,
                args=(conversation,),
            )
    with source:
        show_source(conversation)
    with talk:
        try:
            show_chat(assistant, conversation)
        except Exception as error:
            LOG.error("page.failed %s", place_of(error))
            st.error(TEXTS.text("problem.error"))


def ask_typed(conversation: Conversation) -> None:
    """Takes the question that was just sent from the field."""
    conversation.ask(str(st.session_state[QUESTION] or ""))


def opened_assistant() -> Assistant | None:
    """The assistant, or None after the page said in Danish why there is none and what to do."""
    try:
        return staff_assistant()
    except NoIndex:
        show_problem("no_index")
    except DamagedIndex:
        show_problem("damaged")
    except Exception as error:
        LOG.error("assistant.failed %s", place_of(error))
        show_problem("error")
    return None


def show_problem(key: str) -> None:
    """The page in place of a chat."""
    with st.container(key="samtale"):
        st.title(TEXTS.text(f"problem.{key}_title"), anchor=False)
        st.markdown(TEXTS.text(f"problem.{key}"))
        st.markdown(TEXTS.text("page.contact_here"))


def show_head(assistant: Assistant, conversation: Conversation) -> None:
    """The product's name, the corpus, and "Ny samtale"."""
    with st.container(key="hoved", horizontal=True, vertical_alignment="center"):
        with st.container(key="navn"):
            st.markdown(f"**{TEXTS.text('page.product')}**")
            show(assistant.profile.name)
        if conversation.exchanges:
            st.button(TEXTS.text("page.new"), key="ny-samtale", on_click=conversation.restart)


def show_chat(assistant: Assistant, conversation: Conversation) -> None:
    """The welcome or the conversation, and the answer to the question that waits."""
    if not conversation.exchanges:
        show_welcome(assistant, conversation)
        return
    with st.container(key="overskrift"):
        st.title(TEXTS.text("page.conversation"), anchor=False)
    for turn, exchange in enumerate(conversation.exchanges):
        with st.container(key=f"spoergsmaal-{conversation.id}-{turn}"):
            show(exchange.question)
        if exchange.answer is None:
            with st.spinner(TEXTS.text("page.searching")):
                answer = answer_to(assistant, conversation)
                conversation.settle(answer)
        with st.container(key=f"tur-{conversation.id}-{turn}"):
            show_answer(exchange.answer or answer, conversation, turn)
    show_contact(assistant)


def show_welcome(assistant: Assistant, conversation: Conversation) -> None:
    """What the page is, who answers, and questions to begin with."""
    profile = assistant.profile
    st.title(TEXTS.text("page.lead"), anchor=False)
    st.markdown(TEXTS.text("page.intro"))
    with st.container(key="ai-besked"):
        st.markdown(f"**{TEXTS.text('page.notice')}** {TEXTS.text('page.privacy')}")
    if profile.suggested_questions:
        st.header(TEXTS.text("page.suggestions"), anchor=False)
        with st.container(key="forslag"):
            for number, question in enumerate(profile.suggested_questions):
                st.button(
                    label(question),
                    key=f"forslag-{number}",
                    on_click=conversation.ask,
                    args=(question,),
                    width="stretch",
                )
    show_contact(assistant)


def show_contact(assistant: Assistant) -> None:
    """The way to a human."""
    contact = assistant.profile.contact
    with st.container(key="kontakt"):
        if contact.phone:
            show(TEXTS.text("page.contact", phone=contact.phone, hours=contact.hours))
        else:
            show(TEXTS.text("page.contact_here"))
        st.markdown(TEXTS.text("information.links"))


def answer_to(assistant: Assistant, conversation: Conversation) -> Answer:
    """The answer to the question that waits; one fixed sentence where the assistant fails."""
    waiting = conversation.waiting
    question = waiting.question if waiting else ""
    try:
        return assistant.ask(question, history=conversation.history())
    except Exception as error:
        # Where it failed, but not the message: that may hold the question, and the question may hold personal data.
        LOG.error("answer.failed %s", place_of(error))
        return failed_answer(plain(question))


def failed_answer(question: str) -> Answer:
    """An answer of status error with the fixed sentence."""
    return Answer(question, Audience.STAFF, Status.ERROR, TEXTS.text("problem.answer"))


main()
