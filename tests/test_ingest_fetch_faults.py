"""`hvidbog fetch` against faults: the faulty address is reported, and the healthy ones must still come through."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from ingest.errors import HvidbogError
from ingest.fetch_hosts import Limits
from ingest.fetch_records import FetchLine, FetchStatus
from ingest.fetch_sources import Source
from ingest.manifest import load_manifest
from ingest.records import Kind
from tests.fetch_workplace import BUDGET, Workplace
from tests.site import HeldClock, Site, SitePage, html


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


@pytest.fixture
def place(tmp_path: Path, site: Site) -> Workplace:
    return Workplace(tmp_path, site)


def check_fault(place: Workplace, path: str, page: SitePage, reason: str, **options: object) -> FetchLine:
    """The line of a faulty page; the nine healthy ones are the positive control."""
    place.add(path, page)
    report = place.fetch(**options)
    line = place.line(report, path)
    assert line.path is None
    assert reason in str(line.reason)
    assert report.count(FetchStatus.FETCHED) == 9
    assert not list(place.corpus.rglob("*.part"))
    return line


def test_a_missing_page_is_reported_and_not_retried(place: Workplace) -> None:
    line = check_fault(place, "/hvidbog/x", SitePage(status=404), "findes ikke")
    assert line.status is FetchStatus.FAILED
    assert place.site.times("/hvidbog/x") == 1


def test_a_server_error_is_retried_twice_and_reported(place: Workplace) -> None:
    check_fault(place, "/hvidbog/x", SitePage(status=500), "fejl 500")
    assert place.site.times("/hvidbog/x") == 3


def test_a_server_error_that_passes_is_no_fault(place: Workplace) -> None:
    place.site.pages["/giv-input"].status = 503

    def recover(handler: object) -> None:
        place.site.pages["/giv-input"].serve = None
        place.site.pages["/giv-input"].status = 200

    place.site.pages["/giv-input"].serve = recover  # closes without a word, then answers
    assert place.line(place.fetch(), "/giv-input").status is FetchStatus.FETCHED
    assert place.site.times("/giv-input") == 2


def test_retry_after_is_waited_for(place: Workplace) -> None:
    check_fault(place, "/hvidbog/x", SitePage(status=429, headers={"Retry-After": "33"}), "fejl 429")
    assert place.clock.slept.count(33.0) == 2


def test_a_long_retry_after_lets_the_host_rest(place: Workplace) -> None:
    place.site.pages["/hvidbog/"] = SitePage(status=429, headers={"Retry-After": "86400"})
    report = place.fetch()
    assert report.count(FetchStatus.FETCHED) == 0
    assert max(place.clock.slept) <= 10
    assert "1440 min" in str(place.line(report, "/giv-input").reason)


def test_a_host_that_fails_again_and_again_is_left_alone(place: Workplace) -> None:
    links = [f"/hvidbog/nede/{number}" for number in range(40)]
    place.site.pages["/hvidbog/"] = html("Hvidbog", *links)
    for link in links:
        place.site.pages[link] = SitePage(status=500)
    report = place.fetch()
    assert sum(place.site.times(link) for link in links) == 5 * 3
    assert len([line for line in report.lines if "5 gange" in str(line.reason)]) >= 35
    for link in links:
        place.site.pages[link] = html(link)
    assert place.fetch().count(FetchStatus.FETCHED) >= 40


def test_a_server_that_never_answers_is_given_up(place: Workplace) -> None:
    short = place.door(replace(BUDGET, read_seconds=0.15))
    line = check_fault(place, "/hvidbog/x", place.site.silent(), "ikke i tide", door=short)
    assert line.status is FetchStatus.FAILED
    assert place.site.times("/hvidbog/x") == 3


def test_an_endless_body_is_cut_at_the_size_limit(place: Workplace) -> None:
    check_fault(place, "/hvidbog/x", place.site.endless(), "større end 0 MB")
    assert place.site.times("/hvidbog/x") == 1


def test_a_slow_drip_is_cut_at_the_total_time(place: Workplace) -> None:
    place.add("/hvidbog/x", place.site.endless(b"."))
    # Each look at the clock moves it a second: every read of the drip costs one, and no test has to wait.
    clock = HeldClock(step=1.0)
    door = place.door(replace(BUDGET, total_seconds=60), clock)
    report = place.fetch(door=door)
    assert "60 sekunder" in str(place.line(report, "/hvidbog/x").reason)
    assert report.count(FetchStatus.FETCHED) == 9


def test_drip_in_the_headers_is_cut_too(place: Workplace) -> None:
    def drip(handler: object) -> None:
        try:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Lang: ")  # type: ignore[attr-defined]
            while not place.site.closing.is_set():
                handler.wfile.write(b"a")  # type: ignore[attr-defined]
        except OSError:
            pass

    place.add("/hvidbog/x", SitePage(serve=drip))
    report = place.fetch(door=place.door(replace(BUDGET, total_seconds=60), HeldClock(step=1.0)))
    assert place.line(report, "/hvidbog/x").status is FetchStatus.FAILED
    assert report.count(FetchStatus.FETCHED) == 9


def test_an_announced_giant_is_refused_unread(place: Workplace) -> None:
    check_fault(place, "/hvidbog/x", place.site.announced(10**12, b"<p>"), "større end")


def test_a_body_cut_short_is_not_kept(place: Workplace) -> None:
    check_fault(place, "/hvidbog/x", place.site.announced(5_000, b"<p>halvt"), "afbrudt undervejs")


def test_a_compression_bomb_is_cut_and_an_honest_compression_is_read(place: Workplace) -> None:
    honest = html("Pakket").body
    place.add("/hvidbog/pakket", SitePage(gzip.compress(honest), headers={"Content-Encoding": "gzip"}))
    place.add("/hvidbog/x", SitePage(gzip.compress(b"\0" * 50_000_000), headers={"Content-Encoding": "gzip"}))
    report = place.fetch()
    assert "større end" in str(place.line(report, "/hvidbog/x").reason)
    assert place.file(place.line(report, "/hvidbog/pakket")) == honest


def test_a_wrong_type_is_skipped_and_a_false_type_refused(place: Workplace) -> None:
    line = check_fault(place, "/hvidbog/x", SitePage(b"\x89PNG", "image/png"), "image/png")
    assert line.status is FetchStatus.SKIPPED
    place.add("/hvidbog/y", SitePage(b"<h1>Log ind</h1>", "application/pdf"))
    assert place.line(place.fetch(), "/hvidbog/y").status is FetchStatus.FAILED


@pytest.mark.parametrize(
    "target",
    ["http://10.0.0.1/hemmelig", "http://169.254.169.254/latest/meta-data", "http://[::1]/", "file:///etc/passwd"],
)
def test_a_redirect_to_a_private_address_is_refused(place: Workplace, target: str) -> None:
    check_fault(place, "/hvidbog/x", place.site.redirect(target), "ikke er nævnt")


def test_a_redirect_or_link_to_a_foreign_host_is_never_followed(place: Workplace) -> None:
    with Site({"/hvidbog/": html("Fremmed")}) as foreign:
        place.add("/hvidbog/y", html("Med link", foreign.url("/hvidbog/")))
        place.add("/hvidbog/x", place.site.redirect(foreign.url("/hvidbog/")))
        report = place.fetch()
        assert "ikke er nævnt" in str(place.line(report, "/hvidbog/x").reason)
        assert foreign.asked == []
        place.sources += (Source(tree=foreign.url("/hvidbog/"), kind=Kind.HVIDBOG),)
        place.fetch()
        assert ("/hvidbog/", False) in foreign.asked


def test_a_redirect_inside_the_source_is_followed_and_out_of_it_reported(place: Workplace) -> None:
    place.site.pages["/giv-input/"] = place.site.pages["/giv-input"]
    place.site.pages["/giv-input"] = place.site.redirect("/giv-input/", 301)
    place.site.pages["/hoering"] = place.site.redirect("/om")
    report = place.fetch()
    assert place.line(report, "/giv-input/").status is FetchStatus.FETCHED
    assert place.line(report, "/hoering").status is FetchStatus.SKIPPED
    assert place.site.url("/om") in str(place.line(report, "/hoering").reason)
    assert place.site.times("/om") == 0


def test_redirect_loops_end(place: Workplace) -> None:
    place.site.pages["/hvidbog/b"] = place.site.redirect("/hvidbog/c")
    place.site.pages["/hvidbog/c"] = place.site.redirect("/hvidbog/b")
    check_fault(place, "/hvidbog/a", place.site.redirect("/hvidbog/b"), "i ring")
    check = [f"/hvidbog/lang/{number}" for number in range(20)]
    for here, there in pairwise(check):
        place.site.pages[here] = place.site.redirect(there)
    place.add(check[0], place.site.redirect(check[1]))
    assert "i ring" in str(place.line(place.fetch(), check[0]).reason)
    assert place.site.times(check[10]) == 0


class _Calendar(dict[str, SitePage]):
    """Every path below /hvidbog/kalender exists and links to the next."""

    def get(self, path: str, default: SitePage | None = None) -> SitePage | None:  # type: ignore[override]
        if path.startswith("/hvidbog/kalender/"):
            number = int(path.rsplit("/", 1)[1])
            return html(f"Dag {number}", f"/hvidbog/kalender/{number + 1}")
        if path.startswith("/hvidbog/dage?"):
            number = int(path.rsplit("=", 1)[1])
            return html(f"Side {number}", f"/hvidbog/dage?dag={number + 1}")
        return super().get(path, default)


def test_calendars_without_end_are_bounded_by_depth_pages_and_queries(place: Workplace) -> None:
    place.add("/hvidbog/kalender/0", html("-"))
    place.add("/hvidbog/dage?dag=0", html("-"))
    place.site.pages = _Calendar(place.site.pages)
    report = place.fetch(limits=Limits(depth=8))
    assert report.count(FetchStatus.FETCHED) <= 9 + 8 + 8
    assert place.line(report, "/giv-input").status is FetchStatus.FETCHED
    assert "uendelige" in str([line.reason for line in report.lines])
    deep = place.fetch(limits=Limits(depth=1_000, pages=60, queries=5))
    assert deep.requests < 100
    assert "grænsen er 60" in str([line.reason for line in deep.lines])
    assert "Flere end 5 udgaver" in str([line.reason for line in deep.lines])


def test_a_page_under_two_addresses_is_kept_once(place: Workplace) -> None:
    place.add("/hvidbog/kopi", replace(place.site.pages["/giv-input"]))
    for _ in range(2):
        report = place.fetch()
        kept = [
            line for line in report.lines if line.url in (place.site.url("/hvidbog/kopi"), place.site.url("/giv-input"))
        ]
        assert sorted(line.path is None for line in kept) == [False, True]
    assert len(load_manifest(place.corpus)) == 9
    assert ("/hvidbog/kopi", True) in place.site.asked


def test_without_a_readable_robots_txt_nothing_is_fetched_but_a_missing_one_forbids_nothing(place: Workplace) -> None:
    robots = place.site.pages.pop("/robots.txt")
    assert place.fetch().count(FetchStatus.FETCHED) == 9 + 1  # the draft that it forbade
    place.site.pages["/robots.txt"] = replace(robots, status=500)
    place.site.asked.clear()
    report = place.fetch()
    assert {path for path, _ in place.site.asked} == {"/robots.txt"}
    assert "robots.txt" in str(place.line(report, "/giv-input").reason)


def test_a_crawl_delay_that_would_take_days_is_refused(place: Workplace) -> None:
    place.site.pages["/robots.txt"] = SitePage(b"User-agent: *\nCrawl-delay: 86400\n", "text/plain")
    assert place.fetch().count(FetchStatus.FETCHED) == 0
    assert sum(place.clock.slept) < 60


def test_a_full_disk_gives_a_sentence_and_leaves_the_old_file(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = place.line(place.fetch(), "/giv-input")
    before = place.file(line)
    place.site.pages["/giv-input"] = html("Nyt")

    def full(source: object, target: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("ingest.fetch_manifest.os.replace", full)
        with pytest.raises(HvidbogError, match="disken er fuld"):
            place.fetch()
    assert place.file(line) == before
    assert not list(place.corpus.rglob("*.part"))
    assert place.line(place.fetch(), "/giv-input").status is FetchStatus.FETCHED
