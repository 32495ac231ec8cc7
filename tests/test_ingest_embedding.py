"""Real embeddings from a loopback endpoint: what is sent, what is kept, and that every fault leaves the old index."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant import Assistant, open_assistant
from assistant.answering import answer_text
from assistant.records import Status
from ingest.bootstrap import build_parts
from ingest.config import Settings, read_settings
from ingest.embedding_batches import ModelEmbedder, Patience
from ingest.embedding_cache import FILE, EmbeddingCache, clear_cache
from ingest.embedding_prefixes import Prefixes, prefixes_for
from ingest.errors import EmbeddingFault, FingerprintMismatch, WrongUse
from ingest.records import Audience
from ingest.versions import current_version
from tests.ingest_workplace import SUBJECTS, Workplace, note, state
from tests.scripted_embedding import DIMENSIONS, FAULTS, failing_now_and_then, giving, honest, vector_of
from tests.scripted_model import Handler, ScriptedModel, scripted_model

MODEL = "multilingual-e5-small"
# All that a fault gets; an honest model gets as long as a busy machine needs.
BRIEF = {"embedding_seconds": 0.5, "embedding_ingest_seconds": 0.5}
PATIENT = {"embedding_seconds": 30.0, "embedding_ingest_seconds": 30.0, "embedding_batch": 4}


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    __import__("openai")  # its first import takes longer than the deadlines here
    with scripted_model(honest) as made:
        yield made


@pytest.fixture
def place(tmp_path: Path, model: ScriptedModel) -> Workplace:
    """Three documents and an embedding model on loopback."""
    made = Workplace.at(tmp_path)
    made.settings = made.settings.model_copy(
        update={"embedding": "endpoint", "embedding_model": MODEL, "embedding_base_url": model.address, **PATIENT}
    )
    for subject in SUBJECTS[:3]:
        made.put(f"{subject}.md", note(subject))
    return made


def inputs(model: ScriptedModel) -> list[str]:
    return [text for request in model.requests for text in request["input"]]


# ---- what is sent ----


def test_a_key_and_a_model_alone_send_nothing(tmp_path: Path, model: ScriptedModel) -> None:
    place = Workplace.at(tmp_path)
    place.settings = place.settings.model_copy(
        update={"embedding_model": MODEL, "embedding_base_url": model.address, "openai_base_url": model.address}
    )
    place.put("havnen.md", note("havnen"))
    place.ingest()
    with_it = open_assistant(place.settings)
    assert with_it.ask("Hvad vedtog udvalget om havnen?").status is Status.FOUND
    with_it.close()
    assert model.requests == []


def test_passages_and_questions_carry_the_words_of_the_model_s_family(place: Workplace, model: ScriptedModel) -> None:
    place.ingest()
    assert all(text.startswith("passage: ") for text in inputs(model))
    assert all(request["model"] == MODEL and len(request["input"]) <= 4 for request in model.requests)
    model.requests.clear()
    assistant = open_assistant(place.settings)
    answer = assistant.ask("Hvad vedtog udvalget om havnen?")
    assistant.close()
    assert inputs(model) == ["query: Hvad vedtog udvalget om havnen?"]  # once, though it is searched for more often
    assert answer.status is Status.FOUND
    assert "lexical_only" not in [one.code for one in answer.notes]


def test_the_vector_leg_counts_and_its_score_is_calibrated(place: Workplace) -> None:
    place.ingest()
    assistant = open_assistant(place.settings)
    hit = assistant.search("udvalget vedtog en plan for havnen").accepted[0]
    with place.open() as index:  # type: ignore[attr-defined]
        space = index.vector_space
    assistant.close()
    assert (space.dimensions, 0.5 < space.background < 1) == (DIMENSIONS, True)
    assert 0 < hit.legs["vectors"] <= 1
    assert hit.score > 0.2 * hit.legs["words"] + 0.8 * hit.legs["grams"]


def test_the_key_of_one_address_is_never_sent_to_another(place: Workplace, model: ScriptedModel) -> None:
    from pydantic import SecretStr

    hidden = {"openai_api_key": SecretStr("hemmelig-nøgle")}
    build_parts(place.settings.model_copy(update=hidden)).embedder.query("a")
    assert model.headers[-1]["authorization"] == "Bearer none"
    own = {"embedding_base_url": None, "openai_base_url": model.address, "openai_api_key": SecretStr("egen")}
    build_parts(place.settings.model_copy(update=own)).embedder.query("a")
    assert model.headers[-1]["authorization"] == "Bearer egen"
    assert not {"x-stainless-os", "x-stainless-runtime"} & set(model.headers[-1])


@pytest.mark.parametrize(("questions", "sent"), [("none", False), ("staff", False), ("all", True)])
def test_the_kiosk_s_questions_are_sent_only_where_all_may_be(
    place: Workplace, model: ScriptedModel, questions: str, sent: bool
) -> None:
    settings = place.settings.model_copy(update={"embedding_questions": questions})
    place.ingest()
    model.requests.clear()
    kiosk = open_assistant(settings.for_kiosk())
    answer = kiosk.ask("Hvad vedtog udvalget om havnen?")
    kiosk.close()
    assert bool(model.requests) is sent
    assert (answer.status, answer.notes) == (Status.FOUND, ())


# ---- what goes wrong ----


@pytest.mark.parametrize("name", FAULTS)
def test_no_fault_gives_a_vector(model: ScriptedModel, name: str) -> None:
    model.script = FAULTS[name]
    with pytest.raises(EmbeddingFault, match="Et indeks, der er lavet, gælder stadig"):
        embedder_at(model, Patience(0.7, 0.7)).passages(["vejene", "havnen", "parken"])
    assert model.requests
    model.script = honest  # the control: the same texts get theirs
    assert embedder_at(model).passages(["vejene", "havnen", "parken"]).shape == (3, DIMENSIONS)


# The others are in the trial: each takes an ingest.
IN_SHORT = ("http_500", "half_a_batch", "nan")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name in IN_SHORT else [pytest.mark.trial]) for name in FAULTS]
)
def test_an_ingest_that_gets_no_vectors_leaves_the_old_version_as_it_was(
    place: Workplace, model: ScriptedModel, name: str
) -> None:
    place.ingest()
    before = {one: current_version(place.home, one) for one in Audience}
    files = state(place.home / "index" / "public")
    # Two passages in one call: a batch of one text has no half, no double and no other length.
    place.put("museet.md", note("museet") + "\n## Samlingen\n\nMuseet viser både og net fra havnen.\n")
    patient, place.settings = place.settings, place.settings.model_copy(update=BRIEF)
    model.script = FAULTS[name]
    with pytest.raises(EmbeddingFault, match=r"Vektormodellen multilingual-e5-small \(127\.0\.0\.1\)"):
        place.ingest()
    assert {one: current_version(place.home, one) for one in Audience} == before
    assert state(place.home / "index" / "public") == files
    # Words alone answer meanwhile, and say so.
    assistant = open_assistant(place.settings)
    answer = assistant.ask("Hvad vedtog udvalget om havnen?")
    asked = len(model.requests)
    again = assistant.ask("Hvad vedtog udvalget om skolerne?")
    assistant.close()
    assert (answer.status, again.status) == (Status.FOUND, Status.FOUND)
    if name not in ("half_a_batch", "ragged", "index_doubled"):  # of a single text there is no half
        assert [one.code for one in (*answer.notes, *again.notes)] == ["lexical_only"] * 2
        assert len(model.requests) == asked  # nobody waits for it again so soon
    model.script = honest  # the control: the same ingest completes
    place.settings = patient
    assert place.ingest().switched


def test_a_question_s_vector_of_another_length_is_not_used(place: Workplace, model: ScriptedModel) -> None:
    place.ingest()
    model.script = giving(lambda texts: [vector_of(text, 12) for text in texts])
    assistant = open_assistant(place.settings)
    answer = assistant.ask("Hvad vedtog udvalget om havnen?")
    assistant.close()
    assert (answer.status, [one.code for one in answer.notes]) == (Status.FOUND, ["lexical_only"])


def test_another_model_behind_the_same_name_makes_no_mixed_index(place: Workplace, model: ScriptedModel) -> None:
    place.ingest()
    place.put("museet.md", note("museet"))
    model.script = giving(lambda texts: [vector_of(text, 12) for text in texts])
    with pytest.raises(EmbeddingFault, match="dimensions"):
        place.ingest()
    assert place.ingest().switched  # what was kept of the first model is gone, so it is of one piece now
    with place.open() as index:  # type: ignore[attr-defined]
        assert {index.vectors_of(one.id).shape[1] for one in index.documents()} == {12}


def test_an_endpoint_that_fails_now_and_then_is_asked_again(place: Workplace, model: ScriptedModel) -> None:
    model.script = failing_now_and_then(1, 0.4)
    assert place.ingest().switched
    assert len(place.texts()) == 3


def test_a_wait_that_the_server_asks_for_is_waited(model: ScriptedModel) -> None:
    waited: list[float] = []
    answers = [
        lambda handler, body: (handler.begin(429, "application/json", retry_after="7"), handler.raw("{}")),
        honest,
    ]
    model.script = lambda handler, body: answers[len(model.requests) - 1](handler, body)
    embedder = embedder_at(model, sleep=waited.append)
    assert embedder.passages(["a"]).shape == (1, DIMENSIONS)
    assert waited == [7.0]


def test_a_batch_that_is_too_large_for_the_endpoint_is_sent_in_halves(model: ScriptedModel) -> None:
    def run(handler: Handler, body: dict[str, object]) -> None:
        texts = body["input"]
        assert isinstance(texts, list)
        (FAULTS["http_400"] if len(texts) > 3 else honest)(handler, body)

    model.script = run
    texts = [f"tekst {number}" for number in range(8)]
    vectors = embedder_at(model, Patience(30, 30, 8)).passages(texts)
    assert vectors.shape == (8, DIMENSIONS)
    for row, text in zip(vectors, texts, strict=True):
        expected = np.array(vector_of(text))
        np.testing.assert_allclose(row, expected / np.linalg.norm(expected), atol=1e-5)


def embedder_at(model: ScriptedModel, patience: Patience | None = None, sleep: object = None) -> ModelEmbedder:
    """An embedder over the loopback model, without prefixes and cache."""
    from ingest.embedding import EndpointEncoder

    settings = Settings(embedding="endpoint", embedding_model="m", embedding_base_url=model.address)
    more = {"sleep": sleep} if sleep else {}
    return ModelEmbedder(
        EndpointEncoder(settings, "m"), "f", "m", Prefixes(), patience=patience or Patience(30, 30, 4),
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


# ---- fingerprint, cache, settings ----


@pytest.mark.parametrize(
    "other",
    [{"embedding": "off"}, {"embedding_model": "bge-m3"}, {"embedding_query_prefix": "spørgsmål: "}],
    ids=lambda other: next(iter(other)),
)
def test_an_index_of_another_model_is_refused_in_danish(place: Workplace, other: dict[str, str]) -> None:
    place.ingest()
    with pytest.raises(FingerprintMismatch, match=r"lavet med endpoint-multilingual-e5-small.*hvidbog ingest"):
        open_assistant(place.settings.model_copy(update=other))


def test_vectors_are_kept_by_hash_and_no_text_with_them(place: Workplace, model: ScriptedModel) -> None:
    place.ingest()
    sent = len(inputs(model))
    kept = (place.home / FILE).read_bytes()
    assert b"havnen" not in kept
    assert "Sømarken".encode() not in kept
    assert b"havnen" in b"".join(path.read_bytes() for path in (place.home / "index").rglob("texts.sqlite"))
    # The same documents under another title for the manifest are read again, but no passage that is as it was is sent.
    embedder = build_parts(place.settings).embedder
    texts = [text.removeprefix("passage: ") for text in inputs(model)]
    embedder.passages(texts)
    assert len(inputs(model)) == sent
    clear_cache(place.home)
    embedder.passages(texts)
    assert len(inputs(model)) == 2 * sent


def test_a_damaged_cache_only_costs_time(tmp_path: Path) -> None:
    cache = EmbeddingCache(tmp_path, "m")
    unit = np.eye(1, 8, dtype=np.float32)[0]
    cache.put({"a": unit, "b": unit})
    assert set(cache.get(["a", "b", "c"])) == {"a", "b"}
    with sqlite3.connect(tmp_path / FILE) as database:
        database.execute("update vectors set vector = x'0000' where key = (select min(key) from vectors)")
    database.close()
    assert len(cache.get(["a", "b"])) == 1
    (tmp_path / FILE).write_bytes(b"ingen database" * 100)
    assert cache.get(["a"]) == {}
    cache.put({"a": unit})
    (tmp_path / "fil").write_text("ingen mappe", encoding="utf-8")
    assert EmbeddingCache(tmp_path / "fil" / "under", "m").get(["a"]) == {}


@pytest.mark.parametrize(
    ("model_name", "expected"),
    [
        ("intfloat/multilingual-e5-large", Prefixes("query: ", "passage: ")),
        ("nomic-embed-text:v1.5", Prefixes("search_query: ", "search_document: ")),
        ("text-embedding-3-large", Prefixes()),
        ("BAAI/bge-m3", Prefixes()),
        ("ukendt-model", Prefixes(known=False)),
    ],
)
def test_prefixes_follow_the_model_s_family(model_name: str, expected: Prefixes) -> None:
    assert prefixes_for(model_name) == expected
    assert prefixes_for(model_name, "Q ", "none") == Prefixes("Q ", "", expected.known)


def test_an_instruct_model_of_a_family_has_its_own() -> None:
    assert prefixes_for("multilingual-e5-large-instruct").query.startswith("Instruct: ")
    assert prefixes_for("multilingual-e5-large-instruct").passage == ""


def test_wrong_settings_are_said_in_danish(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="HVIDBOG_EMBEDDING_MODEL mangler"):
        build_parts(Workplace.at(tmp_path).settings.model_copy(update={"embedding": "endpoint"}))
    with pytest.raises(WrongUse, match="sentence-transformers er ikke installeret"):
        build_parts(
            Workplace.at(tmp_path / "b").settings.model_copy(update={"embedding": "local", "embedding_model": "m"})
        )
    assert read_settings({"HVIDBOG_EMBEDDING": "endpoint"}, None).embedding == "endpoint"


def test_the_answer_is_the_same_text_with_and_without_vectors(place: Workplace, model: ScriptedModel) -> None:
    place.ingest()
    told = []
    for script in (honest, FAULTS["http_500"]):
        model.script = script
        assistant: Assistant = open_assistant(place.settings)
        told.append(answer_text(assistant.ask("Hvad vedtog udvalget om havnen?").claims))
        assistant.close()
    assert told[0] == told[1] != ""
