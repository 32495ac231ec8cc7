"""Assistants over small real indexes, for tests that ask questions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant import Assistant, open_assistant
from ingest.bootstrap import build_parts
from ingest.config import Settings
from ingest.manifest import load_manifest
from ingest.pipeline import IngestResult, ingest
from ingest.records import Audience
from ingest.sources import listed_sources, named_sources, unlisted_files


def ingest_corpus(settings: Settings) -> IngestResult:
    """Ingest what the corpus's manifest lists."""
    parts = build_parts(settings)
    entries = load_manifest(settings.corpus)
    sources = listed_sources(settings.corpus, entries)
    unlisted = unlisted_files(settings.corpus, entries)
    return ingest(settings.home, sources, unlisted, parts.embedder, parts.analyzer)


def ingest_files(settings: Settings, paths: Sequence[Path], audience: Audience = Audience.PUBLIC) -> IngestResult:
    """Ingest exactly these files."""
    parts = build_parts(settings)
    sources = named_sources(paths, audience, settings.corpus, load_manifest(settings.corpus))
    return ingest(settings.home, sources, [], parts.embedder, parts.analyzer)


def assistant_over(settings: Settings, audience: Audience = Audience.PUBLIC) -> Assistant:
    """An assistant over the corpus, ingested now."""
    ingest_corpus(settings)
    return open_assistant(settings, audience)
