"""The passage cutter: every sentence in exactly one passage, none across sections, ids stable, index text searchable."""

from __future__ import annotations

import dataclasses
import datetime as dt
from itertools import pairwise

from ingest.passages import LONGEST_WORDS, cut_passages, node_parser, passage_id, sentence_starts
from ingest.readers import read_bytes
from ingest.records import Kind, Reading
from tests.ingest_workplace import NOTICE, SUBJECTS


def long_reading() -> Reading:
    parts = [f"# Hvidbog fra {NOTICE}"]
    for subject in SUBJECTS:
        sentences = [f"Sætning {number} om {subject} har nogle flere ord, så den fylder lidt." for number in range(30)]
        parts += [f"## Om {subject}", " ".join(sentences)]
    return read_bytes("\n\n".join(parts).encode(), "hvidbog.md", "Hvidbog", Kind.HVIDBOG)


def test_every_sentence_is_in_exactly_one_passage_of_its_section() -> None:
    reading = long_reading()
    passages = cut_passages(reading)
    assert len(passages) > len(SUBJECTS)
    for sentence in reading.sentences:
        holders = [passage for passage in passages if passage.range.contains(sentence)]
        assert len(holders) == 1
        assert reading.sections[holders[0].section].range.contains(sentence)


def test_passages_are_no_longer_than_promised() -> None:
    reading = long_reading()
    assert all(len(passage.range.of(reading.text).split()) <= LONGEST_WORDS for passage in cut_passages(reading))


def test_ids_come_of_bytes_and_range_alone() -> None:
    reading = long_reading()
    renamed = dataclasses.replace(reading, document=dataclasses.replace(reading.document, title="Noget andet"))
    assert [one.id for one in cut_passages(reading)] == [one.id for one in cut_passages(renamed)]
    for passage in cut_passages(reading):
        assert passage.id == passage_id(reading.document.id, passage.range)


def test_the_index_text_adds_title_headings_and_date_and_is_not_the_quote() -> None:
    reading = long_reading()
    document = dataclasses.replace(reading.document, meeting_date=dt.date(2025, 3, 4))
    passage = cut_passages(dataclasses.replace(reading, document=document))[-1]
    lines = passage.index_text.splitlines()
    assert lines[0] == "Hvidbog"
    assert "Om museet" in passage.index_text
    assert "4. marts 2025" in lines
    assert passage.index_text.endswith(passage.range.of(reading.text))


def test_llama_index_gets_the_same_passages() -> None:
    from llama_index.core import Document as LlamaDocument

    text = f"# Notat\n\n{NOTICE} har set på vejene. Udvalget vedtog en plan.\n"
    nodes = node_parser().get_nodes_from_documents([LlamaDocument(text=text, id_="notat")])
    reading = read_bytes(text.encode(), "notat.md", "notat")
    assert [node.node_id for node in nodes] == [passage.id for passage in cut_passages(reading)]


def test_rows_of_a_table_are_passages_of_their_own_that_name_caption_and_header() -> None:
    rows = "\n".join(f"| Bydel {number} | {number}01 | {number}02 |" for number in range(1, 30))
    table = f"Tabel 1.1. Antal både\n\n| Sted | 2030 | 2031 |\n|---|---|---|\n{rows}"
    text = f"# Notat\n\n{NOTICE} har talt.\n\n{table}\n\nSå meget om både.\n"
    reading = read_bytes(text.encode(), "notat.md", "Notat")
    passages = cut_passages(reading)
    held = [passage for passage in passages if "Bydel" in passage.range.of(reading.text)]
    assert len(held) > 3
    assert all("Tabel 1.1. Antal både" in one.index_text and "Sted | 2030 | 2031" in one.index_text for one in held)
    assert all("har talt" not in one.range.of(reading.text) for one in held)
    assert "Bydel" not in passages[-1].range.of(reading.text)
    for sentence in reading.sentences:
        assert sum(passage.range.contains(sentence) for passage in passages) == 1


def test_the_passage_of_a_table_without_values_says_so() -> None:
    text = f"# Notat\n\nTabel 3.2. Boliger i {NOTICE}\n\nKilde: Opdigtet register\n\nSå meget om boliger.\n"
    reading = read_bytes(text.encode(), "notat.md", "Notat")
    assert [one.values_captured for one in reading.tables] == [False]
    bare = [one for one in cut_passages(reading) if "Tabel 3.2" in one.range.of(reading.text)]
    assert bare
    assert all("Tabellens tal er ikke med." in one.index_text for one in bare)
    whole = "# Notat\n\nTabel 3.2. Boliger\n\n| Sted | 2030 |\n|---|---|\n| Havnen | 12 |\n"
    kept = read_bytes(whole.encode(), "notat.md", "Notat")
    assert not any("Tabellens tal" in one.index_text for one in cut_passages(kept)), "the control: it has its values"


def test_sentences_stand_under_the_headings_and_rows_under_caption_and_header() -> None:
    rows = [f"| Sted {number} | {number},5 |" for number in range(30)]
    table = ["Tabel 3.1. Lån i Sømarken (opdigtet)", "", "| Sted | 2019 |", "| --- | --- |", *rows]
    text = "\n".join(["# Lån", "", f"{NOTICE}. Der er lån. Der er bøger.", "", *table, ""])
    reading = read_bytes(text.encode(), "laan.md", "Rapport", Kind.HVIDBOG)
    found = {}
    for passage in cut_passages(reading):
        starts = [*sentence_starts(reading, passage), len(passage.index_text)]
        above = passage.index_text[: starts[0]]
        own = [passage.index_text[a:b].strip() for a, b in pairwise(starts)]
        found[own[0]] = (above, own)
    prose = next(value for key, value in found.items() if "Der er lån." in value[1])
    assert "Rapport" in prose[0]
    assert "Der er bøger." in prose[1]
    of_rows = [value for key, value in found.items() if key.startswith("Sted")]
    assert len(of_rows) > 1  # the first part holds caption and header itself, the next ones have them in front
    for above, own in of_rows:
        assert "Tabel 3.1" in above
        assert "2019" in above
        assert all(row.startswith("Sted") and row != "Sted | 2019" for row in own)
