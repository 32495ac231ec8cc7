"""Who is logged in: the claims of the provider's token, checked anew at every rerun and on every route that shows sources.

Streamlit's cookie lives 30 days; a login here ends with the token's `exp`, 8 hours after it was issued, or when the person
logs out, also in other tabs and for copies of the cookie.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeGuard

from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

from ingest.catalogue import load_catalogue
from ingest.config import Settings
from ingest.errors import WrongUse
from ui.staff import Staff

LONGEST_SECONDS = 8 * 3600
SKEW_SECONDS = 60  # a provider's clock may be so far ahead of ours
COOKIE = "_streamlit_user"
GUARDED = ("/kilde/", "/dokument/", "/maaling")
_SIGN_IN = "/"


@dataclass(frozen=True, slots=True)
class Login:
    """The settings of the login."""

    metadata_url: str
    client_id: str
    client_secret: str
    redirect_url: str
    cookie_secret: str
    role_claim: str
    staff_role: str
    editor_role: str

    def secrets(self) -> dict[str, Any]:
        """What Streamlit's own login wants to know."""
        return {
            "auth": {
                "redirect_uri": self.redirect_url,
                "cookie_secret": self.cookie_secret,
                "client_id": self.client_id,
                "client_secret": self.client_secret,
                "server_metadata_url": self.metadata_url,
                "client_kwargs": {"scope": "openid profile", "prompt": "select_account"},
            }
        }


def login_of(settings: Settings) -> Login | None:
    """The login, or None where none is set up. Raises WrongUse where it is set up by half."""
    if settings.login == "off":
        return None
    if settings.login == "incomplete":
        raise WrongUse(load_catalogue("ui").text("login.incomplete"))
    secret, cookie = settings.login_client_secret, settings.login_cookie_secret
    return Login(
        metadata_url=settings.login_metadata_url or "",
        client_id=settings.login_client_id or "",
        client_secret=secret.get_secret_value() if secret else "",
        redirect_url=settings.login_redirect_url or "",
        cookie_secret=cookie.get_secret_value() if cookie else "",
        role_claim=settings.login_role_claim,
        staff_role=settings.login_staff_role,
        editor_role=settings.login_editor_role,
    )


class SignedOut:
    """Logins that were ended by hand, kept in memory for as long as they could still be used."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._until: dict[str, float] = {}
        self._lock = Lock()

    def add(self, claims: Mapping[str, Any]) -> None:
        """Ends the login with these claims."""
        now = self._now()
        with self._lock:
            self._until = {mark: until for mark, until in self._until.items() if until > now}
            self._until[_mark(claims)] = now + LONGEST_SECONDS + SKEW_SECONDS

    def __contains__(self, claims: Mapping[str, Any]) -> bool:
        with self._lock:
            return _mark(claims) in self._until


SIGNED_OUT = SignedOut()


def person_of(
    claims: Mapping[str, Any], login: Login, signed_out: SignedOut = SIGNED_OUT, now: float | None = None
) -> Staff | None:
    """The member of staff whom these claims name, or None: not logged in, too long ago, logged out, or without the role."""
    moment = time.time() if now is None else now
    issued, ends = claims.get("iat"), claims.get("exp")
    if claims.get("is_logged_in") is not True or not claims.get("sub") or claims in signed_out:
        return None
    if not _is_time(issued) or not _is_time(ends):
        return None
    if not (issued - SKEW_SECONDS <= moment < min(ends, issued + LONGEST_SECONDS)):
        return None
    audience = claims.get("aud", login.client_id)
    if login.client_id not in (audience if isinstance(audience, list) else [audience]):
        return None
    roles = roles_of(claims, login.role_claim)
    editor = bool(login.editor_role) and login.editor_role in roles
    if not editor and login.staff_role and login.staff_role not in roles:
        return None
    key = hashlib.sha256(f"{claims.get('iss', '')} {claims['sub']}".encode()).hexdigest()[:32]
    return Staff(key, str(claims.get("name") or ""), editor)


def roles_of(claims: Mapping[str, Any], path: str) -> frozenset[str]:
    """The roles at a claim, a word or a list; dots in `path` lead into nested claims ("realm_access.roles")."""
    found: Any = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    if isinstance(found, str):
        return frozenset(found.replace(",", " ").split())
    return frozenset(str(one) for one in found) if isinstance(found, list | tuple) else frozenset()


def claims_of_cookies(cookies: Mapping[str, str], login: Login) -> dict[str, Any]:
    """The claims in Streamlit's signed cookie; empty where there is none or its signature is not ours."""

    def one(name: str) -> bytes | None:
        value = cookies.get(name)
        return decode_signed_value(login.cookie_secret, name, value) if value else None

    try:
        tree = json.loads(get_cookie_with_chunks(one, COOKIE) or b"{}")
    except ValueError:
        return {}
    return tree if isinstance(tree, dict) else {}


class SignedInOnly:
    """Sends who is not logged in from our own pages with sources to the front page."""

    def __init__(self, app: ASGIApp, login: Login | None) -> None:
        self.app = app
        self.login = login

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or redirects it."""
        guarded = self.login is not None and scope["type"] == "http" and scope["path"].startswith(GUARDED)
        if guarded and self.login is not None:
            claims = claims_of_cookies(HTTPConnection(scope).cookies, self.login)
            if person_of(claims, self.login) is None:
                headers = {"cache-control": "no-store"}
                await RedirectResponse(_SIGN_IN, 303, headers)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _is_time(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _mark(claims: Mapping[str, Any]) -> str:
    return hashlib.sha256(f"{claims.get('iss')} {claims.get('sub')} {claims.get('iat')}".encode()).hexdigest()
