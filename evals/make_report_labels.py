"""What Chromium's print lacks: where its anchors ended up, one file of front and body, labels and an outline.

The only file of `evals/` that imports pypdf. It reads the names that Chromium wrote, never the text of a page, so that the
truth does not depend on any reader of text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """An entry of the outline: its level from 0, its title and the physical page from 1."""

    level: int
    title: str
    page: int


def anchor_pages(path: Path) -> tuple[int, dict[str, int]]:
    """The number of pages of a printed file, and the page from 1 of each anchor that a link in it points to."""
    from pypdf import PdfReader

    reader = PdfReader(path)
    numbers = {
        page.indirect_reference.idnum: index for index, page in enumerate(reader.pages, 1) if page.indirect_reference
    }
    found = {}
    for name, destination in reader.named_destinations.items():
        found[name.removeprefix("/")] = numbers[destination.raw_get("/Page").idnum]
    return len(reader.pages), found


def join_with_labels(
    front: Path, bodies: Sequence[Path], path: Path, outline: Sequence[OutlineEntry], title: str
) -> None:
    """Writes `front` and `bodies` as one file with roman and then arabic labels, an outline and a title."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.constants import PageLabelStyle

    writer = PdfWriter()
    first = PdfReader(front)
    for reader in (first, *(PdfReader(body) for body in bodies)):
        for page in reader.pages:
            writer.add_page(page).pop("/Annots", None)
    count = len(first.pages)
    writer.set_page_label(0, count - 1, style=PageLabelStyle.LOWERCASE_ROMAN, start=1)
    writer.set_page_label(count, len(writer.pages) - 1, style=PageLabelStyle.DECIMAL, start=1)
    parents: dict[int, Any] = {}
    for entry in outline:
        above = next((parents[level] for level in range(entry.level - 1, -1, -1) if level in parents), None)
        parents[entry.level] = writer.add_outline_item(title=entry.title, page_number=entry.page - 1, parent=above)
        for level in [level for level in parents if level > entry.level]:
            del parents[level]
    writer.add_metadata({"/Title": title})
    writer.compress_identical_objects()
    writer.write(path)
