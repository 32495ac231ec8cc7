"""Trial: every staff page in every state, in both themes at three sizes, with enlarged and with spaced text.

`python -m pytest -m trial tests/trials/test_every_page.py -s`; the screenshots of all states lie in `test-artefacts/pages/`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import ARTEFACTS
from tests.page_audit import clipped_when_spaced
from tests.staff_walk import SCHEMES, SIZES, faults_of, serve_pages, walk, walk_plain
from tests.trials.state import Score, once, whole_code

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.trial, pytest.mark.timeout(1800)]


@pytest.mark.parametrize("size", SIZES, ids=lambda one: f"{one[0]}x{one[1]}")
@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_page_has_a_fault_in_any_theme_or_size(
    served: Callable[..., Any],
    free_port: int,
    tmp_path: Path,
    open_page: Callable[..., Page],
    axe: Callable[..., list[dict[str, Any]]],
    scheme: str,
    size: tuple[int, int],
) -> None:
    def run() -> Score:
        address = serve_pages(served, free_port, tmp_path / "home")
        folder = ARTEFACTS / "pages"
        folder.mkdir(parents=True, exist_ok=True)
        failures: list[str] = []
        seen: list[str] = []
        # 200 % of a 1280 page is a page of 640 pixels: larger text there, and spaced text on top.
        page = open_page(color_scheme=scheme, viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")

        def look(name: str) -> None:
            seen.append(name)
            page.screenshot(path=folder / f"{scheme}-{size[0]}-{name.replace(' ', '-')}.png", full_page=True)
            failures.extend(f"{name}: {fault}" for fault in faults_of(page, axe))
            failures.extend(f"{name}, spaced: {fault}" for fault in clipped_when_spaced(page))
            page.set_viewport_size({"width": max(320, size[0] // 2), "height": size[1] // 2})
            page.wait_for_timeout(200)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                failures.append(f"{name}, 200 %: scrolls sideways")
            page.set_viewport_size({"width": size[0], "height": size[1]})
            page.wait_for_timeout(200)

        walk(page, address, look)
        walk_plain(page, address, look)
        page.evaluate("document.querySelector('h1').style.cssText = 'color: #aaaaaa; background: #999999'")
        control = any("contrast" in fault for fault in faults_of(page, axe))
        return Score(len(seen), len(seen), failures, control)

    once(f"every page {scheme} {size[0]}", run, whole_code)
