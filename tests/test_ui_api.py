"""The API: the same JSON as the commands, keys on the staff server, limits, and a description that is true."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant import Assistant, open_assistant
from assistant.present import answer_json
from assistant.switch import Switch, set_switch
from ingest.catalogue import load_catalogue
from ingest.config import Settings
from ingest.records import Audience
from tests.assistants import assistant_over, ingest_files
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
        asking = asking_over(opened if ready else None, per_reader)
        return TestClient(Starlette(routes=api_routes(Api(asking, keys))))

    return made


def asking_over(opened: Assistant | None, per_reader: int = 100) -> Asking:
    """A face's way to the answers of `opened`."""
    return Asking(
        assistant=lambda: opened,
        audience=Audience.PUBLIC,
        engine="extractive",
        longest=300,
        desk=AnswerDesk(2, 10),
        per_reader=RateLimit(per_reader),
        per_address=RateLimit(1000),
    )


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


def test_every_reply_is_valid_by_the_description(serve: Callable[..., TestClient]) -> None:
    client = serve()
    described = client.get("/api/openapi.json").json()
    first = client.get("/api/documents").json()["documents"][0]["id"]
    replies = {
        ("/api/ask", "post"): client.post("/api/ask", json={"question": QUESTION, "id": "7"}),
        ("/api/search", "post"): client.post("/api/search", json={"query": "hvidbog"}),
        ("/api/documents", "get"): client.get("/api/documents"),
        ("/api/documents/{document_id}", "get"): client.get(f"/api/documents/{first}"),
        ("/api/health", "get"): client.get("/api/health"),
        ("/api/ready", "get"): client.get("/api/ready"),
    }
    assert {path for path, _ in replies} == set(described["paths"])
    for (path, method), reply in replies.items():
        content = described["paths"][path][method]["responses"][str(reply.status_code)]["content"]
        schema = content["application/json"]["schema"] | {"components": described["components"]}
        Draft202012Validator.check_schema(schema)
        Draft202012Validator(schema).validate(reply.json())
    error = {"$ref": "#/components/schemas/Error", "components": described["components"]}
    Draft202012Validator(error).validate(client.post("/api/ask", json={}).json())
    answer = replies["/api/ask", "post"].json() | {"ai_generated": False}
    wrong = {"$ref": "#/components/schemas/Answer", "components": described["components"]}
    assert not Draft202012Validator(wrong).is_valid(answer), "the control"


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
        ("/api/ask", {"question": "x", "id": True}, 400),
        ("/api/ask", {"question": "x", "id": ["5"]}, 400),
        ("/api/ask", {"question": "x", "id": "5" * 201}, 400),
        ("/api/ask", {"question": "x", "id": "sag 111131-1118"}, 400),
        ("/api/ask", {"question": "x", "id": 1111311118}, 400),
        ("/api/ask", {"question": "x", "id": "anna@kommune.invalid"}, 400),
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


def test_health_needs_no_key_and_readiness_tells_whether_there_is_an_index(serve: Callable[..., TestClient]) -> None:
    for ready, status in ((True, 200), (False, 503)):
        client = serve(keys=("noegle",), ready=ready)
        assert client.get("/api/health").json() == {"status": "ok"}
        assert client.get("/api/ready").status_code == status
        described = client.get("/api/openapi.json").json()["paths"]["/api/ready"]["get"]
        fields = described["responses"]["200"]["content"]["application/json"]["schema"]["properties"]
        assert set(client.get("/api/ready").json()) == set(fields)
        assert described["security"] == []
    assert serve(keys=("noegle",)).get("/api/documents").status_code == 401, "the control"


def test_personal_data_is_refused_and_not_repeated(serve: Callable[..., TestClient]) -> None:
    answer = serve().post("/api/ask", json={"question": "Mit cpr er 111131-1118, hvor bor jeg?"})
    assert answer.json()["reason"] == "personal_data"
    assert "111131" not in answer.text


@pytest.mark.parametrize(("given", "back"), [
    ("\ud800", "?"), ("7", "7"), (7, 7), (None, None), ("20261126", "20261126"), (40506070, 40506070),
    ("3f2504e0-4f89-11d3-9a0c-0305e82c3301", "3f2504e0-4f89-11d3-9a0c-0305e82c3301"), (1764126000123, 1764126000123),
])  # fmt: skip
def test_a_callers_mark_comes_back_and_half_a_character_breaks_nothing(
    serve: Callable[..., TestClient], given: object, back: object
) -> None:
    body = json.dumps({"id": given, "question": QUESTION})
    reply = serve().post("/api/ask", content=body, headers={"content-type": "application/json"})
    assert (reply.status_code, reply.json()["id"]) == (200, back)


def test_a_search_for_a_person_is_refused_in_danish_and_not_repeated(serve: Callable[..., TestClient]) -> None:
    reply = serve().post("/api/search", json={"query": "sagen om 111131-1118"})
    assert reply.status_code == 400
    assert "111131" not in reply.text
    assert reply.json()["error"] == load_catalogue("assistant").text("refused.personal_data")
    assert serve().post("/api/search", json={"query": "sagen om hvidbogen"}).json()["hits"]


def test_a_search_survives_a_change_of_the_index_under_it(tmp_path: Path) -> None:
    """Hits of one version and readings of the next would be a KeyError: the document of the hit is no longer there."""
    first, second = tmp_path / "foerst.md", tmp_path / "siden.md"
    for path in (first, second):
        path.write_text(f"# Sømarken Kommune (opdigtet)\n\nHavnen i {path.stem} har en bro.\n", encoding="utf-8")
    settings = Settings(home=tmp_path / "home")
    ingest_files(settings, [first])
    opened = open_assistant(settings, Audience.PUBLIC)
    old = {one.id for one in opened.documents()}
    found = opened.found

    def overtaken(*given: Any) -> Any:
        both = found(*given)
        assert opened.refresh(), "the control: there is another version by now"
        return both

    ingest_files(settings, [second])
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(opened, "found", overtaken)
        reply = TestClient(Starlette(routes=api_routes(Api(asking_over(opened))))).post(
            "/api/search", json={"query": "havnen bro"}
        )
    assert reply.status_code == 200
    assert {hit["document_id"] for hit in reply.json()["hits"]} == old
    assert {one.id for one in opened.documents()}.isdisjoint(old)
    opened.close()


@pytest.mark.parametrize("padding", [0, 301, 5_000])
def test_a_cry_for_help_is_heard_however_long_it_is(serve: Callable[..., TestClient], padding: int) -> None:
    text = "Det har været hårdt. " * (padding // 21 + 1)
    answer = serve().post("/api/ask", json={"question": f"{text} Jeg vil ikke leve mere."}).json()
    assert (answer["status"], answer["reason"]) == ("refused", "crisis")


def test_over_long_text_is_looked_at_before_it_is_turned_away(serve: Callable[..., TestClient]) -> None:
    answer = serve().post("/api/ask", json={"question": "bro " * 100 + "111131-1118"})
    assert answer.json()["reason"] == "personal_data"
    assert "111131" not in answer.text
    plain = serve().post("/api/ask", json={"question": "bro " * 100}).json()
    assert (plain["reason"], plain["question"]) == ("too_long", "")
    assert "300" in plain["answer"]
    assert serve().post("/api/ask", json={"question": "bro " * 75}).json()["reason"] != "too_long"


def test_a_service_that_is_switched_off_neither_answers_nor_searches_for_others(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    opened = assistant_over(settings)
    client = TestClient(Starlette(routes=api_routes(Api(asking_over(opened)))))

    def asked() -> list[Any]:
        replies = [
            client.post("/api/ask", json={"question": QUESTION}),
            client.post("/api/search", json={"query": "hvidbog"}),
        ]
        return [replies[0].json()["reason"], replies[1].status_code]

    assert asked() == [None, 200]  # the control
    set_switch(tmp_path, Switch.SERVICE, False)
    assert asked() == ["off", 503]
    assert opened.search("hvidbog").accepted  # the operator's own search
