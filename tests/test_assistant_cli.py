"""`hvidbog ask`, `search` and `doctor` as people and programs call them."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

import hvidbog
from ingest.config import Settings
from tests.assistants import ingest_corpus
from tests.conftest import ROOT

ANSWER_KEYS = set(
    "id question masked audience status reason answer claims dropped missing nearest citations searched notes engine model "
    "prompt_hash index_version newest_document ai_generated elapsed_ms".split()
)
CITATION_KEYS = set(
    "n document_id source_id title kind date page page_label anchor section quote start end boxes source_url".split()
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the real minutes ingested."""
    path = tmp_path_factory.mktemp("home")
    ingest_corpus(Settings(home=path, corpus=ROOT / "corpus"))
    return path


@pytest.fixture
def here(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The process set up as a user's shell would be."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("HVIDBOG_HOME", str(home))
    return home


def test_ask_json_has_exactly_the_fields_of_the_contract(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert hvidbog.main(["ask", "Hvornår blev hvidbogen offentliggjort?", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert set(answer) == ANSWER_KEYS
    assert answer["status"] == "found"
    assert [set(citation) for citation in answer["citations"]] == [CITATION_KEYS]
    assert set(answer["claims"][0]) == {"text", "frame", "citations", "checks"}
    checks = answer["claims"][0]["checks"]
    assert {"quote", "numbers"} <= set(checks)
    assert set(checks.values()) == {"pass"}
    assert answer["citations"][0]["source_id"] == "referat-hovedudvalg-2025-08-15.md"
    assert answer["audience"] == "public"


def test_nearest_has_no_number_and_names_what_comes_closest(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hvidbog.main(["ask", "Hvem sad i ekspertpanelet?", "--json"])
    answer = json.loads(capsys.readouterr().out)
    assert answer["status"] == "not_found"
    assert [set(near) for near in answer["nearest"]] == [CITATION_KEYS - {"n"}]
    assert "ekspertpanel" in answer["nearest"][0]["quote"]


def test_ask_for_people_shows_the_answer_its_sources_and_that_a_machine_found_it(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert hvidbog.main(["ask", "Hvad er de tre faser?"]) == 0
    page = capsys.readouterr().out
    assert "[1] Referat MED Hovedudvalg d. 15-08-2025, 15. august 2025 · Sagsfremstilling: »Fase 1" in page
    assert "kunstig intelligens" in page


def test_a_batch_answers_line_by_line_in_order_and_a_bad_line_keeps_its_id(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [
        '{"id": "a", "question": "Hvad er de tre faser?"}',
        "ikke json",
        '{"id": "b"}',
        '{"id": 7, "question": "Hvem er borgmester?", "history": [{"question": "Hej", "answer": "Hej"}]}',
        '{"id": "c", "question": 5}',
        "",
    ]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("\n".join(lines).encode())))
    assert hvidbog.main(["ask", "--batch", "-"]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(answer["id"], answer["status"]) for answer in answers] == [
        ("a", "found"),
        (None, "error"),
        ("b", "error"),
        (7, "not_found"),
        ("c", "error"),
    ]
    assert all(set(answer) == ANSWER_KEYS for answer in answers)


def test_no_line_of_a_batch_stops_the_ones_behind_it(
    here: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = [
        b"[" * 100_000,
        b'{"id": "x\xff", "question": "Hej"}',
        b'{"id": NaN, "question": "Hej"}',
        b'{"id": {"a": 1}, "question": "Hej"}',
        b'{"id": "\\ud800", "question": "Hvad er de tre faser?"}',
        b'{"id": "010130-1234", "question": "Hvad er de tre faser?"}',
    ]
    path = tmp_path / "spørgsmål.jsonl"
    path.write_bytes(b"\n".join([*bad, b'{"id": "sidst", "question": "Hvad er de tre faser?"}']))
    assert hvidbog.main(["ask", "--batch", str(path)]) == 0
    told = capsys.readouterr().out
    answers = [json.loads(line) for line in told.splitlines()]
    assert [answer["status"] for answer in answers] == ["error"] * 4 + ["found"] * 3
    assert answers[-1]["id"] == "sidst"
    assert "1234" not in told
    assert "NaN" not in told


def test_a_search_with_personal_data_is_refused(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert hvidbog.main(["search", "cpr 010130-1234", "--json"]) == 2
    told = capsys.readouterr()
    assert "1234" not in told.out + told.err
    assert hvidbog.main(["search", "faser", "-k", "0"]) == 2


def test_search_gives_ranked_passages(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert hvidbog.main(["search", "syv fokusområder", "-k", "3", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"query", "hits", "elapsed_ms"}
    assert [hit["rank"] for hit in found["hits"]] == [1, 2, 3]
    assert set(found["hits"][0]) == {"rank", "score", "document_id", "source_id", "page", "section", "text"}
    assert any("fokusområder" in hit["text"] for hit in found["hits"])
    assert [hit["score"] for hit in found["hits"]] == sorted((hit["score"] for hit in found["hits"]), reverse=True)


@pytest.mark.parametrize(
    ("argv", "code", "words"),
    [
        (["ask"], 2, "Skriv et spørgsmål"),
        (["ask", "hej", "--engine", "magi"], 2, "--engine"),
        (["ask", "--batch", "findes-ikke.jsonl"], 2, "kan ikke læses"),
        (["ask", "hej", "--audience", "alle"], 2, "public eller staff"),
        (["search", "x" * 2001], 2, "for lang"),
        (["svar"], 2, "findes ikke"),
        (["index", "slet"], 2, "--help"),
    ],
)
def test_wrong_use_is_one_danish_sentence_and_exit_code_2(
    here: Path, capsys: pytest.CaptureFixture[str], argv: list[str], code: int, words: str
) -> None:
    assert hvidbog.main(argv) == code
    told = capsys.readouterr().err
    assert words in told
    assert "Traceback" not in told


def test_without_an_index_every_question_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("HVIDBOG_HOME", str(tmp_path))
    for argv in (["ask", "hej"], ["search", "hej"], ["doctor"]):
        assert hvidbog.main(argv) == 3
        captured = capsys.readouterr()
        assert "hvidbog ingest" in captured.err + captured.out


def test_an_unknown_setting_is_named(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HVIDBOG_MODL", "x")
    assert hvidbog.main(["doctor"]) == 2
    assert "HVIDBOG_MODL" in capsys.readouterr().err


def test_doctor_says_what_is_on_off_and_missing(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert hvidbog.main(["doctor"]) == 0
    told = capsys.readouterr().out
    assert "Spørgsmål sendes ikke til nogen" in told
    assert "telefon og åbningstid mangler" in told
    assert "Livslinien 70 201 201" in told
    assert "Alarmcentralen" not in told  # confirmed, so no warning


def test_doctor_names_the_host_that_would_receive_questions(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "hemmelig-noegle")
    hvidbog.main(["doctor"])
    told = capsys.readouterr().out
    assert "bruges ikke" in told
    monkeypatch.setenv("HVIDBOG_ENGINE", "llm")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://model.invalid:8080/v1")
    hvidbog.main(["doctor", "--json"])
    remarks = json.loads(capsys.readouterr().out)["remarks"]
    assert any("model.invalid" in remark["text"] for remark in remarks if remark["about"] == "host")
    assert "hemmelig" not in json.dumps(remarks) + told


@pytest.mark.parametrize("command", [*hvidbog.COMMANDS])
def test_every_command_has_danish_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        code: object = hvidbog.main([command, "--help"])
    except SystemExit as left:
        code = left.code
    assert code == 0
    told = capsys.readouterr().out
    assert told.startswith(f"Brug: hvidbog {command}")
    assert "show this help" not in told


def test_the_front_door_lists_every_command_without_loading_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    assert hvidbog.main(["--help"]) == 0
    told = capsys.readouterr().out
    assert all(command in told for command in hvidbog.COMMANDS)
    assert hvidbog.main([]) == 2


def test_options_narrow_a_search_and_say_so(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert hvidbog.main(["search", "fokusområder", "--section", "finance", "--since", "2025-01-01", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["filters"] == {"sections": "finance", "since": "2025-01-01"}
    assert {hit["section"][-1] for hit in shown["hits"]} <= {"Økonomi"}
    assert hvidbog.main(["ask", "Hvad er de syv fokusområder?", "--until", "2024-12-31", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["status"] == "not_found"
    assert answer["searched"]["filters"] == {"until": "2024-12-31"}


@pytest.mark.parametrize("option", [["--section", "nej"], ["--since", "i går"]])
def test_a_filter_that_there_is_not_is_wrong_use(
    option: list[str], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert hvidbog.main(["search", "havn", *option]) == 2
    assert "." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["search"], "Der mangler: SØGNING. Se »hvidbog search --help«."),
        (["index", "ryd"], "HANDLING har en værdi, der ikke kan bruges. Se »hvidbog index --help«."),
        (["switch"], "Der mangler: KONTAKT. Se »hvidbog switch --help«."),
        (["ingest", "--nej"], "Kendes ikke: --nej. Se »hvidbog ingest --help«."),
    ],
)
def test_a_wrong_command_line_is_told_of_in_whole_danish_sentences(
    argv: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert hvidbog.main(argv) == 2
    assert capsys.readouterr().err.strip() == sentence
