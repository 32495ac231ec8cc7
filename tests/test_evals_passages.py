"""Questions with answer strings: the shares by hand, the decision, the plain sum, and the fit of the order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.cli import main
from evals.cli_fit import with_ranking
from evals.fit import Example, examples_of_quiz, fit_order, held
from evals.measures.decision import auroc_difference
from evals.passage_scores import scored
from evals.passages import HALVES, Looked, Quiz, load_quiz, look, open_folder
from ingest.config import Settings
from ingest.errors import WrongUse

ROWS = [
    ("hal", "Sømarken Kommune (opdigtet). Svømmehallen åbner i marts. Den har tre bassiner."),
    ("bro", "Sømarken Kommune (opdigtet). Broerne over fjorden koster 7 kroner. De blev malet i fjor."),
    ("vej", "Sømarken Kommune (opdigtet). Vejen er lang. Den fører til stranden."),
]
ASKED = [
    ("q1", "Hvornår åbner svømmehallen?", ["marts"]),
    ("q2", "Hvad koster broerne over fjorden?", ["7 kroner"]),
    ("q3", "Hvor fører vejen hen?", ["stranden"]),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "quiz"
    made.mkdir()
    write(made / "corpus.jsonl", [{"_id": name, "title": "", "text": text} for name, text in ROWS])
    write(made / "queries.jsonl", [{"_id": n, "text": t, "metadata": {"answers": a}} for n, t, a in ASKED])
    write(made / "unanswerable.jsonl", [{"_id": "u1", "text": "Hvem malede rådhuset?"}])
    return made


def write(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def seen(name: str, answers: tuple[str, ...], ordered: tuple[str, ...], chance: float, search: float) -> Looked:
    shown = ordered[:1] if chance > 0.5 else ()
    return Looked(Quiz(name, "?", answers), shown, shown or ordered[1:], ordered, ("nej",), chance, search)


def test_a_string_stands_in_a_quote_whatever_its_case_and_white_space() -> None:
    one = Quiz("q", "?", ("Syv  kroner",))
    assert one.answered_by("Det koster syv\nkroner.")
    assert not one.answered_by("Det koster otte kroner.")


def test_every_question_belongs_to_one_half_and_no_half_to_the_other(folder: Path) -> None:
    halves = []
    for half in HALVES:
        try:
            halves.append({one.id for one in load_quiz(folder, half)})
        except WrongUse:
            halves.append({one.id for one in load_quiz(folder) if one.half == half})
    assert halves[0] | halves[1] == {"q1", "q2", "q3", "u1"}
    assert not halves[0] & halves[1]


def test_the_scores_are_the_shares_that_they_are_called() -> None:
    looked = [
        seen("a", ("ja",), ("ja da", "nej"), 0.9, 0.2),
        seen("b", ("ja",), ("nej", "ja"), 0.6, 0.9),
        seen("c", ("ja",), ("nej", "nix"), 0.2, 0.1),
        seen("d", (), ("nej",), 0.1, 0.5),
        seen("e", (), ("nix",), 0.7, 0.4),
    ]
    scores = scored(looked)
    shown, offered, ordered, plain = scores.rows
    assert (scores.answerable, scores.unanswerable) == (3, 2)
    assert (ordered.first, ordered.any) == (pytest.approx(1 / 3), pytest.approx(2 / 3))
    assert (shown.first, shown.any, shown.false_answers) == (pytest.approx(1 / 3), pytest.approx(1 / 3), 0.5)
    assert (offered.first, offered.any, offered.false_answers) == (pytest.approx(1 / 3), pytest.approx(1 / 3), 0.5)
    assert (plain.first, plain.any) == (0.0, 0.0)
    chance, search = scores.decisions
    # Of the six pairs of an answerable and another question, the chance puts four and the search score two in order.
    assert (chance.auroc, search.auroc) == (pytest.approx(4 / 6), pytest.approx(2 / 6))
    assert chance.risks[0] == 0.0
    assert chance.risks[-1] == pytest.approx(4 / 5)
    assert scores.as_json()["decisions"]["chance"]["risk_at"]["1.0"] == pytest.approx(4 / 5)


def test_a_paired_difference_of_the_same_scores_is_nothing_and_of_better_ones_more() -> None:
    worse = ([0.5] * 20, [0.5] * 20)
    assert auroc_difference(worse, worse).low == auroc_difference(worse, worse).high == 0.0
    assert auroc_difference(worse, ([0.9] * 20, [0.1] * 20)).low > 0.4


def test_questions_are_asked_and_quotes_are_sentences(folder: Path, tmp_path: Path) -> None:
    asked = open_folder(Settings(home=tmp_path / "home"), folder)
    try:
        looked = look(load_quiz(folder), asked)
        examples = examples_of_quiz(load_quiz(folder), asked, "quiz")
    finally:
        asked.close()
    by_name = {one.quiz.id: one for one in looked}
    assert by_name["q1"].ordered[0] == by_name["q1"].shown[0] == by_name["q1"].plain[0] == "Svømmehallen åbner i marts."
    assert by_name["q2"].ordered[0] == "Broerne over fjorden koster 7 kroner."
    assert by_name["u1"].shown == ()
    assert by_name["q1"].offered == by_name["q1"].shown
    assert by_name["u1"].chance < by_name["q2"].chance
    assert [sum(one.right) for one in examples] == [1, 1, 1]
    assert held(examples, fit_order(examples)) == (1.0, 1.0)
    assert held(examples, {"coverage": -1.0})[0] < 1.0


def test_a_fit_needs_right_and_wrong_sentences() -> None:
    with pytest.raises(IndexError):
        fit_order([Example("a", "g", (), ())])


def test_written_weights_leave_the_rest_of_the_file_as_it_was() -> None:
    text = "# why\n\n[ranking]\nold = 1.0\n\n[deciding]\ncoverage = 8.0\n"
    assert (
        with_ranking(text, {"new": 0.5, "none": 0.0}) == "# why\n\n[ranking]\nnew = 0.5\n\n[deciding]\ncoverage = 8.0\n"
    )


def test_the_command_prints_both_tables(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HVIDBOG_HOME", str(tmp_path / "home"))
    assert main(["passages", "--dataset", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "3 spørgsmål med svar, 1 uden" in told
    assert "BM25 lagt sammen" in told
    assert "AUROC" in told
    with pytest.raises(WrongUse, match="ingen tekster"):
        main(["passages", "--dataset", str(tmp_path)])
