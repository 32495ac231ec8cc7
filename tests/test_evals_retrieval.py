"""BEIR folders: the reference runs term by term, the product's run by documents, the cache, and what is not a data set."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

import evals.retrieval
from evals.beir import half_of, load_beir
from evals.cli import main
from evals.measures.statistics import Interval
from evals.reference_runs import RUNS, grams, rank, stems, words
from evals.retrieval import WITHOUT, RunResult, difference, measure_retrieval
from ingest.config import Settings
from ingest.errors import WrongUse

DOCUMENTS = {
    "hal": "Sømarken Kommune (opdigtet). Svømmehallen åbner i marts.",
    "bro": "Sømarken Kommune (opdigtet). Broerne over fjorden koster syv kroner.",
    "vej": "Sømarken Kommune (opdigtet). Vejen er lang.",
}
QUESTIONS = {"q1": "Hvornår åbner svømmehallen?", "q2": "Hvad koster broen?"}
RELEVANT = {"q1": ("hal", 1), "q2": ("bro", 2)}


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    folder = tmp_path / "lille"
    (folder / "qrels").mkdir(parents=True)
    write(folder / "corpus.jsonl", [{"_id": name, "title": "", "text": text} for name, text in DOCUMENTS.items()])
    write(folder / "queries.jsonl", [{"_id": name, "text": text} for name, text in QUESTIONS.items()])
    rows = "".join(f"{question}\t{name}\t{grade}\n" for question, (name, grade) in RELEVANT.items())
    (folder / "qrels" / "dev.tsv").write_text("query-id\tcorpus-id\tscore\n" + rows, encoding="utf-8")
    return folder


def write(path: Path, rows: list[dict[str, str]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


# The reference runs.


def test_the_terms_of_the_reference_runs() -> None:
    assert words("Å-boen, 12,5 mio.") == ["å", "boen", "12", "5", "mio"]
    assert stems("Skolerne koster") == ["skol", "kost"]
    assert grams("broen i by") == ["#bro", "broe", "roen", "oen#", "#i#", "#by#"]


def test_bm25_is_the_formula_that_it_is_said_to_be() -> None:
    documents = {"a": "bro bro vej", "b": "vej vej vej vej", "c": "hal"}
    found = rank(words, documents, {"q": "bro hal", "r": "intet"}).found
    # idf = ln(1 + (3 - 1 + 0.5) / (1 + 0.5)) for both words; "hal" is the shorter document but "bro" stands twice.
    mean = 8 / 3
    bro = 2 / (2 + 1.2 * (1 - 0.75 + 0.75 * 3 / mean))
    hal = 1 / (1 + 1.2 * (1 - 0.75 + 0.75 * 1 / mean))
    assert found["q"] == (("c", "a") if hal > bro else ("a", "c"))
    assert found["r"] == ()


def test_ties_stand_in_the_order_of_the_corpus() -> None:
    assert rank(words, {"b": "bro", "a": "bro"}, {"q": "bro"}).found["q"] == ("b", "a")


# The product's run.


def test_all_runs_stand_in_one_result(dataset: Path, settings: Settings) -> None:
    result = measure_retrieval(settings, load_beir(dataset, "dev")).as_json()
    assert {key: result[key] for key in ("dataset", "split", "questions")} == {
        "dataset": "lille", "split": "dev", "questions": 2,
    }  # fmt: skip
    assert list(result["runs"]) == ["hvidbog", *RUNS]
    assert all(set(run) == {"nDCG@10", "R@10", "MRR@10", "p50_ms", "p95_ms"} for run in result["runs"].values())
    assert result["runs"]["hvidbog"]["nDCG@10"] == 1.0
    assert result["runs"]["bm25"]["nDCG@10"] == 1.0


def test_a_long_document_stands_where_its_best_passage_stands(dataset: Path, settings: Settings) -> None:
    long = "\n\n".join(f"Afsnit {n} om {'broen' if n == 40 else 'vejen'} i Sømarken. " * 12 for n in range(60))
    write(
        dataset / "corpus.jsonl",
        [{"_id": "lang", "text": long}, *({"_id": n, "text": t} for n, t in DOCUMENTS.items())],
    )
    result = measure_retrieval(settings, load_beir(dataset, "dev"), references=False)
    assert result.runs[0].means["R@10"] == 1.0


def test_a_question_that_cannot_be_searched_counts_zero_and_is_named(dataset: Path, settings: Settings) -> None:
    write(dataset / "queries.jsonl", [{"_id": "q1", "text": "x" * 2001}, {"_id": "q2", "text": QUESTIONS["q2"]}])
    result = measure_retrieval(settings, load_beir(dataset, "dev"), references=False)
    assert result.runs[0].means["nDCG@10"] == 0.5
    assert [problem.partition(":")[0] for problem in result.problems] == ["q1"]


def test_a_second_run_asks_nothing_and_other_content_is_asked_anew(
    dataset: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    real = evals.retrieval.search_all
    monkeypatch.setattr(evals.retrieval, "search_all", lambda *args: asked.append(1) or real(*args))
    first = measure_retrieval(settings, load_beir(dataset, "dev")).as_json()
    started = time.perf_counter()
    assert measure_retrieval(settings, load_beir(dataset, "dev")).as_json() == first
    assert time.perf_counter() - started < 30
    assert len(asked) == 1
    rows = [{"_id": name, "text": text + " Mere."} for name, text in DOCUMENTS.items()]
    write(dataset / "corpus.jsonl", rows)
    measure_retrieval(settings, load_beir(dataset, "dev"))
    assert len(asked) == 2


def test_the_corpus_profile_of_the_municipality_is_not_used(dataset: Path, settings: Settings) -> None:
    # A data set is another corpus: measuring it must work without ours.
    nowhere = settings.model_copy(update={"corpus": settings.home / "nowhere"})
    assert measure_retrieval(nowhere, load_beir(dataset, "dev"), references=False).questions == 2


def test_legs_stand_alone_and_differences_are_paired(dataset: Path, settings: Settings) -> None:
    result = measure_retrieval(settings, load_beir(dataset, "dev"), legs=True)
    assert [run.name for run in result.own] == ["words", "grams"]
    assert [(one.run, one.than) for one in result.differences] == [("hvidbog", "bm25"), ("hvidbog", "words")]
    told = result.as_json()
    assert set(told["own"]) == {"words", "grams"}
    assert told["differences"][0] == {"run": "hvidbog", "than": "bm25", "difference": 0.0, "low": 0.0, "high": 0.0}


def test_a_difference_is_the_mean_of_the_questions_differences() -> None:
    def run(name: str, values: list[float]) -> RunResult:
        each = {"nDCG@10": {f"q{n}": value for n, value in enumerate(values)}}
        return RunResult(name, {"nDCG@10": sum(values) / len(values)}, Interval(0, 1), 0, 0, each)

    worse, better = run("a", [0.2, 0.4, 0.6, 0.2]), run("b", [0.5, 0.7, 0.9, 0.5])
    found = difference(better, worse)
    assert found.mean == pytest.approx(0.3)
    # Every question gains the same, so no resample can say otherwise, however much the runs themselves vary.
    assert (found.interval.low, found.interval.high) == (pytest.approx(0.3), pytest.approx(0.3))


def test_the_halves_share_no_question_and_miss_none(dataset: Path) -> None:
    names = [f"q{n}" for n in range(40)]
    write(dataset / "queries.jsonl", [{"_id": name, "text": "Hvad koster broen?"} for name in names])
    (dataset / "qrels" / "dev.tsv").write_text("".join(f"{name}\tbro\t1\n" for name in names), encoding="utf-8")
    whole = load_beir(dataset, "dev")
    tuning, reported = half_of(whole, "tuning"), half_of(whole, "reported")
    assert set(tuning.questions) | set(reported.questions) == set(names)
    assert not set(tuning.questions) & set(reported.questions)
    assert min(len(tuning.questions), len(reported.questions)) > 10
    assert tuning.hash != reported.hash != whole.hash


def test_parts_and_other_ways_of_writing_are_measured_beside_the_product(
    dataset: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HVIDBOG_HOME", str(tmp_path / "home"))
    assert main(["retrieval", "--dataset", str(dataset), "--parts", "--json"]) == 0
    parts = json.loads(capsys.readouterr().out)
    assert set(parts["own"]) == set(WITHOUT)
    assert all(one["than"] == "hvidbog" for one in parts["differences"])
    assert main(["retrieval", "--dataset", str(dataset), "--robustness", "--half", "tuning"]) == 0
    shown = capsys.readouterr().out
    assert "en slåfejl i hvert ord minus hvidbog, parvis" in shown


# What is no data set.


def test_a_folder_without_the_files_is_said_in_danish_with_exit_code_2(
    dataset: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HVIDBOG_HOME", str(tmp_path / "home"))
    with pytest.raises(WrongUse, match=r"ikke et målesæt: filen qrels/test\.tsv mangler") as refused:
        main(["retrieval", "--dataset", str(dataset), "--split", "test"])
    assert refused.value.exit_code == 2
    with pytest.raises(WrongUse, match=r"filen corpus\.jsonl mangler"):
        main(["retrieval", "--dataset", str(tmp_path / "nej")])


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("corpus.jsonl", '{"_id": 3, "text": "a"}', r"Linje 1 i corpus\.jsonl"),
        ("queries.jsonl", "{", r"Linje 1 i queries\.jsonl"),
        ("qrels/dev.tsv", "q1\thal\n", r"Linje 1 i dev\.tsv"),
        ("qrels/dev.tsv", "q9\thal\t1\n", "nævner spørgsmålet q9"),
        ("qrels/dev.tsv", "q1\thal\t0\n", "ingen spørgsmål"),
    ],
)
def test_a_broken_file_is_named(file: str, text: str, said: str, dataset: Path) -> None:
    (dataset / file).write_text(text, encoding="utf-8")
    with pytest.raises(WrongUse, match=said):
        load_beir(dataset, "dev")


def test_the_command_prints_json_and_a_table(
    dataset: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HVIDBOG_HOME", str(tmp_path / "home"))
    assert main(["retrieval", "--dataset", str(dataset), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["questions"] == 2
    assert main(["retrieval", "--dataset", str(dataset)]) == 0
    shown = capsys.readouterr().out
    assert "hvidbog" in shown
    assert "1,000" in shown


def test_a_kept_ranking_is_made_anew_when_code_or_words_change(tmp_path: Path) -> None:
    names = {}
    for number, (code, bridged) in enumerate((("a = 1", "x"), ("a = 2", "x"), ("a = 1", "y"), ("a = 1", "x"))):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "search.py").write_text(code)
        (folder / "words.toml").write_text(bridged)
        names[number] = evals.retrieval._code(folder)
    assert len({names[0], names[1], names[2]}) == 3
    assert names[0] == names[3]
