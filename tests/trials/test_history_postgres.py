"""The staff server's database in a real PostgreSQL: kept, deleted after its days, and one stuck row reported.

Needs PostgreSQL's own programs on the machine (Debian, Ubuntu: apt-get install postgresql).
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import create_engine, text

from ingest.config import Settings
from tests.fake_assistant import FakeAssistant
from ui.feedback import Feedback, FeedbackReason
from ui.history import DAY, Deletion, Store

pytestmark = pytest.mark.trial
STUCK = """
CREATE FUNCTION stuck() RETURNS trigger AS $$
BEGIN IF OLD.conversation = 'c2' THEN RAISE EXCEPTION 'stuck'; END IF; RETURN OLD; END $$ LANGUAGE plpgsql;
CREATE TRIGGER stuck BEFORE DELETE ON turns FOR EACH ROW EXECUTE FUNCTION stuck()
"""


def program(name: str) -> str:
    """Where one of PostgreSQL's programs lies."""
    found = shutil.which(name) or next(
        (str(one) for one in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))), None
    )
    if found is None:
        pytest.fail(f"no {name}: install PostgreSQL (Debian, Ubuntu: apt-get install postgresql)", pytrace=False)
    return found


@pytest.fixture
def url(free_port: int) -> Iterator[str]:
    """The address of a PostgreSQL that ends with the test. It refuses to run as root, so root lends it a name."""
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    with tempfile.TemporaryDirectory() as folder:
        data = f"{folder}/data"
        if os.geteuid() == 0:
            shutil.chown(folder, user)
        run = {"user": user if os.geteuid() == 0 else None, "check": True, "stdout": subprocess.DEVNULL, "cwd": folder}
        subprocess.run([program("initdb"), "-D", data, "-A", "trust", "-U", "hvidbog"], **run)
        options = f"-p {free_port} -k {folder} -h 127.0.0.1"
        control = [program("pg_ctl"), "-D", data, "-l", f"{folder}/log", "-w"]
        subprocess.run([*control, "-o", options, "start"], **run)
        try:
            yield f"postgresql+psycopg://hvidbog@127.0.0.1:{free_port}/postgres"
        finally:
            subprocess.run([*control, "-m", "fast", "stop"], **run)


def test_postgresql_keeps_and_deletes_as_sqlite_does(url: str, settings: Settings) -> None:
    days = [0.0]
    store = Store(settings.model_copy(update={"database_url": SecretStr(url)}), lambda: 2_000_000_000 + days[0] * DAY)
    answer = FakeAssistant().ask("Hvor mange penge er der afsat?")
    store.keep("anna", True)
    for number in range(5):
        store.add_turn("anna", f"c{number}", answer)
    store.add_turn("bent", "c0", answer)  # who has not switched it on
    store.add_feedback(Feedback(FeedbackReason.WRONG, "found", "Æøå", answer))
    assert [turn.answer for turn in store.turns("anna")] == [answer] * 5
    assert store.turns("bent") == ()
    assert (store.feedback()[0].area, store.feedback()[0].answer) == ("Æøå", answer)
    days[0] = 29
    assert store.delete_expired() == Deletion(0, 0)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(STUCK))
    engine.dispose()
    days[0] = 31
    assert store.delete_expired() == Deletion(deleted=4, failed=1)
    assert [turn.conversation for turn in store.turns("anna")] == ["c2"]
    assert len(store.feedback()) == 1
    store.close()
