"""The real minutes, read: every trap of the file handled, and every character accounted for."""

from __future__ import annotations

import hashlib

import pytest

from ingest.danish import Analyzer
from ingest.manifest import load_manifest
from ingest.passages import cut_passages
from ingest.readers import read_document
from ingest.records import Range, Reading, SectionKind
from tests.conftest import ROOT

SOURCE = ROOT / "corpus" / "referat-hovedudvalg-2025-08-15.md"


@pytest.fixture(scope="module")
def reading() -> Reading:
    """The minutes as the product reads them."""
    data = SOURCE.read_bytes()
    return read_document(data, load_manifest(ROOT / "corpus")[0].document(data))


def section(reading: Reading, heading: str) -> str:
    return next(one.range.of(reading.text) for one in reading.sections if one.path[-1] == heading)


@pytest.mark.parametrize(
    "sentence",
    [
        "for høj andel af tilflyttere på overførelsesindkomst og for mange udsatte børn og unge.",
        "Der er herunder peget på muligheden for, at der ude i organisationen kan inviteres",
    ],
)
def test_sentences_cut_by_a_page_break_are_whole(reading: Reading, sentence: str) -> None:
    assert any(sentence in one.of(reading.text) for one in reading.sentences)


def test_a_sub_heading_glued_to_a_paragraph_opens_its_own_section(reading: Reading) -> None:
    text = section(reading, "Kommunikations- og inddragelsesproces")
    assert text.split("\n\n")[1].startswith("Arbejdet med Fremtidens Randers skal være med til")
    assert "bilag. Kommunikations-" not in reading.text


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Resumé", SectionKind.SUMMARY),
        ("Indstilling", SectionKind.PROPOSAL),
        ("Referat", SectionKind.DECISION),
        ("Sagsfremstilling", SectionKind.CASE),
        ("Økonomi", SectionKind.FINANCE),
        ("Bilag", SectionKind.ATTACHMENTS),
    ],
)
def test_section_kinds_nest_under_the_item_whatever_their_level_in_the_file(
    reading: Reading, heading: str, kind: SectionKind
) -> None:
    found = next(one for one in reading.sections if one.path[-1] == heading)
    assert found.kind is kind
    assert found.path[-2].startswith("Punkt 42: Fremtidens Randers")


@pytest.mark.parametrize("heading", ["Hvidbog om Randers Kommune", "Hovedpointer fra Hvidbogen", "En strategisk plan"])
def test_plain_lines_that_head_a_part_are_headings_of_the_case(reading: Reading, heading: str) -> None:
    found = next(one for one in reading.sections if one.path[-1] == heading)
    assert found.path[-2] == "Sagsfremstilling"
    assert found.kind is SectionKind.CASE


def test_the_broken_table_of_contents_is_kept_and_never_indexed(reading: Reading) -> None:
    contents = next(one for one in reading.sections if one.kind is SectionKind.CONTENTS)
    assert "Sønderby....." in contents.range.of(reading.text)
    assert not any(passage.range.overlaps(contents.range) for passage in cut_passages(reading))


def test_med_is_a_word_of_its_own_and_not_a_stop_word() -> None:
    analyzer = Analyzer({"MED"})
    assert "MED" in analyzer.terms("MED Hovedudvalg drøftede det med medarbejderne")
    assert "MED" in analyzer.terms("Sektor-MED mødes")
    assert "med" not in analyzer.terms("sammen med borgerne")


def test_the_seven_focus_areas_and_the_three_phases_are_lists_with_their_introduction(reading: Reading) -> None:
    lists = {len(one.items): one for one in reading.listings}
    assert lists[7].intro is not None
    assert lists[7].intro.of(reading.text) == "Fokusområderne er:"
    assert lists[7].items[0].of(reading.text) == "Kommunen skal levere på et højere niveau."
    assert lists[3].intro is not None
    assert "tre faser" in lists[3].intro.of(reading.text)


def test_original_misspellings_and_quotation_marks_stay(reading: Reading) -> None:
    for words in (
        "overførelsesindkomst",
        "middelelivetiden",
        "en strategiske plan",
        "”over niveau”",
        "'forsamlingshusmøder'",
    ):
        assert words in reading.text


def test_every_letter_of_the_canonical_text_is_at_its_place_in_the_file(reading: Reading) -> None:
    source = SOURCE.read_text(encoding="utf-8")
    whole = Range(0, len(reading.text))
    mapped = sum(end - start for start, end in reading.map.sources_of(whole))
    assert mapped >= 0.99 * len(reading.text.replace("\n", ""))
    for position, character in enumerate(reading.text):
        at = reading.map.source_of(position)
        assert at is None or source[at] == character


def test_sections_tile_the_text_and_passages_stay_inside_one(reading: Reading) -> None:
    assert [one.range.start for one in reading.sections[1:]] == [one.range.end for one in reading.sections[:-1]]
    assert (reading.sections[0].range.start, reading.sections[-1].range.end) == (0, len(reading.text))
    passages = cut_passages(reading)
    assert passages
    for passage in passages:
        assert reading.sections[passage.section].range.contains(passage.range)


def test_no_word_of_the_file_is_lost(reading: Reading) -> None:
    source = SOURCE.read_text(encoding="utf-8")
    words = {word.strip("#*|<>-_.:,\t") for word in source.split()} - {"", "3", "1", "2"}
    missing = {word for word in words if word not in reading.text}
    assert not missing


def test_the_shipped_file_is_the_one_that_the_manifest_names() -> None:
    assert hashlib.sha256(SOURCE.read_bytes()).hexdigest() == load_manifest(ROOT / "corpus")[0].sha256
