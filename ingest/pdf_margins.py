"""The lines at the edges of a PDF's pages: what running headers and footers say, which the canonical text leaves out.

A page image shows them all the same, so personal data is looked for in them too.
"""

from __future__ import annotations

_LINES = 4  # at the top and at the bottom of each page


def note_margins(characters: str, number: int, found: dict[str, int]) -> None:
    """Puts the first and last lines drawn on page `number` to `found`, each with the first page that has it."""
    written = [line for line in map(str.strip, characters.splitlines()) if line]
    for line in (*written[:_LINES], *written[-_LINES:]):
        found.setdefault(line, number)
