"""Where answers are made: so many at a time in threads, so many more in line, and nobody after that."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")


class Busy(Exception):
    """The line is full."""


class Gone(Exception):
    """Who asked has gone; the answer was thrown away."""


class AnswerDesk:
    """Runs work in `at_once` threads while at most `waiting` more wait."""

    def __init__(self, at_once: int, waiting: int) -> None:
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="answer")
        self._most = at_once + waiting
        self._inside = 0

    @property
    def inside(self) -> int:
        """How many are being answered or wait."""
        return self._inside

    @property
    def full(self) -> bool:
        """Whether the next one would be turned away."""
        return self._inside >= self._most

    async def run(self, work: Callable[[], T], left: Callable[[], Awaitable[None]]) -> T:
        """What `work()` returns. `left()` ends when the asker has gone.

        Raises Busy at once where the line is full, and Gone when the asker has left: work in line is then never begun,
        and what a thread is in the middle of is thrown away.
        """
        if self.full:
            raise Busy
        self._inside += 1
        made = self._threads.submit(work)
        made.add_done_callback(partial(self._step_out, asyncio.get_running_loop()))
        answer = asyncio.ensure_future(asyncio.wrap_future(made))
        leaving = asyncio.ensure_future(left())
        try:
            futures: set[asyncio.Future[Any]] = {answer, leaving}
            await asyncio.wait(futures, return_when=asyncio.FIRST_COMPLETED)
            if not answer.done():
                made.cancel()
                raise Gone
            return answer.result()
        finally:
            leaving.cancel()
            answer.cancel()

    def close(self) -> None:
        """Takes no more work and does not wait for the rest."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _step_out(self, loop: asyncio.AbstractEventLoop, _: Future[T]) -> None:
        # A place is free when the thread is, not when the asker stops waiting; counted in the loop's own thread.
        if not loop.is_closed():
            loop.call_soon_threadsafe(self._leave)

    def _leave(self) -> None:
        self._inside -= 1
