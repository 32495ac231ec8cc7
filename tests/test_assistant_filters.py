"""Asking with filters: what staff set and what the question sets is kept to, and the reader sees it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from assistant import Assistant, open_assistant
from assistant.records import Status
from ingest.filters import Filters
from ingest.records import Audience, SectionKind
from tests.ingest_workplace import NOTICE, Workplace, pdf

MINUTES = """# Referat fra Havneudvalget

{notice}

## Punkt {item}: Mole

### Indstilling

Forvaltningen indstiller, at molen bliver {length} meter lang.

### Beslutning

Havneudvalget besluttede, at molen bliver {length} meter lang.
"""
MAY = {"layers": "referat", "since": "2031-05-01", "until": "2031-05-31"}
AUGUST = {"layers": "referat", "since": "2031-08-01", "until": "2031-08-31"}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    place = Workplace.at(tmp_path_factory.mktemp("asking"))
    for month, item, length in ((5, 3, 120), (8, 4, 140)):
        text = MINUTES.format(notice=NOTICE, item=item, length=length)
        place.put(f"m{month}.md", text, title="Referat", kind="referat", meeting_date=dt.date(2031, month, 4))
    pages = [["Molen i havnen koster 12 mio. kr."], ["Fyret er hvidt."]]
    place.put("pixi.pdf", pdf(pages), title="Pixi", kind="pixi")
    place.put("hvidbog.md", f"# Hvidbog\n\n{NOTICE}\n\nMolen koster 15 mio. kr.", title="Hvidbog", kind="hvidbog")
    place.ingest()
    opened = open_assistant(place.settings, Audience.STAFF)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("question", "quoted", "shown"),
    [
        ("Hvor lang bliver molen ifølge referatet fra maj?", "120", MAY),
        ("Hvor lang bliver molen ifølge referatet fra august 2031?", "140", AUGUST),
        ("Hvad koster molen ifølge pixien?", "12 mio", {"layers": "pixi"}),
        ("Hvad koster molen ifølge hvidbogen?", "15 mio", {"layers": "hvidbog"}),
        ("Hvad blev besluttet under punkt 3?", "120", {"items": "3"}),
    ],
)  # fmt: skip
def test_a_source_named_in_the_question_is_kept_to_and_shown(
    assistant: Assistant, question: str, quoted: str, shown: dict[str, str]
) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.FOUND
    assert quoted in answer.text
    assert answer.searched.filters == shown
    assert answer.notes[0].code == "narrowed"


def test_staff_filters_hold_and_win_over_the_words(assistant: Assistant) -> None:
    question = "Hvor lang bliver molen ifølge referatet fra maj?"
    answer = assistant.ask(question, filters=Filters(since=dt.date(2031, 8, 1), until=dt.date(2031, 8, 31)))
    assert "140" in answer.text
    assert "Søgte kun her: referat · fra 1. august 2031 · til 31. august 2031." in [note.text for note in answer.notes]
    proposals = assistant.search("molen", filters=Filters(sections=(SectionKind.PROPOSAL,)))
    assert {hit.passage.index_text.split("\n")[-1][:27] for hit in proposals.accepted} == {
        "Forvaltningen indstiller, a"
    }
    assert assistant.ask("Hvad koster molen?", filters=Filters(documents=("m5.md",))).status is Status.NOT_FOUND


def test_without_filters_nothing_is_said_of_them(assistant: Assistant) -> None:
    answer = assistant.ask("Hvad koster fyret?")
    assert answer.searched.filters == {}
    assert all(note.code != "narrowed" for note in answer.notes)


def test_minutes_that_are_not_there_are_what_is_missing(assistant: Assistant) -> None:
    answer = assistant.ask("Hvor lang bliver molen ifølge referatet fra marts 2029?")
    assert answer.status is Status.NOT_FOUND
    assert answer.missing == ("referatet fra marts 2029",)


def test_a_page_alone_gives_the_passages_of_that_page(assistant: Assistant) -> None:
    found = assistant.search("Hvad står der på side 2 i pixien?")
    assert found.filters == {"layers": "pixi", "pages": "2"}
    assert ["Fyret er hvidt" in hit.passage.index_text for hit in found.accepted] == [True]
