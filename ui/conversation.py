"""The reader's conversation: the only owner of session state, and one list of turns in it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

import streamlit as st

from assistant.records import Answer, Citation, Turn
from ingest.filters import ANYTHING, Filters
from ui.small_talk import friendly_reply

REMEMBERED = 4  # turns that follow-ups may look back on
_KEY = "conversation"


@dataclass(slots=True)
class Exchange:
    """A question with its answer; without one while it is being answered. A greeting has a `reply` in its place."""

    question: str
    answer: Answer | None = None
    reply: str | None = None
    feedback_sent: bool = False
    filters: Filters = ANYTHING


@dataclass(slots=True)
class Conversation:
    """The turns of one reader, the citation that is open beside them, and what the next question is narrowed to.

    `id` differs after "Ny samtale".
    """

    exchanges: list[Exchange] = field(default_factory=list)
    opened: Citation | None = None
    id: str = field(default_factory=lambda: secrets.token_hex(4))
    filters: Filters = ANYTHING
    tools_of: int | None = None  # the earlier turn whose menus are drawn; those of the latest always are

    @property
    def waiting(self) -> Exchange | None:
        """The question that has no answer yet."""
        last = self.exchanges[-1] if self.exchanges else None
        return last if last is not None and last.answer is None and last.reply is None else None

    @property
    def answered(self) -> tuple[Answer, ...]:
        """All answers so far, oldest first."""
        return tuple(one.answer for one in self.exchanges if one.answer is not None)

    def history(self) -> tuple[Turn, ...]:
        """The latest answered turns, oldest first, as the assistant takes them.

        A refused question never comes back: it may hold what must not be searched for.
        """
        answered = [one for one in self.exchanges if one.answer is not None and one.answer.reason is None]
        return tuple(Turn(one.answer.question, answer_text(one.answer)) for one in answered[-REMEMBERED:] if one.answer)

    def ask(self, question: str) -> None:
        """Adds a question; a greeting is answered at once. While another one waits for its answer, nothing happens."""
        if self.waiting is None:
            self.exchanges.append(Exchange(question, reply=friendly_reply(question), filters=self.filters))

    def settle(self, answer: Answer) -> None:
        """Gives the waiting question its answer, and forgets the question as typed where it held personal data."""
        exchange = self.waiting
        if exchange is None:
            return
        exchange.question = answer.question or exchange.question
        exchange.answer = answer

    def resume(self, identity: str, answers: Iterable[Answer]) -> None:
        """Goes on with a conversation that was kept."""
        self.restart()
        self.id = identity
        self.exchanges.extend(Exchange(one.question, one) for one in answers)

    def restart(self) -> None:
        """Forgets everything."""
        self.exchanges.clear()
        self.opened = None
        self.filters = ANYTHING
        self.tools_of = None
        self.id = secrets.token_hex(4)


def answer_text(answer: Answer) -> str:
    """The answer as one text: frame and text of each claim with its numbers, or the fixed sentence."""
    if not answer.claims:
        return answer.text
    return " ".join(f"{one.frame}{one.text} " + "".join(f"[{n}]" for n in one.citations) for one in answer.claims)


def current_conversation() -> Conversation:
    """The conversation of the reader whose page is running."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = Conversation()
    conversation: Conversation = st.session_state[_KEY]
    return conversation
