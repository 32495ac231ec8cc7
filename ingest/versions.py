"""Index versions on disk: immutable folders, one pointer an audience, one writer at a time.

`HVIDBOG_HOME/index/<audience>/<version>/` is written whole under another name, verified, synced and renamed; then the
pointer file `current` is replaced in one step. Nothing writes to a version after that. What is in a version is
`store.py`'s business, but for its `manifest.json`, which names every file with its checksum, and `manifest.sha256`, its own.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import hashlib
import json
import os
import re
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ingest.catalogue import load_catalogue
from ingest.errors import DamagedIndex, HvidbogError, IndexLocked, NoIndex, OtherFormat, WrongUse
from ingest.records import Audience

POINTER = "current"
MANIFEST = "manifest.json"
# The manifest's own checksum, which it cannot hold itself.
SEAL = "manifest.sha256"
KEPT_VERSIONS = 3
_UNFINISHED = ".new-"
_UNFINISHED_POINTER = ".current-"
# What a pointer may hold: the name of a folder beside it, never a way out of there.
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,99}")


class CannotWrite(HvidbogError):
    """The new version could not be written: the disk is full, or the folder may not be written. The old one stays."""


def cannot_write(error: BaseException | None) -> CannotWrite:
    """The error to raise where writing a version failed with `error`."""
    detail = getattr(error, "strerror", None) or type(error).__name__
    return CannotWrite(load_catalogue("ingest").text("index.cannot_write", detail=detail))


@dataclass(frozen=True, slots=True)
class VersionManifest:
    """What a version says of itself.

    `documents` maps a source path to a document id; `sources` holds for each source what decides about carrying over
    (`carry_over.py`); `files` is the report of the ingest that made it.
    """

    version: str
    created: str
    audience: str
    fingerprint: str
    content_key: str
    passages: int
    passages_hash: str
    documents: dict[str, str]
    newest_document: str | None
    files: tuple[dict[str, Any], ...]
    checksums: dict[str, str]
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)


def index_folder(home: Path, audience: Audience) -> Path:
    """The folder that holds an audience's versions and its pointer."""
    return home / "index" / audience.value


def version_name(content_key: str, now: dt.datetime) -> str:
    """The name of a version made at `now` (UTC) from the content with this key; names sort by time."""
    return f"{now:%Y%m%dT%H%M%S%f}-{content_key[:8]}"


def current_version(home: Path, audience: Audience) -> Path | None:
    """The folder that the pointer names, or None where there is no pointer. Raises DamagedIndex for an unusable one."""
    pointer = index_folder(home, audience) / POINTER
    try:
        name = pointer.read_text(encoding="ascii").strip()
        if not _NAME.fullmatch(name):
            raise ValueError("the pointer names no version")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise DamagedIndex(load_catalogue("ingest").text("index.pointer", path=pointer)) from error
    return pointer.parent / name


def version_in_force(home: Path, audience: Audience) -> str | None:
    """The name of the version that the pointer names now, or None; cheap enough to ask every few seconds."""
    path = current_version(home, audience)
    return None if path is None else path.name


def drop_damaged_pointers(home: Path) -> None:
    """Remove pointers that name no version, so that the next ingest builds anew. Raises IndexLocked and CannotWrite."""
    with writer_lock(home):
        for audience in Audience:
            try:
                current_version(home, audience)
            except DamagedIndex:
                try:
                    (index_folder(home, audience) / POINTER).unlink()
                except OSError as error:
                    raise cannot_write(error) from error


def require_version(home: Path, audience: Audience) -> Path:
    """The folder that the pointer names. Raises NoIndex where there is none, DamagedIndex where it is gone."""
    path = current_version(home, audience)
    texts = load_catalogue("ingest")
    if path is None:
        raise NoIndex(texts.text("index.none"))
    try:
        there = (path / MANIFEST).is_file()
    except OSError as error:
        raise DamagedIndex(texts.text("index.damaged", version=path.name)) from error
    if not there:
        raise DamagedIndex(texts.text("index.gone", version=path.name))
    return path


def read_manifest(path: Path) -> VersionManifest:
    """The manifest of the version in `path`. Raises DamagedIndex where it cannot be read, OtherFormat where it says other
    things than ours."""
    try:
        data = (path / MANIFEST).read_bytes()
        if (path / SEAL).read_text(encoding="ascii").strip() != hashlib.sha256(data).hexdigest():
            raise ValueError("the manifest is not the one that was written")
        tree = json.loads(data)
    except (OSError, ValueError) as error:
        raise DamagedIndex(load_catalogue("ingest").text("index.damaged", version=path.name)) from error
    try:
        return VersionManifest(**{**tree, "files": tuple(tree["files"])})
    except (TypeError, KeyError) as error:
        # It is what was written, by its seal.
        raise other_format(path) from error


def other_format(path: Path) -> OtherFormat:
    """The error to raise where a version is what was written and yet not what we read."""
    return OtherFormat(load_catalogue("ingest").text("index.other_format", version=path.name))


def write_manifest(path: Path, manifest: VersionManifest) -> None:
    """Write the manifest into a version folder that is still being made."""
    data = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
    (path / MANIFEST).write_bytes(data)
    (path / SEAL).write_text(hashlib.sha256(data).hexdigest() + "\n", encoding="ascii")


def checksums(path: Path) -> dict[str, str]:
    """SHA-256 of every file of a version but its manifest and seal, by path relative to it."""
    found: dict[str, str] = {}
    for file in sorted(path.rglob("*")):
        if file.is_file() and file not in (path / MANIFEST, path / SEAL):
            with file.open("rb") as stream:
                found[file.relative_to(path).as_posix()] = hashlib.file_digest(stream, "sha256").hexdigest()
    return found


def check_files(path: Path) -> VersionManifest:
    """The manifest, after every file has been compared with its checksum. Raises DamagedIndex at the first difference."""
    manifest = read_manifest(path)
    try:
        found = checksums(path)
    except OSError as error:
        raise DamagedIndex(load_catalogue("ingest").text("index.damaged", version=path.name)) from error
    if found != manifest.checksums:
        raise DamagedIndex(load_catalogue("ingest").text("index.damaged", version=path.name))
    return manifest


@contextlib.contextmanager
def writer_lock(home: Path) -> Iterator[None]:
    """Hold the one writer's lock. Raises IndexLocked at once when another process has it."""
    folder = home / "index"
    with contextlib.ExitStack() as stack:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            stream = stack.enter_context((folder / "lock").open("w"))
        except OSError as error:
            raise cannot_write(error) from error
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise IndexLocked(load_catalogue("ingest").text("index.locked")) from error
        yield


@contextlib.contextmanager
def unfinished_version(home: Path, audience: Audience) -> Iterator[Path]:
    """A folder to write a version into; removed unless `publish` has moved it. Leftovers of killed writers go first."""
    folder = index_folder(home, audience)
    folder.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(folder)
    path = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=folder))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _remove_leftovers(folder: Path) -> None:
    for leftover in folder.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    for pointer in folder.glob(f"{_UNFINISHED_POINTER}*"):
        pointer.unlink(missing_ok=True)


def publish(unfinished: Path, version: str) -> Path:
    """Sync a written version, give it its name, and point to it. Returns its folder."""
    sync_tree(unfinished)
    final = unfinished.parent / version
    unfinished.rename(final)
    point_to(final)
    return final


def point_to(*paths: Path) -> None:
    """Replace the pointer beside each of `paths` by one that names it, each in one step that survives a power cut.

    All are written before the first is replaced, so a full disk changes none.
    """
    with contextlib.ExitStack() as stack:
        fresh = [stack.enter_context(_fresh_pointer(path)) for path in paths]
        for pointer in fresh:
            pointer.replace(pointer.with_name(POINTER))
            _sync(pointer.parent)


@contextlib.contextmanager
def _fresh_pointer(path: Path) -> Iterator[Path]:
    """A synced file beside `path` that names it, under a name that no other writer uses; removed if it is still there."""
    fresh = path.with_name(f"{_UNFINISHED_POINTER}{uuid.uuid4().hex}")
    try:
        with fresh.open("x", encoding="ascii") as stream:
            stream.write(path.name + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        yield fresh
    finally:
        fresh.unlink(missing_ok=True)


def sync_tree(path: Path) -> None:
    """Make every file and folder below `path` durable."""
    for entry in [*path.rglob("*"), path, path.parent]:
        _sync(entry)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def list_versions(home: Path, audience: Audience) -> list[Path]:
    """The finished versions of an audience, newest first."""
    folder = index_folder(home, audience)
    return sorted((path.parent for path in folder.glob(f"[!.]*/{MANIFEST}")), reverse=True)


def rollback(home: Path, *audiences: Audience) -> dict[Audience, Path]:
    """Point each audience to its newest undamaged version before the one in force, and return where to.

    Nothing is switched unless all have one. Raises WrongUse where one has none, IndexLocked, and CannotWrite.
    """
    with writer_lock(home):
        targets = {audience: _version_before(home, audience) for audience in audiences}
        try:
            point_to(*targets.values())
        except OSError as error:
            raise cannot_write(error) from error
    return targets


def _version_before(home: Path, audience: Audience) -> Path:
    try:
        current = current_version(home, audience)
    except DamagedIndex:
        current = None
    for path in list_versions(home, audience):
        # Where no version is known to be in force, the newest is the one to go to.
        if current is None or path.name < current.name:
            with contextlib.suppress(DamagedIndex):
                check_files(path)
                return path
    raise WrongUse(load_catalogue("ingest").text("index.no_older", audience=audience.value))


def clean(home: Path, audience: Audience, keep: int = KEPT_VERSIONS) -> list[Path]:
    """Remove all versions but the newest `keep` and the one in force. Returns the removed folders.

    What killed writers left goes as well; so this needs the writer's lock.
    """
    current = current_version(home, audience)
    _remove_leftovers(index_folder(home, audience))
    old = [path for path in list_versions(home, audience)[keep:] if path != current]
    for path in old:
        shutil.rmtree(path)
    return old
