"""`hvidbog serve`: the staff chat on this machine's own address."""

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
from ingest.errors import WrongUse
from ingest.records import Audience
from ingest.versions import version_in_force
from ui.listening import is_loopback, listen_socket

_BROWSER_DELAY = 0.5  # seconds, so that the server listens before the browser asks
_FAREWELL = 3  # seconds that open connections get when the server stops


def serve(argv: Sequence[str]) -> int:
    """Serves the staff chat until Ctrl-C. The result is the exit code. Raises HvidbogError with a Danish sentence."""
    texts = load_catalogue("ui")
    parser = DanishParser("hvidbog serve", texts.text("serve.description"))
    parser.add_argument("--port", type=int, help=texts.text("serve.port"))
    options = parser.parse_args(list(argv))
    from ui.login import login_of

    settings = read_settings()
    try:
        if login_of(settings) is None and not is_loopback(settings.address):
            raise WrongUse(texts.text("login.needed"))
        _tell_of_database(settings)
        listener = listen_socket(settings.port if options.port is None else options.port, settings.address)
        if version_in_force(settings.home, Audience.STAFF) is None:
            print(texts.text("serve.ingesting"), flush=True)
            import_module("ingest.cli").main([])
        return _run(settings, listener)
    except KeyboardInterrupt:
        print(texts.text("serve.stopped"))
        return 0


def _tell_of_database(settings: Settings) -> None:
    """Says on the terminal that a database which was set up is silent. Raises WrongUse for an address of none."""
    if settings.database_url is None:
        return
    from ui.history import StoreUnavailable, check_database

    try:
        check_database(settings)
    except StoreUnavailable as silent:
        print(silent, flush=True)


def _run(settings: Settings, listener: socket.socket) -> int:
    """Serves on `listener` until the process is told to stop."""
    import uvicorn
    from streamlit import config as streamlit_config

    from ui.streamlit_options import LOOPBACK, MESSAGE_MB, staff_hosts, staff_options

    texts = load_catalogue("ui")
    port = listener.getsockname()[1]
    streamlit_config.get_config_options(
        force_reparse=True, options_from_flags=staff_options(port, staff_hosts(settings))
    )
    from ui.server import staff_app

    shown = LOOPBACK if is_loopback(settings.address) else settings.address
    address = f"http://{f'[{shown}]' if ':' in shown else shown}:{port}"
    server = uvicorn.Server(
        uvicorn.Config(
            staff_app(),
            access_log=False,
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=_FAREWELL,
            ws="websockets-sansio",
            ws_max_size=MESSAGE_MB * 1024 * 1024,
            ws_per_message_deflate=False,
        )
    )
    print(texts.text("serve.address", address=address), texts.text("serve.stop_hint"), sep="\n", flush=True)
    if settings.open_browser == "yes" or (settings.open_browser == "auto" and has_display()):
        Timer(_BROWSER_DELAY, webbrowser.open, [address]).start()
    # uvicorn passes a signal on when it has stopped; asked to end, we then leave as after Ctrl-C and tidy up.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    server.run(sockets=[listener])
    print(texts.text("serve.stopped"))
    return 0 if server.started else 1
