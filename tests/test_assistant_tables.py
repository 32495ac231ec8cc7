"""Answers from tables: the right row of the right table and year, two rows for a comparison, and none where a cell is empty."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from assistant import open_assistant
from assistant.evidence import term_weights
from assistant.question import Asked, understand
from assistant.records import Status
from assistant.sentences import heads_table
from assistant.tables import Tables, drafted_rows
from ingest.config import Settings
from ingest.danish import Analyzer
from ingest.readers import read_bytes
from ingest.records import Reading
from ingest.vocabulary import Vocabulary
from tests.assistants import ingest_files
from tests.conftest import ROOT

TEXT = """# Nøgletal for Sømarken Kommune (opdigtet)

Tabel 1.1. Antallet af konkurser i byggeriet, 2019-2021 (konkurser)

| Lokalområde | 2019 | 2021 |
|---|---|---|
| Birkesø | 12 | 15 |
| Søndre Fjord | 7 | .. |

Kilde: Opdigtet register, 2022

Tabel 1.2. Antallet af konkurser i detailhandlen, 2019-2021 (konkurser)

| Lokalområde | 2019 | 2021 |
|---|---|---|
| Birkesø | 31 | 35 |
| Søndre Fjord | 33 | 36 |

Kilde: Opdigtet register, 2022
"""


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_bytes(TEXT.encode(), name="noegletal.md", title="Nøgletal for Sømarken Kommune (opdigtet)")


def asked_of(question: str) -> Asked:
    analyzer = Analyzer()
    counts = dict.fromkeys((word.strip("().,|") for word in TEXT.lower().split()), 1)
    return understand(question, analyzer, Vocabulary(counts, {}, analyzer))


def rows(question: str, reading: Reading) -> list[str]:
    asked = asked_of(question)
    found = Tables(Analyzer()).best(asked, term_weights(asked, lambda term: 1, 10), [reading])
    return [] if found is None else [draft.range.of(reading.text) for draft in drafted_rows(asked, found).drafts]


def test_a_cell_is_answered_with_its_row_and_told_by_table_column_value_and_source(reading: Reading) -> None:
    asked = asked_of("Hvor mange konkurser var der i detailhandlen i Birkesø i 2021?")
    found = Tables(Analyzer()).best(asked, term_weights(asked, lambda term: 1, 10), [reading])
    assert found is not None
    drafted = drafted_rows(asked, found)
    assert [draft.range.of(reading.text) for draft in drafted.drafts] == ["Birkesø | 31 | 35"]
    told = dict(drafted.drafts[0].told)
    assert (told["row"], told["column"], told["value"]) == ("Birkesø", "2021", "35 konkurser")
    assert told["table"].startswith("Tabel 1.2")
    assert told["line"] == "Kilde: Opdigtet register, 2022"


def test_the_twin_of_another_group_is_not_taken_for_the_table_asked_for(reading: Reading) -> None:
    assert rows("Hvor mange konkurser var der i byggeriet i Birkesø i 2019?", reading) == ["Birkesø | 12 | 15"]


def test_a_comparison_gets_both_rows(reading: Reading) -> None:
    question = "Hvor mange konkurser var der i detailhandlen i Birkesø og Søndre Fjord i 2019?"
    assert rows(question, reading) == ["Birkesø | 31 | 35", "Søndre Fjord | 33 | 36"]


@pytest.mark.parametrize(
    "question",
    [
        "Hvor mange konkurser var der i byggeriet i Birkesø i 2020?",
        "Hvor mange konkurser var der i byggeriet i Hedelunden i 2019?",
        "Hvor mange procent konkurser var der i byggeriet i Birkesø i 2019?",
    ],
)
def test_another_year_place_or_unit_has_no_row(question: str, reading: Reading) -> None:
    assert rows(question, reading) == []


def test_a_cell_without_a_value_is_no_answer(reading: Reading) -> None:
    asked = asked_of("Hvor mange konkurser var der i byggeriet i Søndre Fjord i 2021?")
    found = Tables(Analyzer()).best(asked, term_weights(asked, lambda term: 1, 10), [reading])
    assert found is not None
    drafted = drafted_rows(asked, found)
    assert drafted.status is Status.NOT_FOUND
    assert drafted.nearest[0].range.of(reading.text) == "Søndre Fjord | 7 | .."


def test_the_header_of_a_table_is_no_answer() -> None:
    text = "| År | Antal 2025 | Antal 2026 |\n|---|---|---|\n| Cykler | 17 | 19 |\n\nSømarken Kommune (opdigtet) tæller cykler.\n"
    reading = read_bytes(text.encode(), "tal.md", "Tal")
    found = {one.of(reading.text): heads_table(reading, one, one.of(reading.text)) for one in reading.sentences}
    assert [text for text, heads in found.items() if heads] == ["År | Antal 2025 | Antal 2026"]
    assert any(text.startswith("Cykler") for text in found)  # a row with values is one


def test_a_row_gives_way_to_a_sentence_that_says_more_of_what_is_asked(tmp_path: Path) -> None:
    file = tmp_path / "havneplan.md"
    file.write_text(
        "# Havneplan for Sømarken Kommune (opdigtet)\n\n"
        "Havneplanen er udarbejdet under den opdigtede fjordstrategi for Sømarken Kommune.\n\n"
        "## Principper i havneplanen\n\n"
        "| Område | Princip |\n|---|---|\n| Strategi | Havnen fremmer byens liv |\n| Jura | Regler overholdes |\n",
        encoding="utf-8",
    )
    settings = Settings(home=tmp_path / "home", corpus=ROOT / "corpus", open_browser="no")
    ingest_files(settings, [file])
    with contextlib.closing(open_assistant(settings)) as assistant:
        told = assistant.ask("Hvilken strategi er havneplanen udarbejdet under?")
        assert told.citations[0].quote.startswith("Havneplanen er udarbejdet under")
        row = assistant.ask("Hvad er princippet for strategi i havneplanen?")
        assert row.citations[0].quote == "Strategi | Havnen fremmer byens liv"
