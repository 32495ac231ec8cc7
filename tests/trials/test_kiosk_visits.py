"""Trial: a thousand visits with canaries that end by "Slet og start forfra", fifty by idling, one real idle time.

`python -m pytest -m trial tests/trials/test_kiosk_visits.py -s` prints the figures, a part of minutes at a time; a part that
passed with this code is not run again.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.kiosk_server import KioskServer, remembered, started_kiosk
from tests.trials.state import Score, once, whole_code

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.trial, pytest.mark.timeout(2400)]
PARTS = 4
VISITS = int(os.environ.get("TRIAL_VISITS", "1000"))
IDLE_VISITS = int(os.environ.get("TRIAL_IDLE_VISITS", "50"))
WIDE = {"HVIDBOG_KIOSK_PER_ADDRESS": "1000000"}
WORD = "kanarie"


def canary() -> str:
    """A word of its own, of letters alone: digits may happen to be a date and make a number that is never sent."""
    return WORD + "".join(secrets.choice("bcdfghklmnprstv") for _ in range(12))


def left_in_the_page(page: Page) -> bool:
    """Whether document, fields, storage, cookies or address hold a canary."""
    held: bool = page.evaluate(
        """async () => /kanarie/i.test(document.documentElement.outerHTML + document.cookie + location.href
          + [...document.querySelectorAll("input")].map(e => e.value).join() + JSON.stringify({...localStorage})
          + JSON.stringify({...sessionStorage}) + JSON.stringify(history.state) + document.title
          + JSON.stringify(await indexedDB.databases()) + (self.caches ? await caches.keys() : ""))"""
    )
    return held


def visit(page: Page, word: str) -> bool:
    """One visit up to its end; whether the canary was there while it lasted (the control)."""
    page.locator("#begynd").click()
    page.locator("#felt").fill(f"Hvornår blev hvidbogen offentliggjort? {word}")
    page.locator("#felt").press("Enter")
    page.locator("article.answer").wait_for()
    page.locator("#felt").fill(f"halvt {word}")
    return left_in_the_page(page)


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


def traces(kiosk: KioskServer) -> tuple[list[str], bool]:
    """Where the server still holds a canary, and whether a planted one is found (the control)."""
    private = [path for path in Path(tempfile.gettempdir()).glob("hvidbog*") if path.is_dir()]
    found = [f"object: {one}" for one in remembered(kiosk, WORD)]
    found += [f"file: {path}" for path in files_with(WORD, kiosk.home, *private)]
    found += ["log"] if WORD in kiosk.output() else []
    kiosk.post("/plant", b"tnalp" + WORD[::-1].encode())
    planted = remembered(kiosk, WORD) != []
    (kiosk.home / "plantet.txt").write_text(WORD, encoding="utf-8")
    return found, planted and files_with(WORD, kiosk.home) != []


def visits_trial(folder: Path, page: Page, number: int, end: Callable[[Page], None], **settings: str) -> Score:
    """`number` visits on a kiosk of their own over the repository's corpus, each ended by `end`."""
    kiosk = started_kiosk(folder, {**WIDE, **settings}, None, ("--real",))
    try:
        page.goto(kiosk.url)
        length, failures, there = page.evaluate("history.length"), [], 0
        for count in range(number):
            there += visit(page, canary())
            end(page)
            page.locator("#begynd").wait_for(timeout=15_000)
            failures += [f"visit {count}: left in the page"] if left_in_the_page(page) else []
        failures += ["the history grew"] if page.evaluate("history.length") != length else []
        failures += [f"cookie {one['name']}" for one in page.context.cookies()]
        page.wait_for_timeout(500)  # the wipe of the last visit has its moment
        found, planted = traces(kiosk)
        return Score(number, there, failures + found, planted)
    finally:
        kiosk.stop()


@pytest.mark.parametrize("part", range(PARTS))
def test_visits_that_end_by_the_button_leave_nothing(part: int, tmp_path: Path, page: Page) -> None:
    def run() -> Score:
        return visits_trial(tmp_path, page, VISITS // PARTS, lambda page: page.locator("#slet").click())

    assert once(f"kiosk visits {part}", run, whole_code).effective == VISITS // PARTS


def test_visits_that_end_by_themselves_leave_nothing(tmp_path: Path, page: Page) -> None:
    def run() -> Score:
        short = {"HVIDBOG_KIOSK_IDLE_SECONDS": "2", "HVIDBOG_KIOSK_WARNING_SECONDS": "1"}
        return visits_trial(tmp_path, page, IDLE_VISITS, lambda page: None, **short)

    assert once("kiosk idle visits", run, whole_code).effective == IDLE_VISITS


def test_one_visit_ends_after_a_real_two_minutes(tmp_path: Path, page: Page) -> None:
    def end(page: Page) -> None:
        page.wait_for_timeout(85_000)
        assert page.locator("#advarsel").is_hidden()
        page.locator("#advarsel").wait_for(timeout=10_000)
        page.wait_for_timeout(25_000)
        assert left_in_the_page(page), "the warning is no wipe yet"

    once("kiosk real idle time", lambda: visits_trial(tmp_path, page, 1, end), whole_code)
