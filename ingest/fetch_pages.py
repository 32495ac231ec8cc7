"""What a fetched page, robots.txt or sitemap says, read without a network: links, title, permissions, the next wait."""

from __future__ import annotations

import datetime as dt
import email.utils
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from protego import Protego

from ingest.fetch_address import normalise_url
from ingest.fetch_http import PRODUCT

ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "text/markdown": ".md",
    "text/plain": ".txt",
}
TYPES = frozenset(ENDINGS)
DOCUMENTS = (".pdf", ".docx", ".pptx")
# Never asked for: what such a link gives is no document of ours. An unknown ending is asked, and its type decides.
_OTHER_ENDINGS = frozenset(
    f".{ending}"
    for ending in (
        *("jpg", "jpeg", "png", "gif", "svg", "webp", "ico", "bmp", "css", "js", "json", "xml", "rss", "ics"),
        *("zip", "gz", "7z", "exe", "msi", "dmg", "mp3", "mp4", "avi", "mov", "webm", "woff", "woff2", "ttf"),
        *("xls", "xlsx", "csv", "doc", "ppt"),
    )
)
MAX_HTML = 4_000_000
MAX_LINKS = 5_000
MAX_SITEMAP_URLS = 20_000
RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What an HTML page says of itself: its title, and the normalised addresses it links to, in order, each once."""

    title: str | None
    links: tuple[str, ...]


def read_page(body: bytes, url: str, charset: str | None = None) -> PageFacts:
    """Title (the first <h1>, else <title>) and links of an HTML page. A page that forbids following has no links."""
    reader = _PageReader()
    try:
        text = body[:MAX_HTML].decode(charset or "utf-8", "replace")
    except LookupError:
        text = body[:MAX_HTML].decode("utf-8", "replace")
    # Never closed: on closing, the parser goes over unfinished comments again and again, in quadratic time.
    reader.feed(text)
    base = normalise_url(reader.base, url) if reader.base else url
    found = (normalise_url(href, base or url) for href in reader.hrefs[:MAX_LINKS])
    links = () if reader.nofollow else tuple(dict.fromkeys(link for link in found if link is not None))
    return PageFacts(_line(reader.h1) or _line(reader.title), links)


class _PageReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.hrefs: list[str] = []
        self.base: str | None = None
        self.nofollow = False
        self.h1 = ""
        self.title = ""
        self._into: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and given.get("href") and "nofollow" not in given.get("rel", "").lower():
            self.hrefs.append(given["href"])
        elif tag == "base" and self.base is None:
            self.base = given.get("href")
        elif tag == "meta" and given.get("name", "").lower() == "robots":
            self.nofollow = self.nofollow or bool(re.search(r"\b(nofollow|none)\b", given.get("content", "").lower()))
        elif (tag == "h1" and not self.h1) or (tag == "title" and not self.title):
            self._into = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._into:
            self._into = None

    def handle_data(self, data: str) -> None:
        if self._into == "h1":
            self.h1 += data
        elif self._into == "title":
            self.title += data


def _line(text: str) -> str | None:
    return " ".join(text.split())[:300] or None


def title_of_file(url: str) -> str:
    """A title made of the last part of the path, for a document that has none we can read here."""
    path = PurePosixPath(unquote(urlsplit(url).path))
    words = re.sub(r"[-_\s]+", " ", path.stem).strip()
    return words[:1].upper() + words[1:300] if words else urlsplit(url).netloc


def charset_of(content_type_header: str) -> str | None:
    """The charset parameter of a Content-Type header, or None."""
    found = re.search(r"charset\s*=\s*\"?([\w.:-]+)", content_type_header, re.IGNORECASE)
    return found.group(1) if found else None


def wanted_ending(url: str) -> bool:
    """Whether the path's ending leaves open that a document of ours lies there."""
    return PurePosixPath(urlsplit(url).path).suffix.lower() not in _OTHER_ENDINGS


def genuine(body: bytes, ending: str) -> bool:
    """Whether the first bytes fit the announced type: PDF and the zip formats have a signature, text has no NUL."""
    if ending == ".pdf":
        return b"%PDF-" in body[:1024]
    if ending in (".docx", ".pptx"):
        return body.startswith(b"PK\x03\x04")
    return b"\0" not in body[:4096] and bool(body.strip())


def sitemap_addresses(body: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The page addresses and the further sitemaps that a sitemap names, normalised; both empty for anything else.

    A document type declaration is refused unread (so is UTF-16, which could hide one): entity bombs are made of it.
    """
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body or b"\0" in body:
        return (), ()
    try:
        root = ElementTree.fromstring(body)
    except (ElementTree.ParseError, LookupError, ValueError):
        return (), ()
    places = [node.text or "" for node in root.iter() if isinstance(node.tag, str) and node.tag.split("}")[-1] == "loc"]
    found = (normalise_url(place) for place in places[:MAX_SITEMAP_URLS])
    addresses = tuple(dict.fromkeys(place for place in found if place is not None))
    return ((), addresses) if root.tag.split("}")[-1] == "sitemapindex" else (addresses, ())


@dataclass(frozen=True, slots=True)
class Permissions:
    """What a host's robots.txt allows us (RFC 9309). `parsed` is None where nothing may be fetched."""

    parsed: Protego | None

    @classmethod
    def read(cls, body: bytes) -> Permissions:
        """The permissions of a robots.txt; an empty one allows everything. What stands past 500 KB is not read."""
        return cls(Protego.parse(body[:500_000].decode("utf-8-sig", "replace")))

    def allow(self, url: str) -> bool:
        """Whether we may fetch `url`."""
        return self.parsed is not None and self.parsed.can_fetch(url, PRODUCT)

    @property
    def delay(self) -> float:
        """Seconds between two requests that the host asks for; 0 where it asks for none."""
        return float(self.parsed.crawl_delay(PRODUCT) or 0.0) if self.parsed is not None else 0.0

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps that robots.txt names, normalised."""
        found = (normalise_url(place) for place in self.parsed.sitemaps) if self.parsed is not None else ()
        return tuple(dict.fromkeys(place for place in found if place is not None))


def retry_after(header: str | None, now: dt.datetime) -> float | None:
    """The seconds that a Retry-After header asks for (a number or a date, RFC 9110 section 10.2.3), or None."""
    if header is None:
        return None
    if re.fullmatch(r"\s*\d{1,9}\s*", header):
        return float(header)
    try:
        moment = email.utils.parsedate_to_datetime(header)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return max((moment - now).total_seconds(), 0.0)
