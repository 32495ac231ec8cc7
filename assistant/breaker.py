"""The circuit breaker in front of the model: after five failures in thirty seconds nobody waits for it for a while.

Failures are counted in this process; an open breaker is a file that every process of the same home folder sees. When
the time is up one call may try; its success closes the breaker, its failure opens it again.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

FAILURES = 5
WITHIN_SECONDS = 30.0
OPEN_SECONDS = 30.0


class Breaker:
    """Whether the model may be called. Safe for many threads; `clock` is wall time, since processes share it."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._clock = clock
        self._lock = threading.Lock()
        self._failed: deque[float] = deque(maxlen=FAILURES)
        self._trying = False

    def allows(self) -> bool:
        """Whether a call may start now. A caller that gets True must tell `succeeded`, `failed` or `gave_up`."""
        with self._lock:
            until = self._open_until()
            if until is None:
                return True
            if self._clock() < until or self._trying:
                return False
            self._trying = True
            return True

    def succeeded(self) -> None:
        """The model answered: close the breaker."""
        with self._lock:
            self._failed.clear()
            self._trying = False
            if self._open_until() is not None:
                self._path.unlink(missing_ok=True)

    def failed(self) -> None:
        """The model did not answer: count it, and open the breaker when there are too many or this was the trial."""
        with self._lock:
            now = self._clock()
            self._failed.append(now)
            many = len(self._failed) == FAILURES and now - self._failed[0] <= WITHIN_SECONDS
            if many or self._trying:
                self._open(now + OPEN_SECONDS)
            self._trying = False

    def gave_up(self) -> None:
        """The call was not made or its reader left: it says nothing of the model."""
        with self._lock:
            self._trying = False

    def _open_until(self) -> float | None:
        try:
            until = float(self._path.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None
        # A clock that was set back must not keep the model away for longer than the breaker ever does.
        return min(until, self._clock() + OPEN_SECONDS)

    def _open(self, until: float) -> None:
        self._failed.clear()
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._path.with_suffix(f".{os.getpid()}.{threading.get_ident()}")
            fresh.write_text(f"{until:.3f}", encoding="ascii")
            fresh.replace(self._path)
        except OSError:
            # Without the file the breaker still counts anew in this process; an answer must not fail over it.
            return
