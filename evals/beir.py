"""BEIR folders: `corpus.jsonl`, `queries.jsonl` and `qrels/SPLIT.tsv` to records (Thakur et al. 2021)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest.catalogue import load_catalogue
from ingest.errors import WrongUse

TEXTS = load_catalogue("evals")
CORPUS, QUERIES, QRELS = "corpus.jsonl", "queries.jsonl", "qrels"


@dataclass(frozen=True, slots=True)
class BeirSet:
    """A data set: its documents' texts and its questions by name, and the grades of the relevant documents.

    Only the questions that the split's relevance list names are in `questions`. `corpus_hash` and `hash` are the
    SHA-256 of the corpus and of everything together.
    """

    name: str
    folder: Path
    split: str
    documents: dict[str, str]
    questions: dict[str, str]
    relevance: dict[str, dict[str, int]]
    corpus_hash: str
    hash: str


def load_beir(folder: Path, split: str) -> BeirSet:
    """The data set in `folder`. Raises WrongUse in Danish for a missing file, a line that is no record, or an unknown id."""
    paths = [folder / CORPUS, folder / QUERIES, folder / QRELS / f"{split}.tsv"]
    for path in paths:
        if not path.is_file():
            raise WrongUse(TEXTS.text("retrieval.missing", folder=folder, file=path.relative_to(folder)))
    documents = {row["_id"]: _titled(row) for row in _rows(paths[0])}
    asked = {row["_id"]: row["text"] for row in _rows(paths[1])}
    relevance = _relevance(paths[2])
    unknown = sorted(set(relevance) - set(asked))
    if unknown:
        raise WrongUse(TEXTS.text("retrieval.no_question", file=paths[2].name, name=unknown[0]))
    questions = {name: text for name, text in asked.items() if name in relevance}
    if not questions:
        raise WrongUse(TEXTS.text("retrieval.no_questions", folder=folder))
    sums = [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]
    everything = hashlib.sha256("".join(sums).encode()).hexdigest()
    return BeirSet(folder.resolve().name, folder, split, documents, questions, relevance, sums[0], everything)


def half_of(data: BeirSet, half: str) -> BeirSet:
    """The data set with the half of its questions that weights may be tuned on ("tuning") or the other ("reported").

    A question's half hangs on its name alone, so that it never changes.
    """
    kept = {name for name in data.questions if (_side(name) == 0) is (half == "tuning")}
    named = hashlib.sha256(f"{data.hash} {half}".encode()).hexdigest()
    questions = {name: text for name, text in data.questions.items() if name in kept}
    relevance = {name: grades for name, grades in data.relevance.items() if name in kept}
    return replace(data, questions=questions, relevance=relevance, hash=named)


def _side(name: str) -> int:
    return hashlib.sha256(name.encode()).digest()[0] % 2


def _titled(row: dict[str, Any]) -> str:
    return f"{row.get('title') or ''} {row['text']}".strip()


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                good = isinstance(row["_id"], str) and isinstance(row["text"], str)
            except (ValueError, KeyError, TypeError):
                good = False
            if not good:
                raise WrongUse(TEXTS.text("retrieval.bad_line", file=path.name, line=number))
            yield row


def _relevance(path: Path) -> dict[str, dict[str, int]]:
    """Question to document to grade; the first line may be a heading. Questions without a relevant document are left out."""
    found: dict[str, dict[str, int]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        parts = line.split("\t")
        if number == 1 and parts[-1:] == ["score"]:
            continue
        if not line.strip():
            continue
        try:
            question, document, grade = parts
            if int(grade) > 0:
                found.setdefault(question, {})[document] = int(grade)
        except ValueError as error:
            raise WrongUse(TEXTS.text("retrieval.bad_line", file=path.name, line=number)) from error
    return found
