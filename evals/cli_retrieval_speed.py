"""`hvidbog eval retrieval-speed`: how fast search is beside bm25s, in one run over the same passages."""

from __future__ import annotations

import json
from collections.abc import Sequence

from evals.terminal import decimal, table
from ingest.catalogue import load_catalogue
from ingest.command_line import DanishParser

TEXTS = load_catalogue("evals")
SIZES = (3_400, 200_000)


def main(argv: Sequence[str]) -> int:
    """Print milliseconds a question, their multiple of bm25s' own, and passages indexed a second; 0."""
    parser = DanishParser("hvidbog eval retrieval-speed", TEXTS.text("search_speed.usage"))
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help=TEXTS.text("search_speed.help_sizes"))
    parser.add_argument("--questions", type=int, default=200, help=TEXTS.text("search_speed.help_questions"))
    parser.add_argument("--json", action="store_true", help=TEXTS.text("eval.help_json"))
    wanted = parser.parse_args(argv)
    from evals.retrieval_speed import Speed, measure_speed

    def page(one: Speed) -> str:
        rows = [
            [
                TEXTS.text(f"search_speed.way_{name}"),
                decimal(cpu, 2),
                decimal(wall, 2),
                decimal(one.times_bm25s(name), 1),
            ]
            for name, (cpu, wall) in one.times.items()
        ]
        heading = [TEXTS.text(f"search_speed.{name}") for name in ("way", "cpu", "wall", "times")]
        shares = ", ".join(f"{name} {decimal(share, 2)}" for name, share in sorted(one.shares.items()))
        told = {"passages": one.passages, "built": round(one.built_a_second), "memory": round(one.peak_megabytes)}
        return "\n".join([TEXTS.text("search_speed.headline", shares=shares, **told), table(heading, rows)])

    for size in wanted.sizes:
        speed = measure_speed(size, wanted.questions)
        print(json.dumps(speed.as_json()) if wanted.json else page(speed))
    return 0
