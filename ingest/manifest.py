"""`corpus/manifest.toml`: the documents that may be read, and what is known of each. Nothing else is ever ingested."""

from __future__ import annotations

import datetime as dt
import hashlib
import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ingest.catalogue import load_catalogue
from ingest.errors import WrongUse
from ingest.records import Audience, AuthorKind, Document, Kind


class Entry(BaseModel):
    """One document of the manifest. `path` is relative to the corpus folder; `sha256` guards the bytes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str
    title: str
    kind: Kind
    layer: str | None = None
    publisher: str | None = None
    body: str | None = None
    published: dt.date | None = None
    meeting_date: dt.date | None = None
    meeting_place: str | None = None
    author_kind: AuthorKind = AuthorKind.MUNICIPALITY
    audience: Audience
    source: str
    source_url: str | None = None
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    personal_data: Literal["quarantine", "mask"] = "quarantine"
    language: str = "da"

    def document(self, data: bytes) -> Document:
        """The record of a document with these bytes."""
        return Document(
            id=hashlib.sha256(data).hexdigest(),
            source_id=Path(self.path).name,
            path=self.path,
            **{name: getattr(self, name) for name in _SHARED},
        )


_SHARED = "title kind layer publisher body published meeting_date meeting_place author_kind audience source_url language".split()


def load_manifest(corpus: Path) -> tuple[Entry, ...]:
    """The entries of `corpus/manifest.toml` in its order. Raises WrongUse, naming entry and field, for a broken one."""
    path = corpus / "manifest.toml"
    texts = load_catalogue("ingest")
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise WrongUse(texts.text("manifest.missing", path=path)) from None
    except tomllib.TOMLDecodeError as error:
        raise WrongUse(texts.text("manifest.broken", path=path, detail=error)) from None
    except (OSError, UnicodeDecodeError):
        raise WrongUse(texts.text("file.unreadable", path=path)) from None
    rows = tree.get("document", [])
    if set(tree) - {"document"} or not isinstance(rows, list):
        raise WrongUse(texts.text("manifest.shape", path=path))
    entries = tuple(_entry(path, number, row) for number, row in enumerate(rows, start=1))
    doubled = {entry.path for entry in entries if sum(other.path == entry.path for other in entries) > 1}
    if doubled:
        raise WrongUse(texts.text("manifest.doubled", path=path, name=sorted(doubled)[0]))
    return entries


def _entry(path: Path, number: int, row: object) -> Entry:
    texts = load_catalogue("ingest")
    try:
        entry = Entry.model_validate(row)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise WrongUse(texts.text("manifest.invalid", path=path, number=number, where=where)) from None
    if Path(entry.path).is_absolute() or ".." in Path(entry.path).parts:
        raise WrongUse(texts.text("manifest.outside", path=path, number=number))
    return entry
