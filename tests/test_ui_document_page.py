"""The page of one document: its contents, its search, and nothing that a document or an address could slip in."""

from __future__ import annotations

import re

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.fake_assistant import TITLE, FakeAssistant, minutes
from ui.document_page import POLICY, contents, document_route, search_in


class OnlyMinutes(FakeAssistant):
    """Has the minutes and nothing else."""

    def reading(self, document_id: str):  # type: ignore[no-untyped-def]
        if document_id != minutes().document.id:
            raise KeyError(document_id)
        return minutes()


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=[document_route(OnlyMinutes)]))


def test_the_contents_are_the_headings_with_links_to_their_places(client: TestClient) -> None:
    assert [(one.text, one.depth) for one in contents(minutes())] == [
        ("Punkt 7: Ny svømmehal i Sømarken Kommune (opdigtet)", 0), ("Resumé", 1), ("Indstilling", 1), ("Beslutning", 1),
    ]  # fmt: skip
    page = client.get(f"/dokument/{minutes().document.id}?tema=dark")
    assert page.status_code == 200
    assert page.headers["content-security-policy"] == POLICY
    assert 'data-theme="dark"' in page.text
    (start, end) = re.findall(r'start=(\d+)&amp;end=(\d+)&amp;tema=dark">Resumé', page.text)[0]
    assert minutes().text[int(start) : int(end)] == "Resumé"
    assert "Referat · 4. marts 2031 · Offentligt" in page.text


def test_a_search_finds_the_sentences_with_all_words(client: TestClient) -> None:
    found, count = search_in(minutes(), "hallen ÅBNER")
    assert count == 1
    assert "".join(text for text, _ in found[0].pieces) == "Hallen åbner den 3. juni 2032."
    assert [text for text, hit in found[0].pieces if hit] == ["Hallen", "åbner"]
    assert (found[0].where, search_in(minutes(), "hallen rumskib")[1], search_in(minutes(), "  ")[1]) == (
        "Resumé",
        0,
        0,
    )
    page = client.get(f"/dokument/{minutes().document.id}", params={"q": "hallen rumskib"}).text
    assert "Ingen sætning har alle ordene." in page


def test_a_search_and_a_document_cannot_slip_markup_in(client: TestClient) -> None:
    page = client.get(f"/dokument/{minutes().document.id}", params={"q": '"><script>alert(1)</script>'}).text
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    page = client.get(f"/dokument/{minutes().document.id}", params={"q": "farligt"}).text
    assert "&lt;script&gt;alert(" in page
    assert "<script" not in page
    assert "<img" not in page


def test_a_document_that_is_not_there_is_said_to_be_missing(client: TestClient) -> None:
    page = client.get("/dokument/nothing")
    assert page.status_code == 404
    assert "Kilden findes ikke" in page.text
    assert TITLE not in page.text
