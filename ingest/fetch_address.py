"""Addresses, decided without a network: one spelling for each URL, which numbers are public, which paths are traps,
and the file name that a URL gets."""

from __future__ import annotations

import hashlib
import ipaddress
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, unquote_to_bytes, urlencode, urljoin, urlsplit, urlunsplit

DEFAULT_PORTS = {"http": 80, "https": 443}
MAX_URL = 1_000
MAX_SEGMENTS = 12
MAX_REPEATS = 2
MAX_NAME = 140
_TRACKING = re.compile(r"^(utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|_ga|phpsessid|jsessionid)$", re.IGNORECASE)
_SAFE = re.compile(r"[^a-z0-9æøå._-]+")
# Device names that Windows refuses as a file name, with any ending.
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
# IPv6 ranges that carry an IPv4 address inside, which could be a private one: NAT64, 6to4 and Teredo.
_CARRIERS = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a connection goes: the scheme, the host's name and the port."""

    scheme: str
    host: str
    port: int

    @property
    def netloc(self) -> str:
        """The host as it stands in a URL and in the Host header: without the scheme's own port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    def url(self, path: str) -> str:
        """The address of an absolute path here."""
        return f"{self.scheme}://{self.netloc}{path}"


def origin_of(url: str) -> Origin:
    """The origin of a normalised URL."""
    parts = urlsplit(url)
    return Origin(parts.scheme, parts.hostname or "", parts.port or DEFAULT_PORTS[parts.scheme])


def normalise_url(raw: str, base: str | None = None) -> str | None:
    """The one spelling of an http(s) URL (RFC 3986 section 6.2), or None for anything else.

    Scheme and host in lower case and IDNA, no default port, no fragment, dot segments resolved, percent signs in one
    form, no tracking or session parameters. None for user names in the URL, control characters, and overlong ones.
    """
    raw = raw.strip()
    if len(raw) > MAX_URL or any(unicodedata.category(sign) == "Cc" for sign in raw) or "\\" in raw:
        return None
    try:
        # urljoin also resolves the dot segments of an absolute URL when it is given one as base.
        joined = urljoin(base, raw) if base else raw
        parts = urlsplit(joined)
        scheme = parts.scheme.lower()
        if scheme not in DEFAULT_PORTS or not parts.hostname or "@" in parts.netloc:
            return None
        host = parts.hostname.rstrip(".")
        host = host if ":" in host else host.encode("idna").decode("ascii").lower()
        port = parts.port or DEFAULT_PORTS[scheme]
    except (ValueError, UnicodeError):
        return None
    path = _path(parts.path)
    query = urlencode([pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(pair[0])])
    url = urlunsplit((scheme, Origin(scheme, host, port).netloc, path, query, ""))
    return url if host and len(url) <= MAX_URL else None


def _path(raw: str) -> str:
    # Decoding before the dot segments are resolved keeps "%2e%2e" from climbing out of a tree after the check.
    segments: list[str] = []
    parts = [quote(unquote_to_bytes(part), safe="!$&'()*+,;=:@~") for part in raw.split("/")]
    for part in parts:
        if part == "..":
            segments = segments[:-1]
        elif part not in (".", ""):
            segments.append(part)
    closing = "/" if segments and parts[-1] in ("", ".", "..") else ""
    return "/" + "/".join(segments) + closing


def trap(url: str) -> bool:
    """Whether the path looks endless: too many segments, or one segment again and again (/a/b/a/b/a/b)."""
    segments = [part for part in urlsplit(url).path.split("/") if part]
    return len(segments) > MAX_SEGMENTS or any(count > MAX_REPEATS for count in Counter(segments).values())


def public_address(address: str, allow_loopback: bool = False) -> bool:
    """Whether a numeric IP address may be connected to.

    Only globally routed unicast addresses may: no private, loopback, link-local, CGNAT (100.64.0.0/10), unique local
    (fc00::/7), reserved or multicast ones, nor IPv6 ranges that carry an IPv4 address. `allow_loopback` is for tests.
    """
    try:
        ip = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        elif any(ip in net for net in _CARRIERS):
            return False
    if ip.is_loopback:
        return allow_loopback
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_link_local or ip.is_unspecified)


def file_name(url: str, ending: str) -> str:
    """The file's path below the corpus, "web/<host>/<path with -- for each slash><ending>", safe on every system.

    The name is unique over all trees, because a citation shows it without its folder. Where characters had to be
    replaced, letters lowered or the name cut, eight signs of the URL's SHA-256 keep two URLs apart.
    """
    parts = urlsplit(url)
    segments = [unicodedata.normalize("NFC", unquote(part)) for part in parts.path.split("/") if part]
    wanted = "--".join(segments) or "index"
    if parts.path.endswith("/") and segments:
        wanted += "--index"
    if wanted.lower().endswith(ending):
        wanted = wanted[: -len(ending)]
    name = _SAFE.sub("-", wanted.lower()).strip(".-")[:MAX_NAME].rstrip(".-")
    lossless = name == wanted and not parts.query and not any("--" in part for part in segments)
    if not lossless or _RESERVED.match(name):
        name = f"{name or 'side'}-{hashlib.sha256(url.encode()).hexdigest()[:8]}"
        name = f"_{name}" if _RESERVED.match(name) else name
    host = _SAFE.sub("-", parts.netloc.lower()).strip(".-")
    return f"web/{host}/{name}{ending}"
