"""The made-up report with everything beside it: two background PDFs, a pixi, a web tree and the truth."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from evals.report_chromium import chromium_path, write_second
from evals.report_content import ReportBuilder
from evals.report_pixi import write_pixi
from evals.report_reportlab import write_first
from evals.report_truth import write_truth
from evals.report_web import write_web

Step = Callable[[str, int, int], None]


def make_report(seed: int, pages: int, folder: Path, step: Step, chromium: bool = True) -> dict[str, Any]:
    """Writes the report of `seed` into `folder` and returns the summary of `truth.json`.

    `step` is told the step's name, how far it is and how far it goes. Raises ChromiumMissing before anything is written
    when `chromium` is wanted and not there, MissingLibrary without reportlab.
    """
    if chromium:
        chromium_path()
    folder.mkdir(parents=True, exist_ok=True)
    builder = ReportBuilder(seed, sections_in_chapter=max(3, min(9, pages // 10)))
    report = builder.report
    first = write_first(builder, pages, folder / "baggrund.pdf", lambda done, total: step("baggrund", done, total))
    producers = {"reportlab": first}
    pixi, pixi_sentences = write_pixi(builder, folder / "pixi.pdf")
    step("pixi", 1, 1)
    web_sentences = write_web(builder, folder, lambda done, total: step("html", done, total))
    if chromium:
        target = folder / "baggrund-chromium.pdf"
        producers["chromium"] = write_second(report, target, lambda done, total: step("chromium", done, total))
    return write_truth(folder, report, producers, pixi_sentences + web_sentences, pixi)
