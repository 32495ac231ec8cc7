"""The gate on true and false pairs: a seeded part of them here, all of them in the trial."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from tests.gate_pairs import (
    FOR_TUNING,
    FRESH,
    Pair,
    by_hand,
    everything,
    false_by_hand,
    fresh,
    measure,
    mutated,
    rewritten,
    swapped_rows,
)
from tests.gate_rewrites import RULES

SEED = 20260801
LEAST_CAUGHT = {
    "digit": 0.99, "unit": 0.99, "date": 0.99, "name": 0.97, "negation": 0.95, "modality": 0.95, "status": 0.95, "bound": 0.95,
    "direction": 0.95, "time": 0.95, "swapped_row": 0.95,
}  # fmt: skip
MOST_DROPPED = 0.02


def caught(pairs: Sequence[Pair], group: str) -> dict[str, tuple[int, int]]:
    """How many of the pairs of a group were dropped, of how many, by how they were made."""
    return {row.made: (row.dropped, row.pairs) for row in measure(pair for pair in pairs if pair.group == group)}


def check_shares(pairs: Sequence[Pair]) -> None:
    true = caught(pairs, "true")
    dropped, total = sum(d for d, _ in true.values()), sum(n for _, n in true.values())
    assert dropped <= MOST_DROPPED * total, f"{dropped} of {total} true pairs dropped: {true}"
    for made, (found, number) in caught(pairs, "mutated").items():
        assert found >= LEAST_CAUGHT[made] * number, f"{made}: {found} of {number} caught"


def test_a_seeded_part_keeps_the_bars() -> None:
    rng = random.Random(SEED)
    true = rng.sample([pair for pair in rewritten(SEED, 2) if pair.reported], 150)
    check_shares([*true, *rng.sample(list(mutated(true, SEED)), 250), *swapped_rows(SEED, 4)])


def test_there_are_enough_rules_and_pairs_by_hand() -> None:
    assert len(RULES) >= 12
    assert len(by_hand()) == 150


def test_most_pairs_written_by_hand_pass() -> None:
    # Scored apart: what a chat model would write. The bar is what was reached when it was written, not an aim.
    shown = caught(by_hand(), "by_hand")["by_hand"]
    assert shown[0] <= 0.08 * shown[1]


def test_the_pairs_for_tuning_stay_where_they_are() -> None:
    # What the gate was tuned on, so no measure of it: a change that loses them is noticed here.
    true = measure(by_hand(FOR_TUNING, "for_tuning"))[0]
    false = measure(false_by_hand())[0]
    assert true.dropped <= 0.03 * true.pairs
    assert false.dropped >= 0.95 * false.pairs


def test_the_tuned_half_of_the_fresh_pairs_stays_where_it_is() -> None:
    rows = measure(pair for part in FRESH for pair in fresh(odd=False, part=part))
    true = [row for row in rows if row.group == "fresh_true"]
    false = [row for row in rows if row.group == "fresh_false"]
    assert sum(row.dropped for row in true) <= 0.02 * sum(row.pairs for row in true)
    assert sum(row.dropped for row in false) >= 0.98 * sum(row.pairs for row in false)


@pytest.mark.trial
@pytest.mark.timeout(1800)
def test_the_reported_half_keeps_the_bars() -> None:
    pairs = everything(SEED, 12)
    assert sum(pair.group == "true" for pair in pairs) >= 2_000
    check_shares([pair for pair in pairs if pair.reported])
