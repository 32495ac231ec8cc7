"""What stands between the network and the kiosk: its headers, its one framed page, and no word of a fault."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.faults import place_of

LOG = logging.getLogger("hvidbog.ui")
# No inline script or style, nothing from elsewhere, and no way to turn text into markup at all.
KIOSK_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "frame-src 'self'; frame-ancestors {ancestors}; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
KIOSK_HEADERS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": (
        "camera=(), microphone=(), geolocation=(), clipboard-read=(), clipboard-write=(), fullscreen=(), usb=(), "
        "serial=(), payment=(), display-capture=()"
    ),
}
EMBEDDED = "/indlejret"
# What the kiosk's page and the embedded page show in frames of their own. A browser checks every page around a frame, so
# the web sites that may show the embedded page must be named here too.
FRAMED = ("/kilde/", "/tilgaengelighed", "/privatliv")
_OWN = "frame-ancestors 'self'"


class KioskHeaders:
    """Puts the kiosk's headers on every response; one that has its own content security policy keeps that."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on."""

        async def out(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in KIOSK_HEADERS.items():
                    headers[name] = value
                headers.setdefault("content-security-policy", KIOSK_POLICY.format(ancestors="'none'"))
            await send(message)

        await self.app(scope, receive, out if scope["type"] == "http" else send)


class EmbeddedElsewhere:
    """Lets the web sites of a setting, and no others, show the embedded page, and the frames within it."""

    def __init__(self, app: ASGIApp, ancestors: Sequence[str]) -> None:
        self.app = app
        self.policy = KIOSK_POLICY.format(ancestors=" ".join(ancestors) or "'none'")
        self.ancestors = " ".join((_OWN, *ancestors))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on."""

        async def out(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                own = headers.get("content-security-policy")
                if not inner:
                    headers["content-security-policy"] = self.policy
                elif own is not None:
                    headers["content-security-policy"] = own.replace(_OWN, self.ancestors)
            await send(message)

        path = scope["path"] if scope["type"] == "http" else ""
        inner = path.startswith(FRAMED)
        await self.app(scope, receive, out if inner or path == EMBEDDED else send)


class FixedFault:
    """Answers any fault of ours with one Danish sentence; the log hears where it was, never what was asked."""

    def __init__(self, app: ASGIApp, sentence: str) -> None:
        self.app = app
        self.sentence = sentence

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def out(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, out)
        except Exception as error:
            LOG.error("request.failed %s", place_of(error))
            if not begun:
                await PlainTextResponse(self.sentence, 500)(scope, receive, send)
