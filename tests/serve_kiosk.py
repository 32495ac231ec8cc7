"""`hvidbog kiosk` with an assistant that forgets, and two routes that ask what the process remembers.

`python -m tests.serve_kiosk --port N`. Only tests have these routes: `/husker` counts the texts of the process that hold a
word (sent backwards, so that the asking itself leaves no trace), `/plant` keeps a word on purpose (the control).
"""

import gc
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

import assistant
import ui.cli_kiosk
import ui.kiosk_server
from assistant.records import Answer, Status, Turn
from ingest.command_line import run
from ingest.config import Settings
from ingest.records import Audience, Document
from tests.fake_assistant import FakeAssistant, minutes

PLANTED: list[str] = []
HOLD = threading.Event()
WAITING = threading.Semaphore(0)
PUBLIC_ADDRESS = "https://www.soemarken.example.org/referat"


class ForgetfulAssistant(FakeAssistant):
    """Answers like the fake, and keeps nothing. A question with "vent" waits until `/fri` is asked for."""

    def ask(self, text: str, history: Sequence[Turn] = (), engine: str | None = None) -> Answer:
        """The fake's answer, for the public."""
        if "vent" in text.lower():
            HOLD.wait(20)
        answer = replace(super().ask(text, history, engine), audience=Audience.PUBLIC)
        self.asked.clear()
        self.histories.clear()
        if "ekko" in text.lower():
            earlier = " / ".join(turn.question for turn in history)
            answer = replace(answer, status=Status.NOT_FOUND, text=f"Før spurgte du: {earlier}")
        if "qr" in text.lower():
            found = super().ask("Hvornår åbner hallen?")
            self.asked.clear()
            self.histories.clear()
            answer = replace(found, question=text, citations=(replace(found.citations[0], source_url=PUBLIC_ADDRESS),))
        return answer

    def documents(self) -> tuple[Document, ...]:
        """The one document, with a public address."""
        return (minutes().document,)


def remembered(word: str) -> list[str]:
    """What kind of object holds each text of the process that has `word` in it."""
    gc.collect()
    mine = {id(sys._getframe())}
    found = []
    for one in gc.get_objects():
        if id(one) in mine:
            continue
        for part in gc.get_referents(one):
            inner = gc.get_referents(part) if isinstance(part, dict | list | tuple | set) else ()
            for text in (part, *inner):
                held = text.decode("utf-8", "replace") if isinstance(text, bytes | bytearray) else text
                if isinstance(held, str) and word in held and text is not word:
                    found.append(type(one).__name__)
    return found


async def remembers(request: Request) -> JSONResponse:
    return JSONResponse(remembered((await request.body()).decode()[::-1]))


async def plant(request: Request) -> JSONResponse:
    PLANTED.append((await request.body()).decode()[::-1] + "!")
    return JSONResponse([])


async def free(request: Request) -> JSONResponse:
    HOLD.set()
    return JSONResponse([])


_REAL = ui.kiosk_server.kiosk_app


def app(settings: Settings) -> Starlette:
    made = _REAL(settings)
    made.router.routes[:0] = [Route(path, run_it, methods=["POST"]) for path, run_it in ROUTES.items()]
    return made


ROUTES = {"/husker": remembers, "/plant": plant, "/fri": free}

if __name__ == "__main__":
    if "--real" in sys.argv:
        sys.argv.remove("--real")
    else:
        assistant.open_assistant = lambda settings, audience="public": ForgetfulAssistant()  # type: ignore[assignment]
        ui.cli_kiosk.version_in_force = lambda *_: "fake-1"  # type: ignore[assignment]
    ui.kiosk_server.kiosk_app = app
    sys.exit(run(ui.cli_kiosk.main, sys.argv[1:]))
