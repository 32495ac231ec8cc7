"""Addresses, file names, pages, sitemaps: what `hvidbog fetch` decides without a network."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.fetch_address import file_name, normalise_url, public_address, trap
from ingest.fetch_pages import genuine, read_page, retry_after, sitemap_addresses
from tests.site import MINIMAL_PDF, HeldClock


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
        ),
        *("255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1"),
        *("::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "2001:0:1::", "2001:db8::1", "x"),
    ],
)
def test_addresses_off_the_open_internet_are_refused(address: str) -> None:
    assert not public_address(address)
    loopback = address in ("127.0.0.1", "::1", "::ffff:127.0.0.1")
    assert public_address(address, allow_loopback=True) is loopback


@pytest.mark.parametrize("address", ["8.8.8.8", "193.0.14.129", "2a00:1450:400f::1", "::ffff:8.8.8.8"])
def test_addresses_on_the_open_internet_are_allowed(address: str) -> None:
    assert public_address(address)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("HTTP://Eksempel.DK:80/a/./b/../c#x", "http://eksempel.dk/a/c"),
        ("https://eksempel.dk", "https://eksempel.dk/"),
        ("https://eksempel.dk/a/%2e%2e/%2e%2e/b", "https://eksempel.dk/b"),
        ("https://eksempel.dk/%7Ea/%c3%a6", "https://eksempel.dk/~a/%C3%A6"),
        ("https://eksempel.dk/æ?utm_source=x&b=1&a=", "https://eksempel.dk/%C3%A6?b=1&a="),
        ("https://eksempel.dk//a///b/", "https://eksempel.dk/a/b/"),
        ("https://sømarken.dk/", "https://xn--smarken-q1a.dk/"),
        *(
            (bad, None)
            for bad in ("ftp://x.dk/", "javascript:alert(1)", "https://a@x.dk/", "https://x.dk:99999/", "/a")
        ),
        *((bad, None) for bad in ("https://x.dk/\r\nHost: y", "https://x.dk\\@y.dk/", "https://" + "x" * 2_000, "")),
    ],
)
def test_a_url_has_one_spelling(raw: str, expected: str | None) -> None:
    assert normalise_url(raw) == expected
    if expected is not None:
        assert normalise_url(expected) == expected


def test_endless_paths_are_told_from_deep_ones() -> None:
    assert trap("https://x.dk/a/b/a/b/a/b")
    assert trap("https://x.dk/" + "/".join("abcdefghijklmn"))
    assert not trap("https://x.dk/hvidbog/boliger/boliger/2025")


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/a/b",
            "/a--b",
            "/A/b",
            "/a/b/",
            "/a/b?x=1",
            "/a/b?x=2",
            "/a/..%2f..%2fetc",
            "/%00",
            "/con",
            "/con.txt",
            "/.skjult",
        ),
        *("/" + "x" * 600, "/" + "x" * 601, "/æøå", "/a%20b", "/a b.html", "/a/index", "/", "/...", "/~"),
    ],
)
def test_a_file_name_is_safe(path: str) -> None:
    name = Path(file_name(f"https://x.dk{path}", ".html"))
    assert name.parent == Path("web/x.dk")
    assert not name.name.startswith((".", "-"))
    assert set(name.name) <= set("abcdefghijklmnopqrstuvwxyzæøå0123456789._-")
    assert len(name.name.encode()) < 255
    assert name.name.split(".")[0] not in ("con", "nul")


def test_file_names_tell_urls_apart_and_keep_the_ending_once() -> None:
    urls = ["/a/b", "/a--b", "/A/b", "/a/b/", "/a/b?x=1", "/a/b?x=2", "/" + "x" * 600, "/" + "x" * 601]
    assert len({file_name(f"https://x.dk{url}", ".html") for url in urls}) == len(urls)
    assert file_name("https://x.dk/bilag/tal.pdf", ".pdf") == "web/x.dk/bilag--tal.pdf"
    assert file_name("https://x.dk/hvidbog/boliger", ".html") == "web/x.dk/hvidbog--boliger.html"


def test_links_follow_base_and_nofollow() -> None:
    body = b"<base href='/b/'><a href=c>1</a><a href='c#d'>2</a><a rel=nofollow href=e>3</a><a href='mailto:x'>4</a>"
    facts = read_page(body, "https://x.dk/a")
    assert facts.links == ("https://x.dk/b/c",)
    assert read_page(b"<meta name=robots content='noindex, nofollow'><a href=c>", "https://x.dk/a").links == ()
    assert read_page("<h1>Å <b>b</b>\n c</h1>".encode("latin-1"), "https://x.dk/", "iso-8859-1").title == "Å b c"
    assert read_page(b"<title>T</title>", "https://x.dk/", "findes-ikke").title == "T"


def test_sitemaps_and_sitemap_indexes_are_read_and_entity_bombs_are_not() -> None:
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    loc = "<loc>https://x.dk/a</loc>"
    assert sitemap_addresses(f"<urlset xmlns='{space}'><url>{loc}</url></urlset>".encode()) == (("https://x.dk/a",), ())
    index = f"<sitemapindex xmlns='{space}'><sitemap>{loc}</sitemap></sitemapindex>".encode()
    assert sitemap_addresses(index) == ((), ("https://x.dk/a",))
    bomb = b"<!DOCTYPE x [<!ENTITY a 'a'>]><urlset><url><loc>https://x.dk/a</loc></url></urlset>"
    outside = b"<!DOCTYPE x SYSTEM 'file:///etc/passwd'><urlset><url><loc>https://x.dk/a</loc></url></urlset>"
    hidden = bomb.decode().encode("utf-16")
    for refused in (bomb, outside, hidden, b"<html>", b""):
        assert sitemap_addresses(refused) == ((), ())


def test_signatures_tell_the_types_apart() -> None:
    assert genuine(MINIMAL_PDF, ".pdf")
    assert not genuine(b"<html>", ".pdf")
    assert genuine(b"PK\x03\x04...", ".docx")
    assert not genuine(b"a\0b", ".txt")
    assert not genuine(b" \n", ".html")


def test_retry_after_is_a_number_or_a_date() -> None:
    now = HeldClock().now()
    assert retry_after("12", now) == 12
    assert retry_after("Mon, 23 Nov 2026 12:01:00 GMT", now) == 60
    assert retry_after("Mon, 23 Nov 2020 12:01:00 GMT", now) == 0
    assert retry_after("snart", now) is None
    assert retry_after(None, now) is None
