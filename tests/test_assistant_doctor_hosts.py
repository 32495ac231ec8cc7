"""`hvidbog doctor` says in words which host would receive document texts and questions, for every way that is set up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from assistant.doctor import examine
from ingest.config import Settings
from ingest.records import Audience
from ingest.versions import current_version
from tests.conftest import ROOT
from tests.ingest_workplace import Workplace, note


def told(folder: Path, **settings: Any) -> dict[str, str]:
    remarks, _ = examine(Settings(home=folder, corpus=ROOT / "corpus", **settings))
    return {one.about: one.text for one in remarks}


ENDPOINT = {
    "embedding": "endpoint",
    "embedding_model": "intfloat/multilingual-e5-small",
    "embedding_base_url": "https://vektorer.kommune.example/v1",
}


def test_nothing_goes_anywhere_by_default_and_keys_alone_change_nothing(tmp_path: Path) -> None:
    for keys in ({}, {"openai_api_key": SecretStr("a"), "embedding_api_key": SecretStr("b"), "embedding_model": "m"}):
        said = told(tmp_path, **keys)
        assert said["host"] == "Spørgsmål sendes ikke til nogen: alt sker på denne maskine."
        assert said["embedding_host"] == "Dokumenternes tekst sendes ikke til nogen."
        assert ("embedding_key" in said) is bool(keys)


@pytest.mark.parametrize(
    ("questions", "words"),
    [("none", "Spørgsmål sendes ikke dertil."), ("staff", "kioskens ikke"), ("all", "også kioskens")],
)
def test_an_embeddings_endpoint_is_named_with_what_it_gets(tmp_path: Path, questions: str, words: str) -> None:
    said = told(tmp_path, **ENDPOINT, embedding_questions=questions)
    assert (
        "teksten i alle dokumenter, også medarbejdernes, blive sendt til vektorer.kommune.example"
        in (said["embedding_host"])
    )
    assert words in said["embedding_host"]
    assert "»query: «" in said["vectors"]
    assert ("alt sker på denne maskine" in said["host"]) is (questions == "none")


def test_an_unknown_model_and_a_missing_one_are_said(tmp_path: Path) -> None:
    assert "familie er ikke kendt" in told(tmp_path, **ENDPOINT | {"embedding_model": "ukendt"})["vectors"]
    assert "HVIDBOG_EMBEDDING_MODEL mangler" in told(tmp_path, embedding="endpoint")["vectors"]
    assert "på denne maskine" in told(tmp_path, embedding="local", embedding_model="m")["embedding_host"]


def test_a_model_that_reranks_is_named(tmp_path: Path) -> None:
    said = told(tmp_path, rerank="model", model="m", openai_base_url="https://model.kommune.example/v1")
    assert "spørgsmål og passager ville blive sendt til model.kommune.example" in said["rerank"]
    assert "Kioskens ville ikke." in said["rerank"]
    assert "alt sker på denne maskine" not in said["host"]
    assert "ikke sat en sprogmodel op" in told(tmp_path, rerank="model")["rerank"]
    assert "rerank" not in told(tmp_path)


def test_an_index_with_one_byte_more_is_said_to_be_damaged(tmp_path: Path) -> None:
    place = Workplace.at(tmp_path)
    place.put("vejene.md", note("vejene"))
    place.ingest()
    remarks, code = examine(place.settings)
    assert (code, {one.ok for one in remarks if one.about.startswith("index_")}) == (0, {True})
    path = current_version(place.home, Audience.PUBLIC)
    assert path is not None
    with (path / "texts.sqlite").open("ab") as stream:
        stream.write(b"x")
    remarks, code = examine(place.settings)
    assert code == 3
    (public,) = (one for one in remarks if one.about == "index_public")
    assert not public.ok
    assert "beskadiget" in public.text
