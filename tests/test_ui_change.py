"""What an editor changes or removes is so in the corpus, in the index and at running servers, and asked before it is lost."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from assistant import open_assistant
from ingest.config import Settings
from ingest.errors import WrongUse
from ingest.manifest import load_manifest
from tests.ingest_workplace import CPR, Workplace, note
from tests.page_audit import contrast_faults
from tests.staff_walk import go
from tests.test_ui_pages import READY, ask, opened, settled
from ui.publish_fields import date_meant, date_shown
from ui.publishing import change, remove

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    """Two documents, of which one has a personal number and is kept out."""
    one = Workplace.at(tmp_path)
    one.put(
        "stier.md", note("stierne", "Stien ved åen koster 2 mio. kr."), title="Notat om stierne", body="Stiudvalget"
    )
    one.put("brev.md", note("havnen", f"Havnefogeden har nummer {CPR}."), title="Brev om havnen")
    one.ingest()
    return one


def titles(place: Workplace, audience: str = "public") -> dict[str, str | None]:
    """The documents of an index, by title, with their body."""
    asked = open_assistant(place.settings, audience)
    try:
        return {one.title: one.body for one in asked.documents()}
    finally:
        asked.close()


def test_a_changed_field_stands_in_the_manifest_and_in_the_index_and_an_empty_one_is_gone(place: Workplace) -> None:
    running = open_assistant(place.settings, "public")
    report = change(place.settings, "stier.md", {"title": "Notat om åstien", "body": ""})
    assert report.status.value == "ok"
    assert titles(place) == {"Notat om åstien": None}
    entry = next(one for one in load_manifest(place.corpus) if one.path == "stier.md")
    assert (entry.title, entry.body, entry.source) == (
        "Notat om åstien",
        None,
        "opdigtet",
    )  # what was not named is kept
    assert running.refresh()
    assert [one.title for one in running.documents()] == ["Notat om åstien"]
    running.close()


def test_a_document_that_only_the_staff_may_see_leaves_the_public_index(place: Workplace) -> None:
    assert "Notat om stierne" in titles(place)
    change(place.settings, "stier.md", {"audience": "staff"})
    assert titles(place) == {}
    assert "Notat om stierne" in titles(place, "staff")


def test_a_file_with_personal_data_comes_in_masked_when_the_editor_says_so(place: Workplace) -> None:
    assert "Brev om havnen" not in titles(place)
    report = change(place.settings, "brev.md", {"personal_data": "mask"})
    assert report.status.value in ("ok", "partial")
    (text,) = [one for name, one in place.texts().items() if name == "brev.md"]
    assert CPR not in text
    assert "Havnefogeden har nummer █" in text
    change(place.settings, "brev.md", {"personal_data": "quarantine"})
    assert "Brev om havnen" not in titles(place)  # and out again


def test_a_removed_document_is_gone_from_folder_manifest_and_index(place: Workplace) -> None:
    with pytest.raises(WrongUse, match="det eneste dokument"):
        remove(place.settings, "stier.md")  # the other one is kept out
    assert (place.corpus / "stier.md").exists()
    change(place.settings, "brev.md", {"personal_data": "mask"})
    remove(place.settings, "stier.md")
    assert not (place.corpus / "stier.md").exists()
    assert [one.path for one in load_manifest(place.corpus)] == ["brev.md"]
    assert titles(place) == {"Brev om havnen": None}
    place.put("parken.md", note("parken"))
    place.ingest()
    with pytest.raises(WrongUse, match="Genindlæs siden"):
        remove(place.settings, "stier.md")
    with pytest.raises(WrongUse, match="Genindlæs siden"):
        change(place.settings, "stier.md", {"title": "x"})


def test_a_value_that_does_not_fit_changes_nothing(place: Workplace) -> None:
    before = (place.corpus / "manifest.toml").read_text(encoding="utf-8")
    with pytest.raises(WrongUse, match="»i går« kan ikke bruges som Mødedato"):
        change(place.settings, "stier.md", {"meeting_date": "i går"})
    assert (place.corpus / "manifest.toml").read_text(encoding="utf-8") == before
    assert "Notat om stierne" in titles(place)


@pytest.mark.parametrize("written", ["15. august 2025", "15.8.2025", "15/8 2025", "2025-08-15"])
def test_a_date_may_be_written_as_people_do(written: str) -> None:
    assert date_meant(written) == "2025-08-15"
    assert date_shown("2025-08-15") == "15. august 2025"
    assert date_meant("i går") == date_shown("i går") == "i går"  # told of where it is used


def test_an_editor_changes_and_removes_a_document_in_the_browser(
    served: Callable[..., Any], free_port: int, page: Page, tmp_path: Path, axe: Callable[..., Any]
) -> None:
    url = f"http://127.0.0.1:{free_port}"
    served([sys.executable, "-m", "tests.serve_staff", str(tmp_path), "--port", str(free_port)], f"{url}/sund")
    opened(page, url)
    ask(page, "Hvad koster stien ved åen?", "Stien ved åen koster 2 mio. kr.")
    go(page, "Dokumenter")
    page.get_by_role("button", name="Ret eller fjern: Notat om stierne").click()
    settled(page)
    assert contrast_faults(page) == []
    assert axe(page) == []
    title = page.get_by_label("Titel")
    expect(title).to_have_value("Notat om stierne", timeout=READY)
    title.fill("Notat om åstien")
    page.get_by_role("button", name="Gem ændringerne").click()
    page.get_by_text("»Notat om åstien« er ændret.").wait_for(timeout=60_000)
    settled(page)
    page.get_by_role("button", name="Ret eller fjern: Notat om åstien").click()
    page.get_by_role("button", name="Fjern dokumentet …").click()
    page.get_by_role("button", name="Nej, behold det").click()
    expect(page.get_by_role("button", name="Ja, fjern dokumentet")).to_have_count(0, timeout=READY)
    settled(page)
    page.get_by_role("button", name="Fjern dokumentet …").click()
    page.get_by_role("button", name="Ja, fjern dokumentet").click()
    page.get_by_text("Det er det eneste dokument").wait_for(timeout=60_000)
    assert (tmp_path / "corpus" / "stier.md").exists()
    place = Workplace(Settings(home=tmp_path / "home", corpus=tmp_path / "corpus", open_browser="no"))
    place.put("parken.md", note("parken"), title="Notat om parken")
    place.ingest()
    page.get_by_role("button", name="Ja, fjern dokumentet").click()
    page.get_by_text("»Notat om åstien« er fjernet.").wait_for(timeout=60_000)
    assert not (tmp_path / "corpus" / "stier.md").exists()
