"""An assistant that is opened when it is first needed and follows the index to newer versions."""

from __future__ import annotations

import time
from threading import Lock
from typing import TYPE_CHECKING

import assistant as assistant_package
from ingest.config import Settings
from ingest.records import Audience

if TYPE_CHECKING:
    from assistant import Assistant

FOLLOW_SECONDS = 5.0


class FollowedAssistant:
    """One assistant for all readers; it keeps nothing of any of them."""

    def __init__(self, settings: Settings, audience: Audience) -> None:
        self._settings = settings
        self._audience = audience
        self._opened: Assistant | None = None
        self._looked = 0.0
        self._lock = Lock()

    def current(self) -> Assistant:
        """The open assistant, after it looked for a newer version if that was 5 s ago.

        Raises NoIndex or DamagedIndex where it cannot be opened; the next call tries again.
        """
        opened = self._opened
        if opened is None:
            with self._lock:
                if self._opened is None:
                    self._opened = assistant_package.open_assistant(self._settings, self._audience)
                    self._looked = time.monotonic()
                return self._opened
        if time.monotonic() - self._looked >= FOLLOW_SECONDS and self._lock.acquire(blocking=False):
            try:
                self._looked = time.monotonic()
                opened.refresh()
            finally:
                self._lock.release()
        return opened

    def close(self) -> None:
        """Closes the index, where one is open."""
        with self._lock:
            close = getattr(self._opened, "close", None)
            if close is not None:
                close()
