"""A web site on 127.0.0.1 in the shape of the real two trees, of a municipality that does not exist, with faults.

All of it is made up: Sømarken Kommune (opdigtet). The site counts what it is asked, so that a test can say what a run
cost. A fault is a page whose `serve` writes to the connection itself.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

MUNICIPALITY = "Sømarken Kommune (opdigtet)"
MINIMAL_PDF = f"%PDF-1.4\n% {MUNICIPALITY}\n%%EOF\n".encode()


@dataclass(slots=True)
class SitePage:
    """One path: bytes with a type, or a status with headers, or a function that answers by itself."""

    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    validators: bool = True
    serve: Callable[[BaseHTTPRequestHandler], None] | None = None

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


def html(title: str, *links: str, text: str = "") -> SitePage:
    """A section page: heading, teaser, a caption without values, links, and the word that all of it is made up."""
    anchors = "".join(f'<li><a href="{link}">{link}</a></li>' for link in links)
    return SitePage(
        f"<!doctype html><html lang=da><head><title>{title} – Sømarken</title></head><body><main><h1>{title}</h1>"
        f"<p>Læs om {title.lower()} i {MUNICIPALITY}. {text}</p><p>Tabel 3.1: Boliger. Kilde: opdigtet</p>"
        f"</main><ul>{anchors}</ul></body></html>".encode()
    )


def healthy_pages() -> dict[str, SitePage]:
    """The site without faults: two trees, a portal, a hearing page and a PDF, with robots.txt and sitemap."""
    return {
        "/robots.txt": SitePage(b"User-agent: *\nDisallow: /hvidbog/lukket\nDisallow: /*?print\n", "text/plain"),
        "/hvidbog/": html("Hvidbog", "borgerne/arbejde", "boliger/boligerne", "lukket/kladde", "https://example.org/x"),
        "/hvidbog/borgerne/arbejde": html("Arbejde", "../boliger/boligerne#tabel", "/om", "?print=1"),
        "/hvidbog/boliger/boligerne": html(
            "Boligerne", "/hvidbog/bilag/tal.pdf", "/bilag/pixi.pdf", "/hvidbog/kort.png"
        ),
        "/hvidbog/bilag/tal.pdf": SitePage(MINIMAL_PDF, "application/pdf"),
        "/hvidbog/kun-i-sitemap": html("Kun i sitemap"),
        "/baggrund/borgerne/arbejde": html("Arbejde", "/baggrund/borgerne/uddannelse", text="Baggrunden."),
        "/baggrund/borgerne/uddannelse": html("Uddannelse"),
        "/giv-input": html("Giv input"),
        "/hoering": html("En fælles plan", text="Svar fra en opdigtet borger."),
        "/om": html("Om siden"),
        "/hvidbog/lukket/kladde": html("Kladde"),
        "/bilag/pixi.pdf": SitePage(MINIMAL_PDF, "application/pdf"),
    }


class Site:
    """The running site. `pages` may be changed while it runs; `asked` lists (path, whether conditional) in order."""

    def __init__(self, pages: dict[str, SitePage] | None = None) -> None:
        self.pages = healthy_pages() if pages is None else pages
        self.asked: list[tuple[str, bool]] = []
        self.agents: set[str] = set()
        self.closing = threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.answer(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self.port = int(self._server.server_address[1])
        if pages is None:
            urls = "".join(f"<url><loc>{self.url(path)}</loc></url>" for path in ("/hvidbog/kun-i-sitemap", "/om"))
            self.pages["/sitemap.xml"] = SitePage(f"<urlset>{urls}</urlset>".encode(), "application/xml")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        conditional = "If-None-Match" in handler.headers or "If-Modified-Since" in handler.headers
        self.asked.append((handler.path, conditional))
        self.agents.add(handler.headers.get("User-Agent", ""))
        page = self.pages.get(handler.path, SitePage(b"<h1>Ikke fundet</h1>", status=404, validators=False))
        if page.serve is not None:
            handler.close_connection = True
            page.serve(handler)
            return
        fresh = page.validators and page.status == 200 and handler.headers.get("If-None-Match") == page.etag
        body = b"" if fresh else page.body
        handler.send_response(304 if fresh else page.status)
        if page.validators:
            handler.send_header("ETag", page.etag)
        handler.send_header("Content-Type", page.content_type)
        for name, value in page.headers.items():
            handler.send_header(name, value)
        if not fresh:
            handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def times(self, path: str) -> int:
        """How often `path` was asked for."""
        return sum(asked == path for asked, _ in self.asked)

    # -- faults -------------------------------------------------------------------------------------------------

    def silent(self) -> SitePage:
        """Accepts the question and never answers."""
        return SitePage(serve=lambda handler: (self.closing.wait(30), None)[1])

    def endless(self, piece: bytes = b"<p>mere</p>" * 500) -> SitePage:
        """A body without end and without a length."""

        def serve(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.send_header("Content-Type", "text/html")
            handler.end_headers()
            try:
                while not self.closing.is_set():
                    handler.wfile.write(piece)
            except OSError:
                pass  # the other side has had enough, which is what the test wants

        return SitePage(serve=serve)

    def announced(self, length: int, body: bytes) -> SitePage:
        """Announces `length` bytes and sends `body`."""

        def serve(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.send_header("Content-Type", "text/html")
            handler.send_header("Content-Length", str(length))
            handler.end_headers()
            handler.wfile.write(body)

        return SitePage(serve=serve)

    def redirect(self, target: str, status: int = 302) -> SitePage:
        return SitePage(status=status, headers={"Location": target}, validators=False)


class HeldClock:
    """A clock that moves only when slept on, and by `step` seconds each time it is read."""

    def __init__(self, step: float = 0.0, begin: dt.datetime = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)) -> None:
        self._seconds = 0.0
        self._step = step
        self._begin = begin
        self.slept: list[float] = []

    def monotonic(self) -> float:
        self._seconds += self._step
        return self._seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self._seconds += seconds

    def now(self) -> dt.datetime:
        return self._begin + dt.timedelta(seconds=self._seconds)
