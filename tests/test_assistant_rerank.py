"""Reranking changes the order and nothing else, and a reranker that fails leaves the order with a note."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.answering import Assistant
from assistant.records import Hit, Retrieval
from assistant.rerank import NOTE, RerankFault, local_reranker, reranked
from ingest.bootstrap import build_parts
from ingest.config import Settings
from ingest.errors import WrongUse
from ingest.records import Audience, Passage, Range
from tests.llm_assistants import Stand, llm_stand
from tests.scripted_model import Handler, Script, saying


def retrieval(*texts: str) -> Retrieval:
    hits = tuple(
        Hit(Passage(text, "d", 0, Range(0, 1), text), 1.0 / rank, {"words": 0.5}, rank)
        for rank, text in enumerate(texts, start=1)
    )
    return Retrieval("spørgsmål", "spørgsmål", {}, hits[:2], hits[2:], 0.0)


class Judge:
    """A reranker that gives these scores, or raises."""

    def __init__(self, *scores: float) -> None:
        self.given = scores

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        if not self.given:
            raise RerankFault("nede")
        return self.given


def test_the_order_changes_and_the_set_of_scores_stays() -> None:
    found = reranked(retrieval("a", "b", "c"), Judge(0.1, 0.1, 0.9))
    assert [hit.passage.id for hit in (*found.accepted, *found.rejected)] == ["c", "a", "b"]
    assert [hit.score for hit in (*found.accepted, *found.rejected)] == [1.0, 1 / 2, 1 / 3]
    assert [hit.rank for hit in (*found.accepted, *found.rejected)] == [1, 2, 3]
    assert (len(found.accepted), found.accepted[0].legs, found.notes) == (2, {"words": 0.5, "rerank": 0.9}, ())


@pytest.mark.parametrize("scores", [(), (1.0, 2.0), (1.0, 2.0, 3.0, 4.0), (1.0, float("nan"), 2.0)])
def test_a_reranker_that_fails_leaves_the_order_and_says_so(scores: tuple[float, ...]) -> None:
    before = retrieval("a", "b", "c")
    found = reranked(before, Judge(*scores))
    assert (found.accepted, found.rejected, found.notes) == (before.accepted, before.rejected, (NOTE,))


def test_a_cross_encoder_that_is_not_there_is_said_in_danish() -> None:
    assert local_reranker(Settings()) is None
    with pytest.raises(WrongUse, match="HVIDBOG_RERANK_MODEL mangler"):
        local_reranker(Settings(rerank="local"))
    with pytest.raises(WrongUse, match="sentence-transformers er ikke installeret"):
        local_reranker(Settings(rerank="local", rerank_model="m"))


# ---- the chat model as a reranker ----


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with llm_stand(tmp_path_factory.mktemp("rerank"), 30.0) as made:
        yield made


@pytest.fixture
def assistant(stand: Stand) -> Iterator[Assistant]:
    settings = stand.settings.model_copy(update={"rerank": "model", "rerank_seconds": 30.0})
    made = Assistant(settings, Audience.PUBLIC, build_parts(settings))
    yield made
    made.close()


def pieces_in(body: dict[str, Any]) -> list[tuple[str, str]]:
    """The token and text of every passage in a request to rerank."""
    prompt = "\n".join(str(message["content"]) for message in body["messages"])
    return re.findall(r"⟦\w+⟧ stykke (\w+)\n(.*?)\n⟦\w+⟧ slut \1", prompt, flags=re.DOTALL)


def scoring(word: str) -> Script:
    """A model that likes the passages with `word` best."""

    def run(handler: Handler, body: dict[str, Any]) -> None:
        lines = [json.dumps({"token": token, "score": 9 if word in text else 1}) for token, text in pieces_in(body)]
        saying("\n".join(lines))(handler, body)

    return run


def test_the_chat_model_reorders_what_was_found(stand: Stand, assistant: Assistant) -> None:
    plain = stand.assistant.search("parkering gebyr ansøgning")
    stand.model.script = scoring("Svømmehallen i Tangby")
    found = assistant.search("parkering gebyr ansøgning")
    both = [{hit.passage.id for hit in (*one.accepted, *one.rejected)} for one in (plain, found)]
    assert both[0] == both[1]
    assert "Svømmehallen i Tangby" in found.accepted[0].passage.index_text
    assert "Svømmehallen i Tangby" not in plain.accepted[0].passage.index_text
    assert found.notes == ()


@pytest.mark.parametrize(
    "text",
    ["", "ingen ide", '{"token": "aaaaaa", "score": 3}', '{"token": 1}', "{" * 200],
    ids=["empty", "talk", "foreign_token", "no_score", "garbage"],
)
def test_a_chat_model_that_answers_oddly_changes_nothing(stand: Stand, assistant: Assistant, text: str) -> None:
    plain = stand.assistant.search("parkering")
    stand.model.script = saying(text)
    found = assistant.search("parkering")
    (stand.settings.home / "model" / "breaker").unlink(missing_ok=True)
    assert [hit.passage.id for hit in found.accepted] == [hit.passage.id for hit in plain.accepted]
    assert found.notes == (NOTE,)


def test_an_answer_says_that_the_order_is_the_usual_one(stand: Stand, assistant: Assistant) -> None:
    stand.model.script = saying("nej")
    answer = assistant.ask("Hvad koster en parkeringslicens?", engine="extractive")
    assert NOTE in [note.code for note in answer.notes]
    assert answer.claims


def test_the_kiosk_does_not_send_questions_to_a_model_that_only_reranks(stand: Stand) -> None:
    wanted = stand.settings.model_copy(update={"rerank": "model"})
    assert wanted.for_kiosk().rerank == "off"
    assert wanted.model_copy(update={"kiosk_engine": "llm"}).for_kiosk().rerank == "model"


def test_off_is_the_default_and_asks_nobody(stand: Stand, tmp_path: Path) -> None:
    calls = len(stand.model.requests)
    stand.assistant.search("parkering")
    assert len(stand.model.requests) == calls
