"""The chat in a real Chromium: asked, read, the source opened, and heard by a screen reader."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.fake_assistant import HOSTILE, MONEY, SWIM

if TYPE_CHECKING:
    from playwright.sync_api import Page

Axe = Callable[..., list[dict[str, Any]]]
READY = 30_000
FIRST_SOURCE = f"1 · »{SWIM}«"
# What a Danish page has no use for: each is a word that Streamlit's own controls show or tell.
ENGLISH = re.compile(
    r"\b(message|main|skip|content|close|open|heading|running|script|sidebar|press|enter|to|"
    r"connection|error|expand|collapse|streamlit|keyboard|arrow|down|up)\b",
    re.IGNORECASE,
)
SIZES = [(1280, 900), (320, 700)]


@pytest.fixture
def address(served: Callable[..., Any], free_port: int) -> str:
    """The staff chat with the hand-written assistant."""
    command = [sys.executable, "-m", "tests.serve_fake", "--port", str(free_port)]
    served(command, f"http://127.0.0.1:{free_port}/sund", env={"HVIDBOG_OPEN_BROWSER": "no"})
    return f"http://127.0.0.1:{free_port}"


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.get_by_text("Du taler med en kunstig intelligens").wait_for(timeout=READY)
    settled(page)
    return page


def settled(page: Page) -> None:
    """Waits until the script has run."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(timeout=READY)


def ask(page: Page, question: str, seen: str) -> None:
    field = page.get_by_label("Skriv dit spørgsmål")
    field.fill(question)
    field.press("Enter")
    page.locator('[class*="st-key-svar-"]').get_by_text(seen).last.wait_for(timeout=READY)
    settled(page)


def test_a_reader_asks_reads_the_answer_and_sees_the_marked_quote(address: str, page: Page) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    opened(page, address)
    ask(page, "Hvornår åbner svømmehallen?", f"Ifølge referatet: {SWIM} [1]")
    page.get_by_role("button", name=FIRST_SOURCE).click()
    mark = page.frame_locator("iframe").locator("#citat")
    mark.wait_for(timeout=READY)
    assert mark.text_content() == SWIM
    assert mark.evaluate("e => { const b = e.getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight }")
    assert page.locator("iframe").get_attribute("title") == (
        "Kilden: Referat fra Sømarken Kommune (opdigtet). Citatet er markeret."
    )
    with page.context.expect_page() as other:
        page.get_by_role("link", name="Åbn i eget vindue").click()
    other.value.locator("#citat").wait_for(timeout=READY)
    assert other.value.title() == "Referat fra Sømarken Kommune (opdigtet) – kilde"
    other.value.close()
    page.keyboard.press("Escape")
    page.locator(".st-key-kildepanel").wait_for(state="detached", timeout=READY)
    assert faults == []


def test_hostile_text_runs_nothing_and_asks_for_nothing(address: str, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append("dialog"))
    opened(page, address)
    ask(page, f"farlig {HOSTILE}", HOSTILE[:40])
    assert page.get_by_text(HOSTILE).count() >= 2
    for tag in ("svar", "spoergsmaal"):
        assert page.locator(f'[class*="st-key-{tag}-"] :is(img, a, script, .katex, [role=img])').count() == 0
    assert not [url for url in asked if not url.startswith((address, address.replace("http", "ws"), "data:", "blob:"))]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_on_any_state_of_the_page(
    address: str, open_page: Callable[..., Page], axe: Axe, scheme: str, size: tuple[int, int]
) -> None:
    page = open_page(color_scheme=scheme, viewport={"width": size[0], "height": size[1]})
    opened(page, address)
    assert found(axe(page)) == []
    ask(page, "Hvor mange penge er der afsat?", MONEY)
    assert found(axe(page)) == []
    page.get_by_role("button", name=re.compile("^1 ·")).click()
    page.frame_locator("iframe").locator("#citat").wait_for(timeout=READY)
    settled(page)
    assert found(axe(page)) == []
    viewer = open_page(color_scheme=scheme, viewport={"width": size[0], "height": size[1]})
    viewer.goto(address + (page.locator("iframe").get_attribute("src") or ""))
    assert found(axe(viewer)) == []
    for one in (page, viewer):
        assert one.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"


def found(violations: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(one["id"], node["html"][:300]) for one in violations for node in one["nodes"]]


def test_axe_finds_a_planted_fault(address: str, page: Page, axe: Axe) -> None:
    opened(page, address)
    page.evaluate("document.body.append(document.createElement('button'))")
    assert [name for name, _ in found(axe(page))] == ["button-name"]


def test_the_page_is_danish_to_the_last_button(address: str, page: Page) -> None:
    opened(page, address)
    names = page.evaluate(NAMES)
    ask(page, "Hvor mange penge er der afsat?", MONEY)
    page.get_by_text("Udeladte sætninger (1)").click()
    page.get_by_role("button", name=re.compile("^1 ·")).click()
    page.frame_locator("iframe").locator("#citat").wait_for(timeout=READY)
    settled(page)
    names += page.evaluate(NAMES)
    assert page.evaluate("document.documentElement.lang") == "da"
    assert page.title() == "Hvidbog-assistenten"
    assert "Send spørgsmål" in names
    assert "Gå til indholdet" in names
    assert "Luk kilden" in names
    assert [name for name in names if ENGLISH.search(name)] == []


# The names of everything that can be used, and every name that only a screen reader hears.
NAMES = """() => [
  ...[...document.querySelectorAll('button, a, summary, [role=button]')].map(e => e.ariaLabel || e.textContent),
  ...[...document.querySelectorAll('[aria-label]')].map(e => e.ariaLabel),
  ...[...document.querySelectorAll('[title]')].map(e => e.title),
  ...[...document.querySelectorAll('[alt]')].map(e => e.alt),
  ...[...document.querySelectorAll('[placeholder]')].map(e => e.placeholder),
].map(e => e.trim())"""


def test_a_finished_answer_is_announced_once(address: str, page: Page) -> None:
    page.add_init_script(
        """window.heard = [];
        document.addEventListener("DOMContentLoaded", () => {
          new MutationObserver(() => {
            const text = document.querySelector("[role=status]#besked")?.textContent;
            if (text && text !== window.heard.at(-1)) window.heard.push(text);
          }).observe(document.body, {childList: true, subtree: true, characterData: true});
        });"""
    )
    opened(page, address)
    assert page.evaluate("window.heard") == []
    ask(page, "Hvornår åbner svømmehallen?", SWIM)
    ask(page, "Hvor mange penge er der afsat?", "afsatte 12,5 mio. kr. til en svømmehal. [1]")
    page.get_by_role("button", name=re.compile("^1 ·")).last.click()
    page.frame_locator("iframe").locator("#citat").wait_for(timeout=READY)
    settled(page)
    assert page.evaluate("window.heard") == [
        f"Svaret er klar: Ifølge referatet: {SWIM} [1] {MONEY} [2]",
        f"Svaret er klar: {MONEY} [1]",
    ]
    others = "[aria-live]:not([aria-live=off]), [role=status]:not(#besked), [role=alert], [role=log]"
    assert [one for one in page.locator(others).all() if (one.text_content() or "").strip()] == []


def test_the_keyboard_alone_reaches_question_answer_and_source(address: str, page: Page) -> None:
    opened(page, address)
    press_until(page, "Hvornår åbner svømmehallen?")
    page.keyboard.press("Enter")
    page.locator('[class*="st-key-svar-"]').get_by_text(f"Ifølge referatet: {SWIM} [1]").wait_for(timeout=READY)
    settled(page)
    press_until(page, FIRST_SOURCE)
    outline = page.evaluate("getComputedStyle(document.activeElement).outline")
    assert "3px" in outline
    assert "solid" in outline
    page.keyboard.press("Enter")
    page.frame_locator("iframe").locator("#citat").wait_for(timeout=READY)
    expect(page.get_by_role("button", name="Luk kilden")).to_be_focused(timeout=READY)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=re.compile("^1 ·"))).to_be_focused(timeout=READY)


def test_a_half_typed_question_survives_opening_a_source(address: str, page: Page) -> None:
    opened(page, address)
    ask(page, "Hvornår åbner svømmehallen?", SWIM)
    page.get_by_label("Skriv dit spørgsmål").fill("Hvor mange p")
    page.get_by_role("button", name=FIRST_SOURCE).click()
    page.frame_locator("iframe").locator("#citat").wait_for(timeout=READY)
    settled(page)
    assert page.get_by_label("Skriv dit spørgsmål").input_value() == "Hvor mange p"


def test_a_fault_of_the_page_is_told_in_danish_alone(address: str, page: Page) -> None:
    opened(page, address)
    ask_without_answer(page, "knæk siden")
    expect(page.get_by_role("alert")).to_contain_text("Der opstod en fejl. Prøv igen om lidt", timeout=READY)
    settled(page)
    assert page.get_by_text("Prøv for eksempel").count() == 0
    assert "hemmelig" not in page.content()
    assert "Traceback" not in page.content()


def ask_without_answer(page: Page, question: str) -> None:
    field = page.get_by_label("Skriv dit spørgsmål")
    field.fill(question)
    field.press("Enter")


def test_when_the_server_is_gone_the_page_says_so_in_danish(
    page: Page, served: Callable[..., Any], free_port: int
) -> None:
    command = [sys.executable, "-m", "tests.serve_fake", "--port", str(free_port)]
    url = f"http://127.0.0.1:{free_port}"
    server = served(command, f"{url}/sund", env={"HVIDBOG_OPEN_BROWSER": "no"})
    opened(page, url)
    server.process.terminate()
    server.process.wait(timeout=20)
    gone = page.get_by_role("dialog")
    expect(gone).to_contain_text("Ingen forbindelse", timeout=READY)
    expect(gone).to_contain_text("Hvidbog-assistenten svarer ikke.", timeout=READY)
    expect(gone).not_to_contain_text("Streamlit")
    expect(gone.get_by_role("button")).to_have_accessible_name("Luk")


def press_until(page: Page, name: str) -> None:
    """Presses Tab until the focus is on what is called `name`; fails after 40 times."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText?.trim()") == name:
            return
    pytest.fail(f"no Tab led to {name}")
