"""`hvidbog eval pdf-score DIR`: how right a made-up report is read, for each producer of its PDFs."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from evals.pdf_box_score import has_renderer, score_boxes
from evals.pdf_score import Share, names_of, read_truth, score_producer, shares
from evals.terminal import decimal, table
from ingest.catalogue import load_catalogue
from ingest.command_line import DanishParser
from ingest.errors import HvidbogError


def parse_args(argv: Sequence[str]) -> Namespace:
    """The options of the command."""
    texts = load_catalogue("evals")
    parser = DanishParser("hvidbog eval pdf-score", texts.text("pdf.score_about"))
    parser.add_argument("folder", type=Path, help=texts.text("pdf.help_folder"))
    parser.add_argument("--quotes", type=int, default=1000, help=texts.text("pdf.help_quotes"))
    parser.add_argument("--seed", type=int, default=1, help=texts.text("pdf.help_seed"))
    parser.add_argument("--json", action="store_true", help=texts.text("pdf.help_json"))
    return parser.parse_args(argv)


def main(argv: Sequence[str]) -> int:
    """Scores and prints; 0 when done, the error's exit code for a folder or a file that cannot be read."""
    options = parse_args(argv)
    texts = load_catalogue("evals")
    scores: dict[str, dict[str, Share]] = {}
    try:
        truth = read_truth(options.folder)
        for producer, made in truth[0]["producers"].items():
            score, reading, data = score_producer(options.folder, truth, producer)
            if options.quotes > 0 and has_renderer():
                score |= score_boxes(data, options.folder / made["file"], reading, options.quotes, options.seed)
            scores[producer] = score
    except HvidbogError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except (OSError, ValueError, KeyError):
        print(texts.text("pdf.no_truth", path=options.folder), file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps({name: shares(score) for name, score in scores.items()}, ensure_ascii=False, indent=1))
        return 0
    rows = [
        [texts.text(f"pdf.score_{name}"), *(_shown(score.get(name)) for score in scores.values())]
        for name in names_of(list(scores.values()))
    ]
    print(table([texts.text("pdf.scored"), *scores], rows))
    if options.quotes > 0 and not has_renderer():
        print(texts.text("pdf.no_renderer"))
    return 0


def _shown(share: Share | None) -> str:
    return (
        "–" if share is None or not share.of else f"{share.hit}/{share.of} {decimal(100 * share.hit / share.of, 2)} %"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
