"""What the staff server keeps in a database, and the only door to SQLAlchemy: feedback, and conversations by choice.

SQLite below `HVIDBOG_HOME` unless `HVIDBOG_DATABASE_URL` names another database. Every text in it is masked before it
comes here. A conversation is kept for who switched that on, and for so many days; feedback has no name on it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    event,
    insert,
    inspect,
    select,
)
from sqlalchemy import (
    text as statement,
)
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from assistant.records import Answer
from ingest.catalogue import load_catalogue
from ingest.config import Settings
from ingest.errors import HvidbogError, WrongUse
from ui.feedback import Feedback, FeedbackReason

DAY = 86_400
_CONNECT_SECONDS = 5
FILE = "staff.db"
_ANSWER: TypeAdapter[Answer] = TypeAdapter(Answer)
_TABLES = MetaData()
_FEEDBACK = Table(
    "feedback",
    _TABLES,
    Column("id", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),
    Column("reason", String(20), nullable=False),
    Column("status", String(20), nullable=False),
    Column("area", String(200), nullable=False),
    Column("answer", Text),
    Column("note", Text),
)
_KEEPING = Table("keeping", _TABLES, Column("person", String(64), primary_key=True))
_TURNS = Table(
    "turns",
    _TABLES,
    Column("id", Integer, primary_key=True),
    Column("person", String(64), nullable=False),
    Column("conversation", String(32), nullable=False),
    Column("at", BigInteger, nullable=False, index=True),
    Column("answer", Text, nullable=False),
    Index("turns_of_person", "person", "conversation"),
)


class StoreUnavailable(HvidbogError):
    """The database cannot be opened, read or written."""


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """A question and its answer as they were shown, at a time in seconds since 1970."""

    conversation: str
    at: int
    answer: Answer


@dataclass(frozen=True, slots=True)
class Deletion:
    """What the deletion job did: rows that are gone, and rows too old that could not be deleted."""

    deleted: int
    failed: int


class Store:
    """The database. Each method is one transaction and raises StoreUnavailable where the database fails."""

    def __init__(self, settings: Settings, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._days = {_TURNS.name: settings.history_days, _FEEDBACK.name: settings.feedback_days}
        url = settings.database_url.get_secret_value() if settings.database_url else None
        with _told():
            self._engine = _opened(url, settings.home)
            _TABLES.create_all(self._engine)
            _add_note(self._engine)

    def close(self) -> None:
        """Closes all connections."""
        self._engine.dispose()

    # ---- feedback ----

    def add_feedback(self, given: Feedback) -> None:
        """Keeps one feedback; `given.at` is set to now."""
        row = {
            "at": int(self._now()),
            "reason": given.reason.value,
            "status": given.status,
            "area": given.area,
            "answer": _ANSWER.dump_json(given.answer).decode() if given.answer else None,
            "note": given.note if given.answer else "",
        }
        with self._transaction() as connection:
            connection.execute(insert(_FEEDBACK).values(row))

    def feedback(self) -> tuple[Feedback, ...]:
        """All feedback, newest first."""
        with self._transaction() as connection:
            rows = connection.execute(select(_FEEDBACK).order_by(_FEEDBACK.c.at.desc(), _FEEDBACK.c.id.desc())).all()
        return tuple(
            Feedback(
                reason=FeedbackReason(row.reason),
                status=row.status,
                area=row.area,
                answer=_ANSWER.validate_json(row.answer) if row.answer else None,
                at=row.at,
                id=row.id,
                note=row.note or "",
            )
            for row in rows
        )

    def delete_feedback(self, identity: int) -> None:
        """Deletes one feedback, where it is there."""
        with self._transaction() as connection:
            connection.execute(delete(_FEEDBACK).where(_FEEDBACK.c.id == identity))

    # ---- conversations ----

    def keeps(self, person: str) -> bool:
        """Whether this person has switched keeping on."""
        with self._transaction() as connection:
            found = connection.execute(select(_KEEPING.c.person).where(_KEEPING.c.person == person)).first()
        return found is not None

    def keep(self, person: str, wanted: bool) -> None:
        """Switches keeping on or off for a person; off deletes everything that was kept of them."""
        with self._transaction() as connection:
            connection.execute(delete(_KEEPING).where(_KEEPING.c.person == person))
            if wanted:
                connection.execute(insert(_KEEPING).values(person=person))
            else:
                connection.execute(delete(_TURNS).where(_TURNS.c.person == person))

    def add_turn(self, person: str, conversation: str, answer: Answer) -> None:
        """Keeps an answer (its question is in it, masked) of a person who has switched that on; of others nothing."""
        with self._transaction() as connection:
            if connection.execute(select(_KEEPING.c.person).where(_KEEPING.c.person == person)).first() is None:
                return
            row = {"person": person, "conversation": conversation, "at": int(self._now())}
            connection.execute(insert(_TURNS).values(**row, answer=_ANSWER.dump_json(answer).decode()))

    def turns(self, person: str) -> tuple[KeptTurn, ...]:
        """Everything that is kept of a person, oldest first."""
        with self._transaction() as connection:
            query = select(_TURNS).where(_TURNS.c.person == person).order_by(_TURNS.c.at, _TURNS.c.id)
            rows = connection.execute(query).all()
        return tuple(KeptTurn(row.conversation, row.at, _ANSWER.validate_json(row.answer)) for row in rows)

    def delete_conversation(self, person: str, conversation: str) -> None:
        """Deletes one conversation of a person."""
        mine = (_TURNS.c.person == person) & (_TURNS.c.conversation == conversation)
        with self._transaction() as connection:
            connection.execute(delete(_TURNS).where(mine))

    # ---- the deletion job ----

    def delete_expired(self) -> Deletion:
        """Deletes what is older than its days. A row that cannot be deleted is counted, and the rest still goes."""
        deleted = failed = 0
        for table in (_TURNS, _FEEDBACK):
            oldest = int(self._now()) - self._days[table.name] * DAY
            with self._transaction() as connection:
                old = connection.execute(select(table.c.id).where(table.c.at < oldest)).scalars().all()
            for identity in old:
                try:
                    with self._transaction() as connection:
                        connection.execute(delete(table).where(table.c.id == identity))
                    deleted += 1
                except StoreUnavailable:
                    failed += 1
        return Deletion(deleted, failed)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with _told(), self._engine.begin() as connection:
            yield connection


def check_database(settings: Settings) -> None:
    """Tries the database that the settings name. Raises WrongUse for an address of none, StoreUnavailable where it is silent."""
    url = settings.database_url.get_secret_value() if settings.database_url else None
    texts = load_catalogue("ui")
    try:
        engine = _opened(url, settings.home)
    except (SQLAlchemyError, ValueError, ImportError):  # without the library's text: the address may hold a password
        raise WrongUse(texts.text("store.address")) from None
    try:
        with _told(), engine.connect():
            pass
    except StoreUnavailable:
        raise StoreUnavailable(texts.text("store.silent", host=engine.url.host or engine.url.database)) from None
    finally:
        engine.dispose()


@contextmanager
def _told() -> Iterator[None]:
    """Turns the library's errors into ours, without their text: that may hold what was to be stored."""
    try:
        yield
    except (SQLAlchemyError, OSError, ImportError):
        raise StoreUnavailable(load_catalogue("ui").text("problem.store")) from None


def _opened(url: str | None, home: Path) -> Engine:
    if url is not None:
        # A server that is gone is noticed soon; SQLite knows no such wait.
        waits = {"connect_timeout": _CONNECT_SECONDS} if url.startswith("postgresql") else {}
        return create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args=waits)
    home.mkdir(parents=True, exist_ok=True)
    path = home / FILE
    path.touch(mode=0o600)
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 5}, hide_parameters=True)
    event.listen(engine, "connect", _overwrite_deleted)
    return engine


def _add_note(engine: Engine) -> None:
    """Gives a database that was made before readers could write a note the column for it."""
    if any(column["name"] == "note" for column in inspect(engine).get_columns(_FEEDBACK.name)):
        return
    with engine.begin() as connection:
        connection.execute(statement("ALTER TABLE feedback ADD COLUMN note TEXT"))


def _overwrite_deleted(connection: Any, _: object) -> None:
    """What is deleted is overwritten in the file, not only forgotten."""
    connection.execute("PRAGMA secure_delete = ON")
