"""Trial: from the command to the first painted page, and from a question to its answer, beside a bare Streamlit chat.

`python -m pytest -m trial tests/trials/test_staff_start.py -s` prints the figures: medians over rounds that alternate, so that
both meet the same machine.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.config import Settings
from tests.assistants import ingest_files
from tests.conftest import ROOT, answers, stop
from tests.trials.state import Score, once, whole_code

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.trial, pytest.mark.timeout(2400)]
ROUNDS = int(os.environ.get("TRIAL_ROUNDS", "5"))
QUESTIONS = 6  # in each round; the first one warms up and is not counted
MOST = 1.5  # times the bare chat
QUESTION = "Hvornår blev hvidbogen offentliggjort?"
QUIET = ("--server.headless", "true", "--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none")


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat to start and ask: the command for a port, what its first page shows, and what its answer holds."""

    command: Callable[[int], list[str]]
    first: str
    answer: str


OURS = Chat(
    lambda port: [sys.executable, str(ROOT / "hvidbog.py"), "serve", "--port", str(port)],
    "Du taler med en kunstig intelligens",
    "3. juni 2025",
)
BARE = Chat(
    lambda port: [
        *(sys.executable, "-m", "streamlit", "run", str(ROOT / "tests" / "bare_chat.py"), "--server.port", str(port)),
        *("--server.address", "127.0.0.1", *QUIET),
    ],
    "Bar chat",
    "Et fast svar",
)


def timed(chat: Chat, home: Path, page: Page) -> tuple[float, list[float]]:
    """Seconds from the command to the first painted page, and from each question to its answer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {**os.environ, "HVIDBOG_HOME": str(home), "HVIDBOG_OPEN_BROWSER": "no"}
    began = time.monotonic()
    process = subprocess.Popen(
        chat.command(port),
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not answers(f"http://127.0.0.1:{port}/_stcore/health"):
            assert process.poll() is None
            time.sleep(0.02)
        page.goto(f"http://127.0.0.1:{port}")
        page.get_by_text(chat.first).first.wait_for(timeout=120_000)
        start = time.monotonic() - began
        waits = []
        for number in range(QUESTIONS):
            field = page.locator("[data-testid=stChatInputTextArea]")
            field.fill(QUESTION)
            asked = time.monotonic()
            field.press("Enter")
            page.get_by_text(chat.answer).nth(number).wait_for(timeout=120_000)
            waits.append(time.monotonic() - asked)
            page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(timeout=60_000)
        return start, waits[1:]
    finally:
        stop(process)


def test_it_starts_and_answers_at_most_half_as_slow_again_as_a_bare_chat(
    tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    def run() -> Score:
        home = tmp_path / "home"
        ingest_files(Settings(home=home), [ROOT / "corpus" / "referat-hovedudvalg-2025-08-15.md"])
        starts: dict[str, list[float]] = {"ours": [], "bare": []}
        waits: dict[str, list[float]] = {"ours": [], "bare": []}
        for _ in range(ROUNDS):
            for name, chat in (("bare", BARE), ("ours", OURS)):
                start, each = timed(chat, home, open_page())
                starts[name].append(start)
                waits[name] += each
        medians = {name: (statistics.median(starts[name]), statistics.median(waits[name])) for name in starts}
        start, wait = (medians["ours"][number] / medians["bare"][number] for number in (0, 1))
        detail = "; ".join(
            f"{name}: page {page:.2f} s, answer {answer:.2f} s" for name, (page, answer) in medians.items()
        )
        failures = [f"start {start:.2f} ×"] if start > MOST else []
        failures += [f"answer {wait:.2f} ×"] if wait > MOST else []
        print(f"{detail}; ratios {start:.2f}, {wait:.2f}")
        asked = sum(map(len, waits.values()))
        control = asked == 2 * ROUNDS * (QUESTIONS - 1) and min(starts["bare"]) > 0
        return Score(2 * ROUNDS, asked, failures, control, f"{detail}; ratios {start:.2f}, {wait:.2f}")

    once("staff start", run, whole_code)
