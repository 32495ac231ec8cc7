"""True and false pairs of quote and claim, and how many of each the gate lets through.

`python -m tests.gate_pairs` prints the table: true pairs by rewriting rule, those written by hand apart, and each of them
mutated. The tuning half and the reported half are parted by the hash of the quote. `python -m tests.gate_pairs fresh` prints
the pairs that nobody tuned on when they were written.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.gate import check, failed
from ingest.readers import read_bytes
from ingest.records import Range, Reading
from tests.gate_rewrites import MUTATIONS, RULES
from tests.gate_sentences import MUNICIPALITY, row_pairs, sentences

BY_HAND = Path(__file__).with_name("gate_pairs.jsonl")
# More of the same, written later and for tuning alone.
FOR_TUNING = Path(__file__).with_name("gate_pairs_tuning.jsonl")
# Paraphrases and false claims written by somebody who saw neither the gate's code nor its tests. Even lines are for tuning,
# of odd lines only totals are looked at. Each further set came when the one before had been tuned on.
FRESH = tuple(Path(__file__).with_name(f"gate_pairs_{name}.jsonl") for name in ("fresh", "blind", "third", "fourth"))
TITLE = f"Notat, {MUNICIPALITY}"


@dataclass(frozen=True, slots=True)
class Pair:
    """A quote and a claim; `made` names the rule or mutation that made the claim, `group` the table's column."""

    quote: str
    claim: str
    made: str
    group: str

    @property
    def reported(self) -> bool:
        """Whether the pair is of the half that is reported; the other half is for tuning."""
        return self.made != "for_tuning" and hashlib.sha256(self.quote.encode()).digest()[0] % 2 == 1


def reading_of(quote: str) -> Reading:
    """A document that holds the quote and nothing else."""
    return read_bytes(quote.encode(), "notat.txt", TITLE)


def rewritten(seed: int, each: int) -> Iterator[Pair]:
    """True pairs made by rule: every rule alone on every wording, and two or three rules together."""
    rng = random.Random(seed)
    seen: set[tuple[str, str]] = set()
    for told in sentences(seed, each):
        for wording, text in told.wordings:
            made = [(wording, text)] if wording != "whole" else []
            made += [(name, rule(text, rng)) for name, rule in RULES.items()]
            mixed = text
            for name in rng.sample(sorted(RULES), 3):
                mixed = RULES[name](mixed, rng)
            made.append(("three_rules", mixed))
            for name, claim in made:
                changed = claim != told.quote and (claim != text or name == wording)
                if changed and (told.quote, claim) not in seen:
                    seen.add((told.quote, claim))
                    yield Pair(told.quote, claim, name, "true")
    for quote, true, _ in row_pairs(seed, each):
        yield Pair(quote, true, "one_row", "true")


def by_hand(file: Path = BY_HAND, made: str = "by_hand") -> list[Pair]:
    """The pairs written by hand the way a chat model paraphrases."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [Pair(row["quote"], claim, made, "by_hand") for row in rows for claim in row["claims"]]


def false_by_hand() -> list[Pair]:
    """False claims written by hand beside the pairs for tuning: what a claim must not get through with."""
    rows = [json.loads(line) for line in FOR_TUNING.read_text(encoding="utf-8").splitlines()]
    return [Pair(row["quote"], claim, "for_tuning", "false_by_hand") for row in rows for claim in row.get("false", ())]


def fresh(odd: bool, part: Path = FRESH[0]) -> list[Pair]:
    """The pairs of the odd or of the even lines of a set; `made` is the kind, `group` whether the claim is true."""
    rows = [json.loads(line) for line in part.read_text(encoding="utf-8").splitlines()]
    chosen = [row for number, row in enumerate(rows, start=1) if number % 2 == odd]
    return [
        Pair(row["quote"], row["claim"], row["kind"], "fresh_true" if row["true"] else "fresh_false") for row in chosen
    ]


def mutated(pairs: Iterable[Pair], seed: int) -> Iterator[Pair]:
    """Every mutation that each true pair allows."""
    rng = random.Random(seed)
    for pair in pairs:
        for name, mutation in MUTATIONS.items():
            claim = mutation(pair.claim, pair.quote, rng)
            if claim is not None and claim != pair.claim:
                yield Pair(pair.quote, claim, name, "mutated" if pair.group == "true" else "mutated_by_hand")


def swapped_rows(seed: int, each: int) -> Iterator[Pair]:
    """Claims with the number of the other row of their quote."""
    for quote, _, false in row_pairs(seed, each):
        yield Pair(quote, false, "swapped_row", "mutated")


def verdict(pair: Pair) -> tuple[str, ...]:
    """The hard checks that the pair's claim fails; none where it would be shown."""
    reading = reading_of(pair.quote)
    return failed(check(pair.claim, reading.text, Range(0, len(reading.text)), reading))


@dataclass(frozen=True, slots=True)
class Row:
    """How many pairs were made one way, and how many of them the gate dropped."""

    group: str
    made: str
    pairs: int
    dropped: int


def measure(pairs: Iterable[Pair]) -> list[Row]:
    """The counts by group and by how the claim was made."""
    all_, dropped = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for pair in pairs:
        key = (pair.group, pair.made)
        all_[key] += 1
        dropped[key] += bool(verdict(pair))
    return [Row(*key, all_[key], dropped[key]) for key in sorted(all_)]


def everything(seed: int, each: int) -> list[Pair]:
    """True pairs by rule and by hand, their mutations, and the swapped rows."""
    true = [*rewritten(seed, each), *by_hand()]
    return [*true, *mutated(true, seed), *swapped_rows(seed, each * 3)]


def main(half: str, each: int = 8) -> None:
    chosen = [pair for pair in everything(20260801, each) if half == "all" or pair.reported == (half == "reported")]
    for row in measure(chosen):
        sys.stdout.write(f"{row.group:16} {row.made:20} {row.pairs:6} {row.dropped:6} {row.dropped / row.pairs:8.2%}\n")
    for group in ("true", "by_hand"):
        rows = list(measure([pair for pair in chosen if pair.group == group]))
        total, lost = sum(row.pairs for row in rows), sum(row.dropped for row in rows)
        sys.stdout.write(f"{group}: {lost} of {total} dropped ({lost / max(total, 1):.2%})\n")


def show(half: str, groups: str, made: str = "") -> None:
    """Print the pairs of a half that went wrong: true ones dropped with the reason, false ones shown."""
    for pair in everything(20260801, 8):
        if pair.reported != (half == "reported") or pair.group not in groups.split(",") or (made and pair.made != made):
            continue
        why = verdict(pair)
        if bool(why) == (pair.group in ("true", "by_hand")):
            sys.stdout.write(f"{pair.made} {why}\n  Q {pair.quote}\n  C {pair.claim}\n")


def show_fresh() -> None:
    """Print how many of the fresh pairs are dropped, the even lines of each set first."""
    for part, odd in itertools.product(FRESH, (False, True)):
        half = "odd" if odd else "even"
        for row in measure(fresh(odd, part)):
            sys.stdout.write(f"{part.stem:17} {half:5} {row.group:12} {row.made:18} {row.pairs:4} {row.dropped:4}\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["show"]:
        show(*sys.argv[2:])
    elif sys.argv[1:2] == ["fresh"]:
        show_fresh()
    else:
        main(*sys.argv[1:2] or ["reported"])
