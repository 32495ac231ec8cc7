"""The network door of `hvidbog fetch`: only to addresses that were checked, and never without a limit."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from ingest.fetch_http import Budget, HttpDoor, NotFetched
from ingest.fetch_pages import TYPES
from tests.site import HeldClock, Site

BUDGET = Budget(connect_seconds=5, read_seconds=5, total_seconds=1_000, bytes=300_000)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


def test_loopback_and_private_addresses_are_refused_unless_a_test_allows_loopback(site: Site) -> None:
    with pytest.raises(NotFetched, match="åbne internet"):
        HttpDoor(HeldClock(), BUDGET).get(site.url("/giv-input"), {}, TYPES)
    assert site.asked == []
    assert HttpDoor(HeldClock(), BUDGET, allow_loopback=True).get(site.url("/giv-input"), {}, TYPES).status == 200


def test_the_connection_goes_to_the_address_that_was_checked(site: Site) -> None:
    answers = [["127.0.0.1"], ["10.0.0.7"]]
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return answers[len(asked) - 1]

    door = HttpDoor(HeldClock(), BUDGET, resolve=rebinding, allow_loopback=True)
    url = f"http://soemarken.test:{site.port}/giv-input"
    assert door.get(url, {}, TYPES).status == 200
    assert asked == ["soemarken.test"]
    with pytest.raises(NotFetched) as refused:
        door.get(url, {}, TYPES)
    assert refused.value.code == "private"
    assert door.requests == 1


def test_a_name_that_leads_nowhere_and_a_closed_port_are_told_apart() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "unknown")

    with pytest.raises(NotFetched, match="slås op"):
        HttpDoor(HeldClock(), BUDGET, resolve=unknown).get("http://soemarken.test/", {}, TYPES)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: refused at once, and nobody else can have it
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        with pytest.raises(NotFetched, match="ingen forbindelse"):
            HttpDoor(HeldClock(), BUDGET, allow_loopback=True).get(url, {}, TYPES)


def test_https_to_a_server_without_a_certificate_is_refused(site: Site) -> None:
    with pytest.raises(NotFetched) as refused:
        HttpDoor(HeldClock(), BUDGET, allow_loopback=True).get(f"https://127.0.0.1:{site.port}/", {}, TYPES)
    assert refused.value.code == "tls"
