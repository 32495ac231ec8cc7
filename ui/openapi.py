"""The OpenAPI description of our API. A test asks every path that it names and compares the fields of an answer."""

from __future__ import annotations

from typing import Any

from ui.requests import LONGEST_ID

_TEXT = {"type": "string"}
_MAYBE_TEXT = {"type": ["string", "null"]}
_NUMBER = {"type": "integer"}
_IDENTITY = {"type": ["string", "integer", "null"], "maxLength": LONGEST_ID}
_TEXTS = {"type": "array", "items": _TEXT}
_ANY = {"type": "object"}
_CLAIM = {
    "type": "object",
    "properties": {"text": _TEXT, "frame": _TEXT, "citations": {"type": "array", "items": _NUMBER}, "checks": _ANY},
}


def openapi(longest: int, *, with_keys: bool) -> dict[str, Any]:
    """The description for a server that takes questions of up to `longest` characters, with or without keys."""
    description: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": "Hvidbog-assistenten",
            "version": "1",
            "description": (
                "Svar med ordrette citater fra kommunens dokumenter. Svarene er lavet af en kunstig intelligens: hvert svar "
                "har feltet ai_generated og headeren X-AI-Generated. Den, der viser svaret, skal sige det til læseren."
            ),
        },
        "paths": {
            "/api/ask": {"post": _ask(longest)},
            "/api/search": {"post": _search()},
            "/api/documents": {
                "get": _get("Alle dokumenter i indekset", _object(index_version=_TEXT, documents=_array("Document")))
            },
            "/api/documents/{document_id}": {
                "get": _get("Et dokument med overskrifter, sider og tekst", {"$ref": "#/components/schemas/Document"})
                | {"parameters": [{"name": "document_id", "in": "path", "required": True, "schema": _TEXT}]}
            },
            "/api/health": {"get": _open(_get("Om programmet svarer", _object(status=_TEXT)))},
            "/api/ready": {
                "get": _open(
                    _get("Om der kan svares nu: 200 eller 503", _object(status=_TEXT, index_version=_MAYBE_TEXT))
                )
            },
        },
        "components": {"schemas": _schemas()},
    }
    if with_keys:
        description["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
        description["security"] = [{"key": []}]
    return description


def _ask(longest: int) -> dict[str, Any]:
    turn = _object(question=_TEXT, answer=_TEXT)
    body = _object(question={**_TEXT, "maxLength": longest}, history={"type": "array", "items": turn}, id=_IDENTITY)
    return _post(
        "Svar på et spørgsmål, med kilder", body | {"required": ["question"]}, {"$ref": "#/components/schemas/Answer"}
    )


def _search() -> dict[str, Any]:
    body = _object(query={**_TEXT, "maxLength": 2000}, k={**_NUMBER, "minimum": 1, "maximum": 50}) | {
        "required": ["query"]
    }
    hit = _object(
        rank=_NUMBER,
        score={"type": "number"},
        document_id=_TEXT,
        source_id=_TEXT,
        page={"type": ["integer", "null"]},
        section=_TEXTS,
        text=_TEXT,
    )
    found = _object(query=_TEXT, hits={"type": "array", "items": hit}, elapsed_ms={"type": "number"})
    return _post("Passager, uden svar", body, found)


def _schemas() -> dict[str, Any]:
    return {
        "Document": _object(
            id=_TEXT, source_id=_TEXT, title=_TEXT, kind=_TEXT, layer=_MAYBE_TEXT, publisher=_MAYBE_TEXT, body=_MAYBE_TEXT,
            date=_MAYBE_TEXT, author_kind=_TEXT, source_url=_MAYBE_TEXT, language=_TEXT,
        ),
        "Citation": _object(
            n=_NUMBER, document_id=_TEXT, source_id=_TEXT, title=_TEXT, kind=_TEXT, date=_MAYBE_TEXT,
            page={"type": ["integer", "null"]}, page_label=_MAYBE_TEXT, anchor=_MAYBE_TEXT, section=_TEXTS, quote=_TEXT,
            start=_NUMBER, end=_NUMBER, boxes={"type": "array", "items": _ANY}, source_url=_MAYBE_TEXT,
        ),
        "Answer": _object(
            id=_IDENTITY, question=_TEXT, masked=_TEXTS, audience=_TEXT,
            status={"enum": ["found", "partial", "not_found", "refused", "unclear", "error"]}, reason=_MAYBE_TEXT, answer=_TEXT,
            claims={"type": "array", "items": _CLAIM},
            dropped={"type": "array", "items": _ANY}, missing=_TEXTS, nearest=_array("Citation"), citations=_array("Citation"),
            searched=_ANY, notes={"type": "array", "items": _object(code=_TEXT, text=_TEXT)}, engine=_TEXT, model=_MAYBE_TEXT,
            prompt_hash=_MAYBE_TEXT, index_version=_MAYBE_TEXT, newest_document=_MAYBE_TEXT,
            ai_generated={"const": True}, elapsed_ms={"type": "number"},
        ),
        "Error": _object(error=_TEXT, retry_after=_NUMBER),
    }  # fmt: skip


def _object(**fields: Any) -> dict[str, Any]:
    return {"type": "object", "properties": fields}


def _array(name: str) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}


def _content(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _get(summary: str, found: dict[str, Any]) -> dict[str, Any]:
    return {"summary": summary, "responses": {"200": {"description": summary, "content": _content(found)}, **_errors()}}


def _post(summary: str, body: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": _content(body)}} | _get(summary, found)


def _open(operation: dict[str, Any]) -> dict[str, Any]:
    """The same without a key."""
    return operation | {"security": []}


def _errors() -> dict[str, Any]:
    error = {"description": "Afvist, med en dansk sætning", "content": _content({"$ref": "#/components/schemas/Error"})}
    return {"4XX": error, "503": error}
