"""Every staff page in every state: axe, contrast of every text, Danish names, nothing cut off or scrolled sideways.

One pair of theme and size a run, drawn from `TEST_SEED`; all six are in the trials. The kiosk's are in `test_ui_kiosk.py`.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.staff_walk import SCHEMES, SIZES, faults_of, serve_pages, walk, walk_plain
from tests.test_ui_pages import opened

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCHEME, SIZE = random.Random(os.environ.get("TEST_SEED", "1")).choice(
    [(one, size) for one in SCHEMES for size in SIZES]
)


@pytest.mark.timeout(600)
def test_no_page_has_a_fault_in_any_state(
    served: Callable[..., Any],
    free_port: int,
    tmp_path: Path,
    open_page: Callable[..., Page],
    axe: Callable[..., list[dict[str, Any]]],
) -> None:
    address = serve_pages(served, free_port, tmp_path / "home")
    page = open_page(color_scheme=SCHEME, viewport={"width": SIZE[0], "height": SIZE[1]}, reduced_motion="reduce")
    faults: dict[str, list[str]] = {}

    def look(name: str) -> None:
        faults[name] = faults_of(page, axe)

    walk(page, address, look)
    walk_plain(page, address, look)
    assert {name: found for name, found in faults.items() if found} == {}
    assert len(faults) >= 24
    # The controls: what is planted is found.
    opened(page, address)
    page.get_by_test_id("stChatInputTextArea").wait_for()
    page.evaluate(
        "document.querySelector('h1').style.color = '#999999'; document.querySelector('h1').style.background = '#aaaaaa';"
        "document.querySelector('[data-testid=stChatInputTextArea]').ariaLabel = ''; document.documentElement.lang = 'en'"
    )
    planted = " ".join(faults_of(page, axe))
    assert "contrast" in planted
    assert "language" in planted
