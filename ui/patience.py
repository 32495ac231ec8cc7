"""How long a connection may take to say what it wants. Uvicorn has a limit for quiet connections, but none for slow ones."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

PATIENCE = 10.0  # seconds for the head of a request


class PatientProtocol(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """Uvicorn's HTTP, but a connection whose request is not begun in full within `patience` seconds is closed.

    Otherwise a thousand connections that each send a byte now and then would keep everybody else out for ever.
    """

    patience = PATIENCE
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begins to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Hands data on, and stops waiting when a request's head is whole."""
        if self._timer is None and not self._asked():
            self._wait()  # the next request of a kept connection
        super().data_received(data)
        if self._asked():
            self._stop()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stops waiting."""
        self._stop()
        super().connection_lost(exc)

    def _asked(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _wait(self) -> None:
        self._timer = self.loop.call_later(self.patience, self._give_up)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        self._timer = None
        if not self._asked():
            self.transport.close()
