"""The chat's script, driven without a browser."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import assistant
from tests.fake_assistant import HOSTILE, MONEY, SWIM, FakeAssistant, open_damaged, open_nothing

APP = Path(__file__).resolve().parent.parent / "ui" / "app.py"


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeAssistant]:
    """The one assistant of the page under test, over a home of its own."""
    one = FakeAssistant()
    monkeypatch.setenv("HVIDBOG_HOME", str(tmp_path / "home"))
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
    assert "Spørg den afdeling, der har skrevet dokumentet" in text
    assert app.chat_input[0].placeholder == "Skriv dit spørgsmål"
    assert app.chat_input[0].proto.max_chars == 20_000  # what is too long is answered, not cut off


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
        "◐ Delvist fundet i materialet", "– prisen på billetter", "– Søgt med ord alene.", "Se også",
        "Der er søgt på: »svømmehal penge afsat«", "Hallen koster 13 mio. kr.\nUdeladt, fordi et tal, en dato eller en",
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
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, opener: Callable[..., FakeAssistant], title: str
) -> None:
    monkeypatch.setenv("HVIDBOG_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(assistant, "open_assistant", opener, raising=False)
    st.cache_resource.clear()
    app = AppTest.from_file(str(APP), default_timeout=30).run()
    text = words(app)
    assert title in text
    assert "hvidbog ingest" in text
    assert not app.chat_input


@pytest.mark.parametrize(("text", "reply"), [
    ("Hej!", "Hej. Hvad vil du vide?"), ("Tusind tak :)", "Det var så lidt."), ("Farvel", "Farvel, og god dag."),
])  # fmt: skip
def test_a_greeting_gets_a_friendly_sentence_and_is_not_searched_for(
    app: AppTest, fake: FakeAssistant, text: str, reply: str
) -> None:
    app.chat_input[0].set_value(text).run()
    assert any(one.value.startswith(reply) for one in app.text)
    assert fake.asked == []
    app.chat_input[0].set_value("Hej, hvornår åbner svømmehallen?").run()  # the control: a question is one
    assert fake.asked == ["Hej, hvornår åbner svømmehallen?"]
    assert fake.histories == [()]


def test_personal_data_leaves_the_choice_to_edit_or_to_send_the_question_masked(
    app: AppTest, fake: FakeAssistant
) -> None:
    app.chat_input[0].set_value("Mit cpr er 010130-1234").run()
    assert "010130" not in words(app)
    click(app, "Redigér")
    assert app.chat_input[0].proto.value == "Mit nummer er ██████-████"
    click(app, "Maskér")
    assert fake.asked == ["Mit cpr er 010130-1234", "Mit nummer er ██████-████"]
    assert fake.histories[-1] == ()


def test_feedback_is_kept_with_its_question_only_where_the_reader_chose_that(app: AppTest) -> None:
    from ui.shared_store import staff_store

    for question, way in (("Hvornår åbner", "Send med"), ("Hvor mange", "Send uden")):
        app.chat_input[0].set_value(f"{question} svømmehallen?").run()
        app.radio[0].set_value("Forkert").run()
        next(one for one in reversed(app.button) if one.label.startswith(way)).click().run()
        assert "Tak. Din tilbagemelding er sendt." in words(app)
    click(app, "Tilbagemelding eller hent")  # of the earlier answer, whose feedback was sent
    assert len([one for one in app.text if one.value.startswith("Tak. Din tilbagemelding")]) == 2
    counted, whole = staff_store().feedback()
    assert (counted.reason.value, counted.answer) == ("wrong", None)
    assert whole.answer is not None
    assert whole.answer.question == "Hvornår åbner svømmehallen?"


def test_conversations_are_kept_by_choice_and_can_be_taken_up_again(app: AppTest, fake: FakeAssistant) -> None:
    from ui.shared_store import staff_store

    app.chat_input[0].set_value("Hvornår åbner svømmehallen?").run()
    assert staff_store().turns("local") == ()
    page = AppTest.from_function(history_script, default_timeout=30).run()
    assert not page.checkbox[0].value
    page.checkbox[0].check().run()
    app.chat_input[0].set_value("Hvor mange penge er der afsat?").run()
    app.chat_input[0].set_value("Mit cpr er 010130-1234").run()  # what is refused is never kept
    (turn,) = staff_store().turns("local")
    assert turn.answer.question == "Hvor mange penge er der afsat?"
    page.run()
    assert "antal spørgsmål: 1" in words(page)
    next(one for one in page.button if one.label.startswith("Slet")).click().run()
    assert len(staff_store().turns("local")) == 1, "it is asked first"
    next(one for one in page.button if one.label == "Ja, slet den").click().run()
    assert staff_store().turns("local") == ()
    page.checkbox[0].uncheck().run()
    assert not staff_store().keeps("local")


def history_script() -> None:
    from ingest.config import read_settings
    from ui.history_page import history_page
    from ui.staff import AT_THIS_MACHINE

    history_page(AT_THIS_MACHINE, read_settings(), None)


def test_the_editor_sees_gaps_and_counts_and_can_delete(fake: FakeAssistant) -> None:
    from ingest.config import read_settings
    from ui.counts import Counts
    from ui.feedback import Feedback, FeedbackReason
    from ui.shared_store import staff_store

    lost, good = fake.ask("Hvad med billetter?"), fake.ask("Hvornår åbner svømmehallen?")
    for reason, answer in ((FeedbackReason.WRONG, lost), (FeedbackReason.GOOD, good)):
        staff_store().add_feedback(Feedback(reason, answer.status.value, "Vand", answer))
    counts = Counts(read_settings().home, ("Vand",))
    counts.add(lost)
    counts.save()
    page = AppTest.from_function(feedback_script, default_timeout=30).run()
    text = words(page)
    for part in (
        "Huller i materialet",
        "Hvad med billetter?",
        "Forkert · Ikke fundet i materialet · Vand",
        "Kioskens tal",
    ):
        assert part in text
    assert "| Intet fokusområde | 1 |" in text
    click(page, "Slet nr. 1")
    assert len(staff_store().feedback()) == 1


def feedback_script() -> None:
    from ingest.config import read_settings
    from ui.feedback_page import feedback_page

    feedback_page(read_settings())


def test_an_answer_says_when_its_document_is_no_longer_what_it_was(app: AppTest, fake: FakeAssistant) -> None:
    app.chat_input[0].set_value("Hvornår åbner svømmehallen?").run()
    fake.index_version = "fake-2"
    app.run()
    assert "ændret eller fjernet" not in words(app)  # a new index that still has the document
    fake.present = ()
    app.run()
    assert "Et dokument i svaret er ændret eller fjernet" in words(app)


def test_the_model_s_claims_are_drawn_as_they_are_proved(
    monkeypatch: pytest.MonkeyPatch, app: AppTest, fake: FakeAssistant
) -> None:
    from ui import chat_page

    monkeypatch.setenv("HVIDBOG_ENGINE", "llm")
    seen: list[str] = []
    show = chat_page.show
    monkeypatch.setattr(chat_page, "show", lambda text: (seen.append(text), show(text)))
    app.chat_input[0].set_value("Hvornår åbner svømmehallen?").run()
    assert [one for one in seen if "[" in one] == [f"Ifølge referatet: {SWIM} [1]", f"{MONEY} [2]"]
    assert words(app).count(f"Ifølge referatet: {SWIM} [1]") == 1


def test_the_shared_assistant_follows_the_index_at_most_every_three_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    from ui import shared_assistant

    now = [100.0]
    monkeypatch.setattr(shared_assistant.time, "monotonic", lambda: now[0])
    fake = FakeAssistant()
    shared = shared_assistant.SharedAssistant(fake)  # type: ignore[arg-type]
    for seconds in (1, 1, 0.9, 0.2, 2, 2):
        now[0] += seconds
        shared.current()
    assert fake.refreshed == 2


def test_the_documents_are_listed_with_what_became_of_each_file(fake: FakeAssistant) -> None:
    page = AppTest.from_function(documents_script, default_timeout=60)
    page.session_state["editor"] = False
    page.run()
    assert "Dokumenter i materialet: 1" in words(page)
    assert "Referat · 4. marts 2031 · Offentligt" in words(page)
    assert not page.get("file_uploader")
    page.button[0].click().run()
    assert page.get("iframe")[0].proto.src.startswith("/dokument/fa4e")
    page.session_state["editor"] = True
    page.run()
    assert page.get("file_uploader")  # the control: the editor may


def documents_script() -> None:
    import streamlit as st

    from ingest.config import read_settings
    from ui.documents_page import documents_page
    from ui.shared_assistant import staff_assistant
    from ui.staff import Staff

    documents_page(staff_assistant(), "", read_settings(), Staff("x", editor=st.session_state["editor"]))


@pytest.mark.parametrize(("status", "line"), [
    ("partial", "◐ Delvist læst · sider: 4 · tekststykker: 3. Side 2 er et billede."), ("quarantined", "▲ I karantæne"),
])  # fmt: skip
def test_the_report_line_says_it_in_words_and_shape(status: str, line: str) -> None:
    from ui.documents_page import report_line

    whole = {"status": status, "pages": 4, "passages": 3, "reason": "Side 2 er et billede."}
    assert report_line(whole if status == "partial" else {"status": status}) == line


def test_what_the_reader_narrows_to_holds_for_the_next_questions(app: AppTest, fake: FakeAssistant) -> None:
    from ingest.filters import ANYTHING, Filters
    from ingest.records import SectionKind

    next(one for one in app.multiselect if one.label == "Slags afsnit").set_value(["Beslutning"]).run()
    next(one for one in app.text_input if one.label.startswith("Fra dato")).set_value("1-2-2031").run()
    app.chat_input[0].set_value("Hvornår åbner svømmehallen?").run()
    assert fake.filters == [Filters(sections=(SectionKind.DECISION,), since=dt.date(2031, 2, 1))]
    next(one for one in app.text_input if one.label.startswith("Til dato")).set_value("i går").run()
    assert "Skriv datoen som 15-08-2025." in words(app)
    click(app, "Fjern afgrænsningen")
    app.chat_input[0].set_value("Hvornår åbner svømmehallen nu?").run()
    assert fake.filters[-1] == ANYTHING


@pytest.mark.parametrize(("text", "date"), [
    ("2025-08-15", dt.date(2025, 8, 15)), ("15-08-2025", dt.date(2025, 8, 15)), (" 5.8.2025 ", dt.date(2025, 8, 5)),
    ("31-02-2025", None), ("2025", None), ("15. august", None), ("", None),
])  # fmt: skip
def test_a_date_is_read_as_people_write_it(text: str, date: dt.date | None) -> None:
    from ui.filters_view import date_in

    assert date_in(text) == date


def test_the_accepted_figures_are_shown_as_they_stand_in_the_files(tmp_path: Path) -> None:
    import json

    from ui.quality_page import ACCEPTED, accepted_runs, figure_rows, newest_report

    (tmp_path / "minutes.json").write_text(json.dumps({"suite": "minutes", "groups": {
        "minutes": {"correct": {"value": 0.783, "cases": 297}, "verbatim_rate": {"value": 1.0}},
        "minutes-test": {"correct": {"value": 0.67, "cases": 141}},
    }}), encoding="utf-8")  # fmt: skip
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    assert figure_rows(accepted_runs(tmp_path)) == [
        ["referatet", "297", "78 %", "–", "–", "100 %", "–", "–"],
        ["referatet, prøvehalvdel", "141", "67 %", "–", "–", "–", "–", "–"],
    ]
    assert len(figure_rows(accepted_runs(ACCEPTED))) >= 6  # what is kept with the program can be read
    assert newest_report(tmp_path) is None
    for name in ("b", "a"):
        (tmp_path / "eval-runs" / name).mkdir(parents=True)
        (tmp_path / "eval-runs" / name / "report.html").write_text(name)
    assert newest_report(tmp_path) == tmp_path / "eval-runs" / "b" / "report.html"
