"""Asking from a route: limits, line, answer. The same for the kiosk's page, the API and the embedded page."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.crisis import is_cry_for_help
from assistant.records import Answer, Reason, Status, Turn
from ingest.catalogue import load_catalogue
from ingest.clean import clean
from ingest.records import Audience
from ui.answer_desk import AnswerDesk, Busy, Gone
from ui.faults import place_of
from ui.rate_limits import RateLimit
from ui.requests import Refused, refused

if TYPE_CHECKING:
    from starlette.requests import Request

    from assistant import Assistant

LOG = logging.getLogger("hvidbog.ui")
BUSY_SECONDS = 3  # after which a page asks again


@dataclass(frozen=True, slots=True)
class Asking:
    """One face's way to answers.

    `assistant` gives the open assistant at once, or None while there is none; `note` hears of every answer (for counts) and may
    keep nothing of it.
    """

    assistant: Callable[[], Assistant | None]
    audience: Audience
    engine: str
    longest: int
    desk: AnswerDesk
    per_reader: RateLimit
    per_address: RateLimit
    note: Callable[[Answer], None] = lambda answer: None

    async def answer(self, request: Request, question: str, history: Sequence[Turn], reader: str | None) -> Answer:
        """The answer. Raises Refused (429 too often, 503 busy or not ready) and Gone where the asker has left."""
        crying = is_cry_for_help(clean(question))
        if not crying:  # nobody in need is asked to wait; that answer takes no search
            self.admit(request.client.host if request.client else "", reader)
            if self.desk.full:
                raise self._busy()
        assistant = self.assistant()
        if assistant is None:
            raise refused(503, "not_ready")

        def work() -> Answer:
            if len(question) <= self.longest:
                return assistant.ask(question, history, self.engine)
            # Too long to be answered, but a cry for help is heard and a number masked first, however long the text is.
            return self._with_our_limit(assistant.ask(question, history, self.engine, limit=self.longest))

        try:
            answer = await (asyncio.to_thread(work) if crying else self.desk.run(work, lambda: _left(request)))
        except Busy:
            raise self._busy() from None
        except Gone:
            raise
        except Exception as error:
            # Where it failed, but not the message: that may hold the question.
            LOG.error("answer.failed %s", place_of(error))
            answer = Answer("", self.audience, Status.ERROR, load_catalogue("ui").text("said.error"))
        self.note(answer)
        return answer if self.audience is Audience.STAFF else replace(answer, dropped=())

    def admit(self, address: str, reader: str | None) -> None:
        """Raises Refused where the reader or the address has asked too often."""
        seconds = self.per_reader.wait(reader) if reader else 0
        seconds = seconds or self.per_address.wait(address)
        if seconds:
            raise Refused(429, load_catalogue("ui").text("problem.too_many", seconds=seconds), seconds)

    @staticmethod
    def _busy() -> Refused:
        return Refused(503, load_catalogue("ui").text("said.busy"), BUSY_SECONDS)

    def _with_our_limit(self, answer: Answer) -> Answer:
        """`answer`; where it says that the text is too long, it names this face's limit and repeats nothing."""
        if answer.reason is not Reason.TOO_LONG:
            return answer
        return replace(answer, question="", text=load_catalogue("ui").text("said.too_long", limit=self.longest))


async def _left(request: Request) -> None:
    """Ends when the other side has closed the connection."""
    while (await request.receive())["type"] != "http.disconnect":
        await asyncio.sleep(0)
