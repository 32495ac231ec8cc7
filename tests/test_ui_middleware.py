"""The pure parts of the middleware: names of hosts, and the page that is made ours."""

from __future__ import annotations

from importlib.resources import files

import pytest

from ui.middleware import DanishPage, host_name


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("127.0.0.1:8501", "127.0.0.1"),
        ("LOCALHOST", "localhost"),
        ("localhost.:80", "localhost"),
        ("evil.invalid", "evil.invalid"),
        ("", None),
        ("127.0.0.1@evil.invalid", None),
        ("127.0.0.1:port", None),
        ("127.0.0.1/x", None),
        ("[::1", None),
    ],
)
def test_the_name_in_a_host_header(header: str, name: str | None) -> None:
    assert host_name(header) == name


def test_streamlits_page_becomes_ours() -> None:
    """Each change must find its place: Streamlit is pinned, and an update that moves one of them fails here."""
    page = (files("streamlit") / "static" / "index.html").read_bytes()
    middleware = DanishPage(app=None, title="Prøve", marking={"a": "</script>"})  # type: ignore[arg-type]
    for pattern, _ in middleware.changes:
        assert len(pattern.findall(page)) == 1, pattern
    ours = middleware.rewritten(page).decode()
    assert '<html lang="da">' in ours
    assert "<title>Prøve</title>" in ours
    assert '<script src="/ui/da.js" defer>' in ours
    assert ours.count("<script") == 3
    assert '<script type="application/ld+json">{"a": "\\u003c/script>"}</script>' in ours
    assert "Streamlit</title>" not in ours
    assert "prerender" not in ours.replace("prerenderReady to false", "")
