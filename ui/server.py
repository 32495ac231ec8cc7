"""The staff chat as one ASGI application: Streamlit, the viewer, the style and the health route, behind our middleware."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from ingest.catalogue import load_catalogue
from ingest.config import Settings, read_settings
from ingest.errors import HvidbogError
from ingest.records import Audience
from ui.answer_desk import AnswerDesk
from ui.api import Api, api_routes
from ui.asking import Asking
from ui.document_page import document_route
from ui.faults import place_of
from ui.first_page import FIRST_PAGE, FirstPage
from ui.kiosk_middleware import FixedFault
from ui.kiosk_page import AI_MARKING, INFORMATION, information_page
from ui.login import SignedInOnly, login_of
from ui.middleware import DanishPage, OwnHostOnly
from ui.page_pictures import PagePictures
from ui.quality_page import report_route
from ui.rate_limits import RateLimit
from ui.shared_assistant import FOLLOW_SECONDS, close_staff_assistant, staff_assistant
from ui.shared_store import delete_every_hour, staff_store
from ui.streamlit_options import staff_hosts, without_components
from ui.viewer import viewer_routes

if TYPE_CHECKING:
    from starlette.requests import Request

    from assistant import Assistant

LOG = logging.getLogger("hvidbog.ui")
HERE = Path(__file__).parent
LONGEST_QUESTION = 1000
_ADDRESSES = 10  # keys' worth of requests that one address may make
_PATIENCE = 0.2  # seconds that the health route waits for an assistant that is opening


class Opening:
    """Opens the assistant in a thread of its own, so that the first page does not wait for it."""

    def __init__(self, open_it: Callable[[], Assistant]) -> None:
        self._open = open_it
        self._task: asyncio.Task[Assistant] | None = None
        self._told = ""

    async def assistant(self) -> Assistant | None:
        """The open assistant, or None while it is opening or where there is no index. The next call tries again."""
        try:
            await asyncio.wait_for(asyncio.shield(self._begun()), _PATIENCE)
            return await asyncio.to_thread(self._open)  # the same assistant, after it followed the index
        except TimeoutError:
            return None
        except HvidbogError as error:
            self._tell(str(error))
            return None

    def _begun(self) -> asyncio.Task[Assistant]:
        """The opening that is under way or done; a new one where the last one failed."""
        if self._task is None or (self._task.done() and self._task.exception() is not None):
            self._task = asyncio.create_task(asyncio.to_thread(self._open))
        return self._task

    def _tell(self, why: str) -> None:
        """Says on the terminal why the assistant cannot be opened and what to do: once, however often it is tried."""
        if why != self._told:
            self._told = why
            LOG.error("%s", why)

    def at_once(self) -> Assistant | None:
        """The assistant if it is open; else None, and it is being opened. To be called in the event loop; never waits."""
        done = self._begun()
        return done.result() if done.done() and not done.cancelled() and done.exception() is None else None

    async def follow(self, first: FirstPage) -> None:
        """Opens the assistant after the first page, and every few seconds the newest index, until it is cancelled."""
        await asyncio.to_thread(first.wait)
        while True:
            await self.assistant()
            await asyncio.sleep(FOLLOW_SECONDS)

    async def ended(self) -> None:
        """Returns when no thread is opening any more: what is half open cannot be closed."""
        if self._task is not None:
            await asyncio.wait([self._task])


def tell_fault(error: Exception) -> bool:
    """Draws the fixed Danish sentence in place of Streamlit's own. True: there is nothing more to show."""
    LOG.error("script.failed %s", place_of(error))
    st.error(load_catalogue("ui").text("problem.error"))
    return True


def staff_api(settings: Settings, assistant: Callable[[], Assistant | None]) -> Api:
    """The staff's API: for holders of a key, each with a limit a minute. `assistant` gives the open one at once."""
    asking = Asking(
        assistant=assistant,
        audience=Audience.STAFF,
        engine=settings.engine,
        longest=LONGEST_QUESTION,
        desk=AnswerDesk(settings.kiosk_at_once, settings.kiosk_waiting),
        per_reader=RateLimit(settings.api_per_key),
        per_address=RateLimit(settings.api_per_key * _ADDRESSES),
    )
    given = settings.api_keys.get_secret_value() if settings.api_keys else ""
    return Api(asking, tuple(key.strip() for key in given.split(",") if key.strip()))


def staff_app() -> st.App:
    """The application, to be served by any ASGI server that is bound to loopback."""
    texts = load_catalogue("ui")
    settings = read_settings()
    without_components()
    opening = Opening(staff_assistant)
    api = staff_api(settings, opening.at_once)
    login = login_of(settings)

    @asynccontextmanager
    async def lifespan(_: st.App) -> AsyncIterator[dict[str, Any]]:
        FIRST_PAGE.expect()
        following = asyncio.create_task(opening.follow(FIRST_PAGE))
        deleting = asyncio.create_task(delete_every_hour(settings))
        yield {}
        FIRST_PAGE.drawn()
        following.cancel()
        deleting.cancel()
        api.asking.desk.close()
        await opening.ended()
        await asyncio.to_thread(close_staff_assistant)
        await asyncio.to_thread(staff_store.clear)

    async def health(_: Request) -> JSONResponse:
        assistant = await opening.assistant()
        if assistant is None:
            return JSONResponse({"status": "starting"}, 503, headers={"cache-control": "no-store"})
        body = {"status": "ok", "index_version": assistant.index_version}
        return JSONResponse(body, headers={"cache-control": "no-store"})

    async def drawn(_: Request) -> Response:
        FIRST_PAGE.drawn()
        return Response(status_code=204)

    async def information(request: Request) -> HTMLResponse:
        assistant = await opening.assistant()
        name = request.url.path.strip("/")
        days = {"history_days": settings.history_days, "feedback_days": settings.feedback_days}
        return HTMLResponse(information_page(name, assistant.profile if assistant else None, kiosk=False, **days))

    return st.App(
        HERE / "app.py",
        lifespan=lifespan,
        routes=[
            Route("/sund", health),
            Route("/tegnet", drawn, methods=["POST"]),
            *viewer_routes(staff_assistant, PagePictures(settings.home)),
            document_route(staff_assistant),
            report_route(settings),
            *api_routes(api),
            *(Route(f"/{name}", information) for name in INFORMATION),
            Mount("/ui", StaticFiles(directory=HERE / "static")),
        ],
        on_script_error=tell_fault,
        secrets=login.secrets() if login else None,
        middleware=[
            Middleware(DanishPage, title=texts.text("page.title"), marking=AI_MARKING),
            Middleware(
                OwnHostOnly,
                hosts=staff_hosts(settings),
                forbidden=texts.text("problem.forbidden"),
                not_found=texts.text("problem.not_found"),
            ),
            Middleware(SignedInOnly, login=login),
            Middleware(FixedFault, sentence=texts.text("problem.error")),
        ],
    )
