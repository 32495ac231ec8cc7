"""The truth beside the made-up report: `truth.jsonl`, one record a line, and `truth.json`, the summary.

Records, told apart by `record`:
- `sentence`: id, text, kind, layer (baggrund, pixi, html), order, section (heading path), note (footnote number after
  it), fact, copy_of and verbatim; `pages` and `labels` by producer (background, pixi), `path` (html).
- `table`: number, caption and source (sentence ids), header, ruled, rows, `pages` by producer.
- `cell`: table, row (from 0 below the header, -1 the header), column (0 the row label), row_label, column_label, value,
  ruled, fact, `page` by producer. A header repeated after a page break has its first page.
- `fact`: id, subject, attribute, place, year, group, value, question, twins by "year", "place" and "group", sentence or
  cell (table, row, column), `pages` by producer, `copies` (sentence ids in the other layers).
Pages are physical, from 1; labels are as printed. Sentences stand in reading order within a layer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.report_records import Report, ReportTable, Sentence
from evals.report_reportlab import Produced
from evals.report_words import load_words

FORMAT = 1


@dataclass(frozen=True, slots=True)
class LayerSentence:
    """A sentence of the pixi (with its page) or of the web tree (with its path)."""

    layer: str
    sentence: Sentence
    path: str | None = None


def write_truth(
    folder: Path, report: Report, producers: Mapping[str, Produced], layers: list[LayerSentence], pixi: Produced | None
) -> dict[str, Any]:
    """Writes both files into `folder`; returns the summary."""
    records = list(truth_records(report, producers, layers, pixi))
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    (folder / "truth.jsonl").write_text(lines, encoding="utf-8")
    counts: dict[str, int] = {}
    for record in records:
        counts[record["record"]] = counts.get(record["record"], 0) + 1
    everything = dict(producers) | ({} if pixi is None else {"pixi": pixi})
    summary = {
        "format": FORMAT, "seed": report.seed, "municipality": load_words().municipality, "marker": load_words().marker,
        "producers": {
            name: {"file": made.file, "pages": len(made.labels), "labels": made.labels, "contents_pages": made.contents,
                   "out_of_order_pages": made.shuffled, "page_method": made.method}
            for name, made in everything.items()
        },
        "counts": counts,
    }  # fmt: skip
    (folder / "truth.json").write_text(json.dumps(summary, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return summary


def truth_records(
    report: Report, producers: Mapping[str, Produced], layers: list[LayerSentence], pixi: Produced | None
) -> Iterator[dict[str, Any]]:
    """All records in order: sentences of the three layers, tables with their cells, facts."""
    order = 0
    for section in (report.foreword, *report.sections):
        for sentence in section.sentences():
            yield _sentence(LayerSentence("baggrund", sentence), order, producers)
            order += 1
    copies: dict[str, list[str]] = {}
    for order, entry in enumerate(layers):
        yield _sentence(entry, order, {"pixi": pixi} if entry.layer == "pixi" and pixi else {})
        if entry.sentence.fact:
            copies.setdefault(entry.sentence.fact, []).append(entry.sentence.id)
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, ReportTable):
                yield from _table(block, section.path, producers)
    for fact in report.facts.values():
        yield _fact(report, fact.id, producers, copies.get(fact.id, []))


def _pages(producers: Mapping[str, Produced], sentence: str) -> dict[str, list[int]]:
    return {name: list(made.places[sentence]) for name, made in producers.items()}


def _sentence(entry: LayerSentence, order: int, producers: Mapping[str, Produced]) -> dict[str, Any]:
    sentence = entry.sentence
    pages = _pages(producers, sentence.id)
    labels = {name: [producers[name].labels[page - 1] for page in found] for name, found in pages.items()}
    record = {
        "record": "sentence", "id": sentence.id, "layer": entry.layer, "order": order, "kind": str(sentence.kind),
        "text": sentence.text, "section": list(sentence.section), "pages": pages, "labels": labels,
        "note": sentence.note, "fact": sentence.fact,
    }  # fmt: skip
    if entry.layer != "baggrund":
        record |= {"copy_of": sentence.copy_of, "verbatim": sentence.verbatim, "path": entry.path}
    return record


def _table(table: ReportTable, path: tuple[str, ...], producers: Mapping[str, Produced]) -> Iterator[dict[str, Any]]:
    pages = {
        name: sorted({page for (number, _, _), page in made.cells.items() if number == table.number})
        for name, made in producers.items()
    }
    yield {
        "record": "table", "number": table.number, "caption": table.caption.id, "source": table.source.id, "ruled": table.ruled,
        "header": list(table.header), "rows": len(table.rows), "section": list(path), "pages": pages,
    }  # fmt: skip
    for row in range(-1, len(table.rows)):
        cells = table.header if row < 0 else table.rows[row]
        for column, value in enumerate(cells):
            yield {
                "record": "cell", "table": table.number, "row": row, "column": column, "row_label": cells[0],
                "column_label": table.header[column], "value": value, "ruled": table.ruled,
                "page": {name: made.cells[table.number, row, column] for name, made in producers.items()},
                "fact": table.facts.get((row, column)) if row >= 0 else None,
            }  # fmt: skip


def _fact(report: Report, key: str, producers: Mapping[str, Produced], copies: list[str]) -> dict[str, Any]:
    fact = report.facts[key]
    if fact.cell is not None:
        pages = {name: [made.cells[fact.cell]] for name, made in producers.items()}
    else:
        pages = _pages(producers, fact.sentence or "")
    return {
        "record": "fact", "id": fact.id, "subject": fact.subject, "attribute": fact.attribute, "place": fact.place,
        "year": fact.year, "group": fact.group, "value": fact.value, "question": fact.question, "twins": fact.twins,
        "sentence": fact.sentence, "cell": list(fact.cell) if fact.cell else None, "pages": pages, "copies": copies,
    }  # fmt: skip
