"""Observations to scores. Pure: no index, no model, no clock; the same observations give the same scores."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from evals.cases import UNSPLIT, Case
from evals.gold import SourceText, finder, resolve
from evals.measures.decision import CurvePoint, area_under_risk, auroc, auroc_interval, risk_coverage
from evals.measures.evidence import retrieval_of
from evals.measures.part import Measure, Part, Scored, Unscored
from evals.measures.registry import LOWER_IS_BETTER, MEASURES
from evals.measures.statistics import Interval, proportion_interval, ratio_interval
from evals.measures.status import is_correct
from evals.observe import Observation
from evals.seen import Seen, SeenHit, seen_answer
from evals.variants import SEPARATOR
from ingest.catalogue import load_catalogue
from ingest.records import Range

TEXTS = load_catalogue("evals")
ROBUST = "robust_"
RETRIEVAL = "search_"


@dataclass(frozen=True, slots=True)
class Value:
    """A measure over a group of cases: its value and interval, or None where no case has one, with the reasons."""

    value: float | None
    interval: Interval | None
    cases: int
    unscored: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Curve:
    """Risk against coverage for one group, with the area under it and how well the confidence tells what to decline."""

    points: tuple[CurvePoint, ...]
    aurc: float
    auroc: float | None
    auroc_interval: Interval | None
    cases: int = 0


@dataclass(frozen=True, slots=True)
class Scores:
    """All scores of a run: by group and measure, by case and measure, the curves, and what went wrong in between."""

    groups: Mapping[str, Mapping[str, Value]]
    cases: Mapping[str, Mapping[str, Scored]]
    curves: Mapping[str, Curve]
    problems: tuple[str, ...]


def score(
    cases: Sequence[Case],
    observations: Iterable[Observation],
    sources: Iterable[SourceText],
    measures: Sequence[Measure] = MEASURES,
    variants: Iterable[Observation] = (),
) -> Scores:
    """The scores of these observations. A case without an observation, an error in asking, a gold quote that stands
    nowhere and an error in a measure are problems; a case that was not answered or not measured counts as a failure.
    """
    texts = tuple(sources)
    found = {one.case_id: one for one in observations}
    problems: list[str] = []
    seen: dict[str, Seen] = {}
    for case in cases:
        seen[case.id], more = see(case, found.get(case.id), texts)
        problems += more
    scored = {name: _score_case(one, measures, problems) for name, one in seen.items()}
    for measure, per_case in _ranking(seen, problems).items():
        for name, share in per_case.items():
            scored[name][f"{RETRIEVAL}{measure}"] = Part(share)
    for name, survived in _survival(seen, variants, texts).items():
        scored[name] |= survived
    groups = {group: [case.id for case in members] for group, members in grouped(cases).items()}
    values = {group: _values([scored[name] for name in names]) for group, names in groups.items()}
    curves = {group: curve for group, names in groups.items() if (curve := _curve([seen[name] for name in names]))}
    for group, curve in curves.items():
        values[group] |= decision_values(curve)
    return Scores(values, scored, curves, tuple(problems))


def grouped(cases: Iterable[Case]) -> dict[str, list[Case]]:
    """The cases by group: each suite, its halves and its types; cases that need a model in a group of their own."""
    groups: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        if case.needs_model:
            groups[f"{case.suite}-needs_model"].append(case)
            continue
        groups[case.suite].append(case)
        if case.suite not in UNSPLIT:
            groups[f"{case.suite}-{case.split}"].append(case)
        groups[f"{case.suite}:{case.type}"].append(case)
    return dict(sorted(groups.items()))


def see(case: Case, observation: Observation | None, sources: Sequence[SourceText]) -> tuple[Seen, list[str]]:
    """A case with its gold places and its answer, and what stood in the way."""
    gold, problems = resolve(case, finder(sources))
    told = list(problems)
    if observation is None:
        told.append(TEXTS.text("score.not_asked", name=case.id))
    elif observation.error:
        told.append(TEXTS.text("score.ask_failed", name=case.id, error=observation.error))
    answer = seen_answer(observation.answer if observation else None)
    hits = observation.hits if observation else ()
    found = tuple(SeenHit(document, Range(start, end), value) for document, start, end, value in hits)
    return Seen(case, gold, answer, found, {source.id: source for source in sources}), told


def _score_case(seen: Seen, measures: Sequence[Measure], problems: list[str]) -> dict[str, Scored]:
    scored: dict[str, Scored] = {}
    for measure in measures:
        try:
            scored[measure.name] = measure.score(seen)
        except Exception as error:  # a broken measure is a failure of the run, and must not hide the others
            scored[measure.name] = measure.worst
            problems.append(
                TEXTS.text("score.measure_failed", name=seen.case.id, measure=measure.name, error=repr(error))
            )
    return scored


def _ranking(seen: Mapping[str, Seen], problems: list[str]) -> dict[str, dict[str, float]]:
    try:
        return retrieval_of(list(seen.values()))
    except Exception as error:
        problems.append(TEXTS.text("score.measure_failed", name="*", measure="search", error=repr(error)))
        return {}


def _survival(
    seen: Mapping[str, Seen], variants: Iterable[Observation], sources: Sequence[SourceText]
) -> dict[str, dict[str, Scored]]:
    """For each case and way of asking otherwise: of the cases that are right, those that stay right."""
    survived: dict[str, dict[str, Scored]] = defaultdict(dict)
    for observation in variants:
        name, _, variant = observation.case_id.partition(SEPARATOR)
        if name not in seen:
            continue
        again, _ = see(seen[name].case, observation, sources)
        right = Part(float(is_correct(again))) if is_correct(seen[name]) else Unscored("was_wrong")
        survived[name][f"{ROBUST}{variant}"] = right
    return survived


def _values(rows: Sequence[Mapping[str, Scored]]) -> dict[str, Value]:
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: value_of([row[name] for row in rows if name in row]) for name in names}


def value_of(scored: Sequence[Scored]) -> Value:
    """The value of a measure over cases: Σ hit / Σ of with its interval."""
    parts = [one for one in scored if isinstance(one, Part)]
    reasons = Counter(one.reason for one in scored if isinstance(one, Unscored))
    hits, of = [part.hit for part in parts], [part.of for part in parts]
    if sum(of) <= 0:
        return Value(None, None, 0, dict(sorted(reasons.items())))
    binary = all(part.of == 1 and part.hit in (0, 1) for part in parts)
    # The bootstrap says "certain" where all cases agree; Wilson's interval does not.
    interval = proportion_interval(sum(hits), sum(of)) if binary else ratio_interval(hits, of)
    return Value(sum(hits) / sum(of), interval, len(parts), dict(sorted(reasons.items())))


def _curve(seen: Sequence[Seen]) -> Curve | None:
    """The curve of a group; the confidence is the score of the best passage. None where nothing was asked and found."""
    asked = [one for one in seen if one.hits and not one.case.reason]
    if not asked:
        return None
    # Whether the material holds the answer is the case's own word; a right answer is what `correct` says.
    able = [one.hits[0].score for one in asked if one.case.must_answer]
    unable = [one.hits[0].score for one in asked if one.case.must_decline]
    points = risk_coverage(
        [one.hits[0].score for one in asked], [one.case.must_answer and is_correct(one) for one in asked]
    )
    both = bool(able and unable)
    return Curve(
        points,
        area_under_risk(points),
        auroc(able, unable) if both else None,
        auroc_interval(able, unable) if both else None,
        len(asked),
    )


def decision_values(curve: Curve) -> dict[str, Value]:
    """The two numbers of a curve as measures, so that a bar can stand at them. A group of one kind has no AUROC."""
    found = {"aurc": Value(curve.aurc, None, curve.cases)}
    if curve.auroc is not None:
        found["auroc"] = Value(curve.auroc, curve.auroc_interval, curve.cases)
    return found


def is_worse(measure: str, before: float, after: float) -> bool:
    """Whether the measure got worse."""
    return after > before if measure in LOWER_IS_BETTER else after < before
