"""Laid out pages drawn on a reportlab canvas."""

from __future__ import annotations

import random
from typing import Any

from evals.report_flow import BOTTOM, LEFT, RIGHT, SMALL, FlowPage, TextMark, note_lines
from evals.report_lines import Style
from evals.report_words import load_words

RUNNING = Style("Helvetica", 8, 10)


def draw_title(canvas: Any, title: str, seed: int, front: bool) -> None:
    """Draws the title page, or the page behind it with the imprint."""
    words = load_words()
    if front:
        canvas.setFont("Helvetica-Bold", 28)
        canvas.drawString(LEFT, 560, title)
        canvas.setFont("Helvetica", 16)
        canvas.drawString(LEFT, 530, f"{words.municipality} ({words.marker})")
    else:
        canvas.setFont("Helvetica", 9)
        canvas.drawString(LEFT, 200, f"Udgave {seed}. Udgivet af {words.municipality}, en {words.marker}.")
    canvas.showPage()


def draw_running(canvas: Any, title: str, label: str, even: bool) -> None:
    """Draws the running header and the page label, turned round on even pages."""
    words = load_words()
    canvas.setFont(RUNNING.font, RUNNING.size)
    name = f"{words.municipality} – {words.marker}"
    left, right = (title, name) if even else (name, title)
    canvas.drawString(LEFT, 800, left)
    canvas.drawRightString(RIGHT, 800, right)
    canvas.setLineWidth(0.4)
    canvas.line(LEFT, 794, RIGHT, 794)
    (canvas.drawString if even else canvas.drawRightString)(LEFT if even else RIGHT, 46, label)


def draw_page(canvas: Any, page: FlowPage, label: str, even: bool, chance: random.Random | None) -> None:
    """Draws a laid out page; with `chance`, its text out of reading order and its running header last."""
    if chance is None:
        draw_running(canvas, page.running, label, even)
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
        draw_running(canvas, page.running, label, even)
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
