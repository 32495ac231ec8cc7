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
    """A file to read: where it is, how the report names it, its manifest entry (None: it is described by its content)."""

    path: Path
    name: str
    audience: Audience
    entry: Entry | None = None

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
    """The files named on the command line, folders opened. A file that the manifest lists keeps its entry there."""
    known = {Path(os.path.realpath(corpus / entry.path)): entry for entry in entries}
    # pathlib raises for a name that is too long; it is to end as a line of the report like any other missing file.
    files = [file for path in paths for file in (_inside(path) if os.path.isdir(path) else [path])]
    unique = dict.fromkeys(files)
    return [Source(file, file.as_posix(), audience, known.get(Path(os.path.realpath(file)))) for file in unique]


def _inside(folder: Path) -> list[Path]:
    beir = folder / BEIR_FILE
    if beir.is_file():
        return [beir]
    return sorted(path for path in folder.rglob("*") if path.is_file() and readable(path))
