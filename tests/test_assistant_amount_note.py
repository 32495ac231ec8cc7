"""Amounts with three decimals are told in full, since they are read as thousands."""

from __future__ import annotations

import pytest

from assistant.amount_note import in_full


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Rådet afsatte 1,750 mio. kr. til hallen.", ("1,750 mio. kr.", "1.750.000 kr.")),
        ("Det koster 0,125 mio. kroner.", ("0,125 mio. kroner", "125.000 kr.")),
        ("I alt 12,345 mia. kr.", ("12,345 mia. kr.", "12.345.000.000 kr.")),
        ("Det koster 1,75 mio. kr.", None),
        ("Det koster 1.750.000 kr.", None),
        ("Der er 1,750 cykler.", None),
    ],
)
def test_only_an_amount_that_is_easily_misread_is_told_in_full(text: str, told: tuple[str, str] | None) -> None:
    assert in_full(text) == told
