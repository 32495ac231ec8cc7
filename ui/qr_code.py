"""A web address as a QR code that a page draws itself: one SVG path, no image file, no script."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

LONGEST = 300  # characters; longer addresses make codes that phones read badly


@dataclass(frozen=True, slots=True)
class QrCode:
    """The dark squares as one SVG path in units of a square, and the side of the whole code with its quiet edge."""

    address: str
    side: int
    path: str


def qr_code(address: str | None) -> QrCode | None:
    """The code of a public web address, or None where there is none, or none that a phone could open."""
    if address is None or len(address) > LONGEST:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not _is_public(parts.hostname or ""):
        return None
    import segno  # only where a source has such an address: no first page waits for it

    rows = list(segno.make(address, micro=False, error="m").matrix_iter(border=4))
    path = "".join(f"M{x},{y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return QrCode(address, len(rows), path)


def _is_public(host: str) -> bool:
    """Whether a phone outside the house could know this host: a name with a dot, or a public IP address."""
    with suppress(ValueError):
        return ip_address(host).is_global
    return "." in host.strip(".") and not host.endswith((".local", ".internal", ".localhost"))
