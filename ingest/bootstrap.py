"""The one place of ingest that builds things: analyzer, embedder and reader from settings and profile."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.config import Settings
from ingest.danish import Analyzer
from ingest.profile import CorpusProfile, load_profile
from ingest.records import Audience
from ingest.store import FolderIndex, IndexReader
from ingest.vectors import Embedder, HashedGrams
from ingest.versions import current_version, require_version


@dataclass(frozen=True, slots=True)
class Parts:
    """What ingest and asking share."""

    profile: CorpusProfile
    analyzer: Analyzer
    embedder: Embedder


def build_parts(settings: Settings) -> Parts:
    """The parts for these settings. Raises WrongUse for a corpus without a valid profile."""
    profile = load_profile(settings.corpus)
    analyzer = Analyzer(profile.acronyms)
    return Parts(profile, analyzer, HashedGrams(analyzer))


def open_index(settings: Settings, audience: Audience, embedder: Embedder) -> IndexReader:
    """The version in force for an audience, verified. Raises NoIndex, DamagedIndex or FingerprintMismatch."""
    return FolderIndex(require_version(settings.home, audience), settings.home / "readers", embedder)


def version_in_force(settings: Settings, audience: Audience) -> str | None:
    """The name of the version that the pointer names now, or None; cheap enough to ask every few seconds."""
    path = current_version(settings.home, audience)
    return None if path is None else path.name
