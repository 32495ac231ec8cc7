"""Cases: what is refused and how it is said, the split, and the cases that are kept."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest

from assistant.records import Status
from evals.cases import Case, case_line, chosen, load_cases, parse_case, split_of
from evals.gold import SourceText, finder, resolve
from evals.suites import case_files
from evals.variants import VARIANTS, variants_of
from ingest.errors import WrongUse

LINE = {"id": "a", "suite": "egne", "type": "fact", "question": "Hvad koster broen?", "status": "found"}


def line(**changes: object) -> str:
    return json.dumps(LINE | changes)


def test_one_status_and_several_are_the_same_shape() -> None:
    assert parse_case(line(), "x:1").status == (Status.FOUND,)
    assert parse_case(line(status=["found", "partial"]), "x:1").must_answer
    assert not parse_case(line(status=["found", "not_found"]), "x:1").must_answer


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"goold": []}, "Feltet »goold« kendes ikke."),
        ({"status": "maybe"}, "»status.0« har en værdi, som ikke findes."),
        ({"status": []}, "»status« er tomt."),
        ({"gold": [[{"document": "a.md", "quote": "x", "side": 3}]]}, "»gold.0.0.side« kendes ikke."),
        ({"gold": [[]]}, "»gold« passer ikke"),
        ({"status": "not_found", "gold": [[{"document": "a.md", "quote": "x"}]]}, "»gold« passer ikke"),
        ({"reason": "crisis"}, "»reason« passer ikke"),
        ({"suite": "Egne spørgsmål"}, "»suite« må kun bestå"),
        ({"question": 3}, "»question« har en forkert værdi."),
    ],
)
def test_what_does_not_fit_is_refused_with_file_line_and_field(
    changes: dict[str, object], said: str, tmp_path: Path
) -> None:
    path = tmp_path / "egne.jsonl"
    path.write_text(line() + "\n\n" + line(id="b", **changes) + "\n", encoding="utf-8")
    with pytest.raises(WrongUse) as refused:
        load_cases([path])
    assert str(refused.value).startswith("egne.jsonl:3: Feltet ")
    assert said in str(refused.value)


def test_a_missing_field_a_broken_line_and_a_double_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match=r"x:1: Feltet »question« mangler\."):
        parse_case(json.dumps({key: value for key, value in LINE.items() if key != "question"}), "x:1")
    with pytest.raises(WrongUse, match=r"x:1: Linjen er ikke gyldig JSON\."):
        parse_case("{", "x:1")
    path = tmp_path / "egne.jsonl"
    path.write_text(line() + "\n" + line() + "\n", encoding="utf-8")
    with pytest.raises(WrongUse, match=r"egne.jsonl:2: Spørgsmålet »a« findes allerede i egne.jsonl:1\."):
        load_cases([path])


def test_no_file_and_an_empty_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="findes ikke"):
        load_cases([tmp_path / "nej.jsonl"])
    (tmp_path / "tom.jsonl").write_text("\n", encoding="utf-8")
    with pytest.raises(WrongUse, match="ingen spørgsmål"):
        load_cases([tmp_path / "tom.jsonl"])


def test_the_split_is_the_first_byte_of_the_hash() -> None:
    for name in ("minutes-fact-001", "æøå", "x"):
        even = hashlib.sha256(name.encode()).digest()[0] % 2 == 0
        assert split_of(name) == ("dev" if even else "test")


def test_a_case_is_the_same_after_writing_and_reading() -> None:
    full = parse_case(
        line(
            status=["refused", "not_found"], reason=["person"], audience="staff", needs_model=True, note="n", where="w",
            history=[{"question": "a", "answer": "b"}], must_not_contain=["x"],
        ),
        "x:1",
    )  # fmt: skip
    assert parse_case(case_line(full), "x:1") == full
    assert parse_case(case_line(parse_case(line(), "x:1")), "x:1") == parse_case(line(), "x:1")


def test_a_gold_quote_that_stands_nowhere_is_an_error_of_the_case() -> None:
    case = parse_case(
        line(gold=[[{"document": "a.md", "quote": "syv broer"}], [{"document": "b.md", "quote": "x"}]]), "x:1"
    )
    source = SourceText("id", "a.md", "a.md", "A", "Der er syv\n broer. Syv broer, syv broer.")
    gold, problems = resolve(case, finder([source]))
    assert [len(group) for group in gold] == [1, 0]
    assert len(gold[0][0].ranges) == 2
    assert problems == ("a: Citatet »x« står ikke i b.md.",)


def test_variants_are_seeded_and_differ_from_the_question() -> None:
    case = parse_case(line(question="Hvilke fokusområder er nævnt?"), "x:1")
    varied = variants_of(case)
    assert varied == variants_of(case)
    assert set(varied) == set(VARIANTS)
    assert varied["without_danish_letters"].question == "Hvilke fokusomraader er naevnt?"
    assert varied["rephrased"].question == "Hvad for nogle fokusområder er nævnt?"
    assert varied["careless"].question == "hvilke fokusområder er nævnt"
    assert sorted(varied["misspelt"].question) == sorted(case.question)
    assert varied["misspelt"].question != case.question


# The cases that are kept.


@pytest.fixture(scope="module")
def minutes() -> tuple[Case, ...]:
    return load_cases(case_files(["minutes"]))


def test_there_are_enough_questions_on_the_minutes(minutes: tuple[Case, ...]) -> None:
    assert sum(case.must_answer for case in minutes) >= 100
    assert sum(case.must_decline for case in minutes) >= 80
    assert {case.suite for case in minutes} == {"minutes"}


ANSWERED = {
    "fact", "number", "date", "list", "person", "decision", "cause", "comparison", "followup", "two_in_one", "paraphrase",
    "synonym", "compound", "misspelt", "without_aeoeaa", "dialect", "english", "yes_no", "false_premise",
}  # fmt: skip
UNANSWERED = {
    "un_plausible", "un_near_miss", "un_other_year", "un_other_place", "un_other_document", "un_out_of_scope", "un_opinion",
    "un_current", "un_person", "un_refusal",
}  # fmt: skip


def test_every_kind_of_question_is_there_and_what_needs_a_model_is_a_paraphrase(minutes: tuple[Case, ...]) -> None:
    assert {case.type for case in minutes} == ANSWERED | UNANSWERED
    assert not any(case.must_answer for case in minutes if case.type in UNANSWERED)
    assert {case.type for case in minutes if case.needs_model} == {"paraphrase"}
    assert sum(case.must_answer and not case.needs_model for case in minutes) >= 100


def test_every_type_has_four_cases_in_each_half(minutes: tuple[Case, ...]) -> None:
    for half in ("dev", "test"):
        counts = Counter(case.type for case in chosen(minutes, split=half))
        assert {name: n for name, n in counts.items() if n < 4} == {}
        assert set(counts) == {case.type for case in minutes}


def test_there_are_enough_benign_controls_each_with_its_quote() -> None:
    cases = load_cases(case_files(["adversarial"]))
    controls = [case for case in cases if case.status == (Status.FOUND,)]
    assert len(controls) >= 200
    assert all(case.gold for case in controls)
