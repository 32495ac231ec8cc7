"""An embedding model on loopback that does as the test says: the server of `scripted_model`, asked for vectors.

An honest vector is made of a text's words, so that texts which share words are near each other.
"""

from __future__ import annotations

import json
import random
import time
import zlib
from collections.abc import Callable, Sequence
from typing import Any

from tests.scripted_model import Handler, Script

DIMENSIONS = 64
Vector = list[float]


def vector_of(text: str, dimensions: int = DIMENSIONS) -> Vector:
    """The vector of a text: its words, hashed into few places, over a common ground as real models have."""
    vector = [0.5] * dimensions
    for word in text.lower().replace(".", " ").replace("?", " ").split():
        vector[zlib.crc32(word[:6].encode()) % dimensions] += 1.0
    return vector


def giving(make: Callable[[Sequence[str]], Sequence[Any]]) -> Script:
    """A script that answers with the vectors that `make` makes of the texts."""

    def run(handler: Handler, body: dict[str, Any]) -> None:
        data = [
            {"object": "embedding", "index": number, "embedding": vector}
            for number, vector in enumerate(make(body["input"]))
        ]
        handler.begin(200, "application/json")
        # JSON as Python writes it: NaN stands there as it does in the answers of careless servers.
        handler.raw(json.dumps({"object": "list", "model": body["model"], "data": data, "usage": None}))

    return run


honest: Script = giving(lambda texts: [vector_of(text) for text in texts])


def _status(status: int, **headers: str) -> Script:
    def run(handler: Handler, body: dict[str, Any]) -> None:
        handler.begin(status, "application/json", **headers)
        handler.raw('{"error": {"message": "no"}}')

    return run


def _silent(handler: Handler, body: dict[str, Any]) -> None:
    time.sleep(1.0)


def _drip(handler: Handler, body: dict[str, Any]) -> None:
    handler.begin(200, "application/json")
    for _ in range(60):
        handler.raw(" ")
        time.sleep(0.05)


def _page(handler: Handler, body: dict[str, Any]) -> None:
    handler.begin(200, "text/html")
    handler.raw("<html><body>502 Bad Gateway</body></html>")


def _cut(handler: Handler, body: dict[str, Any]) -> None:
    handler.begin(200, "application/json")
    handler.raw('{"object": "list", "data": [{"object": "embedding", "index": 0, "embedding": [0.1, 0.')


def _doubled(handler: Handler, body: dict[str, Any]) -> None:
    data = [{"object": "embedding", "index": 0, "embedding": vector_of(text)} for text in body["input"]]
    handler.begin(200, "application/json")
    handler.raw(json.dumps({"object": "list", "model": "x", "data": data}))


# What an embeddings endpoint can do wrong. Each leaves an ingest without vectors and a question without one.
FAULTS: dict[str, Script] = {
    "http_429": _status(429),
    "http_429_far": _status(429, retry_after="3600"),
    "http_429_date": _status(429, retry_after="Wed, 21 Oct 2099 07:28:00 GMT"),
    "http_401": _status(401),
    "http_400": _status(400),
    "http_500": _status(500),
    "silent": _silent,
    "drip": _drip,
    "html_page": _page,
    "cut": _cut,
    "half_a_batch": giving(lambda texts: [vector_of(text) for text in texts][: len(texts) // 2]),
    "one_too_many": giving(lambda texts: [vector_of(text) for text in (*texts, "mere")]),
    "index_doubled": _doubled,
    "nan": giving(lambda texts: [[float("nan"), *vector_of(text)[1:]] for text in texts]),
    "infinite": giving(lambda texts: [[float("inf"), *vector_of(text)[1:]] for text in texts]),
    "zeros": giving(lambda texts: [[0.0] * DIMENSIONS for _ in texts]),
    "no_numbers": giving(lambda texts: [["a"] * DIMENSIONS for _ in texts]),
    "empty_vectors": giving(lambda texts: [[] for _ in texts]),
    "ragged": giving(lambda texts: [vector_of(text, DIMENSIONS + number) for number, text in enumerate(texts)]),
}


def failing_now_and_then(seed: int, share: float) -> Script:
    """Honest most of the time; a seeded share of the calls is answered by one of the quick faults."""
    rng = random.Random(seed)
    quick = [FAULTS[name] for name in ("http_429", "http_500", "html_page", "half_a_batch", "nan", "zeros", "cut")]

    def run(handler: Handler, body: dict[str, Any]) -> None:
        (rng.choice(quick) if rng.random() < share else honest)(handler, body)

    return run
