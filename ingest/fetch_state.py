"""What the fetch remembers between runs, under HVIDBOG_HOME/fetch/: what each address gave, and how far a run came."""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import hashlib
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from ingest.atomic_file import write_atomically
from ingest.catalogue import load_catalogue
from ingest.errors import HvidbogError
from ingest.fetch_http import Reply

RESUMED_WITHIN = dt.timedelta(hours=24)


class FetchBusy(HvidbogError):
    """Another process is fetching right now."""


class Known(BaseModel):
    """What one address gave. `path` is relative to the corpus, or None where `same_as` names the address whose file
    holds the same bytes. `listed` says that the manifest has been given an entry, so that one a person has taken out
    is not put back. `gone` says that the page was no longer there when it was last asked for."""

    model_config = ConfigDict(extra="forbid")

    path: str | None
    sha256: str
    title: str
    fetched: dt.date
    checked: dt.datetime
    depth: int
    html: bool
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    same_as: str | None = None
    listed: bool = False
    gone: bool = False

    @property
    def validators(self) -> dict[str, str]:
        """The headers of a conditional request (RFC 9110 section 13.1); empty where the server gave none."""
        return _validators(self.etag, self.last_modified)


class Aid(BaseModel):
    """The validators of a robots.txt or sitemap, whose bytes lie in the cache."""

    model_config = ConfigDict(extra="forbid")

    etag: str | None = None
    last_modified: str | None = None


class State(BaseModel):
    """Everything remembered. `begun` is set while a run is under way, and stays after one that was interrupted."""

    model_config = ConfigDict(extra="forbid")

    version: int = 1
    begun: dt.datetime | None = None
    documents: dict[str, Known] = {}
    aids: dict[str, Aid] = {}


class StateFolder:
    """The folder on disk; a damaged or foreign state file counts as none, and everything is then asked for anew."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self) -> State:
        """The state as last saved, or an empty one."""
        try:
            state = State.model_validate_json((self._folder / "state.json").read_bytes())
        except (FileNotFoundError, ValidationError):
            return State()
        return state if state.version == 1 else State()

    def save(self, state: State) -> None:
        """Puts the state on disk in one atomic step."""
        write_atomically(self._folder / "state.json", state.model_dump_json(exclude_defaults=True).encode("utf-8"))

    def cached(self, url: str, state: State) -> tuple[bytes | None, dict[str, str]]:
        """The bytes last got for a robots.txt or sitemap, and the headers that ask if they changed, or (None, {})."""
        aid = state.aids.get(url)
        with contextlib.suppress(FileNotFoundError):
            if aid is not None:
                return self._cache_file(url).read_bytes(), _validators(aid.etag, aid.last_modified)
        return None, {}

    def cache(self, url: str, reply: Reply, state: State) -> None:
        """Keeps the bytes of a robots.txt or sitemap."""
        write_atomically(self._cache_file(url), reply.body)
        state.aids[url] = Aid(etag=reply.headers.get("etag"), last_modified=reply.headers.get("last-modified"))

    def _cache_file(self, url: str) -> Path:
        return self._folder / "cache" / hashlib.sha256(url.encode("utf-8")).hexdigest()

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Holds the folder for this process; the system lets go of it even after a kill. Raises FetchBusy."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise FetchBusy(load_catalogue("ingest").text("fetch.busy")) from None
            yield


def _validators(etag: str | None, last_modified: str | None) -> dict[str, str]:
    given = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in given.items() if value}
