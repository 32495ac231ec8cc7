"""Ingest: read every source, cut passages, write a new index version for each audience, verify, then switch.

One broken file never stops the others; it gets its line in the report. Without a single readable file nothing is
switched and the old version goes on answering. What is unchanged is carried over, and where all is, nothing is written.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from ingest.carry_over import SourceRecord, file_digest, labels, record_json, sound_records, source_key
from ingest.catalogue import load_catalogue
from ingest.child import Limits
from ingest.collector import without_collector
from ingest.danish import Analyzer
from ingest.errors import DamagedIndex, HvidbogError
from ingest.given_back import give_back_memory
from ingest.index_protocol import IndexReader
from ingest.masking import masked_name
from ingest.originals import keep_original
from ingest.passages import cut_passages
from ingest.records import Audience, Document, FileReport, FileStatus, Passage, Reading
from ingest.report import report_json
from ingest.source_reading import Outcome, outcomes
from ingest.sources import Source
from ingest.store import FolderIndex
from ingest.vectors import Embedder, Vectors
from ingest.version_writer import VersionWriter, version_writer, write_texts, write_vectors
from ingest.versions import (
    VersionManifest,
    cannot_write,
    checksums,
    current_version,
    publish,
    read_manifest,
    unfinished_version,
    version_name,
    write_manifest,
    writer_lock,
)

# Vectors of so many passages are asked for at a time.
_BATCH = 500


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
class IngestResult:
    """The report of an ingest: the version in force for each audience afterwards, and a line a file."""

    versions: dict[str, str | None]
    files: tuple[FileReport, ...]
    documents: int
    passages: int
    switched: bool
    seconds: float
    carried: int = 0

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
    *,
    workers: int = 2,
    limits: Limits | None = None,
    public: Sequence[str] = (),
    locked: bool = False,
) -> IngestResult:
    """Build and switch to a new version of these sources. Raises IndexLocked while another process does the same.

    `workers` processes read at a time, each file within `limits`. `public` are telephone numbers that are no one's
    secret. `locked` says that the caller holds the writer's lock. Raises CannotWrite where the version cannot be written;
    the old one then stays in force.
    """
    started = time.monotonic()
    texts = load_catalogue("ingest")
    left_out = [
        FileReport(masked_name(name), FileStatus.REFUSED, None, 0, texts.text("file.unlisted")) for name in unlisted
    ]
    job = _Ingest(home, sources, left_out, embedder, analyzer, progress or Quiet(), workers, limits or Limits(), public)
    with contextlib.nullcontext() if locked else writer_lock(home):
        try:
            done = job.run()
        except OSError as error:
            raise cannot_write(error) from error
    return replace(done, seconds=time.monotonic() - started)


@dataclass
class _Kept:
    """What is known of the documents that went into the versions so far."""

    documents: list[Document] = field(default_factory=list)
    passages: dict[str, int] = field(default_factory=dict)


class _Ingest:
    """One run. The writer's lock is held around it."""

    def __init__(
        self,
        home: Path,
        sources: Sequence[Source],
        left_out: Sequence[FileReport],
        embedder: Embedder,
        analyzer: Analyzer,
        progress: Progress,
        workers: int,
        limits: Limits,
        public: Sequence[str],
    ) -> None:
        self._home = home
        self._sources = sources
        self._labels = labels([source.name for source in sources])
        self._left_out = tuple(left_out)
        self._embedder = embedder
        self._analyzer = analyzer
        self._progress = progress
        self._workers = workers
        self._limits = limits
        self._public = tuple(public)
        self._dimensions: int | None = None

    def run(self) -> IngestResult:
        """Read and write what must be, and say what became of it."""
        settings = repr((sorted(self._analyzer.acronyms), self._embedder.fingerprint, self._public, self._limits))
        keys = {
            label: source_key(source, file_digest(source.path), settings)
            for label, source in zip(self._labels, self._sources, strict=True)
        }
        old = sound_records(self._home, Audience.STAFF, self._embedder.fingerprint) or {}
        carried = {name: record for name, record in old.items() if record.key == keys.get(name) and not record.retry}
        if old and len(carried) == len(keys) == len(old) and self._is_in_force(old):
            return self._result(list(old.values()), switched=False, carried=len(carried))
        try:
            return self._build(keys, carried)
        except _CarryingFailed:
            # What the old version's checksums promised, Chroma could not give: then everything is read afresh.
            return self._build(keys, {})

    def _is_in_force(self, records: Mapping[str, SourceRecord]) -> bool:
        """Whether the versions in force hold just these sources, in this order, with this report."""
        for audience in Audience:
            kept = sound_records(self._home, audience, self._embedder.fingerprint)
            wanted = [name for name, record in records.items() if _concerns(record.audience, audience)]
            if kept is None or list(kept) != wanted:
                return False
            if any(kept[name] != records[name] for name in wanted):
                return False
        if list(records) != self._labels:
            return False
        path = current_version(self._home, Audience.STAFF)
        files = (*(record.report for record in records.values()), *self._left_out)
        return path is not None and list(read_manifest(path).files) == [report_json(file) for file in files]

    def _build(self, keys: Mapping[str, str], carried: Mapping[str, SourceRecord]) -> IngestResult:
        now = dt.datetime.now(dt.UTC)
        audiences = [Audience.STAFF]
        if any(source.audience is Audience.STAFF for source in self._sources):
            audiences.append(Audience.PUBLIC)
        with contextlib.ExitStack() as stack:
            paths = {one: stack.enter_context(unfinished_version(self._home, one)) for one in Audience}
            kept = _Kept()
            with contextlib.ExitStack() as open_writers:
                writers = {one: open_writers.enter_context(version_writer(paths[one])) for one in audiences}
                records = self._read_all(keys, carried, writers, kept)
                if not kept.documents:
                    return self._result(records, switched=False)
                give_back_memory()  # of the readings; what follows needs as much anew
                for writer in writers.values():
                    self._progress.start(load_catalogue("ingest").text("ingest.indexing"), writer.passages)
                    writer.finish(self._progress.advance)
            if Audience.PUBLIC not in writers:
                shutil.copytree(paths[Audience.STAFF], paths[Audience.PUBLIC], dirs_exist_ok=True)
            manifests = {
                one: self._manifest(one, paths[one], now, records, kept, writers.get(one, writers[Audience.STAFF]))
                for one in Audience
            }
            switched = not all(_holds_the_same(self._home, one, manifests[one]) for one in Audience)
            if switched:
                for one in Audience:
                    write_manifest(paths[one], manifests[one])
                    publish(paths[one], manifests[one].version)
        return self._result(records, switched=switched, carried=len(carried))

    def _read_all(
        self,
        keys: Mapping[str, str],
        carried: Mapping[str, SourceRecord],
        writers: Mapping[Audience, VersionWriter],
        kept: _Kept,
    ) -> list[SourceRecord]:
        """Give all documents to the writers, in the order of the sources. Returns the sources' records."""
        self._progress.start(load_catalogue("ingest").text("ingest.reading"), len(self._sources))
        records: list[SourceRecord] = []
        with contextlib.ExitStack() as stack:
            labelled = list(zip(self._labels, self._sources, strict=True))
            to_read = [source for label, source in labelled if label not in carried]
            read = stack.enter_context(contextlib.closing(outcomes(to_read, self._workers, self._limits, self._public)))
            old = self._old_version(stack) if carried else None
            for number, (label, source) in enumerate(labelled, start=1):
                if label in carried:
                    record = carried[label]
                    self._carry(record, old, writers, kept)
                else:
                    with without_collector():
                        record = self._take(source, keys[label], next(read), writers, kept)
                records.append(record)
                self._progress.advance(number)
        return records

    def _old_version(self, stack: contextlib.ExitStack) -> IndexReader:
        path = current_version(self._home, Audience.STAFF)
        if path is None:
            raise _CarryingFailed
        try:
            return stack.enter_context(FolderIndex(path, self._home / "readers", self._embedder))
        except DamagedIndex as error:
            raise _CarryingFailed from error

    def _carry(
        self,
        record: SourceRecord,
        old: IndexReader | None,
        writers: Mapping[Audience, VersionWriter],
        kept: _Kept,
    ) -> None:
        """Take the documents of an unchanged source from the old version, vectors and all."""
        for identity in record.documents:
            if identity in kept.passages:
                continue
            kept_json = old.reading_json(identity) if old else None
            reading = old.reading(identity) if old else None
            if old is None or kept_json is None or reading is None:
                raise _CarryingFailed
            try:
                vectors = old.vectors_of(identity)
            except DamagedIndex as error:
                raise _CarryingFailed from error
            passages = tuple(old.passages_of(identity))
            self._hold_to(vectors)
            self._write(reading, passages, writers, kept, kept_json)
            write_vectors(_concerned(reading.document, writers), passages, (vectors,))

    def _take(
        self, source: Source, key: str, outcome: Outcome, writers: Mapping[Audience, VersionWriter], kept: _Kept
    ) -> SourceRecord:
        """Write the documents of a source that was read."""
        identities, count = [], 0
        report, retry, raws = outcome.report, outcome.retry, list(reversed(outcome.raws))
        del outcome
        while raws:
            raw = raws.pop()
            about = raw.reading.document
            identities.append(about.id)
            if raw.data is not None:
                keep_original(self._home, about.id, about.source_id, raw.data)
            if about.id not in kept.passages:
                passages = cut_passages(raw.reading)
                self._write(raw.reading, passages, writers, kept)
                del raw  # of a long report it takes as much memory as the index of the vectors that come now
                give_back_memory()
                write_vectors(_concerned(about, writers), passages, self._vectors(passages))
            # The same bytes twice are one document: the first source keeps it.
            count += kept.passages[about.id]
        return SourceRecord(key, source.audience, tuple(identities), replace(report, passages=count), retry)

    def _vectors(self, passages: Sequence[Passage]) -> Iterator[Vectors]:
        """The vectors of passages, some at a time: those of a long report take as much memory as its index."""
        for start in range(0, len(passages), _BATCH):
            vectors = self._embedder.passages([one.index_text for one in passages[start : start + _BATCH]])
            self._hold_to(vectors)
            yield vectors

    def _hold_to(self, vectors: Vectors) -> None:
        """Raise _CarryingFailed where vectors are of another length than those before: another model has the name now."""
        if len(vectors):
            known, self._dimensions = self._dimensions, vectors.shape[1]
            if known not in (None, self._dimensions):
                self._dimensions = None
                raise _CarryingFailed

    def _write(
        self,
        reading: Reading,
        passages: Sequence[Passage],
        writers: Mapping[Audience, VersionWriter],
        kept: _Kept,
        kept_json: bytes | None = None,
    ) -> None:
        about = reading.document
        write_texts(_concerned(about, writers), reading, passages, self._analyzer, kept_json)
        kept.documents.append(about)
        kept.passages[about.id] = len(passages)

    def _manifest(
        self,
        audience: Audience,
        path: Path,
        now: dt.datetime,
        records: Sequence[SourceRecord],
        kept: _Kept,
        writer: VersionWriter,
    ) -> VersionManifest:
        documents = [one for one in kept.documents if _concerns(one.audience, audience)]
        own = {name: one for name, one in zip(self._labels, records, strict=True) if _concerns(one.audience, audience)}
        files = [record.report for record in own.values()]
        if audience is Audience.STAFF:
            # Files that nobody has said an audience of are no business of the public index.
            files += self._left_out
        dates = [document.date for document in documents if document.date]
        key = hashlib.sha256(repr(list(own.items())).encode()).hexdigest()
        return VersionManifest(
            version=version_name(key, now),
            created=now.isoformat(timespec="seconds"),
            audience=audience.value,
            fingerprint=self._embedder.fingerprint,
            content_key=key,
            passages=writer.passages,
            passages_hash=writer.passages_hash,
            documents={one.path or one.source_id: one.id for one in documents},
            newest_document=max(dates).isoformat() if dates else None,
            files=tuple(report_json(file) for file in files),
            checksums=checksums(path),
            sources={name: record_json(record) for name, record in own.items()},
        )

    def _result(self, records: Sequence[SourceRecord], *, switched: bool, carried: int = 0) -> IngestResult:
        current = {one: current_version(self._home, one) for one in Audience}
        identities = {identity for record in records for identity in record.documents}
        return IngestResult(
            versions={one.value: path.name if path else None for one, path in current.items()},
            files=(*(record.report for record in records), *self._left_out),
            documents=len(identities),
            passages=sum(record.report.passages for record in records),
            switched=switched,
            seconds=0.0,
            carried=carried,
        )


class _CarryingFailed(HvidbogError):
    """The old version cannot be carried over from after all."""


def _concerns(audience: Audience, index: Audience) -> bool:
    """Whether what is for `audience` belongs into the index of `index`."""
    return index is Audience.STAFF or audience is Audience.PUBLIC


def _concerned(about: Document, writers: Mapping[Audience, VersionWriter]) -> list[VersionWriter]:
    """The writers of the indexes that a document belongs into."""
    return [writer for audience, writer in writers.items() if _concerns(about.audience, audience)]


def _holds_the_same(home: Path, audience: Audience, manifest: VersionManifest) -> bool:
    """Whether the version in force is sound and differs from the new one in nothing but its name and date."""
    if sound_records(home, audience, manifest.fingerprint) is None:
        return False
    path = current_version(home, audience)
    kept = read_manifest(path) if path else None
    return kept is not None and (kept.content_key, kept.files) == (manifest.content_key, manifest.files)


__all__ = ["IngestResult", "Progress", "Quiet", "ingest"]
