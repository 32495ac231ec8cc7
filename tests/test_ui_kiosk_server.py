"""The kiosk over HTTP: who may ask, how often, what is closed, what is counted, and how it starts and stops."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import re
import secrets
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.records import Answer, Status
from ingest.command_line import run
from ingest.config import Settings
from ingest.records import Audience
from tests.fake_assistant import SWIM, cite
from tests.kiosk_server import KioskServer, remembered, started_kiosk
from ui.citation_label import source_address
from ui.cli_kiosk import main
from ui.counts import Counts, counts_path, read_counts
from ui.kiosk_page import size_sheet
from ui.kiosk_server import kiosk_app
from ui.touch_size import target_pixels


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KioskServer]:
    """The kiosk with its own limits, but for the address's, which all tests share."""
    server = started_kiosk(tmp_path_factory.mktemp("kiosk"), {"HVIDBOG_KIOSK_PER_ADDRESS": "500"})
    yield server
    server.stop()


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Callable[..., KioskServer]]:
    """Starts kiosks with settings of a test's own."""
    running: list[KioskServer] = []

    def start(**settings: str) -> KioskServer:
        running.append(started_kiosk(tmp_path, settings))
        return running[-1]

    yield start
    for server in running:
        server.stop()


def raw(server: KioskServer, method: str, path: str, host: str | None = None, **headers: str) -> int:
    """The status of a request with any method, Host and headers."""
    port = int(server.url.rpartition(":")[2])
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.putrequest(method, path, skip_host=True)
        connection.putheader("Host", host if host is not None else f"127.0.0.1:{port}")
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        return connection.getresponse().status


def test_every_answer_carries_the_strict_headers(kiosk: KioskServer) -> None:
    paths = [
        "/",
        "/sund",
        "/maal.css",
        "/ui/kiosk.js",
        "/tekster/da.json",
        "/privatliv",
        "/findes-ikke",
        "/api/openapi.json",
    ]
    for path in [*paths, source_address(cite(1, SWIM))]:
        _, _, headers = kiosk.get(path)
        policy = headers["content-security-policy"]
        assert "unsafe" not in policy, path
        assert "default-src 'none'" in policy
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["server"] is None
        assert headers["set-cookie"] is None
    assert "frame-ancestors 'none'" in kiosk.get("/")[2]["content-security-policy"]


def test_an_answer_is_marked_as_made_by_a_machine(kiosk: KioskServer) -> None:
    status, answer, headers = kiosk.ask("Hvornår åbner hallen?", secrets.token_hex(4))
    assert status == 200
    assert answer["lines"][0]["text"] == SWIM
    assert answer["ai_generated"] is True
    assert headers["x-ai-generated"] == "true"


# ---- the `http` lines of the adversarial set, as they are for this server ----


def test_there_is_no_websocket_no_metrics_no_upload_and_no_role_in_an_address(kiosk: KioskServer) -> None:
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Key": "x" * 22 + "==",
        "Sec-WebSocket-Version": "13",
    }
    for origin in ("https://evil.example", kiosk.url):
        assert raw(kiosk, "GET", "/_stcore/stream", Origin=origin, **upgrade) == 404
    assert raw(kiosk, "GET", "/_stcore/metrics") == 404
    assert raw(kiosk, "PUT", "/_stcore/upload_file/x/y") == 404
    assert raw(kiosk, "POST", "/") == 405
    plain, dressed = kiosk.get("/"), kiosk.get("/?side=personale&rolle=admin")
    assert plain[1] == dressed[1]
    assert raw(kiosk, "GET", "/", Cookie="_streamlit_user=forfalsket") == 200  # no cookie means anything here
    assert raw(kiosk, "GET", "/", **{"X-Forwarded-User": "admin", "X-Forwarded-For": "10.0.0.1"}) == 200


def test_only_our_own_names_are_answered(kiosk: KioskServer, small: Callable[..., KioskServer]) -> None:
    for host in ("evil.invalid", "127.0.0.1@evil.invalid", "kiosk.soemarken.example.org", ""):
        for path in ("/", "/sund", "/api/documents", "/indlejret"):
            assert raw(kiosk, "GET", path, host) == 403, (host, path)
    named = small(HVIDBOG_KIOSK_HOSTS="kiosk.soemarken.example.org")
    assert raw(named, "GET", "/", "kiosk.soemarken.example.org") == 200
    assert raw(named, "GET", "/", "evil.invalid") == 403


@pytest.mark.parametrize("address", ["::1", "0:0:0:0:0:0:0:1", "127.0.0.1", "0.0.0.0", "Kiosk.Soemarken.example.org"])
def test_the_address_that_is_printed_is_answered(tmp_path: Path, address: str) -> None:
    settings = Settings(home=tmp_path, kiosk_address=address)
    app = kiosk_app(settings)
    printed = f"http://{f'[{address}]' if ':' in address else address}:8601"
    assert TestClient(app, base_url=printed).get("/privatliv").status_code == 200
    if ":" in address:
        assert (
            TestClient(app, base_url="http://[::1]:8601").get("/privatliv").status_code == 200
        )  # as browsers write it
    assert TestClient(app, base_url="http://[::2]:8601").get("/privatliv").status_code == 403


def test_only_our_own_page_may_wipe_and_only_so_often(small: Callable[..., KioskServer]) -> None:
    server = small(HVIDBOG_KIOSK_PER_ADDRESS="3")
    text = "text/plain"
    for foreign in ({}, {"origin": "https://evil.invalid"}, {"origin": "null"}):
        for _ in range(4):  # and being refused uses nothing up
            assert server.post("/slet", b"", text, **foreign)[0] == 403, foreign
    assert server.post("/slet", b"{}")[0] == 204
    assert [server.post("/slet", b"", text, origin=server.url)[0] for _ in range(3)] == [204, 204, 429]
    assert server.ask("Hvornår åbner hallen?")[0] == 200, "wiping takes no question from anybody"


def test_a_seventh_question_in_a_minute_waits_and_another_reader_does_not(kiosk: KioskServer) -> None:
    reader = secrets.token_hex(8)
    replies = [kiosk.ask("Hvornår åbner hallen?", reader) for _ in range(7)]
    assert [status for status, _, _ in replies] == [200] * 6 + [429]
    _, body, headers = replies[-1]
    assert 1 <= int(headers["retry-after"]) <= 60
    assert "Vent venligst" in body["error"]
    assert kiosk.ask("Hvornår åbner hallen?", secrets.token_hex(8))[0] == 200
    assert kiosk.ask("Jeg vil ikke leve mere", reader)[0] == 200, "nobody in need is asked to wait"


def test_an_address_has_a_limit_of_its_own_whoever_asks(small: Callable[..., KioskServer]) -> None:
    server = small(HVIDBOG_KIOSK_PER_ADDRESS="3")
    assert [server.ask("x", secrets.token_hex(8))[0] for _ in range(4)] == [200, 200, 200, 429]
    assert server.post("/api/ask", b'{"question": "x"}')[0] == 429


def test_who_comes_after_a_full_line_is_kindly_asked_to_wait(small: Callable[..., KioskServer]) -> None:
    server = small(HVIDBOG_KIOSK_AT_ONCE="1", HVIDBOG_KIOSK_WAITING="2", HVIDBOG_KIOSK_PER_ADDRESS="1000")
    replies: list[tuple[int, Any, Any]] = []
    threads = [threading.Thread(target=lambda: replies.append(server.ask("vent"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 20
    while len(replies) < 5 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert [status for status, _, _ in replies] == [503] * 5, "one is answered, two wait, five are turned away"
    assert "Vent venligst" in replies[0][1]["error"]
    assert replies[0][2]["retry-after"] == "3"
    assert server.get("/sund")[0] == 200, "the server itself stays well"
    server.post("/fri", b"")
    for thread in threads:
        thread.join(20)
    assert sorted(status for status, _, _ in replies) == [200] * 3 + [503] * 5
    assert server.ask("Hvornår åbner hallen?")[0] == 200


def test_huge_odd_and_foreign_bodies_are_refused_in_danish(kiosk: KioskServer) -> None:
    def status(body: bytes, kind: str = "application/json") -> int:
        code, told, _ = kiosk.post("/spoerg", body, kind)
        assert code == 200 or "error" in told, told
        return int(code)

    assert status(b"{" + b" " * 70_000 + b"}") == 413
    assert status(b'{"question": "x", "reader": ""}', "text/plain") == 415
    assert status(b'{"question": "x", "reader": ""}', "application/x-www-form-urlencoded") == 415
    for body in (b"", b"[]", b"{}", b"null", b'{"question": 5, "reader": ""}', b"\xff", b"[" * 50_000,
                 b'{"question": "x", "reader": "", "history": "y"}', b'{"question": "x", "reader": "", "history": [1]}',
                 b'{"question": "x", "reader": "", "history": [{"question": 1, "answer": ""}]}'):  # fmt: skip
        assert status(body) == 400, body[:40]
    assert status(b'{"question": "\\ud800 x", "reader": ""}') == 200
    assert kiosk.ask("x" * 300)[1]["reason"] is None


def test_a_fault_is_one_danish_sentence_and_the_log_has_no_word_of_the_question(kiosk: KioskServer) -> None:
    canary = "kanarie" + secrets.token_hex(6)
    status, answer, _ = kiosk.ask(f"brydsammen {canary}")
    assert (status, answer["status"]) == (200, "error")
    assert "hemmelig" not in json.dumps(answer)
    status, body, _ = kiosk.ask(f"knæk {canary}")  # an answer that cannot even be shown
    assert status == 500
    assert body == "Der opstod en fejl. Prøv igen om lidt, eller spørg den, der driver assistenten."
    assert "RuntimeError in" in kiosk.output(), "the control: faults are logged"
    for word in (canary, "hemmelig", "Traceback", "127.0.0.1 -"):
        assert word not in kiosk.output(), word
    assert remembered(kiosk, canary) == []


def test_two_readers_never_meet(kiosk: KioskServer) -> None:
    for _ in range(20):
        first, second = ("kanarie" + secrets.token_hex(6) for _ in range(2))
        kiosk.ask(f"farlig {first}")
        assert first not in json.dumps(kiosk.ask(f"ekko {second}", history=[])[1])
        turn = {"question": second, "answer": "svar"}
        assert second in json.dumps(kiosk.ask("ekko", history=[turn])[1])  # the control: a reader's own history is used


def test_half_open_connections_keep_nobody_out(kiosk: KioskServer) -> None:
    port = int(kiosk.url.rpartition(":")[2])
    half = [socket.create_connection(("127.0.0.1", port)) for _ in range(200)]
    try:
        for one in half:
            one.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        assert [kiosk.ask("Hvornår åbner hallen?")[0] for _ in range(5)] == [200] * 5
    finally:
        for one in half:
            one.close()


def test_it_counts_status_and_focus_area_and_no_word(small: Callable[..., KioskServer]) -> None:
    server = small()
    canary = "kanarie" + secrets.token_hex(6)
    for question in ("Hvornår åbner hallen?", f"Noget om Havn {canary}", canary):
        server.ask(question)
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(timeout=20) == 0
    path = counts_path(server.home)
    (day,) = read_counts(path).values()
    assert day == {"found": {"Havn": 1}, "not_found": {"": 1, "Havn": 1}} or day == {
        "found": {"": 1}, "not_found": {"": 1, "Havn": 1}
    }  # fmt: skip
    assert canary not in path.read_text(encoding="utf-8")
    assert server.output().splitlines()[-1] == "Kiosken er stoppet."


def test_a_clock_that_is_set_a_year_off_deletes_no_count(tmp_path: Path) -> None:
    answer = Answer("", Audience.PUBLIC, Status.FOUND, "")
    for year in (2031, 2030, 2032):
        counts = Counts(tmp_path, (), lambda year=year: dt.date(year, 3, 4))
        counts.add(answer)
        counts.save()
    assert sorted(read_counts(counts_path(tmp_path))) == ["2030-03-04", "2031-03-04", "2032-03-04"]


# ---- the settings of the screen, and the command ----


@pytest.mark.parametrize(
    ("inches", "pixels", "wanted"),
    [
        (24, "1080x1920", 72),
        (22, "1920x1080", 79),
        (32, "1920x1080", 54),
        (32, "3840x2160", 108),
        (15.6, "1920x1080", 111),
    ],
)
def test_twenty_millimetres_in_pixels(inches: float, pixels: str, wanted: int) -> None:
    assert target_pixels(20, inches, pixels) == wanted
    settings = Settings(kiosk_screen_inches=inches, kiosk_screen_pixels=pixels)
    assert f"--target: {wanted}px" in size_sheet(settings)


def test_help_and_faults_of_the_command_are_danish(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    assert re.match("Brug: hvidbog kiosk", capsys.readouterr().out)
    assert run(main, ["--findes-ikke"]) == 2
    monkeypatch.setenv("HVIDBOG_KIOSK_ADDRESS", "203.0.113.7")
    assert run(main, []) == 2
    assert "HVIDBOG_KIOSK_ADDRESS" in capsys.readouterr().err
