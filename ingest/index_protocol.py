"""What an index version is to whoever uses it: what it is made of, what it can be asked, what it answers.

Nothing here assumes files or knows Chroma: `store.py` is the first implementation, a folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ingest.filtered_rows import Rows
from ingest.filters import ANYTHING, Filters
from ingest.lexical import WantedTerm
from ingest.records import Document, Passage, Reading
from ingest.vectors import Vectors
from ingest.versions import VersionManifest

WORDS, GRAMS, VECTORS = "words", "grams", "vectors"


@dataclass(frozen=True, slots=True)
class LegQuery:
    """What one leg is asked: weighted terms for a lexical leg, a unit vector for the vector leg."""

    terms: Mapping[str, float] = field(default_factory=dict)
    vector: Vectors | None = None


@dataclass(frozen=True, slots=True)
class VectorSpace:
    """What a version's vectors are like: their length, and the mean cosine of two passages that have nothing in common.

    Some models put every text of a language near .8 of every other, so a cosine means something only above this mean.
    """

    dimensions: int = 0
    background: float = 0.0


class IndexReader(Protocol):
    """An open index version, read-only."""

    @property
    def manifest(self) -> VersionManifest:
        """What the version says of itself."""

    @property
    def words(self) -> Mapping[str, int]:
        """The words of the indexed texts, lower case, with their counts."""

    def search(self, leg: str, query: LegQuery, limit: int, filters: Filters = ANYTHING) -> dict[int, float]:
        """The best `limit` passages of one leg that pass the filters, best first: the leg's own score of each row, higher is
        better."""

    def passing(self, filters: Filters) -> Rows:
        """The rows of the passages that pass the filters, in order."""

    def document_frequency(self, term: str) -> int:
        """In how many passages an index term stands."""

    def typical_terms(self, rows: Mapping[int, float], limit: int) -> dict[str, float]:
        """The `limit` terms of the word leg that say most of the passages in these weighted rows, with their values."""

    def scores_of(self, leg: str, query: LegQuery, rows: Sequence[int]) -> Sequence[float]:
        """The scores that a lexical leg gives these rows, 0 for one that holds no term."""

    def sentence_shares(self, rows: Sequence[int], wanted: Sequence[WantedTerm]) -> Sequence[float]:
        """For each row the largest share of what is wanted that one sentence of the passage holds, from 0 to 1."""

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """The passages in these rows, in the order asked for."""

    def passages_of(self, document_id: str) -> list[Passage]:
        """The passages of one document in its order."""

    def documents(self) -> tuple[Document, ...]:
        """All documents, in the manifest's order."""

    def reading(self, document_id: str) -> Reading | None:
        """A document as it was read, or None for an id that is not in this version."""

    def reading_json(self, document_id: str) -> bytes | None:
        """The same as JSON, the way it is kept."""

    def vectors_of(self, document_id: str) -> Vectors:
        """The vectors of a document's passages in its order, shape (passages, dimensions)."""

    @property
    def vector_space(self) -> VectorSpace:
        """What the vectors of the version are like."""

    def duplicate_groups(self, rows: Sequence[int]) -> dict[int, int]:
        """The numbers that passages share with their near-duplicates, by row; rows without any are left out."""

    def layers(self, documents: Iterable[str]) -> dict[str, str]:
        """The layer (where there is none, the kind) of each of these documents, by id."""

    def sentence_group(self, document_id: str, start: int) -> int | None:
        """The number that the sentence beginning at `start` shares with its near-duplicates, or None."""

    @property
    def instead_of(self) -> str | None:
        """The damaged version in force that this older one stands in for, or None where this one is in force."""

    def close(self) -> None:
        """Give back everything; the reader must not be used afterwards."""
