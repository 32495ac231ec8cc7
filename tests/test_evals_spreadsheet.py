"""Reference questions from a spreadsheet, as people write them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from assistant.records import Reason, Status
from evals.cases import load_cases
from evals.cli import main
from evals.spreadsheet import import_cases
from ingest.errors import WrongUse
from ingest.records import Audience

HEADING = [
    "Spørgsmål",
    "Udfald",
    "Grund",
    "Svar",
    "Dokument",
    "Citat",
    "Må ikke indeholde",
    "Målgruppe",
    "Kræver model",
]
GOOD = ["Hvad koster broen?", "Svar", "", "Syv kroner", "plan.md", "Broen koster syv kroner.", "otte|ni", "", "nej"]
REFUSED = ["Er du sur?", "afvist|ikke fundet", "opinion", "", "", "", "", "Personale", ""]


def csv_file(path: Path, rows: list[list[str]], encoding: str = "utf-8-sig", delimiter: str = ";") -> Path:
    quoted = [delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    path.write_text("\r\n".join(quoted) + "\r\n", encoding=encoding, newline="")
    return path


def xlsx_file(path: Path, rows: list[list[str]]) -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("kind", ["utf8", "cp1252", "comma", "xlsx"])
def test_danish_columns_become_cases(kind: str, tmp_path: Path) -> None:
    rows = [HEADING, GOOD, ["", "", "", "", "", "", "", "", ""], REFUSED]
    if kind == "xlsx":
        path = xlsx_file(tmp_path / "a.xlsx", rows)
    elif kind == "comma":
        path = csv_file(tmp_path / "a.csv", rows, delimiter=",")
    else:
        path = csv_file(tmp_path / "a.csv", rows, "cp1252" if kind == "cp1252" else "utf-8-sig")
    imported = import_cases(path, "egne")
    assert imported.problems == ()
    first, second = imported.cases
    assert (first.id, first.suite, first.status, first.must_not_contain) == (
        "egne-2", "egne", (Status.FOUND,), ("otte", "ni"),
    )  # fmt: skip
    assert first.gold[0][0].quote == "Broen koster syv kroner."
    assert second.status == (Status.REFUSED, Status.NOT_FOUND)
    assert (second.reason, second.audience) == ((Reason.OPINION,), Audience.STAFF)


def test_groups_stand_on_lines_and_alternatives_beside_each_other(tmp_path: Path) -> None:
    row = ["Hvad?", "svar", "", "", "a.md\nb.md", "et | en\nto", "", "", ""]
    case = import_cases(csv_file(tmp_path / "a.csv", [HEADING, row]), "egne").cases[0]
    told = [[(one.document, one.quote) for one in group] for group in case.gold]
    assert told == [[("a.md", "et"), ("a.md", "en")], [("b.md", "to")]]


def test_each_wrong_row_is_said_with_its_number_and_column(tmp_path: Path) -> None:
    rows = [
        HEADING,
        GOOD,
        ["", "svar", "", "", "", "", "", "", ""],
        ["Hvad?", "måske", "", "", "", "", "", "", ""],
        ["Hvad?", "svar", "", "", "a.md\nb.md\nc.md", "et\nto", "", "", ""],
        ["Hvad?", "svar", "", "", "", "", "", "", "ved ikke"],
        ["Hvad?", "ikke fundet", "", "", "a.md", "et", "", "", ""],
        ["Hvad?", "svar", "", "", "", "", "", "alle", ""],
    ]
    imported = import_cases(xlsx_file(tmp_path / "a.xlsx", rows), "egne")
    assert [case.id for case in imported.cases] == ["egne-2"]
    assert [problem.split(":")[0] for problem in imported.problems] == [f"Række {n}" for n in range(3, 9)]
    assert imported.problems[0] == "Række 3: Kolonnen »spørgsmål« er tomt."
    assert "»udfald« har en værdi, som ikke findes." in imported.problems[1]
    assert "»dokument« skal have ét dokument" in imported.problems[2]
    assert "»kræver model« skal være" in imported.problems[3]
    assert "»citat« passer ikke" in imported.problems[4]
    assert "»målgruppe«" in imported.problems[5]


def test_a_double_id_is_said(tmp_path: Path) -> None:
    rows = [["id", "question", "status"], ["a", "Hvad?", "found"], ["a", "Hvem?", "found"]]
    imported = import_cases(csv_file(tmp_path / "a.csv", rows), "egne")
    assert imported.problems == ("Række 3: Spørgsmålet »a« findes allerede i række 2.",)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.csv", b"", "er tom"),
        ("a.csv", b"Farve;Udfald\r\nx;y\r\n", "Kolonnen »Farve« kendes ikke"),
        ("a.csv", b"Udfald\r\nsvar\r\n", "Kolonnen »spørgsmål« mangler"),
        ("a.xlsx", b"no spreadsheet", "kan ikke læses som regneark"),
        ("a.ods", b"x", "hverken CSV eller XLSX"),
    ],
)
def test_a_file_that_is_no_such_sheet_is_refused(name: str, data: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(WrongUse, match=said):
        import_cases(tmp_path / name, "egne")


def test_the_command_writes_cases_that_load(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet, out = csv_file(tmp_path / "a.csv", [HEADING, GOOD, REFUSED]), tmp_path / "egne.jsonl"
    assert main(["cases", "import", str(sheet), "--out", str(out)]) == 0
    assert "2 spørgsmål er skrevet" in capsys.readouterr().out
    assert len(load_cases([out])) == 2
    broken = csv_file(tmp_path / "b.csv", [HEADING, GOOD, ["", "svar"]])
    assert main(["cases", "import", str(broken), "--out", str(tmp_path / "nej.jsonl")]) == 1
    assert "Række 3" in capsys.readouterr().err
    assert not (tmp_path / "nej.jsonl").exists()
    assert main(["cases", "import", str(sheet), "--suite", "mine"]) == 0
    assert [json.loads(row)["suite"] for row in capsys.readouterr().out.splitlines()] == ["mine", "mine"]
