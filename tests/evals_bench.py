"""What the tests of evals share: a small product asked once, and ways to break what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.records import Answer, Retrieval, Turn
from evals.bars import Bar, judge_bars
from evals.cases import Case
from evals.observe import Asked, Observed, observe
from evals.score import Scores, score
from ingest.records import Audience, Document, Reading

Tamper = Callable[[Answer, "Told"], Answer]


@dataclass
class Told:
    """An assistant's words kept: it answers from memory what it was asked before, and asks the real one for the rest."""

    real: Asked
    answers: dict[tuple[str, tuple[Turn, ...]], Answer] = field(default_factory=dict)
    found: dict[str, Retrieval] = field(default_factory=dict)

    @property
    def index_version(self) -> str:
        return self.real.index_version

    def ask(self, question: str, history: Sequence[Turn] = (), engine: str | None = None) -> Answer:
        key = (question, tuple(history))
        if key not in self.answers:
            self.answers[key] = self.real.ask(question, history, engine)
        return self.answers[key]

    def search(self, query: str, limit: int = 10) -> Retrieval:
        if query not in self.found:
            self.found[query] = self.real.search(query, limit)
        return self.found[query]

    def documents(self) -> tuple[Document, ...]:
        return self.real.documents()

    def reading(self, document_id: str) -> Reading:
        return self.real.reading(document_id)

    def close(self) -> None:
        """The real one is closed by who opened it."""


@dataclass
class Broken:
    """The product with a fault planted in what it answers, or in what it finds."""

    told: Told
    tamper: Tamper = lambda answer, told: answer
    tamper_search: Callable[[Retrieval], Retrieval] = lambda retrieval: retrieval

    @property
    def index_version(self) -> str:
        return self.told.index_version

    def ask(self, question: str, history: Sequence[Turn] = (), engine: str | None = None) -> Answer:
        return self.tamper(self.told.ask(question, history, engine), self.told)

    def search(self, query: str, limit: int = 10) -> Retrieval:
        return self.tamper_search(self.told.search(query, limit))

    def documents(self) -> tuple[Document, ...]:
        return self.told.documents()

    def reading(self, document_id: str) -> Reading:
        return self.told.reading(document_id)

    def close(self) -> None:
        """The real one is closed by who opened it."""


def seen(cases: Sequence[Case], by_audience: Mapping[Audience, Asked] | Asked) -> Observed:
    """The observations of these cases."""
    if isinstance(by_audience, Mapping):
        return observe(cases, lambda audience: by_audience[audience])
    return observe(cases, lambda _: by_audience)


def scored(cases: Sequence[Case], asked: Asked, variants: Sequence[Case] = ()) -> Scores:
    """The scores of these cases asked of an assistant."""
    observed = seen(cases, asked)
    otherwise = seen(variants, asked).observations if variants else ()
    return score(cases, observed.observations, observed.sources, variants=otherwise)


def bars_at(scores: Scores, group: str) -> tuple[Bar, ...]:
    """Bars exactly where a run stands."""
    return tuple(
        Bar(group, name, value.value, value.value)
        for name, value in scores.groups[group].items()
        if value.value is not None
    )


def red(bars: Sequence[Bar], scores: Scores) -> set[str]:
    """The measures whose bar is missed."""
    return {verdict.bar.measure for verdict in judge_bars(bars, scores) if not verdict.reached}
