"""Indexes made for measuring: each in a home of its own below `HVIDBOG_HOME/eval-cache`, named by what it was made from.

The name holds the hash of the sources, of the code that reads them and of the corpus profile, so a home that is there
answers for exactly this content and is opened as it is.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant import Assistant, open_assistant
from assistant.llm_engine import LlmEngine
from ingest.bootstrap import build_parts
from ingest.carry_over import code_version
from ingest.catalogue import load_catalogue
from ingest.config import Settings
from ingest.errors import HvidbogError
from ingest.pipeline import Progress, ingest
from ingest.records import Audience
from ingest.sources import Source

Llm = Callable[[Settings], LlmEngine]
CACHE = "eval-cache"
DONE = "done"
# Homes kept for one name; older ones belong to code that is gone.
KEPT = 2


def source_hash(sources: Sequence[Source]) -> str:
    """SHA-256 over the names, audiences, entries and bytes of the sources."""
    total = hashlib.sha256()
    for source in sources:
        total.update(repr((source.path.name, source.audience.value, source.entry)).encode())
        total.update(hashlib.sha256(source.path.read_bytes()).digest())
    return total.hexdigest()


def index_key(settings: Settings, sources: Sequence[Source]) -> str:
    """What an index of these sources depends on: their content, the code of ingest, the embedder and the acronyms."""
    parts = build_parts(settings)
    told = (code_version(), parts.embedder.fingerprint, sorted(parts.analyzer.acronyms), source_hash(sources))
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def indexed(settings: Settings, name: str, sources: Sequence[Source], progress: Progress | None = None) -> Settings:
    """Settings whose home holds an index of exactly these sources, made now unless it is there.

    Raises HvidbogError where a source cannot be read: a measurement over half a corpus would be no measurement.
    """
    folder = settings.home / CACHE / name / index_key(settings, sources)
    own = settings.model_copy(update={"home": folder})
    if (folder / DONE).is_file():
        (folder / DONE).touch()
        return own
    shutil.rmtree(folder, ignore_errors=True)
    parts = build_parts(settings)
    result = ingest(folder, sources, [], parts.embedder, parts.analyzer, progress)
    lost = [file for file in result.files if file.status.value in ("refused", "quarantined", "crashed")]
    if lost or not result.switched:
        reason = lost[0].reason if lost and lost[0].reason else ""
        name = lost[0].path if lost else str(folder)
        raise HvidbogError(load_catalogue("evals").text("index.unreadable", path=name, reason=reason))
    (folder / DONE).touch()
    _forget(folder.parent)
    return own


def opened(
    settings: Settings, name: str, sources: Sequence[Source], progress: Progress | None = None, llm: Llm | None = None
) -> Callable[[Audience], Assistant]:
    """What opens the product's own assistant, for an audience, over an index of these sources, with `llm` as its model."""
    own = indexed(settings, name, sources, progress)
    return lambda audience: with_model(own, audience, llm)


def with_model(settings: Settings, audience: Audience, llm: Llm | None) -> Assistant:
    """The product's own assistant; with `llm` its model is that one instead of the one that the settings name."""
    if llm is None:
        return open_assistant(settings, audience)
    return Assistant(settings, audience, build_parts(settings), llm=llm(settings))


def _forget(folder: Path) -> None:
    homes = [home for home in folder.iterdir() if (home / DONE).is_file()]
    homes.sort(key=lambda home: (home / DONE).stat().st_mtime, reverse=True)
    for old in homes[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
