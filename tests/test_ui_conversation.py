"""One list of turns; each question is answered once; nothing personal is kept."""

from __future__ import annotations

from tests.fake_assistant import FakeAssistant
from ui.conversation import REMEMBERED, Conversation, answer_text


def answered(conversation: Conversation, question: str) -> None:
    conversation.ask(question)
    conversation.settle(FakeAssistant().ask(question))


def test_a_question_waits_until_it_has_its_answer() -> None:
    conversation = Conversation()
    conversation.ask("Hvornår åbner svømmehallen?")
    assert conversation.waiting is conversation.exchanges[0]
    conversation.settle(FakeAssistant().ask("Hvornår åbner svømmehallen?"))
    assert conversation.waiting is None


def test_a_second_question_is_not_taken_while_the_first_waits() -> None:
    conversation = Conversation()
    conversation.ask("a")
    conversation.ask("b")
    assert [one.question for one in conversation.exchanges] == ["a"]


def test_the_history_holds_the_latest_answers_as_they_were_shown() -> None:
    conversation = Conversation()
    for _ in range(REMEMBERED + 2):
        answered(conversation, "Hvornår åbner svømmehallen?")
    history = conversation.history()
    assert len(history) == REMEMBERED
    assert history[0].answer.startswith("Ifølge referatet: Hallen åbner den 3. juni 2032. [1] ")


def test_a_question_with_personal_data_is_masked_and_never_comes_back() -> None:
    conversation = Conversation()
    answered(conversation, "Mit cpr er noget")
    assert conversation.exchanges[0].question == "Mit nummer er ██████-████"
    assert conversation.history() == ()


def test_a_new_conversation_forgets_everything_and_has_another_id() -> None:
    conversation = Conversation()
    answered(conversation, "Hvornår åbner svømmehallen?")
    before = conversation.id
    conversation.restart()
    assert (conversation.exchanges, conversation.opened) == ([], None)
    assert conversation.id != before


def test_the_text_of_an_answer_without_claims_is_its_fixed_sentence() -> None:
    assert answer_text(FakeAssistant().ask("noget andet")) == "Det står ikke i materialet."
