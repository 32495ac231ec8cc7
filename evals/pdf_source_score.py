"""Our reading of a real PDF held against what is known of it: the Markdown it was made from, or the page of each §.

Words are compared as bags, so that order plays no part, as `pypdf` with hyphens joined is beside them. What neither
pypdf nor pdfium finds in the PDF is not there to be read, and is counted apart from what is our loss.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evals.pdf_score import Share
from ingest.pdf import read_pdf
from ingest.pdf_lines import BROKEN_HYPHENS
from ingest.pdf_reference import bare_texts, pypdf_texts
from ingest.readers import read_bytes
from ingest.records import Document, Kind, Reading

_WORD = re.compile(r"\w+")
_BROKEN = re.compile(rf"(?<=\w)(?:-\r?\n|[{BROKEN_HYPHENS}])(?=\w)")


@dataclass(frozen=True, slots=True)
class WordScore:
    """How many words of the source a text holds, and how many of the text's words the source holds."""

    shared: int
    of_source: int
    of_text: int

    @property
    def recall(self) -> float:
        """The share of the source's words that the text holds."""
        return self.shared / self.of_source if self.of_source else 0.0

    @property
    def precision(self) -> float:
        """The share of the text's words that the source holds."""
        return self.shared / self.of_text if self.of_text else 0.0


@dataclass(frozen=True, slots=True)
class SourceScore:
    """The scores by reader and kind of source ("plain": without Markdown's own marks; "raw": the file as it is).

    `lost` says where the words of the raw source went that our text lacks, `surplus` where the words of our text come
    from that the plain source lacks; both count words.
    """

    scores: Mapping[tuple[str, str], WordScore]
    lost: Mapping[str, Counter[str]]
    surplus: Mapping[str, Counter[str]]


def score_source(data: bytes, markdown: bytes) -> SourceScore:
    """The score of the PDF with these bytes against its Markdown source. Raises Unreadable."""
    ours = _words(_read(data).text)
    pypdf = _words(_joined("\n".join(pypdf_texts(data))))
    pdfium = _words(_joined("\n".join(bare_texts(data))))
    raw = _words(markdown.decode("utf-8-sig"))
    plain = _words(read_bytes(markdown, "source.md", "").text)
    scores = {
        (reader, kind): WordScore((words & source).total(), source.total(), words.total())
        for reader, words in (("ours", ours), ("pypdf", pypdf))
        for kind, source in (("plain", plain), ("raw", raw))
    }
    lost = raw - ours
    # What either of the others finds, at most: both also hold the running headers, which are no part of our text.
    drawn = pypdf | pdfium
    missed = lost & ((raw & drawn) - ours)
    marks = (lost - missed) & (raw - plain)
    lost_by = {"ours": missed, "marks": marks, "not_in_pdf": lost - missed - marks}
    surplus = ours - plain
    in_pdf = surplus & (drawn - plain)
    return SourceScore(scores, lost_by, {"in_pdf": in_pdf, "ours": surplus - in_pdf})


def score_paragraphs(data: bytes, pages: Path) -> dict[str, Share]:
    """Of the §§ in the table `pages` (paragraph, pages): how many are a section, and how many begin on their page.

    Raises Unreadable for the PDF, OSError and KeyError for the table.
    """
    reading = _read(data)
    begins: dict[str, list[int]] = {}
    for section in reading.sections:
        page = reading.page_at(section.range.start)
        if section.heading is not None and page is not None:
            begins.setdefault(section.path[-1].replace(" ", "").rstrip("."), []).append(page.number)
    found, placed = Share(), Share()
    with pages.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            name, first = row["paragraph"], int(row["pages"].split(",")[0])
            found.add(name in begins, name)
            placed.add(begins.get(name, [0])[0] == first, f"{name}: {begins.get(name)} {first}")
    return {"paragraphs": found, "paragraph_pages": placed}


def _read(data: bytes) -> Reading:
    return read_pdf(data, Document("scored", "scored", "", Kind.PAGE), ocr=False)


def _joined(text: str) -> str:
    return _BROKEN.sub("", text)


def _words(text: str) -> Counter[str]:
    # NFKC parts ligatures, which pypdf leaves whole.
    return Counter(_WORD.findall(unicodedata.normalize("NFKC", text).lower()))
