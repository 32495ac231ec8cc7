"""When the index is opened: after the first page has been drawn, since opening and drawing both need the interpreter."""

from __future__ import annotations

from threading import Event

PATIENCE = 5.0  # seconds after which nobody waits any more for a page that no browser has asked for


class FirstPage:
    """Whether the first page since the start has been drawn. Nobody waits for it unless the server says that one is coming."""

    def __init__(self) -> None:
        self._drawn = Event()
        self._drawn.set()

    def expect(self) -> None:
        """From now on `wait` waits."""
        self._drawn.clear()

    def drawn(self) -> None:
        """Ends all waiting: a browser has drawn the page, or somebody cannot wait for one."""
        self._drawn.set()

    def wait(self, seconds: float = PATIENCE) -> None:
        """Returns when the page is drawn, or after so many seconds; then nobody else waits either."""
        self._drawn.wait(seconds)
        self._drawn.set()


FIRST_PAGE = FirstPage()
