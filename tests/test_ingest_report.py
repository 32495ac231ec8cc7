"""The report's sentences on a file: what is missing, on which pages, and what can be done about it."""

from __future__ import annotations

import pytest

from ingest import pdf_ocr
from ingest.records import FileStatus, Finding
from ingest.report import reason_of, status_of

PICTURES = [Finding("no_text", page) for page in (2, 4, 7)]


def test_pages_without_text_are_named_with_how_to_have_them_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_ocr, "can_read_pictures", lambda: False)
    assert status_of(PICTURES) is FileStatus.PARTIAL
    assert reason_of(PICTURES) == (
        "Side 2, 4 og 7 har ingen tekst, kun billeder. "
        "Installér Tesseract med dansk (tesseract-ocr og tesseract-ocr-dan) for at få det læst."
    )


def test_where_danish_is_installed_nobody_is_told_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_ocr, "can_read_pictures", lambda: True)
    assert reason_of(PICTURES) == "Side 2, 4 og 7 har ingen tekst, kun billeder, som Tesseract ikke kunne læse noget i."


def test_pages_read_by_ocr_are_marked_and_nothing_is_missing() -> None:
    found = [Finding("read_by_ocr", 3)]
    assert status_of(found) is FileStatus.OK
    assert reason_of(found) == "Side 3 er læst fra billeder (OCR) og kan have fejl."


def test_a_long_list_of_pages_ends_in_a_count() -> None:
    reason = reason_of([Finding("hidden_text", page) for page in range(1, 21)])
    assert reason == "Side 1, 2, 3, 4, 5, 6, 7, 8 og 12 flere har skjult tekst, som ikke er læst."
