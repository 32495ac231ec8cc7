"""The model of a run: recorded, replayed, and with nothing left behind in the home that readers use."""

from __future__ import annotations

import shutil
from pathlib import Path

from assistant.chat_model import open_chat_model
from assistant.llm_engine import LlmEngine
from evals.recorded_chat import RecordedChat
from ingest.catalogue import load_catalogue
from ingest.config import Settings
from ingest.errors import WrongUse

RECORDING = "model-calls.jsonl"
# Whoever starts a run with a model has asked for all of its questions: the readers' allowance of a day is not touched.
_ALL_OF_THEM = 1_000_000


def recorded(settings: Settings, path: Path, recording: Path | None) -> RecordedChat:
    """The model that the settings name, its calls kept in `path`, those of `recording` replayed.

    Raises WrongUse where there is neither a model nor a recording.
    """
    model = open_chat_model(settings)
    if recording is not None:
        if not recording.is_file():
            raise WrongUse(load_catalogue("evals").text("cases.missing", path=recording))
        shutil.copyfile(recording, path)
    elif model is None:
        raise WrongUse(load_catalogue("evals").text("answers.no_model"))
    return RecordedChat(path, settings.model or "", model)


def engine_of(settings: Settings, chat: RecordedChat, folder: Path) -> LlmEngine:
    """The product's engine over that model. Its count of calls and its breaker lie in the run's folder."""
    return LlmEngine(settings.model_copy(update={"home": folder, "model_per_day": _ALL_OF_THEM}), chat)
