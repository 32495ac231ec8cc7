"""A BEIR folder through the product's own ingest and search, with the reference runs beside it.

A hit is a passage; a document stands where its best passage stands. Rankings are kept by content, so that a second run
of the same code over the same data only counts.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import assistant
import evals
import ingest
from assistant import Assistant
from assistant.records import Retrieval
from assistant.retrieval import Tuning
from evals.beir import CORPUS, BeirSet
from evals.index_cache import CACHE, index_key, indexed
from evals.measures.retrieval import ranking_values
from evals.measures.statistics import Interval, paired_interval, percentile, ratio_interval
from evals.question_variants import QUESTION_VARIANTS
from evals.reference_runs import RUNS, Ranked, Terms, rank
from ingest.config import Settings
from ingest.errors import HvidbogError
from ingest.pipeline import Progress
from ingest.records import Audience
from ingest.sources import Source

PRODUCT = "hvidbog"
# The product with one leg alone, and without each of its parts.
ALONE = Tuning(feedback=0, sentence=0, exact_sentence=0)
LEGS = {"words": replace(ALONE, words=1, grams=0), "grams": replace(ALONE, words=0, grams=1)}
WITHOUT = {
    "without_words": replace(Tuning(), words=0.0),
    "without_grams": replace(Tuning(), grams=0.0),
    "without_numbers": replace(Tuning(), numbers=1.0),
    "without_feedback": replace(Tuning(), feedback=0.0),
    "without_sentences": replace(Tuning(), sentence=0.0, exact_sentence=0.0),
    "with_vectors": replace(Tuning(), vectors=0.1),
}
# Passages asked for, so that ten documents are among them also where a document has many.
HITS = 100
SHOWN = ("nDCG@10", "R@10", "MRR@10")
# A data set is another corpus than the municipality's: no words or acronyms of ours in it.
NEUTRAL_PROFILE = 'name = "Målesæt"\nmunicipality = "Ingen"\n'


@dataclass(frozen=True, slots=True)
class RunResult:
    """One run's measures, the interval of its nDCG@10, and each question's values, by measure and question."""

    name: str
    means: dict[str, float]
    interval: Interval
    p50_ms: float
    p95_ms: float
    values: dict[str, dict[str, float]]

    def as_json(self) -> dict[str, float]:
        """The measures and times, as the design's section 4 has them."""
        measures = {name: round(self.means[name], 4) for name in SHOWN}
        return {**measures, "p50_ms": round(self.p50_ms, 2), "p95_ms": round(self.p95_ms, 2)}


@dataclass(frozen=True, slots=True)
class Difference:
    """How much better (nDCG@10) one run is than another over the same questions, with the paired bootstrap interval."""

    run: str
    than: str
    mean: float
    interval: Interval

    def as_json(self) -> dict[str, Any]:
        """The difference and its ends, to four decimals."""
        numbers = {"difference": self.mean, "low": self.interval.low, "high": self.interval.high}
        return {"run": self.run, "than": self.than, **{name: round(value, 4) for name, value in numbers.items()}}


@dataclass(frozen=True, slots=True)
class RetrievalResult:
    """All runs over one data set, the product's first, then its single legs or its variants.

    `differences` compare the product with the best reference run and with its best leg, or each variant with the product.
    `problems` are questions that the product could not search for.
    """

    dataset: str
    split: str
    questions: int
    runs: tuple[RunResult, ...]
    problems: tuple[str, ...]
    own: tuple[RunResult, ...] = ()
    differences: tuple[Difference, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The shape of the design, section 4."""
        told: dict[str, Any] = {"dataset": self.dataset, "split": self.split, "questions": self.questions}
        told["runs"] = {run.name: run.as_json() for run in self.runs}
        if self.own:
            told["own"] = {run.name: run.as_json() for run in self.own}
        if self.differences:
            told["differences"] = [one.as_json() for one in self.differences]
        return told


def measure_retrieval(
    settings: Settings, data: BeirSet, progress: Progress | None = None, references: bool = True, legs: bool = False
) -> RetrievalResult:
    """The product's run and the reference runs over `data`, and with `legs` the product's legs one by one."""
    product = Product(settings, data, progress)
    run, problems = product.run(PRODUCT)
    runs = [run]
    if references:
        code = _code(Path(str(evals.__file__)).parent, "reference_runs.py")
        for name, terms in RUNS.items():
            make = partial(_reference, terms, data)
            kept = settings.home / CACHE / "rankings" / f"{name}-{data.hash[:16]}-{code}"
            runs.append(_result(name, data, _kept(kept, make)[0]))
    own = tuple(product.run(name, tuning=tuning)[0] for name, tuning in LEGS.items()) if legs else ()
    differences = tuple(difference(run, _best(others)) for others in (runs[1:], own) if others)
    return RetrievalResult(data.name, data.split, len(data.questions), tuple(runs), problems, own, differences)


def measure_parts(settings: Settings, data: BeirSet, progress: Progress | None = None) -> RetrievalResult:
    """The product, and the product without each of its parts: what a part adds is the difference with its sign turned."""
    product = Product(settings, data, progress)
    run, problems = product.run(PRODUCT)
    own = tuple(product.run(name, tuning=tuning)[0] for name, tuning in WITHOUT.items())
    differences = tuple(difference(one, run) for one in own)
    return RetrievalResult(data.name, data.split, len(data.questions), (run,), problems, own, differences)


def measure_robustness(settings: Settings, data: BeirSet, progress: Progress | None = None) -> RetrievalResult:
    """The product over the questions as they are and as people also write them (`question_variants.py`)."""
    product = Product(settings, data, progress)
    run, problems = product.run(PRODUCT)
    own = tuple(
        product.run(name, {key: make(text, f"{name}-{key}") for key, text in data.questions.items()})[0]
        for name, make in QUESTION_VARIANTS.items()
    )
    differences = tuple(difference(one, run) for one in own)
    return RetrievalResult(data.name, data.split, len(data.questions), (run,), problems, own, differences)


def difference(run: RunResult, than: RunResult) -> Difference:
    """How much better `run` is than another run over the same questions."""
    first, second = ([*one.values["nDCG@10"].values()] for one in (than, run))
    ones = [1.0] * len(first)
    return Difference(
        run.name,
        than.name,
        run.means["nDCG@10"] - than.means["nDCG@10"],
        paired_interval((first, ones), (second, ones)),
    )


def _best(runs: Sequence[RunResult]) -> RunResult:
    return max(runs, key=lambda run: run.means["nDCG@10"])


def _reference(terms: Terms, data: BeirSet) -> tuple[Ranked, tuple[str, ...]]:
    return rank(terms, data.documents, data.questions), ()


def fold(retrieval: Retrieval, names: dict[str, str]) -> tuple[str, ...]:
    """The documents of the hits by their best passage, each once; a twin stands behind its hit, where it is shown.

    `names` maps a document's id to its own name.
    """
    passages = (one for hit in retrieval.accepted for one in (hit.passage, *hit.twins))
    return tuple(dict.fromkeys(names[passage.document_id] for passage in passages))


class Product:
    """The product over one data set: its index, and runs with the tuning or the questions changed."""

    def __init__(self, settings: Settings, data: BeirSet, progress: Progress | None) -> None:
        self._data = data
        self._progress = progress
        self._settings = neutral_settings(settings, data.folder)
        self._source = Source(data.folder / CORPUS, CORPUS, Audience.PUBLIC)
        # Searching is code of both packages; what the index was made with is in its own key.
        code = "-".join(_code(Path(str(package.__file__)).parent) for package in (ingest, assistant))
        self._key = f"{data.hash[:16]}-{index_key(self._settings, [self._source])}-{code}"
        self._folder = settings.home / CACHE / "rankings"

    def run(
        self, name: str, questions: dict[str, str] | None = None, tuning: Tuning | None = None
    ) -> tuple[RunResult, tuple[str, ...]]:
        """The run called `name`, made unless the same was made before, and the questions that could not be searched for."""
        asked = self._data.questions if questions is None else questions
        told = hashlib.sha256(repr((sorted(asked.items()), tuning or Tuning())).encode()).hexdigest()[:16]
        kept = self._folder / f"{PRODUCT}-{self._key}-{told}"
        ranked, problems = _kept(kept, lambda: self._made(asked, tuning))
        return _result(name, self._data, ranked), problems

    def _made(self, questions: dict[str, str], tuning: Tuning | None) -> tuple[Ranked, tuple[str, ...]]:
        own = indexed(self._settings, f"beir-{self._data.name}", [self._source], self._progress)
        opened = assistant.open_assistant(own, Audience.PUBLIC, tuning)
        try:
            return search_all(opened, questions)
        finally:
            opened.close()


def search_all(opened: Assistant, questions: dict[str, str]) -> tuple[Ranked, tuple[str, ...]]:
    """Each question's documents and milliseconds. A question that cannot be searched has no documents and is named."""
    names = {document.id: document.source_id for document in opened.documents()}
    found: dict[str, tuple[str, ...]] = {}
    milliseconds: dict[str, float] = {}
    problems: list[str] = []
    for question, text in questions.items():
        started = time.perf_counter()
        try:
            found[question] = fold(opened.search(text, HITS), names)
        except HvidbogError as error:
            found[question] = ()
            problems.append(f"{question}: {error}")
        milliseconds[question] = (time.perf_counter() - started) * 1000
    return Ranked(found, milliseconds), tuple(problems)


def _result(name: str, data: BeirSet, ranked: Ranked) -> RunResult:
    values = ranking_values(data.relevance, ranked.found)
    means = {measure: sum(per.values()) / len(per) for measure, per in values.items()}
    each = [values["nDCG@10"][question] for question in data.relevance]
    times = list(ranked.milliseconds.values())
    interval = ratio_interval(each, [1.0] * len(each))
    return RunResult(name, means, interval, percentile(times, 0.5), percentile(times, 0.95), values)


def _kept(path: Path, make: Callable[[], tuple[Ranked, tuple[str, ...]]]) -> tuple[Ranked, tuple[str, ...]]:
    """What `make` gives, or what it gave when the file `path` was written."""
    file = path.with_suffix(".json")
    if file.is_file():
        tree = json.loads(file.read_text(encoding="utf-8"))
        found = {question: tuple(names) for question, names in tree["found"].items()}
        return Ranked(found, tree["milliseconds"]), tuple(tree["problems"])
    ranked, problems = make()
    file.parent.mkdir(parents=True, exist_ok=True)
    tree = {"found": dict(ranked.found), "milliseconds": dict(ranked.milliseconds), "problems": problems}
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")
    fresh.replace(file)
    return ranked, problems


def neutral_settings(settings: Settings, data: Path) -> Settings:
    """Settings with the corpus profile of a data set's folder: its own, else one without words or acronyms."""
    if (data / "corpus.toml").is_file():
        return settings.model_copy(update={"corpus": data})
    folder = settings.home / CACHE / "neutral-profile"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "corpus.toml").write_text(NEUTRAL_PROFILE, encoding="utf-8")
    return settings.model_copy(update={"corpus": folder})


@cache
def _code(folder: Path, pattern: str = "*.py") -> str:
    files = sorted([*folder.glob(pattern), *folder.glob("*.toml"), *folder.glob("prompts/*")])
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]
