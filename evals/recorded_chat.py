"""A chat model whose every call is kept in a file, so that a run with a model is repeated without a key or a network.

A call is found by model, instruction, sources and question. Tokens and marker of the sources are drawn anew for every
request, so they are numbered before a call is looked up or kept, and put back when it is replayed. What was not recorded
is never asked of a model by accident: without one, the answer is an error and counts as one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.chat_model import ChatModel, ModelFault, Shape
from assistant.llm_prompt import SCHEMA, Message
from assistant.llm_sources import CHARACTERS_PER_TOKEN
from evals.recording import NotRecorded, recording_key
from ingest.catalogue import load_catalogue

_TOKEN = re.compile(r"kilde (\w+)\n")
_MARKER = re.compile(r"⟦\w+⟧")
# As long as a real token, so that a number costs a model nothing else.
_NUMBERED = "kild{:02d}"


@dataclass
class Spent:
    """What a run took of a model: calls, and tokens by the product's own estimate."""

    calls: int = 0
    prompt_tokens: int = 0
    reply_tokens: int = 0

    def add(self, prompt: int, reply: int) -> None:
        """Count one call of so many characters."""
        self.calls += 1
        self.prompt_tokens += prompt // CHARACTERS_PER_TOKEN
        self.reply_tokens += reply // CHARACTERS_PER_TOKEN


@dataclass
class RecordedChat:
    """A model that replays what `path` holds and asks `model` (None: nobody) for the rest, which it then keeps."""

    path: Path
    name: str
    model: ChatModel | None = None
    spent: Spent = field(default_factory=Spent)
    missing: int = 0
    _kept: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.path.is_file():
            rows = [json.loads(line) for line in self.path.read_text(encoding="utf-8").splitlines()]
            self._kept.update((row["key"], row) for row in rows)
            self.name = self.name or (rows[0]["model"] if rows else "")

    @property
    def schema(self) -> bool:
        """As the model that is asked; a replay asks as the recording did."""
        if self.model is not None:
            return self.model.schema
        return any(row["schema"] for row in self._kept.values())

    def stream(self, messages: Sequence[Message], deadline: float, shape: Shape | None = SCHEMA) -> Iterator[str]:
        """The reply, replayed or asked for. Raises the ModelFault that was recorded, NotRecorded without either."""
        prompt = "\n".join(message.content for message in messages)
        tokens = list(dict.fromkeys(_TOKEN.findall(prompt)))
        numbers = {token: _NUMBERED.format(number) for number, token in enumerate(tokens, start=1)}
        key = recording_key(self.name, "chat", _MARKER.sub("⟦⟧", renamed(prompt, numbers)))
        row = self._kept.get(key)
        if row is not None:
            self.spent.add(len(prompt), len(row["reply"]))
            yield renamed(row["reply"], {number: token for token, number in numbers.items()})
            if row["fault"]:
                raise ModelFault(row["fault"])
            return
        if self.model is None:
            self.missing += 1
            raise NotRecorded(load_catalogue("evals").text("judge.not_recorded", path=self.path.name))
        yield from self._asked(self.model, messages, deadline, shape, key, numbers, len(prompt))

    def _asked(
        self, model: ChatModel, messages: Sequence[Message], deadline: float, shape: Shape | None, key: str,
        numbers: dict[str, str], length: int,
    ) -> Iterator[str]:  # fmt: skip
        pieces: list[str] = []
        fault: str | None = ""
        schema = model.schema
        try:
            for piece in model.stream(messages, deadline, shape):
                pieces.append(piece)
                yield piece
        except ModelFault as error:
            fault = error.code
            raise
        except Exception:
            # A fault of ours says nothing of the model: the call is asked for again.
            fault = None
            raise
        finally:
            # Also where the reader has stopped listening: a replay stops at the same place.
            reply = "".join(pieces)
            self.spent.add(length, len(reply))
            if fault is not None:
                row = {"key": key, "model": self.name, "schema": schema, "reply": renamed(reply, numbers)}
                self._keep({**row, "fault": fault})

    def _keep(self, row: dict[str, Any]) -> None:
        self._kept[row["key"]] = row
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")


def renamed(text: str, names: dict[str, str]) -> str:
    """`text` with each of these words replaced by its other name, all at once."""
    if not names:
        return text
    return re.sub(rf"\b(?:{'|'.join(map(re.escape, names))})\b", lambda match: names[match.group()], text)
