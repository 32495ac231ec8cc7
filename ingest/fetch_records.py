"""What a run of `hvidbog fetch` says: a line for each address, and the report of them all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FetchStatus(StrEnum):
    """What became of one address."""

    FETCHED = "fetched"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    REMOVED = "removed"
    FAILED = "failed"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class FetchLine:
    """One line of the report. `path` is relative to the corpus; `reason` is a finished Danish sentence or None."""

    url: str
    status: FetchStatus
    reason: str | None = None
    path: str | None = None
    sha256: str | None = None
    bytes: int | None = None


@dataclass(frozen=True, slots=True)
class FetchReport:
    """A whole run: its lines, the requests sent, the bytes received, and how many links led outside and were left."""

    lines: tuple[FetchLine, ...]
    requests: int
    bytes: int
    outside: int
    seconds: float
    resumed: bool

    def count(self, status: FetchStatus) -> int:
        """The number of lines with this status."""
        return sum(line.status is status for line in self.lines)
