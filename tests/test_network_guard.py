"""The guard itself: planted attempts are caught in this process, in one it starts and in the browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.browser import leaves_loopback
from tests.conftest import ROOT
from tests.network_guard.sitecustomize import is_loopback

# An address of the block that is reserved for documentation: nobody answers there.
FOREIGN = "192.0.2.1"

PLANTED = {
    "connect": f"socket.socket().connect(('{FOREIGN}', 80))",
    "connect_ex": f"socket.socket().connect_ex(('{FOREIGN}', 80))",
    "connect by name": "socket.socket().connect(('example.invalid', 80))",
    "udp": f"socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('{FOREIGN}', 53))",
    "look-up": "socket.getaddrinfo('example.invalid', 80)",
    "old look-up": "socket.gethostbyname('example.invalid')",
    "asyncio": f"asyncio.run(asyncio.open_connection('{FOREIGN}', 80))",
    "asyncio by name": "asyncio.run(asyncio.open_connection('example.invalid', 80))",
    "urllib": "urllib.request.urlopen('http://example.invalid/')",
    "C socket": f"_socket.socket().connect(('{FOREIGN}', 80))",
}


def run_planted(folder: Path, test: str) -> subprocess.CompletedProcess[str]:
    """The outcome of a pytest of its own, with our conftest, on a file that holds `test`."""
    (folder / "test_planted.py").write_text(test, encoding="utf-8")
    argv = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), f"--rootdir={ROOT}", "-q"]
    argv += ["-p", "tests.conftest", "-p", "no:cacheprovider", "-W", "default", str(folder / "test_planted.py")]
    own = {"NETWORK_GUARD_REPORT": str(folder / "report"), "TEST_ARTEFACTS": str(folder / "pictures")}
    environment = {**os.environ, **own}
    return subprocess.run(argv, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_a_swallowed_attempt_fails_the_test_that_made_it(tmp_path: Path) -> None:
    tests = []
    for number, statement in enumerate(PLANTED.values()):
        body = textwrap.indent(f"try:\n    {statement}\nexcept Exception:\n    pass\n", "    ")
        tests.append(f"def test_{number}():\n{body}")
    source = "import _socket, asyncio, socket, urllib.request\n" + "\n".join(tests)

    outcome = run_planted(tmp_path, source)

    assert f"{len(PLANTED)} failed" in outcome.stdout, outcome.stdout
    assert "the network guard stopped" in outcome.stdout
    assert outcome.returncode == 1


def test_an_attempt_in_a_started_process_fails_the_test(tmp_path: Path) -> None:
    source = f"""
import os, subprocess, sys
import pytest
def test_started():
    code = "import socket; socket.socket().connect_ex(('{FOREIGN}', 80))"
    subprocess.run([sys.executable, "-c", code], capture_output=True)
def test_started_by_a_started_one():
    code = "import socket; socket.getaddrinfo('example.invalid', 80)"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {{code!r}}], capture_output=True)"
    subprocess.run([sys.executable, "-c", outer], capture_output=True)
@pytest.mark.parametrize("env", [{{"PATH": "/usr/bin"}}, {{**os.environ, "PYTHONPATH": "elsewhere"}}])
def test_started_without_the_guard(env):
    try:
        subprocess.run([sys.executable, "-c", "pass"], env=env)
    except OSError:
        pass
"""
    outcome = run_planted(tmp_path, source)

    assert "4 failed" in outcome.stdout, outcome.stdout


def test_loopback_and_unix_sockets_stay_open(tmp_path: Path) -> None:
    source = """
import asyncio, os, socket, subprocess, sys
def test_loopback():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"x", ("127.0.0.1", 9))
    assert socket.getaddrinfo("localhost", 80)
def test_unix(tmp_path):
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(str(tmp_path / "s"))
        server.listen()
        client.connect(str(tmp_path / "s"))
def test_asyncio():
    asyncio.run(asyncio.sleep(0))
def test_processes():
    subprocess.run([sys.executable, "-c", "pass"], check=True, env={**os.environ, "MORE": "1"})
"""
    outcome = run_planted(tmp_path, source)

    assert "4 passed" in outcome.stdout, outcome.stdout
    assert outcome.returncode == 0


def test_an_attempt_in_the_browser_fails_the_test(tmp_path: Path) -> None:
    source = f"""
import pytest
@pytest.mark.parametrize("markup", [
    "<img src='http://example.invalid/a.png'>",
    "<img src='http://{FOREIGN}/a.png'>",
    "<script>fetch('https://example.invalid/').catch(() => 0)</script>",
    "<script>new WebSocket('ws://example.invalid/')</script>",
    "<script>window.open('http://example.invalid/')</script>",
])
def test_foreign(page, markup):
    page.set_content(markup)
    page.wait_for_timeout(300)
def test_own(page):
    page.set_content("<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>")
"""
    outcome = run_planted(tmp_path, source)

    assert "5 errors" in outcome.stdout, outcome.stdout
    assert "6 passed" in outcome.stdout, outcome.stdout
    assert "the page asked for" in outcome.stdout
    assert outcome.returncode == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", "localhost", b"localhost", None])
def test_this_machine_is_loopback(host: object) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "10.0.0.1", "::", "2001:db8::1", "localhost.example.invalid", "", "127"])
def test_anything_else_is_not_loopback(host: object) -> None:
    assert not is_loopback(host)


def test_urls_of_other_machines_are_told_from_our_own() -> None:
    assert leaves_loopback("https://example.invalid/x")
    assert leaves_loopback("ws://127.0.0.1.example.invalid/")
    assert not leaves_loopback("http://localhost:8501/_stcore/health")
    assert not leaves_loopback("data:text/plain,x")


def test_the_guard_is_on_in_this_run() -> None:
    assert "network_guard" in os.environ["PYTHONPATH"]
    assert socket.socket.connect.__module__ == "tests.network_guard.sitecustomize"
