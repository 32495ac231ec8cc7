"""The login of staff: which claims let in and for how long, what no cookie or header can do, and a real provider."""

from __future__ import annotations

import json
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import streamlit as st
from playwright.sync_api import expect
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

import assistant
from assistant.doctor import examine
from ingest.config import Settings
from ingest.errors import WrongUse
from tests.conftest import ROOT
from tests.fake_assistant import SWIM, FakeAssistant
from ui.cli import serve
from ui.login import COOKIE, Login, SignedInOnly, SignedOut, login_of, person_of, roles_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

NOW = 2_000_000_000
LOGIN_ENVIRONMENT = {
    "HVIDBOG_OPEN_BROWSER": "no",
    "HVIDBOG_LOGIN_METADATA_URL": "http://localhost:1/.well-known/openid-configuration",
    "HVIDBOG_LOGIN_CLIENT_ID": "hvidbog",
    "HVIDBOG_LOGIN_CLIENT_SECRET": "s" * 40,
    "HVIDBOG_LOGIN_REDIRECT_URL": "http://localhost:1/oauth2callback",
    "HVIDBOG_LOGIN_COOKIE_SECRET": "c" * 64,
}
HOUR = 3600
LOGIN = Login(
    "https://id.invalid/x", "hvidbog", "s" * 40, "https://a.invalid/oauth2callback", "c" * 64, "roles", "", "redaktør"
)
CLAIMS = {
    "is_logged_in": True, "sub": "anna", "iss": "https://id.invalid", "aud": "hvidbog", "iat": NOW - HOUR, "exp": NOW + HOUR,
    "name": "Anna", "roles": ["medarbejder"],
}  # fmt: skip


def person(**changes: Any) -> Any:
    return person_of({**CLAIMS, **changes}, LOGIN, SignedOut(), NOW)


def test_good_claims_let_in_and_tell_the_role() -> None:
    anna = person()
    assert (anna.name, anna.editor) == ("Anna", False)
    assert "anna" not in anna.key
    assert person(roles=["redaktør", "x"]).editor
    assert person(roles="medarbejder redaktør").editor
    assert person(sub="bent").key != anna.key


@pytest.mark.parametrize("changes", [
    {"is_logged_in": False}, {"is_logged_in": "true"}, {"sub": ""}, {"exp": NOW}, {"exp": NOW - 1}, {"iat": NOW - 8 * HOUR},
    {"iat": NOW + 120}, {"iat": None}, {"exp": None}, {"exp": True}, {"iat": "1"}, {"aud": "another"}, {"aud": ["a", "b"]},
])  # fmt: skip
def test_claims_that_are_old_unfinished_or_another_s_do_not(changes: dict[str, Any]) -> None:
    assert person(**changes) is None


def test_a_login_lasts_to_its_end_and_at_most_eight_hours() -> None:
    long = {**CLAIMS, "iat": NOW, "exp": NOW + 30 * 24 * HOUR}
    assert person_of(long, LOGIN, SignedOut(), NOW + 8 * HOUR - 1)
    assert person_of(long, LOGIN, SignedOut(), NOW + 8 * HOUR) is None
    assert person_of(CLAIMS, LOGIN, SignedOut(), NOW + HOUR - 1)
    assert person_of(CLAIMS, LOGIN, SignedOut(), NOW + HOUR) is None


def test_a_role_can_be_asked_for_and_found_in_a_nested_claim() -> None:
    nested = replace(LOGIN, role_claim="realm_access.roles", staff_role="medarbejder")
    for roles, let_in in ((["medarbejder"], True), (["redaktør"], True), (["gæst"], False), ([], False)):
        claims = {**CLAIMS, "realm_access": {"roles": roles}}
        assert (person_of(claims, nested, SignedOut(), NOW) is not None) is let_in
    assert roles_of({"roles": 7}, "roles") == frozenset()
    assert roles_of({"roles": "x"}, "roles.deeper") == frozenset()


def test_who_logged_out_is_out_everywhere_until_the_next_login() -> None:
    out = SignedOut(lambda: NOW)
    assert person_of(CLAIMS, LOGIN, out, NOW)
    out.add(CLAIMS)
    assert person_of(CLAIMS, LOGIN, out, NOW) is None
    assert person_of({**CLAIMS, "iat": NOW}, LOGIN, out, NOW)


def client(login: Login | None = LOGIN) -> TestClient:
    """Two pages behind the guard: one with a source, one without."""

    async def page(_: Any) -> PlainTextResponse:
        return PlainTextResponse("HEMMELIGT")

    routes = [Route("/kilde/x", page), Route("/dokument/x", page), Route("/sund", page)]
    app = Starlette(routes=routes, middleware=[Middleware(SignedInOnly, login=login)])
    return TestClient(app, follow_redirects=False)


def cookie(claims: dict[str, Any], secret: str = LOGIN.cookie_secret, name: str = COOKIE) -> str:
    return create_signed_value(secret, name, json.dumps(claims)).decode()


def now_claims(**changes: Any) -> dict[str, Any]:
    return {**CLAIMS, "iat": int(time.time()) - 60, "exp": int(time.time()) + 600, **changes}


def bad_cookies() -> list[str]:
    """Fifty cookies that no login of ours made."""
    good = cookie(now_claims())
    broken = [good[:at] + ("x" if good[at] != "x" else "y") + good[at + 1 :] for at in range(0, 60, 3)]
    stale = [cookie(now_claims(exp=int(time.time()) - age)) for age in range(1, 11)]
    foreign = [cookie(now_claims(), secret=f"{number}" * 64) for number in range(10)]
    other = [cookie({}), cookie(now_claims(is_logged_in=False)), cookie(now_claims(aud="x")), "", "x", "chunks-1", "{}"]
    plain = [json.dumps(now_claims()).replace('"', "'"), good + good, cookie(now_claims(), name="other")]
    return [*broken, *stale, *foreign, *other, *plain]


def test_none_of_fifty_bad_cookies_shows_a_source_and_a_good_one_does() -> None:
    cookies = bad_cookies()
    assert len(cookies) == 50
    for one in cookies:
        for path in ("/kilde/x", "/dokument/x"):
            reply = client().get(path, headers={"cookie": f"{COOKIE}={one}"})
            assert (reply.status_code, reply.headers["location"]) == (303, "/"), one
            assert "HEMMELIGT" not in reply.text
    good = {"cookie": f"{COOKIE}={cookie(now_claims())}"}
    assert client().get("/kilde/x", headers=good).text == "HEMMELIGT"  # the control
    assert client().get("/sund").text == "HEMMELIGT"
    assert client(login=None).get("/kilde/x").text == "HEMMELIGT"


def test_none_of_twenty_forged_identity_headers_lets_in() -> None:
    names = (
        "x-forwarded-user x-forwarded-email x-remote-user remote-user x-auth-request-user x-auth-request-email x-user "
        "x-streamlit-user x-ms-client-principal x-ms-client-principal-name x-goog-authenticated-user-email x-email "
        "x-authenticated-user x-webauth-user x-forwarded-preferred-username x-token-subject x-sub x-roles authorization "
        "x-original-user"
    ).split()
    assert len(names) == 20
    for name in names:
        assert client().get("/kilde/x", headers={name: "anna"}).status_code == 303, name


def test_a_login_by_half_is_refused_and_another_address_needs_a_whole_one(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert login_of(settings) is None
    half = settings.model_copy(update={"login_client_id": "x", "login_cookie_secret": SecretStr("c" * 64)})
    with pytest.raises(WrongUse, match="halvt op"):
        login_of(half)
    for address in ("0.0.0.0", "::", "192.0.2.1", "hvidbog.invalid"):
        monkeypatch.setenv("HVIDBOG_ADDRESS", address)
        with pytest.raises(WrongUse, match="login er sat op"):
            serve([])


def test_the_doctor_says_who_gets_in_and_what_was_not_deleted(settings: Settings) -> None:
    def told(**changes: Any) -> str:
        return "\n".join(one.text for one in examine(settings.model_copy(update=changes))[0])

    assert "login: slået fra. Chatten svarer kun på denne maskine." in told()
    assert "kun sat halvt op" in told(login_client_id="x")
    whole = {name.removeprefix("HVIDBOG_").lower(): value for name, value in LOGIN_ENVIRONMENT.items()}
    assert "login: slået til hos localhost." in told(**whole)
    assert "kunne ikke slettes" not in told()
    settings.home.mkdir(parents=True)
    (settings.home / "deletion.json").write_text('{"deleted": 4, "failed": 1}')
    assert "1 gemte rækker, der er for gamle, kunne ikke slettes" in told()


def test_a_name_of_the_settings_is_answered_as_our_own(served: Callable[..., Any], free_port: int) -> None:
    command = [sys.executable, "-m", "tests.serve_fake", "--port", str(free_port)]
    env = {"HVIDBOG_OPEN_BROWSER": "no", "HVIDBOG_HOSTS": "Chat.Kommune.Invalid"}
    served(command, f"http://127.0.0.1:{free_port}/sund", env=env)
    for name, scheme, let_in in (("chat.kommune.invalid", "https", True), ("andre.invalid", "https", False)):
        with socket.create_connection(("127.0.0.1", free_port), timeout=20) as line:
            address, ours = f"ws://{name}/_stcore/stream", Origin(f"{scheme}://{name}")
            try:
                with connect(address, origin=ours, subprotocols=[Subprotocol("streamlit")], sock=line):
                    entered = True
            except InvalidStatus:
                entered = False
        assert entered is let_in, name


@pytest.fixture
def other_port() -> int:
    """A second port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def provider_at(served: Callable[..., Any], port: int) -> str:
    """The address of a running provider. A process of its own: its warnings are not ours."""
    address = f"http://127.0.0.1:{port}"
    served([sys.executable, "-m", "tests.serve_provider", str(port)], f"{address}/.well-known/openid-configuration")
    return address


def test_each_rerun_asks_anew_whether_the_login_still_counts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Settings
) -> None:
    claims = now_claims(name="Anna")
    for name, value in LOGIN_ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("HVIDBOG_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(assistant, "open_assistant", lambda settings, audience: FakeAssistant(), raising=False)
    monkeypatch.setattr("ui.login_view._claims", lambda: claims)
    st.cache_resource.clear()
    app = AppTest.from_file(str(ROOT / "ui" / "app.py"), default_timeout=30).run()
    assert app.chat_input
    claims["exp"] = int(time.time()) - 1
    app.run()
    assert not app.chat_input
    assert "Du er logget ud" in app.markdown[0].value
    assert [one.label for one in app.button] == ["Log ind igen", "Log ud"]
    st.cache_resource.clear()


def test_staff_log_in_at_a_real_provider_use_the_chat_and_log_out(
    served: Callable[..., Any], free_port: int, other_port: int, page: Page, axe: Callable[..., list[dict[str, Any]]]
) -> None:
    address = f"http://localhost:{free_port}"
    provider = provider_at(served, other_port)
    env = LOGIN_ENVIRONMENT | {
        "HVIDBOG_LOGIN_METADATA_URL": f"{provider}/.well-known/openid-configuration",
        "HVIDBOG_LOGIN_REDIRECT_URL": f"{address}/oauth2callback",
    }
    command = [sys.executable, "-m", "tests.serve_fake", "--port", str(free_port)]
    server = served(command, f"{address}/sund", env=env)
    page.goto(address)
    expect(page.get_by_role("heading", name="Log ind")).to_be_visible(timeout=30_000)
    assert axe(page) == []
    assert page.get_by_role("link", name="Dokumenter").count() == 0
    log_in(page, "anna")
    field = page.get_by_label("Skriv dit spørgsmål")
    field.fill("Hvornår åbner svømmehallen?")
    field.press("Enter")
    page.get_by_role("button", name=f"1 · »{SWIM}«").click(timeout=30_000)
    expect(page.frame_locator("iframe").locator("#citat")).to_have_text(SWIM, timeout=30_000)
    source = address + (page.locator("iframe").get_attribute("src") or "")
    expect(page.get_by_role("link", name="Tilbagemeldinger")).to_have_count(1, timeout=30_000)
    kept = page.context.cookies()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Log ud").click()
    end = page.get_by_role("button", name="End session")
    end.wait_for(timeout=30_000)
    with page.expect_navigation():  # left too early, the provider's own page and the next one cancel each other
        end.click()  # the provider asks whether to end its own login
    page.goto(address)
    expect(page.get_by_role("heading", name="Log ind")).to_be_visible(timeout=30_000)
    page.context.add_cookies(kept)  # a copy of the cookie from before
    page.goto(source)
    assert page.url == f"{address}/"
    expect(page.get_by_role("heading", name="Log ind")).to_be_visible(timeout=30_000)
    page.context.clear_cookies()
    page.goto(address)
    log_in(page, "bent")
    expect(page.get_by_role("link", name="Kvalitet")).to_have_count(1, timeout=30_000)  # the last of the menu
    assert page.get_by_role("link", name="Tilbagemeldinger").count() == 0
    assert "anna" not in server.output().lower()


def log_in(page: Page, name: str) -> None:
    page.get_by_role("button", name="Log ind med din arbejdskonto").click(timeout=30_000)
    page.get_by_role("button", name=name, exact=True).first.click(timeout=30_000)
    page.get_by_text("Du taler med en kunstig intelligens. Tjek").wait_for(timeout=30_000)
