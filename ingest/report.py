"""The report on a file: its status and one or a few Danish sentences, made of what its readings found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ingest.catalogue import load_catalogue
from ingest.records import FileReport, FileStatus, Finding

# Findings that mean that something of the file is not in the index.
LOSSES = frozenset(
    {
        "no_text",
        "page_count",
        "broken_page",
        "hidden_text",
        "hidden_slide",
        "table_without_values",
        "records_left_out",
        "attachments",
    }
)
# Findings that the report has a sentence for; all others bring their own as `detail`, or say nothing.
_OWN_WORDS = ("broken_page", "no_text", "hidden_text", "page_count", "attachments", "read_by_ocr", "blank_page")
_MOST_PAGES = 8
_MOST_SENTENCES = 4


def status_of(findings: Iterable[Finding]) -> FileStatus:
    """OK, or PARTIAL where something of the file is missing in the index."""
    return FileStatus.PARTIAL if any(finding.code in LOSSES for finding in findings) else FileStatus.OK


def reason_of(findings: Sequence[Finding]) -> str | None:
    """The sentences of the report on these findings, or None where there is nothing to say."""
    texts = load_catalogue("ingest")
    sentences: list[str] = []
    for code in _OWN_WORDS:
        some = [finding for finding in findings if finding.code == code and _says_nothing(finding)]
        if some:
            numbers = list(dict.fromkeys(finding.page for finding in some if finding.page is not None))
            key = "no_text_ocr" if code == "no_text" and _reads_pictures() else code
            sentences.append(texts.text(f"finding.{key}", pages=_pages(numbers), detail=some[0].detail))
    sentences += [finding.detail for finding in findings if not (finding.code in _OWN_WORDS and _says_nothing(finding))]
    unique = list(dict.fromkeys(filter(None, sentences)))
    return " ".join(unique[:_MOST_SENTENCES]) or None


def _reads_pictures() -> bool:
    from ingest.pdf_ocr import can_read_pictures  # loads pdfium, which few reports need

    return can_read_pictures()


def _says_nothing(finding: Finding) -> bool:
    # Readers of other formats bring a finished sentence; a PDF's findings bring a page, or two counts.
    return not finding.detail.endswith(".")


def _pages(numbers: Sequence[int]) -> str:
    texts = load_catalogue("ingest")
    shown = [str(number) for number in numbers[:_MOST_PAGES]]
    if len(numbers) > len(shown):
        shown.append(texts.text("finding.more", count=len(numbers) - len(shown)))
    listed = f"{', '.join(shown[:-1])} og {shown[-1]}" if len(shown) > 1 else "".join(shown)
    return texts.text("finding.pages", pages=listed)


def report_json(file: FileReport) -> dict[str, Any]:
    """One line of the report as JSON."""
    return {
        "path": file.path,
        "status": file.status.value,
        "pages": file.pages,
        "passages": file.passages,
        "reason": file.reason,
    }
