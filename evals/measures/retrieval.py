"""Ranking measures, all from ir_measures (MacAvaney, Macdonald, Ounis: "Streamlining Evaluation with ir-measures", 2022).

nDCG@10 = DCG@10 / ideal DCG@10 with DCG@10 = Σ rel_i / log2(i + 1) over ranks i (Järvelin and Kekäläinen 2002, linear
gain as in trec_eval). R@k = relevant documents in the first k / all relevant ones. MRR@10 = mean of 1 / rank of the first
relevant document, 0 where none is among the first ten (Voorhees 1999).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Relevance = Mapping[str, Mapping[str, int]]
Ranking = Mapping[str, Sequence[str]]
# As they are called in our JSON, and as ir_measures calls them.
NAMES = {"nDCG@10": "nDCG@10", "R@1": "R@1", "R@5": "R@5", "R@10": "R@10", "MRR@10": "RR@10"}


def ranking_values(relevance: Relevance, ranking: Ranking) -> dict[str, dict[str, float]]:
    """Each measure's value for each question of `relevance`; 0 for a question without a ranking.

    `ranking` holds document names, best first, without repeats.
    """
    import ir_measures

    measures = {ir_measures.parse_measure(theirs): ours for ours, theirs in NAMES.items()}
    qrels = [ir_measures.Qrel(q, d, grade) for q, grades in relevance.items() for d, grade in grades.items()]
    # Scores that fall with the rank: the ranking itself decides, never a library's order among equal scores.
    run = [ir_measures.ScoredDoc(q, d, -float(i)) for q, found in ranking.items() for i, d in enumerate(found)]
    values = {ours: dict.fromkeys(relevance, 0.0) for ours in NAMES}
    if run:
        for metric in ir_measures.iter_calc(list(measures), qrels, run):
            values[measures[metric.measure]][metric.query_id] = float(metric.value)
    return values
