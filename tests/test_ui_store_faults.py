"""A database that cannot be used is told of: at the start, by the doctor, and by a click that needed it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from pydantic import SecretStr
from streamlit.testing.v1 import AppTest

from ingest.config import Settings
from ingest.errors import WrongUse
from tests.fake_assistant import FakeAssistant
from ui.cli import serve
from ui.cli_doctor import database_problem, main
from ui.feedback import Feedback, FeedbackReason
from ui.history import Store, StoreUnavailable, check_database

WRONG = ("hemmelig", "postgresql+findesikke://u:hemmelig@localhost/x", "postgresql://u:hemmelig@localhost:port/x")


def named(settings: Settings, url: str) -> Settings:
    return settings.model_copy(update={"database_url": SecretStr(url)})


@pytest.mark.parametrize("url", WRONG)
def test_an_address_of_no_database_is_refused_at_the_start_and_named_by_the_doctor(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str
) -> None:
    with pytest.raises(WrongUse, match="HVIDBOG_DATABASE_URL") as refused:
        check_database(named(settings, url))
    assert "hemmelig" not in str(refused.value)
    monkeypatch.setenv("HVIDBOG_HOME", str(settings.home))
    monkeypatch.setenv("HVIDBOG_DATABASE_URL", url)
    with pytest.raises(WrongUse, match="HVIDBOG_DATABASE_URL"):
        serve(["--port", "0"])
    main([])
    told = capsys.readouterr().out
    assert "! HVIDBOG_DATABASE_URL kan ikke bruges." in told
    assert "hemmelig" not in told


def test_a_silent_database_is_told_of_and_one_that_answers_is_not(settings: Settings, tmp_path: Path) -> None:
    silent = named(settings, f"sqlite:///{tmp_path}/findes/ikke/x.db")
    with pytest.raises(StoreUnavailable, match="svarer ikke"):
        check_database(silent)
    assert "svarer ikke" in (database_problem(silent) or "")
    assert database_problem(named(settings, f"sqlite:///{tmp_path}/x.db")) is None  # the control
    assert database_problem(settings) is None


def test_a_click_on_a_failing_database_is_answered_with_a_note(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def page() -> None:
        from ingest.config import read_settings
        from ui.feedback_page import feedback_page

        feedback_page(read_settings())

    def fail(*_: Any) -> None:
        raise StoreUnavailable("Databasen kan ikke bruges lige nu.")

    monkeypatch.setenv("HVIDBOG_HOME", str(tmp_path))
    st.cache_resource.clear()
    store = Store(Settings(home=tmp_path))
    answer = FakeAssistant().ask("Hvor mange penge er der afsat?")
    store.add_feedback(Feedback(FeedbackReason.WRONG, answer.status.value, "", answer))
    app = AppTest.from_function(page, default_timeout=30).run()
    remove = next(one for one in app.button if (one.key or "").startswith("slet-feedback"))
    with monkeypatch.context() as broken:
        broken.setattr(Store, "delete_feedback", fail)
        remove.click().run()
        assert [one.value for one in app.toast] == ["Databasen kan ikke bruges lige nu."]
        assert not app.exception
        assert len(store.feedback()) == 1
    next(one for one in app.button if (one.key or "").startswith("slet-feedback")).click().run()
    assert store.feedback() == ()  # the control
    store.close()
    st.cache_resource.clear()
