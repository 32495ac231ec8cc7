"""Putting a document into the corpus: what a file says of itself, its entry, and writing both. `hvidbog add` and the editor's
page do it through here.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Mapping
from pathlib import Path

from pydantic import ValidationError

from ingest.atomic_file import write_atomically
from ingest.catalogue import load_catalogue
from ingest.config import Settings
from ingest.errors import WrongUse
from ingest.manifest import Entry, load_manifest

TEXTS = load_catalogue("ingest")
# In the order in which they are asked for. Audience stands early: it decides who may read the document.
FIELDS = (
    "title",
    "kind",
    "audience",
    "body",
    "meeting_date",
    "meeting_place",
    "published",
    "layer",
    "publisher",
    "author_kind",
    "source",
    "source_url",
    "personal_data",
)
_DATES = frozenset({"meeting_date", "published"})


def proposed_values(data: bytes, name: str, settings: Settings) -> dict[str, str]:
    """What the file says of itself, or what its entry says where it has one. Raises WrongUse for an unreadable file."""
    from ingest.child import Limits
    from ingest.describe import describe_text
    from ingest.masking import Policy
    from ingest.records import Document, FileStatus, Kind
    from ingest.workers import Job, Workers

    document = Document(hashlib.sha256(data).hexdigest(), Path(name).name, Path(name).stem, Kind.PAGE)
    proposed: dict[str, str] = {}
    with Workers(1, Limits()) as pool:
        results = [result for _, result in pool.read([(None, Job(data, document, Policy()))])]
        if results[0] is not None and results[0].status is FileStatus.QUARANTINED:
            # Nothing of such a file is shown; it is read once more with all personal data masked.
            proposed["personal_data"] = "quarantine"
            results = [result for _, result in pool.read([(None, Job(data, document, Policy(masks=True)))])]
    reading = results[0].reading() if results[0] else None
    if reading is None:
        reason = results[0].reason if results[0] else ""
        raise WrongUse(TEXTS.text("add.unreadable", reason=reason))
    about = describe_text(Path(name).name, reading.text)
    found = {
        "title": about.title,
        "kind": about.kind.value,
        "audience": "staff",
        "body": about.body,
        "meeting_date": about.meeting_date.isoformat() if about.meeting_date else None,
        "meeting_place": about.meeting_place,
        "source": TEXTS.text("add.source"),
    }
    proposed |= {field: value for field, value in found.items() if value}
    known = next((entry for entry in load_manifest(settings.corpus) if entry.path == name), None)
    if known is not None:
        kept = known.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
        proposed |= {field: str(value) for field, value in kept.items() if field in FIELDS}
    return proposed


def write_entry(settings: Settings, name: str, data: bytes, values: Mapping[str, str], renew: Collection[str]) -> Entry:
    """Write a document with these bytes and its entry into the corpus; its fields in `renew` replace what an entry said.

    Raises WrongUse for a value that does not fit, before anything is written.
    """
    from ingest.fetch_manifest import BYTES_CHANGED, write_entries

    entry = entry_of(name, {**values, "sha256": hashlib.sha256(data).hexdigest()})
    target = settings.corpus / name
    if not target.is_file() or target.read_bytes() != data:
        write_atomically(target, data)
    write_entries(settings.corpus / "manifest.toml", [entry], BYTES_CHANGED | frozenset(renew))
    return entry


def entry_of(name: str, values: Mapping[str, str]) -> Entry:
    """The entry of these values. Raises WrongUse that names the first value that does not fit, and how it should look."""
    try:
        return validated(name, values)
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        raise WrongUse(wrong_value(field, values.get(field, ""))) from None


def validated(path: str, values: Mapping[str, str]) -> Entry:
    """The entry of these values; empty ones are left out. Raises ValidationError."""
    return Entry.model_validate(
        {"path": path, **{field: _typed(field, value) for field, value in values.items() if value}}
    )


def _typed(field: str, value: str) -> str | dt.date:
    try:
        return dt.date.fromisoformat(value) if field in _DATES else value
    except ValueError:
        return value


def wrong_value(field: str, value: str) -> str:
    """The sentence for a value that does not fit its field."""
    return TEXTS.text("add.wrong", value=value, name=TEXTS.text(f"add.name.{field}"), help=help_on(field)).strip()


def help_on(field: str) -> str:
    """The sentence that says what a field may hold; empty where it may hold anything."""
    key = f"add.help.{'date' if field in _DATES else field}"
    known = TEXTS.keys()
    return TEXTS.text(key) if key in known else ""
