"""Assistants over the made-up note, with a language model on loopback."""

from __future__ import annotations

import contextlib
import importlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.answering import Assistant
from assistant.chat_model import open_chat_model
from assistant.llm_engine import LlmEngine
from assistant.records import Answer
from ingest.bootstrap import build_parts
from ingest.config import Settings
from ingest.records import Audience
from tests.assistants import ingest_files
from tests.conftest import ROOT
from tests.llm_scripts import DOCUMENT, QUESTION, honest
from tests.scripted_model import Script, ScriptedModel, scripted_model


@dataclass
class Asked:
    """An answer and how long the reader waited for it, in seconds."""

    answer: Answer
    seconds: float


@dataclass
class Stand:
    """An assistant with its model and settings."""

    assistant: Assistant
    model: ScriptedModel
    settings: Settings

    def ask(self, script: Script, question: str = QUESTION) -> Asked:
        """One question while the model follows `script`."""
        self.model.script = script
        started = time.monotonic()
        answer = self.assistant.ask(question, engine="llm")
        return Asked(answer, time.monotonic() - started)

    def works(self) -> bool:
        """Whether the same question gets the model's answer from an honest model: the control of every trial.

        A busy machine may miss the brief deadline of a test, so there are three tries.
        """
        return any(self.ask(honest).answer.engine == "llm" for _ in range(3))


@contextlib.contextmanager
def llm_stand(folder: Path, seconds: float = 1.0, gated: bool = True, document: str = DOCUMENT) -> Iterator[Stand]:
    """An assistant over `document` whose model has `seconds` for an answer."""
    # The first import of the client takes a second or more, which is no part of any deadline that is tested here.
    importlib.import_module("openai")
    note = folder / "notat.md"
    note.write_text(document, encoding="utf-8")
    with scripted_model(honest) as model:
        settings = Settings(
            home=folder / "home",
            corpus=ROOT / "corpus",
            openai_base_url=model.address,
            model="model-paa-loopback",
            model_seconds=seconds,
        )
        ingest_files(settings, [note])
        chat = open_chat_model(settings)
        assert chat is not None
        engine = LlmEngine(settings, chat, gated=gated)
        assistant = Assistant(settings, Audience.PUBLIC, build_parts(settings), llm=engine)
        try:
            yield Stand(assistant, model, settings)
        finally:
            assistant.close()
