"""Trial: the whole login at a certified OpenID Connect provider on loopback: role from a claim, sign-out, expiry.

`make trials` installs the provider, from npm, and a Node for it.
"""

from __future__ import annotations

import shutil
import socket
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.conftest import ROOT
from tests.fake_assistant import SWIM
from tests.test_ui_login import LOGIN_ENVIRONMENT

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.trial, pytest.mark.timeout(900)]
PROVIDER = ROOT / "tests" / "trials" / "provider"
READY = 60_000
LASTS = 75  # seconds of a login that is to run out while it is looked at


def node() -> str:
    """The Node that the provider runs on."""
    own = ROOT / ".venv-node" / "bin" / "node"
    found = str(own) if own.is_file() else shutil.which("node")
    if found is None or not (PROVIDER / "node_modules").is_dir():
        pytest.fail("no Node or no provider: run `sh scripts/provider.sh`", pytrace=False)
    return found


@pytest.fixture
def start(served: Callable[..., Any], free_port: int) -> Callable[[int], str]:
    """`start(seconds)`: the chat behind the provider, whose logins last so long; its address."""

    def started(seconds: int) -> str:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        chat = f"http://localhost:{free_port}"
        metadata = f"http://localhost:{port}/.well-known/openid-configuration"
        env = LOGIN_ENVIRONMENT | {
            "HVIDBOG_LOGIN_METADATA_URL": metadata,
            "HVIDBOG_LOGIN_REDIRECT_URL": f"{chat}/oauth2callback",
            "HVIDBOG_LOGIN_STAFF_ROLE": "medarbejder",
        }
        who = [env["HVIDBOG_LOGIN_CLIENT_ID"], env["HVIDBOG_LOGIN_CLIENT_SECRET"], env["HVIDBOG_LOGIN_REDIRECT_URL"]]
        served([node(), str(PROVIDER / "server.js"), str(port), *who, str(seconds)], metadata)
        served([sys.executable, "-m", "tests.serve_fake", "--port", str(free_port)], f"{chat}/sund", env=env)
        return chat

    return started


def log_in(page: Page, name: str) -> None:
    """Goes from our page to the provider's, chooses a person there, and comes back."""
    page.get_by_role("button", name="Log ind med din arbejdskonto").click(timeout=READY)
    page.get_by_role("link", name=name, exact=True).click(timeout=READY)


def test_a_role_lets_in_another_one_more_and_none_nobody(
    start: Callable[[int], str], open_page: Callable[..., Page]
) -> None:
    chat = start(3600)
    shown: dict[str, int] = {}
    for name in ("anna", "bent"):
        page = open_page()
        page.goto(chat)
        log_in(page, name)
        page.get_by_text("Du taler med en kunstig intelligens. Tjek").wait_for(timeout=READY)
        expect(page.get_by_role("link", name="Kvalitet")).to_have_count(1, timeout=READY)
        shown[name] = page.get_by_role("link", name="Tilbagemeldinger").count()
    assert shown == {"anna": 1, "bent": 0}
    page = open_page()
    page.goto(chat)
    log_in(page, "carl")
    expect(page.get_by_role("button", name="Log ind igen")).to_be_visible(timeout=READY)
    expect(page.get_by_label("Skriv dit spørgsmål")).to_have_count(0, timeout=READY)


def test_a_login_ends_by_sign_out_in_every_tab(start: Callable[[int], str], page: Page) -> None:
    chat = start(3600)
    page.goto(chat)
    log_in(page, "anna")
    field = page.get_by_label("Skriv dit spørgsmål")
    field.fill("Hvornår åbner svømmehallen?", timeout=READY)
    field.press("Enter")
    page.get_by_role("button", name=f"1 · »{SWIM}«").click(timeout=READY)
    expect(page.frame_locator("iframe").locator("#citat")).to_have_text(SWIM, timeout=READY)
    source = chat + (page.locator("iframe").get_attribute("src") or "")
    kept = page.context.cookies()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Log ud").click(timeout=READY)
    page.get_by_role("button", name="Log ud her").click(timeout=READY)  # the provider's own question
    page.goto(chat)
    expect(page.get_by_role("heading", name="Log ind")).to_be_visible(timeout=READY)
    page.context.add_cookies(kept)  # a copy of the cookie from before
    page.goto(source)
    assert page.url == f"{chat}/"


def test_a_login_ends_when_the_providers_token_runs_out(start: Callable[[int], str], page: Page) -> None:
    chat = start(LASTS)
    page.goto(chat)
    log_in(page, "bent")
    field = page.get_by_label("Skriv dit spørgsmål")
    field.fill("Hvornår åbner svømmehallen?", timeout=READY)
    field.press("Enter")
    page.locator('[class*="st-key-svar-"]').get_by_text(SWIM).wait_for(timeout=READY)  # the control: it lasts so far
    page.wait_for_timeout(LASTS * 1000)
    field.fill("Hvor mange penge er der afsat?")
    field.press("Enter")
    expect(page.get_by_role("button", name="Log ind igen")).to_be_visible(timeout=READY)
    expect(page.get_by_label("Skriv dit spørgsmål")).to_have_count(0, timeout=READY)
