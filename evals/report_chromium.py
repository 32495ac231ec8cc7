"""The second producer: Chromium prints the report, and its named places tell the pages.

The body is printed first, chapter by chapter; its pages go into the table of contents; then the front is printed and all
is joined.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from evals.make_report_labels import OutlineEntry, anchor_pages, join_with_labels
from evals.report_html import PrintPage, cell_anchor
from evals.report_records import Report, ReportSection, ReportTable, Sentence
from evals.report_reportlab import Produced, roman
from evals.report_words import load_words
from ingest.catalogue import load_catalogue
from ingest.errors import HvidbogError

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--no-pdf-header-footer",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip
SECONDS = 300
METHOD = "anchors on the beginning and end of each sentence and on each row, read back as Chromium's named destinations"


class ChromiumMissing(HvidbogError):
    """Chromium is not installed or could not print."""


def chromium_path() -> str:
    """The Chromium on the path; ChromiumMissing, which says how to go on, when there is none."""
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    raise ChromiumMissing(load_catalogue("evals").text("report.no_chromium_found"))


def write_second(report: Report, path: Path, progress: Callable[[int, int], None]) -> Produced:
    """Prints `report` to `path`; returns the pages of its sentences and cells."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        anchors: dict[str, int] = {}
        bodies: list[Path] = []
        body_pages = 0
        chapters = _chapters(report)
        for number, chapter in enumerate(chapters, start=1):
            body = PrintPage("decimal", first=body_pages + 1)
            for section in chapter:
                body.section(section)
            bodies.append(folder / f"body{number}.pdf")
            count, found = _printed(bodies[-1], body)
            anchors |= {name: page + body_pages for name, page in found.items()}
            body_pages += count
            progress(number, len(chapters) + 2)
        front = folder / "front.pdf"
        front_pages, front_anchors = _printed(front, _front(report, anchors))
        progress(len(chapters) + 1, len(chapters) + 2)
        anchors = {name: page + front_pages for name, page in anchors.items()} | front_anchors
        outline = [OutlineEntry(level, head.text, anchors[head.id]) for level, head in headings(report)]
        words = load_words()
        title = f"Baggrundsrapport for {words.municipality} ({words.marker}), udgave {report.seed}"
        join_with_labels(front, bodies, path, outline, title)
        progress(len(chapters) + 2, len(chapters) + 2)
    labels = (*(roman(number + 1) for number in range(front_pages)), *(str(number + 1) for number in range(body_pages)))
    contents = tuple(range(anchors["contents"], front_pages + 1))
    return Produced(path.name, labels, _places(report, anchors), _cells(report, anchors), contents, method=METHOD)


def print_pdf(source: Path, target: Path) -> None:
    """Prints the HTML file `source` to `target`; ChromiumMissing where Chromium is absent, fails or takes too long."""
    with tempfile.TemporaryDirectory() as profile:
        command = [chromium_path(), *OPTIONS, f"--user-data-dir={profile}", f"--print-to-pdf={target}", source.as_uri()]
        try:
            done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
            reason = f"{done.returncode}" if done.returncode or not target.is_file() else ""
        except (OSError, subprocess.TimeoutExpired) as error:
            reason = type(error).__name__
    if reason:
        raise ChromiumMissing(load_catalogue("evals").text("report.chromium_failed", reason=reason))


def headings(report: Report) -> list[tuple[int, Sentence]]:
    """The headings of parts (level 0), chapters (1) and sections (2)."""
    found: list[tuple[int, Sentence]] = []
    for section in report.sections:
        found += [(level, head) for level, head in ((0, section.part), (1, section.chapter)) if head is not None]
        found.append((2, section.heading))
    return found


def _chapters(report: Report) -> list[list[ReportSection]]:
    """The sections by chapter. Chromium looks every anchor up on every page, so that one print of all is 15 times as slow."""
    chapters: list[list[ReportSection]] = []
    for section in report.sections:
        if section.chapter is not None:
            chapters.append([])
        chapters[-1].append(section)
    return chapters


def _printed(target: Path, page: PrintPage) -> tuple[int, dict[str, int]]:
    source = target.with_suffix(".html")
    source.write_text(page.document(), encoding="utf-8")
    print_pdf(source, target)
    return anchor_pages(target)


def _front(report: Report, anchors: dict[str, int]) -> PrintPage:
    words = load_words()
    page = PrintPage("lower-roman", hyphenate=False)
    page.add(f'<p style="font: bold 28pt sans-serif; padding-top: 90mm">Baggrundsrapport</p><p>{words.municipality}')
    page.add(f" ({words.marker}), udgave {report.seed}</p>")
    for block in report.foreword.blocks:
        page.add(page.block(block))
    lines = "".join(_contents_line(level, head.text, anchors[head.id]) for level, head in headings(report))
    page.add(f'<h1>{page.anchor("contents", "Indhold")}</h1><div class="contents">{lines}</div>')
    return page


def _contents_line(level: int, text: str, page: int) -> str:
    dots = "." * max(3, 100 - len(text) - 4 * level)
    return f'<div style="padding-left: {level * 5}mm"><span>{text} {dots}</span><span>{page}</span></div>'


def _places(report: Report, anchors: dict[str, int]) -> dict[str, tuple[int, ...]]:
    sections: tuple[ReportSection, ...] = (report.foreword, *report.sections)
    return {
        sentence.id: tuple(range(anchors[sentence.id], anchors[f"{sentence.id}-e"] + 1))
        for section in sections
        for sentence in section.sentences()
    }


def _cells(report: Report, anchors: dict[str, int]) -> dict[tuple[str, int, int], int]:
    tables = [block for section in report.sections for block in section.blocks if isinstance(block, ReportTable)]
    return {
        (table.number, row, column): anchors[cell_anchor(table.number, row)]
        for table in tables
        for row in range(-1, len(table.rows))
        for column in range(len(table.header))
    }
