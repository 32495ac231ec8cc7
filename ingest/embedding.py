"""The door to embedding models: any OpenAI-compatible endpoint, or sentence-transformers where it is installed.

Off unless `HVIDBOG_EMBEDDING` says otherwise: a key alone sends nothing. Also makes the openai client for the chat model.
"""

from __future__ import annotations

import hashlib
import queue
import threading
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from ingest.catalogue import load_catalogue
from ingest.config import Settings
from ingest.embedding_batches import EncoderFault, ModelEmbedder, Patience
from ingest.embedding_cache import EmbeddingCache
from ingest.embedding_prefixes import Prefixes, prefixes_for
from ingest.errors import WrongUse
from ingest.vectors import Vectors

if TYPE_CHECKING:
    from openai import OpenAI

Result = TypeVar("Result")
# Used where it is installed, and never asked for: it brings along some gigabytes.
LIBRARY = "sentence_transformers"
OPENAI_HOST = "https://api.openai.com/v1"
# A server that asks to wait longer than an ingest ever would.
_NEVER = 1e9
_CONNECT_SECONDS = 5.0
_STATISTICS = ("Lang", "Package-Version", "OS", "Arch", "Runtime", "Runtime-Version", "Async")


def open_embedder(settings: Settings) -> ModelEmbedder | None:
    """The embedder that the settings name, or None where they name none. Sends nothing.

    Raises WrongUse where the model's name is missing, or sentence-transformers or the model is not on this machine.
    """
    if settings.embedding == "off":
        return None
    model = settings.embedding_model
    if not model:
        raise WrongUse(load_catalogue("ingest").text("embedding.no_model"))
    prefixes = prefixes_for(model, settings.embedding_query_prefix, settings.embedding_passage_prefix)
    fingerprint = fingerprint_of(settings.embedding, model, prefixes)
    endpoint = settings.embedding == "endpoint"
    return ModelEmbedder(
        encoder=EndpointEncoder(settings, model) if endpoint else LocalEncoder(model),
        fingerprint=fingerprint,
        name=f"{model} ({embedding_host(settings)})" if endpoint else model,
        prefixes=prefixes,
        cache=EmbeddingCache(settings.home, fingerprint),
        patience=Patience(settings.embedding_ingest_seconds, settings.embedding_seconds, settings.embedding_batch),
        full_weight=settings.embedding_weight,
        sends_questions=not endpoint or settings.embedding_questions != "none",
    )


def fingerprint_of(source: str, model: str, prefixes: Prefixes) -> str:
    """What must be equal between an index and the question's vectors: source, model and prefixes, readable."""
    told = hashlib.sha256(f"{prefixes.query}\0{prefixes.passage}".encode()).hexdigest()[:8]
    return f"{source}-{model}-{told}"


def embedding_host(settings: Settings) -> str:
    """The host that document texts and questions go to with these settings."""
    return urlsplit(_address(settings)[0] or OPENAI_HOST).hostname or ""


def _address(settings: Settings) -> tuple[str | None, str]:
    """Address and key of the embeddings endpoint. The key for one address is never sent to another."""
    own = settings.embedding_base_url
    key = settings.embedding_api_key or (None if own else settings.openai_api_key)
    return own or settings.openai_base_url, key.get_secret_value() if key else "none"


class EndpointEncoder:
    """A model behind an OpenAI-compatible embeddings endpoint. Safe for many threads."""

    def __init__(self, settings: Settings, model: str) -> None:
        self._settings = settings
        self._model = model
        self._client: OpenAI | None = None
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str], seconds: float, question: bool = False) -> Sequence[Sequence[float]]:
        """One call. Its answer may not come in drops for longer than `seconds`."""
        client = self._connected()  # making it is our own work and no part of the wait
        return within(seconds, lambda: self._called(client, texts, seconds))

    def _called(self, client: OpenAI, texts: Sequence[str], seconds: float) -> Sequence[Sequence[float]]:
        import openai

        try:
            client = client.with_options(timeout=client_timeout(seconds))
            # Lists of numbers are what every endpoint can give; not all know base64.
            answer = client.embeddings.create(model=self._model, input=list(texts), encoding_format="float")
            found = {one.index: one.embedding for one in answer.data}
        except openai.APIStatusError as error:
            raise _status_fault(error.status_code, error.response.headers.get("retry-after")) from None
        except openai.APITimeoutError:
            raise EncoderFault("timeout") from None
        except openai.APIConnectionError:
            raise EncoderFault("unreachable") from None
        except Exception:
            # Broken JSON, an HTML page with status 200, fields that are missing, and whatever else a foreign server sends.
            raise EncoderFault("garbage") from None
        if sorted(found) != list(range(len(texts))):
            raise EncoderFault("count")
        return [found[number] for number in range(len(texts))]

    def _connected(self) -> OpenAI:
        with self._lock:
            if self._client is None:
                address, key = _address(self._settings)
                azure = None if self._settings.embedding_base_url else self._settings.azure_api_version
                self._client = openai_client(address, key, azure)
            return self._client


class LocalEncoder:
    """A model of sentence-transformers on this machine. Nothing is downloaded: the model must be there."""

    def __init__(self, model: str) -> None:
        self._model = local_model("SentenceTransformer", model)

    def encode(self, texts: Sequence[str], seconds: float, question: bool = False) -> Vectors:
        """The vectors of these texts; this machine's own work is not timed."""
        try:
            # The prefixes are ours to put in front, so the model's own prompts are left out.
            found: Vectors = self._model.encode(list(texts), prompt="", convert_to_numpy=True, show_progress_bar=False)
        except Exception as error:
            raise EncoderFault(type(error).__name__, again=False) from error
        return found


def local_model(kind: str, model: str) -> Any:
    """A model of sentence-transformers, of the class `kind`, that lies on this machine. Raises WrongUse where it does not."""
    texts = load_catalogue("ingest")
    try:
        library = import_module(LIBRARY)
    except ImportError:
        raise WrongUse(texts.text("embedding.no_library")) from None
    try:
        return getattr(library, kind)(model, local_files_only=True)
    except Exception as error:
        detail = type(error).__name__
        raise WrongUse(texts.text("embedding.no_local_model", model=model, detail=detail)) from error


def within(seconds: float, call: Callable[[], Result]) -> Result:
    """What `call` gives within `seconds`, or EncoderFault: no timeout of the client bounds the whole of an answer."""
    results: queue.Queue[tuple[Result | None, BaseException | None]] = queue.Queue()

    def work() -> None:
        try:
            results.put((call(), None))
        except BaseException as error:  # it is raised again where it is waited for
            results.put((None, error))

    threading.Thread(target=work, daemon=True).start()
    try:
        result, error = results.get(timeout=seconds)
    except queue.Empty:
        raise EncoderFault("timeout") from None
    if error is not None:
        raise error
    return result  # type: ignore[return-value]


def openai_client(address: str | None, key: str, azure_version: str | None) -> OpenAI:
    """A client that tries once and tells the endpoint nothing of the system it runs on."""
    import openai

    headers: Any = {f"X-Stainless-{name}": openai.Omit() for name in _STATISTICS}
    if azure_version:
        return openai.AzureOpenAI(
            azure_endpoint=address or "", api_version=azure_version, api_key=key, max_retries=0, default_headers=headers
        )
    return openai.OpenAI(base_url=address, api_key=key, max_retries=0, default_headers=headers)


def client_timeout(seconds: float) -> Any:
    """The client's timeouts for a call of at most `seconds`."""
    from openai import Timeout

    return Timeout(seconds, connect=min(seconds, _CONNECT_SECONDS))


def _status_fault(status: int, retry_after: str | None) -> EncoderFault:
    code = f"http_{status}"
    if status != 429 and status < 500:
        return EncoderFault(code, again=False)
    return EncoderFault(code, wait=_seconds(retry_after))


def _seconds(retry_after: str | None) -> float | None:
    """The seconds of a Retry-After; a date or anything else counts as longer than anybody waits."""
    if retry_after is None:
        return None
    try:
        return max(float(retry_after), 0.0)
    except ValueError:
        return _NEVER
