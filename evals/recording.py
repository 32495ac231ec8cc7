"""Recording and replaying what a text model says, so that a run with a model can be repeated without a key.

A recording is a file of JSON lines, found by a hash of model, instruction and question. What was not recorded is an
error when replaying: a model is never asked by accident.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from evals.judge import TextModel
from ingest.catalogue import load_catalogue
from ingest.errors import HvidbogError

TEXTS = load_catalogue("evals")


class NotRecorded(HvidbogError):
    """A replay was asked for what the recording does not hold."""


def recording_key(model: str, system: str, user: str) -> str:
    """What a reply is found by."""
    return hashlib.sha256(json.dumps([model, system, user]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Recording:
    """A text model that keeps every reply in `path`, and asks `model` only for what is not there (None: replay alone)."""

    path: Path
    name: str
    model: TextModel | None = None
    _replies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.path.is_file():
            rows = (json.loads(line) for line in self.path.read_text(encoding="utf-8").splitlines())
            self._replies.update((row["key"], row["reply"]) for row in rows)

    def complete(self, system: str, user: str) -> str:
        """The recorded reply, or the model's, which is then recorded. Raises NotRecorded without either."""
        key = recording_key(self.name, system, user)
        if key in self._replies:
            return self._replies[key]
        if self.model is None:
            raise NotRecorded(TEXTS.text("judge.not_recorded", path=self.path.name))
        reply = self.model.complete(system, user)
        self._replies[key] = reply
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps({"key": key, "model": self.name, "reply": reply}, ensure_ascii=False) + "\n")
        return reply
