"""The chat's script, driven without a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import assistant
from tests.fake_assistant import HOSTILE, MONEY, SWIM, FakeAssistant, open_damaged, open_nothing

APP = Path(__file__).resolve().parent.parent / "ui" / "app.py"


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeAssistant]:
    """The one assistant of the page under test."""
    one = FakeAssistant()
    monkeypatch.setattr(assistant, "open_assistant", lambda settings, audience: one, raising=False)
    st.cache_resource.clear()
    yield one
    st.cache_resource.clear()


@pytest.fixture
def app(fake: FakeAssistant) -> AppTest:
    return AppTest.from_file(str(APP), default_timeout=30).run()


def words(app: AppTest) -> str:
    """All text on the page."""
    drawn = [*app.title, *app.header, *app.markdown, *app.text]
    return "\n".join([str(one.value) for one in drawn] + [one.label for one in app.button])


def click(app: AppTest, start: str) -> AppTest:
    return next(one for one in app.button if one.label.startswith(start)).click().run()


def test_before_the_first_question_the_page_says_that_a_machine_answers(app: AppTest) -> None:
    text = words(app)
    assert not app.exception
    assert "Du taler med en kunstig intelligens" in text
    assert "Spørg personalet her på stedet" in text
    assert app.chat_input[0].placeholder == "Skriv dit spørgsmål"
    assert app.chat_input[0].proto.max_chars == 1000


def test_a_suggested_question_is_asked_by_its_button(app: AppTest, fake: FakeAssistant) -> None:
    click(app, "Hvornår åbner svømmehallen")
    assert fake.asked == ["Hvornår åbner svømmehallen?"]
    text = words(app)
    assert f"Ifølge referatet: {SWIM} [1]" in text
    assert f"{MONEY} [2]" in text
    assert "● Fundet i materialet" in text
    assert "AI-genereret" in text


def test_a_question_is_answered_once_and_not_at_every_rerun(app: AppTest, fake: FakeAssistant) -> None:
    app.chat_input[0].set_value("Hvor mange penge er der afsat?").run()
    app.run()
    click(app, "1 ")
    assert fake.asked == ["Hvor mange penge er der afsat?"]


def test_a_partial_answer_says_what_is_missing_what_was_searched_and_what_was_dropped(app: AppTest) -> None:
    app.chat_input[0].set_value("Hvor mange penge er der afsat?").run()
    text = words(app)
    for part in (
        "◐ Delvist fundet i materialet", "– prisen på billetter", "– Søgt med ord alene.", "Det nærmeste i materialet",
        "Søgte efter: svømmehal penge afsat", "Hallen koster 13 mio. kr.\nIkke bestået: tal",
    ):  # fmt: skip
        assert part in text
    assert app.expander[0].label == "Udeladte sætninger (1)"


def test_a_citation_opens_the_source_beside_the_chat_and_closes_again(app: AppTest) -> None:
    click(app, "Hvornår åbner")
    click(app, "1 ")
    assert "Kilde 1" in words(app)
    assert app.get("iframe")[0].proto.src.startswith("/kilde/fa4e")
    assert app.get("iframe")[0].proto.alt == "Kilden: Referat fra Sømarken Kommune (opdigtet). Citatet er markeret."
    click(app, "Luk kilden")
    assert "Kilde 1" not in words(app)


def test_follow_ups_carry_the_conversation(app: AppTest, fake: FakeAssistant) -> None:
    click(app, "Hvornår åbner")
    app.chat_input[0].set_value("Og penge?").run()
    assert [turn.question for turn in fake.histories[-1]] == ["Hvornår åbner svømmehallen?"]


def test_a_new_conversation_begins_from_the_welcome(app: AppTest) -> None:
    click(app, "Hvornår åbner")
    click(app, "Ny samtale")
    assert "Du taler med en kunstig intelligens" in words(app)
    assert SWIM not in words(app)


def test_hostile_text_is_drawn_as_plain_text_alone(app: AppTest) -> None:
    app.chat_input[0].set_value(f"farlig {HOSTILE}").run()
    assert f"{HOSTILE}" in [one.value for one in app.text]
    assert f"farlig {HOSTILE}" in [one.value for one in app.text]
    assert not any("script" in one.value for one in app.markdown)


def test_a_fault_is_one_fixed_danish_sentence_without_detail(app: AppTest) -> None:
    app.chat_input[0].set_value("brydsammen").run()
    text = words(app)
    assert "▲ Der opstod en fejl" in text
    assert "Prøv igen om lidt" in text
    assert "hemmelig detalje" not in text
    assert not app.exception


@pytest.mark.parametrize(("opener", "title"), [
    (open_nothing, "Der er ikke noget materiale endnu"), (open_damaged, "Materialet skal læses ind igen"),
])  # fmt: skip
def test_without_a_usable_index_the_page_says_the_next_step(
    monkeypatch: pytest.MonkeyPatch, opener: Callable[..., FakeAssistant], title: str
) -> None:
    monkeypatch.setattr(assistant, "open_assistant", opener, raising=False)
    st.cache_resource.clear()
    app = AppTest.from_file(str(APP), default_timeout=30).run()
    text = words(app)
    assert title in text
    assert "hvidbog ingest" in text
    assert not app.chat_input


def test_the_shared_assistant_follows_the_index_at_most_every_five_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    from ui import shared_assistant

    now = [100.0]
    monkeypatch.setattr(shared_assistant.time, "monotonic", lambda: now[0])
    fake = FakeAssistant()
    shared = shared_assistant.SharedAssistant(fake)  # type: ignore[arg-type]
    for seconds in (1, 2, 1.9, 0.2, 3, 3):
        now[0] += seconds
        shared.current()
    assert fake.refreshed == 2
