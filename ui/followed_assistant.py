"""An assistant that is opened when it is first needed and follows the index to newer versions."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

import assistant as assistant_package
from ingest.config import Settings
from ingest.records import Audience

if TYPE_CHECKING:
    from assistant import Assistant

FOLLOW_SECONDS = 3.0  # a new version is answered from within 5 s, its opening included


class FollowedAssistant:
    """One assistant for all readers; it keeps nothing of any of them."""

    def __init__(self, settings: Settings, audience: Audience) -> None:
        self._settings = settings
        self._audience = audience
        self._opened: Assistant | None = None
        self._lock = Lock()

    @property
    def opened(self) -> Assistant | None:
        """The assistant if it is open, at once."""
        return self._opened

    def current(self) -> Assistant:
        """The assistant, opened if it is not. Raises NoIndex or DamagedIndex; the next call tries again."""
        if self._opened is None:
            with self._lock:
                if self._opened is None:
                    self._opened = assistant_package.open_assistant(self._settings, self._audience)
        return self._opened

    def follow(self) -> None:
        """Opens the version in force, if it is another one. To be called every few seconds, from a thread."""
        opened = self._opened
        if opened is not None:
            opened.refresh()

    def close(self) -> None:
        """Closes the index, where one is open."""
        with self._lock:
            close = getattr(self._opened, "close", None)
            if close is not None:
                close()
