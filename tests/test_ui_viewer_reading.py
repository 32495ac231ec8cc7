"""The page viewer as it is read: PDF pages, tables, minutes and what is missing, at every size, in both themes, on both faces."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from ingest.originals import keep_original
from ingest.pdf import read_pdf
from ingest.records import Document, Kind, Range, Reading
from tests.fake_assistant import SWIM, minutes
from tests.page_audit import clipped, clipped_when_spaced, contrast_faults, focus_faults
from tests.served_app import served_app
from tests.test_ui_page_pictures import NOTICE, QUOTE, made
from tests.test_ui_source_blocks import TABLED, reading_of
from ui.kiosk_server import HERE
from ui.page_pictures import PagePictures
from ui.viewer import viewer_routes

if TYPE_CHECKING:
    from playwright.sync_api import Page

SIZES = ((320, 700), (1280, 900), (1080, 1920))


class Shelf:
    """The sources of a viewer: several documents."""

    def __init__(self, *readings: Reading) -> None:
        self._readings = {one.document.id: one for one in readings}

    def documents(self) -> tuple[Document, ...]:
        return tuple(one.document for one in self._readings.values())

    def reading(self, document_id: str) -> Reading:
        return self._readings[document_id]


@pytest.mark.parametrize("face", ["staff", "kiosk"])
def test_every_kind_of_source_can_be_read_and_used(
    tmp_path: Path, open_page: Callable[..., Page], axe: Callable[..., list[dict[str, Any]]], face: str
) -> None:
    data = made()
    identity = hashlib.sha256(data).hexdigest()
    keep_original(tmp_path, identity, "rapport.pdf", data)
    report = read_pdf(data, Document(identity, "rapport.pdf", f"Rapport fra {NOTICE}", Kind.BACKGROUND))
    table = reading_of(TABLED)
    shelf = Shelf(report, table, minutes())

    def place(reading: Reading, words: str) -> str:
        quote = Range(start := reading.text.index(words), start + len(words))
        return f"/kilde/{reading.document.id}?start={quote.start}&end={quote.end}"

    addresses = {
        "pdf": place(report, QUOTE),
        "table": place(table, "12"),
        "minutes": place(minutes(), SWIM),
        "none": "/kilde/x",
    }
    routes = viewer_routes(lambda: shelf, PagePictures(tmp_path), kiosk=face == "kiosk")
    static = Mount("/ui", StaticFiles(directory=HERE / "static"))
    with served_app(Starlette(routes=[*routes, static])) as url:
        for scheme in ("light", "dark"):
            page = open_page(color_scheme=scheme, reduced_motion="reduce")
            for width, height in SIZES:
                page.set_viewport_size({"width": width, "height": height})
                for kind, address in addresses.items():
                    where = (kind, width, scheme)
                    page.goto(url + address)
                    page.evaluate("document.fonts.ready.then(() => true)")
                    assert axe(page) == [], where
                    assert contrast_faults(page) == [], where
                    assert clipped_when_spaced(page) == [], where
                    assert page.title().strip(), where
                    if width == 1280 and kind != "none":
                        assert focus_faults(page) == [], where
                    if kind == "pdf":
                        marked = page.locator("#maerke").bounding_box()
                        assert marked is not None
                        assert 0 <= marked["y"] <= height, "the marked words are on the screen"
        page.goto(url + addresses["table"])
        hit = page.locator("td.hit")
        assert hit.all_text_contents() == ["Citat begynder: 12 (Citat slutter)"]
        assert hit.evaluate("e => getComputedStyle(e).outlineStyle") == "solid", (
            "the cell is marked, not by colour alone"
        )
        assert page.locator("th[scope=col]").all_text_contents() == ["Navn", "Antal"]
        page.evaluate("document.querySelector('main').style.width = '3000px'")
        assert clipped(page), "the control"
