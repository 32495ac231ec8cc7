"""The API: the same JSON as the commands, keys on the staff server, limits, and a description that is true."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant import Assistant
from assistant.present import answer_json
from ingest.config import Settings
from ingest.records import Audience
from tests.assistants import assistant_over
from ui.answer_desk import AnswerDesk
from ui.api import Api, api_routes
from ui.asking import Asking
from ui.rate_limits import RateLimit

QUESTION = "Hvornår blev hvidbogen offentliggjort?"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The real assistant over the repository's minutes."""
    home = tmp_path_factory.mktemp("api") / "home"
    return assistant_over(Settings(home=home))


@pytest.fixture
def serve(opened: Assistant) -> Callable[..., TestClient]:
    """A client of an API with these keys and limits."""

    def made(keys: tuple[str, ...] | None = None, per_reader: int = 100, ready: bool = True) -> TestClient:
        asking = Asking(
            assistant=lambda: opened if ready else None,
            audience=Audience.PUBLIC,
            engine="extractive",
            longest=300,
            desk=AnswerDesk(2, 10),
            per_reader=RateLimit(per_reader),
            per_address=RateLimit(1000),
        )
        return TestClient(Starlette(routes=api_routes(Api(asking, keys))))

    return made


def steady(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without what differs from run to run."""
    return {name: value for name, value in answer.items() if name != "elapsed_ms"}


def test_asking_gives_the_json_of_the_command_and_the_mark(serve: Callable[..., TestClient], opened: Assistant) -> None:
    reply = serve().post("/api/ask", json={"question": QUESTION, "id": "7"})
    assert reply.status_code == 200
    assert steady(reply.json()) == steady(answer_json(opened.ask(QUESTION), "7"))
    assert reply.json()["status"] == "found"
    assert reply.headers["x-ai-generated"] == "true"


def test_the_fields_of_an_answer_are_those_of_the_description(serve: Callable[..., TestClient]) -> None:
    client = serve()
    described = client.get("/api/openapi.json").json()
    schemas = described["components"]["schemas"]
    answer = client.post("/api/ask", json={"question": QUESTION}).json()
    assert set(answer) == set(schemas["Answer"]["properties"])
    assert set(answer["citations"][0]) == set(schemas["Citation"]["properties"])
    rows = client.get("/api/documents").json()["documents"]
    assert set(rows[0]) == set(schemas["Document"]["properties"])
    found = client.post("/api/search", json={"query": "hvidbog", "k": 3}).json()
    named = described["paths"]["/api/search"]["post"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert set(found) == set(named["properties"])
    assert len(found["hits"]) == 3
    assert set(found["hits"][0]) == set(named["properties"]["hits"]["items"]["properties"])
    whole = client.get(f"/api/documents/{rows[0]['id']}").json()
    assert all(whole["text"][one["start"] : one["end"]] for one in whole["sections"])
    served = {path for path in described["paths"] if path.startswith("/api")}
    assert served | {"/api/openapi.json"} == {route.path for route in client.app.routes}  # type: ignore[attr-defined]


def test_with_keys_nothing_is_told_to_who_has_none(serve: Callable[..., TestClient]) -> None:
    client = serve(keys=("noegle-et", "noegle-to"))
    calls: list[Callable[..., Any]] = [
        lambda **more: client.post("/api/ask", json={"question": QUESTION}, **more),
        lambda **more: client.post("/api/search", json={"query": "hvidbog"}, **more),
        lambda **more: client.get("/api/documents", **more),
        lambda **more: client.get("/api/documents/x", **more),
    ]
    for call in calls:
        for header in ("", "noegle-et", "Bearer", "Bearer noegle", "Bearer noegle-et2", "Basic noegle-et"):
            assert call(headers={"authorization": header}).status_code == 401, header
        assert call(headers={"authorization": "Bearer noegle-to"}).status_code in {200, 404}
    assert serve(keys=()).post("/api/ask", json={"question": QUESTION}).status_code == 403
    assert client.get("/api/openapi.json").json()["security"] == [{"key": []}]


def test_each_key_has_its_own_limit(serve: Callable[..., TestClient]) -> None:
    client = serve(keys=("a1", "b2"), per_reader=2)

    def asked(key: str) -> int:
        return client.get("/api/documents", headers={"authorization": f"Bearer {key}"}).status_code

    assert [asked("a1"), asked("a1"), asked("a1"), asked("b2")] == [200, 200, 429, 200]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/api/ask", {}, 400),
        ("/api/ask", {"question": "x", "id": 5}, 400),
        ("/api/ask", {"question": "x", "history": {}}, 400),
        ("/api/search", {"query": ""}, 400),
        ("/api/search", {"query": "x" * 2001}, 400),
        ("/api/search", {"query": "x", "k": 0}, 400),
        ("/api/search", {"query": "x", "k": True}, 400),
        ("/api/search", {"query": "x", "k": 51}, 400),
    ],
)
def test_wrong_fields_are_named_in_danish(
    serve: Callable[..., TestClient], path: str, body: dict[str, Any], status: int
) -> None:
    reply = serve().post(path, json=body)
    assert reply.status_code == status
    assert reply.json()["error"]


def test_what_is_not_there_is_said(serve: Callable[..., TestClient]) -> None:
    assert serve().get("/api/documents/" + "0" * 64).status_code == 404
    for path in ("/api/documents",):
        assert serve(ready=False).get(path).status_code == 503
    assert serve(ready=False).post("/api/ask", json={"question": "x"}).status_code == 503
    assert serve().get("/api/ask").status_code == 405


def test_personal_data_is_refused_and_not_repeated(serve: Callable[..., TestClient]) -> None:
    answer = serve().post("/api/ask", json={"question": "Mit cpr er 111131-1118, hvor bor jeg?"})
    assert answer.json()["reason"] == "personal_data"
    assert "111131" not in answer.text
