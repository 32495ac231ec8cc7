"""What the staff chat does before its first page, and what it leaves until after it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.components.v2.manifest_scanner import scan_component_manifests

from tests.conftest import ROOT
from ui.first_page import FirstPage
from ui.server import Opening
from ui.streamlit_options import without_components

# What opening the index, the viewer, an export or the editor's page needs, and the first page does not.
LATER = ("chromadb", "numpy", "docx", "jinja2", "segno", "tomlkit", "sqlalchemy", "ingest.pipeline", "llama_index")


def test_the_first_page_loads_no_library_that_only_later_ones_need() -> None:
    program = (
        "import sys, ui.cli, ui.server, ui.chat_page, ui.login_view; ui.server.staff_app(); "
        f"print(*(name for name in {LATER!r} if name in sys.modules)); "
        "import ui.documents_page, ui.publishing; print(*(name for name in ('ingest.pipeline',) if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["", "ingest.pipeline"]  # the second is the control


def test_the_index_is_opened_when_the_first_page_is_drawn_and_not_before() -> None:
    opened: list[str] = []

    async def start() -> list[list[str]]:
        first = FirstPage()
        first.expect()

        def open_it() -> Any:
            opened.append("open")
            return "assistant"

        opening = Opening(open_it)
        following = asyncio.create_task(opening.follow(first))
        await asyncio.sleep(0.3)
        before = list(opened)
        first.drawn()
        while opening.at_once() is None:
            await asyncio.sleep(0.01)
        following.cancel()
        return [before, opened[:1]]

    assert asyncio.run(start()) == [[], ["open"]]


def test_nobody_waits_for_a_page_that_no_browser_asks_for() -> None:
    first = FirstPage()
    first.wait(60)  # without a server none is expected
    first.expect()
    first.wait(0.01)
    first.wait(60)  # the first who has waited in vain ends the waiting of all


def test_the_open_assistant_is_given_at_once_and_one_that_is_opening_never_waited_for() -> None:
    async def asked() -> list[Any]:
        opening = Opening(lambda: cast(Any, "assistant"))
        first = opening.at_once()
        await opening.ended()
        return [first, opening.at_once()]

    assert asyncio.run(asked()) == [None, "assistant"]


def test_no_component_of_another_package_comes_onto_our_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in {
        "streamlit_fremmed/__init__.py": "",
        "streamlit_fremmed/pyproject.toml": '[project]\nname = "streamlit-fremmed"\nversion = "1"\n'
        '[[tool.streamlit.component.components]]\nname = "fremmed"\nasset_dir = "."\n',
        "streamlit_fremmed-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: streamlit-fremmed\nVersion: 1\n",
        "streamlit_fremmed-1.dist-info/top_level.txt": "streamlit_fremmed\n",
        "streamlit_fremmed-1.dist-info/RECORD": "streamlit_fremmed/__init__.py,,\nstreamlit_fremmed/pyproject.toml,,\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert [one.name for one, _ in scan_component_manifests()] == ["streamlit-fremmed"]  # the control
    found = BidiComponentManager.discover_and_register_components

    def asset_root() -> Path | None:
        manager = BidiComponentManager()
        manager.discover_and_register_components(start_file_watching=False)
        return manager.get_component_asset_root("streamlit-fremmed.fremmed")

    assert asset_root() == tmp_path / "streamlit_fremmed"  # the control: Streamlit by itself takes it in
    monkeypatch.setattr(BidiComponentManager, "discover_and_register_components", found)
    without_components()
    assert asset_root() is None
