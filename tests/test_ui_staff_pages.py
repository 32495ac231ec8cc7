"""The staff pages around the chat in a real Chromium: nothing for axe to find, Danish to the last button, by keyboard alone."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from playwright.sync_api import TimeoutError as NotThere
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.fake_assistant import MONEY, SWIM, TITLE
from tests.ingest_workplace import note
from tests.page_audit import contrast_faults
from tests.staff_walk import PAGES, go, menu, serve_pages
from tests.test_ui_pages import READY, ask, opened, press_until, settled

if TYPE_CHECKING:
    from playwright.sync_api import Page

Axe = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def address(served: Callable[..., Any], free_port: int, tmp_path: Path) -> str:
    """The staff pages with the hand-written assistant."""
    return serve_pages(served, free_port, tmp_path / "home")


def test_every_page_has_its_danish_title_and_the_report_its_address(address: str, page: Page) -> None:
    opened(page, address)
    for name in PAGES:
        go(page, name)
        expect(page).to_have_title(f"{name} – Hvidbog-assistenten")
    link = page.get_by_role("link", name="Åbn den seneste rapport")
    assert (link.get_attribute("href") or "").endswith("/maaling")


@pytest.mark.parametrize("size", [(1280, 900), (320, 700)])
def test_what_has_the_focus_shows_a_ring_and_lies_under_nothing(
    address: str, open_page: Callable[..., Page], size: tuple[int, int]
) -> None:
    page = open_page(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    opened(page, address)
    ask(page, "Hvor mange penge er der afsat?", MONEY)
    expect(page.get_by_role("button", name="Hent svaret")).to_be_visible(timeout=READY)
    assert unseen_focus(page, 20) == []
    page.evaluate("document.querySelector('[data-testid=stMain]').style.scrollPadding = '0'")
    assert unseen_focus(page, 20), "the control: what lies under the question field is missed"
    go(page, "Mine samtaler")
    assert unseen_focus(page, 8) == []
    page.evaluate(
        "document.querySelectorAll('.st-key-menu a').forEach(e => e.style.setProperty('outline', 'none', 'important'))"
    )
    assert unseen_focus(page, 8), "the control: a ring that is taken away is missed"


def unseen_focus(page: Page, steps: int) -> list[str]:
    """The names of what had the focus by Tab and was wholly covered, or showed no ring of 3 px on itself or around it."""
    unseen = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        page.wait_for_timeout(100)
        found = page.evaluate(
            """() => {
              const e = document.activeElement;
              if (e === document.body || e.dataset.testid === "stSkipToContent") return null;
              const ring = (one) => { const s = getComputedStyle(one);
                return s.outlineStyle === "solid" && parseFloat(s.outlineWidth) >= 3; };
              let about = e;
              while (about && !ring(about) && about !== document.body) about = about.parentElement;
              const box = (e.closest("label") ?? e).getBoundingClientRect();
              const points = [0.1, 0.5, 0.9].map((part) => [box.left + box.width * part, box.top + box.height / 2]);
              const seen = points.some(([x, y]) => { const at = document.elementFromPoint(x, y);
                return at && (e.contains(at) || at.closest("label, [data-testid=stChatInput]")?.contains(e)); });
              const clear = seen || e.dataset.testid === "stMain";
              const well = clear && about && about !== document.body;
              return well ? null : (e.ariaLabel || e.innerText || e.tagName).trim().slice(0, 60);
            }"""
        )
        unseen += [found] if found else []
    return unseen


def test_a_conversation_is_printed_black_on_white_with_its_mark_and_without_controls(
    address: str, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = open_page(color_scheme="dark")
    opened(page, address)
    ask(page, "Hvornår åbner svømmehallen?", SWIM)
    ask(page, "Hvor mange penge er der afsat?", MONEY)
    expect(page.get_by_role("button", name="Hent svaret")).to_be_visible(timeout=READY)
    settled(page)
    expect(page.locator("[data-stale=true]")).to_have_count(0, timeout=READY)  # what is being drawn anew is paler
    page.wait_for_timeout(500)
    assert contrast_faults(page, 12)  # the control: on the screen there are colours
    page.emulate_media(media="print", color_scheme="dark")
    assert contrast_faults(page, 12) == []
    expect(page.get_by_role("button", name="Hent svaret")).to_be_hidden()
    page.pdf(path=tmp_path / "samtale.pdf", format="A4")
    printed = "".join(one.extract_text() for one in PdfReader(tmp_path / "samtale.pdf").pages)
    for words in ("Hvornår åbner svømmehallen?", "Hvor mange penge er der afsat?", "AI-genereret", "Kilder"):
        assert words in printed
    for words in ("Afgræns", "Tilbagemelding", "Hent", "Genveje", "Kvalitet"):
        assert words not in printed


def test_shortcuts_a_long_question_and_downloads(address: str, page: Page) -> None:
    opened(page, address)
    page.get_by_role("heading", level=1).click()  # keys go to a page once it was touched
    page.keyboard.press("Alt+s")
    field = page.get_by_label("Skriv dit spørgsmål")
    expect(field).to_be_focused()
    field.fill("å" * 1001)
    expect(page.locator("#laengde")).to_have_text("Spørgsmålet er for langt: 1.001 tegn. Skriv højst 1.000.")
    field.press("Enter")
    page.get_by_role("button", name="Send spørgsmål").click()
    page.wait_for_timeout(300)
    assert len(field.input_value()) == 1001  # it neither vanished nor was it sent
    assert page.locator('[class*="st-key-svar-"]').count() == 0
    ask(page, "Hvornår åbner svømmehallen?", SWIM)
    page.keyboard.press("Alt+k")
    page.frame_locator("iframe").locator("#citat").get_by_text(SWIM).wait_for(timeout=READY)
    settled(page)
    page.keyboard.press("Alt+k")
    page.frame_locator("iframe").locator("#citat").get_by_text(MONEY).wait_for(timeout=READY)
    settled(page)
    page.keyboard.press("Escape")
    page.locator(".st-key-kildepanel").wait_for(state="detached", timeout=READY)
    menu(page, "Hent samtalen")
    with page.expect_download(timeout=READY) as given:
        page.get_by_role("button", name="Som Word").last.click()
    assert given.value.suggested_filename.startswith("samtale-")
    assert any(SWIM in one.text for one in Document(given.value.path()).paragraphs)
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+n")
    page.get_by_role("heading", name="Stil et spørgsmål til dokumenterne").wait_for(timeout=READY)


def test_an_editor_publishes_a_newer_edition_and_old_answers_say_so(
    served: Callable[..., Any], free_port: int, page: Page, tmp_path: Path
) -> None:
    url = f"http://127.0.0.1:{free_port}"
    served([sys.executable, "-m", "tests.serve_staff", str(tmp_path), "--port", str(free_port)], f"{url}/sund")
    newer = tmp_path / "Stier 2.md"
    newer.write_text(note("stierne", "Stien ved åen koster 3 mio. kr."), encoding="utf-8")
    opened(page, url)
    ask(page, "Hvad koster stien ved åen?", "Stien ved åen koster 2 mio. kr.")
    go(page, "Dokumenter")
    page.get_by_text("Læg et dokument ind").click()
    page.locator("input[type=file]").set_input_files(newer)
    expect(page.get_by_label("Titel")).to_have_value("Notat om stierne", timeout=READY)
    # A menu that is opened while the page is still being drawn closes again, so it is opened until it stays.
    field = page.get_by_label("Er det en ny udgave af et dokument?")
    choice = page.get_by_role("option", name="Notat om stierne")
    for _ in range(5):
        settled(page)
        field.press("ArrowDown")
        with contextlib.suppress(NotThere):
            choice.wait_for(timeout=5_000)
            break
    # By keys, since the menu may open below the edge of the window.
    for _ in range(10):
        if choice.get_attribute("data-focused") == "true":
            break
        field.press("ArrowDown")
    field.press("Enter")
    page.get_by_role("button", name="Udgiv").click()
    page.get_by_text("»Notat om stierne« er udgivet.").wait_for(timeout=60_000)
    settled(page)
    expect(page.get_by_text("Dokumenter i materialet: 1")).to_be_visible()
    page.wait_for_timeout(3_500)  # the server looks for a new version every three seconds
    page.get_by_role("navigation", name="Sider").get_by_role("link", name="Spørg").click()
    page.get_by_text("Et dokument i svaret er ændret eller fjernet").wait_for(timeout=READY)
    ask(page, "Hvad koster stien ved åen nu?", "Stien ved åen koster 3 mio. kr.")


def test_feedback_is_given_and_a_document_found_by_keyboard_alone(address: str, page: Page) -> None:
    opened(page, address)
    ask(page, "Hvornår åbner svømmehallen?", SWIM)
    page.keyboard.press("Shift+Tab")
    for _ in range(20):
        if page.evaluate("document.activeElement.innerText?.trim().startsWith('Tilbagemelding')"):
            break
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Godt")).to_be_visible(timeout=READY)
    for _ in range(10):
        if page.evaluate("document.activeElement.type === 'radio'"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    settled(page)
    press_until(page, "Send uden spørgsmål og svar")
    page.keyboard.press("Enter")
    page.get_by_text("Tak. Din tilbagemelding er sendt.").wait_for(timeout=READY)
    page.keyboard.press("Escape")
    page.locator("[data-testid=stPopoverBody]").wait_for(state="detached", timeout=READY)
    press_until(page, "Dokumenter")
    assert "3px" in page.evaluate("getComputedStyle(document.activeElement).outline")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Dokumenter", level=1).wait_for(timeout=READY)
    settled(page)
    press_until(page, TITLE)
    page.keyboard.press("Enter")
    contents = page.frame_locator("iframe").get_by_role("link", name="Resumé")
    contents.wait_for(timeout=READY)
    expect(page.get_by_role("button", name="Luk dokumentet")).to_be_focused(timeout=READY)
    for _ in range(12):
        page.keyboard.press("Tab")
        if contents.evaluate("one => one === one.ownerDocument.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.frame_locator("iframe").locator("#citat")).to_have_text("Resumé", timeout=READY)


def test_what_is_kept_is_deleted_only_after_a_yes(address: str, page: Page) -> None:
    opened(page, address)
    go(page, "Mine samtaler")
    choice = page.get_by_label("Gem mine samtaler")
    page.get_by_text("Gem mine samtaler").click()
    page.get_by_text("Der er ingen gemte samtaler endnu.").wait_for(timeout=READY)
    page.get_by_text("Gem mine samtaler").click()  # nothing is lost, so nothing is asked
    expect(choice).not_to_be_checked(timeout=READY)
    settled(page)
    page.get_by_text("Gem mine samtaler").click()
    page.get_by_text("Der er ingen gemte samtaler endnu.").wait_for(timeout=READY)
    go(page, "Spørg")
    ask(page, "Hvornår åbner svømmehallen?", SWIM)
    go(page, "Mine samtaler")
    page.get_by_role("button", name="Slet: Hvornår åbner svømmehallen?").click()
    page.get_by_role("button", name="Nej, behold den").click()
    settled(page)
    expect(page.get_by_role("button", name="Åbn: Hvornår åbner svømmehallen?")).to_be_visible(timeout=READY)
    page.get_by_text("Gem mine samtaler").click()
    page.get_by_role("button", name="Nej, behold dem").click()
    expect(choice).to_be_checked(timeout=READY)
    settled(page)
    page.get_by_text("Gem mine samtaler").click()
    page.get_by_role("button", name="Ja, slet dem, og slå fra").click()
    expect(choice).not_to_be_checked(timeout=READY)
    settled(page)
    page.get_by_text("Gem mine samtaler").click()
    page.get_by_text("Der er ingen gemte samtaler endnu.").wait_for(timeout=READY)


def test_an_editor_sees_the_answer_and_what_the_reader_wrote_to_it_masked(address: str, page: Page) -> None:
    opened(page, address)
    ask(page, "Hvor mange penge er der afsat?", MONEY)
    menu(page, "Tilbagemelding")
    page.get_by_text("Forkert", exact=True).click()
    page.get_by_label("Hvad er galt, eller hvad mangler?").fill("Beløbet er større. Ring til mig på 20 12 34 56.")
    settled(page)
    page.get_by_role("button", name="Send med spørgsmål og svar").click()
    page.get_by_text("Tak. Din tilbagemelding er sendt.").wait_for(timeout=READY)
    page.keyboard.press("Escape")
    go(page, "Tilbagemeldinger")
    page.get_by_text("Læseren skriver: »Beløbet er større. Ring til mig på ███████████.«").wait_for(timeout=READY)
    page.get_by_text("Svaret på nr. 1").click()
    expect(page.locator(".st-key-feedback-1")).to_contain_text(f"»{MONEY}«", timeout=READY)
