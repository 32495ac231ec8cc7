"""The staff pages' script, run from top to bottom at every click. It defines no classes and answers no question twice."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

import streamlit as st

from ingest.catalogue import load_catalogue
from ingest.config import read_settings
from ingest.errors import DamagedIndex, NoIndex
from ui.chat_page import chat_page, show_conversation_tools
from ui.faults import place_of
from ui.first_page import FIRST_PAGE
from ui.login import login_of
from ui.login_view import show_login, show_sign_out, staff_here
from ui.render import show
from ui.shared_assistant import staff_assistant

if TYPE_CHECKING:
    from assistant import Assistant

LOG = logging.getLogger("hvidbog.ui")
TEXTS = load_catalogue("ui")
FAILED = "kunne-ikke-aabnes"


def main() -> None:
    """The page that the address names, below the head."""
    settings = read_settings()
    login = login_of(settings)
    staff = staff_here(login)
    if staff is None:
        set_page(TEXTS.text("page.title"))
        show_login()
        return
    pages = {
        "chat": st.Page(lambda: chat(), title=TEXTS.text("page.title"), default=True),
        "documents": page("documents", lambda: drawer("documents")(*opened(), settings, staff)),
        "history": page("history", lambda: drawer("history")(staff, settings, pages["chat"])),
    }
    if staff.editor:
        pages["feedback"] = page("feedback", lambda: drawer("feedback")(settings))
    pages["quality"] = page("quality", lambda: drawer("quality")(settings))
    current = st.navigation(list(pages.values()), position="hidden")
    set_page(current.title)
    head = st.container(key="hoved", horizontal=True, vertical_alignment="center")
    with head:
        with (name := st.container(key="navn")):
            st.markdown(f"**{TEXTS.text('page.product')}**")
        with st.container(key="menu", horizontal=True):
            for key, one in pages.items():
                st.page_link(one, label=TEXTS.text(f"menu.{key}"))

    @cache
    def opened() -> tuple[Assistant | None, str]:
        """The assistant, or what is wrong; on the way the head gets what stands in it once there is one."""
        assistant, problem = opened_assistant()
        if assistant is not None:
            with name:
                show(assistant.profile.name)
        with head:
            if assistant is not None and current is pages["chat"]:
                show_conversation_tools(assistant)
            if login is not None:
                show_sign_out()
        return assistant, problem

    def chat() -> None:
        # After a try that failed the index is opened before anything is drawn, so that a page that cannot answer asks nothing.
        if st.session_state.pop(FAILED, False):
            assistant, problem = opened()
            if assistant is None:
                st.session_state[FAILED] = True
                show_problem(problem)
                return
        if not chat_page(lambda: opened()[0], settings, staff):
            st.session_state[FAILED] = True
            st.rerun()

    if current in (pages["history"], pages.get("feedback"), pages["quality"]):
        opened()
    current.run()


def set_page(title: str) -> None:
    """The title of the browser's tab, and the whole width."""
    st.set_page_config(
        page_title=title,
        layout="wide",
        initial_sidebar_state="collapsed",
        menu_items={"Get help": None, "Report a bug": None, "About": None},
    )


def page(name: str, draw: Callable[[], None]) -> st.Page:
    """A page below its own Danish address and title."""
    title = f"{TEXTS.text(f'menu.{name}')} – {TEXTS.text('page.title')}"
    return st.Page(draw, title=title, url_path=TEXTS.text(f"address.{name}"))


def drawer(name: str) -> Callable[..., None]:
    """The function that draws a page, loaded when it is visited: what the others need must not delay the chat."""
    draw: Callable[..., None] = getattr(import_module(f"ui.{name}_page"), f"{name}_page")
    return draw


def opened_assistant() -> tuple[Assistant | None, str]:
    """The assistant, or None and the key of the Danish text that says why there is none and what to do."""
    FIRST_PAGE.wait()
    try:
        return staff_assistant(), ""
    except NoIndex:
        return None, "problem.no_index"
    except DamagedIndex:
        return None, "problem.damaged"
    except Exception as error:
        LOG.error("assistant.failed %s", place_of(error))
        return None, "problem.error"


def show_problem(key: str) -> None:
    """The page in place of a chat."""
    with st.container(key="samtale"):
        st.title(TEXTS.text(f"{key}_title"), anchor=False)
        st.markdown(TEXTS.text(key))
        st.markdown(TEXTS.text("page.contact_here"))


main()
