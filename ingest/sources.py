"""What an ingest reads: exactly what the manifest lists, or exactly the files that were named.

Pure but for looking at which files there are. A source carries what is known of the document before it is read.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.manifest import Entry
from ingest.readers import readable
from ingest.records import Audience

# Files of the corpus folder that are about it and not in it.
OWN_FILES = frozenset({"manifest.toml", "corpus.toml", "sources.toml"})
BEIR_FILE = "corpus.jsonl"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: where it is, how the report names it, its manifest entry (None: it is described by its content).

    `left_out` is the catalogue's key for why the file is not read at all but told of; None where it is to be read.
    """

    path: Path
    name: str
    audience: Audience
    entry: Entry | None = None
    left_out: str | None = None

    @property
    def is_beir(self) -> bool:
        """Whether the file is a BEIR corpus, in which each record is a document."""
        return self.path.name == BEIR_FILE


def listed_sources(corpus: Path, entries: Sequence[Entry]) -> list[Source]:
    """The manifest's documents, in its order."""
    return [Source(corpus / entry.path, entry.path, entry.audience, entry) for entry in entries]


def unlisted_files(corpus: Path, entries: Sequence[Entry]) -> list[str]:
    """The files below `corpus` that the manifest does not list, as paths relative to it, sorted."""
    listed = {entry.path for entry in entries} | OWN_FILES
    found = (path.relative_to(corpus).as_posix() for path in corpus.rglob("*") if path.is_file())
    return sorted(name for name in found if name not in listed and not Path(name).name.startswith("."))


def named_sources(paths: Sequence[Path], audience: Audience, corpus: Path, entries: Sequence[Entry]) -> list[Source]:
    """The files named on the command line, folders opened. A file that the manifest lists keeps its entry there.

    Of a folder's files, those that lie outside it, and those beside a BEIR corpus, are `left_out`.
    """
    known = {Path(os.path.realpath(corpus / entry.path)): entry for entry in entries}
    # pathlib raises for a name that is too long; it is to end as a line of the report like any other missing file.
    unique: dict[Path, str | None] = {}
    for path in paths:
        for file, why in _inside(path).items() if os.path.isdir(path) else [(path, None)]:
            # A file that is also named for itself is read.
            unique[file] = why and unique.get(file, why)
    return [
        Source(file, file.as_posix(), audience, known.get(Path(os.path.realpath(file))), why)
        for file, why in unique.items()
    ]


def _inside(folder: Path) -> dict[Path, str | None]:
    """A folder's files in order, each with the reason why it is left out, or None."""
    beir = folder / BEIR_FILE
    real = Path(os.path.realpath(folder))
    found: dict[Path, str | None] = {}
    for path in sorted(folder.rglob("*")):
        if not ((path.is_symlink() and path.is_dir()) or (path.is_file() and (readable(path) or path == beir))):
            continue
        if not Path(os.path.realpath(path)).is_relative_to(real):
            found[path] = "file.outside_folder"
        elif path.is_file():
            found[path] = "file.beside_beir" if beir.is_file() and path != beir else None
    return found
