"""Small corpora of the made-up municipality and ingests of them, for the tests of the ingest pipeline."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.bootstrap import Parts, build_parts, open_index
from ingest.config import Settings
from ingest.index_protocol import IndexReader
from ingest.manifest import load_manifest
from ingest.pipeline import IngestResult, ingest
from ingest.records import Audience, FileReport
from ingest.sources import listed_sources, named_sources, unlisted_files

NOTICE = "Sømarken Kommune (opdigtet)"
PROFILE = f"""
name = "Hvidbog fra {NOTICE}"
municipality = "{NOTICE}"
[[crisis_lines]]
name = "Opdigtet linje"
number = "70 00 00 11"
source = "opdigtet"
"""
# Birth years after 2030: nobody living has this number.
CPR = "070233-1234"
SUBJECTS = "vejene skolerne havnen biblioteket svømmehallen plejehjemmet busserne stierne parken museet".split()


def pdf(pages: Sequence[Sequence[str]], password: str | None = None) -> bytes:
    """A PDF with these lines on its pages, the notice first on each."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, encrypt=password, invariant=True)
    for lines in pages:
        canvas.setFont("Helvetica", 12)
        for number, line in enumerate([f"{NOTICE}.", *lines]):
            canvas.drawString(72, 760 - 18 * number, line)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def note(subject: str, *more: str) -> str:
    """A short Markdown document about one subject."""
    body = "\n\n".join(more)
    return f"# Notat om {subject}\n\n{NOTICE} har set på {subject} i år. Udvalget vedtog en plan for {subject}.\n\n{body}\n"


@dataclass
class Workplace:
    """A home and a corpus folder of a test's own."""

    settings: Settings

    @classmethod
    def at(cls, folder: Path) -> Workplace:
        """A workplace below `folder` with an empty corpus."""
        corpus = folder / "corpus"
        corpus.mkdir(parents=True)
        (corpus / "corpus.toml").write_text(PROFILE, encoding="utf-8")
        (corpus / "manifest.toml").write_text("", encoding="utf-8")
        return cls(Settings(home=folder / "home", corpus=corpus, open_browser="no"))

    @property
    def home(self) -> Path:
        return self.settings.home

    @property
    def corpus(self) -> Path:
        return self.settings.corpus

    @property
    def parts(self) -> Parts:
        return build_parts(self.settings)

    def put(self, name: str, content: str | bytes, **fields: Any) -> Path:
        """Write a file into the corpus and its entry into the manifest; an entry that is there is replaced."""
        path = self.corpus / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        self.enter(name, **fields)
        return path

    def enter(self, name: str, **fields: Any) -> None:
        """Write an entry into the manifest."""
        self.drop(name)
        values = {"title": name, "kind": "side", "audience": "public", "source": "opdigtet", **fields}
        lines = [f'path = "{name}"', *(f'{key} = "{value}"' for key, value in values.items())]
        with (self.corpus / "manifest.toml").open("a", encoding="utf-8") as stream:
            stream.write("[[document]]\n" + "\n".join(lines) + "\n")

    def drop(self, name: str) -> None:
        """Remove an entry from the manifest."""
        manifest = self.corpus / "manifest.toml"
        entries = manifest.read_text(encoding="utf-8").split("[[document]]\n")
        kept = [entry for entry in entries if entry and f'path = "{name}"' not in entry]
        manifest.write_text("".join(f"[[document]]\n{entry}" for entry in kept), encoding="utf-8")

    def ingest(self, **options: Any) -> IngestResult:
        """Ingest what the manifest lists."""
        entries = load_manifest(self.corpus)
        sources = listed_sources(self.corpus, entries)
        parts = self.parts
        options = {"public": parts.public_numbers, **options}
        unlisted = unlisted_files(self.corpus, entries)
        return ingest(self.home, sources, unlisted, parts.embedder, parts.analyzer, **options)

    def ingest_paths(self, *paths: Path, audience: Audience = Audience.PUBLIC) -> IngestResult:
        """Ingest exactly these files."""
        sources = named_sources(paths, audience, self.corpus, load_manifest(self.corpus))
        return ingest(self.home, sources, [], self.parts.embedder, self.parts.analyzer)

    def open(self, audience: Audience = Audience.PUBLIC, **options: Any) -> IndexReader:
        """The index in force."""
        return open_index(self.settings, audience, self.parts.embedder, **options)

    def texts(self, audience: Audience = Audience.PUBLIC) -> dict[str, str]:
        """The text of each document in force, by file name."""
        with_index = self.open(audience)
        try:
            readings = [with_index.reading(document.id) for document in with_index.documents()]
            return {reading.document.source_id: reading.text for reading in readings if reading}
        finally:
            with_index.close()

    def line(self, result: IngestResult, name: str) -> FileReport:
        """The report line of one file."""
        return next(file for file in result.files if file.path == name)


def state(folder: Path) -> dict[str, tuple[int, str]]:
    """The time of change and the SHA-256 of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
