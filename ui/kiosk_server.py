"""The kiosk as one ASGI application: a page, answers, the viewer. It keeps no session and writes no question anywhere.

Own process, own port, the public index alone. The conversation lives in the page; each request brings what it needs.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from collections.abc import AsyncIterator
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from ingest.catalogue import load_catalogue
from ingest.config import Settings
from ingest.errors import HvidbogError, NoIndex
from ingest.records import Audience
from ui.answer_desk import AnswerDesk
from ui.api import Api, api_routes, told
from ui.asking import Asking
from ui.counts import Counts
from ui.faults import place_of
from ui.followed_assistant import FOLLOW_SECONDS, FollowedAssistant
from ui.forgetting import forget_words
from ui.kiosk_middleware import EmbeddedElsewhere, FixedFault, KioskHeaders
from ui.kiosk_page import INFORMATION, LONGEST_QUESTION, information_page, kiosk_page, size_sheet
from ui.kiosk_view import kiosk_view
from ui.languages import LANGUAGES, page_texts
from ui.middleware import OwnHostOnly, same_origin
from ui.page_pictures import PagePictures
from ui.rate_limits import RateLimit
from ui.requests import AI_HEADER, Refused, history_field, json_body, refused, text_field
from ui.viewer import VIEWER_POLICY, viewer_routes

if TYPE_CHECKING:
    from starlette.requests import Request

    from assistant import Assistant

LOG = logging.getLogger("hvidbog.ui")
HERE = Path(__file__).parent
FORGET_SECONDS = 60.0
_LONGEST_ID = 64


class Kiosk:
    """What the kiosk's routes share: the assistant, the line, the limits and the counts."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.opened = FollowedAssistant(settings.for_kiosk(), Audience.PUBLIC)
        self.boot = secrets.token_hex(8)  # a page that was drawn by an earlier process draws itself anew
        self.desk = AnswerDesk(settings.kiosk_at_once, settings.kiosk_waiting)
        self.counts: Counts | None = None
        self.asking = Asking(
            assistant=self.assistant,
            audience=Audience.PUBLIC,
            engine=settings.kiosk_engine,
            longest=LONGEST_QUESTION,
            desk=self.desk,
            per_reader=RateLimit(settings.kiosk_per_reader),
            per_address=RateLimit(settings.kiosk_per_address),
            note=lambda answer: self.counts.add(answer) if self.counts else None,
        )
        self.wipes = RateLimit(settings.kiosk_per_address)  # of an address, apart from its questions

    def assistant(self) -> Assistant | None:
        """The open assistant, or None while it is opening and where there is no index. Never waits."""
        return self.opened.opened

    def sources(self) -> Assistant:
        """The open assistant for the viewer. Raises NoIndex or DamagedIndex."""
        return self.opened.current()

    # ---- routes ----

    async def page(self, request: Request) -> Response:
        """The kiosk's one page."""
        return await asyncio.to_thread(self._page, embedded=False)

    async def embedded(self, request: Request) -> Response:
        """The small page for frames of other web sites."""
        return await asyncio.to_thread(self._page, embedded=True)

    def _page(self, *, embedded: bool) -> Response:
        opened = self.assistant()
        page = kiosk_page(opened.profile if opened else None, self.settings, self.boot, embedded=embedded)
        return HTMLResponse(page, headers=AI_HEADER)

    async def ask(self, request: Request) -> Response:
        """POST /spoerg {"question", "history", "reader"}: an answer for the page's script."""
        tree = await json_body(request)
        reader = text_field(tree, "reader")[:_LONGEST_ID]
        answer = await self.asking.answer(request, text_field(tree, "question"), history_field(tree), reader or None)
        return JSONResponse(kiosk_view(answer), headers=AI_HEADER)

    async def forget(self, request: Request) -> Response:
        """POST /slet: the page has been wiped; what its words left in our caches goes too.

        Only for our own page, or as JSON, which a foreign page cannot send. Raises Refused (403, 429).
        """
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        ours = same_origin(request.headers.getlist("origin"), request.headers.get("host", ""))
        if not ours and kind != "application/json":
            raise refused(403, "forbidden")
        seconds = self.wipes.wait(request.client.host if request.client else "")
        if seconds:
            raise Refused(429, load_catalogue("ui").text("problem.too_many", seconds=seconds), seconds)
        await asyncio.to_thread(self.forget_words)
        return Response(status_code=204)

    async def health(self, request: Request) -> Response:
        """GET /sund: whether questions can be answered."""
        opened = self.assistant()
        if opened is None:
            return JSONResponse({"status": "starting"}, 503)
        return JSONResponse({"status": "ok", "index_version": opened.index_version, "boot": self.boot})

    async def texts(self, request: Request) -> Response:
        """GET /tekster/LANGUAGE.json: the page's own words."""
        language = request.path_params["language"]
        if language not in LANGUAGES:
            return PlainTextResponse(load_catalogue("ui").text("problem.not_found"), 404)
        return JSONResponse(page_texts(language))

    async def size(self, request: Request) -> Response:
        """GET /maal.css: the touch targets of this screen."""
        return Response(size_sheet(self.settings), media_type="text/css")

    async def information(self, request: Request) -> Response:
        """GET /tilgaengelighed and /privatliv."""
        opened = self.assistant()
        name = request.url.path.strip("/")
        page = information_page(name, opened.profile if opened else None, kiosk=True)
        return HTMLResponse(page, headers={"content-security-policy": VIEWER_POLICY})

    # ---- housekeeping ----

    async def follow_index(self) -> None:
        """Opens the index when there is one, and every newer version after it, until cancelled."""
        while True:
            await asyncio.to_thread(self._follow)
            await asyncio.sleep(FOLLOW_SECONDS)

    def _follow(self) -> None:
        try:
            opened = self.opened.current()
            if self.counts is None:
                self.counts = Counts(self.settings.home, opened.profile.focus_areas)
            self.opened.follow()
        except NoIndex:
            return  # said on the screen as "uden for drift"; the next look may find one
        except (HvidbogError, OSError) as error:
            LOG.error("index.failed %s", place_of(error))

    def forget_words(self) -> None:
        """Empties the caches of words, and the limits of those who have not asked for a minute."""
        forget_words()

    async def keep_house(self) -> None:
        """Saves counts and forgets old names every minute until cancelled."""
        while True:
            await asyncio.sleep(FORGET_SECONDS)
            self.asking.per_reader.forget_old()
            self.asking.per_address.forget_old()
            self.wipes.forget_old()
            await asyncio.to_thread(self.tidy)

    def tidy(self) -> None:
        """One round: words out, counts onto the disk."""
        self.forget_words()
        if self.counts is not None:
            try:
                self.counts.save()
            except OSError as error:
                LOG.error("counts.failed %s", place_of(error))


def kiosk_hosts(settings: Settings) -> list[str]:
    """The names that the kiosk answers to: this machine's own, the address that it listens on, and those of the settings."""
    address = settings.kiosk_address.strip().lower()
    with contextlib.suppress(ValueError):
        address = str(ip_address(address))  # as browsers shorten it: 0:0:0:0:0:0:0:1 is ::1
    named = (name.strip().lower() for name in settings.kiosk_hosts.split(","))
    return ["127.0.0.1", "localhost", address, settings.kiosk_address.lower(), *(name for name in named if name)]


def kiosk_app(settings: Settings) -> Starlette:
    """The kiosk, to be served by any ASGI server."""
    kiosk = Kiosk(settings)
    texts = load_catalogue("ui")

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(kiosk.follow_index()), asyncio.create_task(kiosk.keep_house())]
        yield
        for task in tasks:
            task.cancel()
        kiosk.desk.close()
        kiosk.tidy()
        kiosk.opened.close()

    return Starlette(
        lifespan=lifespan,
        routes=[
            Route("/", kiosk.page),
            Route("/indlejret", kiosk.embedded),
            Route("/spoerg", told(kiosk.ask), methods=["POST"]),
            Route("/slet", told(kiosk.forget), methods=["POST"]),
            Route("/sund", kiosk.health),
            Route("/tekster/{language}.json", kiosk.texts),
            Route("/maal.css", kiosk.size),
            *(Route(f"/{name}", kiosk.information) for name in INFORMATION),
            *api_routes(Api(kiosk.asking)),
            *viewer_routes(kiosk.sources, PagePictures(settings.home), kiosk=True),
            Mount("/ui", StaticFiles(directory=HERE / "static")),
        ],
        middleware=[
            Middleware(KioskHeaders),
            Middleware(EmbeddedElsewhere, ancestors=settings.embed_ancestors.replace(",", " ").split()),
            Middleware(
                OwnHostOnly,
                hosts=kiosk_hosts(settings),
                forbidden=texts.text("problem.forbidden"),
                not_found=texts.text("problem.not_found"),
            ),
            Middleware(FixedFault, sentence=texts.text("problem.error")),
        ],
    )
