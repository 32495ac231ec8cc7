"""From sources to readings: each file within its limits in a process of its own, each failure a line of the report."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

from ingest.catalogue import load_catalogue
from ingest.child import Limits
from ingest.describe import describe
from ingest.errors import Unreadable
from ingest.masking import PersonalNumberFound, Policy, guarded, has_number, masked_name
from ingest.records import Document, FileReport, FileStatus, Finding, Reading
from ingest.report import reason_of, status_of
from ingest.sources import Source
from ingest.workers import Job, Result, Workers

_FRONT = 4_000


@dataclass(frozen=True, slots=True)
class Raw:
    """A reading, and the bytes that it was made of (None for a record of a BEIR corpus)."""

    reading: Reading
    data: bytes | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one source: its readings (many for a BEIR corpus, none where it failed) and its report line.

    `retry` says that another try may end otherwise: the next ingest reads the file again though nothing has changed.
    """

    raws: tuple[Raw, ...]
    report: FileReport
    retry: bool = False


def outcomes(
    sources: Sequence[Source], workers: int, limits: Limits, public: Sequence[str] = ()
) -> Generator[Outcome, None, None]:
    """What came of each source, in order. Whatever goes wrong with a file ends in its report."""
    with Workers(min(workers, len(sources)), limits) as pool:
        prepared = (_prepared(source, limits, tuple(public)) for source in sources)
        left = len(sources)
        for one, result in pool.read((one, one.job) for one in prepared):  # `enumerate` would hold what it gave last
            left -= 1
            if not left:
                pool.dismiss()
            outcome = [one.outcome or _outcome(one, result)]
            del one, result  # the reading is large, and whoever takes it decides how long it is held
            yield outcome.pop()


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A source with the job of reading it, or with its outcome where it needs none."""

    source: Source
    job: Job | None = None
    outcome: Outcome | None = None


def _prepared(source: Source, limits: Limits, public: tuple[str, ...]) -> _Prepared:
    texts = load_catalogue("ingest")
    try:
        if has_number(source.name):
            reason = texts.text("file.personal_data_name")
            return _Prepared(source, outcome=failed(source, FileStatus.QUARANTINED, reason))
        if source.left_out is not None:
            raise Unreadable(texts.text(source.left_out))
        about = source.path.stat()
        if not stat.S_ISREG(about.st_mode):  # a pipe would be waited for without end
            raise Unreadable(texts.text("file.not_regular"))
        if source.is_beir:
            return _Prepared(source, outcome=_records(source, public))
        if about.st_size > limits.file_bytes:
            raise Unreadable(texts.text("formats.too_large", megabytes=limits.file_bytes // 1_000_000))
        data = source.path.read_bytes()
    except FileNotFoundError:
        return _Prepared(source, outcome=failed(source, FileStatus.REFUSED, texts.text("file.missing")))
    except OSError as error:
        reason = texts.text("file.no_access", detail=error.strerror or type(error).__name__)
        return _Prepared(source, outcome=failed(source, FileStatus.REFUSED, reason))
    except Unreadable as error:
        return _Prepared(source, outcome=failed(source, FileStatus.REFUSED, str(error)))
    document = _document(source, data)
    if source.entry is not None and source.entry.sha256 not in (None, document.id):
        return _Prepared(source, outcome=failed(source, FileStatus.REFUSED, texts.text("file.changed")))
    masks = source.entry is not None and source.entry.personal_data == "mask"
    return _Prepared(source, Job(data, document, Policy(masks, public)))


def _document(source: Source, data: bytes) -> Document:
    if source.entry is not None:
        return replace(source.entry.document(data), audience=source.audience)
    front = data[:_FRONT].decode("utf-8", errors="ignore") if source.path.suffix.lower() in (".md", ".txt") else ""
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


def _records(source: Source, public: tuple[str, ...]) -> Outcome:
    """The records of a BEIR corpus, read here: it is our own JSON and needs no parser that a file could harm."""
    from ingest.beir import read_beir

    raws: list[Raw] = []
    left_out = 0
    for reading in read_beir(source.path):
        mine = replace(reading, document=replace(reading.document, audience=source.audience))
        try:
            mine = guarded(mine, Policy(public=public))
        except PersonalNumberFound:
            left_out += 1
            continue
        raws.append(Raw(mine, None))
    findings = tuple(one for raw in raws for one in raw.reading.findings)
    if left_out:
        reason = load_catalogue("ingest").text("file.personal_data_records", count=left_out)
        findings = (Finding("records_left_out", None, reason), *findings)
    return Outcome(tuple(raws), _report(source, None, findings))


def _outcome(prepared: _Prepared, result: Result | None) -> Outcome:
    source, job = prepared.source, prepared.job
    texts = load_catalogue("ingest")
    if result is None or job is None:
        raise AssertionError("a source is prepared with a job or with an outcome")
    try:
        reading = result.reading()
    except ValueError:
        # The child sent something that is no reading: it is not to be trusted with another word of this file.
        reason = texts.text("file.crashed", detail="ValueError")
        return failed(source, FileStatus.CRASHED, reason, retry=True)
    if reading is None:
        return failed(source, result.status, result.reason or "", retry=result.retry)
    # Identity and audience are decided here, whatever the child says; the title may have been masked there.
    document = replace(job.document, title=reading.document.title)
    if document != reading.document:
        reading = replace(reading, document=document)
    return Outcome((Raw(reading, job.data),), _report(source, len(reading.pages) or None, reading.findings))


def _report(source: Source, pages: int | None, findings: Sequence[Finding]) -> FileReport:
    status = status_of(findings)
    return FileReport(source.name, status, pages, 0, reason_of(findings), tuple(findings))


def failed(source: Source, status: FileStatus, reason: str, *, retry: bool = False) -> Outcome:
    """The outcome of a source that gave no reading."""
    return Outcome((), FileReport(masked_name(source.name), status, None, 0, reason), retry)
