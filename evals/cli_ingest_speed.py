"""`hvidbog eval ingest-speed FILE --large FILE`: every ratio of speed and scale in one run, beside its bar."""

from __future__ import annotations

import json
import subprocess
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.ingest_speed import measure
from evals.terminal import decimal, table
from ingest.catalogue import load_catalogue
from ingest.command_line import DanishParser
from ingest.errors import HvidbogError

_MEGABYTE = 1 << 20
_FEWEST_SECONDS = 1.5  # a second ingest may take so long however short the first one is


def parse_args(argv: Sequence[str]) -> Namespace:
    """The options of the command."""
    texts = load_catalogue("evals")
    parser = DanishParser("hvidbog eval ingest-speed", texts.text("speed.about"))
    parser.add_argument("file", type=Path, help=texts.text("pdf.help_file"))
    parser.add_argument("--large", type=Path, default=None, help=texts.text("speed.help_large"))
    parser.add_argument("--rounds", type=int, default=3, help=texts.text("pdf.help_rounds"))
    parser.add_argument("--json", action="store_true", help=texts.text("pdf.help_json"))
    return parser.parse_args(argv)


def main(argv: Sequence[str]) -> int:
    """Measures and prints; 0 when done, 2 for a file that cannot be read, 1 where an ingest fails."""
    options = parse_args(argv)
    texts = load_catalogue("evals")
    try:
        data = options.file.read_bytes()
        large = options.large.read_bytes() if options.large else None
    except OSError as error:
        print(texts.text("pdf.no_file", path=error.filename), file=sys.stderr)
        return 2
    try:
        found = measure(data, large, options.rounds)
    except HvidbogError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except subprocess.CalledProcessError:
        print(texts.text("speed.failed"), file=sys.stderr)
        return 1
    print(json.dumps(found, indent=1) if options.json else _shown(found))
    return 0


def _shown(found: Mapping[str, Any]) -> str:
    texts = load_catalogue("evals")
    ratios = found["ratios"]
    names = [name for name in _BARS if name in ratios]
    rows = [[texts.text(f"speed.{name}"), *_both(ratios[name]), texts.text(f"speed.bar_{name}")] for name in names]
    heading = [texts.text(f"speed.{name}") for name in ("what", "cpu", "wall", "bar")]
    costs = [_cost(name, found[name]) for name in ("ingest", "ingest_tables", "large") if name in found]
    told = [texts.text(f"speed.{name}") for name in _COSTS]
    second = found["ingest"]["second"]
    within = second["wall"] <= max(_FEWEST_SECONDS, 0.1 * found["ingest"]["first"]["wall"])
    note = texts.text("speed.second_within" if within else "speed.second_over", seconds=decimal(second["wall"], 1))
    return "\n\n".join([table(heading, rows), table(told, costs), note, texts.text("speed.how")])


_BARS = (
    "reading",
    "reading_tables",
    "pdfium",
    "ingest",
    "ingest_tables",
    "second",
    "large_time",
    "large_memory",
)
_COSTS = ("ingested", "pages", "passages", "cpu", "wall", "memory", "own_memory", "children_memory", "index")


def _both(ratio: Mapping[str, float] | float) -> list[str]:
    if isinstance(ratio, float):
        return [decimal(ratio, 2), ""]
    return [decimal(ratio["cpu"], 2), decimal(ratio["wall"], 2)]


def _cost(name: str, one: Mapping[str, Any]) -> list[str]:
    first = one["first"]
    memory = [first["memory"], first["own_memory"], first["children_memory"], one["index_bytes"]]
    return [
        load_catalogue("evals").text(f"speed.file_{name}"),
        str(one["pages"]),
        str(one["passages"]),
        decimal(first["cpu"], 1),
        decimal(first["wall"], 1),
        *(str(round(size / _MEGABYTE)) for size in memory),
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
