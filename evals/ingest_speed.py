"""How fast and in how much memory a PDF is read and ingested, beside pypdf's text extraction of the same file in the same run.

The clock of a busy machine says little, so each time is also that of the processor, the readers take turns, and the best
of each counts. An ingest is the whole command in processes of its own, started anew: reading in a child process, cutting,
vectors, both indexes, verification and switch.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from evals.process_cost import Cost, run_and_measure
from ingest.pdf import read_pdf
from ingest.pdf_reference import bare_texts, pages_of, pypdf_texts
from ingest.records import Audience, Document, Kind, Reading

WORKERS = 2


@dataclass(frozen=True, slots=True)
class Seconds:
    """Seconds by the clock and by the processor."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Ingested:
    """What two ingests of one file cost, the second with nothing changed, and the bytes of one index of the two."""

    pages: int
    passages: int
    first: Cost
    second: Cost
    index_bytes: int

    @property
    def above_index(self) -> int:
        """The most memory of the first ingest above the size of one index: the second is a copy made on the disk."""
        return self.first.memory - self.index_bytes


def timed(readers: dict[str, Callable[[], object]], rounds: int) -> dict[str, Seconds]:
    """The best seconds of each reader of so many rounds, taken in turns."""
    best = dict.fromkeys(readers, Seconds(float("inf"), float("inf")))
    for _ in range(max(rounds, 1)):
        for name, read in readers.items():
            wall, cpu = time.perf_counter(), time.process_time()
            read()
            taken = Seconds(time.perf_counter() - wall, time.process_time() - cpu)
            best[name] = Seconds(min(best[name].wall, taken.wall), min(best[name].cpu, taken.cpu))
    return best


def reading_speed(data: bytes, rounds: int) -> dict[str, Seconds]:
    """The seconds that three readers take for a PDF: ours with order, tables and map, pypdf's text, pdfium's bare text."""
    return timed(
        {
            "ours": lambda: _read(data),
            "pypdf": lambda: pypdf_texts(data),
            "pdfium": lambda: bare_texts(data),
        },
        rounds,
    )


def table_pages(data: bytes) -> bytes | None:
    """A PDF of those pages alone that hold a part of a table with cells, or None where there are none."""
    reading = _read(data)
    cells = [cell.range.start for table in reading.tables for cell in table.cells]
    numbers = sorted({page.number for start in cells if (page := reading.page_at(start)) is not None})
    return pages_of(data, numbers) if numbers else None


def _read(data: bytes) -> Reading:
    return read_pdf(data, Document("measured", "measured", "", Kind.PAGE), ocr=False)


def ingested(data: bytes) -> Ingested:
    """What it costs to ingest a PDF into an empty home by the command, and then once more. Leaves nothing behind."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        file = place / "rapport.pdf"
        file.write_bytes(data)
        ingest = [sys.executable, str(_front_door()), "ingest", str(file), "--workers", str(WORKERS), "--json"]
        command = ["env", f"HVIDBOG_HOME={place / 'home'}", *ingest]  # `env` becomes the command: no process more
        first = run_and_measure(command, place / "first.json")
        second = run_and_measure(command, place / "second.json")
        report = json.loads((place / "first.json").read_text(encoding="utf-8"))
        one = report["files"][0]
        version = place / "home" / "index" / Audience.PUBLIC.value / report["version"][Audience.PUBLIC.value]
        size = sum(path.stat().st_size for path in version.rglob("*") if path.is_file())
        return Ingested(one["pages"], one["passages"], first, second, size)


def _front_door() -> Path:
    return Path(__file__).resolve().parent.parent / "hvidbog.py"


def measure(data: bytes, large: bytes | None, rounds: int) -> dict[str, Any]:
    """Every figure of speed and scale, as plain values: seconds, bytes, and the ratios that are asked for."""
    tables = table_pages(data)
    reading = reading_speed(data, rounds)
    whole = ingested(data)
    pypdf = reading["pypdf"]
    found: dict[str, Any] = {
        "pages": whole.pages,
        "reading": {name: asdict(taken) for name, taken in reading.items()},
        "ingest": asdict(whole),
        "ratios": {
            "reading": _ratio(pypdf, reading["ours"]),
            "pdfium": _ratio(pypdf, reading["pdfium"]),
            "ingest": _ratio(whole.first, pypdf),
            "second": _ratio(whole.second, whole.first),
        },
    }
    if tables is not None:
        apart, ingest_apart = reading_speed(tables, rounds), ingested(tables)
        found["table_pages"] = ingest_apart.pages
        found["reading_tables"] = {name: asdict(taken) for name, taken in apart.items()}
        found["ingest_tables"] = asdict(ingest_apart)
        found["ratios"]["reading_tables"] = _ratio(apart["pypdf"], apart["ours"])
        found["ratios"]["ingest_tables"] = _ratio(ingest_apart.first, apart["pypdf"])
    if large is not None:
        more = ingested(large)
        found["large"] = asdict(more)
        found["ratios"]["large_time"] = _ratio(more.first, whole.first)
        found["ratios"]["large_memory"] = more.above_index / max(whole.above_index, 1)
        found["ratios"]["large_pages"] = more.pages / max(whole.pages, 1)
    return found


def _ratio(over: Seconds | Cost, under: Seconds | Cost) -> dict[str, float]:
    return {"wall": over.wall / max(under.wall, 1e-9), "cpu": over.cpu / max(under.cpu, 1e-9)}


__all__ = ["Ingested", "Seconds", "ingested", "measure", "reading_speed", "table_pages", "timed"]
