"""`hvidbog fetch` against a site of our own on 127.0.0.1. What goes right, and what comes after a stop."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.atomic_file import write_atomically
from ingest.errors import WrongUse
from ingest.fetch_manifest import remove_entry, write_entries
from ingest.fetch_records import FetchLine, FetchStatus
from ingest.fetch_state import FetchBusy, StateFolder
from ingest.manifest import Entry, load_manifest
from ingest.records import Audience, AuthorKind, Kind
from tests.fetch_workplace import Workplace
from tests.site import Site, SitePage, html


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


@pytest.fixture
def place(tmp_path: Path, site: Site) -> Workplace:
    return Workplace(tmp_path, site)


# -- a healthy site ---------------------------------------------------------------------------------------------


def test_both_trees_the_pages_and_the_pdf_are_fetched_with_their_bytes_exactly(place: Workplace) -> None:
    report = place.fetch()
    fetched = {line.url for line in report.lines if line.status is FetchStatus.FETCHED}
    expected = (
        *("/hvidbog/", "/hvidbog/borgerne/arbejde", "/hvidbog/boliger/boligerne", "/hvidbog/bilag/tal.pdf"),
        *(
            "/hvidbog/kun-i-sitemap",
            "/baggrund/borgerne/arbejde",
            "/baggrund/borgerne/uddannelse",
            "/giv-input",
            "/hoering",
        ),
    )
    assert fetched == {place.site.url(path) for path in expected}
    for path in expected:
        line = place.line(report, path)
        assert place.file(line) == place.site.pages[path].body
        assert line.sha256 == hashlib.sha256(place.site.pages[path].body).hexdigest()


def test_nothing_outside_the_trees_is_asked_for_and_a_pdf_beside_them_is_named(place: Workplace) -> None:
    report = place.fetch()
    assert place.site.times("/om") == place.site.times("/bilag/pixi.pdf") == place.site.times("/hvidbog/kort.png") == 0
    assert place.line(report, "/bilag/pixi.pdf").status is FetchStatus.SKIPPED
    assert "sources.toml" in str(place.line(report, "/bilag/pixi.pdf").reason)
    assert report.outside == 2  # /om and example.org


def test_robots_txt_is_obeyed_with_wildcards(place: Workplace) -> None:
    report = place.fetch()
    for path in ("/hvidbog/lukket/kladde", "/hvidbog/borgerne/arbejde?print=1"):
        assert place.site.times(path) == 0
        assert place.line(report, path).status is FetchStatus.SKIPPED
    place.site.pages["/robots.txt"] = SitePage(b"", "text/plain")
    assert place.line(place.fetch(), "/hvidbog/lukket/kladde").status is FetchStatus.FETCHED


def test_the_user_agent_is_our_name_and_version(place: Workplace) -> None:
    place.fetch()
    assert len(place.site.agents) == 1
    assert next(iter(place.site.agents)).startswith("Hvidbog-assistenten/")


def test_requests_to_a_host_are_a_second_apart_or_what_robots_txt_asks_for(place: Workplace) -> None:
    report = place.fetch()
    assert sum(place.clock.slept) == pytest.approx(report.requests - 1)
    robots = place.site.pages["/robots.txt"]
    place.site.pages["/robots.txt"] = replace(robots, body=robots.body + b"Crawl-delay: 7\n")
    place.clock.slept.clear()
    report = place.fetch()
    # The first question, for robots.txt itself, comes before the wish is known.
    assert sum(place.clock.slept) == pytest.approx(7 * (report.requests - 2) + 1)


def test_a_second_run_costs_only_conditional_requests_and_changes_nothing(place: Workplace) -> None:
    first = place.fetch()
    manifest = (place.corpus / "manifest.toml").read_bytes()
    assert not any(conditional for _, conditional in place.site.asked)
    place.site.asked.clear()
    second = place.fetch()
    assert len(place.site.asked) == second.requests == first.requests
    assert all(conditional for _, conditional in place.site.asked)
    assert second.count(FetchStatus.UNCHANGED) == first.count(FetchStatus.FETCHED)
    assert second.count(FetchStatus.FETCHED) == second.bytes == 0
    assert (place.corpus / "manifest.toml").read_bytes() == manifest


def test_a_changed_page_is_fetched_anew_and_its_hash_and_date_renewed(place: Workplace) -> None:
    place.fetch()
    place.site.pages["/giv-input"] = html("Giv input", text="Fristen er ude.")
    place.clock.sleep(3 * 86_400)
    line = place.line(place.fetch(), "/giv-input")
    assert line.status is FetchStatus.FETCHED
    entry = next(entry for entry in load_manifest(place.corpus) if entry.path == line.path)
    assert entry.sha256 == line.sha256 == hashlib.sha256(place.site.pages["/giv-input"].body).hexdigest()
    assert "26-11-2026" in entry.source


def test_a_page_without_validators_is_fetched_whole_but_counts_as_unchanged(place: Workplace) -> None:
    place.site.pages["/giv-input"].validators = False
    place.fetch()
    assert place.line(place.fetch(), "/giv-input").status is FetchStatus.UNCHANGED


def test_a_file_that_was_damaged_on_disk_is_fetched_again(place: Workplace) -> None:
    line = place.line(place.fetch(), "/giv-input")
    (place.corpus / str(line.path)).write_bytes(b"x")
    again = place.line(place.fetch(), "/giv-input")
    assert again.status is FetchStatus.FETCHED
    assert place.file(again) == place.site.pages["/giv-input"].body


def test_a_removed_page_is_reported_and_its_file_kept(place: Workplace) -> None:
    kept = place.line(place.fetch(), "/hvidbog/kun-i-sitemap")
    del place.site.pages["/hvidbog/kun-i-sitemap"]
    report = place.fetch()
    assert place.line(report, "/hvidbog/kun-i-sitemap").status is FetchStatus.REMOVED
    assert (place.corpus / str(kept.path)).is_file()
    assert kept.path in {entry.path for entry in load_manifest(place.corpus)}


def test_a_dry_run_names_addresses_and_writes_nothing(place: Workplace) -> None:
    report = place.fetch(dry_run=True)
    planned = {line.url for line in report.lines if line.status is FetchStatus.PLANNED}
    paths = ("/hvidbog/", "/hvidbog/kun-i-sitemap", "/baggrund/borgerne/arbejde", "/giv-input", "/hoering")
    assert planned == {place.site.url(path) for path in paths}
    assert {path for path, _ in place.site.asked} == {"/robots.txt", "/sitemap.xml"}
    assert not place.corpus.exists()
    assert not place.home.exists()


# -- the manifest -----------------------------------------------------------------------------------------------


def test_the_manifest_says_of_each_file_what_the_source_says(place: Workplace) -> None:
    report = place.fetch()
    entries = {entry.path: entry for entry in load_manifest(place.corpus)}
    hvidbog = entries[str(place.line(report, "/hvidbog/borgerne/arbejde").path)]
    assert (hvidbog.title, hvidbog.kind, hvidbog.layer) == ("Arbejde", Kind.HVIDBOG, "hvidbog")
    assert hvidbog.source_url == place.site.url("/hvidbog/borgerne/arbejde")
    assert hvidbog.audience is Audience.PUBLIC
    hearing = entries[str(place.line(report, "/hoering").path)]
    assert (hearing.title, hearing.author_kind, hearing.personal_data) == ("Høring", AuthorKind.CITIZEN, "mask")
    assert len(entries) == report.count(FetchStatus.FETCHED)
    assert len({Path(path).name for path in entries}) == len(entries)


def test_what_a_person_wrote_in_the_manifest_stays(place: Workplace) -> None:
    place.corpus.mkdir()
    manifest = place.corpus / "manifest.toml"
    manifest.write_text(
        '# Vores egen note\n[[document]]\npath = "a.md" # rettet\n'
        'title = "A"\nkind = "side"\naudience = "staff"\nsource = "os"\n'
    )
    line = place.line(place.fetch(), "/giv-input")
    text = manifest.read_text()
    assert text.startswith("# Vores egen note\n")
    assert '"a.md" # rettet' in text
    manifest.write_text(text.replace('title = "Giv input"', 'title = "Rettet titel"'))
    place.site.pages["/giv-input"] = html("Ny overskrift")
    assert place.line(place.fetch(), "/giv-input").status is FetchStatus.FETCHED
    entry = next(entry for entry in load_manifest(place.corpus) if entry.path == line.path)
    assert entry.title == "Rettet titel"
    assert entry.sha256 == hashlib.sha256(place.site.pages["/giv-input"].body).hexdigest()


def test_an_entry_that_a_person_took_out_is_not_put_back(place: Workplace) -> None:
    line = place.line(place.fetch(), "/giv-input")
    manifest = place.corpus / "manifest.toml"
    tables = manifest.read_text().split("[[document]]")
    manifest.write_text("[[document]]".join(table for table in tables if str(line.path) not in table))
    place.site.pages["/giv-input"] = html("Ny overskrift")
    place.fetch()
    paths = {entry.path for entry in load_manifest(place.corpus)}
    assert line.path not in paths
    assert len(paths) == 8


def test_entries_are_written_once_and_renewed_only_where_asked(tmp_path: Path) -> None:
    path = tmp_path / "manifest.toml"
    entry = Entry(path="a.md", title="A", kind=Kind.PAGE, audience=Audience.STAFF, source="os", sha256="0" * 64)
    write_entries(path, [entry])
    write_entries(path, [entry.model_copy(update={"title": "B", "sha256": "1" * 64})])
    assert [(one.title, one.sha256) for one in load_manifest(tmp_path)] == [("A", "1" * 64)]
    write_entries(path, [entry.model_copy(update={"title": "B"})], renew={"title"})
    assert [(one.title, one.sha256) for one in load_manifest(tmp_path)] == [("B", "1" * 64)]
    write_entries(path, [entry.model_copy(update={"body": "Rådet"})])
    write_entries(path, [entry])
    assert load_manifest(tmp_path)[0].body == "Rådet"
    write_entries(path, [entry], renew={"body"})
    assert load_manifest(tmp_path)[0].body is None


def test_an_entry_is_taken_out_and_the_rest_stays_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "manifest.toml"
    entry = Entry(path="a.md", title="A", kind=Kind.PAGE, audience=Audience.STAFF, source="os", sha256="0" * 64)
    path.write_text("# en bemærkning\n", encoding="utf-8")
    write_entries(path, [entry, entry.model_copy(update={"path": "b.md"})])
    remove_entry(path, "a.md")
    assert [one.path for one in load_manifest(tmp_path)] == ["b.md"]
    assert path.read_text(encoding="utf-8").startswith("# en bemærkning")
    with pytest.raises(WrongUse, match=r"a\.md"):
        remove_entry(path, "a.md")


def test_a_broken_manifest_stops_the_run_before_the_first_request(place: Workplace) -> None:
    place.corpus.mkdir()
    (place.corpus / "manifest.toml").write_text("[[document\n")
    with pytest.raises(WrongUse):
        place.fetch()
    assert place.site.asked == []
    (place.corpus / "manifest.toml").write_text("")
    assert place.fetch().count(FetchStatus.FETCHED) == 9


def test_a_file_is_old_or_new_but_never_half(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a" / "b", b"1")
    write_atomically(tmp_path / "a" / "b", b"2")
    assert (tmp_path / "a" / "b").read_bytes() == b"2"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]


# -- interruption -----------------------------------------------------------------------------------------------


def test_an_interrupted_run_goes_on_where_it_stopped(place: Workplace) -> None:
    fetched: list[str] = []

    def stop_after_four(line: FetchLine, waiting: int) -> None:
        fetched.extend([line.url] if line.status is FetchStatus.FETCHED else [])
        if len(fetched) == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        place.fetch(listener=stop_after_four)
    assert len(load_manifest(place.corpus)) == 4
    place.site.asked.clear()
    report = place.fetch()
    assert report.resumed
    asked = {place.site.url(path) for path, _ in place.site.asked}
    assert asked.isdisjoint(fetched)
    assert report.count(FetchStatus.UNCHANGED) == 4
    assert report.count(FetchStatus.FETCHED) == 5
    assert len(load_manifest(place.corpus)) == 9
    place.site.asked.clear()
    assert not place.fetch().resumed
    assert {place.site.url(path) for path, _ in place.site.asked} > set(fetched)


def test_a_killed_run_loses_nothing(place: Workplace) -> None:
    script = """
        import os, sys
        from pathlib import Path
        from ingest.fetch import fetch_sources
        from ingest.fetch_http import HttpDoor
        from ingest.fetch_sources import Source
        from tests.site import HeldClock
        lines = []
        def die(line, waiting):
            lines.append(line)
            if len(lines) == 4:
                os._exit(9)
        clock = HeldClock()
        source = Source(tree=sys.argv[1], kind="hvidbog")
        fetch_sources((source,), Path(sys.argv[2]), Path(sys.argv[3]), HttpDoor(clock, allow_loopback=True), clock,
                      listener=die)
    """
    given = [place.site.url("/hvidbog/"), str(place.corpus), str(place.home)]
    root = Path(__file__).parent.parent
    died = subprocess.run([sys.executable, "-c", textwrap.dedent(script), *given], cwd=root, timeout=60, check=False)
    assert died.returncode == 9
    assert not (place.corpus / "manifest.toml").exists()
    report = place.fetch()
    assert report.resumed
    assert report.count(FetchStatus.UNCHANGED) > 0
    assert len(load_manifest(place.corpus)) == 9
    assert not list(place.corpus.rglob("*.part"))
    assert all(place.site.times(line.url.removeprefix(place.site.url(""))) == 1 for line in report.lines if line.path)


def test_a_damaged_state_file_costs_requests_but_no_content(place: Workplace) -> None:
    place.fetch()
    (place.home / "fetch" / "state.json").write_text("{")
    report = place.fetch()
    assert report.count(FetchStatus.FETCHED) == 9
    assert len(load_manifest(place.corpus)) == 9


def test_two_runs_at_once_are_refused(place: Workplace) -> None:
    with StateFolder(place.home / "fetch").locked(), pytest.raises(FetchBusy):
        place.fetch()
    assert place.fetch().count(FetchStatus.FETCHED) == 9


def test_two_urls_with_one_file_name_get_a_file_each(place: Workplace) -> None:
    place.add("/hvidbog/bilag/tal.html", html("Tal som side"))
    place.add("/hvidbog/bilag/tal", html("Tal uden endelse"))
    report = place.fetch()
    paths = {place.line(report, path).path for path in ("/hvidbog/bilag/tal.html", "/hvidbog/bilag/tal")}
    assert len(paths) == 2
    assert place.file(place.line(report, "/hvidbog/bilag/tal")) == place.site.pages["/hvidbog/bilag/tal"].body


def test_writers_at_the_same_time_lose_no_entry(tmp_path: Path) -> None:
    path = tmp_path / "manifest.toml"
    names = [f"{number}.md" for number in range(40)]
    whole = {"title": "Sømarken (opdigtet)", "kind": "side", "audience": "public", "source": "opdigtet"}

    def write(name: str) -> None:
        write_entries(path, [Entry.model_validate({"path": name, **whole})])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, names))
    assert sorted(entry.path for entry in load_manifest(tmp_path)) == sorted(names)
