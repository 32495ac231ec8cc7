"""Runs with a model: recorded, replayed without a key, and judged. The model is a scripted one in this process."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import evals.judged_runs
import evals.model_runs
from assistant.chat_model import ModelFault
from assistant.llm_prompt import Message
from evals.cases import Case, load_cases
from evals.cli import main
from evals.judged_runs import COMPLETE, PLAIN, Spoken
from evals.recorded_chat import RecordedChat, renamed
from evals.recording import NotRecorded
from evals.runs import Run, configured, make_run, read_run, repeat
from evals.suites import case_files
from evals.summary import summarise
from ingest.config import Settings
from ingest.errors import WrongUse
from tests.conftest import ROOT

SOURCE = re.compile(r"kilde (\w+)\n[^\n]*\n(.*?)\n⟦", re.DOTALL)


@dataclass
class Quoting:
    """A model that quotes the first sentence of its first source; every third call is cut off."""

    name: str = "manuskript"
    schema: bool = False
    calls: list[str] = field(default_factory=list)

    def stream(self, messages: Sequence[Message], deadline: float, shape: object = None) -> Iterator[str]:
        prompt = "\n".join(message.content for message in messages)
        self.calls.append(prompt)
        token, text = SOURCE.findall(prompt)[0]
        sentence = max(re.split(r"(?<=[.?!])\s|\n", text), key=len)
        claim = json.dumps({"token": token, "quote": sentence, "text": sentence}, ensure_ascii=False)
        yield claim[:20]
        if len(self.calls) % 3 == 0:
            raise ModelFault("cut")
        yield claim[20:]


def messages(token: str, marker: str = "abc") -> list[Message]:
    return [
        Message("user", f"⟦{marker}⟧ kilde {token}\nTitel\nHallen åbner i marts og koster 12 kroner.\n⟦{marker}⟧ slut")
    ]


def test_a_call_is_replayed_under_the_tokens_of_the_new_request(tmp_path: Path) -> None:
    model = Quoting()
    path = tmp_path / "kald.jsonl"
    first = "".join(RecordedChat(path, "m", model).stream(messages("qwerty"), 0.0))
    assert json.loads(first)["token"] == "qwerty"
    replay = RecordedChat(path, "")
    assert replay.name == "m"
    again = "".join(replay.stream(messages("asdfgh", "xyz"), 0.0))
    assert again == first.replace("qwerty", "asdfgh")
    assert (replay.spent.calls, len(model.calls)) == (1, 1)
    prompt = messages("asdfgh", "xyz")[0].content
    assert (replay.spent.prompt_tokens, replay.spent.reply_tokens) == (len(prompt) // 3, len(first) // 3)
    with pytest.raises(NotRecorded):
        list(replay.stream([Message("user", "noget andet")], 0.0))
    assert replay.missing == 1


def test_a_fault_is_recorded_and_replayed_where_it_came(tmp_path: Path) -> None:
    path, model = tmp_path / "kald.jsonl", Quoting(calls=["", ""])
    said: list[str] = []
    for source in (model, None):
        stream = RecordedChat(path, "m", source).stream(messages("qwerty"), 0.0)
        said.append(next(stream))
        with pytest.raises(ModelFault) as fault:
            next(stream)
        assert fault.value.code == "cut"
    assert said[0] == said[1] != ""


def test_only_whole_words_are_renamed() -> None:
    assert renamed("abc abcd {abc}", {"abc": "K1", "abcd": "K2"}) == "K1 K2 {K1}"
    assert renamed("abc", {}) == "abc"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(home=tmp_path_factory.mktemp("llm-runs"), corpus=ROOT / "corpus", open_browser="no")


@pytest.fixture(scope="module")
def cases() -> tuple[Case, ...]:
    return tuple(case for case in load_cases(case_files(["minutes"])) if case.must_answer and not case.history)[:9]


@pytest.fixture(scope="module")
def run(home: Settings, cases: tuple[Case, ...]) -> Run:
    """A run with the scripted model."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evals.model_runs, "open_chat_model", lambda settings: Quoting())
        return make_run(home, cases, configured(cases, "llm"))


def test_a_run_with_a_model_is_repeated_from_itself_without_one(home: Settings, run: Run) -> None:
    engines = {str((one.answer or {})["engine"]) for one in run.observations}
    assert engines == {"llm", "extractive"}, "proved claims, and quotes where the model was cut off"
    again = repeat(home, run.folder)
    for name in ("observations.jsonl", "scores.json", "tokens.json"):
        assert (again.folder / name).read_bytes() == (run.folder / name).read_bytes(), name
    assert not again.scores.problems
    told = summarise(again, [], []).as_json()["tokens"]
    assert told["calls"] >= len(run.cases) - 2
    assert told["prompt_tokens"] > 0


def test_a_call_that_the_recording_lacks_is_a_fault_of_the_run(
    home: Settings, run: Run, cases: tuple[Case, ...]
) -> None:
    short = home.home / "kort.jsonl"
    lines = (run.folder / "model-calls.jsonl").read_text(encoding="utf-8").splitlines()
    short.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    lacking = make_run(home, cases, configured(cases, "llm"), recording=short)
    assert "1 spørgsmål til modellen står ikke i optagelsen" in lacking.scores.problems[0]
    with pytest.raises(WrongUse, match="ingen sprogmodel"):
        make_run(home, cases, configured(cases, "llm"))


@dataclass
class Judging:
    """A judge that says the same of every answer, but for every fifth, of which it says nothing that counts."""

    name: str = "dommer"
    schema: bool = False
    calls: int = 0

    def stream(self, messages: Sequence[Message], deadline: float, shape: object = None) -> Iterator[str]:
        self.calls += 1
        if self.calls % 5 == 0:
            yield "ved ikke"
            return
        complete = "complete" if self.calls % 2 else "partial"
        yield json.dumps({"completeness": complete, "language": "plain"})


def test_a_runs_answers_are_judged_and_what_fails_is_unscored(
    home: Settings, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(evals.judged_runs, "open_chat_model", lambda settings: Judging())
    path = tmp_path / "domme.jsonl"
    assert main(["judge", "--ask", "--recording", str(path), "--run", str(run.folder)]) == 0
    assert "minutes: Klart sprog (dommer)" in capsys.readouterr().out
    values = read_run(run.folder).scores.groups["minutes"]
    judged, unscored = values[PLAIN].cases, sum(values[PLAIN].unscored.values())
    assert judged + unscored == sum(bool((one.answer or {})["claims"]) for one in run.observations)
    assert unscored >= 1
    assert values[PLAIN].value == 1.0
    assert 0.0 < (values[COMPLETE].value or 0.0) < 1.0
    # Replayed: the same, and nobody is asked.
    monkeypatch.setattr(evals.judged_runs, "open_chat_model", lambda settings: None)
    assert main(["judge", "--recording", str(path), "--model", "dommer", "--run", str(run.folder)]) == 0
    assert read_run(run.folder).scores.groups["minutes"][PLAIN] == values[PLAIN]
    with pytest.raises(WrongUse, match="ingen sprogmodel"):
        main(["judge", "--ask"])
    assert Spoken(Judging(), 1.0).name == "dommer"
