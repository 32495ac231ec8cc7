"""Search measured on a made-up report: does it find each fact, and does it tell a fact from its near twins?

A fact's twins differ from it in the place, the year or the group alone, and each stands somewhere else in the report. Hits
are passages of the product's own search; a passage holds a fact where it holds at least half of its sentence or row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant import Assistant
from evals.cases import Case
from evals.gold import SourceText, finder, resolve, source_text
from evals.measures.overlap import groups_held, holds
from evals.measures.statistics import Interval, proportion_interval, ratio_interval
from evals.seen import Seen, SeenHit, seen_answer
from evals.suites import open_report
from evals.truth_cases import Truth, read_truth, truth_cases, twin_cases
from ingest.catalogue import load_catalogue
from ingest.config import Settings
from ingest.pipeline import Progress, Quiet

TEXTS = load_catalogue("evals")
# So deep a twin is looked for; R@10 looks at the first ten.
DEPTH = 100
FIRST = 10


@dataclass(frozen=True, slots=True)
class KindFound:
    """One kind of question: how many, the mean share of a question's facts among the first ten passages (R@10), and the
    share of questions for which, of the fact and its three twins, the fact's own passage stands first; None for
    questions that ask for more than one fact. A passage that holds both a fact and its twin counts as the fact's.
    """

    kind: str
    questions: int
    recall: float
    recall_interval: Interval
    twin_first: float | None
    twin_interval: Interval | None

    def as_json(self) -> dict[str, Any]:
        """Shares from 0 to 1, to four decimals, intervals as [low, high]."""
        told = {
            "questions": self.questions,
            "R@10": round(self.recall, 4),
            "R@10_interval": _ends(self.recall_interval),
        }
        if self.twin_first is not None and self.twin_interval is not None:
            told |= {"twin_first": round(self.twin_first, 4), "twin_first_interval": _ends(self.twin_interval)}
        return told


@dataclass(frozen=True, slots=True)
class Found:
    """What search gave for a case: the case with its gold places and hits, whether its fact came before its twins, and a
    Danish sentence for each fact that was not read where it stands: it cannot be found, and counts so."""

    seen: Seen
    before_twins: bool | None
    problems: tuple[str, ...] = ()


def measure_report(settings: Settings, folder: Path, progress: Progress | None = None) -> list[Found]:
    """What search gave for each question on the made-up report in `folder`. Raises WrongUse where there is no report."""
    progress = progress or Quiet()
    truth = read_truth(folder)
    opened = open_report(settings, folder, progress)
    try:
        return search_facts(opened, truth, progress)
    finally:
        opened.close()


def search_facts(opened: Assistant, truth: Truth, progress: Progress) -> list[Found]:
    """Every question on the report that has an answer, asked of the product's search."""
    cases = [case for case in truth_cases(truth) if case.gold]
    find = finder([source_text(opened.reading(document.id)) for document in opened.documents()])
    found: list[Found] = []
    progress.start(TEXTS.text("retrieval.searching"), len(cases))
    for number, case in enumerate(cases, start=1):
        hits = opened.search(case.question, DEPTH).accepted
        ranked = tuple(SeenHit(one.passage.document_id, one.passage.range, one.score) for one in hits)
        found.append(looked_at(case, ranked, twin_cases(case, truth), find))
        progress.advance(number)
    return found


def looked_at(
    case: Case, hits: tuple[SeenHit, ...], twins: Sequence[Case], find: Callable[[str], SourceText | None]
) -> Found:
    """What these ranked hits are to a case."""
    gold, problems = resolve(case, find)
    seen = Seen(case, gold, seen_answer(None), hits[:FIRST])
    if len(gold) > 1:
        return Found(seen, None, problems)
    others = [place for twin in twins for group in resolve(twin, find)[0] for place in group]
    rivals = (hit for hit in hits if any(holds(hit.document_id, hit.range, place) for place in (*gold[0], *others)))
    first = next(rivals, None)
    right = first is not None and any(holds(first.document_id, first.range, place) for place in gold[0])
    return Found(seen, right, problems)


def kinds_of(found: Iterable[Found]) -> list[KindFound]:
    """The questions by kind, and what they have found."""
    kinds: dict[str, list[Found]] = {}
    for one in found:
        kinds.setdefault(one.seen.case.type, []).append(one)
    return [_kind(name, members) for name, members in kinds.items()]


def _kind(name: str, members: Sequence[Found]) -> KindFound:
    # Not by a ranking in which each passage stands for one fact: a passage that holds both rows of a comparison has both.
    each = [groups_held(one.seen.gold, one.seen.hits) / len(one.seen.gold) for one in members]
    told = [one.before_twins for one in members if one.before_twins is not None]
    return KindFound(
        name,
        len(members),
        sum(each) / len(each),
        ratio_interval(each, [1.0] * len(each)),
        sum(told) / len(told) if told else None,
        proportion_interval(sum(told), len(told)) if told else None,
    )


def _ends(interval: Interval) -> list[float]:
    return [round(interval.low, 4), round(interval.high, 4)]
