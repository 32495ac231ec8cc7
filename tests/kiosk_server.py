"""A kiosk in a process of its own, for tests: started, asked and stopped."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import ROOT, answers, stop


@dataclass(frozen=True, slots=True)
class KioskServer:
    """A running kiosk."""

    url: str
    home: Path
    log: Path
    process: subprocess.Popen[bytes]

    def output(self) -> str:
        """Everything it has printed."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def post(self, path: str, body: bytes, kind: str = "application/json", **headers: str) -> tuple[int, Any, Any]:
        """Status, body (JSON where it is JSON) and headers of a POST."""
        request = urllib.request.Request(self.url + path, body, {"content-type": kind, **headers}, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return response.status, _parsed(response.read()), response.headers
        except urllib.error.HTTPError as error:
            with error:
                return error.code, _parsed(error.read()), error.headers

    def ask(self, question: str, reader: str = "", **more: Any) -> tuple[int, Any, Any]:
        """The page's own way to ask."""
        return self.post("/spoerg", json.dumps({"question": question, "reader": reader, **more}).encode())

    def get(self, path: str) -> tuple[int, Any, Any]:
        """Status, body and headers of a GET."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=30) as response:
                return response.status, _parsed(response.read()), response.headers
        except urllib.error.HTTPError as error:
            with error:
                return error.code, _parsed(error.read()), error.headers

    def stop(self) -> None:
        """Ends it."""
        stop(self.process)


def started_kiosk(
    folder: Path, settings: Mapping[str, str], port: int | None = None, arguments: tuple[str, ...] = ()
) -> KioskServer:
    """A kiosk with its home in `folder`, when it answers."""
    if port is None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
    log = folder / f"kiosk-{port}.log"
    home = folder / "home"
    environment = {**os.environ, "HVIDBOG_HOME": str(home), "HVIDBOG_OPEN_BROWSER": "no", **settings}
    with log.open("ab") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.serve_kiosk", "--port", str(port), *arguments],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = KioskServer(f"http://127.0.0.1:{port}", home, log, process)
    deadline = time.monotonic() + 60
    while not answers(f"{server.url}/sund"):
        if process.poll() is not None or time.monotonic() > deadline:
            stop(process)
            raise AssertionError(f"the kiosk did not start:\n{server.output()[-4000:]}")
        time.sleep(0.05)
    return server


def remembered(server: KioskServer, word: str) -> list[str]:
    """What the server's process still holds of `word`; asked backwards, so that asking leaves no trace."""
    found: list[str] = server.post("/husker", word[::-1].encode())[1]
    return found


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body.decode("utf-8", "replace")
