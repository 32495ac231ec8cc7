"""Amounts that are easily misread: "1,750 mio. kr." has three decimals and is 1.75 millions, not 1,750. Pure."""

from __future__ import annotations

import re

_MISREAD = re.compile(
    r"\b(?P<whole>\d{1,3}),(?P<thousandths>\d{3})\s*(?P<unit>mio|mia)\.?\s*(?P<money>kroner|kr\b\.?)?", re.IGNORECASE
)
_ZEROS = {"mio": 1_000, "mia": 1_000_000}


def in_full(text: str) -> tuple[str, str] | None:
    """The first amount of `text` with three decimals of a million or a billion, and the same written out in Danish
    ("1,750 mio. kr.", "1.750.000 kr."); None without one."""
    found = _MISREAD.search(text)
    if found is None:
        return None
    value = int(found["whole"] + found["thousandths"]) * _ZEROS[found["unit"].lower()]
    plain = f"{value:,}".replace(",", ".")
    return " ".join(found.group().split()), f"{plain} kr." if found["money"] else plain
