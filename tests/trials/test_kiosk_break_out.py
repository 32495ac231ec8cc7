"""Trial: forty ways out of the kiosk on a real screen, with the browser policy of docs/kiosk and without it (the control).

`python -m pytest -m trial tests/trials/test_kiosk_break_out.py -s` prints what was tried and what led out. Chromium runs headed
under Xvfb. Twenty ways are tried from within the page, as if its own lock had been got round, so with the one rule of the
policy left out that would keep the trial's own driver out (developer tools); twenty with real keys and a real mouse, under the
whole policy. The page's lock keeps most keys from a browser on the whole screen, so the control presses them on a page that has
none. The policy is laid over /etc/chromium in a mount namespace of the browser's own; that needs root and `unshare`.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import ARGUMENTS, chromium_path
from tests.conftest import ARTEFACTS, ROOT, stop
from tests.kiosk_screen import HEIGHT, WIDTH, Screen, screen
from tests.kiosk_server import KioskServer, started_kiosk
from tests.site import Site
from tests.trials.state import Score, once, whole_code

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.trial, pytest.mark.timeout(2400)]
POLICY = ROOT / "docs" / "kiosk" / "chromium-policy.json"
DEVTOOLS = "DeveloperToolsAvailability"
KIOSK_FLAGS = (
    *ARGUMENTS,
    "--kiosk",
    "--incognito",
    "--window-position=0,0",
    f"--window-size={WIDTH},{HEIGHT}",
    "--touch-events=enabled",
)
DEEP = (0x0B, 0x2D, 0x52)  # the ground of the attract screen, as in kiosk.css
# The control's page: of the kiosk's colour, and without its lock.
UNLOCKED = "data:text/html,<title>side</title><body style='background:rgb(11,45,82)'>"
SHOWN = 0.008  # of the screen: a menu is more, a blinking cursor and a ring of focus on a field are less


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[KioskServer]:
    server = started_kiosk(tmp_path, {"HVIDBOG_KIOSK_PER_ADDRESS": "100000"})
    yield server
    server.stop()


def wrapped(folder: Path, address: str, policy: dict[str, Any] | None) -> str:
    """A program that is Chromium with `policy` for `address` in force, or with none."""
    managed = folder / "policies" / "managed"
    managed.mkdir(parents=True)
    if policy is not None:
        (managed / "hvidbog.json").write_text(
            json.dumps({**policy, "URLAllowlist": [address, *policy["URLAllowlist"][1:]]}), encoding="utf-8"
        )
    program = folder / "chromium"
    inner = f'mkdir -p /etc/chromium && mount --bind "{folder}" /etc/chromium && exec {chromium_path()} "$@"'
    program.write_text(f"#!/bin/sh\nexec unshare -m sh -c '{inner}' sh \"$@\"\n", encoding="utf-8")
    program.chmod(0o755)
    return str(program)


# ---- from within the page ----


def follow(address: str, **attributes: str) -> Callable[[Page], None]:
    """A link that a hostile text would have put on the page, clicked."""

    def way(page: Page) -> None:
        page.evaluate(
            """([href, attributes]) => { const a = Object.assign(document.createElement("a"), {href, ...attributes});
              a.id = "ud"; a.textContent = "ud"; document.getElementById("scene").prepend(a); }""",
            [address, attributes],
        )
        page.locator("#ud").click(no_wait_after=True)

    return way


def go(target: str) -> Callable[[Page], None]:
    """The address, typed where there is a place to type it."""
    return lambda page: page.goto(target, timeout=5_000) and None


def window(target: str) -> Callable[[Page], None]:
    """A window by a fresh frame's own `open`."""

    def way(page: Page) -> None:
        page.evaluate(
            """(target) => { const f = document.createElement("iframe"); document.body.append(f);
              f.contentWindow.open.call(window, target); }""",
            target,
        )

    return way


def run(script: str) -> Callable[[Page], None]:
    """Script of the page after a real click on it, which opens what only a reader may open."""

    def way(page: Page) -> None:
        # A little later, since a dialog holds up whoever waits for the click to end.
        page.evaluate(
            f"document.addEventListener('click', () => setTimeout(() => {{ {script} }}, 50), {{once: true, capture: true}})"
        )
        page.mouse.click(5, 5)

    return way


def drop(target: str) -> Callable[[Page], None]:
    """A link dragged in from elsewhere and dropped on the page."""

    def way(page: Page) -> None:
        client = page.context.new_cdp_session(page)
        items = [{"mimeType": "text/uri-list", "data": target}, {"mimeType": "text/plain", "data": target}]
        data = {"items": items, "files": [], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            client.send("Input.dispatchDragEvent", {"type": kind, "x": 20, "y": 20, "data": data})

    return way


def long_press(page: Page) -> None:
    """A finger held on words, which a browser answers with a selection and a menu."""
    box = page.locator("h1").bounding_box()
    assert box is not None
    point = {"x": box["x"] + 40, "y": box["y"] + box["height"] / 2}
    client = page.context.new_cdp_session(page)
    client.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    page.wait_for_timeout(1_500)
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def inner_ways(site: Site, file: Path) -> dict[str, Callable[[Page], None]]:
    """Twenty ways from within the page."""
    outside = site.url("/om")
    frame = 'const f = document.createElement("iframe"); document.body.append(f);'
    return {
        "link": follow(outside),
        "link in a new window": follow(outside, target="_blank"),
        "link under another name": follow(f"http://localhost:{site.port}/om"),
        "link that downloads": follow("/tekster/da.json", download="tekster.json"),
        "address of another server": go(outside),
        "address in another spelling": go(f"http://[::ffff:127.0.0.1]:{site.port}/om"),
        "address of a file": go(file.as_uri()),
        "address of the disk": go("file:///"),
        "address with data": go("data:text/html,<title>ude</title><h1>ude</h1>"),
        "address of a page's source": go(f"view-source:{outside}"),
        "settings": go("chrome://settings"),
        "history": go("chrome://history"),
        "flags": go("chrome://flags"),
        "credits": go("about:credits"),
        "window": window(outside),
        "window with a file": window(file.as_uri()),
        "file dialog": run('const i = Object.assign(document.createElement("input"), {type: "file"}); i.click();'),
        "print dialog": run(f"{frame} f.contentWindow.print.call(window);"),
        "drop of a link": drop(outside),
        "long press": long_press,
    }


def is_out(page: Page, kiosk: KioskServer) -> bool:
    """Whether the page shows anything but the kiosk, an empty page or the browser's refusal."""
    address = page.url
    if address.startswith((kiosk.url, "about:blank", "chrome-error:", "chrome://chrome-urls")) or not address:
        return False
    text = page.evaluate("document.documentElement.innerText") or ""
    return "ERR_" not in text and bool(text.strip())


def _own_downloads(page: Page) -> None:
    """Leaves downloads to the browser and its policy; the trial's driver would take them over."""
    session = page.context.new_cdp_session(page)
    context = session.send("Target.getTargetInfo")["targetInfo"]["browserContextId"]
    session.send("Browser.setDownloadBehavior", {"behavior": "default", "browserContextId": context})


def inner_escapes(browser: Browser, kiosk: KioskServer, seen: Screen, site: Site, file: Path, saved: Path) -> list[str]:
    """The ways from within the page that led out. `saved` is the folder that the browser saves in."""
    out = []
    for name, way in inner_ways(site, file).items():
        context = browser.new_context(no_viewport=True)
        page = context.new_page()
        page.goto(kiosk.url)
        page.locator("#begynd").click()  # a touch anywhere begins, so a way that touches must not be the one that does
        page.locator("#begynd").wait_for(state="detached")
        _own_downloads(page)
        page.wait_for_timeout(800)
        before, windows = seen.seen(), seen.windows()
        try:
            way(page)
            page.wait_for_timeout(1_500)
        except Exception as error:
            if "Timeout" in type(error).__name__:
                out.append(f"{name}: {str(error).splitlines()[0]}")
        stayed = all(one.url.startswith(kiosk.url) for one in context.pages)
        menu = name == "long press" and seen.changed(before) > SHOWN
        dialog = stayed and (
            seen.windows() > windows or menu or (name == "print dialog" and seen.changed(before) > 0.05)
        )
        if dialog or any(saved.iterdir()) or any(is_out(one, kiosk) for one in context.pages):
            out.append(name)
        if dialog:
            seen.key("Escape")
            page.wait_for_timeout(500)
        context.close()
    return out


# ---- with a hand on keys and mouse ----

KEYS = (
    "ctrl+t", "ctrl+n", "ctrl+shift+n", "ctrl+l", "ctrl+o", "ctrl+p", "ctrl+s", "ctrl+u", "ctrl+shift+i", "ctrl+j", "ctrl+h",
    "ctrl+f", "ctrl+shift+o", "ctrl+shift+Delete", "F1", "F12", "alt+Home", "shift+Escape",
)  # fmt: skip


def outer_escapes(program: str, folder: Path, address: str) -> list[str]:
    """The ways with real keys and a real mouse that showed anything but the page at `address`, or opened a window.

    A browser without the policy may show a bubble of its own at first, and a key that only sends it away is no way out: it
    shows what was seen of the page before.
    """
    out = []
    pictures: list[Any] = []
    ways: dict[str, Callable[[Screen], None]] = {keys: lambda seen, keys=keys: seen.key(keys) for keys in KEYS}  # type: ignore[misc]
    ways["right click"] = lambda seen: seen.click(400, 150, 3)
    ways["middle click"] = lambda seen: seen.click(400, 150, 2)
    for number, (name, way) in enumerate(ways.items()):
        # A screen of its own for each: without a window manager the last browser's picture would stay on it.
        own = folder / str(number)
        own.mkdir(parents=True)
        argv = [program, *KIOSK_FLAGS, f"--user-data-dir={own / 'profile'}", address]
        with screen(own) as seen:
            process = subprocess.Popen(
                argv, env=seen.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
            )
            try:
                pictures.append(_settled(seen))
                windows = seen.windows()
                way(seen)
                time.sleep(2.5)
                if all(seen.changed(one) > SHOWN for one in pictures) or seen.windows() > windows:
                    out.append(name)
                    seen.save(ARTEFACTS / f"break-out-{name}.png")
            finally:
                stop(process)
    return out


def _settled(seen: Screen) -> Any:
    """What is on the screen when the kiosk's page is there and nothing moves any more."""
    deadline = time.monotonic() + 120
    while seen.share_of(DEEP) < 0.3:
        assert time.monotonic() < deadline, "the kiosk's page did not appear"
        time.sleep(0.3)
    still, before = 0, seen.seen()
    while still < 2:
        time.sleep(1)
        still = still + 1 if seen.changed(before) == 0 else 0
        before = seen.seen()
    return before


def test_with_the_policy_no_way_leads_out_and_without_it_many_do(
    kiosk: KioskServer, tmp_path: Path, browser: Browser
) -> None:
    assert shutil.which("unshare"), "this trial needs unshare (util-linux)"
    file = tmp_path / "hemmelig.html"
    file.write_text("<title>ude</title><h1>ude</h1>", encoding="utf-8")
    policy = json.loads(POLICY.read_text(encoding="utf-8"))
    driven = {name: value for name, value in policy.items() if name != DEVTOOLS}

    def escapes(
        name: str, inner: dict[str, Any] | None, outer: dict[str, Any] | None, address: str
    ) -> tuple[list[str], list[str]]:
        (tmp_path / f"screen-{name}").mkdir()
        with Site() as site, screen(tmp_path / f"screen-{name}") as seen:
            program = wrapped(tmp_path / f"driven-{name}", kiosk.url, inner)
            saved = tmp_path / f"home-{name}" / "Downloads"
            saved.mkdir(parents=True)
            environment = {**seen.environment, "HOME": str(saved.parent)}
            own = browser.browser_type.launch(
                executable_path=program, args=list(KIOSK_FLAGS), headless=False, env=environment
            )
            found = inner_escapes(own, kiosk, seen, site, file, saved)
            own.close()
        held = wrapped(tmp_path / f"held-{name}", kiosk.url, outer)
        return found, outer_escapes(held, tmp_path / f"hands-{name}", address)

    def trial() -> Score:
        within, by_hand = escapes("without", None, None, UNLOCKED)
        led_out = [way for ways in escapes("with", driven, policy, kiosk.url) for way in ways]
        without = [*within, *by_hand]
        detail = f"{len(without)} led out without policy and lock: {', '.join(without)}"
        with Site() as site:
            tried = len(inner_ways(site, file)) + len(KEYS) + 2
        # Each half needs its own sign that its ways would be noticed.
        noticed = len(without) >= 10 and len(by_hand) >= 5
        return Score(tried, tried, led_out, noticed, detail)

    assert once("kiosk break-out", trial, whole_code).attempts == 40
