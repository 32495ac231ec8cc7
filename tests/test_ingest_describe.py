"""What a document says of itself: title, kind, date, and body and place of a meeting."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.describe import describe, describe_text, first_date
from ingest.records import Kind


@pytest.mark.parametrize(
    ("name", "front", "kind"),
    [
        ("a.md", "# Referat fra møde\n\nMødedato: 4. marts 2025", Kind.MINUTES),
        ("b.md", "Dagsorden til møde\n", Kind.MINUTES),
        ("pixi.pdf", "", Kind.PIXI),
        ("c.md", "# Baggrundsrapport", Kind.BACKGROUND),
        ("d.md", "# Høringssvar om havnen", Kind.HEARING_ANSWER),
        ("hvidbog.pdf", "", Kind.HVIDBOG),
        ("e.pptx", "", Kind.SLIDES),
        ("f.html", "Velkommen", Kind.PAGE),
    ],
)
def test_kinds(name: str, front: str, kind: Kind) -> None:
    assert describe(name, front).kind is kind


def test_a_title_is_the_first_line_or_the_files_name() -> None:
    assert describe("a.md", "\n\n## **Vejene** \n\nTekst").title == "Vejene"
    assert describe("vejene-2025.pdf", "").title == "vejene-2025"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("den 4. marts 2025", dt.date(2025, 3, 4)),
        ("15-08-2025 kl. 9", dt.date(2025, 8, 15)),
        ("31.02.2025, siden 1/3/2024", dt.date(2024, 3, 1)),
        ("ingen dato", None),
    ],
)
def test_dates(text: str, date: dt.date | None) -> None:
    assert first_date(text) == date


def test_minutes_say_body_and_place() -> None:
    text = "Referat fra møde\n\nUdvalg: Stiudvalget\n\nMødedato: 4. marts 2025\n\nMødested: Lokale 2\n\nPunkt 1: Stien"
    about = describe_text("referat.pdf", text)
    assert (about.body, about.meeting_place, about.meeting_date) == ("Stiudvalget", "Lokale 2", dt.date(2025, 3, 4))
