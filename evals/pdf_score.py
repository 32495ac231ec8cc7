"""Our reading of the made-up report held against the truth written beside it (`report_truth.py` has the records)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.pdf import read_pdf
from ingest.records import Document, Kind, Range, Reading, Table


@dataclass(slots=True)
class Share:
    """How many of how many, with the first few that failed."""

    hit: int = 0
    of: int = 0
    failed: list[str] = field(default_factory=list)

    def add(self, good: bool, what: str) -> None:
        """Counts one more."""
        self.of += 1
        self.hit += good
        if not good and len(self.failed) < 5:
            self.failed.append(what)


Score = dict[str, Share]
Truth = tuple[dict[str, Any], list[dict[str, Any]]]


def read_truth(folder: Path) -> Truth:
    """The summary and the records of a report's folder. Raises OSError and ValueError where they are not to be had."""
    summary = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    lines = (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    return summary, [json.loads(line) for line in lines]


def score_producer(folder: Path, truth: Truth, producer: str) -> tuple[Score, Reading, bytes]:
    """The score of one producer's file, the reading that was scored, and the file's bytes."""
    summary, records = truth
    made = summary["producers"][producer]
    data = (folder / made["file"]).read_bytes()
    reading = read_pdf(data, Document("scored", "scored", "", Kind.PAGE), ocr=False)
    layer = "pixi" if producer == "pixi" else "baggrund"
    score: Score = defaultdict(Share)
    sentences = [one for one in records if one["record"] == "sentence" and one["layer"] == layer]
    places = _score_sentences(sorted(sentences, key=lambda one: one["order"]), reading, producer, score)
    cells = [one for one in records if one["record"] == "cell" and producer in one["page"]]
    found = _score_cells(cells, reading, score)
    facts = [one for one in records if one["record"] == "fact" and producer in one["pages"]]
    _score_facts(facts, reading, producer, {**places, **found}, score)
    for page, label in zip(reading.pages, made["labels"], strict=False):
        score["labels"].add(page.label == label, f"{page.number}: {page.label} {label}")
    score["page_count"].add(len(reading.pages) == len(made["labels"]), f"{len(reading.pages)}")
    return dict(score), reading, data


def _score_sentences(
    sentences: Iterable[Mapping[str, Any]], reading: Reading, producer: str, score: Score
) -> dict[Any, Range]:
    """Scores the body's sentences; returns where each sentence stands, by its id."""
    places: dict[Any, Range] = {}
    searched: dict[str, int] = defaultdict(int)
    last = 0
    for one in sentences:
        text = one["text"]
        start = reading.text.find(text, searched[text])
        if start >= 0:
            searched[text] = start + 1
            places[one["id"]] = Range(start, start + len(text))
        if one["kind"] != "body":
            score["other_text"].add(start >= 0, text)
            continue
        score["body"].add(start >= 0, text)
        score["in_order"].add(start >= last, text)
        last = max(last, start)
        pages = one["pages"].get(producer)
        if pages and start >= 0:
            ends = sorted({pages[0], pages[-1]})
            score["body_pages"].add(_pages(reading, places[one["id"]]) == ends, f"{pages} {text}")
    return places


def _score_cells(cells: Iterable[Mapping[str, Any]], reading: Reading, score: Score) -> dict[Any, Range]:
    """Scores the cells of ruled and unruled tables; returns where each right cell stands, by table, row and column."""
    tables: dict[str | None, Table] = {}
    for table in reading.tables:
        tables.setdefault(table.number, table)
    values = {
        (table.number, cell.row - table.header_rows, cell.column): cell.range
        for table in tables.values()
        for cell in table.cells
    }
    places: dict[Any, Range] = {}
    for one in cells:
        key = one["table"], one["row"], one["column"]
        place = values.get(key)
        good = place is not None and place.of(reading.text) == one["value"]
        score["cells_ruled" if one["ruled"] else "cells_unruled"].add(good, f"{key} {one['value']}")
        if good and place is not None:
            places[key] = place
    return places


def _score_facts(
    facts: Iterable[Mapping[str, Any]], reading: Reading, producer: str, places: Mapping[Any, Range], score: Score
) -> None:
    for one in facts:
        place = places.get(tuple(one["cell"]) if one["cell"] else one["sentence"])
        wanted = one["pages"][producer]
        good = place is not None and _pages(reading, place) == sorted({wanted[0], wanted[-1]})
        score["fact_pages"].add(good, f"{one['id']} {wanted}")


def _pages(reading: Reading, place: Range) -> list[int]:
    found = (reading.page_at(place.start), reading.page_at(max(place.end - 1, place.start)))
    return sorted({page.number for page in found if page is not None})


def shares(score: Mapping[str, Share]) -> dict[str, dict[str, Any]]:
    """The score as plain values."""
    return {
        name: {"hit": one.hit, "of": one.of, "share": one.hit / one.of if one.of else None, "failed": one.failed}
        for name, one in score.items()
    }


def names_of(scores: Sequence[Mapping[str, Share]]) -> list[str]:
    """What was scored in any of the scores, in the order met."""
    return list(dict.fromkeys(name for score in scores for name in score))
