"""A chat model on loopback that does as the test says: an OpenAI-compatible server with a script for every call.

A script is a function that gets the request's JSON and the handler and writes the whole response. `claims_in` reads the
sources of a prompt, so that a script can quote honestly or lie on purpose.
"""

from __future__ import annotations

import contextlib
import json
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Script = Callable[["Handler", dict[str, Any]], None]


@dataclass
class ScriptedModel:
    """The running server: its address, the requests it got, and the script in force."""

    script: Script
    address: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    """Hands each request to the script."""

    protocol_version = "HTTP/1.1"
    model: ScriptedModel

    def do_POST(self) -> None:
        """Run the script; a reader that has gone away is no error."""
        body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))))
        self.model.requests.append(body)
        self.model.paths.append(self.path)
        self.model.headers.append({name.lower(): value for name, value in self.headers.items()})
        with contextlib.suppress(OSError):
            self.model.script(self, body)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: tests read no log."""

    def begin(self, status: int = 200, kind: str = "text/event-stream", **headers: str) -> None:
        """The response's head."""
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("connection", "close")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def raw(self, text: str) -> None:
        """Bytes as they are."""
        self.wfile.write(text.encode())
        self.wfile.flush()

    def chunk(self, content: str, finish: str | None = None) -> None:
        """One event of a stream."""
        choice = {"index": 0, "delta": {"content": content} if content else {}, "finish_reason": finish}
        self.raw("data: " + json.dumps({"id": "1", "object": "chat.completion.chunk", "choices": [choice]}) + "\n\n")

    def end(self, reason: str = "stop") -> None:
        """The proper end of a stream."""
        self.chunk("", reason)
        self.raw("data: [DONE]\n\n")


@contextlib.contextmanager
def scripted_model(script: Script) -> Iterator[ScriptedModel]:
    """A server that runs `script` for every call, until the block ends."""
    model = ScriptedModel(script)
    handler = type("BoundHandler", (Handler,), {"model": model})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    model.address = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def saying(text: str, size: int = 7, finish: str | None = "stop") -> Script:
    """A script that streams `text` in pieces of `size` characters; without `finish` the stream just ends."""

    def run(handler: Handler, body: dict[str, Any]) -> None:
        handler.begin()
        for start in range(0, len(text), size):
            handler.chunk(text[start : start + size])
        if finish is not None:
            handler.end(finish)

    return run


def answering(
    claims: Callable[[list[tuple[str, str]]], Sequence[dict[str, str]]], finish: str | None = "stop"
) -> Script:
    """A script that writes the claims which `claims` makes of the sources (token, text), one a line."""

    def run(handler: Handler, body: dict[str, Any]) -> None:
        text = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in claims(sources_in(body)))
        saying(text, finish=finish)(handler, body)

    return run


def sources_in(body: dict[str, Any]) -> list[tuple[str, str]]:
    """The token and text of every source in a request."""
    prompt = "\n".join(str(message["content"]) for message in body["messages"])
    found = re.findall(r"⟦\w+⟧ kilde (\w+)\n[^\n]*\n(.*?)\n⟦\w+⟧ slut \1", prompt, flags=re.DOTALL)
    return [(token, text) for token, text in found]
