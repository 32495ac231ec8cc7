"""How often somebody may ask: so many times in any minute, counted in memory and forgotten after that minute."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from math import ceil
from time import monotonic

WINDOW = 60.0  # seconds
MOST_KEYS = 20_000  # whoever invents new names forever fills no memory


class RateLimit:
    """At most `most` events a minute for each key. Used from one event loop, so without a lock."""

    def __init__(self, most: int, clock: Callable[[], float] = monotonic) -> None:
        self._most = most
        self._clock = clock
        self._events: dict[str, deque[float]] = {}

    def wait(self, key: str) -> int:
        """0 where `key` may go on, which is then counted; else the seconds until it may."""
        now = self._clock()
        events = self._events.setdefault(key, deque())
        while events and events[0] <= now - WINDOW:
            events.popleft()
        if len(events) >= self._most:
            return max(1, ceil(events[0] + WINDOW - now))
        events.append(now)
        if len(self._events) > MOST_KEYS:
            self._forget(now)
        return 0

    def _forget(self, now: float) -> None:
        """Forgets the keys without an event in this minute, and where that is not enough, the oldest ones."""
        fresh = {key: events for key, events in self._events.items() if events and events[-1] > now - WINDOW}
        self._events = dict(list(fresh.items())[-MOST_KEYS // 2 :])

    def forget_old(self) -> None:
        """Forgets every key that has not asked within a minute."""
        self._forget(self._clock())
