"""All measures of one case, by name, in the order they are shown."""

from __future__ import annotations

from evals.measures import citations, evidence, gate, status
from evals.measures.part import Measure, Part

_WORST_RATE = Part(1.0, 1.0)
# A length has no worst value: the fault is reported and the case adds nothing.
_NOTHING = Part(0.0, 0.0)

MEASURES: tuple[Measure, ...] = (
    Measure("correct", status.correct),
    Measure("status_accuracy", status.status_accuracy),
    Measure("reason_accuracy", status.reason_accuracy),
    Measure("refusal_precision", status.refusal_precision),
    Measure("refusal_recall", status.refusal_recall),
    Measure("selective_risk", status.selective_risk, "lower", _WORST_RATE),
    Measure("nothing_forbidden", status.nothing_forbidden),
    Measure("gold_recall", evidence.gold_recall),
    Measure("answer_in_first", evidence.answer_in_first),
    Measure("answer_in_any", evidence.answer_in_any),
    Measure("numeric_exactness", evidence.numeric_exactness),
    Measure("quote_length", evidence.quote_length, "lower", _NOTHING),
    Measure("citation_precision", citations.citation_precision),
    Measure("citation_recall", citations.citation_recall),
    Measure("verbatim_rate", citations.verbatim_rate),
    Measure("page_accuracy", citations.page_accuracy),
    Measure("label_accuracy", citations.label_accuracy),
    Measure("unknown_sources", citations.unknown_sources, "lower", _WORST_RATE),
    Measure("share_dropped", gate.share_dropped, "lower", _WORST_RATE),
    Measure("false_drops", gate.false_drops, "lower", _WORST_RATE),
)
# The area under risk against coverage belongs to a group and not to a case, so it is no measure of the table above.
LOWER_IS_BETTER = frozenset({"aurc"} | {measure.name for measure in MEASURES if measure.better == "lower"})
