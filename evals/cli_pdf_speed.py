"""`hvidbog eval pdf-speed FILE`: pages per second of our reading of a PDF, of pypdf's and of pdfium's bare text."""

from __future__ import annotations

import json
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

from evals.terminal import decimal, table
from ingest.catalogue import load_catalogue
from ingest.command_line import DanishParser
from ingest.pdf import read_pdf
from ingest.pdf_reference import bare_texts, pypdf_texts
from ingest.records import Document, Kind


def parse_args(argv: Sequence[str]) -> Namespace:
    """The options of the command."""
    texts = load_catalogue("evals")
    parser = DanishParser("hvidbog eval pdf-speed", texts.text("pdf.speed_about"))
    parser.add_argument("file", type=Path, help=texts.text("pdf.help_file"))
    parser.add_argument("--rounds", type=int, default=3, help=texts.text("pdf.help_rounds"))
    parser.add_argument("--json", action="store_true", help=texts.text("pdf.help_json"))
    return parser.parse_args(argv)


def measure(data: bytes, rounds: int) -> dict[str, float]:
    """Pages and pages per second of processor time of the three readers, the best of so many rounds taken in turns."""
    document = Document("measured", "measured", "", Kind.PAGE)
    readers: dict[str, Callable[[], object]] = {
        "ours": lambda: read_pdf(data, document, ocr=False),
        "pypdf": lambda: pypdf_texts(data),
        "pdfium": lambda: bare_texts(data),
    }
    pages = len(bare_texts(data))
    best = dict.fromkeys(readers, float("inf"))
    for _ in range(max(rounds, 1)):
        for name, read in readers.items():
            began = time.process_time()
            read()
            best[name] = min(best[name], time.process_time() - began)
    return {"pages": float(pages)} | {name: pages / max(seconds, 1e-9) for name, seconds in best.items()}


def main(argv: Sequence[str]) -> int:
    """Measures and prints; 0 when done, 2 for a file that cannot be read."""
    options = parse_args(argv)
    texts = load_catalogue("evals")
    try:
        data = options.file.read_bytes()
    except OSError:
        print(texts.text("pdf.no_file", path=options.file), file=sys.stderr)
        return 2
    found = measure(data, options.rounds)
    if options.json:
        print(json.dumps(found | {"ours_to_pypdf": found["ours"] / found["pypdf"]}, indent=1))
        return 0
    names = ("ours", "pypdf", "pdfium")
    rows = [
        [texts.text(f"pdf.reader_{name}"), decimal(found[name], 1), decimal(found[name] / found["pypdf"], 2)]
        for name in names
    ]
    print(texts.text("pdf.speed_of", pages=int(found["pages"])))
    print(table([texts.text(f"pdf.{key}") for key in ("reader", "pages_per_second", "to_pypdf")], rows))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
