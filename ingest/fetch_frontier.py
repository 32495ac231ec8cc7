"""Which addresses a run takes up, decided without a network: inside the sources, each once, and never without end."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ingest.fetch_address import Origin, origin_of, trap
from ingest.fetch_hosts import Limits
from ingest.fetch_pages import DOCUMENTS, wanted_ending
from ingest.fetch_sources import Source

MAX_OUTSIDE = 50_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """An address to be asked for: the number of its source, and how many links it is away from a start."""

    url: str
    source: int
    depth: int


@dataclass(frozen=True, slots=True)
class Left:
    """An address left alone: a key of `[fetch.skipped]` and the values for that text."""

    url: str
    why: str
    values: Mapping[str, object] = field(default_factory=dict)


class Frontier:
    """The addresses still to be asked for, in the order in which they were met, and those already seen."""

    def __init__(self, sources: tuple[Source, ...], limits: Limits) -> None:
        self._sources = sources
        self._limits = limits
        self._origins = {(source.origin.host, source.origin.port): source.origin for source in sources}
        self._queue: deque[Wanted] = deque()
        self._seen: set[str] = set()
        self._queued: Counter[int] = Counter()
        self._over: Counter[int] = Counter()
        self._queries: Counter[str] = Counter()
        self._outside: set[str] = set()

    def __len__(self) -> int:
        return len(self._queue)

    @property
    def outside(self) -> int:
        """How many different addresses outside the sources were met and left."""
        return len(self._outside)

    @property
    def origins(self) -> frozenset[Origin]:
        """The listed hosts: nothing else is ever asked."""
        return frozenset(self._origins.values())

    def take(self) -> Wanted | None:
        """The next address to ask for, or None when there is none."""
        return self._queue.popleft() if self._queue else None

    def waiting(self) -> tuple[Wanted, ...]:
        """All addresses still to be asked for."""
        return tuple(self._queue)

    def seen(self, url: str) -> bool:
        """Whether the address was already taken up; if not, it now counts as taken up."""
        known = url in self._seen
        self._seen.add(url)
        return known

    def over(self) -> list[Left]:
        """For each source whose bound on pages was met, how many addresses were left for that."""
        limit = self._limits.pages
        rows = sorted(self._over.items())
        return [Left(self._sources[index].root, "pages", {"count": count, "limit": limit}) for index, count in rows]

    def source_of(self, url: str) -> int | None:
        """The number of the first source that the address belongs to, or None."""
        return next((index for index, source in enumerate(self._sources) if source.holds(url)), None)

    def secure(self, url: str) -> str:
        """The https address in place of an http one, where a source names the same host by https."""
        origin = origin_of(url)
        if origin.scheme == "http" and origin.port == 80 and (origin.host, 443) in self._origins:
            return "https" + url.removeprefix("http")
        return url

    def meet(self, url: str, depth: int) -> Left | None:
        """Takes up an address that something named. What comes back is worth a line; other foreign ones are counted."""
        url = self.secure(url)
        if url in self._seen:
            return None
        index = self.source_of(url)
        if index is None:
            return self._foreign(url)
        place, _, query = url.partition("?")
        if not wanted_ending(url):
            return self._leave(url, "ending")
        if trap(url) or depth > self._limits.depth:
            return self._leave(url, "trap")
        if query:
            self._queries[place] += 1
            if self._queries[place] > self._limits.queries:
                # One line for the whole calendar, not one for each of its months.
                first = self._queries[place] == self._limits.queries + 1
                return Left(place, "queries", {"limit": self._limits.queries}) if first else None
        self.want(url, index, depth)
        return None

    def want(self, url: str, source: int, depth: int) -> None:
        """Queues an address of a source, unless it was seen or the source's bound on pages is met."""
        if url in self._seen:
            return
        if self._queued[source] >= self._limits.pages:
            self._over[source] += 1
            return
        self._seen.add(url)
        self._queued[source] += 1
        self._queue.append(Wanted(url, source, depth))

    def _foreign(self, url: str) -> Left | None:
        if origin_of(url) in self._origins.values() and urlsplit(url).path.lower().endswith(DOCUMENTS):
            # A PDF beside the tree may be the very attachment that an editor wants to add to the sources.
            return self._leave(url, "beside")
        if len(self._outside) < MAX_OUTSIDE:
            self._outside.add(url)
        return None

    def _leave(self, url: str, why: str) -> Left:
        self._seen.add(url)
        return Left(url, why)
