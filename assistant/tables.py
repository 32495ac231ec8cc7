"""Tables: the row that a question asks for, or the rows it compares, by caption, header and row labels together.

A row fits where the caption, the header, its own label and the headings hold every name, number and date of the question
and enough of its words; numbers are never looked for among the values. Where a header has years, only they say of which
year a value is. A cell that holds no value is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.drafts import Draft, Drafted
from assistant.evidence import Words
from assistant.exact import same_bounds
from assistant.kinds import holds_unit
from assistant.question import Asked, Term
from assistant.records import Status
from assistant.wanted import Wanted
from ingest.danish import Analyzer
from ingest.records import Range, Reading, Table

FITTING = 0.3
# Enough where every name, number and group that the question names is held, and a word of what is measured besides.
EXACT_FITTING = 0.05
HEADINGS_CREDIT = 0.6
MOST_ROWS = 3
# Kinds of answer that a row of a table may be.
ASKS_FOR_ROWS = frozenset(
    {
        Wanted.NUMBER, Wanted.AMOUNT, Wanted.DURATION, Wanted.DATE, Wanted.TIME, Wanted.YES_NO, Wanted.DEFINITION,
        Wanted.OPEN, Wanted.LIST, Wanted.PLACE, Wanted.AGENT, Wanted.PERSON,
    }
)  # fmt: skip
_YEAR = re.compile(r"(?:19|20)\d\d")
# "Hvor mange medlemmer" counts something; a table in kroner, per cent or time does not.
_COUNTED = re.compile(r"\bhvor mange\s+([^\W\d_]+)", re.IGNORECASE)
_COUNTS = re.compile(
    r"\bhvor mange (?!procent|penge|kroner|kr\b|mio|år\b|måneder|uger|dage|timer|minutter)", re.IGNORECASE
)
_MEASURES = re.compile(r"(?:kr|mio|mia|pct|procent|år|måneder|uger|dage|minutter)\b", re.IGNORECASE)
_NO_VALUE = re.compile(r"[\s.·…–-]*")
_UNIT = re.compile(r"\(([^()\d]{1,20})\)\s*$")
_VALUE = re.compile(r"-?\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its range, the words of its label, and its cells' ranges by column."""

    range: Range
    label: Words
    cells: Mapping[int, Range]


@dataclass(frozen=True, slots=True)
class Known:
    """A table with its words made once: those of its caption and header, of what surrounds it, of these three together, of
    all its rows' labels together, and its rows."""

    reading: Reading
    table: Table
    caption: Words
    header: Words
    around: Words
    outside: Words
    labels: Words
    columns: Mapping[int, str]
    rows: tuple[Row, ...]

    @property
    def by_year(self) -> bool:
        """Whether the header names years."""
        return any(_YEAR.fullmatch(name.strip()) for name in self.columns.values())


@dataclass(frozen=True, slots=True)
class Fitting:
    """Rows of a table that fit a question, and how well (0 to 1)."""

    known: Known
    rows: tuple[Row, ...]
    fit: float


@dataclass(slots=True)
class Tables:
    """The tables of the readings asked about, with their words made once for each document of an index version."""

    analyzer: Analyzer
    kept: dict[str, tuple[Known, ...]] = field(default_factory=dict)

    def of(self, reading: Reading) -> tuple[Known, ...]:
        """The tables of a reading whose values were read."""
        identity = reading.document.id
        if identity not in self.kept:
            self.kept[identity] = tuple(self._known(reading, table) for table in reading.tables if table.cells)
        return self.kept[identity]

    def _known(self, reading: Reading, table: Table) -> Known:
        section = reading.section_at(table.range.start)
        caption = table.caption.of(reading.text) if table.caption else ""
        columns: dict[int, str] = {}
        rows: dict[int, dict[int, Range]] = {}
        for cell in table.cells:
            if cell.row < table.header_rows:
                columns[cell.column] = f"{columns.get(cell.column, '')} {cell.range.of(reading.text)}".strip()
            elif len(cell.range):
                rows.setdefault(cell.row, {})[cell.column] = cell.range
        around = " ".join([reading.document.title, *(section.path if section else ())])
        made = tuple(self._row(reading, cells) for _, cells in sorted(rows.items()))
        words = [Words(self.analyzer, text) for text in (caption, " ".join(columns.values()), around)]
        outside, labels = Words.together(words), Words.together([row.label for row in made])
        return Known(reading, table, words[0], words[1], words[2], outside, labels, columns, made)

    def _row(self, reading: Reading, cells: Mapping[int, Range]) -> Row:
        whole = Range(min(one.start for one in cells.values()), max(one.end for one in cells.values()))
        first = cells.get(0)
        return Row(whole, Words(self.analyzer, first.of(reading.text) if first else ""), cells)

    def best(
        self, asked: Asked, weights: Mapping[Term, float], readings: Iterable[Reading], head: Term | None = None
    ) -> Fitting | None:
        """The rows that fit the question best, or None where none do; what is measured must be `head` where given."""
        if asked.wanted not in ASKS_FOR_ROWS:
            return None
        tables = [known for reading in readings for known in self.of(reading)]
        found = [fit for known in tables if (fit := fitting(asked, weights, known, head))]
        return max(found, key=lambda one: one.fit, default=None)


def fitting(asked: Asked, weights: Mapping[Term, float], known: Known, head: Term | None = None) -> Fitting | None:
    """The rows of one table that fit the question, or None; where `head` is given, they must be of that."""
    total = sum(weights.values())
    # Cheap first: a table whose caption and headings say nothing of the question has no row of it.
    measured = [head] if head is not None else [term for term in weights if not term.hard]
    if not total or not any(known.outside.share(term) and _is_measured(term, known) for term in measured):
        return None
    fixed = {term: _fixed_share(term, known) for term in weights}
    # What no label holds, none of a hundred rows need be asked for.
    told = [term for term in weights if known.labels.share(term)]
    labelled = {number: _label_shares(told, row) for number, row in enumerate(known.rows)}
    if any(term.hard and term.kind == "word" for shares in labelled.values() for term in shares):
        # Where a row is named, a row of another name is none of the question's.
        labelled = {number: shares for number, shares in labelled.items() if any(term.hard for term in shares)}
    rows = _chosen(weights, known, labelled)
    if not rows:
        return None
    shares = {term: max([fixed[term], *(labelled[number].get(term, 0.0) for number in rows)]) for term in weights}
    if any(not shares[term] for term in weights if term.hard) or not _has_unit(asked, known, rows):
        return None
    if any(_narrower(asked, weights, known.rows[number].label) for number in rows):
        return None
    fit = sum(weight * shares[term] for term, weight in weights.items()) / total
    enough = EXACT_FITTING if asked.exact else FITTING
    return Fitting(known, tuple(known.rows[number] for number in rows), fit) if fit >= enough else None


def _narrower(asked: Asked, weights: Mapping[Term, float], label: Words) -> bool:
    """Whether a row counts only some of what the question counts: "Almen bolig" where it is asked how many "boliger"."""
    counted = _COUNTED.search(asked.text)
    if counted is None or len(label.ordered) < 2:
        return False
    nouns = [term for term in weights if term.surface.lower() == counted.group(1).lower()]
    held = {place for term in weights for place in label.places(term)}
    last = len(label.ordered) - 1
    return any(last in label.places(noun) for noun in nouns) and not set(range(last)) <= held


def _has_unit(asked: Asked, known: Known, rows: Sequence[int]) -> bool:
    """Whether the caption, the header or a row says the unit that the question asks for: money, a share, a time."""
    text = known.reading.text
    caption = known.table.caption.of(text) if known.table.caption else ""
    told = " ".join([caption, *known.columns.values(), *(known.rows[number].range.of(text) for number in rows)])
    unit = _UNIT.search(caption.rstrip(" ."))
    counts_other = bool(_COUNTS.search(asked.text) and unit and _MEASURES.match(unit.group(1)))
    return holds_unit(asked, told) and same_bounds(asked.text, told) and not counts_other


def _is_measured(term: Term, known: Known) -> bool:
    """Whether a word of the question stands in the caption or the header, where a table says what it measures."""
    return bool(
        known.caption.share(term) or known.header.share(term) or (not known.caption.terms and known.around.share(term))
    )


def _fixed_share(term: Term, known: Known) -> float:
    """How surely the caption, the header or the headings hold a term; a year by the header alone where that names years."""
    if known.by_year and term.kind == "number" and _YEAR.fullmatch(term.surface):
        return known.header.share(term)
    around = 0.0 if term.kind == "number" else HEADINGS_CREDIT * known.around.share(term)
    return max(known.caption.share(term), known.header.share(term), around)


def _label_shares(terms: Iterable[Term], row: Row) -> dict[Term, float]:
    return {term: share for term in terms if (share := row.label.share(term))}


def _chosen(weights: Mapping[Term, float], known: Known, labelled: Mapping[int, Mapping[Term, float]]) -> list[int]:
    """The rows whose labels hold terms that tell rows apart: the one that holds most, and others that hold further ones."""
    often = {term: sum(term in shares for shares in labelled.values()) for term in weights}
    telling = {
        number: {term for term in shares if often[term] <= max(1, len(known.rows) // 2)}
        for number, shares in labelled.items()
    }
    order = sorted(
        (number for number in telling if telling[number]),
        key=lambda number: (-sum(weights[term] * labelled[number][term] for term in telling[number]), number),
    )
    taken: list[int] = []
    held: set[Term] = set()
    for number in order:
        if telling[number] - held and len(taken) < MOST_ROWS:
            taken.append(number)
            held |= telling[number]
    return sorted(taken)


def drafted_rows(asked: Asked, found: Fitting) -> Drafted:
    """The rows as an answer: each with its table, row, column, value, unit and source line in the frame."""
    drafts = [_draft(asked, found.known, row) for row in found.rows]
    shown = tuple(draft for draft in drafts if draft is not None)
    nearest = tuple(Draft(found.known.reading, row.range) for row in found.rows)
    if not shown:
        return Drafted(Status.NOT_FOUND, nearest=nearest[:2])
    missing = tuple(
        row.cells[0].of(found.known.reading.text)
        for row, draft in zip(found.rows, drafts, strict=True)
        if draft is None and 0 in row.cells
    )
    return Drafted(Status.PARTIAL if missing else Status.FOUND, shown, missing, confidence=found.fit)


def _draft(asked: Asked, known: Known, row: Row) -> Draft | None:
    """A row with what its frame says, or None where the cell asked for holds no value."""
    text = known.reading.text
    column = column_of(asked, known)
    cell = row.cells.get(column) if column is not None else None
    if column is not None and (cell is None or _NO_VALUE.fullmatch(cell.of(text))):
        return None
    caption = known.table.caption.of(text) if known.table.caption else ""
    source = known.table.source_line.of(text) if known.table.source_line else ""
    told = {
        "table": caption.rstrip(" ."),
        "row": row.cells[0].of(text) if 0 in row.cells else "",
        "column": known.columns.get(column, "") if column is not None else "",
        # The frame ends the value with a full stop of its own: "97,7 mio. kr."
        "value": _with_unit(cell.of(text), caption).rstrip(".") if cell is not None else "",
        "line": source.rstrip(" ."),
    }
    return Draft(known.reading, row.range, "cell" if cell is not None else "row", tuple(told.items()))


def column_of(asked: Asked, known: Known) -> int | None:
    """The column that the question names by its header, or the only one with values; None where it names none."""
    numbers = {term.surface for term in asked.terms if term.kind == "number"}
    for column, name in known.columns.items():
        if column and name.strip() in numbers:
            return column
    values = [column for column in known.columns if column]
    return values[0] if len(values) == 1 else None


def _with_unit(value: str, caption: str) -> str:
    unit = _UNIT.search(caption.rstrip(" ."))
    return f"{value} {unit.group(1)}" if unit and _VALUE.fullmatch(value.strip()) else value


def rows_as_list(
    asked: Asked, weights: Mapping[Term, float], readings: Sequence[Reading], tables: Tables
) -> Drafted | None:
    """All rows of the table whose first column is named as what the question asks for ("hvilke zoner")."""
    if asked.wanted is not Wanted.LIST:
        return None
    for reading in readings:
        for known in tables.of(reading):
            heading = Words(tables.analyzer, known.columns.get(0, ""))
            named = [term for term in weights if heading.share(term)]
            held = [term for term in weights if term in named or _fixed_share(term, known)]
            if named and len(held) == len(weights):
                drafts = [Draft(reading, row.range, None) for row in known.rows]
                first = Draft(reading, known.rows[0].range, "source")
                return Drafted(Status.FOUND, (first, *drafts[1:]), confidence=0.8)
    return None
