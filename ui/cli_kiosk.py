"""`hvidbog kiosk`: the citizens' kiosk, in a process of its own, over the public index alone."""

from __future__ import annotations

import signal
import socket
import webbrowser
from collections.abc import Sequence
from importlib import import_module
from threading import Timer

from ingest.catalogue import load_catalogue
from ingest.command_line import DanishParser
from ingest.config import Settings, has_display, read_settings
from ingest.records import Audience
from ingest.versions import version_in_force
from ui.listening import listen_socket

_BROWSER_DELAY = 0.5  # seconds, so that the server listens before the browser asks
_FAREWELL = 3  # seconds that open connections get when the server stops
_KEEP_ALIVE = 15  # seconds; longer than the page's own beat, so that one connection serves a visit
_MOST_CONNECTIONS = 1_000


def main(argv: Sequence[str]) -> int:
    """Serves the kiosk until Ctrl-C. The result is the exit code. Raises HvidbogError with a Danish sentence."""
    texts = load_catalogue("ui")
    parser = DanishParser("hvidbog kiosk", texts.text("serve_kiosk.description"))
    parser.add_argument("--port", type=int, help=texts.text("serve_kiosk.port"))
    options = parser.parse_args(list(argv))
    settings = read_settings()
    try:
        port = settings.kiosk_port if options.port is None else options.port
        with listen_socket(port, settings.kiosk_address) as listener:
            if version_in_force(settings.home, Audience.PUBLIC) is None:
                print(texts.text("serve.ingesting"), flush=True)
                import_module("ingest.cli").main([])
            return _run(settings, listener)
    except KeyboardInterrupt:
        print(texts.text("serve_kiosk.stopped"))
        return 0


def _run(settings: Settings, listener: socket.socket) -> int:
    """Serves on `listener` until the process is told to stop."""
    import uvicorn

    from ui.kiosk_server import kiosk_app
    from ui.patience import PatientProtocol

    texts = load_catalogue("ui")
    host = settings.kiosk_address
    address = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"
    # No access log, and a log level at which uvicorn repeats nothing of a request.
    server = uvicorn.Server(
        uvicorn.Config(
            kiosk_app(settings),
            access_log=False,
            log_level="warning",
            server_header=False,
            proxy_headers=False,
            http=PatientProtocol,
            ws="none",
            limit_concurrency=_MOST_CONNECTIONS,
            timeout_keep_alive=_KEEP_ALIVE,
            timeout_graceful_shutdown=_FAREWELL,
        )
    )
    print(texts.text("serve_kiosk.address", address=address), texts.text("serve.stop_hint"), sep="\n", flush=True)
    if host not in ("127.0.0.1", "localhost", "::1"):
        print(texts.text("serve_kiosk.open_address", address=host), flush=True)
    if settings.open_browser == "yes" or (settings.open_browser == "auto" and has_display()):
        Timer(_BROWSER_DELAY, webbrowser.open, [address]).start()
    # uvicorn passes a signal on when it has stopped; asked to end, we then leave as after Ctrl-C and tidy up.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    server.run(sockets=[listener])
    print(texts.text("serve_kiosk.stopped"))
    return 0 if server.started else 1
