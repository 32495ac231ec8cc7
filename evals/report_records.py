"""The made-up report as records: sentences, blocks, sections and facts, with nothing known of pages or files.

Producers lay these out; `report_truth.py` joins them with the pages that a producer found. Not here: the words
(`report_words.toml`), the grammar (`report_sentences.py`) and the plan (`report_content.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class SentenceKind(StrEnum):
    """What a piece of running text is in the report."""

    HEADING = "heading"
    BODY = "body"
    BULLET = "bullet"
    CAPTION = "caption"
    SOURCE = "source"
    FOOTNOTE = "footnote"
    TEASER = "teaser"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence (or heading, bullet, caption, source line, footnote) exactly as it is printed.

    `note` is the number of a footnote whose mark follows the sentence; the mark is no part of `text`. `copy_of` names
    the background's sentence that a pixi or web sentence repeats, `verbatim` says whether word for word.
    """

    id: str
    text: str
    kind: SentenceKind
    section: tuple[str, ...]
    fact: str | None = None
    note: int | None = None
    copy_of: str | None = None
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 is a chapter, 2 a numbered section, 3 an unnumbered one inside it."""

    sentence: Sentence
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that run on."""

    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list: each item is one sentence."""

    items: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A numbered table. `rows` are strings as printed, the row label first; `facts` maps (row, column) to a fact id.

    Row 0 of `facts` is the first row below the header; column 0 is the row label.
    """

    number: str
    caption: Sentence
    source: Sentence
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    ruled: bool
    facts: dict[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """A numbered figure: bars without any printed value, a caption and a source."""

    number: str
    caption: Sentence
    source: Sentence
    bars: tuple[float, ...]


Block = Heading | Paragraph | Bullets | ReportTable | Figure


@dataclass(slots=True)
class ReportSection:
    """A section being written or finished: its number and title, its blocks in reading order, its footnotes.

    `columns` is 1 or 2. `part` is the heading of the part that begins before this section, `chapter` that of the
    chapter that begins with it; both None elsewhere.
    """

    number: str
    title: str
    path: tuple[str, ...]
    columns: int
    theme: int
    part: Sentence | None = None
    chapter: Sentence | None = None
    chapter_title: str = ""
    blocks: list[Block] = field(default_factory=list)
    footnotes: dict[int, Sentence] = field(default_factory=dict)

    @property
    def heading(self) -> Sentence:
        """The section's own heading, which is its first block."""
        first = self.blocks[0]
        assert isinstance(first, Heading)
        return first.sentence

    def sentences(self) -> list[Sentence]:
        """All sentences of the section in reading order, footnotes last."""
        found = [sentence for sentence in (self.part, self.chapter) if sentence is not None]
        for block in self.blocks:
            match block:
                case Heading():
                    found.append(block.sentence)
                case Paragraph():
                    found += block.sentences
                case Bullets():
                    found += block.items
                case ReportTable() | Figure():
                    found += [block.caption, block.source]
        return found + list(self.footnotes.values())


@dataclass(slots=True)
class Fact:
    """A value of an indicator for one place, year and group, and the one spot in the background that states it.

    `twins` names for each of "year", "place" and "group" the fact that differs in that alone. The spot is `sentence`
    (an id) or `cell` (table number, row, column as in ReportTable).
    """

    id: str
    family: str
    subject: str
    attribute: str
    place: str
    year: int
    group: str
    value: str
    question: str
    twins: dict[str, str]
    sentence: str | None = None
    cell: tuple[str, int, int] | None = None


@dataclass(slots=True)
class Report:
    """The whole background report: foreword, sections in order, facts by id."""

    seed: int
    foreword: ReportSection
    sections: list[ReportSection] = field(default_factory=list)
    facts: dict[str, Fact] = field(default_factory=dict)
