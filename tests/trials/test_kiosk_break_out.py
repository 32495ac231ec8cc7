"""Trial: ways out of the kiosk, with the browser policy of docs/kiosk and without it (the control).

The policy is laid over /etc/chromium in a mount namespace of the browser's own, so that no other browser of the machine has
it; that needs root and `unshare`. It runs headed where there is a display (`xvfb-run make trials`), else without a window.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import ARGUMENTS, chromium_path
from tests.conftest import ROOT
from tests.kiosk_server import KioskServer, started_kiosk
from tests.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.trial, pytest.mark.timeout(900)]
POLICY = ROOT / "docs" / "kiosk" / "chromium-policy.json"


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KioskServer]:
    server = started_kiosk(tmp_path_factory.mktemp("break-out"), {})
    yield server
    server.stop()


def wrapped(folder: Path, address: str, *, locked: bool) -> str:
    """A program that is Chromium with the policy for `address` in force, or with none."""
    managed = folder / "policies" / "managed"
    managed.mkdir(parents=True)
    if locked:
        policy = json.loads(POLICY.read_text(encoding="utf-8"))
        policy["URLAllowlist"] = [address]
        # Playwright drives the browser by its developer tools, so this one rule cannot be in force here.
        del policy["DeveloperToolsAvailability"]
        (managed / "hvidbog.json").write_text(json.dumps(policy), encoding="utf-8")
    program = folder / "chromium"
    program.write_text(
        '#!/bin/sh\nexec unshare -m sh -c \'mkdir -p /etc/chromium && mount --bind "$0" /etc/chromium && '
        f'exec {chromium_path()} "$@"\' {folder} "$@"\n'.replace("{folder}", str(folder)),
        encoding="utf-8",
    )
    program.chmod(0o755)
    return str(program)


def targets(site: Site, file: Path) -> list[str]:
    """Places that a citizen has no business at."""
    outside = [
        site.url("/om"),
        site.url("/hvidbog/"),
        f"http://localhost:{site.port}/om",
        f"http://[::ffff:127.0.0.1]:{site.port}/om",
    ]
    local = [file.as_uri(), "file:///", "file:///etc/hosts", f"view-source:{site.url('/om')}"]
    own = [
        "chrome://version",
        "chrome://settings",
        "chrome://history",
        "chrome://downloads",
        "chrome://flags",
        "chrome://net-export",
    ]
    more = ["chrome://extensions", "chrome://inspect", "devtools://devtools/bundled/inspector.html", "chrome://policy"]
    written = ["data:text/html,<title>ude</title><h1>ude</h1>", "about:credits"]
    return [*outside, *local, *own, *more, *written]


def is_out(page: Page, kiosk: KioskServer) -> bool:
    """Whether the page shows anything but the kiosk, an empty page or the browser's refusal."""
    address = page.url
    if address.startswith((kiosk.url, "about:blank", "chrome-error:", "chrome://chrome-urls")) or not address:
        return False
    text = page.evaluate("document.documentElement.innerText") or ""
    return "ERR_BLOCKED_BY_ADMINISTRATOR" not in text and "ERR_" not in text and bool(text.strip())


def escapes(browser: Browser, kiosk: KioskServer, site: Site, file: Path) -> tuple[int, list[str]]:
    """How many ways were tried, and which led out."""
    tried, out = 0, []
    for place in targets(site, file):
        for way in ("address", "window"):
            tried += 1
            context = browser.new_context()
            page = context.new_page()
            page.goto(kiosk.url)
            try:
                if way == "address":
                    page.goto(place, timeout=5_000)
                else:
                    # As if the page's own lock had been got round: a fresh frame has its own window.open.
                    page.evaluate(
                        """place => { const f = document.createElement("iframe"); document.body.append(f);
                        f.contentWindow.open.call(window, place); }""",
                        place,
                    )
                    page.wait_for_timeout(300)
            except Exception as error:
                if "Timeout" in type(error).__name__:
                    out.append(f"{way} {place}: {error}")
            if any(is_out(one, kiosk) for one in context.pages):
                out.append(f"{way} {place}")
            context.close()
    return tried, out


def test_with_the_policy_no_way_leads_out_and_without_it_many_do(
    kiosk: KioskServer, tmp_path: Path, browser: Browser
) -> None:
    assert shutil.which("unshare"), "this trial needs unshare (util-linux)"
    file = tmp_path / "hemmelig.html"
    file.write_text("<title>ude</title><h1>ude</h1>", encoding="utf-8")
    headless = not os.environ.get("DISPLAY")
    ways: dict[bool, tuple[int, list[str]]] = {}
    with Site() as site:
        for locked in (True, False):
            program = wrapped(tmp_path / ("with" if locked else "without"), kiosk.url, locked=locked)
            own = browser.browser_type.launch(executable_path=program, args=list(ARGUMENTS), headless=headless)
            ways[locked] = escapes(own, kiosk, site, file)
            own.close()
    print("tried", ways[True][0], "out with the policy", ways[True][1], "without", len(ways[False][1]), ways[False][1])
    assert ways[True][0] == 40
    assert ways[True][1] == []
    assert len(ways[False][1]) >= 10
