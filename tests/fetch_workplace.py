"""A place to fetch into: corpus, home, clock and the sources of a site on 127.0.0.1."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ingest.fetch import fetch_sources
from ingest.fetch_http import Budget, HttpDoor
from ingest.fetch_records import FetchLine, FetchReport
from ingest.fetch_sources import Source
from ingest.records import AuthorKind, Kind
from tests.site import HeldClock, Site, SitePage

BUDGET = Budget(connect_seconds=5, read_seconds=5, total_seconds=1_000, bytes=300_000)


class Workplace:
    """A corpus and a home in a temporary folder, and the sources of one site."""

    def __init__(self, folder: Path, site: Site) -> None:
        self.corpus = folder / "corpus"
        self.home = folder / "home"
        self.site = site
        self.clock = HeldClock()
        self.sources: tuple[Source, ...] = (
            Source(
                tree=site.url("/hvidbog/"), kind=Kind.HVIDBOG, layer="hvidbog", publisher="Sømarken Kommune (opdigtet)"
            ),
            Source(tree=site.url("/baggrund/"), start=(site.url("/baggrund/borgerne/arbejde"),), kind=Kind.BACKGROUND),
            Source(page=site.url("/giv-input"), kind=Kind.PAGE),
            Source(
                page=site.url("/hoering"),
                title="Høring",
                kind=Kind.HEARING_ANSWER,
                author_kind=AuthorKind.CITIZEN,
                personal_data="mask",
            ),
        )

    def door(self, budget: Budget = BUDGET, clock: HeldClock | None = None) -> HttpDoor:
        return HttpDoor(clock or self.clock, budget, allow_loopback=True)

    def fetch(self, **options: object) -> FetchReport:
        given = {"door": self.door(), "clock": self.clock, **options}
        return fetch_sources(self.sources, self.corpus, self.home, **given)  # type: ignore[arg-type]

    def line(self, report: FetchReport, path: str) -> FetchLine:
        found = [line for line in report.lines if line.url == self.site.url(path)]
        assert len(found) == 1, (path, report.lines)
        return found[0]

    def file(self, line: FetchLine) -> bytes:
        assert line.path is not None
        return (self.corpus / line.path).read_bytes()

    def add(self, path: str, page: SitePage) -> None:
        """Puts `page` at `path`, linked from the front page of the first tree."""
        front = self.site.pages["/hvidbog/"]
        self.site.pages["/hvidbog/"] = replace(
            front, body=front.body.replace(b"<ul>", f'<ul><a href="{path}">'.encode())
        )
        self.site.pages[path] = page
