"""`hvidbog eval pdf-source FILE KNOWN`: how much of what is known of a real PDF its reading holds."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.pdf_score import shares
from evals.pdf_source_score import SourceScore, score_paragraphs, score_source
from evals.terminal import decimal, table
from ingest.catalogue import load_catalogue
from ingest.command_line import DanishParser
from ingest.errors import HvidbogError

_SHOWN = 12
_READERS, _KINDS = ("ours", "pypdf"), ("plain", "raw")


def parse_args(argv: Sequence[str]) -> Namespace:
    """The options of the command."""
    texts = load_catalogue("evals")
    parser = DanishParser("hvidbog eval pdf-source", texts.text("pdf.source_about"))
    parser.add_argument("file", type=Path, help=texts.text("pdf.help_file"))
    parser.add_argument("known", type=Path, help=texts.text("pdf.help_known"))
    parser.add_argument("--json", action="store_true", help=texts.text("pdf.help_json"))
    return parser.parse_args(argv)


def main(argv: Sequence[str]) -> int:
    """Scores and prints; 0 when done, 2 for a file that cannot be read."""
    options = parse_args(argv)
    texts = load_catalogue("evals")
    try:
        data = options.file.read_bytes()
        if options.known.suffix.lower() == ".tsv":
            found = score_paragraphs(data, options.known)
            rows = [
                [texts.text(f"pdf.score_{name}"), f"{one.hit}/{one.of}", "; ".join(one.failed)]
                for name, one in found.items()
            ]
            told, shown = shares(found), table([texts.text("pdf.scored"), "", ""], rows)
        else:
            score = score_source(data, options.known.read_bytes())
            told, shown = _as_json(score), _as_table(score)
    except HvidbogError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except (OSError, ValueError, KeyError, TypeError):
        print(texts.text("pdf.no_source", path=options.file, known=options.known), file=sys.stderr)
        return 2
    print(json.dumps(told, ensure_ascii=False, indent=1) if options.json else shown)
    return 0


def _as_json(score: SourceScore) -> dict[str, Any]:
    readers = {
        reader: {
            kind: {"recall": score.scores[reader, kind].recall, "precision": score.scores[reader, kind].precision}
            for kind in _KINDS
        }
        for reader in _READERS
    }
    return {
        "readers": readers,
        "words": {kind: score.scores["ours", kind].of_source for kind in _KINDS},
        "lost": {name: dict(words.most_common()) for name, words in score.lost.items()},
        "surplus": {name: dict(words.most_common()) for name, words in score.surplus.items()},
    }


def _as_table(score: SourceScore) -> str:
    texts = load_catalogue("evals")
    rows = [
        [
            texts.text(f"pdf.words_{reader}_{kind}"),
            decimal(score.scores[reader, kind].recall, 4),
            decimal(score.scores[reader, kind].precision, 4),
        ]
        for kind in _KINDS
        for reader in _READERS
    ]
    heading = [texts.text(f"pdf.{name}") for name in ("words_of", "recall", "precision")]
    return "\n".join(
        [
            table(heading, rows),
            "",
            *_where("lost", score.lost, texts.text),
            *_where("surplus", score.surplus, texts.text),
        ]
    )


def _where(which: str, places: Mapping[str, Counter[str]], text: Any) -> list[str]:
    """A line for each place that words went to or came from: how many, and the most frequent ones."""
    lines = []
    for name, words in places.items():
        most = ", ".join(f"{word} {count}" for word, count in words.most_common(_SHOWN))
        lines.append(text(f"pdf.{which}_{name}", count=words.total()) + (f" ({most})" if most else ""))
    return lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
