"""The kiosk as it is read and used: what axe does not see, in every state, at every size, in both themes.

The checks are in `page_audit.py`; each has a control here that plants what it must find.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from ingest.catalogue import load_catalogue
from ingest.config import Settings
from tests.fake_assistant import MONEY, FakeAssistant
from tests.kiosk_server import KioskServer, started_kiosk
from tests.page_audit import (
    clipped,
    clipped_when_spaced,
    contrast_faults,
    focus_faults,
    in_view,
    names_of_controls,
)
from ui.kiosk_page import size_sheet
from ui.languages import LANGUAGES, page_texts

if TYPE_CHECKING:
    from playwright.sync_api import Page

Open = Callable[..., Page] if TYPE_CHECKING else Callable[..., Any]
PORTRAIT = {"width": 1080, "height": 1920}
SIZES = ({"width": 320, "height": 700}, {"width": 1280, "height": 900}, PORTRAIT)
WIPE = "#slet, #slet-kilde, #slet-advarsel"


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KioskServer]:
    """The kiosk with an assistant that forgets, and wide limits."""
    limits = {"HVIDBOG_KIOSK_PER_ADDRESS": "100000", "HVIDBOG_KIOSK_PER_READER": "1000"}
    server = started_kiosk(tmp_path_factory.mktemp("reading"), limits)
    yield server
    server.stop()


def states(page: Page, kiosk: KioskServer) -> Iterator[str]:
    """Opens the kiosk and takes it through everything that a reader meets; the name of each state."""
    page.goto(kiosk.url)
    page.locator("#begynd").wait_for()
    yield "attract"
    page.locator("#begynd").click()
    page.locator("#tastatur-knap").click() if page.locator("#tastatur").is_hidden() else None
    yield "question"
    page.locator("#visning").click()
    yield "view"
    page.locator("#visning").click()
    page.locator("#felt").fill("111131-1118")
    page.locator("#felt").press("Enter")
    yield "refused on the page"
    page.locator("#felt").fill("Hvor mange penge er der afsat?")
    page.locator("#felt").press("Enter")
    page.locator("article.answer").wait_for()
    yield "answer"
    page.locator(".source").first.click()
    page.frame_locator("#kilde iframe").locator("#citat").wait_for()
    yield "source"
    page.locator("#luk").click()
    for dialog in ("advarsel", "ude"):
        page.evaluate(f"document.getElementById('{dialog}').showModal()")
        yield dialog
        page.evaluate(f"document.getElementById('{dialog}').close()")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read_and_the_way_out_is_always_in_view(
    kiosk: KioskServer, open_page: Open, scheme: str
) -> None:
    page = open_page(color_scheme=scheme, reduced_motion="reduce")
    for size in SIZES:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for state in states(page, kiosk):
            where = (state, size["width"], scheme)
            assert contrast_faults(page) == [], where
            assert clipped_when_spaced(page) == [], where
            if state == "source":
                frame = page.frames[-1]
                assert contrast_faults(frame) == [], where
                assert clipped_when_spaced(frame) == [], where
            if state not in ("attract", "ude"):
                assert in_view(page, WIPE), where
            # Somebody to talk to is named in every state: on the screen itself, or below on a small one.
            assert any(one.is_visible() for one in page.locator("[data-t='kiosk.contact_here']").all()), where
    page.evaluate("document.querySelector('.claim q').style.color = 'var(--ground)'")
    page.evaluate("document.querySelector('.dock').style.zoom = 9")
    assert [fault.split()[0] for fault in contrast_faults(page)] != [], "the control: pale text is found"
    assert clipped(page), "the control: what is too wide is found"
    assert not in_view(page, WIPE), "the control: what is pushed off the screen is missed"


def test_high_contrast_and_doubled_text_can_be_read_at_every_size(kiosk: KioskServer, open_page: Open) -> None:
    page = open_page(reduced_motion="reduce", viewport=PORTRAIT)
    plain: dict[int, float] = {}
    for size in SIZES:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for state in states(page, kiosk):
            if state == "attract":
                plain[size["width"]] = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
            if state == "view":
                page.locator("#stor").click()
                page.locator("#kontrast").click()
                large = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
                assert large == pytest.approx(2 * plain[size["width"]]), "text is doubled (WCAG 1.4.4)"
            if state in ("attract", "question", "ude"):
                continue
            where = (state, size["width"])
            assert contrast_faults(page, 7.0) == [], where
            assert clipped(page) == [], where
            # A warning in doubled letters is longer than a phone's screen, so there it is scrolled.
            assert in_view(page, WIPE) or where == ("advarsel", 320), where


def test_a_page_enlarged_to_twice_its_size_has_everything(kiosk: KioskServer, open_page: Open) -> None:
    page = open_page(viewport={"width": 640, "height": 450}, device_scale_factor=2, reduced_motion="reduce")
    for state in states(page, kiosk):
        assert clipped(page) == [], state
        if state not in ("attract", "ude"):
            assert in_view(page, WIPE), state


@pytest.mark.parametrize("size", [SIZES[0], PORTRAIT])
def test_tab_goes_round_in_the_order_of_the_page_and_every_stop_shows(
    kiosk: KioskServer, open_page: Open, size: dict[str, int]
) -> None:
    page = open_page(viewport=size, reduced_motion="reduce")
    for state in states(page, kiosk):
        if state in ("refused on the page", "ude"):
            continue
        assert focus_faults(page) == [], state
    page.evaluate("document.getElementById('advarsel').close(); document.getElementById('slet').tabIndex = 5")
    assert focus_faults(page), "the control: another order is found"


def test_everything_that_can_be_used_has_a_danish_name(kiosk: KioskServer, page: Page) -> None:
    ours = [re.escape(text) for text in page_texts("da").values()]
    known = [re.sub(r"\\{(\w+)\\}", ".+", text) for text in ours]
    profile = FakeAssistant().profile
    known += [re.escape(one) for one in (*profile.suggested_questions, *profile.focus_areas, *LANGUAGES.values())]
    known += [
        r".",
        r"»[^«]+«Vis stedet",
        r"1? ?Referat, 4\. marts 2031.*Vis stedet",
        "abc",
        "123",
        f"({'|'.join(ours)} ?)+",
    ]
    danish = re.compile("|".join(known))
    names: list[str] = []
    for _ in states(page, kiosk):
        names += names_of_controls(page)
    assert len(names) > 100
    assert [name for name in names if not danish.fullmatch(name)] == []
    assert not danish.fullmatch("Close"), "the control"


def test_nothing_moves_for_readers_who_ask_for_rest(kiosk: KioskServer, open_page: Open) -> None:
    page = open_page(reduced_motion="reduce", viewport={"width": 1280, "height": 700})
    page.add_init_script(
        """window.moves = [];
        const real = Element.prototype.scrollIntoView;
        Element.prototype.scrollIntoView = function (how) {
          window.moves.push(how?.behavior ?? "auto"); real.call(this, how); };"""
    )
    for state in states(page, kiosk):
        assert page.evaluate("document.getAnimations().length") == 0, state
    assert set(page.evaluate("window.moves")) == {"auto"}
    page.emulate_media(reduced_motion="no-preference")
    for _ in states(page, kiosk):
        pass
    assert "smooth" in page.evaluate("window.moves"), "the control: others see where the page goes"


def test_the_answer_on_the_screen_follows_the_language_and_quotes_stay_danish(kiosk: KioskServer, page: Page) -> None:
    for state in states(page, kiosk):
        if state == "answer":
            break
    page.locator("#visning").click()
    answer = page.locator("article.answer")
    for code in LANGUAGES:
        page.locator(f'#visning-valg [data-language="{code}"]').click()
        texts = load_catalogue("ui", code)
        expect(answer.locator(".ai")).to_have_text(texts.text("kiosk.ai"))
        expect(answer.locator(".status")).to_contain_text(texts.text("status.partial"))
        expect(answer.locator(".asked")).to_contain_text(texts.text("kiosk.asked"))
        expect(answer.locator(".do").first).to_have_text(texts.text("kiosk.show_source"))
        expect(answer.locator(".claim q")).to_have_text(MONEY)
        assert answer.locator(".claim q").evaluate("e => e.closest('[lang]').lang") == "da"
    assert answer.count() == 1


@pytest.mark.parametrize(
    ("inches", "pixels", "least"), [(24.0, "1080x1920", 72), (15.6, "1920x1080", 111), (32.0, "3840x2160", 108)]
)
def test_every_target_is_twenty_millimetres_both_ways(
    kiosk: KioskServer, open_page: Open, inches: float, pixels: str, least: int
) -> None:
    width, height = map(int, pixels.split("x"))
    page = open_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
    sheet = size_sheet(Settings(kiosk_screen_inches=inches, kiosk_screen_pixels=pixels))
    page.route("**/maal.css", lambda route: route.fulfill(body=sheet, content_type="text/css"))
    looked = 0
    for state in states(page, kiosk):
        small = page.evaluate(
            """(least) => [...document.querySelectorAll("button")].filter((e) => e.offsetWidth
              && getComputedStyle(e).visibility === "visible").map((e) => [e.textContent, e.offsetWidth, e.offsetHeight])
              .filter(([, width, height]) => Math.min(width, height) < least)""",
            least,
        )
        assert small == [], state
        assert clipped(page) == [], state
        looked += page.locator("button").count()
        if state == "answer":
            text = page.locator(".claim").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
            # A line of the answer is at least 5.5 mm high with its lengths.
            assert text / least * 20 >= 5.5
    assert looked > 100
