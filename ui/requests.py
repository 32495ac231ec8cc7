"""What a request to our own routes holds: JSON of a bounded size with the fields that are asked for, or a Danish refusal."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse

from assistant.records import Turn
from ingest.catalogue import load_catalogue
from ingest.errors import WrongUse
from ingest.personal_data import mask_question

if TYPE_CHECKING:
    from starlette.requests import Request

LARGEST_BODY = 64 * 1024
BODY_SECONDS = 10.0  # for the whole body to arrive
MOST_TURNS = 4
LONGEST_TURN = 4_000
LONGEST_ID = 200
AI_HEADER = {"x-ai-generated": "true", "cache-control": "no-store"}


class Refused(Exception):
    """The request is answered with this status and sentence."""

    def __init__(self, status: int, sentence: str, seconds: int | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        self.seconds = seconds

    def response(self) -> JSONResponse:
        """The answer to send."""
        body: dict[str, Any] = {"error": str(self)}
        headers = {"cache-control": "no-store"}
        if self.seconds is not None:
            body["retry_after"] = self.seconds
            headers["retry-after"] = str(self.seconds)
        return JSONResponse(body, self.status, headers)


def refused(status: int, key: str, **values: object) -> Refused:
    """The refusal with the sentence `problem.<key>`."""
    return Refused(status, load_catalogue("ui").text(f"problem.{key}", **values))


async def json_body(request: Request) -> dict[str, Any]:
    """The JSON object of a request. Raises Refused for another type, more than 64 kB, 10 s, or what is no JSON object.

    The type is checked because a form of a foreign page can send text, but not this type without asking first.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise refused(415, "not_json")
    body = b""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for part in request.stream():
                body += part
                if len(body) > LARGEST_BODY:
                    raise refused(413, "too_large")
        tree = json.loads(body)
    except TimeoutError:
        raise refused(408, "too_slow") from None
    except (ValueError, RecursionError, ClientDisconnect):
        raise refused(400, "not_json") from None
    if not isinstance(tree, dict):
        raise refused(400, "not_json")
    return tree


def text_field(tree: Mapping[str, Any], name: str) -> str:
    """The text in a field. Raises Refused where it is missing or no text."""
    value = tree.get(name)
    if not isinstance(value, str):
        raise refused(400, "bad_request", field=name)
    return _whole(value)


def identity_field(tree: Mapping[str, Any], name: str) -> str | int | None:
    """The caller's own mark for a request, given back as it came: a short text, a whole number or nothing.

    Raises Refused, also for a mark that holds a CPR number or a mail address: it would come back, and into the caller's logs.
    """
    value = tree.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int) or len(str(value)) > LONGEST_ID:
        raise refused(400, "bad_request", field=name)
    # A mark may well be eight digits, so what looks like a telephone number is left alone.
    if {"cpr", "email"} & set(mask_question(str(value))[1]):
        raise refused(400, "id_personal", field=name)
    return value if isinstance(value, int) else _whole(value)


def _whole(text: str) -> str:
    # A lone half of a surrogate pair is valid JSON but no text.
    return text.encode("utf-8", "replace").decode("utf-8")


def number_field(tree: Mapping[str, Any], name: str, default: int, most: int) -> int:
    """A whole number from 1 to `most`. Raises Refused for anything else."""
    value = tree.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        raise refused(400, "bad_request", field=name)
    return value


def history_field(tree: Mapping[str, Any]) -> tuple[Turn, ...]:
    """The latest turns that the page sends along, oldest first. Raises Refused where they have another shape."""
    given = tree.get("history", [])
    if not isinstance(given, Sequence) or isinstance(given, str) or not all(isinstance(one, Mapping) for one in given):
        raise refused(400, "bad_request", field="history")
    turns = [Turn(text_field(one, "question"), text_field(one, "answer")) for one in given[-MOST_TURNS:]]
    if any(len(one.question) + len(one.answer) > LONGEST_TURN for one in turns):
        raise refused(400, "bad_request", field="history")
    return tuple(turns)


def wrong_use(error: WrongUse) -> Refused:
    """The refusal for what the assistant itself refused."""
    return Refused(400, str(error))
