"""The chat model as a reranker: it gives each passage a number from 0 to 10, behind a token of this request."""

from __future__ import annotations

import time
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from assistant.chat_model import ModelFault
from assistant.llm_engine import LlmEngine
from assistant.llm_prompt import Message, prompt
from assistant.llm_sources import new_marker, new_token
from assistant.rerank import RerankFault

# Of a passage so much is shown, in characters; its first words say what it is about.
SHOWN = 1_200


class _Scored(BaseModel):
    """A line as the model wrote it: untrusted."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    token: str
    score: float = Field(ge=0, le=10)


_LINE: TypeAdapter[_Scored] = TypeAdapter(_Scored)


class ChatReranker:
    """Asks the model within `seconds`, under its kill switch, breaker and budget."""

    def __init__(self, engine: LlmEngine, seconds: float) -> None:
        self._engine = engine
        self._seconds = seconds

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """A score a text. Raises RerankFault unless every text got exactly one."""
        tokens: list[str] = []
        for _ in texts:
            tokens.append(new_token(set(tokens)))
        try:
            answer = self._engine.text(_messages(question, texts, tokens), time.monotonic() + self._seconds)
        except ModelFault as fault:
            raise RerankFault(fault.code) from fault
        found: dict[str, float] = {}
        for line in answer.splitlines():
            try:
                scored = _LINE.validate_json(line.strip())
            except ValidationError:
                continue
            if scored.token in found or scored.token not in tokens:
                raise RerankFault("token")
            found[scored.token] = scored.score
        if len(found) != len(tokens):
            raise RerankFault("incomplete")
        return [found[token] for token in tokens]


def _messages(question: str, texts: Sequence[str], tokens: Sequence[str]) -> list[Message]:
    marker = new_marker()
    pieces = [
        f"{marker} stykke {token}\n{text[:SHOWN].replace(marker, '')}\n{marker} slut {token}"
        for token, text in zip(tokens, texts, strict=True)
    ]
    block = "\n\n".join(pieces)
    return [
        Message("system", prompt("rangering").format(marker=marker)),
        Message("user", f"{block}\n\nSpørgsmål: {question.replace(marker, '')}"),
    ]
