"""The page of one document: what it is, its table of contents, and a search in it: `/dokument/<id>?q=`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse
from starlette.routing import Route

from ingest.catalogue import load_catalogue
from ingest.clean import clean
from ingest.errors import HvidbogError
from ingest.records import AuthorKind, Document, Range, Reading, SectionKind
from ui.citation_label import danish_date
from ui.viewer import VIEWER_POLICY, Sources, missing_page, page_templates, theme_of

if TYPE_CHECKING:
    from starlette.requests import Request

MOST_FOUND = 50
LONGEST_QUERY = 200
POLICY = VIEWER_POLICY.replace("form-action 'none'", "form-action 'self'")


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the table of contents: its words, how deep it stands from 0, its page, and its place in the text."""

    text: str
    depth: int
    page: str
    place: Range


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence with all words that were searched for: cut into pieces (text, whether it is a word that was sought)."""

    pieces: tuple[tuple[str, bool], ...]
    where: str
    page: str
    place: Range


def contents(reading: Reading) -> list[Heading]:
    """The headings of a document in order, without the document's own title."""
    shown = [
        one
        for one in reading.sections
        if one.heading
        and one.path
        and one.path != (reading.document.title,)
        and one.kind not in (SectionKind.TITLE, SectionKind.CONTENTS)
    ]
    top = min((len(one.path) for one in shown), default=1)
    return [
        Heading(one.path[-1], min(len(one.path) - top, 3), _page(reading, one.heading), one.heading)
        for one in shown
        if one.heading
    ]


def search_in(reading: Reading, query: str) -> tuple[list[Found], int]:
    """The first sentences that hold every word of `query` (also inside longer words), and how many there are in all."""
    words = list(dict.fromkeys(clean(query[:LONGEST_QUERY]).casefold().split()))
    if not words:
        return [], 0
    hits = [one for one in reading.sentences if all(word in one.of(reading.text).casefold() for word in words)]
    return [_found(reading, one, words) for one in hits[:MOST_FOUND]], len(hits)


def document_route(sources: Callable[[], Sources]) -> Route:
    """The route of the page."""

    async def show(request: Request) -> HTMLResponse:
        identity, query = request.path_params["document_id"], request.query_params.get("q", "")
        theme = theme_of(request)
        page = await run_in_threadpool(_made, sources, identity, query, theme)
        status = 200
        if page is None:
            page, status = missing_page(theme), 404
        return HTMLResponse(page, status, headers={"content-security-policy": POLICY, "cache-control": "no-store"})

    return Route("/dokument/{document_id}", show)


def document_html(reading: Reading, query: str = "", theme: str = "auto") -> str:
    """The whole HTML page."""
    found, count = search_in(reading, query)
    return (
        page_templates()
        .get_template("dokument.html")
        .render(
            t=load_catalogue("ui").text,
            document=reading.document,
            about=about_document(reading.document),
            contents=contents(reading),
            query=query[:LONGEST_QUERY],
            found=found,
            count=count,
            most=MOST_FOUND,
            theme=theme,
            kiosk=False,
            language="da",
            direction="ltr",
            wish=None,
        )
    )


def about_document(document: Document) -> str:
    """What is known of a document, on one line: kind, body, date, publisher, who may read it."""
    texts = load_catalogue("ui")
    parts = [
        texts.text(f"kind.{document.kind}"),
        document.body,
        danish_date(document.date) if document.date else None,
        document.publisher,
        texts.text("export.opinion") if document.author_kind is AuthorKind.CITIZEN else None,
        texts.text(f"audience.{document.audience.value}"),
    ]
    return " · ".join(part for part in parts if part)


def _made(sources: Callable[[], Sources], identity: str, query: str, theme: str) -> str | None:
    try:
        reading = sources().reading(identity)
    except (KeyError, HvidbogError):
        return None
    return document_html(reading, query, theme)


def _found(reading: Reading, place: Range, words: list[str]) -> Found:
    section = reading.section_at(place.start)
    return Found(
        tuple(_pieces(" ".join(place.of(reading.text).split()), words)),
        section.path[-1] if section and section.path else "",
        _page(reading, place),
        place,
    )


def _pieces(text: str, words: list[str]) -> list[tuple[str, bool]]:
    """`text` cut where one of the words stands. A letter whose lower case has another length shifts nothing: none is cut."""
    lower = text.lower()
    if len(lower) != len(text):
        return [(text, False)]
    marked = [False] * len(text)
    for word in words:
        start = lower.find(word)
        while start >= 0:
            marked[start : start + len(word)] = [True] * len(word)
            start = lower.find(word, start + len(word))
    pieces: list[tuple[str, bool]] = []
    for letter, hit in zip(text, marked, strict=True):
        if pieces and pieces[-1][1] == hit:
            pieces[-1] = (pieces[-1][0] + letter, hit)
        else:
            pieces.append((letter, hit))
    return pieces


def _page(reading: Reading, place: Range | None) -> str:
    page = reading.page_at(place.start) if place else None
    return (page.label or str(page.number)) if page else ""
