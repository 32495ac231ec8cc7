"""The kiosk in a real Chromium: asked by hand and by keyboard, read by axe, heard, wiped, locked, and when its server goes.

One server and one browser for the whole file: the kiosk keeps no session, so that tests cannot meet.
"""

from __future__ import annotations

import re
import secrets
import signal
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.fake_assistant import HOSTILE, MONEY, SWIM
from tests.kiosk_server import KioskServer, remembered, started_kiosk

if TYPE_CHECKING:
    from playwright.sync_api import Page

Axe = Callable[..., list[dict[str, Any]]]
Open = Callable[..., Page] if TYPE_CHECKING else Callable[..., Any]
QUESTION = "Hvornår åbner svømmehallen?"
PORTRAIT = {"width": 1080, "height": 1920}
SIZES = ({"width": 320, "height": 700}, {"width": 1280, "height": 900}, PORTRAIT)
READY = 10_000


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KioskServer]:
    """The kiosk with an assistant that forgets, and wide limits."""
    folder = tmp_path_factory.mktemp("kiosk")
    limits = {"HVIDBOG_KIOSK_PER_ADDRESS": "100000", "HVIDBOG_KIOSK_PER_READER": "1000"}
    server = started_kiosk(folder, limits)
    yield server
    server.stop()


def begun(page: Page, kiosk: KioskServer) -> Page:
    """The page after "Tryk her for at begynde"."""
    page.goto(kiosk.url)
    page.get_by_role("button", name="Tryk her for at begynde").click()
    return page


def ask(page: Page, question: str) -> None:
    """Types a question, sends it, and waits for one more answer."""
    before = page.locator("article.answer").count()
    page.get_by_label("Dit spørgsmål").fill(question)
    page.get_by_role("button", name="Spørg", exact=True).click()
    page.locator("article.answer").nth(before).wait_for(timeout=READY)


def found(violations: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(one["id"], node["html"][:200]) for one in violations for node in one["nodes"]]


# ---- read and used ----


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state_at_any_size(kiosk: KioskServer, open_page: Open, axe: Axe, scheme: str) -> None:
    page = open_page(color_scheme=scheme, reduced_motion="reduce")
    for size in SIZES:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.goto(kiosk.url)
        page.locator("#begynd").wait_for()
        assert found(axe(page)) == [], ("attract", size)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.locator("#begynd").click()
        page.get_by_role("button", name="Sprog og visning").click()
        page.get_by_role("button", name="Tastatur på skærmen").click()
        assert found(axe(page)) == [], ("question", size)
        ask(page, "Hvor mange penge er der afsat?")
        assert found(axe(page)) == [], ("answer", size)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.locator(".source").first.click()
        page.frame_locator("#kilde iframe").locator("#citat").wait_for()
        assert found(axe(page)) == [], ("source", size)
    page.evaluate("document.getElementById('luk').textContent = ''")
    assert "button-name" in {name for name, _ in found(axe(page))}, "the control: a planted fault is found"


def test_a_field_that_takes_no_more_says_so_to_the_eye_and_the_ear(kiosk: KioskServer, page: Page) -> None:
    begun(page, kiosk)
    page.get_by_label("Dit spørgsmål").fill("x" * 299)
    expect(page.locator("#tilbage")).to_have_text("1 tegn tilbage")
    page.keyboard.type("xyz")
    expect(page.get_by_label("Dit spørgsmål")).to_have_value("x" * 300)
    expect(page.locator("#tilbage")).to_have_text("Feltet er fuldt. Skriv højst 300 tegn.")
    expect(page.locator("#besked")).to_have_text("Feltet er fuldt. Skriv højst 300 tegn.")


def test_every_language_contrast_and_large_text_passes_axe(kiosk: KioskServer, page: Page, axe: Axe) -> None:
    page.emulate_media(reduced_motion="reduce")
    begun(page, kiosk)
    ask(page, QUESTION)
    page.locator("#visning").click()
    for code, direction in (("en", "ltr"), ("de", "ltr"), ("uk", "ltr"), ("ar", "rtl")):
        page.locator(f'#visning-valg [data-language="{code}"]').click()
        expect(page.locator("html")).to_have_attribute("lang", code)
        expect(page.locator("html")).to_have_attribute("dir", direction)
        assert found(axe(page)) == [], code
        assert page.locator(".claim").first.evaluate("e => e.closest('[lang]').lang") == "da", "quotes stay Danish"
        assert page.locator("#kun-dansk").is_visible()
    page.locator('#visning-valg [data-language="da"]').click()
    page.locator("#kontrast").click()
    page.locator("#stor").click()
    assert float(page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")) >= 24
    for size in SIZES:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert found(axe(page)) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), size
    page.set_viewport_size({"width": 1280, "height": 900})
    page.locator(".source").first.click()
    frame = page.frame_locator("#kilde iframe")
    frame.locator("#citat").wait_for()
    assert frame.locator("html").get_attribute("data-theme") == "contrast"
    assert frame.locator("html").get_attribute("data-text") == "large"


def test_it_is_danish_says_it_is_a_machine_and_names_a_person(kiosk: KioskServer, page: Page) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(kiosk.url)
    assert page.evaluate("document.documentElement.lang") == "da"
    assert page.title() == "Hvidbog-assistenten – Svømmehallen i Sømarken Kommune (opdigtet)"
    expect(page.locator("#forside .notice")).to_have_text("Du taler med en kunstig intelligens")
    expect(page.locator("#forside .human")).to_contain_text("Spørg personalet her på stedet.")
    marking = page.locator('script[type="application/ld+json"]').text_content() or ""
    assert "trainedAlgorithmicMedia" in marking
    page.locator("#forside h1").click()  # a touch anywhere begins
    expect(page.locator(".notice-box")).to_contain_text("Du taler med en kunstig intelligens")
    ask(page, QUESTION)
    answer = page.locator("article.answer")
    expect(answer.locator(".ai")).to_have_text("Svaret er lavet af en kunstig intelligens")
    expect(answer.locator(".newest").first).to_have_text(
        re.compile("^Citaterne er fra .*Der kan være sket noget siden.$")
    )
    expect(answer.locator(".status")).to_have_text("● Fundet i materialet")
    assert answer.locator(".claim").first.text_content() == f"Ifølge referatet: {SWIM} [1]"
    expect(page.locator(".last .human")).to_be_visible()
    expect(page.locator("#slet")).to_be_visible()
    assert answer.locator(".read").is_hidden(), "this Chromium has no Danish voice"
    assert page.evaluate("document.querySelectorAll('a[href]').length") == 0
    assert faults == []


def test_targets_are_twenty_millimetres_on_the_screen_of_the_settings(kiosk: KioskServer, open_page: Open) -> None:
    page = begun(open_page(viewport=PORTRAIT, has_touch=True), kiosk)
    expect(page.locator("#tastatur")).to_be_visible()  # a touch screen gets its keyboard
    heights = page.evaluate(
        "[...document.querySelectorAll('button')].filter(e => e.offsetHeight).map(e => e.offsetHeight)"
    )
    assert len(heights) > 40
    assert min(heights) >= 72


def test_a_tap_in_the_field_brings_the_keyboard_back_after_an_answer(kiosk: KioskServer, open_page: Open) -> None:
    page = begun(open_page(viewport=PORTRAIT, has_touch=True), kiosk)
    ask(page, QUESTION)
    expect(page.locator("#tastatur")).to_be_hidden()  # the answer has the screen to itself
    page.locator("#felt").tap()
    expect(page.locator("#tastatur")).to_be_visible()


def test_the_screens_keyboard_writes_danish_into_the_real_field(kiosk: KioskServer, open_page: Open) -> None:
    page = begun(open_page(viewport=PORTRAIT, has_touch=True), kiosk)
    board = page.locator("#tastatur")
    board.get_by_role("button", name="Store bogstaver").click()
    for key in "Åæøxq":
        board.get_by_role("button", name=key, exact=True).click()
    board.get_by_role("button", name="Slet tegn").click()
    board.get_by_role("button", name="Mellemrum").click()
    board.get_by_role("button", name="Tal og tegn").click()
    board.get_by_role("button", name="7", exact=True).click()
    field = page.get_by_label("Dit spørgsmål")
    assert field.input_value() == "Åæøx 7"
    assert field.get_attribute("inputmode") == "none"
    assert field.get_attribute("autocomplete") == "off"
    field.evaluate("e => { e.value = 'x'.repeat(300); e.setSelectionRange(300, 300) }")
    board.get_by_role("button", name="7", exact=True).click()
    assert len(field.input_value()) == 300
    page.get_by_role("button", name="Tastatur på skærmen").click()
    expect(board).to_be_hidden()


def test_the_keyboard_alone_asks_opens_a_source_closes_it_and_wipes(kiosk: KioskServer, page: Page) -> None:
    page.goto(kiosk.url)
    expect(page.locator("#begynd")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Dit spørgsmål")).to_be_focused()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.locator("article.answer").wait_for()
    expect(page.locator("article.answer")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".source").first).to_be_focused()
    outline = page.evaluate("getComputedStyle(document.activeElement).outline")
    assert "3px" in outline
    assert "solid" in outline
    page.keyboard.press("Enter")
    page.frame_locator("#kilde iframe").locator("#citat").wait_for()
    expect(page.locator("#luk")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#kilde")).to_be_hidden()
    expect(page.locator(".source").first).to_be_focused()
    for _ in range(30):
        if page.evaluate("document.activeElement.id") == "slet":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#begynd")).to_be_focused()


def test_a_screen_reader_hears_each_answer_once(kiosk: KioskServer, page: Page) -> None:
    page.add_init_script(
        """window.heard = [];
        document.addEventListener("DOMContentLoaded", () => {
          const live = document.getElementById("besked");
          new MutationObserver(() => { if (live.textContent) window.heard.push(live.textContent); }).observe(live,
            {childList: true, characterData: true, subtree: true});
        });"""
    )
    begun(page, kiosk)
    ask(page, QUESTION)
    assert page.evaluate("window.heard") == [f"Svaret er klar: Ifølge referatet: {SWIM} {MONEY}"]


def test_a_follow_up_brings_its_own_history_and_what_was_refused_is_no_part_of_it(
    kiosk: KioskServer, page: Page
) -> None:
    begun(page, kiosk)
    ask(page, QUESTION)
    ask(page, "Mit cpr er hemmeligt")  # the fake refuses it as personal
    ask(page, "ekko")
    expect(page.locator("article.answer").last).to_contain_text(f"Før spurgte du: {QUESTION}")
    assert "Mit cpr" not in page.content()


def test_a_number_or_mail_address_never_leaves_the_page(kiosk: KioskServer, page: Page) -> None:
    begun(page, kiosk)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "spoerg" in request.url else None)
    for text in ("Mit nummer er 111131-1118", "010231 4321 er mit", "skriv til a@b.dk"):
        page.get_by_label("Dit spørgsmål").fill(text)
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert").first).to_contain_text("Det er ikke sendt")
        assert not re.search(r"\d|@", page.get_by_label("Dit spørgsmål").input_value())
    assert page.get_by_label("Dit spørgsmål").input_value() == "skriv til"  # the rest is kept
    assert sent == []
    ask(page, "Hvad er sag 87.00.00-G01-10-24 om, og de 12.500.000 kr.?")  # the control: these are no such numbers
    assert len(sent) == 1


def test_hostile_text_is_text(kiosk: KioskServer, page: Page) -> None:
    begun(page, kiosk)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append("dialog"))
    ask(page, f"farlig {HOSTILE}")
    assert page.get_by_text(HOSTILE).count() >= 2
    assert page.locator("#samtale :is(img, a, script)").count() == 0
    assert [url for url in asked if not url.startswith(kiosk.url)] == []


def test_a_source_with_a_public_address_has_a_code_and_no_link(kiosk: KioskServer, page: Page) -> None:
    begun(page, kiosk)
    ask(page, QUESTION)
    page.locator(".source").first.click()
    frame = page.frame_locator("#kilde iframe")
    frame.locator("#citat").wait_for()
    assert frame.locator("mark").all_text_contents() == [SWIM]
    assert frame.locator(".code").count() == 0, "the made-up minutes have no public address"
    assert frame.locator("a[href]").count() == 0
    assert frame.locator("#kopier").count() == 0
    title = page.locator("#kilde iframe").get_attribute("title") or ""
    assert title.replace("\u2068", "").replace("\u2069", "") == "Kilden: Referat fra Sømarken Kommune (opdigtet)"


def test_read_aloud_is_there_with_a_danish_voice_on_the_machine_and_stops_the_clock(
    kiosk: KioskServer, page: Page
) -> None:
    page.clock.install()
    page.add_init_script(
        """window.spoken = [];
        const far = {lang: "da-DK", localService: false}, near = {lang: "da-DK", localService: true, name: "egen"};
        speechSynthesis.getVoices = () => [far, near];
        window.SpeechSynthesisUtterance = function (text) { this.text = text; };
        speechSynthesis.speak = (words) => { window.spoken.push(words); };
        speechSynthesis.cancel = () => {};"""
    )
    begun(page, kiosk)
    ask(page, QUESTION)
    page.get_by_role("button", name="Læs højt").click()
    assert page.evaluate("window.spoken.map(one => [one.text, one.voice.name])") == [
        [f"Ifølge referatet: {SWIM} {MONEY}", "egen"]
    ]
    page.clock.run_for(200_000)
    assert page.locator("#advarsel").is_hidden(), "no idle time passes while it reads"
    page.evaluate("window.spoken[0].onend()")
    page.clock.run_for(92_000)
    expect(page.locator("#advarsel")).to_be_visible()
    assert "Er du der stadig?" in page.evaluate("window.spoken.at(-1).text")


# ---- wiped ----


def canary_of(page: Page) -> list[str]:
    """Where the page still holds a text with "kanarie": document, storage, cookies, fields, history."""
    places: list[str] = page.evaluate(
        """() => {
          const texts = {
            html: document.documentElement.outerHTML,
            fields: [...document.querySelectorAll("input, textarea")].map(e => e.value).join(),
            storage: JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage}),
            cookies: document.cookie,
            address: location.href + JSON.stringify(history.state) + document.title,
            selection: String(getSelection()),
          };
          return Object.entries(texts).filter(([, text]) => /kanarie/i.test(text)).map(([name]) => name);
        }"""
    )
    return places


def test_the_wipe_leaves_nothing_in_the_page_or_in_the_server(kiosk: KioskServer, page: Page) -> None:
    begun(page, kiosk)
    length = page.evaluate("history.length")
    canary = "kanarie" + secrets.token_hex(8)
    ask(page, f"farlig {canary}")
    page.get_by_label("Dit spørgsmål").fill(f"halvt skrevet {canary}")
    page.locator("#visning").click()
    page.locator("#stor").click()
    page.locator("#kontrast").click()
    page.locator('#visning-valg [data-language="ar"]').click()
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    assert set(canary_of(page)) == {"html", "fields"}, "the control: before the wipe it is there"
    page.locator("#slet").click()
    page.locator("#begynd").wait_for()
    assert canary_of(page) == []
    assert page.context.cookies() == []
    assert page.evaluate("indexedDB.databases()") == []
    assert page.evaluate("history.length") == length
    root = page.locator("html")
    assert [root.get_attribute(name) for name in ("lang", "dir", "data-text", "data-theme")] == [
        "da",
        "ltr",
        None,
        "auto",
    ]
    assert page.evaluate("scrollY") == 0
    assert remembered(kiosk, canary) == []
    page.locator("#begynd").click()
    ask(page, "ekko")
    assert (page.locator("article.answer .quotes").text_content() or "").strip() == "Før spurgte du:"
    assert canary not in page.content()
    assert canary not in kiosk.output()
    for file in kiosk.home.rglob("*"):
        assert not file.is_file() or canary.encode() not in file.read_bytes(), file


def test_the_check_of_the_servers_memory_finds_what_is_kept(kiosk: KioskServer) -> None:
    canary = "kanarie" + secrets.token_hex(8)
    kiosk.post("/plant", canary[::-1].encode())
    assert remembered(kiosk, canary) != []


def test_idle_warns_is_extended_and_then_wipes(kiosk: KioskServer, page: Page) -> None:
    page.clock.install()
    begun(page, kiosk)
    ask(page, "farlig kanarie")
    page.locator(".notice-box").click()
    page.clock.run_for(88_000)
    assert page.locator("#advarsel").is_hidden()
    page.keyboard.press("Shift")  # any sign of life begins the time anew
    page.clock.run_for(88_000)
    assert page.locator("#advarsel").is_hidden()
    page.clock.run_for(4_000)
    warning = page.get_by_role("alertdialog", name="Er du der stadig?")
    expect(warning).to_be_visible()
    expect(warning).to_contain_text("Om 30 sekunder slettes alt på skærmen.")
    for _ in range(11):  # WCAG 2.2.1: at least ten times
        page.clock.run_for(25_000)
        expect(page.get_by_role("button", name="Fortsæt")).to_be_focused()
        page.get_by_role("button", name="Fortsæt").click()
        expect(warning).to_be_hidden()
        assert "html" in canary_of(page)
        page.clock.run_for(92_000)
        expect(warning).to_be_visible()
    page.mouse.move(5, 5)  # a passing sleeve is no answer
    page.clock.run_for(31_000)
    page.locator("#begynd").wait_for()
    expect(warning).to_be_hidden()
    assert canary_of(page) == []


def test_a_wipe_stops_the_question_that_is_being_answered(kiosk: KioskServer, page: Page) -> None:
    begun(page, kiosk)
    gone: list[str] = []
    page.on("requestfailed", lambda request: gone.append(request.url))
    page.get_by_label("Dit spørgsmål").fill("vent på farlig kanarie")
    page.keyboard.press("Enter")
    expect(page.locator("#venter")).to_have_text("Søger i dokumenterne …")
    page.locator("#slet").click()
    page.locator("#begynd").wait_for()
    assert gone == [f"{kiosk.url}/spoerg"]
    kiosk.post("/fri", b"")
    page.locator("#begynd").click()
    ask(page, QUESTION)
    assert page.locator("article.answer").count() == 1, "the old answer never came"
    assert canary_of(page) == []


# ---- locked, gone, back ----


def test_there_is_no_way_out_of_the_page(kiosk: KioskServer, page: Page) -> None:
    """The page's own lock. What the browser's policy adds is tried in the trial."""
    begun(page, kiosk)
    opened: list[str] = []
    page.context.on("page", lambda other: opened.append(other.url))
    page.on("download", lambda download: opened.append("download"))
    page.on("filechooser", lambda chooser: opened.append("file"))
    blocked = page.evaluate(
        """() => {
          const out = {};
          const fire = (name, event) => { out[name] = !document.body.dispatchEvent(event); };
          const options = {bubbles: true, cancelable: true};
          for (const name of ["contextmenu", "dragstart", "dragover", "drop", "copy", "cut", "paste", "auxclick"]) {
            fire(name, new Event(name, options));
          }
          fire("zoom", new WheelEvent("wheel", {...options, ctrlKey: true}));
          for (const key of ["p", "s", "o", "n", "t", "w", "l", "u", "j", "h", "d", "f", "+", "-", "0"]) {
            fire("ctrl " + key, new KeyboardEvent("keydown", {...options, ctrlKey: true, key}));
          }
          for (const key of ["F1", "F3", "F5", "F6", "F11", "F12", "ContextMenu", "BrowserHome"]) {
            fire(key, new KeyboardEvent("keydown", {...options, key}));
          }
          fire("alt left", new KeyboardEvent("keydown", {...options, altKey: true, key: "ArrowLeft"}));
          out.open = window.open("http://127.0.0.1:1/") === null;
          fire("typing", new KeyboardEvent("keydown", {...options, key: "a"}));
          return out;
        }"""
    )
    assert blocked.pop("typing") is False, "the control: writing is allowed"
    assert {name for name, held in blocked.items() if not held} == set()
    assert opened == []
    refused = page.evaluate(
        """async () => {
          const tries = {
            html: () => { document.body.innerHTML = "<b>x</b>"; },
            script: () => {
              const s = document.createElement("script");
              s.textContent = "window.ran = 1";
              document.body.append(s);
            },
            inline: () => { document.body.insertAdjacentHTML("beforeend", "<p onclick=x>"); },
            foreign: () => fetch("http://localhost:9/"),
          };
          const out = [];
          for (const [name, run] of Object.entries(tries)) {
            try { await run(); } catch { out.push(name); }
          }
          return [out, window.ran === undefined];
        }"""
    )
    assert refused == [["html", "script", "inline", "foreign"], True]


def test_out_of_order_and_back_by_itself(page: Page, tmp_path: Path, free_port: int) -> None:
    server = started_kiosk(tmp_path, {}, free_port)
    page.clock.install()
    begun(page, server)
    ask(page, QUESTION)
    server.process.send_signal(signal.SIGKILL)
    server.process.wait(timeout=10)
    notice = page.get_by_role("alertdialog", name="Uden for drift")
    for _ in range(4):
        page.clock.run_for(5_000)
    expect(notice).to_be_visible()
    expect(notice).to_contain_text("Spørg personalet her på stedet.")
    again = started_kiosk(tmp_path, {}, free_port)
    try:
        for _ in range(10):
            page.clock.run_for(5_000)
            if notice.is_hidden():
                break
        expect(notice).to_be_hidden()
        assert page.locator("article.answer").count() == 1, "what was read is still there"
    finally:
        again.stop()


def test_the_embedded_page_is_framed_by_the_named_sites_alone(page: Page, tmp_path: Path, axe: Axe) -> None:
    server = started_kiosk(tmp_path, {"HVIDBOG_EMBED_ANCESTORS": "https://www.soemarken.example.org"})
    try:
        with urllib.request.urlopen(f"{server.url}/indlejret") as response:
            assert "frame-ancestors https://www.soemarken.example.org;" in response.headers["content-security-policy"]
        with urllib.request.urlopen(server.url) as response:
            assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
        page.goto(f"{server.url}/indlejret")
        ask(page, QUESTION)
        expect(page.locator("article.answer")).to_contain_text(SWIM)
        assert found(axe(page)) == []
        assert page.locator("#tastatur-knap").count() == 0
        for name in ("tilgaengelighed", "privatliv"):
            page.goto(f"{server.url}/{name}")
            assert found(axe(page)) == []
    finally:
        server.stop()
