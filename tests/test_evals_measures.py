"""Measures against values worked out by hand."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from assistant.records import Reason, Status
from evals.cases import Case
from evals.gold import Gold, Place, SourcePage, SourceText
from evals.measures.agreement import cohens_kappa, raw_agreement
from evals.measures.citations import citation_precision, citation_recall, label_accuracy, page_accuracy, unknown_sources
from evals.measures.decision import area_under_risk, auroc, risk_coverage
from evals.measures.evidence import numeric_exactness, ranked_groups, retrieval_of
from evals.measures.numbers import numbers_required, numbers_shown, scaled_in_frame
from evals.measures.part import Part, Unscored
from evals.measures.retrieval import ranking_values
from evals.measures.statistics import (
    mcnemar,
    paired_interval,
    percentile,
    proportion_interval,
    ratio_interval,
    sign_test,
)
from evals.measures.status import correct, refusal_precision, refusal_recall
from evals.score import value_of
from evals.seen import Seen, SeenAnswer, SeenCitation, SeenClaim, SeenHit
from ingest.records import Range

TEXT = "Sømarken Kommune (opdigtet). Hallen koster 12,5 mio. kr. Broen koster syv kroner."
PAGES = (SourcePage(1, "i", Range(0, 29)), SourcePage(2, "1", Range(29, len(TEXT))))
SOURCE = SourceText("d", "d.md", "d.md", "Opdigtet", TEXT, PAGES)
HALL, BRIDGE = Range(29, 57), Range(57, 82)


def case(**fields: object) -> Case:
    told = {"id": "c", "suite": "s", "type": "fact", "question": "Hvad?", "status": "found"} | fields
    return Case.model_validate(told)


def citation(quoted: Range = HALL, n: int = 1, page: int | None = 2, label: str | None = "1") -> SeenCitation:
    return SeenCitation(n, "d", quoted.of(TEXT), quoted, page, label)


def seen(*citations: SeenCitation, gold: Gold = (), status: Status = Status.FOUND, **fields: object) -> Seen:
    claims = tuple(SeenClaim(one.quote, (one.n,)) for one in citations)
    answer = SeenAnswer(status, None, "Svar", claims, citations)
    return Seen(case(**fields), gold, answer, (), {"d": SOURCE})


def place(*ranges: Range, page: int | None = None) -> Place:
    return Place("d", ranges, page)


# Ranking.


def test_ndcg_is_linear_in_the_grade_and_discounts_by_log_of_the_rank() -> None:
    values = ranking_values({"q": {"a": 2, "b": 1}}, {"q": ["x", "a", "b"]})
    # (2/log2(3) + 1/log2(4)) / (2/log2(2) + 1/log2(3))
    assert values["nDCG@10"]["q"] == pytest.approx(0.6697, abs=1e-4)
    assert values["MRR@10"]["q"] == 0.5
    assert values["R@1"]["q"] == 0.0
    assert values["R@5"]["q"] == 1.0


def test_a_question_without_a_ranking_counts_zero() -> None:
    assert ranking_values({"q": {"a": 1}, "r": {"a": 1}}, {"q": ["a"]})["nDCG@10"] == {"q": 1.0, "r": 0.0}
    assert ranking_values({"q": {"a": 1}}, {})["R@10"] == {"q": 0.0}


def test_each_group_of_gold_counts_once_in_a_ranking() -> None:
    gold = ((place(HALL),), (place(BRIDGE),))
    hits = (SeenHit("d", HALL, 0.9), SeenHit("d", HALL, 0.8), SeenHit("d", Range(29, 82), 0.7))
    one = Seen(case(), gold, SeenAnswer(Status.FOUND), hits, {"d": SOURCE})
    assert ranked_groups(one) == ["g0", "x1", "g1"]
    assert retrieval_of([one])["R@10"] == {"c": 1.0}


# Statuses.


def test_refusals_are_measured_as_a_search_for_what_should_be_declined() -> None:
    answered = seen(citation())
    declined = seen(status=Status.NOT_FOUND)
    wanted = Seen(case(status="not_found"), (), SeenAnswer(Status.REFUSED))
    failed = Seen(case(status="not_found"), (), SeenAnswer(Status.ERROR))
    assert isinstance(refusal_precision(answered), Unscored)
    assert refusal_precision(declined) == Part(0.0)
    assert refusal_precision(wanted) == Part(1.0)
    assert refusal_recall(wanted) == Part(1.0)
    assert refusal_recall(failed) == Part(0.0)
    assert isinstance(refusal_recall(answered), Unscored)


def test_a_case_is_right_only_as_a_whole() -> None:
    gold = ((place(HALL),), (place(BRIDGE),))
    assert correct(seen(citation(HALL), citation(BRIDGE, 2), gold=gold)) == Part(1.0)
    assert correct(seen(citation(HALL), gold=gold)) == Part(0.0)
    assert correct(seen(citation(HALL), gold=gold[:1], must_not_contain=["12,5  MIO."])) == Part(0.0)
    refused = Seen(case(status="refused", reason="crisis"), (), SeenAnswer(Status.REFUSED, Reason.OPINION.value))
    assert correct(refused) == Part(0.0)


# Citations.


def test_citation_precision_and_recall_count_quotes_and_groups() -> None:
    gold = ((place(HALL), place(BRIDGE)), (place(Range(0, 28)),))
    answer = seen(citation(HALL), citation(BRIDGE, 2), gold=gold)
    assert citation_precision(answer) == Part(2.0, 2.0)
    assert citation_recall(answer) == Part(1.0, 2.0)
    half = Range(29, 43)
    assert citation_recall(seen(citation(half), gold=((place(HALL),),))) == Part(1.0, 1.0)
    assert citation_recall(seen(citation(Range(29, 42)), gold=((place(HALL),),))) == Part(0.0, 1.0)


def test_an_uncited_claim_and_a_number_without_a_citation_are_references_to_nothing() -> None:
    answer = SeenAnswer(Status.FOUND, claims=(SeenClaim("a", ()), SeenClaim("b", (1, 7))), citations=(citation(),))
    # Two claims' references (one missing, 1 and 7) and one citation: 4, of which 2 are to nothing.
    assert unknown_sources(Seen(case(), (), answer, (), {"d": SOURCE})) == Part(2.0, 4.0)
    assert unknown_sources(Seen(case(), (), SeenAnswer(Status.FOUND, citations=(citation(),)), (), {})) == Part(
        1.0, 1.0
    )


def test_the_gold_page_decides_over_the_page_map() -> None:
    assert page_accuracy(seen(citation(page=2))) == Part(1.0, 1.0)
    assert page_accuracy(seen(citation(page=1))) == Part(0.0, 1.0)
    assert label_accuracy(seen(citation(label="2"))) == Part(0.0, 1.0)
    assert page_accuracy(seen(citation(page=2), gold=((place(HALL, page=1),),))) == Part(0.0, 1.0)
    without = SourceText("d", "d.md", "d.md", "Opdigtet", TEXT)
    bare = seen(citation(page=None))
    assert page_accuracy(Seen(bare.case, (), bare.answer, (), {"d": without})) == Unscored("no_pages")


# Numbers.


@pytest.mark.parametrize(
    ("required", "shown"),
    [
        ("12.500.000 kr.", "12,5 mio. kr."),
        ("12,5 mio. kr.", "12.500.000 kr."),
        ("7 områder", "syv fokusområder"),
        ("1,750 mio.", "1.750.000"),
        ("Den 3. juni 2025", "den 3. juni 2025"),
    ],
)
def test_numbers_of_the_same_value_are_equal(required: str, shown: str) -> None:
    assert all(values & numbers_shown(shown) for values in numbers_required(required))


@pytest.mark.parametrize(
    ("required", "shown"), [("12,5 mio.", "12,5 kr."), ("1.250", "1.520"), ("7", "17"), ("125 mio.", "12,5 mio.")]
)
def test_numbers_of_another_value_are_not(required: str, shown: str) -> None:
    assert not all(values & numbers_shown(shown) for values in numbers_required(required))


def test_a_row_has_the_unit_that_its_frame_says_and_no_number_that_only_the_frame_has() -> None:
    assert scaled_in_frame("Tabel 2 fra 2025, Hal: 97,7 mio. kr.", "Hal 97,7") == {Decimal(97_700_000)}
    row = Range(0, 29)
    framed = SeenClaim("row", (1,), "Tabel 2, Hal: 12,5 mio. kr.")
    for quote, right in (("Hal 12,5", 1.0), ("Hal 13,5", 0.0)):
        answer = SeenAnswer(Status.FOUND, None, "Svar", (framed,), (SeenCitation(1, "d", quote, row, 1, "1"),))
        asked = Seen(case(reference_answer="12,5 mio. kr."), (), answer, (), {"d": SOURCE})
        assert numeric_exactness(asked) == Part(right)


def test_a_number_is_looked_for_in_the_quotes_alone() -> None:
    assert numeric_exactness(seen(citation(HALL), reference_answer="12.500.000 kr.")) == Part(1.0)
    assert numeric_exactness(seen(citation(BRIDGE), reference_answer="12.500.000 kr.")) == Part(0.0)
    assert isinstance(numeric_exactness(seen(citation(BRIDGE), reference_answer="Broen.")), Unscored)
    assert numbers_required("to og 3") == [frozenset({Decimal(3)})]


# Decision.


def test_auroc_counts_ties_half() -> None:
    assert auroc([3, 2], [1, 2]) == pytest.approx((2 + 1.5) / 4)
    with pytest.raises(ValueError, match="both"):
        auroc([], [1])


def test_the_risk_curve_takes_the_surest_first_and_ties_together() -> None:
    points = risk_coverage([0.9, 0.5, 0.5, 0.1], [True, True, False, False])
    assert [(p.coverage, round(p.risk, 3)) for p in points] == [(0.25, 0.0), (0.75, 0.333), (1.0, 0.5)]
    assert area_under_risk(points) == pytest.approx(0.5 * (1 / 3) + 0.25 * 0.5)


# Statistics.


def test_intervals_hold_the_truth_and_are_the_same_every_time() -> None:
    draw = random.Random(1)
    hits = [float(draw.random() < 0.7) for _ in range(200)]
    first = ratio_interval(hits, [1.0] * 200)
    assert first.low < 0.7 < first.high
    assert first == ratio_interval(hits, [1.0] * 200)
    wilson = proportion_interval(sum(hits), 200)
    assert wilson.low == pytest.approx(first.low, abs=0.02)
    assert proportion_interval(10, 10).low == pytest.approx(0.7225, abs=1e-3)
    with pytest.raises(ValueError, match="nothing"):
        ratio_interval([0.0], [0.0])


def test_mcnemar_is_the_exact_binomial() -> None:
    assert mcnemar(0, 0) == 1.0
    assert mcnemar(5, 5) == 1.0
    assert mcnemar(8, 1) == pytest.approx(2 * (1 + 9) / 2**9)
    assert mcnemar(0, 2000) == pytest.approx(0.0)
    assert sign_test([-1, -1, -1, -1, -1, -1, 0]) == pytest.approx(2 / 2**6)


def test_a_paired_interval_is_narrower_than_two_apart() -> None:
    draw = random.Random(2)
    before = [float(draw.random() < 0.5) for _ in range(200)]
    after = [1.0 if i < 12 else hit for i, hit in enumerate(before)]
    ones = [1.0] * 200
    paired = paired_interval((before, ones), (after, ones))
    assert paired.low > 0 or sum(after) == sum(before)
    assert paired.high - paired.low < ratio_interval(before, ones).high - ratio_interval(before, ones).low


def test_unscored_is_left_out_and_counted_and_never_zero() -> None:
    value = value_of([Part(1.0), Unscored("no_gold"), Part(0.0, 0.0)])
    assert value.value == 1.0
    assert value.unscored == {"no_gold": 1}
    assert value_of([Unscored("no_gold")]).value is None


def test_percentiles_and_agreement() -> None:
    assert percentile([1, 2, 3, 4], 0.5) == 2.5
    assert raw_agreement(["a", "a", "b", "b"], ["a", "b", "b", "b"]) == 0.75
    assert cohens_kappa(["a", "a", "b", "b"], ["a", "b", "b", "b"]) == pytest.approx(0.5)
    assert cohens_kappa(["a"], ["a"]) == 1.0
