"""PDFs damaged at random: none may crash a reader, and none may lose a page without a word in the report."""

from __future__ import annotations

import hashlib
import io
import os
import random
import re
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.child import Limits
from ingest.masking import Policy
from ingest.records import Document, FileStatus, Kind, Reading
from ingest.workers import Job, Workers
from tests.ingest_workplace import NOTICE
from tests.trials.state import Score

# Findings that say that something is missing.
TOLD = frozenset({"page_count", "broken_page", "no_text", "blank_page", "hidden_text", "read_by_ocr"})
_PAGE_OBJECT = re.compile(rb"/Type\s*/Page(?!s)")


def seeds() -> list[bytes]:
    """Small PDFs of different builds: packed and not, with an outline, a table of lines, two columns."""
    extra = os.environ.get("TRIAL_PDFS")
    found = [path.read_bytes() for path in sorted(Path(extra).glob("*.pdf"))] if extra else []
    return [_made(packed, pages) for packed in (0, 1) for pages in (1, 4, 8)] + found


def _made(packed: int, pages: int) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, pageCompression=packed, invariant=True)
    for page in range(1, pages + 1):
        canvas.bookmarkPage(f"p{page}")
        canvas.addOutlineEntry(f"Kapitel {page}", f"p{page}")
        canvas.setFont("Helvetica", 11)
        for line in range(12):
            canvas.drawString(60, 760 - 15 * line, f"{NOTICE} skriver linje {line} om havnen.")
            canvas.drawString(320, 760 - 15 * line, f"Side {page} fortsætter i spalte to.")
        canvas.grid([60, 160, 260], [300, 320, 340, 360])
        canvas.drawString(65, 305, f"{page}.234,5")
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _flip(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 4, 40))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def _drop(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    del data[start : start + chance.choice((1, 20, 600))]


def _insert(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    data[start:start] = chance.randbytes(chance.choice((1, 20, 600)))


def _move(data: bytearray, chance: random.Random) -> None:
    start, other = chance.randrange(len(data)), chance.randrange(len(data))
    data[start : start + 80], data[other : other + 80] = data[other : other + 80], data[start : start + 80]


def _number(data: bytearray, chance: random.Random) -> None:
    numbers = list(re.finditer(rb"\d+", bytes(data)))
    found = chance.choice(numbers)
    data[found.start() : found.end()] = str(chance.choice((0, 1, -1, 2**31, 10**12, 3))).encode()


def _name(data: bytearray, chance: random.Random) -> None:
    names = list(re.finditer(rb"/[A-Z]\w+", bytes(data)))
    one, other = chance.choice(names), chance.choice(names)
    data[one.start() : one.end()] = other.group()


MUTATIONS: tuple[Callable[[bytearray, random.Random], None], ...] = (_flip, _cut, _drop, _insert, _move, _number, _name)


def _spoil(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 5, 50, 500))):
        data[chance.randrange(len(data))] = chance.randrange(256)


# The damages of two lines of the adversarial set, which come alone.
ALONE: Mapping[str, Callable[[bytearray, random.Random], None]] = {"cut": _cut, "spoilt": _spoil}


def mutated(data: bytes, chance: random.Random, alone: str | None = None) -> bytes:
    """The file with one to three random damages, or with the one called `alone`."""
    work = bytearray(data)
    if alone is not None:
        ALONE[alone](work, chance)
        return bytes(work)
    for _ in range(chance.choice((1, 1, 2, 3))):
        if len(work) > 100:
            chance.choice(MUTATIONS)(work, chance)
    return bytes(work)


def silently_lost(reading: Reading, data: bytes) -> str | None:
    """Why this reading of a file with these bytes holds less than the file without saying so, or None."""
    if any(finding.code in ("page_count", "broken_page") for finding in reading.findings):
        return None
    there = _page_objects(data)
    if len(reading.pages) < there:
        return f"{len(reading.pages)} of {there} pages and not a word of it"
    told = {finding.page for finding in reading.findings if finding.code in TOLD}
    empty = [
        page.number for page in reading.pages if not page.range.of(reading.text).strip() and page.number not in told
    ]
    return f"pages {empty} are empty and not a word of it" if empty else None


def _page_objects(data: bytes) -> int:
    """How many page objects stand in the file, packed object streams included."""
    count = len(_PAGE_OBJECT.findall(data))
    for stream in re.finditer(rb"/ObjStm.*?stream\r?\n", data, re.DOTALL):
        try:
            count += len(_PAGE_OBJECT.findall(zlib.decompressobj().decompress(data[stream.end() :], 10_000_000)))
        except zlib.error:
            continue
    return count


def mutation_trial(attempts: int, seed: int, alone: str | None = None) -> Score:
    """Read so many mutated files within limits; damaged in the one way `alone`, or in all ways mixed."""
    chance = random.Random(seed)
    originals = seeds()
    files = [mutated(chance.choice(originals), chance, alone) for _ in range(attempts)]
    effective = sum(data not in originals for data in files)
    limits = Limits(cpu_seconds=30)
    failures: list[str] = []
    statuses: Counter[str] = Counter()
    with Workers(2, limits) as pool:
        for number, result in pool.read((n, _job(data)) for n, data in enumerate(files)):
            assert result is not None
            statuses[result.status.value] += 1
            name = f"file {number} of seed {seed}"
            if result.status is FileStatus.CRASHED:
                failures.append(f"{name}: {result.reason}")
            reading = result.reading()
            lost = silently_lost(reading, files[number]) if reading else None
            if lost:
                failures.append(f"{name}: {lost}")
        whole = [result for _, result in pool.read((None, _job(data)) for data in originals)]
    readings = [result.reading() for result in whole if result]
    control = all(
        reading and not silently_lost(reading, data) for reading, data in zip(readings, originals, strict=True)
    )
    control = control and all(
        _withheld(reading, data) for reading, data in zip(readings, originals, strict=True) if reading
    )
    return Score(attempts, effective, failures, control, str(dict(statuses)))


def _withheld(reading: Reading, data: bytes) -> bool:
    """Whether a page taken out of an honest reading is noticed."""
    import dataclasses

    return silently_lost(dataclasses.replace(reading, pages=reading.pages[:-1]), data) is not None


def _job(data: bytes) -> Job:
    document = Document(hashlib.sha256(data).hexdigest(), "muteret.pdf", "Muteret", Kind.PAGE)
    return Job(data, document, Policy())
