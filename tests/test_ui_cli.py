"""`hvidbog serve` as a new user meets it: no index yet, the repository's own minutes, a real browser."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ingest.command_line import run
from ui.cli import serve

if TYPE_CHECKING:
    from playwright.sync_api import Page

READY = 30_000
FOCUS_AREAS = [
    "Kommunen skal levere på et højere niveau.",
    "Styrket samarbejde om udsatte borgere.",
    "Erhvervsudvikling – flere private arbejdspladser.",
    "Boliger i bedre kvalitet.",
    "Udsatte børn og unge.",
    "Mobilisering af civilsamfundet.",
    "Tværgående samarbejde og en fælles plan.",
]


@pytest.fixture
def address(served: Callable[..., Any], free_port: int, tmp_path: Path) -> str:
    """The staff chat with an empty home."""
    url = f"http://127.0.0.1:{free_port}"
    settings = {"HVIDBOG_HOME": str(tmp_path / "home"), "HVIDBOG_PORT": str(free_port), "HVIDBOG_OPEN_BROWSER": "no"}
    server = served([sys.executable, "-m", "ui"], f"{url}/sund", env=settings)
    assert "Læser dokumenterne ind" in server.output()
    return url


def ask(page: Page, question: str) -> list[str]:
    """The lines of the answer to a question, as they stand on the page."""
    turns = page.locator('[class*="st-key-svar-"]')
    before = turns.count()
    field = page.get_by_label("Skriv dit spørgsmål")
    field.fill(question)
    field.press("Enter")
    turns.nth(before).wait_for(timeout=READY)
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(timeout=READY)
    return [line for line in turns.nth(before).inner_text().splitlines() if line.strip()]


def open_source(page: Page, number: int) -> str:
    """The text that the viewer marks for a source of the latest answer."""
    page.get_by_role("button", name=re.compile(f"^{number} · ")).last.click()
    page.get_by_role("heading", name=f"Kilde {number}").wait_for(timeout=READY)
    address = page.locator("iframe").get_attribute("src") or ""
    frame = page.frame_locator(f'iframe[src="{address}"]')
    frame.locator("#citat").wait_for(timeout=READY)
    return "".join(frame.locator("mark").all_text_contents())


def test_the_minutes_are_asked_read_and_looked_up(address: str, page: Page) -> None:
    page.goto(address)
    page.get_by_text("Du taler med en kunstig intelligens").wait_for(timeout=READY)
    page.get_by_role("button", name="Hvornår blev hvidbogen offentliggjort?").wait_for(timeout=READY)
    answer = " ".join(ask(page, "Hvornår blev hvidbogen offentliggjort?"))
    assert "Den 3. juni 2025 offentliggjorde Randers Kommune en Hvidbog" in answer
    quote = open_source(page, 1)
    assert quote.startswith("Den 3. juni 2025 offentliggjorde Randers Kommune en Hvidbog")
    assert f"{quote} [1]" in answer


def test_the_seven_focus_areas_come_in_order_each_with_its_source(address: str, page: Page) -> None:
    page.goto(address)
    page.get_by_label("Skriv dit spørgsmål").wait_for(timeout=READY)
    lines = ask(page, "Hvilke syv fokusområder peger hvidbogen på?")
    assert [re.sub(r" \[\d+\]$", "", line) for line in lines][-7:] == FOCUS_AREAS
    assert open_source(page, 7) == FOCUS_AREAS[6]


def test_what_the_minutes_do_not_say_is_not_answered(address: str, page: Page) -> None:
    page.goto(address)
    page.get_by_label("Skriv dit spørgsmål").wait_for(timeout=READY)
    ask(page, "Hvem er borgmester?")
    page.get_by_text("Ikke fundet i materialet").wait_for(timeout=READY)


def test_help_is_danish_and_a_wrong_setting_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SystemExit) as ended:
        serve(["--help"])
    assert ended.value.code == 0
    assert "Åbner medarbejdernes chat" in capsys.readouterr().out
    monkeypatch.setenv("HVIDBOG_PORT", "nej")
    assert run(serve, []) == 2
    assert "HVIDBOG_PORT" in capsys.readouterr().err
