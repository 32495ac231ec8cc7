"""What need not be read again: a source whose bytes, manifest entry, reading code and settings are all as they were.

A version's manifest holds for each source the key made of these four, the documents that came of it and its report line.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ingest.errors import HvidbogError
from ingest.masking import masked_name
from ingest.records import Audience, FileReport
from ingest.sources import Source
from ingest.versions import check_files, current_version


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What a version keeps of a source: its key, its document ids, its report line, whether another try may help."""

    key: str
    audience: Audience
    documents: tuple[str, ...]
    report: FileReport
    retry: bool = False


_RECORD: TypeAdapter[SourceRecord] = TypeAdapter(SourceRecord)
_RECORDS: TypeAdapter[dict[str, SourceRecord]] = TypeAdapter(dict[str, SourceRecord])


def record_json(record: SourceRecord) -> dict[str, Any]:
    """A record as it stands in a version's manifest."""
    tree: dict[str, Any] = _RECORD.dump_python(record, mode="json")
    return tree


def labels(names: Sequence[str]) -> list[str]:
    """What sources are called in the manifest: their names, each once, without the personal data in them."""
    taken: Counter[str] = Counter()
    found: list[str] = []
    for name in map(masked_name, names):
        taken[name] += 1
        found.append(name if taken[name] == 1 else f"{name}#{taken[name]}")
    return found


def file_digest(path: Path) -> str | None:
    """SHA-256 of a file, or None where it cannot be opened or is none (a pipe would be waited for without end)."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None


def source_key(source: Source, digest: str | None, settings: str) -> str:
    """The key of a source whose bytes have this digest (None: it cannot be opened) under these settings."""
    entry = source.entry.model_dump_json() if source.entry else ""
    parts = (code_version(), settings, digest or "", source.name, source.audience.value, entry, source.left_out or "")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@cache
def code_version() -> str:
    """SHA-256 over this package's code: documents read by other code are read again."""
    sources = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


def sound_records(home: Path, audience: Audience, fingerprint: str) -> Mapping[str, SourceRecord] | None:
    """The records of the version in force for an audience, or None where there is none to carry over from.

    A version that is damaged, or made with other vectors, is none.
    """
    path = current_version(home, audience)
    if path is None:
        return None
    try:
        manifest = check_files(path)
        if manifest.fingerprint != fingerprint:
            return None
        return _RECORDS.validate_python(manifest.sources)
    except (HvidbogError, ValidationError):
        return None
