"""The viewer's page over HTTP: exact mark, escaped text, refused addresses."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant.records import Answer, Claim, Status
from ingest.records import Audience
from tests.fake_assistant import MONEY, SWIM, FakeAssistant, cite, minutes
from ui.citation_label import citation_label, nearest_key, quote_label, source_address
from ui.kiosk_view import kiosk_view
from ui.viewer import VIEWER_POLICY, viewer_route


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=[viewer_route(FakeAssistant)]))


def test_the_page_shows_the_quote_marked_in_its_context(client: TestClient) -> None:
    page = client.get(source_address(cite(1, SWIM)))
    assert page.status_code == 200
    assert re.findall(r"<mark[^>]*>(.*?)</mark>", page.text) == [SWIM]
    assert page.text.count('id="citat"') == 1
    assert '<html lang="da" dir="ltr" data-theme="auto">' in page.text
    assert "<li>Resumé</li>" in page.text
    assert "4. marts 2031" in page.text
    assert page.headers["content-security-policy"] == VIEWER_POLICY


def test_hostile_text_of_a_document_is_text_on_the_page(client: TestClient) -> None:
    page = client.get(source_address(cite(1, '<script>alert("x")</script>'))).text
    assert "&lt;script&gt;alert(" in page
    assert re.findall(r"<script[^>]*>", page) == ['<script src="/ui/kilde.js" defer>']
    assert "<img" not in page
    links = [f'<a href="/dokument/{minutes().document.id}?tema=auto">']
    assert re.findall(r"<a [^>]*>", page) == links  # ours alone


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_of_the_chat_is_followed(client: TestClient, theme: str) -> None:
    assert f'data-theme="{theme}"' in client.get(source_address(cite(1, SWIM), theme)).text


def test_a_theme_that_is_none_is_ignored(client: TestClient) -> None:
    assert 'data-theme="auto"' in client.get(source_address(cite(1, SWIM)) + '&tema="><script>').text


@pytest.mark.parametrize(
    "address",
    [
        "/kilde/ukendt?start=0&end=5",
        f"/kilde/{minutes().document.id}",
        f"/kilde/{minutes().document.id}?start=5&end=5",
        f"/kilde/{minutes().document.id}?start=9&end=5",
        f"/kilde/{minutes().document.id}?start=-1&end=5",
        f"/kilde/{minutes().document.id}?start=0&end=99999999",
        f"/kilde/{minutes().document.id}?start=0&end={'9' * 5000}",
        f"/kilde/{minutes().document.id}?start=a&end=b",
        f"/kilde/{minutes().document.id}?start=٠&end=٥",
        "/kilde/..%2F..%2Fetc%2Fpasswd?start=0&end=5",
    ],
)
def test_what_is_not_there_is_a_plain_danish_page(client: TestClient, address: str) -> None:
    page = client.get(address)
    assert page.status_code == 404
    if page.headers["content-type"].startswith("text/html"):
        assert "Kilden findes ikke" in page.text
        assert 'lang="da"' in page.text


def test_labels_that_are_the_same_are_told_apart_by_their_quotes() -> None:
    view = kiosk_view(Answer("", Audience.PUBLIC, Status.FOUND, "", citations=(cite(1, SWIM), cite(2, MONEY))))
    (place,) = view["sources"]
    assert place["place"].endswith("Punkt 7 › Resumé")
    assert [one["label"] for one in place["quotes"]] == [
        quote_label(cite(1, SWIM)).removeprefix("1 · "),
        quote_label(cite(2, MONEY)).removeprefix("2 · "),
    ]
    alone = kiosk_view(Answer("", Audience.PUBLIC, Status.FOUND, "", citations=(cite(1, SWIM),)))["sources"][0]
    assert [one["label"] for one in alone["quotes"]] == [""]  # its place is its name


def test_what_is_more_to_read_says_what_it_says() -> None:
    view = kiosk_view(Answer("", Audience.PUBLIC, Status.FOUND, "", nearest=(cite(0, SWIM),)))
    assert [one["label"] for one in view["nearest"][0]["quotes"]] == [f"»{SWIM}«"]


def test_the_same_list_is_more_to_read_beside_an_answer_and_all_there_is_without_one() -> None:
    none = Answer("", Audience.PUBLIC, Status.NOT_FOUND, "", nearest=(cite(0, SWIM),))
    assert nearest_key(none) == "answer.nearest"
    assert nearest_key(replace(none, claims=(Claim(SWIM, "", (1,), {}),))) == "answer.see_also"


def test_a_greeting_is_no_unclear_question_and_quotes_without_a_date_are_dated_by_none() -> None:
    greeting = Answer("Hej", Audience.PUBLIC, Status.UNCLEAR, "Hej.")
    assert kiosk_view(greeting)["courteous"] is True
    assert kiosk_view(replace(greeting, question="Hvad med det?"))["courteous"] is False
    dated = cite(1, SWIM)
    answer = Answer("", Audience.PUBLIC, Status.FOUND, "", citations=(dated,))
    assert kiosk_view(answer)["quoted_from"] == "4. marts 2031"
    assert kiosk_view(replace(answer, citations=(dated, replace(dated, date=None))))["quoted_from"] == ""
    later = replace(dated, date=dt.date(2031, 5, 6))
    assert kiosk_view(replace(answer, citations=(dated, later)))["quoted_from"] == ""


def test_a_label_names_kind_date_and_the_outermost_and_innermost_heading() -> None:
    assert citation_label(cite(1, SWIM)) == "Referat, 4. marts 2031 · Punkt 7 › Resumé"
