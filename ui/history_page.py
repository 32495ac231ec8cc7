"""The reader's own conversations: kept only by their choice, shown, taken up again and deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from ingest.catalogue import load_catalogue
from ingest.config import Settings
from ingest.errors import HvidbogError
from ui.citation_label import danish_date
from ui.conversation import current_conversation
from ui.render import label, show
from ui.shared_store import staff_store, stored
from ui.staff import Staff

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

    from ui.history import KeptTurn, Store

CHOICE = "gem-samtaler"
_LEAVING = "slaar-fra"
_DELETING = "sletter-samtale"
_OFF = ("history.sure_off", "history.yes_off", "history.no_off")
_DELETE = ("history.sure_delete", "history.yes_delete", "history.no_delete")


def history_page(staff: Staff, settings: Settings, chat: StreamlitPage) -> None:
    """The whole page below the head."""
    texts = load_catalogue("ui")
    with st.container(key="side"):
        st.title(texts.text("menu.history"), anchor=False)
        st.markdown(texts.text("history.intro", days=settings.history_days))
        try:
            store = staff_store()
            kept = store.keeps(staff.key)
            st.checkbox(texts.text("history.choice"), value=kept, key=CHOICE, on_change=_choose, args=(staff.key,))
            if st.session_state.get(_LEAVING):
                _ask_before(_OFF, "alle", partial(_switch_off, staff.key))
            if kept:
                st.text(texts.text("history.off_deletes"))
                _show_conversations(store, staff, chat)
        except HvidbogError as error:
            st.error(str(error))


def _choose(person: str) -> None:
    """Switches keeping on, and off where that deletes nothing; else it is asked first."""
    wanted = bool(st.session_state[CHOICE])

    def act(store: Store) -> None:
        st.session_state[_LEAVING] = not wanted and bool(store.turns(person))
        if st.session_state[_LEAVING]:
            st.session_state[CHOICE] = True
        else:
            store.keep(person, wanted)

    stored(act)


def _switch_off(person: str) -> None:
    if stored(lambda store: store.keep(person, False)):
        st.session_state[CHOICE] = False


def _delete(person: str, conversation: str) -> None:
    stored(lambda store: store.delete_conversation(person, conversation))


def _ask_before(asked: tuple[str, str, str], name: str, act: Callable[[], None]) -> None:
    """What a reader is asked before something is deleted (question, yes and no): `act` is done at yes alone."""
    question, yes, no = map(load_catalogue("ui").text, asked)
    with st.container(key=f"bekraeft-{name}"):
        st.text(question)
        with st.container(key=f"bekraeft-knapper-{name}", horizontal=True):
            st.button(yes, key=f"ja-{name}", on_click=_answered, args=(act,))
            st.button(no, key=f"nej-{name}", on_click=_answered, args=(None,))


def _answered(act: Callable[[], None] | None) -> None:
    st.session_state[_LEAVING] = st.session_state[_DELETING] = None
    if act is not None:
        act()


def _ask_to_delete(conversation: str) -> None:
    st.session_state[_DELETING] = conversation


def _show_conversations(store: Store, staff: Staff, chat: StreamlitPage) -> None:
    texts = load_catalogue("ui")
    conversations: dict[str, list[KeptTurn]] = {}
    for turn in store.turns(staff.key):
        conversations.setdefault(turn.conversation, []).append(turn)
    if not conversations:
        st.text(texts.text("history.none"))
    for identity, turns in reversed(conversations.items()):
        day = dt.datetime.fromtimestamp(turns[0].at, dt.UTC).date()
        question = turns[0].answer.question
        with st.container(key=f"gemt-{identity}"):
            show(question)
            st.text(texts.text("history.about", date=danish_date(day), count=len(turns)))
            with st.container(key=f"gemt-knapper-{identity}", horizontal=True):
                name = label(question if len(question) <= 60 else question[:59] + "…")
                if st.button(texts.text("history.open", name=name), key=f"genoptag-{identity}"):
                    current_conversation().resume(identity, [turn.answer for turn in turns])
                    st.switch_page(chat)
                st.button(
                    texts.text("history.delete", name=name),
                    key=f"slet-{identity}",
                    on_click=_ask_to_delete,
                    args=(identity,),
                )
            if st.session_state.get(_DELETING) == identity:
                _ask_before(_DELETE, identity, partial(_delete, staff.key, identity))
