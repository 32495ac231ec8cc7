"""The bytes that were read, kept by their hash: boxes and page images are made from exactly these.

`HVIDBOG_HOME/documents/<sha256>.pdf`. Only PDFs are kept, since only they have pages to draw.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from ingest.atomic_file import write_atomically

KEPT = (".pdf",)


def originals_folder(home: Path) -> Path:
    """The folder that holds the originals."""
    return home / "documents"


def original_path(home: Path, document_id: str, name: str) -> Path | None:
    """Where the bytes of a document with this file name are kept, or None for a kind that is not kept."""
    suffix = Path(name).suffix.lower()
    return originals_folder(home) / f"{document_id}{suffix}" if suffix in KEPT else None


def keep_original(home: Path, document_id: str, name: str, data: bytes) -> None:
    """Keep a document's bytes, in one step; nothing happens where they are kept already."""
    path = original_path(home, document_id, name)
    if path is not None and not (path.is_file() and path.stat().st_size == len(data)):
        write_atomically(path, data)


def remove_originals(home: Path, still_named: Collection[str]) -> list[Path]:
    """Remove the originals whose document ids are not among `still_named`. Returns what was removed."""
    folder = originals_folder(home)
    old = [path for path in sorted(folder.glob("*")) if path.stem not in still_named] if folder.is_dir() else []
    for path in old:
        path.unlink()
    return old
