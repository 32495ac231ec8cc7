"""The page before the login, and the way out after it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ingest.catalogue import load_catalogue
from ui.login import SIGNED_OUT, Login, person_of
from ui.staff import AT_THIS_MACHINE, Staff


def staff_here(login: Login | None) -> Staff | None:
    """Who is at the page now; None where a login is asked for and there is none that counts."""
    return AT_THIS_MACHINE if login is None else person_of(_claims(), login)


def show_login() -> None:
    """The page in place of all others."""
    texts = load_catalogue("ui")
    with st.container(key="side"):
        st.title(texts.text("login.title"), anchor=False)
        known = _claims().get("is_logged_in") is True
        st.markdown(texts.text("login.ended" if known else "login.intro"))
        st.button(texts.text("login.again" if known else "login.do"), key="log-ind", type="primary", on_click=st.login)
        if known:
            st.button(texts.text("login.out"), key="log-ud", on_click=_sign_out)
        st.markdown(texts.text("information.links"))


def show_sign_out() -> None:
    """The button that ends the login."""
    texts = load_catalogue("ui")
    st.button(texts.text("login.out"), key="log-ud", on_click=_sign_out)


def _claims() -> dict[str, Any]:
    claims: dict[str, Any] = st.user.to_dict()
    return claims


def _sign_out() -> None:
    SIGNED_OUT.add(_claims())
    st.session_state.clear()
    st.logout()
