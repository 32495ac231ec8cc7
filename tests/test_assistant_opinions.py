"""Hearing answers in an answer: a citizen's words are called one citizen's opinion, and no name or postcode is shown.

And captions whose table could not be read: the answer says that the values are not there.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import open_assistant
from assistant.answering import _frame
from assistant.citing import opinion_label
from assistant.drafts import Draft
from ingest.manifest import load_manifest
from ingest.masking import Policy, guarded
from ingest.readers import read_document
from ingest.records import Audience, AuthorKind, Document, Kind, Range
from tests.ingest_workplace import NOTICE, Workplace, note

HEARING = f"""# Høringssvar om svømmehallen

Til {NOTICE}.

Svømmehallen i Nordbyen bør have længere åbningstid om aftenen.

Med venlig hilsen

Astrid Opdigtet Sømand

Havnegade 12

8999 Sømarken
"""
LABEL = "Ifølge et høringssvar fra 17. juli 2032 (en borgers mening): "


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    workplace = Workplace.at(tmp_path)
    workplace.put("vejene.md", note("vejene"), title=f"Notat fra {NOTICE}")
    workplace.put("svar.md", HEARING, kind="høringssvar", title="Høringssvar om svømmehallen", published="2032-07-17")
    return workplace


def test_a_hearing_answer_is_a_citizens_whatever_its_entry_says(place: Workplace) -> None:
    assert [entry.author_kind.value for entry in load_manifest(place.corpus)] == ["municipality", "municipality"]
    place.ingest()
    with_index = place.open()
    kinds = {one.source_id: one.author_kind for one in with_index.documents()}
    with_index.close()
    assert kinds == {"vejene.md": AuthorKind.MUNICIPALITY, "svar.md": AuthorKind.CITIZEN}


def test_its_words_are_called_an_opinion_and_show_no_name(place: Workplace) -> None:
    place.ingest()
    assistant = open_assistant(place.settings, Audience.PUBLIC)
    try:
        answer = assistant.ask("Hvad bør svømmehallen i Nordbyen have?")
        assert answer.citations[0].source_id == "svar.md"
        assert answer.claims[0].frame == LABEL
        assert LABEL in answer.text
        sender = assistant.ask("Hvem har sendt høringssvaret om svømmehallen?")
        official = assistant.ask("Hvad vedtog udvalget for vejene?")
        assert "mening" not in official.text, "the control: the municipality's words are not called an opinion"
        assert official.citations[0].source_id == "vejene.md"
    finally:
        assistant.close()
    shown = answer.text + sender.text + "".join(one.quote for one in (*sender.citations, *sender.nearest))
    assert "Astrid" not in shown
    assert "8999" not in shown
    stored = b"".join(path.read_bytes() for path in (place.home / "index").rglob("*") if path.is_file())
    assert b"Opdigtet S" not in stored
    assert b"8999" not in stored
    assert b"Nordbyen" in stored


def test_each_of_a_citizens_sentences_is_labelled_and_the_municipalitys_are_not_its_own() -> None:
    def reading(kind: Kind, **more: AuthorKind):  # type: ignore[no-untyped-def]
        document = Document("0" * 64, "a.md", "Brev", kind, **more)
        return guarded(read_document(HEARING.encode(), document), Policy())

    citizen = reading(Kind.HEARING_ANSWER)
    letter = reading(Kind.PAGE, author_kind=AuthorKind.CITIZEN)
    official = reading(Kind.PAGE)
    undated = "Ifølge et høringssvar (en borgers mening): "
    assert opinion_label(letter) == "Ifølge »Brev« (en borgers mening): "
    assert opinion_label(official) == ""
    assert [_frame(Draft(one, Range(0, 5)), before) for one, before in (
        (citizen, None), (citizen, citizen), (citizen, official), (official, citizen), (official, official), (official, None),
    )] == [undated, undated, undated, "Ifølge »Brev«: ", "", ""]  # fmt: skip


def test_an_answer_from_a_caption_says_that_the_values_are_missing(tmp_path: Path) -> None:
    place = Workplace.at(tmp_path)
    page = f"""<html><head><title>Boliger</title></head><body><main><h1>Boliger i {NOTICE}</h1>
    <p>Afsnittet handler om boligerne i kommunen og om, hvem der bor i dem.</p>
    <p>Tabel 3.2 Almene boliger og ejerboliger efter opførelsesår</p><p>Kilde: BBR</p>
    <p>Ejerboligerne ligger mest i den vestlige del af byen.</p></main></body></html>"""
    place.put("boliger.html", page, title="Boliger")
    place.ingest()
    index = place.open()
    try:
        told = [one.index_text for one in index.passages(range(index.manifest.passages))]
    finally:
        index.close()
    assert any("Tabellens tal er ikke med." in one for one in told)
    assistant = open_assistant(place.settings, Audience.PUBLIC)
    try:
        caption = assistant.ask("Hvad viser tabel 3.2 om almene boliger og ejerboliger efter opførelsesår?")
        prose = assistant.ask("Hvor ligger ejerboligerne?")
    finally:
        assistant.close()
    assert "Tabel 3.2" in caption.text
    assert [one.text for one in caption.notes if one.code == "no_values"] == [
        "Materialet har kun tabellens overskrift, ikke dens tal."
    ]
    assert prose.claims
    assert not [one for one in prose.notes if one.code == "no_values"], "the control: prose has no such note"
