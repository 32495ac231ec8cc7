"""Who presented an item of the agenda, which minutes write behind its title and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant, open_assistant
from assistant.presenters import without_presenter
from assistant.records import Status
from ingest.config import Settings
from ingest.records import Audience
from tests.assistants import ingest_files
from tests.conftest import ROOT

# Made up, about a made-up municipality.
MINUTES = """# REFERAT Havneudvalget i Sømarken Kommune (opdigtet) d. 03-05-2031

**Mødedato** Lørdag d. 3. maj 2031 kl. 10:00

## Punkt 7: Ny bro over fjorden v. Ida Opdigtsen

### Resumé

Broen over fjorden skal koste 12 mio. kr. og har tre spor. Forvaltningen har udarbejdet et notat.

## Punkt 8: Cykelstier i Nordby v/ Bo Fantasen

### Resumé

Cykelstierne i Nordby er ti kilometer lange.
"""


@pytest.fixture(scope="module")
def minutes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant over made-up minutes of two items."""
    folder: Path = tmp_path_factory.mktemp("papers")
    (folder / "referat.md").write_text(MINUTES, encoding="utf-8")
    settings = Settings(home=folder / "home", corpus=ROOT / "corpus", open_browser="no")
    ingest_files(settings, [folder / "referat.md"])
    assistant = open_assistant(settings, Audience.PUBLIC)
    yield assistant
    assistant.close()


@pytest.mark.parametrize(
    ("question", "heading"),
    [
        ("Hvem fremlagde broen?", "Punkt 7: Ny bro over fjorden v. Ida Opdigtsen"),
        ("Hvem holdt oplægget om cykelstierne?", "Punkt 8: Cykelstier i Nordby v/ Bo Fantasen"),
        ("Hvad er navnet, der står ved punkt 8?", "Punkt 8: Cykelstier i Nordby v/ Bo Fantasen"),
        ("Hvem gennemgik punkt 8?", "Punkt 8: Cykelstier i Nordby v/ Bo Fantasen"),
        ("Hvad hedder ham, der fortalte om den nye bro?", "Punkt 7: Ny bro over fjorden v. Ida Opdigtsen"),
        ("Hvem er Ida Opdigtsen?", "Punkt 7: Ny bro over fjorden v. Ida Opdigtsen"),
    ],
)
def test_the_heading_says_who_presented(minutes: Assistant, question: str, heading: str) -> None:
    answer = minutes.ask(question)
    assert answer.status is Status.FOUND
    assert [one.quote for one in answer.citations] == [heading]


@pytest.mark.parametrize(
    "question",
    [
        "Hvem fremlagde svømmehallen?",
        "Hvem fremlagde punkt 9?",
        "Hvilken uddannelse har Ida Opdigtsen?",
        "Hvad skal Ida Opdigtsen koste?",
    ],
)
def test_what_the_heading_does_not_say_is_not_found(minutes: Assistant, question: str) -> None:
    answer = minutes.ask(question)
    assert (answer.status, answer.citations) == (Status.NOT_FOUND, ())


def test_who_made_something_did_not_present_it(minutes: Assistant) -> None:
    (citation,) = minutes.ask("Hvem har udarbejdet notatet om broen?").citations
    assert citation.quote == "Forvaltningen har udarbejdet et notat."


def test_the_name_behind_a_title_is_no_subject_of_what_stands_below() -> None:
    assert without_presenter("Punkt 7: Ny bro v. Ida Opdigtsen") == "Punkt 7: Ny bro"
    assert without_presenter("Tilskud ved nedrivning") == "Tilskud ved nedrivning"
