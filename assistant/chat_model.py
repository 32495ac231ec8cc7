"""The door to a chat model: any OpenAI-compatible endpoint, read as a stream within one total deadline.

The openai client passes a stream that was cut off as a whole answer, waits as long as a server asks it to, and never
times out on one character now and then. So: no retries of its own, every wait bounded by one monotonic deadline, and a
text counts only when the stream ended with `finish_reason == "stop"`.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from assistant.llm_prompt import SCHEMA, Message
from ingest.catalogue import load_catalogue
from ingest.config import Settings
from ingest.embedding import client_timeout, openai_client
from ingest.errors import HvidbogError

if TYPE_CHECKING:
    from openai import OpenAI

# A JSON schema that an endpoint is asked to hold its model to.
Shape = Mapping[str, object]
Put = Callable[[str | BaseException | None], None]
LONGEST_WAIT_FOR_RETRY = 5.0
TRIES = 2
# More text than any answer needs; a model that goes on has lost its way.
MOST_CHARACTERS = 20_000


class ModelFault(HvidbogError):
    """The model gave no whole answer. `code` says why: timeout, http_429, http_500, cut, length, empty, garbage, …"""

    def __init__(self, code: str) -> None:
        super().__init__(load_catalogue("assistant").text("llm.failed"))
        self.code = code


class ChatModel(Protocol):
    """What the engine needs of a model."""

    @property
    def name(self) -> str:
        """The model's name, stored with each answer."""

    @property
    def schema(self) -> bool:
        """Whether the endpoint holds the model to a schema."""

    def stream(self, messages: Sequence[Message], deadline: float, shape: Shape | None = SCHEMA) -> Iterator[str]:
        """The pieces of the answer until it is whole, held to `shape` where the endpoint can.

        Raises ModelFault; `deadline` is a time of `time.monotonic`.
        """


class OpenAIChatModel:
    """A model behind an OpenAI-compatible endpoint. Safe for many threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client: OpenAI | None = None
        self._lock = threading.Lock()
        self._schema = settings.model_schema == "auto"

    @property
    def name(self) -> str:
        """The model's name."""
        return self._settings.model or ""

    @property
    def schema(self) -> bool:
        """Whether the next call asks for a schema: not after the endpoint has refused one."""
        return self._schema

    def stream(self, messages: Sequence[Message], deadline: float, shape: Shape | None = SCHEMA) -> Iterator[str]:
        """The pieces of the answer until it is whole; at most two tries, the second only if nothing had come."""
        for attempt in range(1, TRIES + 1):
            began = False
            try:
                for piece in self._once(messages, deadline, shape):
                    began = True
                    yield piece
                return
            except _Again as again:
                wait = again.seconds
                if began or attempt == TRIES or wait > LONGEST_WAIT_FOR_RETRY or time.monotonic() + wait >= deadline:
                    raise ModelFault(again.code) from None
                time.sleep(wait)

    def _once(self, messages: Sequence[Message], deadline: float, shape: Shape | None) -> Iterator[str]:
        """One call."""
        request = self._request(messages, shape)
        return pieces_within(deadline, lambda put, cancelled: self._work(request, deadline, put, cancelled))

    def _work(
        self,
        request: dict[str, Any],
        deadline: float,
        put: Put,
        cancelled: threading.Event,
    ) -> None:
        import openai

        try:
            self._read(request, deadline, put, cancelled)
        except (ModelFault, _Again) as fault:
            put(fault)
        except openai.BadRequestError:
            # Many endpoints know no schema and say so with a 400: once more without it.
            put(_Again("http_400", 0.0) if self._give_up_schema() else ModelFault("http_400"))
        except openai.APIStatusError as error:
            put(_status_fault(error.status_code, error.response.headers.get("retry-after")))
        except openai.APITimeoutError:
            put(ModelFault("timeout"))
        except openai.APIConnectionError:
            put(_Again("unreachable", 0.0))
        except openai.APIError:
            put(ModelFault("broken"))
        except Exception:
            # json.JSONDecodeError (a ValueError) for broken lines, httpx.HTTPError for a broken body, and whatever else a
            # foreign server brings about.
            put(ModelFault("garbage"))

    def _read(
        self,
        request: dict[str, Any],
        deadline: float,
        put: Put,
        cancelled: threading.Event,
    ) -> None:
        seconds = max(deadline - time.monotonic(), 0.01)
        client = self._connected().with_options(timeout=client_timeout(seconds))
        finish, text = None, False
        with client.chat.completions.create(**request) as stream:
            for chunk in stream:
                if cancelled.is_set() or time.monotonic() >= deadline:
                    raise ModelFault("timeout")
                for choice in chunk.choices[:1]:
                    if choice.delta and choice.delta.content:
                        text = text or bool(choice.delta.content.strip())
                        put(choice.delta.content)
                    finish = choice.finish_reason or finish
        if finish != "stop":
            raise ModelFault(finish or "cut")
        if not text:
            raise ModelFault("empty")
        put(None)

    def _request(self, messages: Sequence[Message], shape: Shape | None) -> dict[str, Any]:
        request: dict[str, Any] = {
            "model": self.name,
            "messages": [{"role": message.role, "content": message.content} for message in messages],
            "max_tokens": self._settings.model_answer_tokens,
            "temperature": 0,
            "stream": True,
        }
        if self._schema and shape is not None:
            held = {"name": "answer", "strict": True, "schema": shape}
            request["response_format"] = {"type": "json_schema", "json_schema": held}
        return request

    def _give_up_schema(self) -> bool:
        with self._lock:
            had, self._schema = self._schema, False
        return had

    def _connected(self) -> OpenAI:
        with self._lock:
            if self._client is None:
                self._client = _client(self._settings)
            return self._client


def pieces_within(deadline: float, work: Callable[[Put, threading.Event], None]) -> Iterator[str]:
    """The pieces that `work` puts until it puts None, raising what it puts of errors. Raises ModelFault at the deadline.

    It runs in a thread of its own, since no timeout of a client bounds the whole of a call.
    """
    pieces: queue.Queue[str | BaseException | None] = queue.Queue()
    cancelled = threading.Event()
    threading.Thread(target=work, args=(pieces.put, cancelled), daemon=True).start()
    characters = 0
    try:
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise ModelFault("timeout")
            try:
                piece = pieces.get(timeout=left)
            except queue.Empty:
                raise ModelFault("timeout") from None
            if piece is None:
                return
            if isinstance(piece, BaseException):
                raise piece
            characters += len(piece)
            if characters > MOST_CHARACTERS:
                raise ModelFault("garbage")
            yield piece
    finally:
        cancelled.set()


class _Again(Exception):
    """A fault after which a second try is worth it, in so many seconds."""

    def __init__(self, code: str, seconds: float) -> None:
        super().__init__(code)
        self.code = code
        self.seconds = seconds


def open_chat_model(settings: Settings) -> ChatModel | None:
    """The model that the settings name, or None where there is none: no name, or neither key nor address."""
    if not settings.model or not (settings.openai_api_key or settings.openai_base_url):
        return None
    return OpenAIChatModel(settings)


def _client(settings: Settings) -> OpenAI:
    # A local server (Ollama, vLLM) needs no key, but the client insists on one.
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else "none"
    return openai_client(settings.openai_base_url, key, settings.azure_api_version)


def _status_fault(status: int, retry_after: str | None) -> Exception:
    code = f"http_{status}"
    if status == 429 or status >= 500:
        return _Again(code, _seconds(retry_after))
    return ModelFault(code)


def _seconds(retry_after: str | None) -> float:
    """The seconds of a Retry-After; a date or anything else counts as too long."""
    if retry_after is None:
        return 0.2
    try:
        return max(float(retry_after), 0.0)
    except ValueError:
        return LONGEST_WAIT_FOR_RETRY + 1
