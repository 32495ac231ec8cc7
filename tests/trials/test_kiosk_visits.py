"""Trial: a thousand visits with canaries that end by "Slet og start forfra", fifty by idling, one real idle time."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.kiosk_server import KioskServer, remembered, started_kiosk

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.trial, pytest.mark.timeout(7200)]
VISITS = int(os.environ.get("TRIAL_VISITS", "1000"))
IDLE_VISITS = int(os.environ.get("TRIAL_IDLE_VISITS", "50"))
WIDE = {"HVIDBOG_KIOSK_PER_ADDRESS": "1000000"}
WORD = "kanarie"


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KioskServer]:
    """The real kiosk over the repository's corpus."""
    server = started_kiosk(tmp_path_factory.mktemp("visits"), WIDE, None, ("--real",))
    yield server
    server.stop()


def left_in_the_page(page: Page) -> bool:
    """Whether document, fields, storage, cookies or address hold a canary."""
    held: bool = page.evaluate(
        """() => /kanarie/i.test(document.documentElement.outerHTML + document.cookie + location.href
          + [...document.querySelectorAll("input")].map(e => e.value).join() + JSON.stringify({...localStorage})
          + JSON.stringify({...sessionStorage}) + JSON.stringify(history.state))"""
    )
    return held


def visit(page: Page, canary: str) -> None:
    page.locator("#begynd").click()
    before = page.locator("article.answer").count()
    page.locator("#felt").fill(f"Hvornår blev hvidbogen offentliggjort? {canary}")
    page.locator("#felt").press("Enter")
    page.locator("article.answer").nth(before).wait_for()
    page.locator("#felt").fill(f"halvt {canary}")
    assert left_in_the_page(page), "the control: it is there while the visit lasts"


def files_with(word: str, *folders: Path) -> list[Path]:
    """The files under `folders` that hold `word`."""
    found = []
    for folder in folders:
        for path in folder.rglob("*"):
            try:
                if path.is_file() and word.encode() in path.read_bytes():
                    found.append(path)
            except OSError:
                continue
    return found


def test_a_thousand_visits_leave_nothing(kiosk: KioskServer, page: Page) -> None:
    page.goto(kiosk.url)
    length = page.evaluate("history.length")
    for number in range(VISITS):
        visit(page, WORD + secrets.token_hex(6))
        page.locator("#slet").click()
        page.locator("#begynd").wait_for()
        assert not left_in_the_page(page), number
    assert page.evaluate("history.length") == length
    assert page.context.cookies() == []
    # The server is asked for the word that all canaries share; the wipe of the last visit has had its moment.
    page.wait_for_timeout(500)
    assert remembered(kiosk, WORD) == []
    kiosk.post("/plant", b"tnalp" + WORD[::-1].encode())
    assert remembered(kiosk, WORD) != [], "the control: what is kept is found"
    assert WORD not in kiosk.output()
    readers = [path for path in Path(tempfile.gettempdir()).glob("hvidbog*") if path.is_dir()]
    assert files_with(WORD, kiosk.home, *readers) == []


def test_fifty_visits_end_by_themselves(tmp_path: Path, page: Page) -> None:
    server = started_kiosk(
        tmp_path, {**WIDE, "HVIDBOG_KIOSK_IDLE_SECONDS": "1", "HVIDBOG_KIOSK_WARNING_SECONDS": "1"}, None, ("--real",)
    )
    try:
        page.goto(server.url)
        for number in range(IDLE_VISITS):
            visit(page, WORD + secrets.token_hex(6))
            page.locator("#begynd").wait_for(timeout=15_000)
            assert not left_in_the_page(page), number
        assert remembered(server, WORD) == []
    finally:
        server.stop()


def test_one_visit_ends_after_a_real_two_minutes(kiosk: KioskServer, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(kiosk.url)
    visit(page, WORD + secrets.token_hex(6))
    page.wait_for_timeout(85_000)
    assert page.locator("#advarsel").is_hidden()
    page.locator("#advarsel").wait_for(timeout=10_000)
    page.locator("#begynd").wait_for(timeout=40_000)
    assert not left_in_the_page(page)
