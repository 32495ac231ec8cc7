"""`corpus/sources.toml`: the public addresses that may be fetched, and what the manifest shall say of each."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from ingest.catalogue import load_catalogue
from ingest.errors import WrongUse
from ingest.fetch_address import Origin, normalise_url, origin_of
from ingest.manifest import Entry
from ingest.records import Audience, AuthorKind, Kind


class Source(BaseModel):
    """One named source: a `tree` (all below it, found from `start`) or a single `page`. Addresses are normalised."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tree: str | None = None
    page: str | None = None
    start: tuple[str, ...] = ()
    title: str | None = None
    kind: Kind
    layer: str | None = None
    publisher: str | None = None
    published: dt.date | None = None
    author_kind: AuthorKind = AuthorKind.MUNICIPALITY
    personal_data: Literal["quarantine", "mask"] = "quarantine"
    audience: Audience = Audience.PUBLIC
    language: str = "da"

    @model_validator(mode="before")
    @classmethod
    def _normalise(cls, row: dict[str, object]) -> dict[str, object]:
        given = dict(row)
        for name in ("tree", "page"):
            if name in given:
                given[name] = _address(given[name])
        start = given.get("start", ())
        if not isinstance(start, list | tuple):
            raise ValueError("start is not a list")
        given["start"] = tuple(_address(one) for one in start)
        return given

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.tree is None) == (self.page is None):
            raise ValueError("either tree or page")
        if self.tree is not None and not self.tree.endswith("/"):
            raise ValueError("tree must end with a slash")
        if self.page is not None and self.start:
            raise ValueError("a page has no start")
        if any(not self.holds(url) for url in self.start):
            raise ValueError("start lies outside the tree")
        return self

    @property
    def root(self) -> str:
        """The address of the tree or the page."""
        return self.tree or self.page or ""

    @property
    def origin(self) -> Origin:
        """Scheme, host and port; nothing else is asked for this source."""
        return origin_of(self.root)

    @property
    def starts(self) -> tuple[str, ...]:
        """The addresses asked first: `start`, else the tree's own address, or the page."""
        return self.start or (self.root,)

    def holds(self, url: str) -> bool:
        """Whether the normalised `url` belongs here; a page's own address may have a slash at its end or not."""
        if self.tree is not None:
            return url.startswith(self.tree)
        return url.removesuffix("/") == self.root.removesuffix("/")

    def entry(self, path: str, title: str, source: str, url: str, sha256: str) -> Entry:
        """The manifest entry of a document of this source; a title given in the source goes before the page's own."""
        return Entry(
            path=path,
            title=self.title or title,
            kind=self.kind,
            layer=self.layer,
            publisher=self.publisher,
            published=self.published,
            author_kind=self.author_kind,
            audience=self.audience,
            source=source,
            source_url=url,
            sha256=sha256,
            personal_data=self.personal_data,
            language=self.language,
        )


def read_sources(path: Path) -> tuple[Source, ...]:
    """The sources of a `sources.toml` in its order. Raises WrongUse, naming source and field, for a broken one."""
    texts = load_catalogue("ingest")
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise WrongUse(texts.text("fetch.sources_missing", path=path)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongUse(texts.text("fetch.sources_broken", path=path, detail=error)) from None
    rows = tree.get("source", [])
    if set(tree) - {"source"} or not isinstance(rows, list) or not rows:
        raise WrongUse(texts.text("fetch.sources_shape", path=path))
    sources: list[Source] = []
    for number, row in enumerate(rows, start=1):
        try:
            sources.append(Source.model_validate(row))
        except ValidationError as error:
            where = ".".join(str(part) for part in error.errors()[0]["loc"]) or "tree/page/start"
            raise WrongUse(texts.text("fetch.sources_invalid", path=path, number=number, where=where)) from None
    return tuple(sources)


def _address(given: object) -> str:
    url = normalise_url(given) if isinstance(given, str) else None
    if url is None:
        raise ValueError("not an http address")
    return url
