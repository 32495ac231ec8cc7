"""What stands between the network and Streamlit: who may ask, what is closed, and the Danish page with its headers."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE_POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "frame-src 'self'; frame-ancestors 'self'; object-src 'none'; base-uri 'self'; form-action 'self'"
)
SECURITY_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
CLOSED_PATHS = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")
_NEVER_PAGES = ("/static/", "/ui/", "/_stcore/")
_POLICY_VIOLATION = 1008


class OwnHostOnly:
    """Answers 403 to any Host that is not ours and to any WebSocket from another page, and 404 on closed paths.

    A browser that was led to us under a foreign name (DNS rebinding) sends that name as Host. A WebSocket without
    Origin comes from no browser; it is refused as well.
    """

    def __init__(self, app: ASGIApp, hosts: Sequence[str], forbidden: str, not_found: str) -> None:
        self.app = app
        self.hosts = frozenset(hosts)
        self.forbidden = forbidden
        self.not_found = not_found

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or refuses it."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        allowed = len(headers.getlist("host")) == 1 and host_name(host) in self.hosts
        if scope["type"] == "websocket":
            allowed = allowed and same_origin(headers.getlist("origin"), host)
            if allowed:
                await self.app(scope, receive, send)
            else:
                await _refuse_socket(scope, receive, send)
        elif not allowed:
            await PlainTextResponse(self.forbidden, 403)(scope, receive, send)
        elif scope["path"].startswith(CLOSED_PATHS):
            await PlainTextResponse(self.not_found, 404)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def host_name(host: str) -> str | None:
    """The name in a Host header in lower case, without port and final dot; None where the header is malformed."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port  # raises for a port that is no number
    except ValueError:
        return None
    if not parts.hostname or parts.netloc != host or "@" in host:
        return None
    return parts.hostname.lower().rstrip(".")


def same_origin(origins: Sequence[str], host: str) -> bool:
    """Whether the Origin headers of a request are one, and name the page of this Host header."""
    return len(origins) == 1 and origins[0].lower() in {f"http://{host.lower()}", f"https://{host.lower()}"}


async def _refuse_socket(scope: Scope, receive: Receive, send: Send) -> None:
    await receive()  # the client's "connect"
    if "websocket.http.response" in scope.get("extensions", {}):
        await send({"type": "websocket.http.response.start", "status": 403, "headers": []})
        await send({"type": "websocket.http.response.body", "body": b""})
    else:
        await send({"type": "websocket.close", "code": _POLICY_VIOLATION})


class DanishPage:
    """Puts the security headers on every response and makes Streamlit's one HTML page ours before any script runs.

    HTML is held back until it is whole, then rewritten: Danish language and title, our style sheets and script. A
    response that has its own content security policy keeps it.
    """

    def __init__(self, app: ASGIApp, title: str, marking: Mapping[str, str]) -> None:
        self.app = app
        # A data block: it is never run, so the policy lets it stand. "<" cannot end it early.
        marked = json.dumps(dict(marking), ensure_ascii=True).replace("<", "\\u003c")
        head = (
            f"<title>{title}</title>"
            '<link rel="stylesheet" href="/ui/type.css"><link rel="stylesheet" href="/ui/chat.css">'
            '<script src="/ui/da.js" defer></script><meta name="ai-generated" content="true">'
            f'<script type="application/ld+json">{marked}</script>'
        )
        self.changes = (
            (re.compile(rb'<html lang="en">'), b'<html lang="da">'),
            (re.compile(rb"<title>Streamlit</title>"), head.encode()),
            (re.compile(rb'<link rel="shortcut icon"[^>]*>'), b'<link rel="icon" href="/ui/icon.svg">'),
            # Streamlit's own typeface, the pointer to its closed agent API, and its inline script, which our policy
            # would block and which only prerendering services read.
            (re.compile(rb'<link\s+rel="preload"[^>]*>'), b""),
            (re.compile(rb'<link rel="service-desc"[^>]*>'), b""),
            (re.compile(rb"<script>\s*window\.prerenderReady = false\s*</script>"), b""),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on and changes what comes back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        held: Message | None = None
        body = b""

        async def out(message: Message) -> None:
            nonlocal held, body
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers[name] = value
                headers.setdefault("content-security-policy", PAGE_POLICY)
                if headers.get("content-type", "").startswith("text/html"):
                    for name in ("content-length", "etag", "last-modified"):
                        del headers[name]
                    held = message
                    return
            elif held is not None and message["type"] == "http.response.body":
                body += message.get("body", b"")
                if message.get("more_body"):
                    return
                page = self.rewritten(body)
                MutableHeaders(scope=held)["content-length"] = str(len(page))
                await send(held)
                message = {"type": "http.response.body", "body": page}
            await send(message)

        await self.app(_uncompressed(scope), receive, out)

    def rewritten(self, page: bytes) -> bytes:
        """`page` with our changes."""
        for pattern, replacement in self.changes:
            page = pattern.sub(lambda _, new=replacement: new, page)  # type: ignore[misc]
        return page


def _uncompressed(scope: Scope) -> Scope:
    """`scope` without Accept-Encoding where an HTML page may come back, so that it can be read.

    Streamlit gives its page for any path that it does not know; scripts, styles and fonts stay compressed.
    """
    if scope["path"].startswith(_NEVER_PAGES):
        return scope
    return {**scope, "headers": [one for one in scope["headers"] if one[0] != b"accept-encoding"]}
