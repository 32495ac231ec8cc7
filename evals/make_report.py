"""The made-up report with everything beside it: two background PDFs, a pixi, a web tree and the truth."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from evals.report_content import ReportBuilder
from evals.report_reportlab import Produced, write_first
from evals.report_truth import LayerSentence, write_truth

Step = Callable[[str, int, int], None]


def make_report(seed: int, pages: int, folder: Path, step: Step, chromium: bool = True) -> dict[str, Any]:
    """Writes the report of `seed` into `folder` and returns the summary of `truth.json`.

    `step` is told the step's name, how far it is and how far it goes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    builder = ReportBuilder(seed, sections_in_chapter=max(3, min(9, pages // 10)))
    producers: dict[str, Produced] = {
        "reportlab": write_first(
            builder, pages, folder / "baggrund.pdf", lambda done, total: step("baggrund", done, total)
        )
    }
    layers: list[LayerSentence] = []
    return write_truth(folder, builder.report, producers, layers, None)
