"""What stands around a passage: neighbours of its section, caption and header over rows, and no text shown twice."""

from __future__ import annotations

from assistant.context import above, widened
from assistant.llm_sources import CHARACTERS_PER_TOKEN, show
from assistant.records import Hit
from ingest.passages import cut_passages
from ingest.readers import read_bytes
from ingest.records import Kind, Passage, Range, Reading
from tests.ingest_workplace import NOTICE

SENTENCES = [f"Sætning nummer {number} handler om hallen." for number in range(9)]
ROWS = [f"| Sted {number} | {number},5 |" for number in range(40)]
TEXT = "\n".join(
    [f"# Hallen\n\n{NOTICE}.\n\n## Først\n\nForan står noget andet.\n\n## Så\n\n", " ".join(SENTENCES), "\n## Tal\n",
     "Tabel 3.1. Lån i Sømarken (opdigtet)", "", "| Sted | 2019 |", "| --- | --- |", *ROWS, ""]
)  # fmt: skip


def read() -> Reading:
    return read_bytes(TEXT.encode(), "hallen.md", "Hallen", Kind.HVIDBOG)


def place(reading: Reading, first: int, last: int) -> Range:
    start, end = reading.text.index(SENTENCES[first]), reading.text.index(SENTENCES[last])
    return Range(start, end + len(SENTENCES[last]))


def hit(reading: Reading, piece: Range, rank: int) -> Hit:
    return Hit(Passage(f"p{rank}", reading.document.id, 0, piece, piece.of(reading.text)), 1.0, {}, rank)


def test_a_passage_grows_by_whole_sentences_on_both_sides_as_far_as_there_is_room() -> None:
    reading = read()
    whole = Range(0, len(reading.text))
    room = 2 * len(SENTENCES[0]) + 4
    assert widened(place(reading, 4, 4), reading, room, whole) == place(reading, 3, 5)
    assert widened(place(reading, 4, 4), reading, 0, whole) == place(reading, 4, 4)


def test_it_never_leaves_its_section_nor_what_is_free() -> None:
    reading = read()
    grown = widened(place(reading, 4, 4), reading, 10_000, Range(0, len(reading.text))).of(reading.text)
    assert grown.startswith(SENTENCES[0]) or grown.startswith("Så")
    assert grown.rstrip().endswith(SENTENCES[-1])
    assert "Foran" not in grown
    free = place(reading, 2, 5)
    assert widened(place(reading, 4, 4), reading, 10_000, free) == free


def test_the_model_sees_what_stands_around_a_source_and_nothing_twice() -> None:
    reading = read()
    hits = [hit(reading, place(reading, 4, 4), 1), hit(reading, place(reading, 6, 6), 2)]
    shown = show(hits, lambda identity: reading, 1_000)
    assert SENTENCES[3] in shown.sources[0].text
    assert all(shown.block().count(sentence) == 1 for sentence in SENTENCES)
    # What stands around is shown where room is left, and costs no hit its place.
    tight = show(hits, lambda identity: reading, (len(SENTENCES[4]) + len(SENTENCES[6])) // CHARACTERS_PER_TOKEN + 1)
    assert [source.text for source in tight.sources] == [SENTENCES[4], SENTENCES[6]]


def test_rows_far_down_a_table_are_shown_under_its_caption_and_header() -> None:
    reading = read()
    rows = next(one for one in cut_passages(reading) if "Sted 39" in one.range.of(reading.text))
    assert "Tabel 3.1" not in rows.range.of(reading.text)
    assert "Tabel 3.1" in above(rows.range, reading)
    assert "2019" in above(rows.range, reading)
    block = show([Hit(rows, 1.0, {}, 1)], lambda identity: reading, len(rows.range) // CHARACTERS_PER_TOKEN).block()
    assert "Tabel 3.1" in block
    assert above(place(reading, 4, 4), reading) == ""
