"""What the kiosk shows in frames, and its dialogs: information, sources, the embedded page, the warning, "uden for drift"."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import segno
from playwright.sync_api import expect
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from ingest.records import Document, Reading
from tests.fake_assistant import SWIM, cite, minutes
from tests.kiosk_server import KioskServer, started_kiosk
from tests.served_app import served_app
from tests.site import Site, SitePage
from ui.citation_label import source_address
from ui.kiosk_server import HERE
from ui.page_pictures import PagePictures
from ui.viewer import viewer_routes

if TYPE_CHECKING:
    from playwright.sync_api import Page

QUESTION = "Hvornår åbner svømmehallen?"
ADDRESS = "https://www.soemarken.example.org/referat"
Axe = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="module")
def host() -> Iterator[Site]:
    """A municipality's web site that shows the embedded page in a frame."""
    with Site({}) as site:
        yield site


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory, host: Site) -> Iterator[KioskServer]:
    """The kiosk, which that web site alone may show."""
    settings = {"HVIDBOG_KIOSK_PER_ADDRESS": "100000", "HVIDBOG_EMBED_ANCESTORS": f"http://localhost:{host.port}"}
    server = started_kiosk(tmp_path_factory.mktemp("frames"), settings)
    host.pages["/side"] = SitePage(f'<title>Sømarken (opdigtet)</title><iframe src="{server.url}/indlejret">'.encode())
    yield server
    server.stop()


def begun(page: Page, kiosk: KioskServer) -> Page:
    page.goto(kiosk.url)
    page.locator("#begynd").click()
    return page


def ask(page: Page) -> None:
    page.locator("#felt").fill(QUESTION)
    page.locator("#felt").press("Enter")
    page.locator("article.answer").wait_for()


def test_accessibility_and_privacy_open_in_the_kiosk_and_close_again(kiosk: KioskServer, page: Page, axe: Axe) -> None:
    begun(page, kiosk)
    for name, words in (("Tilgængelighed", "Det virker ikke endnu"), ("Privatliv", "Skriv ikke noget personligt")):
        page.get_by_role("button", name=name).click()
        frame = page.frame_locator("#kilde iframe")
        expect(frame.get_by_role("heading", name=words)).to_be_visible()
        assert frame.locator("html").get_attribute("lang") == "da"
        assert axe(page) == []
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name=name)).to_be_focused()


def test_a_web_site_of_the_setting_shows_the_page_with_its_sources_and_no_other_does(
    kiosk: KioskServer, host: Site, page: Page
) -> None:
    blocked: list[str] = []
    page.on("console", lambda message: blocked.append(message.text) if "frame-ancestors" in message.text else None)
    page.goto(f"http://localhost:{host.port}/side")
    inner = page.frame_locator("iframe")
    inner.locator("#felt").fill(QUESTION)
    inner.locator("#felt").press("Enter")
    inner.locator(".source").first.click()
    assert inner.frame_locator("#kilde iframe").locator("#citat").text_content() == SWIM
    inner.locator("#luk").click()
    inner.get_by_role("button", name="Privatliv").click()
    expect(inner.frame_locator("#kilde iframe").get_by_role("heading", name="I kiosken")).to_be_visible()
    assert blocked == []
    page.goto(f"http://127.0.0.1:{host.port}/side")  # the same site under a name that the setting does not have
    page.wait_for_timeout(300)
    assert len(blocked) == 1


def test_the_embedded_page_does_not_hurry_anybody_and_prints_what_was_answered(kiosk: KioskServer, page: Page) -> None:
    page.clock.install()
    page.goto(f"{kiosk.url}/indlejret")
    ask(page)
    page.clock.run_for(600_000)
    expect(page.locator("#advarsel")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator("#spoerg")).to_be_hidden()
    expect(page.get_by_text("Svaret er lavet af en kunstig intelligens")).to_be_visible()
    expect(page.locator(".claim q").first).to_have_text(SWIM)
    page.emulate_media(media="screen")
    page.locator("#slet").click()
    assert page.locator("article.answer").count() == 0
    expect(page.locator("#felt")).to_be_focused()


def test_the_warning_is_seen_and_heard_and_can_be_answered_in_three_ways(kiosk: KioskServer, page: Page) -> None:
    page.clock.install()
    page.add_init_script(
        """window.tones = 0;
        AbortSignal.timeout = () => new AbortController().signal; // minutes pass in a moment, the network's time does not
        const node = {connect: (next) => next, start: () => { window.tones += 1; }, stop() {}, frequency: {},
          gain: {setValueAtTime() {}, exponentialRampToValueAtTime() {}}};
        window.AudioContext = function () { return {currentTime: 0, createOscillator: () => node, createGain: () => node}; };"""
    )
    page.emulate_media(reduced_motion="reduce")  # scrolling by itself would be a sign of life on the tests' clock
    begun(page, kiosk)
    ask(page)
    warning = page.get_by_role("alertdialog", name="Er du der stadig?")
    assert page.evaluate("window.tones") == 0
    page.clock.run_for(92_000)
    expect(warning).to_be_visible()
    assert page.evaluate("window.tones") == 2, "two tones with the warning"
    page.clock.run_for(21_000)
    assert page.evaluate("window.tones") == 6, "and two at 20 and at 10 seconds"
    expect(page.locator("#advarsel-tekst")).to_have_text("Om 10 sekunder slettes alt på skærmen.")
    page.keyboard.press("Escape")
    expect(warning).to_be_hidden()
    page.clock.run_for(92_000)
    warning.get_by_role("button", name="Slet og start forfra").click()
    expect(page.locator("#begynd")).to_be_focused()
    assert page.locator("article.answer").count() == 0


def test_with_the_server_gone_the_page_can_still_be_wiped(kiosk: KioskServer, page: Page) -> None:
    page.clock.install()
    begun(page, kiosk)
    ask(page)
    page.route("**/sund", lambda route: route.abort())
    page.clock.run_for(11_000)
    off = page.get_by_role("alertdialog", name="Uden for drift")
    expect(off).to_contain_text("Hellere tale med et menneske? Spørg personalet her på stedet.")
    off.get_by_role("button", name="Slet og start forfra").click()
    assert page.locator("article.answer").count() == 0
    expect(off).to_be_visible()
    expect(off.get_by_role("button")).to_have_count(0)
    page.unroute("**/sund")
    page.clock.run_for(6_000)
    expect(off).to_be_hidden()
    expect(page.locator("#begynd")).to_be_visible()


def test_a_server_that_dies_under_an_answer_says_try_again_and_the_next_one_answers(
    page: Page, tmp_path: Path, free_port: int
) -> None:
    server = started_kiosk(tmp_path, {}, free_port)
    begun(page, server)
    page.locator("#felt").fill("vent på svaret")
    page.locator("#felt").press("Enter")
    expect(page.locator("#venter")).to_be_visible()
    server.process.send_signal(signal.SIGKILL)
    server.process.wait(timeout=10)
    expect(page.locator("#fejl")).to_contain_text("Prøv igen om lidt", timeout=15_000)
    again = started_kiosk(tmp_path, {}, free_port)
    try:
        with page.expect_response(lambda reply: reply.url.endswith("/sund") and reply.ok, timeout=20_000):
            pass
        expect(page.locator("#ude")).to_be_hidden()
        ask(page)
        expect(page.locator("article.answer")).to_have_count(1)
    finally:
        again.stop()


def test_a_clock_that_is_set_a_year_off_neither_warns_nor_wipes(kiosk: KioskServer, page: Page) -> None:
    page.clock.install()
    begun(page, kiosk)
    ask(page)
    for year in (2025, 2032):
        page.clock.set_system_time(f"{year}-01-01T12:00:00")
        page.clock.run_for(3_000)
        expect(page.locator("#advarsel")).to_be_hidden()
        assert page.locator("article.answer").count() == 1


class OnTheWeb:
    """The made-up minutes with, or without, a public address."""

    def __init__(self, address: str | None) -> None:
        self._reading = replace(minutes(), document=replace(minutes().document, source_url=address))

    def documents(self) -> tuple[Document, ...]:
        return (self._reading.document,)

    def reading(self, document_id: str) -> Reading:
        return self._reading


def test_a_public_source_has_a_code_of_its_address_and_no_link(page: Page, tmp_path: Path) -> None:
    for address in (ADDRESS, None, "http://127.0.0.1/intern", "https://intranet/x", "file:///etc/hosts"):
        routes = viewer_routes(lambda address=address: OnTheWeb(address), PagePictures(tmp_path), kiosk=True)  # type: ignore[misc]
        app = Starlette(routes=[*routes, Mount("/ui", StaticFiles(directory=HERE / "static"))])
        with served_app(app) as url:
            page.goto(url + source_address(cite(1, SWIM)))
            assert page.locator("a[href]").count() == 0
            assert page.locator(".code").count() == (1 if address == ADDRESS else 0), address
            if address != ADDRESS:
                continue
            expect(page.locator(".code .address")).to_have_text(ADDRESS)
            dark = page.evaluate(
                """() => { const path = document.querySelector(".code path"), side = path.closest("svg").viewBox.baseVal.width;
                  const inside = (x, y) => path.isPointInFill(new DOMPoint(x + 0.5, y + 0.5));
                  return [...Array(side).keys()].map((y) => [...Array(side).keys()].map((x) => Number(inside(x, y)))); }"""
            )
            wanted = [list(map(int, row)) for row in segno.make(ADDRESS, micro=False, error="m").matrix_iter(border=4)]
            assert dark == wanted, "the squares on the page are those of the code"
