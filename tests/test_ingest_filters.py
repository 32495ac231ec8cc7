"""Filters: which passages each field leaves, fields together, and what a version that cannot filter is."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.errors import DamagedIndex
from ingest.filters import ANYTHING, Filters, places_of
from ingest.index_protocol import IndexReader
from ingest.passages import cut_passages
from ingest.readers import read_bytes
from ingest.records import Audience, SectionKind
from ingest.versions import read_manifest
from tests.ingest_workplace import NOTICE, Workplace, note, pdf

MINUTES = f"""# Referat fra Havneudvalget d. 04-03-2031

{NOTICE}

## Punkt 7: Ny mole

### Resumé

Molen bygges i år.

### Indstilling

Forvaltningen indstiller, at molen godkendes.

### Beslutning

Havneudvalget godkendte molen.

## Punkt 8: Fyret

### Resumé

Fyret males. Se tabel 3.2.
"""


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexReader]:
    place = Workplace.at(tmp_path_factory.mktemp("filters"))
    place.put("referat.md", MINUTES, kind="referat", body="Havneudvalget", meeting_date=dt.date(2031, 3, 4))
    place.put("pixi.pdf", pdf([["Molen er lang."], ["Fyret er hvidt."]]), kind="pixi", published=dt.date(2031, 6, 1))
    place.put("vej.md", note("vejen"), kind="side", layer="baggrund")
    place.put("internt.md", note("havnens pris"), audience="staff")
    place.ingest()
    with place.open(Audience.STAFF) as opened:
        yield opened


def texts(reader: IndexReader, filters: Filters) -> list[str]:
    """What passes, without titles and headings."""
    passages = reader.passages(reader.passing(filters).tolist())
    return [one.index_text.split("\n")[-1] for one in passages]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(documents=("pixi.pdf",)), 1),
        (Filters(layers=("pixi",), pages=("2",)), 1),
        (Filters(layers=("referat",), sections=(SectionKind.DECISION,)), 1),
        (Filters(sections=(SectionKind.DECISION, SectionKind.PROPOSAL)), 2),
        (Filters(bodies=("Havneudvalget",), items=("8",), sections=(SectionKind.SUMMARY,)), 1),
        (Filters(since=dt.date(2031, 3, 5)), 1),
        (Filters(until=dt.date(2031, 3, 4), sections=(SectionKind.DECISION,)), 1),
        (Filters(since=dt.date(2031, 3, 5), until=dt.date(2031, 5, 31)), 0),
        (Filters(tables=("3.2",)), 1),
        (Filters(audience=Audience.STAFF), 1),
        (Filters(layers=("baggrund",)), 1),
        (Filters(layers=("side",), audience=Audience.PUBLIC), 1),
        (Filters(pages=("3",)), 0),
    ],
)
def test_only_what_has_everything_asked_for_passes(reader: IndexReader, filters: Filters, found: int) -> None:
    assert len(texts(reader, filters)) == found


def test_the_right_passage_passes(reader: IndexReader) -> None:
    assert texts(reader, Filters(items=("7",), sections=(SectionKind.DECISION,))) == ["Havneudvalget godkendte molen."]
    assert "Fyret er hvidt." in texts(reader, Filters(layers=("pixi",), pages=("2",)))[0]


def test_without_filters_everything_passes(reader: IndexReader) -> None:
    assert len(reader.passing(ANYTHING)) == reader.manifest.passages
    assert not ANYTHING
    assert Filters(pages=("1",))


def test_filters_are_shown_in_words_and_fill_each_other() -> None:
    filters = Filters(layers=("pixi", "side"), since=dt.date(2031, 3, 4), audience=Audience.PUBLIC)
    assert filters.as_words() == {"layers": "pixi, side", "since": "2031-03-04", "audience": "public"}
    filled = Filters(pages=("2",)).filled_by(Filters(pages=("9",), layers=("pixi",)))
    assert filled == Filters(pages=("2",), layers=("pixi",))


def test_values_are_data_and_no_database_language(reader: IndexReader) -> None:
    assert len(reader.passing(Filters(bodies=("' or 1=1 --",)))) == 0


def test_a_version_without_places_is_damaged_and_not_read_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Workplace.at(tmp_path)
    place.put("vej.md", note("vejen"))
    place.ingest()
    monkeypatch.setattr("ingest.store.check_files", read_manifest)
    place.open().close()
    for version in place.home.glob("index/*/*/texts.sqlite"):
        with contextlib.closing(sqlite3.connect(version)) as database:
            database.execute("drop table passage_places")
    with pytest.raises(DamagedIndex):
        place.open()


def test_a_passage_has_the_numbers_of_all_tables_that_it_holds_a_part_of() -> None:
    rows = "\n".join(
        f"| Ejby {number} | {number} pladser i havnen og langs molen, som ses fra vejen |" for number in range(40)
    )
    table = f"| By | Pladser |\n| --- | --- |\n{rows}"
    text = "\n\n".join(f"Tabel {number}: Pladser\n\n{table}\n\nHer er teksten om tabellen." for number in range(1, 5))
    reading = read_bytes(f"# Havnen\n\n{NOTICE}\n\n{text}\n".encode(), "havn.md", "Havnen")
    passages = cut_passages(reading)
    assert [table.number for table in reading.tables] == ["1", "2", "3", "4"]
    for passage, places in zip(passages, places_of(reading, passages), strict=True):
        held = [one.number for one in reading.tables if one.range.overlaps(passage.range)]
        named = [value for field, value in places if field == "tables"]
        assert set(held) <= set(named)
        assert held or not named
    assert {number for places in places_of(reading, passages) for field, number in places if field == "tables"} == set(
        "1234"
    )
