"""llama-index's parts inside ours: any `BaseEmbedding` as the vectors of an index, any `LLM` as the model that is checked.

Hand them to `ingest` and `open_assistant`; llama-index's global settings are neither read nor written.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import Any

from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.llms import LLM, ChatMessage

from assistant.chat_model import ModelFault, Put, Shape, pieces_within
from assistant.llm_prompt import Message
from ingest.config import Settings
from ingest.embedding import within
from ingest.embedding_batches import EncoderFault, ModelEmbedder, Patience
from ingest.embedding_cache import EmbeddingCache
from ingest.embedding_prefixes import Prefixes


def embedder_from(embedding: BaseEmbedding, settings: Settings) -> ModelEmbedder:
    """An embedder over a llama-index embedding, which puts its own words in front of questions and passages.

    Its fingerprint is the class and the model's name: an index is refused to an embedding with another one.
    """
    fingerprint = f"llama-index-{type(embedding).__name__}-{embedding.model_name}"
    return ModelEmbedder(
        encoder=_Encoder(embedding),
        fingerprint=fingerprint,
        name=embedding.model_name,
        prefixes=Prefixes(),
        cache=EmbeddingCache(settings.home, fingerprint),
        patience=Patience(settings.embedding_ingest_seconds, settings.embedding_seconds, settings.embedding_batch),
        full_weight=settings.embedding_weight,
    )


class _Encoder:
    """An encoder over a llama-index embedding."""

    def __init__(self, embedding: BaseEmbedding) -> None:
        self._embedding = embedding

    def encode(self, texts: Sequence[str], seconds: float, question: bool) -> list[list[float]]:
        """The vectors that the embedding gives within `seconds`."""

        def call() -> list[list[float]]:
            if question:
                return [self._embedding.get_query_embedding(text) for text in texts]
            return self._embedding.get_text_embedding_batch(list(texts))

        try:
            return within(seconds, call)
        except EncoderFault:
            raise
        except Exception as error:  # whatever a foreign class raises
            raise EncoderFault(type(error).__name__) from error


class GivenLlm:
    """A `ChatModel` over a llama-index model. Its claims pass the gate like any other's."""

    schema = False

    def __init__(self, llm: LLM) -> None:
        self._llm = llm

    @property
    def name(self) -> str:
        """The model's name."""
        return self._llm.metadata.model_name

    def stream(self, messages: Sequence[Message], deadline: float, shape: Shape | None = None) -> Iterator[str]:
        """The pieces of the answer until it is whole; no `shape` is asked for. Raises ModelFault."""
        return pieces_within(deadline, lambda put, cancelled: self._work(messages, put, cancelled))

    def _work(self, messages: Sequence[Message], put: Put, cancelled: threading.Event) -> None:
        chat = [ChatMessage(role=message.role, content=message.content) for message in messages]
        ended, said = None, False
        try:
            for response in self._llm.stream_chat(chat):
                if cancelled.is_set():
                    return
                if response.delta:
                    said = said or bool(response.delta.strip())
                    put(response.delta)
                ended = _finish(response.raw) or ended
        except Exception:  # whatever a foreign class raises
            put(ModelFault("broken"))
            return
        # llama-index does not say how an answer ended; where the endpoint's own words are there, they count.
        if ended not in (None, "stop"):
            put(ModelFault(ended))
        else:
            put(None if said else ModelFault("empty"))


def _finish(raw: Any) -> str | None:
    """The `finish_reason` of an OpenAI-like response, as an object or a dict, or None."""
    choices = raw.get("choices") if isinstance(raw, dict) else getattr(raw, "choices", None)
    for choice in choices or ():
        reason = choice.get("finish_reason") if isinstance(choice, dict) else getattr(choice, "finish_reason", None)
        return None if reason is None else str(reason)
    return None
