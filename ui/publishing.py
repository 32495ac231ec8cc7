"""What the editor does to the material: publish a file, change what is known of a document, remove one.

Each writes the corpus folder and its manifest as `hvidbog add` does, and then ingests the whole corpus. Running servers
follow by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath

from ingest.adding import FIELDS, proposed_values, write_entry
from ingest.bootstrap import build_parts
from ingest.catalogue import load_catalogue
from ingest.config import Settings
from ingest.errors import HvidbogError, WrongUse
from ingest.fetch_manifest import remove_entry
from ingest.manifest import Entry, load_manifest
from ingest.masking import masked_name
from ingest.pipeline import ingest
from ingest.records import Audience, FileReport, FileStatus
from ingest.sources import listed_sources, unlisted_files
from ingest.versions import read_manifest, require_version, writer_lock
from ui.upload import Upload


def read_from(settings: Settings, upload: Upload) -> dict[str, str]:
    """What the file says of itself, by field. Raises WrongUse for a file that cannot be read."""
    proposed = proposed_values(upload.data, upload.name, settings)
    if proposed.get("source") == load_catalogue("ingest").text("add.source"):
        proposed["source"] = load_catalogue("ui").text("publish.source")
    return proposed


def replaceable(settings: Settings, upload: Upload) -> list[Entry]:
    """The documents of the manifest that the file could be a newer edition of: those of the same file type."""
    suffix = PurePosixPath(upload.name).suffix
    return [one for one in listed(settings) if PurePosixPath(one.path).suffix.lower() == suffix]


def publish(settings: Settings, upload: Upload, values: Mapping[str, str], replaces: str | None = None) -> FileReport:
    """The line of the ingest report about the file, after it was written into the corpus and everything was ingested.

    `replaces` is the path of the manifest entry whose file this one takes the place of. Raises WrongUse for a value that
    does not fit and IndexLocked where another process makes an index, both before anything is written, and CannotWrite as
    the ingest does.
    """
    name = replaces or upload.name
    files = _written(settings, lambda: write_entry(settings, name, upload.data, values, FIELDS))
    return _report_on(name, files)


def listed(settings: Settings) -> tuple[Entry, ...]:
    """The manifest's entries; none where it cannot be read."""
    try:
        return load_manifest(settings.corpus)
    except WrongUse:
        return ()


def change(settings: Settings, name: str, values: Mapping[str, str]) -> FileReport:
    """The line of the ingest report about a listed document, after the fields in `values` were changed in its entry.

    An empty value takes the field out. Raises as `publish`, and WrongUse where the document or its file is gone.
    """

    def write() -> None:
        entry = next((one for one in listed(settings) if one.path == name), None)
        path = settings.corpus / name
        if entry is None or not path.is_file():
            raise WrongUse(load_catalogue("ui").text("change.gone"))
        kept = entry.model_dump(mode="json", exclude_none=True, include=set(FIELDS))
        write_entry(settings, name, path.read_bytes(), {**kept, **values}, FIELDS)

    return _report_on(name, _written(settings, write))


def remove(settings: Settings, name: str) -> None:
    """Takes a listed document and its file out of the corpus and out of the index.

    Raises as `change`, and WrongUse for the only document that is read: an index of nothing is never put in force, so the
    old one would go on answering from it.
    """

    def write() -> None:
        if not _others_read(settings, name):
            raise WrongUse(load_catalogue("ui").text("change.last"))
        remove_entry(settings.corpus / "manifest.toml", name)
        (settings.corpus / name).unlink(missing_ok=True)

    _written(settings, write)


def _others_read(settings: Settings, name: str) -> bool:
    """Whether the version in force holds another document than that at `name`; also where there is no version."""
    try:
        files = read_manifest(require_version(settings.home, Audience.STAFF)).files
    except HvidbogError:
        return True
    read = (FileStatus.OK.value, FileStatus.PARTIAL.value)
    return any(one["status"] in read and one["path"] != masked_name(name) for one in files)


def _written(settings: Settings, write: Callable[[], object]) -> tuple[FileReport, ...]:
    """The report of an ingest of the whole corpus after `write`."""
    parts = build_parts(settings)
    # One lock around both: whoever comes while another publishes has then written nothing.
    with writer_lock(settings.home):
        write()
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
    return tuple(result.files)


def _report_on(name: str, files: Iterable[FileReport]) -> FileReport:
    return next(report for report in files if report.path == masked_name(name))
