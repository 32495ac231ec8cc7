"""The fixtures that browser and server tests stand on: they find what is wrong, keep a picture, and clean up."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.conftest import answers, screenshot_path

GOOD = """<!doctype html><html lang="da"><head><title>Prøve</title></head>
<body><main><h1>Hvidbogen</h1><p>Tekst</p></main></body></html>"""


def test_axe_finds_a_planted_fault_and_nothing_on_a_sound_page(page, axe) -> None:
    page.set_content(GOOD)
    assert axe(page) == []
    page.set_content(GOOD.replace("<p>Tekst</p>", '<img src="data:,"><button></button>'))
    assert {"image-alt", "button-name"} <= {violation["id"] for violation in axe(page)}


def test_the_page_speaks_danish_and_has_the_size_that_was_asked_for(open_page) -> None:
    narrow = open_page(viewport={"width": 390, "height": 844})
    assert narrow.evaluate("[navigator.language, innerWidth]") == ["da-DK", 390]


def test_each_test_has_a_picture_of_its_own() -> None:
    first = screenshot_path("tests/test_x.py::test_a[to ord/æ]")
    assert first.name == "test_x.py-test_a-to-ord-.png"
    assert first != screenshot_path("tests/test_x.py::test_a[to ord/æ]", 1)


def test_a_picture_of_the_page_is_kept(request, browser) -> None:
    # The browser tests come last and in order, so the first one above has left its picture.
    name = "tests/test_browser.py::test_axe_finds_a_planted_fault_and_nothing_on_a_sound_page"
    if any(item.nodeid == name for item in request.session.items):
        assert screenshot_path(name).read_bytes().startswith(b"\x89PNG")


def test_a_server_answers_while_the_test_runs(served, free_port: int, tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{free_port}/"
    assert not answers(url)
    argv = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "--directory", str(tmp_path), str(free_port)]
    server = served(argv, url)
    assert answers(url)
    assert server.process.poll() is None
    assert "GET /" in server.output()


def test_a_server_that_does_not_start_fails_with_what_it_said(served, free_port: int) -> None:
    argv = [sys.executable, "-c", "raise SystemExit('kunne ikke starte')"]
    with pytest.raises(pytest.fail.Exception, match="kunne ikke starte"):
        served(argv, f"http://127.0.0.1:{free_port}/")


def test_settings_are_the_tests_own(settings, tmp_path: Path) -> None:
    assert settings.home.is_relative_to(tmp_path)
    assert (settings.corpus / "referat-hovedudvalg-2025-08-15.md").is_file()
