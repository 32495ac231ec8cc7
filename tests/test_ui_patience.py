"""Slow and half-open connections end; slow answers do not."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

import ui.requests
from ui.api import told
from ui.patience import PATIENCE, PatientProtocol


class Impatient(PatientProtocol):
    patience = 0.3


@contextmanager
def serving() -> Iterator[int]:
    async def slow(_: Request) -> Response:
        await asyncio.sleep(0.6)
        return PlainTextResponse("svar")

    async def body(request: Request) -> Response:
        return JSONResponse(await ui.requests.json_body(request))

    app = Starlette(routes=[Route("/", slow), Route("/krop", told(body), methods=["POST"])])
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(32)
        server = uvicorn.Server(uvicorn.Config(app, http=Impatient, log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        server.should_exit = True
        thread.join(10)


def ended(connection: socket.socket) -> bool:
    """Whether the server closes the connection without a word."""
    connection.settimeout(10)
    return connection.recv(100) == b""


def test_a_connection_that_never_says_what_it_wants_is_closed_and_a_slow_answer_comes() -> None:
    assert PATIENCE == PatientProtocol.patience == 10
    with serving() as port:
        address = ("127.0.0.1", port)
        with socket.create_connection(address) as silent, socket.create_connection(address) as dripping:
            dripping.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
            assert ended(silent)
            assert ended(dripping)
        with socket.create_connection(address) as honest:  # the control: answered long after the patience has run out
            for _ in range(2):
                honest.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                honest.settimeout(10)
                told_so_far = b""
                while b"svar" not in told_so_far:
                    told_so_far += honest.recv(1000)
                assert told_so_far.startswith(b"HTTP/1.1 200")
            honest.sendall(b"GET / HTTP/1.1\r\nHo")  # and then says no more
            assert ended(honest)


def test_a_body_that_does_not_arrive_is_refused_in_danish(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui.requests, "BODY_SECONDS", 0.2)
    with serving() as port, socket.create_connection(("127.0.0.1", port)) as slow:
        head = b"POST /krop HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n"
        slow.sendall(head + b'{"question')
        slow.settimeout(10)
        time.sleep(0.1)
        reply = slow.recv(2000)
        while b"Beskeden" not in reply:
            reply += slow.recv(2000)
        assert reply.startswith(b"HTTP/1.1 408")
