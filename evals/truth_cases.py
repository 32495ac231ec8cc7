"""Questions on the made-up report, made from the truth beside it: the `report` suite. Seeded, the same every time.

A question names the figure by one of its words and explains it in everyday ones (`truth_words.toml`), so that at most half
of its content words stand in its fact; one that does without the figure's own words is marked `needs_model`. An
unanswerable one asks for a year that the report leaves out while the other years of the same figure, group and place
stand there (the idea of KnowOrNot: drop one fact, ask for it, expect no answer).
"""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from assistant.records import Status
from evals.cases import Case, GoldQuote
from ingest.catalogue import load_catalogue
from ingest.danish import Analyzer
from ingest.errors import WrongUse

SEED = 20250815
SUITE = "report"
MOST_SHARED = 0.5
# How many of each type; what the truth has fewer of gives what there is.
WANTED = {
    "text_fact": 120, "table_cell": 100, "comparison": 60, "page_spanning": 30, "layers": 60, "explained": 60,
    "left_out": 100,
}  # fmt: skip
TEXTS = load_catalogue("evals")
Manner = Literal["named", "explained"]


@dataclass(frozen=True, slots=True)
class Truth:
    """What the questions are made from: facts and sentences by id, rows and captions of tables, the PDF's name.

    Rows are by table and row, the header being row -1.
    """

    facts: Mapping[str, Mapping[str, Any]]
    sentences: Mapping[str, Mapping[str, Any]]
    rows: Mapping[tuple[str, int], Sequence[str]]
    captions: Mapping[str, str]
    document: str
    producer: str


def read_truth(folder: Path) -> Truth:
    """The truth in a report's folder. Raises WrongUse where there is none."""
    path = folder / "truth.jsonl"
    if not path.is_file():
        raise WrongUse(TEXTS.text("suite.missing_report", path=folder))
    facts, sentences, captions = {}, {}, {}
    rows: dict[tuple[str, int], list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["record"] == "fact":
            facts[record["id"]] = record
        elif record["record"] == "sentence":
            sentences[record["id"]] = record
        elif record["record"] == "table":
            captions[record["number"]] = record["caption"]
        elif record["record"] == "cell":
            rows.setdefault((record["table"], record["row"]), []).append(record["value"])
    captions = {table: str(sentences[name]["text"]) for table, name in captions.items()}
    producers = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["producers"]
    producer = next(name for name in producers if name != "pixi")
    return Truth(facts, sentences, rows, captions, producers[producer]["file"], producer)


def truth_cases(truth: Truth, suite: str = SUITE) -> tuple[Case, ...]:
    """The questions of every type, in a fixed order, as cases of `suite`."""
    makers = {
        "text_fact": _text_facts, "table_cell": _table_cells, "comparison": _comparisons,
        "page_spanning": _page_spanning, "layers": _layers, "explained": _explained, "left_out": _left_out,
    }  # fmt: skip
    found: list[Case] = []
    for kind, make in makers.items():
        made = [case for case in make(truth) if kind == "left_out" or shared_words(case, truth) <= MOST_SHARED]
        random.Random(f"{SEED}-{kind}").shuffle(made)
        found += made[: WANTED[kind]]
    return tuple(case.model_copy(update={"id": case.id.replace(SUITE, suite, 1), "suite": suite}) for case in found)


def twin_cases(case: Case, truth: Truth) -> tuple[Case, ...]:
    """The near twins of a case's fact, each as the case that asks for it: another year, another place, another group."""
    fact = truth.facts[case.id.rpartition("-")[2]]
    twins = [truth.facts[name] for name in fact["twins"].values() if name in truth.facts]
    return tuple(_of_fact(case.type, twin, truth) if twin["sentence"] else _of_cell(twin, truth) for twin in twins)


def shared_words(case: Case, truth: Truth) -> float:
    """The share of a question's content words that stand in its fact: the sentence, or the row with header and caption."""
    analyzer = Analyzer()
    asked = {token.term for token in analyzer.tokens(case.question) if token.content}
    told = set(analyzer.terms(fact_text(truth.facts[case.id.rpartition("-")[2]], truth)))
    return len(asked & told) / len(asked) if asked else 0.0


def fact_text(fact: Mapping[str, Any], truth: Truth) -> str:
    """All that the report says of a fact in its one spot."""
    if fact["sentence"]:
        return str(truth.sentences[fact["sentence"]]["text"])
    table, row, column = fact["cell"]
    header = truth.rows[table, -1][column]
    return f"{truth.captions[table]} {header} {' '.join(truth.rows[table, row])}"


def question(fact: Mapping[str, Any], year: int | None = None, manner: Manner = "named") -> str:
    """A fact's question, its figure named by a word of its own or explained without any."""
    stem = _words()[manner][fact["attribute"]]
    return f"{stem} {fact['group']} i {fact['place']} i {year or fact['year']}?"


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("evals") / "truth_words.toml").read_text("utf-8"))


def _case(kind: str, key: str, asked: str, reference: str, gold: Sequence[Sequence[GoldQuote]], value: str) -> Case:
    # An answer that quotes the fact and adds that a word of the question stands nowhere is right: the word does not.
    return Case(
        id=f"{SUITE}-{kind}-{key}", suite=SUITE, type=kind, question=asked, status=(Status.FOUND, Status.PARTIAL),
        reference_answer=reference, gold=tuple(tuple(group) for group in gold),
        answer_strings=(value,) if value else (), difficulty="hard", note="lavet af facit; kommunen er opdigtet",
    )  # fmt: skip


def _text_facts(truth: Truth) -> Iterator[Case]:
    for fact in truth.facts.values():
        if fact["sentence"] and not fact["copies"] and len(fact["pages"][truth.producer]) == 1:
            yield _of_fact("text_fact", fact, truth)


def _page_spanning(truth: Truth) -> Iterator[Case]:
    for fact in truth.facts.values():
        if fact["sentence"] and len(fact["pages"][truth.producer]) > 1:
            yield _of_fact("page_spanning", fact, truth)


def _layers(truth: Truth) -> Iterator[Case]:
    """Facts that a second layer repeats: the report's own sentence and a word-for-word copy are both right."""
    for fact in truth.facts.values():
        if fact["sentence"] and fact["copies"]:
            yield _of_fact("layers", fact, truth)


def _explained(truth: Truth) -> Iterator[Case]:
    """Facts asked for without a word of the figure's own name: words alone cannot tell it from its neighbours."""
    for fact in truth.facts.values():
        if fact["sentence"] and len(fact["pages"][truth.producer]) == 1:
            case = _of_fact("explained", fact, truth)
            yield case.model_copy(update={"question": question(fact, manner="explained"), "needs_model": True})


def _table_cells(truth: Truth) -> Iterator[Case]:
    for fact in truth.facts.values():
        if fact["cell"]:
            yield _of_cell(fact, truth)


def _comparisons(truth: Truth) -> Iterator[Case]:
    """The same figure in two places of one table: both rows are needed."""
    for fact in truth.facts.values():
        other = truth.facts.get(fact["twins"].get("place") or "")
        if not other or fact["id"] > other["id"] or not (fact["cell"] and other["cell"]):
            continue
        if fact["cell"][0] == other["cell"][0]:
            stem = question(fact).removesuffix("?").replace(fact["place"], f"{fact['place']} og {other['place']}", 1)
            asked = f"{stem}, og hvor er tallet højest?"
            reference = f"{fact['place']}: {fact['value']}; {other['place']}: {other['value']}"
            gold = [[_row_quote(fact, truth)], [_row_quote(other, truth)]]
            yield _case("comparison", fact["id"], asked, reference, gold, "")


def _left_out(truth: Truth) -> Iterator[Case]:
    """Years of a figure that no sentence and no table gives for this place, while other years are given."""
    known: dict[tuple[str, str, str], set[int]] = {}
    for fact in truth.facts.values():
        known.setdefault((fact["attribute"], fact["group"], fact["place"]), set()).add(fact["year"])
    # A table gives more years than there are facts of it: by place for a group, or by group for a place.
    cells = [fact for fact in truth.facts.values() if fact["cell"]]
    tabled = {(fact["attribute"], fact[kind]) for fact in cells for kind in ("group", "place")}
    years = sorted({fact["year"] for fact in truth.facts.values()})
    for number, (key, given) in enumerate(sorted(known.items())):
        missing = [year for year in years if year not in given and min(given) < year < max(given)]
        if not missing or {(key[0], key[1]), (key[0], key[2])} & tabled:
            continue
        fact = {"attribute": key[0], "group": key[1], "place": key[2]}
        yield Case(
            id=f"{SUITE}-left_out-{number:05d}", suite=SUITE, type="left_out",
            question=question(fact, missing[len(missing) // 2]), status=(Status.NOT_FOUND,), difficulty="hard",
            note="året er udeladt, de andre år står der; kommunen er opdigtet",
        )  # fmt: skip


def _of_fact(kind: str, fact: Mapping[str, Any], truth: Truth) -> Case:
    sentence = truth.sentences[fact["sentence"]]
    alternatives = [GoldQuote(document=truth.document, quote=sentence["text"], page=fact["pages"][truth.producer][0])]
    for copy in (truth.sentences[name] for name in fact["copies"]):
        name = "pixi.pdf" if copy["layer"] == "pixi" else str(copy["path"])
        alternatives.append(GoldQuote(document=name, quote=copy["text"]))
    return _case(kind, fact["id"], question(fact), fact["value"], [alternatives], fact["value"].split(" ")[0])


def _of_cell(fact: Mapping[str, Any], truth: Truth) -> Case:
    gold = [[_row_quote(fact, truth)]]
    return _case("table_cell", fact["id"], question(fact), fact["value"], gold, fact["value"].split(" ")[0])


def _row_quote(fact: Mapping[str, Any], truth: Truth) -> GoldQuote:
    table, row, _ = fact["cell"]
    return GoldQuote(
        document=truth.document, quote=" ".join(truth.rows[table, row]), page=fact["pages"][truth.producer][0]
    )
