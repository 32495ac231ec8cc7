"""Our retriever inside llama-index's own query engine, with a fake model, and our cutter as its node parser."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant, open_assistant
from assistant.records import Status
from ingest.config import Settings
from ingest.errors import FingerprintMismatch
from tests.assistants import assistant_over
from tests.conftest import ROOT

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # llama-index's own imports warn
]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant over the real minutes."""
    found = assistant_over(Settings(home=tmp_path_factory.mktemp("home"), corpus=ROOT / "corpus"))
    yield found
    found.close()


def fake_model() -> Any:
    """A model that answers with its own prompt, so that a test sees what it was given."""
    from llama_index.core.llms import CompletionResponse, CustomLLM, LLMMetadata
    from llama_index.core.llms.callbacks import llm_completion_callback

    class Parrot(CustomLLM):
        @property
        def metadata(self) -> LLMMetadata:
            return LLMMetadata(context_window=16_000, num_output=256, model_name="papegøje")

        @llm_completion_callback()
        def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
            return CompletionResponse(text=prompt)

        @llm_completion_callback()
        def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> Any:
            raise NotImplementedError

    return Parrot()


def test_a_question_goes_through_llama_index_with_our_retriever_and_any_model(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    from llama_index.core import Settings as Globals
    from llama_index.core.query_engine import RetrieverQueryEngine
    from llama_index.core.response_synthesizers import get_response_synthesizer

    from assistant.llama_index_retriever import HvidbogRetriever

    monkeypatch.setenv("OPENAI_API_KEY", "ubrugt")
    engine = RetrieverQueryEngine(
        retriever=HvidbogRetriever(assistant, limit=3),
        response_synthesizer=get_response_synthesizer(llm=fake_model()),
    )
    response = engine.query("Hvornår blev hvidbogen offentliggjort?")
    assert "Den 3. juni 2025 offentliggjorde Randers Kommune en Hvidbog" in str(response)
    assert len(response.source_nodes) == 3
    for found in response.source_nodes:
        assert found.node.metadata["source_id"] == "referat-hovedudvalg-2025-08-15.md"
        assert set(found.node.metadata["legs"]) <= {"words", "grams", "vectors", "feedback", "sentence"}
        reading = assistant.reading(assistant.documents()[0].id)
        assert reading.text[found.node.start_char_idx : found.node.end_char_idx] == found.node.get_content()
    assert "legs" not in str(response)  # where a passage stands never reaches the prompt
    assert Globals._llm is None
    assert Globals._embed_model is None


def test_the_example_in_the_documentation_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from llama_index.core import Settings as Globals

    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("HVIDBOG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("OPENAI_API_KEY", "ubrugt")
    code = re.findall(r"```python\n(.*?)```", (ROOT / "docs/llama-index.md").read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile("\n".join(code), "docs/llama-index.md", "exec"), names)
    # The stand-in repeats its prompt, which proves nothing, so the answer is exact quotes and says why.
    assert (names["answer"].engine, names["answer"].status) == ("extractive", Status.FOUND)
    assert [one.code for one in names["answer"].notes][-1] in ("llm_nothing", "llm_unproved")
    assert {node.metadata["section_kind"] for node in names["nodes"]} == {"decision"}
    assert all(node.metadata["filters"] == {"sections": "decision"} for node in names["nodes"])
    assert all("vectors" in node.metadata["legs"] for node in names["nodes"])
    assert "3. juni 2025" in str(names["response"])
    assert (Globals._llm, Globals._embed_model) == (None, None)
    with pytest.raises(FingerprintMismatch, match="llama-index-MockEmbedding"):
        open_assistant(names["settings"])


def test_a_llama_index_model_s_claims_are_proved_or_replaced(tmp_path: Path) -> None:
    from assistant.chat_model import ModelFault
    from assistant.llama_index_parts import GivenLlm
    from assistant.llm_prompt import Message

    def parts_of(raw: Any, *deltas: str) -> list[str]:
        from llama_index.core.llms import ChatMessage, ChatResponse, MockLLM

        class Scripted(MockLLM):
            def stream_chat(self, messages: Any, **kwargs: Any) -> Any:
                for delta in deltas:
                    if delta == "fejl":
                        raise OSError
                    yield ChatResponse(message=ChatMessage(content=delta), delta=delta, raw=raw)

        return list(GivenLlm(Scripted()).stream([Message("user", "x")], time.monotonic() + 30))

    assert parts_of(None, "a", "b") == ["a", "b"]
    assert parts_of({"choices": [{"finish_reason": "stop"}]}, "a") == ["a"]
    for raw, deltas, code in (
        (None, (), "empty"),
        (None, ("a", "fejl"), "broken"),
        ({"choices": [{"finish_reason": "length"}]}, ("a",), "length"),
    ):
        with pytest.raises(ModelFault) as caught:
            parts_of(raw, *deltas)
        assert caught.value.code == code


def test_the_cutter_works_as_a_node_parser() -> None:
    from llama_index.core import Document

    from ingest.passages import node_parser

    text = "# Sømarken Kommune (opdigtet)\n\nEn sætning.\n\n## Havnen\n\nEn anden sætning."
    nodes = node_parser().get_nodes_from_documents([Document(text=text, id_="sag")])
    assert [node.metadata["section"][-1] for node in nodes] == ["Sømarken Kommune (opdigtet)", "Havnen"]
    assert "En anden sætning." in nodes[1].get_content()
