"""The one assistant of the process, shared by all readers. It keeps nothing of any reader."""

from __future__ import annotations

import time
from threading import Lock
from typing import TYPE_CHECKING

import streamlit as st

import assistant as assistant_package
from ingest.config import read_settings

if TYPE_CHECKING:
    from assistant import Assistant

FOLLOW_SECONDS = 3.0  # a new version is answered from within 5 s, its opening included


class SharedAssistant:
    """An open assistant that looks for a new index version at most every `FOLLOW_SECONDS`."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._looked = time.monotonic()
        self._lock = Lock()

    def current(self) -> Assistant:
        """The assistant, after it followed the index if it was time to look."""
        if time.monotonic() - self._looked >= FOLLOW_SECONDS and self._lock.acquire(blocking=False):
            try:
                self._assistant.refresh()
                self._looked = time.monotonic()
            finally:
                self._lock.release()
        return self._assistant

    def close(self) -> None:
        """Closes the index; its private copy under the home folder goes with it."""
        close = getattr(self._assistant, "close", None)
        if close is not None:
            close()


@st.cache_resource(show_spinner=False, on_release=SharedAssistant.close)
def _opened() -> SharedAssistant:
    return SharedAssistant(assistant_package.open_assistant(read_settings(), audience="staff"))


def staff_assistant() -> Assistant:
    """The staff assistant, opened by the first caller. Raises NoIndex or DamagedIndex; the next call tries again."""
    return _opened().current()


def close_staff_assistant() -> None:
    """Closes the staff assistant where one is open; to be called when nobody asks any more."""
    _opened.clear()
