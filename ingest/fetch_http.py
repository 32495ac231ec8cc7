"""The network door of `hvidbog fetch`: one GET on one checked connection, within limits of size, type and time.

Why http.client and not the httpx that chromadb brings along: the connection must go to the very address that was
checked (else a second look-up could give a private one: DNS rebinding), and every single read must stand under one
deadline (else a server that sends a byte now and then holds us for ever). httpx lets neither be set from outside: its
transport builds its own pool, and its timeouts are per read. http.client takes a ready socket, so both are ten lines
here. No proxy, cookie, credential or redirect is handled; redirects are judged by the loop in `fetch.py`.
"""

from __future__ import annotations

import datetime as dt
import http.client
import io
import re
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import metadata
from typing import Protocol
from urllib.parse import urlsplit

from ingest.catalogue import load_catalogue
from ingest.errors import HvidbogError
from ingest.fetch_address import origin_of, public_address

PRODUCT = "Hvidbog-assistenten"
_CHUNK = 65_536


class Clock(Protocol):
    """The time as the fetch sees it, so that a test can hold it."""

    def monotonic(self) -> float:
        """Seconds that never run backwards."""

    def sleep(self, seconds: float) -> None:
        """Returns after `seconds`."""

    def now(self) -> dt.datetime:
        """The date and time, with its zone."""


class SystemClock:
    """The machine's own clock."""

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)

    def now(self) -> dt.datetime:
        return dt.datetime.now().astimezone()


class NotFetched(HvidbogError):
    """An address that gave no document. `code` names the reason in `[fetch.failed]`; `transient` is worth a retry."""

    def __init__(self, code: str, transient: bool = False, **values: object) -> None:
        super().__init__(load_catalogue("ingest").text(f"fetch.failed.{code}", **values))
        self.code = code
        self.transient = transient


@dataclass(frozen=True, slots=True)
class Budget:
    """The limits of one GET: seconds for connecting, for each read and for all of it, and bytes of the decoded body."""

    connect_seconds: float = 10.0
    read_seconds: float = 20.0
    total_seconds: float = 180.0
    bytes: int = 50_000_000


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its status, its headers (names in lower case), and the decoded body, read only for status 200."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def content_type(self) -> str:
        """The media type without its parameters, in lower case."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()


def user_agent() -> str:
    """Our honest name and version, as sent with each request."""
    return f"{PRODUCT}/{metadata.version('hvidbog-assistenten')}"


def look_up(host: str, port: int) -> list[str]:
    """The numeric addresses of a host name. Its time is the system resolver's own, which nothing here can bound."""
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in rows))


class HttpDoor:
    """GETs over connections whose address was checked. `requests` counts those sent.

    `allow_loopback` exists for the tests' own site on 127.0.0.1 and is reachable from no setting and no option.
    """

    def __init__(
        self,
        clock: Clock,
        budget: Budget | None = None,
        *,
        resolve: Callable[[str, int], list[str]] = look_up,
        allow_loopback: bool = False,
    ) -> None:
        self._clock = clock
        self._budget = budget or Budget()
        self._resolve = resolve
        self._allow_loopback = allow_loopback
        self.requests = 0

    def get(self, url: str, headers: Mapping[str, str], types: frozenset[str] | None) -> Reply:
        """The answer to one GET of a normalised URL. A redirect comes back as it is, its body unread.

        `types` are the media types whose body is read; None means any. Raises NotFetched for everything else: a
        forbidden address, no connection, a limit passed, a wrong type, a body cut short.
        """
        deadline = self._clock.monotonic() + self._budget.total_seconds
        try:
            wire = self._connect(url, deadline)
            try:
                return self._exchange(wire, url, headers, types)
            finally:
                wire.hang_up()
        except _PastDeadline:
            raise NotFetched("total_time", seconds=round(self._budget.total_seconds)) from None
        except TimeoutError:
            raise NotFetched("read_time", True) from None
        except ssl.SSLError:
            raise NotFetched("tls") from None
        except (http.client.HTTPException, OSError, ValueError):
            raise NotFetched("broken", True) from None

    def _connect(self, url: str, deadline: float) -> _Wire:
        origin = origin_of(url)
        try:
            found = self._resolve(origin.host, origin.port)
        except OSError:
            raise NotFetched("unknown_host", True, host=origin.host) from None
        allowed = [one for one in found if public_address(one, self._allow_loopback)]
        if not allowed:
            raise NotFetched("private", host=origin.host)
        raw: socket.socket | None = None
        for address in allowed[:4]:
            try:
                # A numeric address: nothing is looked up a second time.
                raw = socket.create_connection((address, origin.port), self._budget.connect_seconds)
                break
            except OSError:
                continue
        if raw is None:
            raise NotFetched("no_connection", True, host=origin.host)
        if origin.scheme == "https":
            try:
                # The certificate must be the name's, though the connection went to a number.
                raw = ssl.create_default_context().wrap_socket(raw, server_hostname=origin.host)
            except BaseException:
                raw.close()
                raise
        return _Wire(raw, self._clock, deadline, self._budget.read_seconds)

    def _exchange(self, wire: _Wire, url: str, headers: Mapping[str, str], types: frozenset[str] | None) -> Reply:
        origin, parts = origin_of(url), urlsplit(url)
        own = {"Host": origin.netloc, "User-Agent": user_agent(), "Accept-Encoding": "identity", "Connection": "close"}
        connection = http.client.HTTPConnection(origin.host, origin.port)
        connection.sock = wire
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        self.requests += 1
        connection.request("GET", target, headers={**headers, **own})
        with connection.getresponse() as answer:
            reply = Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()})
            if answer.status != 200:
                return reply
            if types is not None and reply.content_type not in types:
                raise NotFetched("wrong_type", type=_shown(reply.content_type))
            return Reply(reply.status, reply.headers, self._body(answer, reply))

    def _body(self, answer: http.client.HTTPResponse, reply: Reply) -> bytes:
        limit = self._budget.bytes
        announced = reply.headers.get("content-length", "")
        length = int(announced) if announced.isascii() and announced.isdigit() and answer.length is not None else None
        if length is not None and length > limit:
            raise NotFetched("too_big", megabytes=limit // 1_000_000)
        decoder = _decoder(reply.headers.get("content-encoding", "identity"))
        body, received = bytearray(), 0
        while piece := answer.read(_CHUNK):
            received += len(piece)
            body += decoder.decompress(piece, limit + 1 - len(body)) if decoder else piece
            if len(body) > limit or received > limit:
                raise NotFetched("too_big", megabytes=limit // 1_000_000)
        # http.client says nothing when a body read in pieces ends before its announced length.
        if (length is not None and received < length) or (decoder is not None and not decoder.eof):
            raise NotFetched("cut_short", True)
        return bytes(body)


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...

    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


def _decoder(encoding: str) -> _Decompressor | None:
    # We ask for no compression; a server that compresses all the same is read, but never past the size limit.
    if encoding.strip().lower() in ("", "identity"):
        return None
    if encoding.strip().lower() in ("gzip", "x-gzip", "deflate"):
        return zlib.decompressobj(47)
    raise NotFetched("encoding")


def _shown(content_type: str) -> str:
    return re.sub(r"[^a-z0-9/+.-]", "", content_type)[:60] or "ingen type"


class _PastDeadline(OSError):
    pass


class _Wire:
    """What http.client needs of a socket, with every send and read inside the deadline."""

    def __init__(self, raw: socket.socket, clock: Clock, deadline: float, read_seconds: float) -> None:
        self._raw = raw
        self._clock = clock
        self._deadline = deadline
        self._read_seconds = read_seconds

    def hold(self) -> socket.socket:
        left = self._deadline - self._clock.monotonic()
        if left <= 0:
            raise _PastDeadline
        self._raw.settimeout(min(left, self._read_seconds))
        return self._raw

    def sendall(self, data: bytes) -> None:
        self.hold().sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reads(self), _CHUNK)

    def close(self) -> None:
        """Nothing: http.client closes before the body is read where the end of the body is the end of the wire."""

    def hang_up(self) -> None:
        self._raw.close()


class _Reads(io.RawIOBase):
    def __init__(self, wire: _Wire) -> None:
        self._wire = wire

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        return self._wire.hold().recv_into(buffer)
