"""The one place of ingest that builds things: analyzer, embedder and reader from settings and profile."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from functools import lru_cache

from ingest.config import Settings
from ingest.danish import Analyzer, Token
from ingest.errors import DamagedIndex, FingerprintMismatch
from ingest.index_protocol import IndexReader
from ingest.profile import CorpusProfile, load_profile
from ingest.records import Audience
from ingest.store import FolderIndex
from ingest.vectors import Embedder, HashedGrams
from ingest.versions import current_version, list_versions, require_version

# The texts whose tokens are remembered: legs, words and vectors of a passage are made one after another.
_REMEMBERED = 1024


class RememberingAnalyzer(Analyzer):
    """An analyzer that keeps the tokens of the last texts, since each passage is analysed for several legs."""

    def __init__(self, acronyms: frozenset[str] = frozenset()) -> None:
        super().__init__(acronyms)
        self._remembered = lru_cache(maxsize=_REMEMBERED)(super().tokens)

    def tokens(self, text: str) -> list[Token]:
        """All tokens of `text` in order; the list is shared and must not be changed."""
        return self._remembered(text)


@dataclass(frozen=True, slots=True)
class Parts:
    """What ingest and asking share."""

    profile: CorpusProfile
    analyzer: Analyzer
    embedder: Embedder

    @property
    def public_numbers(self) -> tuple[str, ...]:
        """The telephone numbers of the profile that are no one's secret."""
        contact = (self.profile.contact.phone,) if self.profile.contact.phone else ()
        return (*(line.number for line in self.profile.crisis_lines), *contact)


def build_parts(settings: Settings) -> Parts:
    """The parts for these settings. Raises WrongUse for a corpus without a valid profile or an unusable embedding."""
    profile = load_profile(settings.corpus)
    analyzer = RememberingAnalyzer(profile.acronyms)
    return Parts(profile, analyzer, _embedder(settings, analyzer))


def _embedder(settings: Settings, analyzer: Analyzer) -> Embedder:
    if settings.embedding == "off":
        return HashedGrams(analyzer)
    # Loaded only where it is wanted: most commands never talk to a model.
    from ingest.embedding import open_embedder

    return open_embedder(settings) or HashedGrams(analyzer)


def open_index(settings: Settings, audience: Audience, embedder: Embedder, *, fall_back: bool = True) -> IndexReader:
    """The version in force for an audience, verified; where it is damaged, the newest good one before it.

    A reader's `instead_of` names the damaged version that it stands in for. Raises NoIndex, FingerprintMismatch, and
    DamagedIndex where no version is good (or the one in force is not, without `fall_back`).
    """
    readers = settings.home / "readers"
    try:
        return FolderIndex(require_version(settings.home, audience), readers, embedder)
    except FingerprintMismatch:
        raise
    except DamagedIndex:
        current = current_version(settings.home, audience)
        if current is None or not fall_back:
            raise
        for path in list_versions(settings.home, audience):
            if path.name < current.name:
                with contextlib.suppress(DamagedIndex):
                    return FolderIndex(path, readers, embedder, instead_of=current.name)
        raise
