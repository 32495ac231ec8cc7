"""How many CSS pixels a touch target takes, from the screen's physical size."""

from __future__ import annotations

import math

MM_PER_INCH = 25.4
SPACING_MM = 6.35  # between targets (W3C's summary of research on touch: domain handbook, K1)


def target_pixels(millimetres: float, inches: float, pixels: str) -> int:
    """The CSS pixels that `millimetres` take on a screen of this diagonal and "width x height" in CSS pixels.

    20 mm are 72 px at 24 inches and 1080x1920, and 54 px at 32 inches.
    """
    width, height = map(int, pixels.split("x"))
    return round(millimetres * math.hypot(width, height) / (inches * MM_PER_INCH))
