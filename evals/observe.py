"""Asking: every case through the product's own `ask` and `search`, kept as it came. Scoring is `score.py`'s business.

What depends on the clock is kept apart, so that two runs of the same code write the same observations.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from assistant import answer_json
from assistant.records import Answer, Retrieval, Turn
from evals.cases import Case
from evals.gold import SourceText, names_of, source_text
from ingest.errors import HvidbogError
from ingest.records import Audience, Document, Reading

HITS = 10


class Asked(Protocol):
    """What a case is asked of: the product's assistant, or in a test something that breaks it."""

    @property
    def index_version(self) -> str:
        """The name of the open index version."""

    def ask(self, question: str, history: Sequence[Turn] = (), engine: str | None = None) -> Answer:
        """The answer to a question."""

    def search(self, query: str, limit: int = 10) -> Retrieval:
        """The passages found for a query."""

    def documents(self) -> tuple[Document, ...]:
        """All documents of the index."""

    def reading(self, document_id: str) -> Reading:
        """A document as it was read."""

    def close(self) -> None:
        """Give back everything."""


@dataclass(frozen=True, slots=True)
class Observation:
    """What came of a case: the answer as JSON and the search's hits, or the error that stood in the way."""

    case_id: str
    answer: Mapping[str, Any] | None
    hits: tuple[tuple[str, int, int, float], ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Observed:
    """All observations of a run, the texts they need, and what depends on the clock."""

    observations: tuple[Observation, ...]
    sources: tuple[SourceText, ...]
    milliseconds: Mapping[str, float] = field(default_factory=dict)
    index_versions: Mapping[str, str] = field(default_factory=dict)


# What an answer says that differs from run to run though nothing has changed.
_CLOCK = ("elapsed_ms", "index_version")


def observe(
    cases: Sequence[Case],
    open_for: Callable[[Audience], Asked],
    engine: str | None = None,
    advance: Callable[[int], None] = lambda done: None,
) -> Observed:
    """Every case asked of the assistant for its audience. An exception becomes the observation's error."""
    observations: list[Observation] = []
    sources: dict[str, SourceText] = {}
    milliseconds: dict[str, float] = {}
    versions: dict[str, str] = {}
    for audience in sorted({case.audience for case in cases}):
        asked = open_for(audience)
        try:
            versions[audience.value] = asked.index_version
            known = {document.id: document for document in asked.documents()}
            for case in (one for one in cases if one.audience == audience):
                seen, milliseconds[case.id] = _ask(case, asked, engine)
                observations.append(seen)
                wanted = {quote.document for group in case.gold for quote in group}
                for identity in _needed(seen, wanted, known) - sources.keys():
                    sources[identity] = source_text(asked.reading(identity))
                advance(len(observations))
        finally:
            asked.close()
    order = {case.id: number for number, case in enumerate(cases)}
    observations.sort(key=lambda one: order[one.case_id])
    return Observed(
        tuple(observations), tuple(sources[identity] for identity in sorted(sources)), milliseconds, versions
    )


def _ask(case: Case, asked: Asked, engine: str | None) -> tuple[Observation, float]:
    history = tuple(Turn(turn.question, turn.answer) for turn in case.history)
    started = time.perf_counter()
    try:
        answer = answer_json(asked.ask(case.question, history, engine), case.id)
    except Exception as error:  # whatever it is, it must not end the run, and it counts as a failure
        taken = (time.perf_counter() - started) * 1000
        return Observation(case.id, None, (), f"{type(error).__name__}: {error}"), taken
    taken = (time.perf_counter() - started) * 1000
    kept = {key: value for key, value in answer.items() if key not in _CLOCK}
    return Observation(case.id, kept, _hits(case, asked)), taken


def _hits(case: Case, asked: Asked) -> tuple[tuple[str, int, int, float], ...]:
    try:
        found = asked.search(case.question, HITS).accepted
    except HvidbogError:
        # An empty question, or one that is too long: there is nothing to search for.
        return ()
    return tuple(
        (hit.passage.document_id, hit.passage.range.start, hit.passage.range.end, round(hit.score, 6)) for hit in found
    )


def _needed(seen: Observation, wanted: set[str], known: Mapping[str, Document]) -> set[str]:
    """The ids of the documents that the answer cites, and of those that the case's gold quotes name."""
    cited = {one["document_id"] for one in seen.answer["citations"]} if seen.answer else set()
    named = {one.id for one in known.values() if wanted.intersection(names_of(one.id, one.source_id, one.path))}
    return (cited & known.keys()) | named


def write_observations(path: Path, observations: Sequence[Observation]) -> None:
    """One JSON line an observation."""
    lines = [
        {"case": one.case_id, "answer": one.answer, "hits": [list(hit) for hit in one.hits], "error": one.error}
        for one in observations
    ]
    path.write_text(
        "".join(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in lines), encoding="utf-8"
    )


def read_observations(path: Path) -> tuple[Observation, ...]:
    """The observations that `write_observations` wrote."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(
        Observation(
            row["case"],
            row["answer"],
            tuple((d, start, end, score) for d, start, end, score in row["hits"]),
            row["error"],
        )
        for row in rows
    )
