"""What all tests share: the network guard, settings of their own, a Chromium, and servers that stop with the test."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
GUARD_FOLDER = ROOT / "tests" / "network_guard"
ARTEFACTS = Path(os.environ.get("TEST_ARTEFACTS", ROOT / "test-artefacts"))
AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

# Before any other import: from here on this process and every process it starts are guarded.
os.environ.setdefault("NETWORK_GUARD_REPORT", str(Path(tempfile.mkdtemp(prefix="network-guard-")) / "report"))
if str(GUARD_FOLDER) not in os.environ.get("PYTHONPATH", "").split(os.pathsep):
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(GUARD_FOLDER), os.environ.get("PYTHONPATH"))))
# The tests decide the settings, and a proxy on loopback would be a way past the guard.
for _name in list(os.environ):
    if _name.startswith(("HVIDBOG_", "OPENAI_", "AZURE_OPENAI_")) or _name.lower().endswith("_proxy"):
        del os.environ[_name]

from ingest.config import Settings  # noqa: E402  (after the guard)
from tests.browser import ARGUMENTS, chromium_path, leaves_loopback  # noqa: E402
from tests.network_guard import sitecustomize as network_guard  # noqa: E402, F401  (importing it guards pytest)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request, WebSocket

    from assistant import Assistant

REPORT = Path(os.environ["NETWORK_GUARD_REPORT"])


# The network guard: each phase of each test fails if a line was written to the report while it ran.


def forbidden_connections() -> list[str]:
    """What the guard stopped since the last call, in this process and in all that it started."""
    try:
        lines = REPORT.read_text(encoding="utf-8").splitlines()
        REPORT.unlink()
    except FileNotFoundError:
        return []
    found = []
    for line in lines:
        record = json.loads(line)
        found.append(f"{record['what']} by {record['process']}\n    from " + "\n    from ".join(record["stack"][-6:]))
    return found


def _fail_on_connections(item: pytest.Item) -> Generator[None, object, object]:
    try:
        result = yield
    except BaseException:
        for found in forbidden_connections():
            item.add_report_section("call", "network guard", found)
        raise
    stopped = forbidden_connections()
    if stopped:
        pytest.fail("the network guard stopped:\n" + "\n".join(stopped), pytrace=False)
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, object, object]:
    return (yield from _fail_on_connections(item))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    return (yield from _fail_on_connections(item))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    return (yield from _fail_on_connections(item))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fails the run for connections that no test's phases caught, such as those made while tests were collected."""
    left = forbidden_connections()
    if left:
        print("\nthe network guard stopped, outside any test:\n" + "\n".join(left), file=sys.stderr)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the browser tests last: while Playwright runs, no other code in this thread can use `asyncio.run`."""
    items.sort(key=lambda item: "browser" in getattr(item, "fixturenames", ()))


# Settings and servers.


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with an empty home of the test's own and the repository's corpus."""
    return Settings(home=tmp_path / "home", corpus=ROOT / "corpus", open_browser="no")


@pytest.fixture
def free_port() -> int:
    """A port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Served:
    """A server that a test started: its process, and the file that holds what it printed."""

    process: subprocess.Popen[bytes]
    log: Path

    def output(self) -> str:
        """Everything it has printed so far, both streams."""
        return self.log.read_text(encoding="utf-8", errors="replace")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Starts servers that end with the test.

    `served(argv, url, env={…}, seconds=60)` runs `argv` in the repository with `env` on top of the environment and
    returns when `url` answers with a status below 500; it fails with the server's output if that takes longer.
    """
    running: list[Served] = []

    def serve(argv: Sequence[str], url: str, env: Mapping[str, str] | None = None, seconds: float = 60) -> Served:
        log = tmp_path / f"server-{len(running)}.log"
        with log.open("wb") as stream:
            process = subprocess.Popen(
                argv,
                cwd=ROOT,
                env={**os.environ, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        server = Served(process, log)
        running.append(server)
        deadline = time.monotonic() + seconds
        while not answers(url):
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"{argv} did not answer at {url}:\n{server.output()[-4000:]}", pytrace=False)
            time.sleep(0.05)
        return server

    yield serve
    for server in reversed(running):
        stop(server.process)


def answers(url: str) -> bool:
    """Whether something answers at `url` with a status below 500."""
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status < 500)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code < 500
    except OSError:
        return False


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ends a process and all that it started: asks with SIGTERM, insists after 10 s."""
    for request in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, request)
        try:
            process.wait(timeout=10)
            return
        except subprocess.TimeoutExpired:
            continue


# The browser.


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium for the whole run that resolves no name but localhost."""
    from playwright.sync_api import sync_playwright

    path = chromium_path()
    if path is None:
        pytest.fail("no Chromium: run `make browser`", pytrace=False)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Opens pages in Danish, each in a context of its own; takes what `browser.new_context` takes (viewport and so on).

    At the end of the test a screenshot of each page lies in `test-artefacts/` under the test's name, and the test fails
    if a page asked for anything beyond loopback.
    """
    pages: list[Page] = []
    foreign: list[str] = []

    def note(asked: Request | WebSocket) -> None:
        if leaves_loopback(asked.url):
            foreign.append(asked.url)

    def open_one(**options: Any) -> Page:
        context = browser.new_context(**{"locale": "da-DK", "viewport": {"width": 1280, "height": 900}, **options})
        context.on("request", note)
        context.on("page", lambda page: page.on("websocket", note))
        page = context.new_page()
        pages.append(page)
        return page

    yield open_one
    for number, page in enumerate(pages):
        if not page.is_closed():
            page.screenshot(path=screenshot_path(request.node.nodeid, number), full_page=True)
        page.context.close()
    if foreign:
        pytest.fail("the page asked for " + ", ".join(foreign), pytrace=False)


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """One page of 1280 by 900 pixels; see `open_page`."""
    return open_page()


def screenshot_path(test: str, number: int = 0) -> Path:
    """Where the screenshot of a test's page lies; the folder is made and hides itself from git."""
    ARTEFACTS.mkdir(exist_ok=True)
    (ARTEFACTS / ".gitignore").write_text("*\n", encoding="utf-8")
    name = re.sub(r"[^\w.-]+", "-", test.removeprefix("tests/"), flags=re.ASCII)
    return ARTEFACTS / (f"{name}.png" if number == 0 else f"{name}-{number + 1}.png")


@pytest.fixture
def axe() -> Callable[..., list[dict[str, Any]]]:
    """`axe(page, context=None)` gives the accessibility violations that axe finds, as axe's own records.

    `context` limits the search: a CSS selector, or axe's include/exclude form. An empty list means none were found.
    """
    from axe_playwright_python.sync_playwright import Axe

    def violations(page: Page, context: str | dict[str, Any] | None = None) -> list[dict[str, Any]]:
        options = {"runOnly": {"type": "tag", "values": list(AXE_TAGS)}, "resultTypes": ["violations"]}
        found: list[dict[str, Any]] = Axe().run(page, context, options).response["violations"]
        return found

    return violations


@pytest.fixture(scope="module")
def minutes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant for staff over the real minutes."""
    from ingest.records import Audience
    from tests.assistants import assistant_over

    settings = Settings(home=tmp_path_factory.mktemp("home"), corpus=ROOT / "corpus", open_browser="no")
    opened = assistant_over(settings, Audience.STAFF)
    yield opened
    opened.close()
