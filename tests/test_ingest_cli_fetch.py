"""`corpus/sources.toml` and the command `hvidbog fetch`: its lines, its JSON, its exit codes."""

from __future__ import annotations

import argparse
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.cli_fetch import main, parse_args, run
from ingest.config import Settings
from ingest.errors import WrongUse
from ingest.fetch_http import HttpDoor
from ingest.fetch_records import FetchStatus
from ingest.fetch_sources import Source, read_sources
from ingest.records import Audience, AuthorKind, Kind
from tests.fetch_workplace import BUDGET, Workplace
from tests.site import Site


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


@pytest.fixture
def place(tmp_path: Path, site: Site) -> Workplace:
    return Workplace(tmp_path, site)


def test_the_shipped_sources_are_public_and_on_two_hosts() -> None:
    sources = read_sources(Path(__file__).parent.parent / "corpus" / "sources.toml")
    assert {source.origin.host for source in sources} == {"www.fremtidensranders.dk", "www.randers.dk"}
    assert all(source.origin.scheme == "https" and source.audience is Audience.PUBLIC for source in sources)
    hearings = [source for source in sources if source.kind is Kind.HEARING_ANSWER]
    assert hearings
    assert all(one.personal_data == "mask" and one.author_kind is AuthorKind.CITIZEN for one in hearings)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[[source]]\nkind = "side"\n', "nummer 1"),
        ('[[source]]\npage = "https://x.dk/a"\nkind = "avis"\n', "kind"),
        ('[[source]]\npage = "file:///etc/passwd"\nkind = "side"\n', "nummer 1"),
        ('[[source]]\ntree = "https://x.dk/a"\nkind = "side"\n', "nummer 1"),
        ('[[source]]\ntree = "https://x.dk/a/"\nstart = ["https://y.dk/a/b"]\nkind = "side"\n', "nummer 1"),
        ('[[source]]\npage = "https://x.dk/a"\nkind = "side"\nfart = 9\n', "fart"),
        ("allow_loopback = true\n", "mindst én"),
        ("[[source]\n", "TOML"),
        ("", "mindst én"),
    ],
)
def test_a_broken_sources_file_is_named_in_danish(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "sources.toml").write_text(text)
    with pytest.raises(WrongUse, match=named):
        read_sources(tmp_path / "sources.toml")
    (tmp_path / "sources.toml").write_text('[[source]]\npage = "https://x.dk/a"\nkind = "side"\n')
    assert read_sources(tmp_path / "sources.toml")[0].starts == ("https://x.dk/a",)


def write_sources(place: Workplace) -> Settings:
    place.corpus.mkdir()
    (place.corpus / "sources.toml").write_text(
        f'[[source]]\ntree = "{place.site.url("/hvidbog/")}"\nkind = "hvidbog"\n'
    )
    return Settings(home=place.home, corpus=place.corpus)


def test_the_command_prints_a_danish_line_for_each_address(
    place: Workplace, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = write_sources(place)
    assert run(parse_args([]), settings, place.door(), place.clock) == 0
    told = capsys.readouterr()
    assert f"hentet: {place.site.url('/hvidbog/')} → web/" in told.out
    assert f"sprunget over: {place.site.url('/hvidbog/lukket/kladde')} – Stedets robots.txt" in told.out
    assert "5 hentet, 0 uændret" in told.out
    assert run(parse_args([]), settings, place.door(), place.clock) == 0
    assert "0 hentet, 5 uændret" in capsys.readouterr().out


def test_the_command_prints_json_alone_when_asked(place: Workplace, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(parse_args(["--json"]), write_sources(place), place.door(), place.clock) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["counts"]["fetched"] == 5
    assert {"url", "status", "reason", "path", "sha256", "bytes"} == set(report["addresses"][0])


def test_the_command_fails_when_nothing_could_be_fetched(place: Workplace, capsys: pytest.CaptureFixture[str]) -> None:
    settings = write_sources(place)
    assert run(parse_args([]), settings, HttpDoor(place.clock, BUDGET), place.clock) == 1
    assert "åbne internet" in capsys.readouterr().out
    assert place.site.asked == []
    assert run(parse_args(["--dry-run"]), settings, place.door(), place.clock) == 0
    assert "ville blive hentet" in capsys.readouterr().out


def test_wrong_use_and_help_are_danish(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(WrongUse, match="--allow-loopback"):
        main(["--allow-loopback"])
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    assert "intet slettes" in " ".join(capsys.readouterr().out.split())


def test_no_setting_or_option_or_source_field_opens_loopback() -> None:
    names = {*Settings.model_fields, *Source.model_fields, *vars(parse_args([]))}
    assert isinstance(parse_args([]), argparse.Namespace)
    assert not [name for name in names if "loopback" in name or "private" in name]


def test_every_text_of_the_fetch_is_there() -> None:
    tree = tomllib.loads((Path(__file__).parent.parent / "ingest" / "texts" / "da.toml").read_text())["fetch"]
    assert set(tree["status"]) == {status.value for status in FetchStatus}
