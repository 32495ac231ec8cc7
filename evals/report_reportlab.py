"""The first producer: the report drawn by reportlab, the same bytes for the same seed.

Front pages carry roman labels, the rest arabic ones. A tenth of the pages with text draw it out of reading order.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

from evals.report_content import ReportBuilder
from evals.report_drawing import draw_page, draw_running, draw_title
from evals.report_flow import (
    HEADS,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Flow,
)
from evals.report_lines import reportlab, text_width
from evals.report_records import ReportSection, Sentence
from evals.report_words import load_words

ENTRIES_ON_PAGE = 42
CLOSING_PAGES = 4
Entry = tuple[int, Sentence]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Produced:
    """What a producer made: pages of each sentence and cell (physical, from 1), labels, and pages out of order.

    `contents` are the pages of the table of contents, whose lines are in no truth record.
    """

    file: str
    labels: tuple[str, ...]
    places: dict[str, tuple[int, ...]]
    cells: dict[tuple[str, int, int], int]
    contents: tuple[int, ...] = ()
    shuffled: tuple[int, ...] = ()
    method: str = ""


def write_first(builder: ReportBuilder, pages: int, path: Path, progress: Progress) -> Produced:
    """Builds the report up to `pages` pages (a chapter's end may add one or two), draws it to `path`, returns its pages."""
    flow, entries = fill_flow(builder, pages, progress)
    foreword = Flow()
    foreword.begin_section(builder.report.foreword)
    for block in builder.report.foreword.blocks:
        foreword.place(builder.report.foreword, block)
    front = 2 + len(foreword.pages) + ceil(len(entries) / ENTRIES_ON_PAGE)
    contents = tuple(range(3 + len(foreword.pages), front + 1))
    places = {sentence: tuple(index + 3 for index in found) for sentence, found in foreword.places.items()}
    places |= {sentence: tuple(index + front + 1 for index in found) for sentence, found in flow.places.items()}
    chance = random.Random(f"order {builder.report.seed}")
    candidates = [index for index, page in enumerate(flow.pages) if len(page.marks) > 20]
    shuffled = set(chance.sample(candidates, max(1, round(len(flow.pages) / 10)))) if candidates else set()
    _draw(path, builder.report.seed, flow, foreword, entries, shuffled, chance)
    labels = (
        *(roman(number) for number in range(1, front + 1)),
        *(str(number + 1) for number in range(len(flow.pages))),
    )
    return Produced(
        path.name, labels, places, {key: index + front + 1 for key, index in flow.cells.items()}, contents,
        tuple(sorted(index + front + 1 for index in shuffled)), "the layout is ours: each line notes its page when placed",
    )  # fmt: skip


def fill_flow(builder: ReportBuilder, pages: int, progress: Progress) -> tuple[Flow, list[Entry]]:
    """The laid out body and the entries of its contents, so many that with the front pages `pages` are reached."""
    flow = Flow()
    entries: list[Entry] = []

    def total() -> int:
        return len(flow.pages) + 3 + ceil((len(entries) + 3) / ENTRIES_ON_PAGE)

    closing = min(CLOSING_PAGES, max(1, pages // 6))
    for section in builder.sections():
        _place(flow, section, entries)
        progress(min(total(), pages), pages)
        if total() >= pages - closing:
            break
    section = builder.closing_section()
    _place(flow, section, entries)
    while total() < pages or (total() == pages and flow.left_over > 200):
        flow.place(section, builder.filling(section))
    progress(pages, pages)
    return flow, entries


def roman(number: int) -> str:
    """A small roman number."""
    text = ""
    for value, sign in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        text += sign * (number // value)
        number %= value
    return text


def _place(flow: Flow, section: ReportSection, entries: list[Entry]) -> None:
    flow.begin_section(section)
    heads = [(0, section.part), (1, section.chapter)]
    entries += [(level, head) for level, head in heads if head is not None]
    entries.append((2, section.heading))
    for block in section.blocks:
        flow.place(section, block)


def _draw(
    path: Path, seed: int, flow: Flow, foreword: Flow, entries: list[Entry], shuffled: set[int], chance: random.Random
) -> None:
    words = load_words()
    canvas = reportlab("pdfgen.canvas").Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1)
    canvas.setTitle(f"Baggrundsrapport for {words.municipality} ({words.marker}), udgave {seed}")
    canvas.setAuthor(f"{words.municipality} (opdigtet)")
    canvas.setSubject("Opdigtet rapport til måling")
    canvas.addPageLabel(0, style="ROMAN_LOWER", start=1)
    for index in range(2):
        draw_title(canvas, "Baggrundsrapport", seed, index == 0)
    for index, page in enumerate(foreword.pages):
        draw_page(canvas, page, roman(index + 3), False, None)
    for start in range(0, len(entries), ENTRIES_ON_PAGE):
        _contents(canvas, entries[start : start + ENTRIES_ON_PAGE], flow, roman(canvas.getPageNumber()), start == 0)
    canvas.addPageLabel(canvas.getPageNumber() - 1, style="ARABIC", start=1)
    bookmarks: dict[int, list[Entry]] = {}
    for level, head in entries:
        bookmarks.setdefault(flow.places[head.id][0], []).append((level, head))
    for index, page in enumerate(flow.pages):
        for level, head in bookmarks.get(index, []):
            canvas.bookmarkPage(head.id)
            canvas.addOutlineEntry(head.text, head.id, level)
        draw_page(canvas, page, str(index + 1), bool(index % 2), chance if index in shuffled else None)
    canvas.save()


def _contents(canvas: Any, entries: list[Entry], flow: Flow, label: str, first: bool) -> None:
    draw_running(canvas, "Indhold", label, False)
    y = TOP
    if first:
        canvas.setFont(HEADS[1].font, HEADS[1].size)
        canvas.drawString(LEFT, y - 14, "Indhold")
    y -= 34
    for level, head in entries:
        canvas.setFont("Helvetica-Bold" if level < 2 else "Helvetica", 9.5)
        canvas.drawString(LEFT + 12 * level, y, head.text)
        number = str(flow.places[head.id][0] + 1)
        canvas.drawRightString(RIGHT, y, number)
        start = LEFT + 12 * level + text_width(head.text, "Helvetica-Bold", 9.5) + 8
        dots = int(max(0, RIGHT - 24 - start) / text_width(".", "Helvetica", 9.5))
        canvas.setFont("Helvetica", 9.5)
        canvas.drawRightString(RIGHT - 20, y, "." * dots)
        y -= 15.2
    canvas.showPage()
