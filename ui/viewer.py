"""The page that shows a quote where it stands: `/kilde/<document>?start=&end=`. Staff chat and kiosk share it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Protocol

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse
from starlette.routing import Route

from ingest.catalogue import load_catalogue
from ingest.errors import HvidbogError
from ingest.records import Document, Range, Reading
from ui.citation_label import danish_date
from ui.source_blocks import SourceView, source_view

if TYPE_CHECKING:
    from starlette.requests import Request

VIEWER_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self'; "
    "frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
)
_THEMES = {"light": "light", "dark": "dark"}
_LONGEST_NUMBER = 9


class Sources(Protocol):
    """The part of an assistant that the viewer uses: the documents of one audience's index and nothing else."""

    def documents(self) -> tuple[Document, ...]:
        """Every document of the index."""

    def reading(self, document_id: str) -> Reading:
        """A document as read."""


def viewer_route(sources: Callable[[], Sources]) -> Route:
    """The route of the viewer over the documents that `sources()` has."""

    async def show(request: Request) -> HTMLResponse:
        theme = _THEMES.get(request.query_params.get("tema", ""), "auto")
        wanted = _wanted(request)
        page = None
        if wanted is not None:
            page = await run_in_threadpool(_page, sources, request.path_params["document_id"], wanted, theme)
        status = 200
        if page is None:
            page, status = missing_page(theme), 404
        return HTMLResponse(page, status, headers={"content-security-policy": VIEWER_POLICY})

    return Route("/kilde/{document_id}", show)


def source_page(reading: Reading, quote: Range, theme: str = "auto") -> str:
    """The whole HTML page for a quote. Raises ValueError where `quote` is empty or does not lie in the text."""
    view: SourceView = source_view(reading, quote)
    date = reading.document.date
    return (
        _pages()
        .get_template("kilde.html")
        .render(
            view=view,
            document=reading.document,
            date=danish_date(date) if date else "",
            theme=theme,
        )
    )


def missing_page(theme: str = "auto") -> str:
    """The whole HTML page for a source that is not there."""
    return _pages().get_template("kilde_mangler.html").render(theme=theme)


def _page(sources: Callable[[], Sources], document_id: str, wanted: Range, theme: str) -> str | None:
    """The page, or None where the index has no such document or the document no such place."""
    try:
        opened = sources()
        if all(one.id != document_id for one in opened.documents()):
            return None
        return source_page(opened.reading(document_id), wanted, theme)
    except (HvidbogError, ValueError):
        return None


def _wanted(request: Request) -> Range | None:
    numbers = [request.query_params.get(name, "") for name in ("start", "end")]
    if not all(one.isascii() and one.isdigit() and len(one) <= _LONGEST_NUMBER for one in numbers):
        return None
    start, end = map(int, numbers)
    return Range(start, end) if start < end else None


@cache
def _pages() -> Environment:
    pages = Environment(
        loader=PackageLoader("ui", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.globals["t"] = load_catalogue("ui").text
    return pages
