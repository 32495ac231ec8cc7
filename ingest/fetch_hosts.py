"""Asking the listed hosts politely: robots.txt first, a pause between requests, few retries, and rest for a host in
trouble. Knows nothing of trees, files or the manifest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ingest.catalogue import load_catalogue
from ingest.fetch_address import Origin, normalise_url, origin_of
from ingest.fetch_http import Clock, HttpDoor, NotFetched, Reply
from ingest.fetch_pages import RETRIED, Permissions, retry_after

REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of a run. Seconds, bytes and counts; `pages`, `depth` and `queries` are for each source."""

    pause: float = 1.0
    longest_pause: float = 60.0
    longest_retry_after: float = 120.0
    backoff: tuple[float, ...] = (2.0, 8.0)
    failures_in_a_row: int = 5
    redirects: int = 5
    pages: int = 3_000
    depth: int = 12
    queries: int = 20
    sitemaps: int = 50
    total_bytes: int = 2_000_000_000


@dataclass(slots=True)
class _Host:
    permissions: Permissions
    pause: float
    free_at: float = 0.0
    failures: int = 0
    resting: str | None = None


Aid = Callable[[str, Callable[[dict[str, str]], Reply]], tuple[int, bytes]]


class Hosts:
    """The listed hosts. `fetch_aid(url, ask)` gives status and bytes of a robots.txt, from a cache where it can."""

    def __init__(self, door: HttpDoor, clock: Clock, limits: Limits, fetch_aid: Aid) -> None:
        self._door = door
        self._clock = clock
        self._limits = limits
        self._fetch_aid = fetch_aid
        self._hosts: dict[Origin, _Host] = {}
        self._texts = load_catalogue("ingest")

    def refusal(self, url: str) -> str | None:
        """Why `url` may not be asked for now, as a Danish sentence, or None where it may."""
        host = self._host(origin_of(url))
        if host.resting is not None:
            return host.resting
        return None if host.permissions.allow(url) else self._texts.text("fetch.skipped.robots")

    def sitemaps(self, origin: Origin) -> tuple[str, ...]:
        """The sitemaps that the host's robots.txt names, else the usual place."""
        host = self._host(origin)
        return () if host.resting else host.permissions.sitemaps or (origin.url("/sitemap.xml"),)

    def ask(self, url: str, headers: Mapping[str, str], types: frozenset[str] | None) -> Reply:
        """The answer to a GET, after at most two retries. Raises NotFetched when there is none."""
        host = self._hosts[origin_of(url)]
        for wait in (*self._limits.backoff, None):
            self._clock.sleep(max(host.free_at - self._clock.monotonic(), 0.0))
            host.free_at = self._clock.monotonic() + host.pause
            try:
                reply = self._door.get(url, headers, types)
            except NotFetched as error:
                if wait is None or not error.transient:
                    self._count_failure(host, error.transient)
                    raise
            else:
                if reply.status not in RETRIED:
                    host.failures = 0
                    return reply
                wait = self._longer(host, reply, wait)
                if wait is None:
                    self._count_failure(host, True)
                    return reply
            self._clock.sleep(wait)
        raise AssertionError("unreachable: the last turn returns or raises")

    def _longer(self, host: _Host, reply: Reply, wait: float | None) -> float | None:
        asked = retry_after(reply.headers.get("retry-after"), self._clock.now())
        if asked is not None and asked > self._limits.longest_retry_after:
            host.resting = self._texts.text("fetch.resting.retry_after", minutes=max(round(asked / 60), 1))
            return None
        return None if wait is None else max(wait, asked or 0.0)

    def _count_failure(self, host: _Host, counts: bool) -> None:
        host.failures = host.failures + 1 if counts else 0
        if host.failures >= self._limits.failures_in_a_row and host.resting is None:
            host.resting = self._texts.text("fetch.resting.failures", count=host.failures)

    def _host(self, origin: Origin) -> _Host:
        if origin not in self._hosts:
            # Until robots.txt has been read nothing else is allowed, and the usual pause holds.
            host = self._hosts[origin] = _Host(Permissions(None), self._limits.pause)
            self._read_robots(origin, host)
        return self._hosts[origin]

    def _read_robots(self, origin: Origin, host: _Host) -> None:
        try:
            status, body = self._fetch_aid(origin.url("/robots.txt"), self._following(origin.url("/robots.txt")))
        except NotFetched as error:
            host.resting = self._texts.text("fetch.resting.robots", reason=str(error))
            return
        if status == 200:
            host.permissions = Permissions.read(body)
        elif 400 <= status < 500 and status not in RETRIED:
            # RFC 9309 section 2.3.1.3: a robots.txt that is not there forbids nothing.
            host.permissions = Permissions.read(b"")
        else:
            reason = self._texts.text("fetch.failed.status", status=status)
            host.resting = host.resting or self._texts.text("fetch.resting.robots", reason=reason)
        host.pause = max(self._limits.pause, host.permissions.delay)
        if host.pause > self._limits.longest_pause:
            host.resting = self._texts.text("fetch.resting.delay", seconds=round(host.pause))

    def _following(self, first: str) -> Callable[[dict[str, str]], Reply]:
        """A question for robots.txt that follows redirects, but only to another path of the same listed host."""

        def ask(headers: dict[str, str]) -> Reply:
            url = first
            for _ in range(self._limits.redirects + 1):
                reply = self.ask(url, headers, None)
                if reply.status not in REDIRECTS:
                    return reply
                target = normalise_url(reply.headers.get("location", ""), url)
                if target is None or origin_of(target) != origin_of(first):
                    break
                url = target
            raise NotFetched("foreign_redirect")

        return ask
