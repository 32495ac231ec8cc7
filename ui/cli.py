"""`hvidbog serve`: the staff chat on this machine's own address."""

from __future__ import annotations

import argparse
import errno
import signal
import socket
import sys
import webbrowser
from collections.abc import Sequence
from importlib import import_module
from threading import Timer

from ingest.catalogue import load_catalogue
from ingest.config import Settings, has_display, read_settings
from ingest.errors import HvidbogError, NoIndex, WrongUse

PORTS_TRIED = 20
_BROWSER_DELAY = 0.5  # seconds, so that the server listens before the browser asks
_FAREWELL = 3  # seconds that open connections get when the server stops


def serve(argv: Sequence[str]) -> int:
    """Serves the staff chat until Ctrl-C. The result is the exit code."""
    texts = load_catalogue("ui")
    parser = argparse.ArgumentParser(prog="hvidbog serve", description=texts.text("serve.description"))
    parser.add_argument("--port", type=int, help=texts.text("serve.port"))
    options = parser.parse_args(list(argv))
    try:
        settings = read_settings()
        listener = listen_socket(options.port or settings.port)
        _ingest_if_empty()
        return _run(settings, listener)
    except KeyboardInterrupt:
        print(texts.text("serve.stopped"))
        return 0
    except HvidbogError as error:
        print(error, file=sys.stderr)
        return error.exit_code


def listen_socket(port: int) -> socket.socket:
    """A socket bound to loopback at `port`, or at the next free port. Raises WrongUse where the next 20 are taken."""
    for wanted in range(port, min(port + PORTS_TRIED, 65536)):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", wanted))
            listener.listen(128)
        except OSError as error:
            listener.close()
            if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise
            continue
        return listener
    raise WrongUse(load_catalogue("ui").text("serve.no_port", first=port, last=port + PORTS_TRIED - 1))


def _ingest_if_empty() -> None:
    """Opens the assistant, and makes an index first where there is none. Other trouble is told on the page."""
    from ui.shared_assistant import staff_assistant

    try:
        staff_assistant()
    except NoIndex:
        print(load_catalogue("ui").text("serve.ingesting"), flush=True)
        import_module("ingest.cli").main([])
    except HvidbogError:
        return


def _run(settings: Settings, listener: socket.socket) -> int:
    """Serves on `listener` until the process is told to stop."""
    import uvicorn
    from streamlit import config as streamlit_config

    from ui.streamlit_options import LOOPBACK, MESSAGE_MB, staff_options

    texts = load_catalogue("ui")
    port = listener.getsockname()[1]
    streamlit_config.get_config_options(force_reparse=True, options_from_flags=staff_options(port))
    from ui.server import staff_app

    address = f"http://{LOOPBACK}:{port}"
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
