"""What the next question is narrowed to: documents, layers, bodies, kinds of sections and dates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from ingest.catalogue import load_catalogue
from ingest.filters import ANYTHING, Filters
from ingest.records import SectionKind
from ui.conversation import Conversation
from ui.plain_text import plain

if TYPE_CHECKING:
    from assistant import Assistant

T = TypeVar("T")
# The kinds that a reader can tell apart; the others are of no use to choose by.
KINDS = (
    SectionKind.SUMMARY,
    SectionKind.PROPOSAL,
    SectionKind.DECISION,
    SectionKind.CASE,
    SectionKind.FINANCE,
    SectionKind.ATTACHMENTS,
    SectionKind.TABLE,
)
_DANISH = re.compile(r"(\d{1,2})[-./ ]+(\d{1,2})[-./ ]+(\d{4})")


def show_filters(assistant: Assistant, conversation: Conversation) -> None:
    """The menu above the question field; what is chosen holds for the questions from now on."""
    texts = load_catalogue("ui")
    now = conversation.filters
    number = len(now.as_words())
    name = texts.text("filters.open_some", count=number) if number else texts.text("filters.open")
    with st.popover(name, key="afgraens"):
        documents = {plain(one.title): one.id for one in assistant.documents()}
        layers = {layer: layer for one in assistant.documents() for layer in [one.layer or one.kind.value]}
        bodies = {one.body: one.body for one in assistant.documents() if one.body}
        kinds = {texts.text(f"section_kind.{kind.value}"): kind for kind in KINDS}
        chosen = Filters(
            documents=_several("filters.documents", documents, now.documents, conversation.id),
            layers=_several("filters.layers", layers, now.layers, conversation.id),
            bodies=_several("filters.bodies", bodies, now.bodies, conversation.id),
            sections=_several("filters.sections", kinds, now.sections, conversation.id),
            since=_date("filters.since", now.since, conversation.id),
            until=_date("filters.until", now.until, conversation.id),
        )
        if chosen != now:
            conversation.filters = chosen
            st.rerun()
        if number:
            st.button(texts.text("filters.clear"), key="fjern-afgraensning", on_click=_clear, args=(conversation,))


def date_in(text: str) -> dt.date | None:
    """The date in "2025-08-15" or "15-08-2025" (also with dots), or None for anything else."""
    found = _DANISH.fullmatch(text.strip())
    try:
        if found:
            day, month, year = map(int, found.groups())
            return dt.date(year, month, day)
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None


def _several(key: str, options: dict[str, T], now: Iterable[T], conversation: str) -> tuple[T, ...]:
    """The chosen values among `options`, each a word for people with its value; none without a choice to make."""
    if len(options) < 2:
        return ()
    texts = load_catalogue("ui")
    before = [word for word, value in options.items() if value in set(now)]
    words = st.multiselect(
        texts.text(key), list(options), before, placeholder=texts.text("filters.all"), key=f"{key}-{conversation}"
    )
    return tuple(options[word] for word in words)


def _date(key: str, now: dt.date | None, conversation: str) -> dt.date | None:
    texts = load_catalogue("ui")
    given = st.text_input(
        texts.text(key), now.isoformat() if now else "", max_chars=10, key=f"{key}-{conversation}"
    ).strip()
    date = date_in(given) if given else None
    if given and date is None:
        st.text(texts.text("filters.no_date"))
    return date


def _clear(conversation: Conversation) -> None:
    conversation.filters = ANYTHING
    for key in [str(one) for one in st.session_state if str(one).startswith("filters.")]:
        del st.session_state[key]
