"""`hvidbog fetch`: the public sources into `corpus/`, politely, repeatably, and never outside what is listed.

The loop alone. What may be asked and what a page says is decided in `fetch_address.py`, `fetch_pages.py` and
`fetch_sources.py`; the network lies behind `fetch_hosts.py` and `fetch_http.py`. Nothing is ever deleted.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path

from ingest.atomic_file import write_atomically
from ingest.catalogue import load_catalogue
from ingest.errors import HvidbogError
from ingest.fetch_address import file_name, normalise_url, origin_of
from ingest.fetch_frontier import Frontier, Wanted
from ingest.fetch_hosts import REDIRECTS, Hosts, Limits
from ingest.fetch_http import Clock, HttpDoor, NotFetched, Reply
from ingest.fetch_manifest import BYTES_CHANGED, listed_paths, write_entries
from ingest.fetch_pages import (
    ENDINGS,
    TYPES,
    PageFacts,
    charset_of,
    genuine,
    read_page,
    sitemap_addresses,
    title_of_file,
)
from ingest.fetch_records import FetchLine, FetchReport, FetchStatus
from ingest.fetch_sources import Source
from ingest.fetch_state import RESUMED_WITHIN, Known, State, StateFolder
from ingest.manifest import Entry

Listener = Callable[[FetchLine, int], None]


def fetch_sources(
    sources: tuple[Source, ...],
    corpus: Path,
    home: Path,
    door: HttpDoor,
    clock: Clock,
    limits: Limits | None = None,
    listener: Listener = lambda line, waiting: None,
    dry_run: bool = False,
) -> FetchReport:
    """The report of one run over `sources`; files, state and manifest entries are written as it goes.

    `listener` gets each line and the number of addresses still waiting. A dry run reads robots.txt and the sitemaps
    and writes nothing. After an interruption the next run within 24 hours goes on where it stopped. Raises FetchBusy
    while another process fetches, WrongUse for a broken manifest, HvidbogError where a file cannot be written.
    """
    folder = StateFolder(home / "fetch")
    run = _Run(sources, corpus, folder, door, clock, limits or Limits(), listener)
    try:
        if dry_run:
            return run.plan()
        with folder.locked():
            return run.fetch()
    except OSError as error:
        # The network's own errors never come here: the door turns them into NotFetched.
        detail = error.strerror or type(error).__name__
        raise HvidbogError(load_catalogue("ingest").text("fetch.cannot_write", detail=detail)) from error


class _Run:
    def __init__(
        self,
        sources: tuple[Source, ...],
        corpus: Path,
        folder: StateFolder,
        door: HttpDoor,
        clock: Clock,
        limits: Limits,
        listener: Listener,
    ) -> None:
        self._sources = sources
        self._corpus = corpus
        self._folder = folder
        self._door = door
        self._clock = clock
        self._limits = limits
        self._listener = listener
        self._texts = load_catalogue("ingest")
        self._state: State = folder.load()
        self._writes = False
        self._frontier = Frontier(sources, limits)
        self._hosts = Hosts(door, clock, limits, self._aid)
        self._lines: list[FetchLine] = []
        self._bytes = 0
        self._begun = clock.now()
        self._started = clock.monotonic()
        self._resumed = False

    # -- the two ways to run ------------------------------------------------------------------------------------

    def plan(self) -> FetchReport:
        """What a run would ask for first, as far as start addresses, memory and sitemaps tell."""
        self._seed()
        for wanted in self._frontier.waiting():
            refusal = self._hosts.refusal(wanted.url)
            self._say(FetchLine(wanted.url, FetchStatus.SKIPPED if refusal else FetchStatus.PLANNED, refusal))
        return self._report()

    def fetch(self) -> FetchReport:
        """The run itself. However it ends, what was fetched is in the state and in the manifest."""
        self._state = self._folder.load()
        listed_paths(self._corpus / "manifest.toml")  # a broken manifest is better found before the first request
        self._writes = True
        if self._state.begun is not None and self._begun - self._state.begun < RESUMED_WITHIN:
            self._begun, self._resumed = self._state.begun, True
        self._state.begun = self._begun
        self._folder.save(self._state)
        try:
            self._seed()
            while (wanted := self._frontier.take()) is not None:
                if self._bytes >= self._limits.total_bytes:
                    self._skip(wanted.url, "total", megabytes=self._limits.total_bytes // 1_000_000)
                    continue
                self._visit(wanted)
            self._state.begun = None
        finally:
            self._list_in_manifest()
            self._folder.save(self._state)
        return self._report()

    def _report(self) -> FetchReport:
        for left in self._frontier.over():
            self._skip(left.url, left.why, **left.values)
        seconds = self._clock.monotonic() - self._started
        lines = tuple(self._lines)
        return FetchReport(lines, self._door.requests, self._bytes, self._frontier.outside, seconds, self._resumed)

    # -- what is asked for --------------------------------------------------------------------------------------

    def _seed(self) -> None:
        for index, source in enumerate(self._sources):
            for url in source.starts:
                self._frontier.want(url, index, 0)
        for url, known in list(self._state.documents.items()):
            self._meet(url, known.depth)
        for origin in dict.fromkeys(source.origin for source in self._sources if source.tree is not None):
            for url in self._sitemap_pages(self._hosts.sitemaps(origin)):
                self._meet(url, 0)

    def _sitemap_pages(self, first: tuple[str, ...]) -> list[str]:
        waiting, met, pages = deque(first), set(first), list[str]()
        for _ in range(self._limits.sitemaps):
            if not waiting:
                break
            url = waiting.popleft()
            if origin_of(url) not in self._frontier.origins or self._hosts.refusal(url):
                continue
            try:
                status, body = self._aid(url, partial(self._hosts.ask, url, types=None))
            except NotFetched as error:
                self._say(FetchLine(url, FetchStatus.FAILED, str(error)))
                continue
            found, further = sitemap_addresses(body) if status == 200 else ((), ())
            pages += found
            waiting += [one for one in further if one not in met]
            met |= set(further)
        return pages

    def _aid(self, url: str, ask: Callable[[dict[str, str]], Reply]) -> tuple[int, bytes]:
        """Status and bytes of a robots.txt or sitemap; asked for conditionally, and kept, where that is possible."""
        kept, validators = self._folder.cached(url, self._state)
        reply = ask(validators)
        self._bytes += len(reply.body)
        if reply.status == 304 and kept is not None:
            return 200, kept
        if reply.status == 200 and self._writes:
            self._folder.cache(url, reply, self._state)
        return reply.status, reply.body

    def _meet(self, url: str, depth: int) -> None:
        left = self._frontier.meet(url, depth)
        if left is not None:
            self._skip(left.url, left.why, **left.values)

    # -- one address --------------------------------------------------------------------------------------------

    def _visit(self, wanted: Wanted) -> None:
        known = self._state.documents.get(wanted.url)
        if self._resumed and known is not None and known.checked >= self._begun and self._held(known):
            self._unchanged(wanted.url, wanted, known, self._texts.text("fetch.resumed"))
            return
        try:
            url, reply = self._follow(wanted)
        except _Skipped as skipped:
            self._say(FetchLine(wanted.url, FetchStatus.SKIPPED, str(skipped)))
        except NotFetched as error:
            status = FetchStatus.SKIPPED if error.code == "wrong_type" else FetchStatus.FAILED
            self._say(FetchLine(wanted.url, status, str(error)))
        else:
            self._take(wanted, url, reply)

    def _follow(self, wanted: Wanted) -> tuple[str, Reply]:
        """The address that answered and its answer, after redirects inside the wanted address's own source."""
        url, chain = wanted.url, {wanted.url}
        for _ in range(self._limits.redirects + 1):
            refusal = self._hosts.refusal(url)
            if refusal is not None:
                raise _Skipped(refusal)
            known = self._state.documents.get(url)
            reply = self._hosts.ask(url, known.validators if known and self._held(known) else {}, TYPES)
            if reply.status not in REDIRECTS:
                return url, reply
            target = normalise_url(reply.headers.get("location", ""), url)
            target = self._frontier.secure(target) if target else None
            if target is None or origin_of(target) not in self._frontier.origins:
                raise NotFetched("foreign_redirect")
            if not self._sources[wanted.source].holds(target):
                raise _Skipped(self._texts.text("fetch.skipped.moved", url=target))
            if target in chain:
                break
            if self._frontier.seen(target):
                raise _Skipped(self._texts.text("fetch.skipped.same", url=target))
            chain.add(target)
            url = target
        raise NotFetched("redirect_loop")

    def _take(self, wanted: Wanted, url: str, reply: Reply) -> None:
        known = self._state.documents.get(url)
        if reply.status == 304 and known is not None and self._held(known):
            self._unchanged(url, wanted, known, None)
        elif reply.status == 200:
            self._store(wanted, url, reply, known)
        elif reply.status in (404, 410) and known is not None and known.path is not None:
            known.gone = True
            self._folder.save(self._state)
            self._say(FetchLine(url, FetchStatus.REMOVED, self._texts.text("fetch.removed"), known.path, known.sha256))
        else:
            key = "fetch.failed.missing" if reply.status in (404, 410) else "fetch.failed.status"
            self._say(FetchLine(url, FetchStatus.FAILED, self._texts.text(key, status=reply.status)))

    def _held(self, known: Known) -> bool:
        """Whether the bytes that the state speaks of still lie in the corpus, unaltered."""
        holder = known if known.same_as is None else self._state.documents.get(known.same_as)
        if holder is None or holder.path is None or holder.gone or holder.sha256 != known.sha256:
            return False
        file = self._corpus / holder.path
        return file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == known.sha256

    def _unchanged(self, url: str, wanted: Wanted, known: Known, reason: str | None) -> None:
        known.checked = self._clock.now()
        known.gone = False
        self._folder.save(self._state)
        if known.same_as is not None or known.path is None:
            self._skip(url, "same", url=known.same_as)
            return
        if known.html:
            body = (self._corpus / known.path).read_bytes()
            self._meet_all(read_page(body, url, known.charset), wanted.depth)
        self._say(FetchLine(url, FetchStatus.UNCHANGED, reason, known.path, known.sha256))

    def _store(self, wanted: Wanted, url: str, reply: Reply, known: Known | None) -> None:
        self._bytes += len(reply.body)
        ending = ENDINGS[reply.content_type]
        if not genuine(reply.body, ending):
            self._say(FetchLine(url, FetchStatus.FAILED, self._texts.text("fetch.failed.not_genuine")))
            return
        new, facts = self._learn(wanted, url, reply, ending)
        if known is not None and known.path is not None and known.sha256 == new.sha256 and self._held(known):
            kept = {"path": known.path, "listed": known.listed, "fetched": known.fetched}
            self._state.documents[url] = new.model_copy(update=kept)
            self._unchanged(url, wanted, self._state.documents[url], None)
            return
        twin = self._twin(url, new.sha256)
        if twin is not None:
            self._state.documents[url] = new.model_copy(update={"same_as": twin})
            self._folder.save(self._state)
            self._skip(url, "same", url=twin)
            return
        path = self._free_path(url, ending)
        write_atomically(self._corpus / path, reply.body)
        listed = known is not None and known.listed and known.path == path
        self._state.documents[url] = new.model_copy(update={"path": path, "listed": listed})
        self._folder.save(self._state)
        self._meet_all(facts, wanted.depth)
        self._say(FetchLine(url, FetchStatus.FETCHED, None, path, new.sha256, len(reply.body)))

    def _learn(self, wanted: Wanted, url: str, reply: Reply, ending: str) -> tuple[Known, PageFacts]:
        charset = charset_of(reply.headers.get("content-type", ""))
        facts = read_page(reply.body, url, charset) if ending == ".html" else PageFacts(None, ())
        known = Known(
            path=None,
            sha256=hashlib.sha256(reply.body).hexdigest(),
            title=facts.title or title_of_file(url),
            fetched=self._clock.now().date(),
            checked=self._clock.now(),
            depth=wanted.depth,
            html=ending == ".html",
            charset=charset,
            etag=reply.headers.get("etag"),
            last_modified=reply.headers.get("last-modified"),
        )
        return known, facts

    def _twin(self, url: str, digest: str) -> str | None:
        """Another address whose file holds the same bytes: one document must not be cited under two names."""
        for other, known in self._state.documents.items():
            if other != url and known.sha256 == digest and known.path is not None and self._held(known):
                return other
        return None

    def _free_path(self, url: str, ending: str) -> str:
        path = file_name(url, ending)
        taken = {known.path for other, known in self._state.documents.items() if other != url}
        if path not in taken:
            return path
        return path.removesuffix(ending) + "-" + hashlib.sha256(url.encode("utf-8")).hexdigest()[:8] + ending

    def _meet_all(self, facts: PageFacts, depth: int) -> None:
        for link in facts.links:
            self._meet(link, depth + 1)

    # -- what is told -------------------------------------------------------------------------------------------

    def _skip(self, address: str, why: str, **values: object) -> None:
        self._say(FetchLine(address, FetchStatus.SKIPPED, self._texts.text(f"fetch.skipped.{why}", **values)))

    def _say(self, line: FetchLine) -> None:
        self._lines.append(line)
        self._listener(line, len(self._frontier))

    def _list_in_manifest(self) -> None:
        manifest = self._corpus / "manifest.toml"
        there = listed_paths(manifest)
        entries: list[Entry] = []
        for url, known in self._state.documents.items():
            index = self._frontier.source_of(url)
            if index is None or known.path is None or (known.listed and known.path not in there):
                continue
            date = f"{known.fetched.day:02}-{known.fetched.month:02}-{known.fetched.year}"
            origin = self._texts.text("fetch.origin", url=url, date=date)
            entries.append(self._sources[index].entry(known.path, known.title, origin, url, known.sha256))
            known.listed = True
        write_entries(manifest, entries, BYTES_CHANGED)


class _Skipped(HvidbogError):
    """An address left alone on purpose; the message is the finished Danish sentence."""
