"""PDF pages in the viewer: the picture, the marks on it, what is burned out, and what is said where there is none."""

from __future__ import annotations

import contextlib
import hashlib
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from assistant.page_boxes import PageBoxes
from ingest.config import Settings
from ingest.originals import keep_original
from ingest.pdf import read_pdf
from ingest.pdf_file import opened_pdf
from ingest.records import Document, Kind, Range, Reading
from tests.served_app import served_app
from ui.kiosk_server import HERE
from ui.page_pictures import SCALE, PagePictures
from ui.viewer import reference, viewer_routes

if TYPE_CHECKING:
    from playwright.sync_api import Page

NOTICE = "Sømarken Kommune (opdigtet)"
QUOTE = f"{NOTICE} afsatte 12,5 mio. kr. til en svømmehal."
SECRET = "Hallen åbner den 3. juni 2032."


def made() -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.setFont("Helvetica", 11)
    canvas.drawString(72, 700, f"Rapporten handler om havnen i {NOTICE}.")
    canvas.showPage()
    canvas.setFont("Helvetica", 11)
    canvas.drawString(72, 700, QUOTE)
    canvas.drawString(72, 500, SECRET)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


class Report:
    """The sources of a viewer: one PDF."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def documents(self) -> tuple[Document, ...]:
        return (self._reading.document,)

    def reading(self, document_id: str) -> Reading:
        return self._reading


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    """The report as read, its original kept."""
    data = made()
    identity = hashlib.sha256(data).hexdigest()
    keep_original(tmp_path, identity, "rapport.pdf", data)
    document = Document(identity, "rapport.pdf", f"Rapport fra {NOTICE}", Kind.BACKGROUND)
    return read_pdf(data, document)


def client_of(reading: Reading, home: Path, **more: bool) -> TestClient:
    return TestClient(Starlette(routes=viewer_routes(lambda: Report(reading), PagePictures(home), **more)))


def place(reading: Reading, words: str) -> Range:
    start = reading.text.index(words)
    return Range(start, start + len(words))


def address(reading: Reading, words: str, **more: object) -> str:
    quote = place(reading, words)
    extra = "".join(f"&{name}={value}" for name, value in more.items())
    return f"/kilde/{reading.document.id}?start={quote.start}&end={quote.end}{extra}"


def dark(image: Image.Image, box: tuple[float, float, float, float]) -> float:
    """The share of dark pixels in a box given in points."""
    part = image.crop(tuple(int(one * SCALE) for one in box)).convert("L")  # type: ignore[arg-type]
    pixels = part.tobytes()
    return sum(one < 60 for one in pixels) / len(pixels)


def test_the_boxes_of_a_citation_hold_the_quoted_words_and_nothing_else(reading: Reading, tmp_path: Path) -> None:
    boxes = PageBoxes(Settings(home=tmp_path))(reading, place(reading, QUOTE))
    assert [box.page for box in boxes] == [2]
    (box,) = boxes
    assert 70 <= box.left <= 74
    assert 842 - 700 - 14 <= box.top < box.bottom <= 842 - 700 + 6
    half = PageBoxes(Settings(home=tmp_path))(reading, place(reading, "12,5 mio. kr."))
    assert box.left < half[0].left < half[0].right < box.right
    assert PageBoxes(Settings(home=tmp_path / "empty"))(reading, place(reading, QUOTE)) == ()


def test_a_pdf_is_opened_once_an_answer_and_closed_with_it(
    reading: Reading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[str] = []

    @contextlib.contextmanager
    def told(data: bytes) -> Iterator[object]:
        with opened_pdf(data) as pdf:
            events.append("opened")
            yield pdf
        events.append("closed")

    monkeypatch.setattr("ingest.pdf_file.opened_pdf", told)
    boxes = PageBoxes(Settings(home=tmp_path))
    quotes = [place(reading, QUOTE), place(reading, "12,5 mio. kr.")]
    alone = [boxes(reading, quote) for quote in quotes]
    assert alone[0] != alone[1]
    assert events == ["opened", "closed"] * 2
    with contextlib.suppress(KeyboardInterrupt), boxes.kept_open() as kept:
        assert [kept(reading, quote) for quote in quotes * 2] == alone * 2
        assert events == [*["opened", "closed"] * 2, "opened"]
        raise KeyboardInterrupt
    assert events == ["opened", "closed"] * 3
    with boxes.kept_open() as kept:
        (original,) = (tmp_path / "documents").iterdir()
        original.unlink()
        assert [kept(reading, quote) for quote in quotes] == [(), ()]


def test_the_page_shows_picture_marks_numbers_and_text(reading: Reading, tmp_path: Path) -> None:
    page = client_of(reading, tmp_path).get(address(reading, QUOTE)).text
    assert f'<image href="/kilde/{reading.document.id}/side/2.png"' in page
    assert page.count('class="marked"') == 1
    assert "Nr. 2 af 2 i filen" in page
    assert re.findall(r"<mark[^>]*>(.*?)</mark>", page) == [QUOTE]
    assert "Forrige side" in page
    assert "Næste side" not in page
    assert "style=" not in page
    before = client_of(reading, tmp_path).get(address(reading, QUOTE, side=1)).text
    assert 'class="marked"' not in before
    assert "havnen" in before
    assert "Næste side" in before


def test_the_picture_is_the_page_and_there_are_no_others(reading: Reading, tmp_path: Path) -> None:
    client = client_of(reading, tmp_path)
    reply = client.get(f"/kilde/{reading.document.id}/side/2.png")
    assert reply.headers["content-type"] == "image/png"
    image = Image.open(io.BytesIO(reply.content))
    assert image.size[0] == pytest.approx(A4[0] * SCALE, abs=2)
    for path in ("side/0.png", "side/3.png", "side/999999999.png", "side/x.png"):
        assert client.get(f"/kilde/{reading.document.id}/{path}").status_code == 404
    assert client.get("/kilde/" + "0" * 64 + "/side/1.png").status_code == 404


def test_what_is_masked_is_black_in_the_picture(reading: Reading, tmp_path: Path) -> None:
    spot = (80.0, 842 - 508, 180.0, 842 - 500.0)
    open_page = Image.open(
        io.BytesIO(client_of(reading, tmp_path).get(f"/kilde/{reading.document.id}/side/2.png").content)
    )
    assert dark(open_page, spot) < 0.5  # the control: words, not a block
    masked = replace(reading, masked=(place(reading, SECRET),))
    shut = Image.open(io.BytesIO(client_of(masked, tmp_path).get(f"/kilde/{reading.document.id}/side/2.png").content))
    assert dark(shut, spot) == 1.0


def test_a_page_whose_masked_words_cannot_be_found_has_no_picture(reading: Reading, tmp_path: Path) -> None:
    page = reading.pages[1]
    lost = replace(page, map=replace(page.map, starts=(), sources=(), lengths=()))
    masked = replace(reading, pages=(reading.pages[0], lost), masked=(place(reading, SECRET),))
    client = client_of(masked, tmp_path)
    assert client.get(f"/kilde/{reading.document.id}/side/2.png").status_code == 404
    assert client.get(f"/kilde/{reading.document.id}/side/1.png").status_code == 200
    assert "Siden kan ikke vises som billede her" in client.get(address(masked, QUOTE)).text


def test_without_the_original_the_page_says_so_and_shows_the_text(reading: Reading, tmp_path: Path) -> None:
    page = client_of(reading, tmp_path / "empty").get(address(reading, QUOTE)).text
    assert "Siden kan ikke vises som billede her. Teksten står nedenfor." in page
    assert re.findall(r"<mark[^>]*>(.*?)</mark>", page) == [QUOTE]


def test_staff_copy_a_quote_with_its_source_and_citizens_do_not(reading: Reading, tmp_path: Path) -> None:
    assert reference(reading, place(reading, QUOTE)) == f"»{QUOTE}« (Rapport fra {NOTICE}, side 2)"
    assert 'id="kopier"' in client_of(reading, tmp_path).get(address(reading, QUOTE)).text
    assert 'id="kopier"' not in client_of(reading, tmp_path, kiosk=True).get(address(reading, QUOTE)).text


def test_the_viewers_frame_speaks_the_kiosks_languages(reading: Reading, tmp_path: Path) -> None:
    page = client_of(reading, tmp_path, kiosk=True).get(address(reading, QUOTE, sprog="ar")).text
    assert '<html lang="ar" dir="rtl"' in page
    assert '<div class="source" lang="da" dir="ltr">' in page
    assert '<html lang="da"' in client_of(reading, tmp_path).get(address(reading, QUOTE, sprog="xx")).text


def test_zoom_pages_and_copying_work_in_a_browser(
    reading: Reading, tmp_path: Path, page: Page, axe: Callable[..., list[dict[str, object]]]
) -> None:
    static = Mount("/ui", StaticFiles(directory=HERE / "static"))
    routes = [*viewer_routes(lambda: Report(reading), PagePictures(tmp_path)), static]
    pictures: list[int] = []
    page.on("response", lambda reply: pictures.append(reply.status) if reply.url.endswith(".png") else None)
    with served_app(Starlette(routes=routes)) as url:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(url + address(reading, QUOTE))
        assert axe(page) == []
        mark = page.locator("#maerke")
        width = mark.bounding_box()["width"]  # type: ignore[index]
        page.get_by_role("button", name="Større").click()
        assert mark.bounding_box()["width"] == pytest.approx(1.5 * width, rel=0.02)  # type: ignore[index]
        assert pictures == [200]
        page.get_by_role("button", name="Kopiér citat med kilde").click()
        page.get_by_text("Kopieret").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == f"»{QUOTE}« (Rapport fra {NOTICE}, side 2)"
        length = page.evaluate("history.length")
        page.get_by_role("link", name="Forrige side").click()
        page.get_by_text("Nr. 1 af 2 i filen").wait_for()
        assert page.evaluate("history.length") == length
        page.set_viewport_size({"width": 320, "height": 700})
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
