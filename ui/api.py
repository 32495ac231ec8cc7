"""The routes for other programs: ask, search and look up documents as JSON. Kiosk and staff server have the same ones."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from assistant.present import answer_json, search_json
from ingest.errors import WrongUse
from ingest.records import Document, Reading
from ui.answer_desk import Gone
from ui.asking import Asking
from ui.openapi import openapi
from ui.requests import (
    AI_HEADER,
    Refused,
    history_field,
    identity_field,
    json_body,
    number_field,
    refused,
    text_field,
    wrong_use,
)

if TYPE_CHECKING:
    from starlette.requests import Request

    from assistant import Assistant

MOST_HITS = 50
_CLIENT_GONE = 499


@dataclass(frozen=True, slots=True)
class Api:
    """The API of one face. `keys` are the keys that a caller must show one of; None: nobody needs one."""

    asking: Asking
    keys: tuple[str, ...] | None = None

    def caller(self, request: Request) -> str | None:
        """What the limits count by: the key's place in the setting, or None without keys. Raises Refused."""
        if self.keys is None:
            return None
        if not self.keys:
            raise refused(403, "no_keys")
        kind, _, shown = request.headers.get("authorization", "").partition(" ")
        given = shown.strip().encode()
        for place, key in enumerate(self.keys):
            if kind.lower() == "bearer" and hmac.compare_digest(given, key.encode()):
                return f"key {place}"
        raise refused(401, "no_key")

    def assistant(self) -> Assistant:
        """The open assistant. Raises Refused where there is none."""
        opened = self.asking.assistant()
        if opened is None:
            raise refused(503, "not_ready")
        return opened

    async def ask(self, request: Request) -> Response:
        """POST /api/ask {"question", "history"?, "id"?}: the same JSON as `hvidbog ask --json`."""
        reader = self.caller(request)
        tree = await json_body(request)
        question, history = text_field(tree, "question"), history_field(tree)
        identity = identity_field(tree, "id")
        answer = await self.asking.answer(request, question, history, reader)
        return JSONResponse(answer_json(answer, identity), headers=AI_HEADER)

    async def search(self, request: Request) -> Response:
        """POST /api/search {"query", "k"?}: the same JSON as `hvidbog search --json`. Personal data is refused.

        Where `hvidbog switch service off` is in force, every search is.
        """
        reader = self.caller(request)
        tree = await json_body(request)
        query, most = text_field(tree, "query"), number_field(tree, "k", 10, MOST_HITS)
        self._admit(request, reader)
        opened = self.assistant()
        if opened.switched_off:
            raise refused(503, "off")

        def work() -> dict[str, Any]:
            return search_json(*opened.found(query, most))

        try:
            return JSONResponse(await run_in_threadpool(work), headers={"cache-control": "no-store"})
        except WrongUse as error:
            raise wrong_use(error) from None

    async def documents(self, request: Request) -> Response:
        """GET /api/documents: every document of the index."""
        self._admit(request, self.caller(request))
        opened = self.assistant()
        rows = [document_json(one) for one in opened.documents()]
        return JSONResponse({"index_version": opened.index_version, "documents": rows})

    async def document(self, request: Request) -> Response:
        """GET /api/documents/ID: one document with its headings, pages and text."""
        self._admit(request, self.caller(request))
        opened = self.assistant()
        identity = request.path_params["document_id"]
        if all(one.id != identity for one in opened.documents()):
            raise refused(404, "unknown_document")
        return JSONResponse(reading_json(await run_in_threadpool(opened.reading, identity)))

    async def health(self, request: Request) -> Response:
        """GET /api/health: that the process answers at all. For a watchdog: a restart cures nothing else."""
        return JSONResponse({"status": "ok"}, headers={"cache-control": "no-store"})

    async def ready(self, request: Request) -> Response:
        """GET /api/ready: whether questions can be answered now, 200 or 503. For a load balancer."""
        opened = self.asking.assistant()
        status, body = (503, {"status": "starting", "index_version": None})
        if opened is not None:
            status, body = (200, {"status": "ok", "index_version": opened.index_version})
        return JSONResponse(body, status, headers={"cache-control": "no-store"})

    async def description(self, request: Request) -> Response:
        """GET /api/openapi.json: what all of this takes and gives."""
        return JSONResponse(openapi(self.asking.longest, with_keys=self.keys is not None))

    def _admit(self, request: Request, reader: str | None) -> None:
        self.asking.admit(request.client.host if request.client else "", reader)


def api_routes(api: Api) -> list[Route]:
    """The routes under /api."""
    return [
        Route("/api/ask", told(api.ask), methods=["POST"]),
        Route("/api/search", told(api.search), methods=["POST"]),
        Route("/api/documents", told(api.documents)),
        Route("/api/documents/{document_id}", told(api.document)),
        Route("/api/health", told(api.health)),
        Route("/api/ready", told(api.ready)),
        Route("/api/openapi.json", told(api.description)),
    ]


def told(handle: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """`handle` with its refusals as responses."""

    async def answer(request: Request) -> Response:
        try:
            return await handle(request)
        except Refused as refusal:
            return refusal.response()
        except Gone:
            return Response(status_code=_CLIENT_GONE)

    return answer


def document_json(document: Document) -> dict[str, Any]:
    """What the API says of a document. The audience and the path on the server's disk are not part of it."""
    return {
        "id": document.id,
        "source_id": document.source_id,
        "title": document.title,
        "kind": document.kind.value,
        "layer": document.layer,
        "publisher": document.publisher,
        "body": document.body,
        "date": document.date.isoformat() if document.date else None,
        "author_kind": document.author_kind.value,
        "source_url": document.source_url,
        "language": document.language,
    }


def reading_json(reading: Reading) -> dict[str, Any]:
    """A document with its canonical text; headings, pages and tables are half-open ranges in that text."""
    return document_json(reading.document) | {
        "text": reading.text,
        "sections": [
            {
                "path": list(one.path),
                "kind": one.kind.value,
                "level": one.level,
                "start": one.range.start,
                "end": one.range.end,
            }
            for one in reading.sections
        ],
        "pages": [
            {"number": one.number, "label": one.label, "start": one.range.start, "end": one.range.end}
            for one in reading.pages
        ],
        "tables": [
            {
                "number": one.number,
                "start": one.range.start,
                "end": one.range.end,
                "values_captured": one.values_captured,
            }
            for one in reading.tables
        ],
    }
