"""The staff server's database: kept by choice alone, gone after its days, and quiet where it fails."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from assistant.records import Answer, Status
from ingest.config import Settings
from ingest.records import Audience
from tests.fake_assistant import FakeAssistant
from ui.feedback import Feedback, FeedbackReason
from ui.history import _TABLES, DAY, Deletion, Store, StoreUnavailable
from ui.shared_store import delete_and_report

START = 2_000_000_000


class Clock:
    """A clock that stands still until it is told."""

    def __init__(self) -> None:
        self.days = 0.0

    def __call__(self) -> float:
        return START + self.days * DAY


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(settings: Settings, clock: Clock) -> Iterator[Store]:
    one = Store(settings, clock)
    yield one
    one.close()


def answer(question: str = "Hvor mange penge er der afsat?") -> Answer:
    """An answer with claims, citations, nearest, dropped and notes."""
    return FakeAssistant().ask(question)


def file_of(settings: Settings) -> Path:
    return settings.home / "staff.db"


def test_nothing_is_kept_of_who_has_not_switched_it_on(store: Store, settings: Settings) -> None:
    assert not store.keeps("anna")
    store.add_turn("anna", "c1", answer("Hvornår åbner svømmehallen?"))
    assert store.turns("anna") == ()
    assert "svømmehallen" not in file_of(settings).read_bytes().decode("utf-8", "ignore")
    store.keep("anna", True)
    store.add_turn("anna", "c1", answer("Hvornår åbner svømmehallen?"))
    assert "svømmehallen" in file_of(settings).read_bytes().decode("utf-8", "ignore")  # the control


def test_a_kept_answer_comes_back_as_it_was_and_only_to_its_person(store: Store) -> None:
    store.keep("anna", True)
    store.add_turn("anna", "c1", answer())
    (turn,) = store.turns("anna")
    assert (turn.conversation, turn.at) == ("c1", START)
    assert turn.answer == answer()
    assert store.turns("bent") == ()
    store.delete_conversation("bent", "c1")
    assert len(store.turns("anna")) == 1
    store.delete_conversation("anna", "c1")
    assert store.turns("anna") == ()


def test_switching_off_deletes_everything_of_the_person_also_from_the_file(store: Store, settings: Settings) -> None:
    for person in ("anna", "bent"):
        store.keep(person, True)
        store.add_turn(person, "c1", replace(answer(), question=f"Et spørgsmål fra {person}"))
    store.keep("anna", False)
    assert not store.keeps("anna")
    assert store.turns("anna") == ()
    assert len(store.turns("bent")) == 1
    left = file_of(settings).read_bytes().decode("utf-8", "ignore")
    assert "fra anna" not in left
    assert "fra bent" in left


def test_a_note_is_kept_with_its_answer_and_never_without(store: Store) -> None:
    store.add_feedback(Feedback(FeedbackReason.WRONG, "found", "", answer(), note="Beløbet er et andet."))
    store.add_feedback(Feedback(FeedbackReason.WRONG, "found", "", note="Uden svar."))
    assert [one.note for one in store.feedback()] == ["", "Beløbet er et andet."]


def test_a_database_from_before_there_were_notes_keeps_what_it_holds(settings: Settings) -> None:
    settings.home.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(file_of(settings)) as connection:
        connection.execute(
            "CREATE TABLE feedback (id INTEGER PRIMARY KEY, at BIGINT NOT NULL, reason VARCHAR(20) NOT NULL, "
            "status VARCHAR(20) NOT NULL, area VARCHAR(200) NOT NULL, answer TEXT)"
        )
        connection.execute("INSERT INTO feedback VALUES (1, 7, 'wrong', 'found', 'Vand', NULL)")
    for _ in range(2):  # made new at the first opening, left alone at the second
        opened = Store(settings)
        opened.add_feedback(Feedback(FeedbackReason.GOOD, "found", "", answer(), note="Tak."))
        kept = opened.feedback()
        opened.close()
    assert [(one.area, one.note) for one in kept] == [("", "Tak."), ("", "Tak."), ("Vand", "")]


@pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
def test_conversations_go_after_thirty_days(store: Store, clock: Clock, days: int, left: int) -> None:
    store.keep("anna", True)
    store.add_turn("anna", "c1", answer())
    store.add_feedback(Feedback(FeedbackReason.WRONG, "found", "", answer()))
    clock.days = days
    assert store.delete_expired() == Deletion(deleted=1 - left, failed=0)
    assert len(store.turns("anna")) == left
    assert len(store.feedback()) == 1


@pytest.mark.parametrize(("days", "left"), [(364, 1), (366, 0)])
def test_feedback_goes_after_a_year(store: Store, clock: Clock, days: int, left: int) -> None:
    store.add_feedback(Feedback(FeedbackReason.WRONG, "found", "", answer()))
    clock.days = days
    assert store.delete_expired() == Deletion(1 - left, 0)
    assert len(store.feedback()) == left


def test_one_row_that_cannot_be_deleted_is_reported_and_the_rest_goes(
    store: Store, clock: Clock, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    store.keep("anna", True)
    for number in range(5):
        store.add_turn("anna", f"c{number}", replace(answer(), question=f"KANARIE {number}"))
    with sqlite3.connect(file_of(settings)) as connection:
        connection.execute(
            "CREATE TRIGGER stuck BEFORE DELETE ON turns WHEN OLD.conversation = 'c2' "
            "BEGIN SELECT RAISE(ABORT, 'KANARIE stuck'); END"
        )
    connection.close()
    clock.days = 31
    assert delete_and_report(store, settings.home) == Deletion(deleted=4, failed=1)
    assert [turn.conversation for turn in store.turns("anna")] == ["c2"]
    assert (settings.home / "deletion.json").read_text() == '{"deleted": 4, "failed": 1}'
    assert "deletion.incomplete 1" in caplog.text
    assert "KANARIE" not in caplog.text


def test_a_failing_database_is_one_danish_sentence_without_what_was_stored(settings: Settings) -> None:
    store = Store(settings)
    with sqlite3.connect(file_of(settings)) as connection:
        connection.execute("DROP TABLE feedback")
    connection.close()
    with pytest.raises(StoreUnavailable) as caught:
        store.add_feedback(Feedback(FeedbackReason.GOOD, "found", "KANARIE", answer("KANARIE")))
    assert "Databasen kan ikke bruges" in str(caught.value)
    assert "KANARIE" not in repr(caught.value)
    assert caught.value.__cause__ is None
    store.close()


def test_a_database_can_be_named_by_its_address_and_an_unknown_one_is_refused(settings: Settings) -> None:
    other = settings.model_copy(update={"database_url": SecretStr(f"sqlite:///{settings.home}-other.db")})
    store = Store(other)
    store.add_feedback(Feedback(FeedbackReason.GOOD, "found", "", None))
    store.close()
    assert Path(f"{settings.home}-other.db").stat().st_size
    with pytest.raises(StoreUnavailable):
        Store(settings.model_copy(update={"database_url": SecretStr("nothing://x")}))


def test_the_tables_can_be_made_in_postgresql() -> None:
    made = [str(CreateTable(table).compile(dialect=postgresql.dialect())) for table in _TABLES.sorted_tables]
    assert len(made) == 3
    assert all("CREATE TABLE" in one for one in made)
    assert "SERIAL" in "".join(made)


def test_the_file_is_for_its_owner_alone(store: Store, settings: Settings) -> None:
    assert file_of(settings).stat().st_mode & 0o077 == 0


def test_an_answer_without_anything_is_kept_as_well(store: Store) -> None:
    store.keep("anna", True)
    bare = Answer("Hvad?", Audience.STAFF, Status.NOT_FOUND, "Det står ikke i materialet.")
    store.add_turn("anna", "c1", bare)
    assert store.turns("anna")[0].answer == bare
