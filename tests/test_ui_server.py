"""The staff server as a process: who may ask, its headers, its effective settings, how it starts and stops."""

from __future__ import annotations

import asyncio
import http.client
import json
import re
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from ingest.catalogue import load_catalogue
from ingest.config import Settings
from ingest.errors import OtherFormat
from tests.assistants import ingest_files
from tests.conftest import ROOT
from tests.fake_assistant import SWIM, cite
from ui.listening import listen_socket
from ui.middleware import PAGE_POLICY
from ui.server import Opening
from ui.streamlit_options import staff_options


@dataclass(frozen=True)
class Reply:
    """A response that was read whole."""

    status: int
    headers: Message
    body: bytes


@dataclass(frozen=True)
class Server:
    """A running staff server."""

    port: int
    started: Any

    def get(self, path: str, host: str | None = None) -> Reply:
        """The answer to one request, sent with any Host."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            connection.putrequest("GET", path, skip_host=True)
            connection.putheader("Host", host if host is not None else f"127.0.0.1:{self.port}")
            connection.endheaders()
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read())


@pytest.fixture
def server(served: Callable[..., Any], free_port: int) -> Server:
    """The staff chat with the hand-written assistant."""
    command = [sys.executable, "-m", "tests.serve_fake", "--port", str(free_port)]
    started = served(command, f"http://127.0.0.1:{free_port}/sund", env={"HVIDBOG_OPEN_BROWSER": "no"})
    return Server(free_port, started)


def test_only_our_own_names_are_answered_and_closed_paths_are_not_there(server: Server) -> None:
    for host in ("evil.invalid", f"evil.invalid:{server.port}", "127.0.0.1@evil.invalid", ""):
        for path in ("/", "/sund", "/ui/da.js", "/_stcore/health", "/kilde/x?start=0&end=1"):
            assert server.get(path, host).status == 403, (host, path)
    for path in ("/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/metrics/"):
        assert server.get(path).status == 404
    assert server.get("/", f"localhost:{server.port}").status == 200  # the control: a name of ours is answered
    assert server.get("/_stcore/health").status == 200


def test_a_websocket_needs_our_host_and_our_origin(server: Server) -> None:
    address = f"ws://127.0.0.1:{server.port}/_stcore/stream"
    ours = f"http://127.0.0.1:{server.port}"
    with connect(address, origin=Origin(ours), subprotocols=[Subprotocol("streamlit")], proxy=None) as socket_:
        assert socket_.subprotocol == "streamlit"
    foreign: list[dict[str, Any]] = [
        {"origin": "http://evil.invalid"},
        {"origin": "null"},
        {"origin": None},
        {"origin": f"http://evil.invalid:{server.port}"},
    ]
    for options in foreign:
        with pytest.raises(InvalidStatus) as refused, connect(address, proxy=None, **options):
            pass
        assert refused.value.response.status_code == 403
    # DNS rebinding: Host and Origin agree on a name that is not ours.
    with (
        socket.create_connection(("127.0.0.1", server.port)) as raw,
        pytest.raises(InvalidStatus),
        connect("ws://evil.invalid/_stcore/stream", origin=Origin("http://evil.invalid"), sock=raw, proxy=None),
    ):
        pass


def test_every_answer_carries_the_security_headers(server: Server) -> None:
    for path in ("/", "/sund", "/ui/da.js", "/_stcore/health", cited()):
        response = server.get(path)
        assert response.status == 200, path
        assert response.headers.get("x-content-type-options") == "nosniff"
        assert response.headers.get("referrer-policy") == "same-origin"
        policy = response.headers.get("content-security-policy") or ""
        assert "unsafe-eval" not in policy.replace("wasm-unsafe-eval", "")
        assert "script-src 'self'" in policy
        assert "frame-ancestors 'self'" in policy
        assert response.headers.get("server") is None
    assert server.get("/").headers.get("content-security-policy") == PAGE_POLICY


def test_the_page_is_danish_before_any_script_runs(server: Server) -> None:
    for path in ("/", "/noget/andet", "/index.html"):
        response = server.get(path)
        page = response.body.decode()
        assert response.status == 200
        assert response.headers.get("content-length") == str(len(page.encode()))
        assert '<html lang="da">' in page
        assert "<title>Hvidbog-assistenten</title>" in page
        assert not re.search(r"<script>", page), "an inline script would be blocked by the policy"


def test_it_is_ready_when_the_assistant_is_open(server: Server) -> None:
    assert json.loads(server.get("/sund").body) == {"status": "ok", "index_version": "fake-1"}


def test_the_viewer_serves_documents_of_the_index_alone(server: Server) -> None:
    assert f">{SWIM}</mark>" in server.get(cited()).body.decode()
    assert server.get("/kilde/" + "0" * 64 + "?start=0&end=5").status == 404


def test_it_listens_on_loopback_alone(server: Server) -> None:
    with open("/proc/net/tcp", encoding="ascii") as table, open("/proc/net/tcp6", encoding="ascii") as table6:
        rows = [line.split() for line in [*table, *table6][1:]]
    listening = [row[1] for row in rows if row[3] == "0A" and row[1].endswith(f":{server.port:04X}")]
    assert listening == [f"0100007F:{server.port:04X}"]


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_stops_it_with_one_danish_line_and_code_0(server: Server, asked: signal.Signals) -> None:
    server.started.process.send_signal(asked)
    assert server.started.process.wait(timeout=20) == 0
    lines = server.started.output().splitlines()
    assert lines == [
        f"Hvidbog-assistenten kører på http://127.0.0.1:{server.port}",
        "Stop med Ctrl-C.",
        "Hvidbog-assistenten er stoppet.",
    ]


def test_the_next_port_is_taken_where_one_is_busy() -> None:
    with listen_socket(18501) as first, listen_socket(first.getsockname()[1]) as second:
        assert second.getsockname()[1] > first.getsockname()[1]
        assert second.getsockname()[0] == "127.0.0.1"


def cited() -> str:
    from ui.citation_label import source_address

    return source_address(cite(1, SWIM))


def test_streamlits_settings_are_in_force_whatever_a_file_of_the_machine_says(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from streamlit import config

    folder = tmp_path / ".streamlit"
    folder.mkdir()
    (folder / "config.toml").write_text(
        '[server]\nmaxUploadSize = 999\naddress = "0.0.0.0"\n[browser]\ngatherUsageStats = true\n', encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    try:
        config.get_config_options(force_reparse=True)
        assert config.get_option("server.maxUploadSize") == 999  # the control: the file is read
        config.get_config_options(force_reparse=True, options_from_flags=staff_options(8501))
        for name, value in staff_options(8501).items():
            assert config.get_option(name) == value, name
    finally:
        monkeypatch.undo()
        config.get_config_options(force_reparse=True)
    wanted = {
        "server.maxMessageSize": 2,
        "server.maxWidgetStateSize": 2,
        "server.maxUploadSize": 20,
        "server.enableCORS": True,
        "server.enableXsrfProtection": True,
        "server.trustedUserHeaders": {},
        "server.enableStaticServing": False,
        "server.enableAgentApi": False,
        "server.allowedHosts": ["127.0.0.1", "localhost"],
        "client.showErrorDetails": "none",
        "client.toolbarMode": "minimal",
        "browser.gatherUsageStats": False,
    }
    assert {name: staff_options(8501)[name] for name in wanted} == wanted


def test_a_fault_of_the_api_is_one_danish_sentence_and_the_log_has_no_message(
    served: Callable[..., Any], free_port: int
) -> None:
    command = [sys.executable, "-m", "tests.serve_fake", "--port", str(free_port)]
    address = f"http://127.0.0.1:{free_port}"
    started = served(command, f"{address}/sund", env={"HVIDBOG_OPEN_BROWSER": "no", "HVIDBOG_API_KEYS": "noegle"})

    def asked(question: str) -> tuple[int, str, Message]:
        with closing(http.client.HTTPConnection("127.0.0.1", free_port, timeout=20)) as connection:
            headers = {"content-type": "application/json", "authorization": "Bearer noegle"}
            connection.request("POST", "/api/ask", json.dumps({"question": question}), headers)
            response = connection.getresponse()
            return response.status, response.read().decode(), response.headers

    status, body, headers = asked("knæk kanariefugl")  # an answer that cannot even be shown
    assert (status, body) == (500, load_catalogue("ui").text("problem.error"))
    assert headers["x-content-type-options"] == "nosniff"
    assert "request.failed RuntimeError in" in started.output(), "the control: the class and the place are logged"
    for word in ("kanariefugl", "hemmelig", "Traceback"):
        assert word not in started.output(), word
    assert asked("Hvornår åbner hallen?")[0] == 200


def test_told_to_stop_it_leaves_no_private_copy(served: Callable[..., Any], free_port: int, tmp_path: Path) -> None:
    home = tmp_path / "home"
    minutes = tmp_path / "referat.md"
    minutes.write_text("# Sømarken Kommune (opdigtet)\n\nHavnen har en bro.\n", encoding="utf-8")
    ingest_files(Settings(home=home), [minutes])
    command = [sys.executable, str(ROOT / "hvidbog.py"), "serve", "--port", str(free_port)]
    env = {"HVIDBOG_OPEN_BROWSER": "no", "HVIDBOG_HOME": str(home)}
    started = served(command, f"http://127.0.0.1:{free_port}/sund", env=env)

    def copies() -> list[Path]:
        return [one for one in (home / "readers").iterdir() if one.is_dir()]

    assert copies(), "the control: while it runs there is one"
    started.process.send_signal(signal.SIGTERM)
    assert started.process.wait(timeout=30) == 0
    assert copies() == []


def test_why_the_assistant_cannot_be_opened_is_said_once_on_the_terminal(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> Any:
        raise OtherFormat("Kør »hvidbog ingest« igen.")

    async def three_times() -> list[Any]:
        opening = Opening(fail)
        return [await opening.assistant() for _ in range(3)]

    assert asyncio.run(three_times()) == [None] * 3
    assert [record.message for record in caplog.records if record.name == "hvidbog.ui"] == [
        "Kør »hvidbog ingest« igen."
    ]
