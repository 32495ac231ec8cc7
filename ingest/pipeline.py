"""Ingest: read every source, cut passages, write a new index version for each audience, verify, then switch.

One broken file never stops the others; it gets its line in the report. Without a single readable file nothing is
switched and the old version goes on answering.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from ingest.catalogue import load_catalogue
from ingest.danish import Analyzer
from ingest.describe import describe
from ingest.errors import Unreadable
from ingest.passages import cut_passages
from ingest.personal_data import find_personal_data
from ingest.readers import read_document
from ingest.records import Audience, Document, FileReport, FileStatus, Finding, Passage, Reading
from ingest.sources import Source
from ingest.store import passages_hash, write_version
from ingest.vectors import Embedder
from ingest.versions import (
    VersionManifest,
    checksums,
    current_version,
    publish,
    read_manifest,
    unfinished_version,
    version_name,
    write_manifest,
    writer_lock,
)


class Progress(Protocol):
    """Whoever shows how far an ingest is."""

    def start(self, what: str, total: int) -> None:
        """A new step of `total` parts begins."""

    def advance(self, done: int) -> None:
        """So many parts of the step are done in all."""


class Quiet:
    """A progress that shows nothing."""

    def start(self, what: str, total: int) -> None:
        """Nothing."""

    def advance(self, done: int) -> None:
        """Nothing."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one source: its readings (many for a BEIR corpus, none where it failed) and its report line."""

    readings: tuple[Reading, ...]
    report: FileReport


@dataclass(frozen=True, slots=True)
class IngestResult:
    """The report of an ingest: the version in force for each audience afterwards, and a line a file."""

    versions: dict[str, str | None]
    files: tuple[FileReport, ...]
    documents: int
    passages: int
    switched: bool
    seconds: float

    @property
    def nothing_readable(self) -> bool:
        """Whether not one file could be read."""
        return not any(file.status in (FileStatus.OK, FileStatus.PARTIAL) for file in self.files)


def ingest(
    home: Path,
    sources: Sequence[Source],
    unlisted: Sequence[str],
    embedder: Embedder,
    analyzer: Analyzer,
    progress: Progress | None = None,
) -> IngestResult:
    """Build and switch to a new version of these sources. Raises IndexLocked while another process does the same."""
    progress = progress or Quiet()
    texts = load_catalogue("ingest")
    started = time.monotonic()
    with writer_lock(home):
        progress.start(texts.text("ingest.reading"), len(sources))
        outcomes: list[Outcome] = []
        for number, source in enumerate(sources, start=1):
            outcomes.append(read_source(source))
            progress.advance(number)
        left_out = [FileReport(name, FileStatus.REFUSED, None, 0, texts.text("file.unlisted")) for name in unlisted]
        readings = _unique(outcomes)
        cut = {reading.document.id: cut_passages(reading) for reading in readings}
        files = (*(_counted(outcome, cut) for outcome in outcomes), *left_out)
        switched = bool(readings) and _build_all(home, readings, cut, files, embedder, analyzer, progress)
    versions = {audience.value: _name(current_version(home, audience)) for audience in Audience}
    total = sum(len(passages) for passages in cut.values())
    return IngestResult(versions, files, len(readings), total, switched, time.monotonic() - started)


def read_source(source: Source) -> Outcome:
    """Read one file. Whatever goes wrong ends in the report: this never raises but for a wish to stop."""
    texts = load_catalogue("ingest")
    try:
        readings = tuple(_readings(source))
    except FileNotFoundError:
        return _failed(source, FileStatus.REFUSED, texts.text("file.missing"))
    except Unreadable as error:
        return _failed(source, FileStatus.REFUSED, str(error))
    except Exception as error:
        return _failed(source, FileStatus.CRASHED, texts.text("file.crashed", detail=type(error).__name__))
    for reading in readings:
        found = next((one for one in find_personal_data(reading.text) if one.kind == "cpr"), None)
        if found is not None:
            page = reading.page_at(found.start)
            reason = (
                texts.text("file.personal_data", page=page.label or page.number)
                if page
                else texts.text("file.personal_data_nowhere")
            )
            return _failed(source, FileStatus.QUARANTINED, reason)
    findings = tuple(finding for reading in readings for finding in reading.findings)
    pages = sum(len(reading.pages) for reading in readings) or None
    status = FileStatus.PARTIAL if any(finding.code in LOSSES for finding in findings) else FileStatus.OK
    return Outcome(readings, FileReport(source.name, status, pages, 0, _reason(findings), findings))


# Findings that mean that something of the file is not in the index.
LOSSES = frozenset({"no_text", "page_count", "pages_lost", "hidden_text"})


def _reason(findings: Sequence[Finding]) -> str | None:
    details = list(dict.fromkeys(finding.detail for finding in findings if finding.detail))
    return " ".join(details[:3]) or None


def _readings(source: Source) -> Iterator[Reading]:
    if source.is_beir:
        from ingest.beir import read_beir

        yield from (_for(reading, source.audience) for reading in read_beir(source.path))
        return
    data = source.path.read_bytes()
    texts = load_catalogue("ingest")
    if source.entry is None:
        yield read_document(data, _described(source, data))
        return
    document = source.entry.document(data)
    if source.entry.sha256 not in (None, document.id):
        raise Unreadable(texts.text("file.changed"))
    yield read_document(data, replace(document, audience=source.audience))


def _described(source: Source, data: bytes) -> Document:
    front = data[:4000].decode("utf-8", errors="ignore") if source.path.suffix.lower() in (".md", ".txt") else ""
    about = describe(source.path.name, front)
    return Document(
        id=hashlib.sha256(data).hexdigest(),
        source_id=source.path.name,
        title=about.title,
        kind=about.kind,
        meeting_date=about.meeting_date,
        audience=source.audience,
        path=source.name,
    )


def _for(reading: Reading, audience: Audience) -> Reading:
    return replace(reading, document=replace(reading.document, audience=audience))


def _failed(source: Source, status: FileStatus, reason: str) -> Outcome:
    return Outcome((), FileReport(source.name, status, None, 0, reason))


def _unique(outcomes: Sequence[Outcome]) -> list[Reading]:
    # The same bytes twice are one document: the first source keeps it.
    return list(
        {one.document.id: one for outcome in reversed(outcomes) for one in reversed(outcome.readings)}.values()
    )[::-1]


def _counted(outcome: Outcome, cut: dict[str, tuple[Passage, ...]]) -> FileReport:
    return replace(outcome.report, passages=sum(len(cut[reading.document.id]) for reading in outcome.readings))


def _build_all(
    home: Path,
    readings: Sequence[Reading],
    cut: dict[str, tuple[Passage, ...]],
    files: Sequence[FileReport],
    embedder: Embedder,
    analyzer: Analyzer,
    progress: Progress,
) -> bool:
    """Write both audiences' versions, then switch both. Returns False where the versions in force hold just this."""
    chosen = {
        Audience.PUBLIC: [one for one in readings if one.document.audience is Audience.PUBLIC],
        Audience.STAFF: list(readings),
    }
    keys = {audience: _content_key(some, embedder, analyzer) for audience, some in chosen.items()}
    if all(_in_force(home, audience) == key for audience, key in keys.items()):
        return False
    now = dt.datetime.now(dt.UTC)
    with contextlib.ExitStack() as stack:
        written: dict[Audience, Path] = {}
        for audience, some in chosen.items():
            path = stack.enter_context(unfinished_version(home, audience))
            same = next((other for other in written if keys[other] == keys[audience]), None)
            passages = [passage for reading in some for passage in cut[reading.document.id]]
            if same is not None:
                shutil.copytree(written[same], path, dirs_exist_ok=True)
            else:
                progress.start(load_catalogue("ingest").text("ingest.indexing"), len(passages))
                write_version(path, some, passages, embedder, analyzer, progress.advance)
            name = version_name(keys[audience], now)
            write_manifest(path, _manifest(path, name, now, audience, keys[audience], some, passages, files, embedder))
            written[audience] = path
        for audience, path in written.items():
            publish(path, version_name(keys[audience], now))
    return True


def _manifest(
    path: Path,
    name: str,
    now: dt.datetime,
    audience: Audience,
    key: str,
    readings: Sequence[Reading],
    passages: Sequence[Passage],
    files: Sequence[FileReport],
    embedder: Embedder,
) -> VersionManifest:
    dates = [reading.document.date for reading in readings if reading.document.date]
    return VersionManifest(
        version=name,
        created=now.isoformat(timespec="seconds"),
        audience=audience.value,
        fingerprint=embedder.fingerprint,
        content_key=key,
        passages=len(passages),
        passages_hash=passages_hash(passages),
        documents={reading.document.path or reading.document.source_id: reading.document.id for reading in readings},
        newest_document=max(dates).isoformat() if dates else None,
        files=tuple(report_json(file) for file in files),
        checksums={key: value for key, value in checksums(path).items() if key != "manifest.json"},
    )


def report_json(file: FileReport) -> dict[str, Any]:
    """One line of the report as JSON."""
    return {
        "path": file.path,
        "status": file.status.value,
        "pages": file.pages,
        "passages": file.passages,
        "reason": file.reason,
    }


def _content_key(readings: Sequence[Reading], embedder: Embedder, analyzer: Analyzer) -> str:
    parts = [code_version(), embedder.fingerprint, *sorted(analyzer.acronyms)]
    parts += [repr(sorted(asdict(reading.document).items())) for reading in readings]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@cache
def code_version() -> str:
    """SHA-256 over this package's code: documents read by other code are read again."""
    sources = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


def _in_force(home: Path, audience: Audience) -> str | None:
    path = current_version(home, audience)
    if path is None or not path.is_dir():
        return None
    return read_manifest(path).content_key


def _name(path: Path | None) -> str | None:
    return None if path is None else path.name


__all__ = ["IngestResult", "Outcome", "Progress", "Quiet", "ingest", "read_source", "report_json"]
