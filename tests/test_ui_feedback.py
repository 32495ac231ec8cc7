"""Feedback: what makes it a gap, and how it becomes a reference question that `hvidbog eval` takes."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.records import Status
from evals.cases import load_cases
from ingest.config import Settings
from ingest.errors import WrongUse
from tests.fake_assistant import MONEY, FakeAssistant
from ui.cli_feedback import main, write_new
from ui.feedback import Feedback, FeedbackReason, case_lines
from ui.history import Store

QUESTION = "Hvor mange penge er der afsat?"


def sent(reason: FeedbackReason, question: str = QUESTION, at: int = 1) -> Feedback:
    answer = FakeAssistant().ask(question)
    return Feedback(reason, answer.status.value, "", answer, at)


def test_every_exported_line_is_a_valid_reference_question(tmp_path: Path) -> None:
    given = [sent(reason, at=number) for number, reason in enumerate(FeedbackReason)]
    given.append(Feedback(FeedbackReason.WRONG, "found", ""))  # sent without its question: nothing to ask
    file = tmp_path / "feedback.jsonl"
    file.write_text(case_lines(given), encoding="utf-8")
    cases = {case.type: case for case in load_cases([file])}
    assert set(cases) == {reason.value for reason in FeedbackReason}
    assert all(case.question == QUESTION and case.suite == "feedback" for case in cases.values())
    good = cases["good"]
    assert good.status == (Status.PARTIAL,)
    assert [group[0].quote for group in good.gold] == [MONEY]
    assert good.gold[0][0].document == "referat.md"
    for bad in ("wrong", "outdated"):
        assert cases[bad].must_not_contain == (MONEY,)
        assert cases[bad].gold == ()
    assert cases["quote_not_found"].must_not_contain == ()
    assert Status.NOT_FOUND not in cases["quote_not_found"].status


def test_what_a_reader_wrote_goes_with_the_question() -> None:
    given = replace(sent(FeedbackReason.WRONG), note="Hallen koster mere.")
    (line,) = case_lines([given]).splitlines()
    assert "Læseren skrev: »Hallen koster mere.«" in json.loads(line)["note"]
    assert "Læseren skrev" not in case_lines([sent(FeedbackReason.WRONG)])


def test_a_refusal_that_was_right_keeps_its_reason(tmp_path: Path) -> None:
    file = tmp_path / "feedback.jsonl"
    file.write_text(case_lines([sent(FeedbackReason.GOOD, "Mit cpr-nummer")]), encoding="utf-8")
    (case,) = load_cases([file])
    assert case.question == "Mit nummer er ██████-████"
    assert [one.value for one in case.reason] == ["personal_data"]


@pytest.mark.parametrize(("reason", "question", "gap"), [
    (FeedbackReason.QUOTE_NOT_FOUND, "Hvornår åbner svømmehallen?", True),
    (FeedbackReason.WRONG, "Hvad med billetter?", True),
    (FeedbackReason.WRONG, "Hvornår åbner svømmehallen?", False),
    (FeedbackReason.GOOD, "Hvad med billetter?", False),
])  # fmt: skip
def test_a_gap_is_what_was_not_found(reason: FeedbackReason, question: str, gap: bool) -> None:
    assert sent(reason, question).is_gap is gap


def test_the_command_writes_the_questions_and_deletes_what_is_old(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HVIDBOG_HOME", str(settings.home))
    store = Store(settings)
    store.add_feedback(sent(FeedbackReason.GOOD))
    store.close()
    file = tmp_path / "ud.jsonl"
    assert main(["export", str(file)]) == 0
    assert len(load_cases([file])) == 1
    assert main(["clean"]) == 0
    assert "Slettet: 0. Kunne ikke slettes: 0." in capsys.readouterr().out
    old = Store(settings, lambda: 1.0)
    old.add_feedback(sent(FeedbackReason.GOOD))
    old.close()
    main(["clean"])
    assert "Slettet: 1." in capsys.readouterr().out


def test_an_export_is_a_new_file_for_its_owner_alone(tmp_path: Path) -> None:
    write_new(tmp_path / "cases.jsonl", b"{}")
    assert stat.S_IMODE((tmp_path / "cases.jsonl").stat().st_mode) == 0o600
    with pytest.raises(WrongUse, match=r"cases\.jsonl"):
        write_new(tmp_path / "cases.jsonl", b"other")
    assert (tmp_path / "cases.jsonl").read_bytes() == b"{}"
    with pytest.raises(WrongUse):
        write_new(tmp_path / "missing" / "cases.jsonl", b"{}")
    assert not (tmp_path / "missing").exists()
