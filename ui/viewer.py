"""The page that shows a quote where it stands: `/kilde/<document>?start=&end=`. Staff chat and kiosk share it.

A PDF's page comes as a picture with the quoted words marked, and its text beside it; everything else as text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from ingest.catalogue import load_catalogue
from ingest.errors import HvidbogError
from ingest.records import Document, Range, Reading
from ui.citation_label import danish_date
from ui.languages import direction, known_language
from ui.page_pictures import PagePictures, PageView
from ui.qr_code import qr_code
from ui.source_blocks import source_view

if TYPE_CHECKING:
    from jinja2 import Environment
    from starlette.requests import Request

VIEWER_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self'; "
    "frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
)
_THEMES = {"light": "light", "dark": "dark", "contrast": "contrast"}
_LONGEST_NUMBER = 9


class Sources(Protocol):
    """The part of an assistant that the viewer uses: the documents of one audience's index and nothing else."""

    def documents(self) -> tuple[Document, ...]:
        """Every document of the index."""

    def reading(self, document_id: str) -> Reading:
        """A document as read."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What an address of the viewer asks for. `page` is the page to show where it is not the quote's."""

    document_id: str
    quote: Range
    page: int | None = None
    theme: str = "auto"
    large: bool = False
    language: str = "da"

    def address(self, page: int) -> str:
        """The query of the same quote with another page open."""
        query = {"start": self.quote.start, "end": self.quote.end, "side": page, "tema": self.theme}
        return "?" + urlencode(query | ({"stor": 1} if self.large else {}) | {"sprog": self.language})


def viewer_routes(sources: Callable[[], Sources], pictures: PagePictures, *, kiosk: bool = False) -> list[Route]:
    """The routes of the viewer and of its page pictures over the documents that `sources()` has.

    `kiosk` leaves out what a public screen must not have (copying) and adds what it needs (the lock, large targets).
    """

    async def picture(request: Request) -> Response:
        identity, number = request.path_params["document_id"], request.path_params["number"]
        made = await run_in_threadpool(_picture, sources, pictures, identity, number)
        if made is None:
            return Response(status_code=404)
        return Response(made, media_type="image/png", headers={"cache-control": "no-store"})

    return [
        Route("/kilde/{document_id}/side/{number:int}.png", picture),
        viewer_route(sources, pictures, kiosk=kiosk),
    ]


def viewer_route(sources: Callable[[], Sources], pictures: PagePictures | None = None, *, kiosk: bool = False) -> Route:
    """The route of the viewer's page alone."""

    async def show(request: Request) -> HTMLResponse:
        wish = _wish(request)
        page = None
        if wish is not None:
            page = await run_in_threadpool(_page, sources, pictures, wish, kiosk)
        status = 200
        if page is None:
            page, status = missing_page(theme_of(request), kiosk), 404
        return HTMLResponse(page, status, headers={"content-security-policy": VIEWER_POLICY})

    return Route("/kilde/{document_id}", show)


def source_page(reading: Reading, wish: Wish, pictures: PagePictures | None = None, *, kiosk: bool = False) -> str:
    """The whole HTML page for a quote. Raises ValueError where the quote is empty or does not lie in the text."""
    shown = pictures.view(reading, wish.quote, wish.page) if pictures is not None else None
    date = reading.document.date
    return (
        page_templates()
        .get_template("kilde.html")
        .render(
            t=load_catalogue("ui", wish.language).text,
            language=wish.language,
            direction=direction(wish.language),
            view=source_view(reading, wish.quote, shown.page.range if shown else None),
            document=reading.document,
            date=danish_date(date) if date else "",
            wish=wish,
            theme=wish.theme,
            kiosk=kiosk,
            shown=shown,
            no_picture=bool(reading.pages) and shown is None,
            reference="" if kiosk else reference(reading, wish.quote),
            code=qr_code(reading.document.source_url),
        )
    )


def reference(reading: Reading, quote: Range) -> str:
    """The quote with its source, as it is copied: »…« (title, date, page, headings)."""
    texts = load_catalogue("ui")
    document, page, section = reading.document, reading.page_at(quote.start), reading.section_at(quote.start)
    parts = [document.title]
    if document.date is not None:
        parts.append(danish_date(document.date))
    if page is not None:
        parts.append(texts.text("answer.page", page=page.label or page.number))
    parts += [heading for heading in (section.path if section else ()) if heading != document.title][-1:]
    return f"»{' '.join(quote.of(reading.text).split())}« ({', '.join(parts)})"


def missing_page(theme: str = "auto", kiosk: bool = False) -> str:
    """The whole HTML page for a source that is not there."""
    template = page_templates().get_template("kilde_mangler.html")
    return template.render(
        theme=theme, kiosk=kiosk, t=load_catalogue("ui").text, language="da", direction="ltr", wish=None
    )


def _page(sources: Callable[[], Sources], pictures: PagePictures | None, wish: Wish, kiosk: bool) -> str | None:
    """The page, or None where the index has no such document or the document no such place."""
    try:
        reading = _reading(sources, wish.document_id)
        return None if reading is None else source_page(reading, wish, pictures, kiosk=kiosk)
    except (HvidbogError, ValueError):
        return None


def _picture(sources: Callable[[], Sources], pictures: PagePictures, document_id: str, number: int) -> bytes | None:
    try:
        reading = _reading(sources, document_id)
    except HvidbogError:
        return None
    return None if reading is None else pictures.picture(reading, number)


def _reading(sources: Callable[[], Sources], document_id: str) -> Reading | None:
    opened = sources()
    if all(one.id != document_id for one in opened.documents()):
        return None
    return opened.reading(document_id)


def theme_of(request: Request) -> str:
    """The theme that an address asks for, else the machine's own ("auto")."""
    return _THEMES.get(request.query_params.get("tema", ""), "auto")


def _wish(request: Request) -> Wish | None:
    numbers = [request.query_params.get(name, "") for name in ("start", "end")]
    if not all(_is_number(one) for one in numbers):
        return None
    start, end = map(int, numbers)
    page = request.query_params.get("side", "")
    if start >= end:
        return None
    return Wish(
        document_id=request.path_params["document_id"],
        quote=Range(start, end),
        page=int(page) if _is_number(page) else None,
        theme=theme_of(request),
        large=request.query_params.get("stor") == "1",
        language=known_language(request.query_params.get("sprog")),
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER


@cache
def page_templates() -> Environment:
    """The templates of all pages: everything put into them is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # Streamlit's first page needs none of it

    return Environment(
        loader=PackageLoader("ui", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


__all__ = [
    "PageView",
    "Wish",
    "missing_page",
    "page_templates",
    "reference",
    "source_page",
    "theme_of",
    "viewer_route",
    "viewer_routes",
]
