"""The engine with a language model: the model writes claims, the gate decides which of them a reader sees.

A claim is given out as soon as the model has closed it and it has passed. When the stream then breaks off, all of it is
taken back: an answer counts only when the model finished it properly.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.breaker import Breaker
from assistant.chat_model import ChatModel, ModelFault, Shape, open_chat_model
from assistant.gate import Entails, check, failed, passes
from assistant.llm_budget import CallBudget
from assistant.llm_claims import ClaimReader, WrittenClaim
from assistant.llm_instructions import instructs
from assistant.llm_prompt import MOST_CLAIMS, Message, messages, prompt_hash
from assistant.llm_quotes import locate
from assistant.llm_sources import Shown, show
from assistant.records import Hit, Verdict
from assistant.switch import Switch, is_on
from ingest.clean import clean
from ingest.config import Settings
from ingest.records import Range, Reading

FOLDER = "model"


@dataclass(frozen=True, slots=True)
class Proved:
    """A claim that passed the gate: its plain text, the exact range that it cites, and the verdict of each check."""

    text: str
    reading: Reading
    range: Range
    checks: dict[str, Verdict]


@dataclass(frozen=True, slots=True)
class Unproved:
    """A claim that no reader sees, and the checks that it failed."""

    text: str
    failed: tuple[str, ...]


class LlmEngine:
    """Claims of a model, each proved. Safe for many threads; keeps nothing of a question.

    `gated` is False only in tests, to see that what the gate stops would otherwise be shown.
    """

    def __init__(
        self,
        settings: Settings,
        model: ChatModel,
        entails: Entails | None = None,
        clock: Callable[[], float] = time.monotonic,
        gated: bool = True,
    ) -> None:
        folder: Path = settings.home / FOLDER
        self._settings = settings
        self._model = model
        self._entails = entails
        self._clock = clock
        self._gated = gated
        self._breaker = Breaker(folder / "breaker")
        self._budget = CallBudget(folder, settings.model_at_once, settings.model_per_day)

    @property
    def model(self) -> str:
        """The model's name."""
        return self._model.name

    @property
    def prompt_hash(self) -> str:
        """The hash of the prompt files."""
        return prompt_hash()

    def deadline(self) -> float:
        """The time of the monotonic clock at which an answer that begins now must have ended."""
        return self._clock() + self._settings.model_seconds

    def claims(
        self, question: str, hits: Sequence[Hit], readings: Callable[[str], Reading], deadline: float | None = None
    ) -> Iterator[Proved | Unproved]:
        """The model's claims about `question` as they come, proved or not.

        Raises ModelFault when the model is off, busy, slow, broken or cut off: then nothing that came before counts.
        """
        ends = self.deadline() if deadline is None else deadline
        if not is_on(self._settings.home, Switch.MODEL):
            raise ModelFault("off")
        shown = show(hits, readings, self._settings.model_tokens)
        if not shown.sources:
            return
        with self._call():
            yield from self._read(question, shown, ends)

    def text(self, asked: Sequence[Message], deadline: float, shape: Shape | None = None) -> str:
        """The whole text that the model answers with: for what is no claim (`llm_rewrite.py`, `rerank_chat.py`).

        Raises ModelFault as `claims` does.
        """
        if not is_on(self._settings.home, Switch.MODEL):
            raise ModelFault("off")
        with self._call():
            return "".join(self._model.stream(asked, deadline, shape))

    @contextlib.contextmanager
    def _call(self) -> Iterator[None]:
        """One call within the slots, the day's budget and the breaker, which learns how it went."""
        with self._budget.slot() as free:
            if not free:
                raise ModelFault("busy")
            if not self._breaker.allows():
                raise ModelFault("down")
            if not self._budget.spend():
                self._breaker.gave_up()
                raise ModelFault("spent")
            told = False
            try:
                yield
                self._breaker.succeeded()
                told = True
            except ModelFault:
                self._breaker.failed()
                told = True
                raise
            finally:
                if not told:
                    self._breaker.gave_up()

    def _read(self, question: str, shown: Shown, deadline: float) -> Iterator[Proved | Unproved]:
        reader = ClaimReader()
        seen: set[str] = set()
        for piece in self._model.stream(messages(question, shown, self._model.schema), deadline):
            for written in reader.feed(piece):
                text = plain_text(written.text)
                if text and text not in seen and len(seen) < MOST_CLAIMS:
                    seen.add(text)
                    yield self._judged(written, text, shown)
            if reader.overlong or not is_on(self._settings.home, Switch.MODEL):
                raise ModelFault("garbage" if reader.overlong else "off")

    def _judged(self, written: WrittenClaim, text: str, shown: Shown) -> Proved | Unproved:
        """The claim after the gate, with the exact range of its quote."""
        source = shown.source(written.token)
        if not self._gated:
            one = source or shown.sources[0]
            return Proved(written.text, one.reading, one.range, {})
        if source is None:
            return Unproved(text, ("token",))
        quoted = locate(clean(written.quote), source)
        if quoted is None:
            return Unproved(text, ("quote",))
        quote = quoted.of(source.reading.text)
        if instructs(quote) or instructs(text):
            return Unproved(text, ("instruction",))
        verdicts = dict(check(text, quote, quoted, source.reading, entails=self._entails))
        if not passes(verdicts):
            return Unproved(text, failed(verdicts))
        return Proved(text, source.reading, quoted, verdicts)


def plain_text(text: str) -> str:
    """`text` on one line, in NFC, without invisible or bidirectional characters."""
    return " ".join(clean(text).split())


def open_llm_engine(settings: Settings) -> LlmEngine | None:
    """The engine over the model that the settings name, or None where there is none. Sends nothing."""
    model = open_chat_model(settings)
    return None if model is None else LlmEngine(settings, model)
