"""A walk through every staff page in every state that a reader meets, for whoever wants to look at them all."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.fake_assistant import MONEY, SWIM
from tests.page_audit import clipped, contrast_faults
from tests.test_ui_pages import ENGLISH, NAMES, READY, ask, found, opened, settled

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGES = ("Dokumenter", "Mine samtaler", "Tilbagemeldinger", "Kvalitet")
SCHEMES = ("light", "dark")
SIZES = ((320, 700), (1280, 900), (1080, 1920))


def serve_pages(served: Callable[..., Any], port: int, home: Path) -> str:
    """The address of the staff pages with the hand-written assistant, counts of a kiosk and a report of the evaluation."""
    (home / "counts").mkdir(parents=True)
    counts = {"2031-05-01": {"found": {"Vand": 3, "": 2}, "not_found": {"Havn": 1}}}
    (home / "counts" / "kiosk.json").write_text(json.dumps(counts))
    (home / "eval-runs" / "1").mkdir(parents=True)
    report = "<!DOCTYPE html><html lang='da'><title>Måling</title><main><h1>Måling</h1></main>"
    (home / "eval-runs" / "1" / "report.html").write_text(report)
    command = [sys.executable, "-m", "tests.serve_fake", "--port", str(port)]
    served(command, f"http://127.0.0.1:{port}/sund", env={"HVIDBOG_OPEN_BROWSER": "no", "HVIDBOG_HOME": str(home)})
    return f"http://127.0.0.1:{port}"


def go(page: Page, name: str) -> None:
    """Opens a page by its link in the menu."""
    page.get_by_role("navigation", name="Sider").get_by_role("link", name=name).click()
    heading = "Stil et spørgsmål til dokumenterne" if name == "Spørg" else name
    page.locator("h1").filter(has_text=heading).or_(page.locator(".st-key-overskrift h1")).first.wait_for(timeout=READY)
    settled(page)


def menu(page: Page, name: str) -> None:
    """Opens one of the small menus and waits until it stands still."""
    page.get_by_role("button", name=name).last.click()
    page.locator("[data-testid=stPopoverBody]").wait_for(timeout=READY)
    page.wait_for_timeout(300)


def leave_menu(page: Page) -> None:
    """Closes it."""
    page.keyboard.press("Escape")
    page.locator("[data-testid=stPopoverBody]").wait_for(state="detached", timeout=READY)


def walk(page: Page, address: str, look: Callable[[str], None]) -> None:
    """Goes through all of them; `look(name)` is called when a state stands still."""
    opened(page, address)
    look("welcome")
    menu(page, "Afgræns søgningen")
    look("filters")
    leave_menu(page)
    ask(page, "Hvornår åbner svømmehallen?", SWIM)
    look("found")
    ask(page, "Hvor mange penge er der afsat?", MONEY)
    page.get_by_text("Udeladte sætninger").last.click()
    page.wait_for_timeout(300)
    look("partial")
    ask(page, "Hvad hedder bademesteren?", "Det står ikke i materialet.")
    look("not found")
    ask(page, "Mit cpr-nummer", "Skriv ikke CPR-numre.")
    look("personal data")
    menu(page, "Tilbagemelding")
    page.get_by_text("Forkert", exact=True).last.click()
    settled(page)
    look("feedback menu")
    page.get_by_role("button", name="Send med spørgsmål og svar").last.click()
    page.get_by_text("Tak. Din tilbagemelding er sendt.").last.wait_for(timeout=READY)
    leave_menu(page)
    menu(page, "Hent svaret")
    look("export menu")
    leave_menu(page)
    page.locator('[class*="st-key-citater-"] button').first.click()
    page.frame_locator("iframe").locator("#citat").wait_for(timeout=READY)
    settled(page)
    look("source")
    page.keyboard.press("Escape")
    page.locator(".st-key-kildepanel").wait_for(state="detached", timeout=READY)
    go(page, "Mine samtaler")
    look("history off")
    page.get_by_text("Gem mine samtaler").click()
    page.get_by_text("Der er ingen gemte samtaler endnu.").wait_for(timeout=READY)
    settled(page)
    look("history empty")
    go(page, "Spørg")
    ask(page, "Hvornår åbner svømmehallen igen?", SWIM)
    for name in PAGES:
        go(page, name)
        look(name)
    go(page, "Dokumenter")
    page.get_by_text("Læg et dokument ind").click()
    page.wait_for_timeout(300)
    look("upload")
    page.get_by_role("button", name="Referat fra Sømarken").first.click()
    page.frame_locator("iframe").get_by_role("heading", name="Indhold").wait_for(timeout=READY)
    settled(page)
    look("document")


def walk_plain(page: Page, address: str, look: Callable[[str], None]) -> None:
    """The same for our own pages around the chat, which are plain HTML."""
    identity = "fa4e" * 16
    for name, path in {
        "accessibility": "/tilgaengelighed",
        "privacy": "/privatliv",
        "quote": f"/kilde/{identity}?start=60&end=90",
        "missing quote": f"/kilde/{identity}?start=5&end=4",
        "document search": f"/dokument/{identity}?q=hallen",
        "document search without hits": f"/dokument/{identity}?q=findesikke",
        "report": "/maaling",
    }.items():
        page.goto(address + path)
        page.locator("h1, p").first.wait_for(timeout=READY)
        look(name)


def faults_of(page: Page, axe: Callable[..., list[dict[str, Any]]]) -> list[str]:
    """What is wrong with the page as it stands: axe, contrast of every text, language, title, English names, sideways scroll."""
    if page.locator("[data-stale=true]").count():
        page.locator("[data-stale=true]").first.wait_for(state="detached", timeout=READY)
    page.wait_for_timeout(200)
    faults = [f"axe {name}: {where}" for name, where in found(axe(page))]
    faults += [f"contrast {one}" for one in contrast_faults(page)]
    faults += [f"cut off: {one}" for one in clipped(page)]
    faults += [] if page.locator("html").get_attribute("lang") == "da" else ["language"]
    here = page.evaluate("[...document.querySelectorAll('.st-key-menu a[aria-current=page]')].map(e => e.pathname)")
    faults += [] if here in ([], [page.evaluate("location.pathname")]) else [f"shown as the open page: {here}"]
    faults += [] if page.title() and not ENGLISH.search(page.title()) else [f"title: {page.title()}"]
    faults += [f"English: {name}" for name in page.evaluate(NAMES) if ENGLISH.search(name)]
    return faults
