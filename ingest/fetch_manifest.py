"""Writing entries into `corpus/manifest.toml` without touching the comments, the order or what a person has changed."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT

from ingest.atomic_file import write_atomically
from ingest.catalogue import load_catalogue
from ingest.errors import WrongUse
from ingest.manifest import Entry

BYTES_CHANGED = frozenset({"sha256", "source"})
_ALWAYS = ("path", "title", "kind", "audience", "source")


def write_entries(path: Path, entries: Iterable[Entry], renew: Collection[str] = BYTES_CHANGED) -> None:
    """Writes `entries` into the manifest file at `path`, made if missing, in one atomic step, one writer at a time.

    An entry whose `path` is not there yet is appended. One that is there keeps all it says (a person may have put it
    right) but the fields named in `renew`, which are taken out where the new entry has them not; fields it lacks are added.
    Nothing is written where nothing changes.
    Raises WrongUse if the file is no TOML with `[[document]]` tables.
    """
    with _alone(path.parent):
        _write(path, entries, renew)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Waits until no other process or thread writes a manifest in `folder`: who reads and then writes would lose its entry."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _write(path: Path, entries: Iterable[Entry], renew: Collection[str]) -> None:
    document, rows = _load(path)
    before = tomlkit.dumps(document)
    by_path = {str(row.get("path")): row for row in rows}
    for entry in entries:
        values = _values(entry)
        row = by_path.get(entry.path)
        if row is None:
            table = tomlkit.table()
            table.update(values)
            rows.append(table)
            by_path[entry.path] = table
            continue
        for name, value in values.items():
            if (name in renew and row.get(name) != value) or name not in row:
                row[name] = value
        for name in renew:
            if name in row and name not in values:
                del row[name]
    after = tomlkit.dumps(document)
    if after != before:
        write_atomically(path, after.encode("utf-8"))


def remove_entry(path: Path, name: str) -> None:
    """Takes the entry of the document `name` out of the manifest file at `path`, in one atomic step like write_entries.

    Raises WrongUse where there is none.
    """
    with _alone(path.parent):
        document, rows = _load(path)
        at = next((number for number, row in enumerate(rows) if str(row.get("path")) == name), None)
        if at is None:
            raise WrongUse(load_catalogue("ingest").text("manifest.no_entry", path=path, name=name))
        del rows[at]
        write_atomically(path, tomlkit.dumps(document).encode("utf-8"))


def listed_paths(path: Path) -> frozenset[str]:
    """The `path` of every entry in the manifest; none where it is missing. Raises WrongUse like write_entries."""
    return frozenset(str(row.get("path")) for row in _load(path)[1])


def _load(path: Path) -> tuple[tomlkit.TOMLDocument, Any]:
    texts = load_catalogue("ingest")
    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8")) if path.exists() else tomlkit.document()
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise WrongUse(texts.text("fetch.manifest_broken", path=path, detail=error)) from None
    rows = document.get("document")
    if rows is None:
        rows = tomlkit.aot()
        document["document"] = rows
        rows = document["document"]
    if not isinstance(rows, AoT):
        raise WrongUse(texts.text("fetch.manifest_broken", path=path, detail="document"))
    return document, rows


def _values(entry: Entry) -> dict[str, Any]:
    """What is worth writing of an entry: what it must say, and what differs from the default."""
    values = entry.model_dump(exclude_none=True)
    defaults = {name: info.default for name, info in Entry.model_fields.items()}
    plain = {name: value.value if hasattr(value, "value") else value for name, value in values.items()}
    return {name: value for name, value in plain.items() if name in _ALWAYS or values[name] != defaults[name]}
