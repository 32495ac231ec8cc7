"""The editor's "Udgiv": the file and its manifest entry as `hvidbog add` writes them, then an ingest of the whole corpus."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from ingest.adding import FIELDS, proposed_values, write_entry
from ingest.bootstrap import build_parts
from ingest.config import Settings
from ingest.errors import WrongUse
from ingest.manifest import Entry, load_manifest
from ingest.masking import masked_name
from ingest.pipeline import ingest
from ingest.records import FileReport
from ingest.sources import listed_sources, unlisted_files
from ingest.versions import writer_lock
from ui.upload import Upload


def read_from(settings: Settings, upload: Upload) -> dict[str, str]:
    """What the file says of itself, by field. Raises WrongUse for a file that cannot be read."""
    return proposed_values(upload.data, upload.name, settings)


def replaceable(settings: Settings, upload: Upload) -> list[Entry]:
    """The documents of the manifest that the file could be a newer edition of: those of the same file type."""
    try:
        entries = load_manifest(settings.corpus)
    except WrongUse:
        return []
    suffix = PurePosixPath(upload.name).suffix
    return [one for one in entries if PurePosixPath(one.path).suffix.lower() == suffix]


def publish(settings: Settings, upload: Upload, values: Mapping[str, str], replaces: str | None = None) -> FileReport:
    """The line of the ingest report about the file, after it was written into the corpus and everything was ingested.

    `replaces` is the path of the manifest entry whose file this one takes the place of. Running servers follow by
    themselves. Raises WrongUse for a value that does not fit and IndexLocked where another process makes an index, both
    before anything is written, and CannotWrite as the ingest does.
    """
    name = replaces or upload.name
    parts = build_parts(settings)
    # One lock around both: whoever comes while another publishes has then written nothing.
    with writer_lock(settings.home):
        write_entry(settings, name, upload.data, values, FIELDS)
        entries = load_manifest(settings.corpus)
        result = ingest(
            settings.home,
            listed_sources(settings.corpus, entries),
            unlisted_files(settings.corpus, entries),
            parts.embedder,
            parts.analyzer,
            public=parts.public_numbers,
            locked=True,
        )
    return next(report for report in result.files if report.path == masked_name(name))
