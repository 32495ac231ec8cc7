"""The circuit breaker in front of the model: after five failures in thirty seconds nobody waits for it for a while.

Failures and the time until which the breaker is open lie in one file, so that all processes of a home folder count
together. When the time is up one call may try; its success closes the breaker, its failure opens it again.
"""

from __future__ import annotations

import contextlib
import fcntl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

FAILURES = 5
WITHIN_SECONDS = 30.0
OPEN_SECONDS = 30.0


@dataclass
class _State:
    """When the breaker lets the next call try (0.0: it is closed), and when the last calls failed."""

    until: float = 0.0
    failures: list[float] = field(default_factory=list)


class Breaker:
    """Whether the model may be called. Safe for many threads; `clock` is wall time, since processes share it."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._clock = clock
        # Whether the one call that may try is of this process.
        self._trying = False

    def allows(self) -> bool:
        """Whether a call may start now. A caller that gets True must tell `succeeded`, `failed` or `gave_up`."""
        with self._state() as state:
            now = self._clock()
            # A clock that was set back must not keep the model away for longer than the breaker ever does.
            state.until = min(state.until, now + OPEN_SECONDS)
            if now < state.until:
                return False
            if state.until:
                # Whoever comes while this call tries waits as if the breaker were open, also if the caller dies.
                state.until = now + OPEN_SECONDS
                self._trying = True
            return True

    def succeeded(self) -> None:
        """The model answered: close the breaker."""
        with self._state() as state:
            state.until, state.failures = 0.0, []
            self._trying = False

    def failed(self) -> None:
        """The model did not answer: count it, and open the breaker when there are too many or this was the trial."""
        with self._state() as state:
            now = self._clock()
            self._trying = False
            state.failures = [one for one in state.failures if 0 <= now - one <= WITHIN_SECONDS] + [now]
            if state.until or len(state.failures) >= FAILURES:
                state.until, state.failures = now + OPEN_SECONDS, []

    def gave_up(self) -> None:
        """The call was not made or its reader left: it says nothing of the model, and the next one may try."""
        with self._state() as state:
            if state.until and self._trying:
                state.until = self._clock()
            self._trying = False

    @contextlib.contextmanager
    def _state(self) -> Iterator[_State]:
        """The state, kept from all others until the block ends, and written back. Without a file that can be written it
        is a closed one each time: an answer must not fail over it.
        """
        with contextlib.ExitStack() as held:
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                stream = held.enter_context(self._path.open("a+", encoding="ascii"))
                fcntl.flock(stream, fcntl.LOCK_EX)
                stream.seek(0)
                before = stream.read()
            except (OSError, ValueError):
                yield _State()
                return
            state = _read(before)
            yield state
            after = " ".join(f"{one:.3f}" for one in (state.until, *state.failures))
            if after != before:
                with contextlib.suppress(OSError):
                    stream.truncate(0)
                    stream.write(after)
                    stream.flush()


def _read(text: str) -> _State:
    try:
        until, *failures = map(float, text.split() or ["0"])
    except ValueError:
        return _State()
    return _State(until, failures)
