"""Reference questions from a spreadsheet, CSV or XLSX, with a message for every row that is not right.

The first row names the columns, by their Danish name or the field's own. Several values in a cell stand apart by "|";
gold quotes are one column of documents and one of quotes, each group on its own line of the cell, alternatives by "|".
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from evals.cases import Case, explain
from ingest.catalogue import load_catalogue
from ingest.errors import WrongUse

TEXTS = load_catalogue("evals")
# Danish heading: field.
COLUMNS = {
    "id": "id", "samling": "suite", "type": "type", "spørgsmål": "question", "målgruppe": "audience",
    "udfald": "status", "grund": "reason", "svar": "reference_answer", "dokument": "document", "citat": "quote",
    "må ikke indeholde": "must_not_contain", "svarord": "answer_strings", "sværhedsgrad": "difficulty",
    "kræver model": "needs_model", "note": "note", "tidligere spørgsmål": "earlier_question",
    "tidligere svar": "earlier_answer",
}  # fmt: skip
FIELDS = frozenset(COLUMNS.values())
REQUIRED = ("question", "status")
STATUS_WORDS = {
    "svar": "found", "fundet": "found", "delvist": "partial", "delvist svar": "partial", "ikke fundet": "not_found",
    "afvist": "refused", "uklart": "unclear",
}  # fmt: skip
AUDIENCE_WORDS = {"offentlig": "public", "borgere": "public", "personale": "staff", "ansatte": "staff"}
YES, NO = frozenset({"ja", "x", "1", "true", "sand"}), frozenset({"", "nej", "0", "false", "falsk"})


@dataclass(frozen=True, slots=True)
class Imported:
    """The cases of the good rows, and a Danish sentence for every other row."""

    cases: tuple[Case, ...]
    problems: tuple[str, ...]


def import_cases(path: Path, suite: str) -> Imported:
    """The cases of a spreadsheet; a row without an id or a suite gets `<suite>-<row>` and `suite`.

    Raises WrongUse for a file that is not there, is no CSV or XLSX, or lacks a required column.
    """
    if not path.is_file():
        raise WrongUse(TEXTS.text("cases.missing", path=path))
    rows = _read(path)
    if not rows:
        raise WrongUse(TEXTS.text("sheet.empty", file=path.name))
    fields = _fields(rows[0], path.name)
    cases: list[Case] = []
    problems: list[str] = []
    known: dict[str, int] = {}
    for number, row in enumerate(rows[1:], start=2):
        cells = {field: row[i].strip() for i, field in enumerate(fields) if field and i < len(row)}
        if not any(cells.values()):
            continue
        try:
            case = _case(cells, number, suite)
        except ValidationError as error:
            field, problem = explain(error)
            problems.append(TEXTS.text("sheet.invalid", row=number, column=_column(field), problem=problem))
            continue
        except ValueError as error:
            problems.append(TEXTS.text("sheet.invalid", row=number, column=error.args[0], problem=error.args[1]))
            continue
        if case.id in known:
            problems.append(TEXTS.text("sheet.doubled", row=number, name=case.id, earlier=known[case.id]))
            continue
        known[case.id] = number
        cases.append(case)
    return Imported(tuple(cases), tuple(problems))


def _read(path: Path) -> list[list[str]]:
    if path.suffix.lower() == ".csv":
        return _read_csv(path.read_bytes(), path.name)
    if path.suffix.lower() == ".xlsx":
        return _read_xlsx(path)
    raise WrongUse(TEXTS.text("sheet.kind", file=path.name))


def _read_csv(data: bytes, name: str) -> list[list[str]]:
    # Danish Excel writes semicolons, and Windows' letters unless asked for UTF-8.
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    try:
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)]
    except csv.Error as error:
        raise WrongUse(TEXTS.text("sheet.broken", file=name)) from error


def _read_xlsx(path: Path) -> list[list[str]]:
    from openpyxl import load_workbook  # type: ignore[import-untyped]

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # openpyxl lets through whatever its zip and XML readers raise
        raise WrongUse(TEXTS.text("sheet.broken", file=path.name)) from error
    try:
        rows = book.worksheets[0].iter_rows(values_only=True) if book.worksheets else iter(())
        return [["" if cell is None else _shown(cell) for cell in row] for row in rows]
    finally:
        book.close()


def _shown(cell: object) -> str:
    """A cell's value as text; a whole number has no decimals."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _fields(heading: Sequence[str], name: str) -> list[str | None]:
    fields: list[str | None] = []
    for cell in heading:
        word = " ".join(cell.lower().split())
        field = COLUMNS.get(word, word if word in FIELDS else None)
        if word and field is None:
            raise WrongUse(TEXTS.text("sheet.column", file=name, column=cell, known=", ".join(COLUMNS)))
        fields.append(field)
    for required in REQUIRED:
        if required not in fields:
            raise WrongUse(TEXTS.text("sheet.lacks", file=name, column=_column(required)))
    return fields


def _case(cells: dict[str, str], number: int, suite: str) -> Case:
    """The case in a row. Raises ValidationError, or ValueError with the column and what is wrong with it."""
    tree: dict[str, Any] = {
        "id": cells.get("id") or f"{suite}-{number}",
        "suite": cells.get("suite") or suite,
        "type": cells.get("type") or "fact",
        "question": cells.get("question", ""),
        "status": [STATUS_WORDS.get(word.lower(), word) for word in _several(cells.get("status", ""))],
        "reason": _several(cells.get("reason", "")),
        "reference_answer": cells.get("reference_answer", ""),
        "must_not_contain": _several(cells.get("must_not_contain", "")),
        "answer_strings": _several(cells.get("answer_strings", "")),
        "difficulty": cells.get("difficulty", ""),
        "note": cells.get("note", ""),
        "gold": _gold(cells.get("document", ""), cells.get("quote", "")),
        "needs_model": _yes(cells.get("needs_model", "")),
    }
    audience = cells.get("audience", "")
    tree["audience"] = AUDIENCE_WORDS.get(audience.lower(), audience or "public")
    if not tree["question"]:
        raise ValueError(_column("question"), TEXTS.text("cases.fault_too_short"))
    if cells.get("earlier_question"):
        tree["history"] = [{"question": cells["earlier_question"], "answer": cells.get("earlier_answer", "")}]
    return Case.model_validate(tree)


def _several(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def _yes(cell: str) -> bool:
    word = cell.lower()
    if word not in YES | NO:
        raise ValueError(_column("needs_model"), TEXTS.text("sheet.yes_or_no"))
    return word in YES


def _gold(documents: str, quotes: str) -> list[list[dict[str, str]]]:
    """A group a line of the quotes' cell; the documents' cell has as many lines, or one for all."""
    groups = [line for line in quotes.splitlines() if line.strip()]
    named = [line.strip() for line in documents.splitlines() if line.strip()]
    if groups and len(named) not in (1, len(groups)):
        raise ValueError(_column("document"), TEXTS.text("sheet.documents"))
    return [
        [{"document": named[i if len(named) > 1 else 0], "quote": quote} for quote in _several(line)]
        for i, line in enumerate(groups)
    ]


def _column(field: str) -> str:
    """The Danish heading of a field; `gold.0.1.quote` is the column of quotes."""
    last = field.split(".")[-1] if field.startswith("gold") else field.split(".")[0]
    last = "quote" if last == "gold" or last.isdigit() else last
    return next((heading for heading, name in COLUMNS.items() if name == last), last)
