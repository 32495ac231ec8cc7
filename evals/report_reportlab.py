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
from evals.report_flow import (
    BOTTOM,
    HEADS,
    HEIGHT,
    LEFT,
    RIGHT,
    SMALL,
    TOP,
    WIDTH,
    Flow,
    FlowPage,
    TextMark,
    note_lines,
)
from evals.report_lines import Style, reportlab, text_width
from evals.report_records import ReportSection, Sentence
from evals.report_words import load_words

ENTRIES_ON_PAGE = 42
CLOSING_PAGES = 4
RUNNING = Style("Helvetica", 8, 10)
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
    entries.append((2, section.sentences()[len([head for _, head in heads if head])]))
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
        _title_page(canvas, index, seed)
    for index, page in enumerate(foreword.pages):
        _page(canvas, page, roman(index + 3), False, None)
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
        _page(canvas, page, str(index + 1), bool(index % 2), chance if index in shuffled else None)
    canvas.save()


def _title_page(canvas: Any, index: int, seed: int) -> None:
    words = load_words()
    if index == 0:
        canvas.setFont("Helvetica-Bold", 28)
        canvas.drawString(LEFT, 560, "Baggrundsrapport")
        canvas.setFont("Helvetica", 16)
        canvas.drawString(LEFT, 530, f"{words.municipality} ({words.marker})")
    else:
        canvas.setFont("Helvetica", 9)
        canvas.drawString(LEFT, 200, f"Udgave {seed}. Udgivet af {words.municipality}, en {words.marker}.")
    canvas.showPage()


def _contents(canvas: Any, entries: list[Entry], flow: Flow, label: str, first: bool) -> None:
    _running(canvas, "Indhold", label, False)
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


def _running(canvas: Any, title: str, label: str, even: bool) -> None:
    words = load_words()
    canvas.setFont(RUNNING.font, RUNNING.size)
    name = f"{words.municipality} – {words.marker}"
    left, right = (title, name) if even else (name, title)
    canvas.drawString(LEFT, 800, left)
    canvas.drawRightString(RIGHT, 800, right)
    canvas.setLineWidth(0.4)
    canvas.line(LEFT, 794, RIGHT, 794)
    (canvas.drawString if even else canvas.drawRightString)(LEFT if even else RIGHT, 46, label)


def _page(canvas: Any, page: FlowPage, label: str, even: bool, chance: random.Random | None) -> None:
    if chance is None:
        _running(canvas, page.running, label, even)
    canvas.setLineWidth(0.5)
    canvas.setFillGray(0.75)
    for stroke in page.strokes:
        if stroke.fill:
            canvas.rect(stroke.x, stroke.y, stroke.x2 - stroke.x, stroke.y2 - stroke.y, stroke=0, fill=1)
        else:
            canvas.line(stroke.x, stroke.y, stroke.x2, stroke.y2)
    canvas.setFillGray(0)
    marks = page.marks if chance is None else _out_of_order(page.marks, chance)
    for mark in marks:
        canvas.setFont(mark.font, mark.size)
        canvas.drawString(mark.x, mark.y, mark.text, wordSpace=mark.spacing or None)
    _footnotes(canvas, page)
    if chance is not None:
        _running(canvas, page.running, label, even)
    canvas.showPage()


def _footnotes(canvas: Any, page: FlowPage) -> None:
    if not page.notes:
        return
    y = BOTTOM + page.notes_height - 6
    canvas.line(LEFT, y, LEFT + 120, y)
    y -= SMALL.size + 3
    for note in page.notes:
        for number, line in enumerate(note_lines(note)):
            if number == 0:
                canvas.setFont(SMALL.font, SMALL.size * 0.7)
                canvas.drawString(LEFT, y + 2.5, str(note.note))
            canvas.setFont(SMALL.font, SMALL.size)
            canvas.drawString(LEFT + 14, y, line.text)
            y -= SMALL.leading
        y -= 1


def _out_of_order(marks: list[TextMark], chance: random.Random) -> list[TextMark]:
    """`marks` with their blocks turned round, shuffled, or every line shuffled for itself."""
    how = chance.choice(("blocks reversed", "blocks shuffled", "lines shuffled"))
    if how == "lines shuffled":
        return chance.sample(marks, len(marks))
    groups: dict[int, list[TextMark]] = {}
    for mark in marks:
        groups.setdefault(mark.group, []).append(mark)
    keys = list(groups)
    keys = keys[::-1] if how == "blocks reversed" else chance.sample(keys, len(keys))
    return [mark for key in keys for mark in groups[key]]
