"""The made-up report: what it says of itself must be so, in both producers' files."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest

from evals.cli_make_report import main
from evals.make_report import make_report
from evals.report_chromium import ChromiumMissing
from evals.report_lines import soft_hyphenated
from evals.report_words import danish_number

PAGES = 12
Record = dict[str, Any]


def _quietly(name: str, done: int, total: int) -> None:
    assert name
    assert 0 <= done <= total


class MadeReport:
    """A report on disk, with its truth and the bare letters of its pages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.summary: Record = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
        self.records: list[Record] = [
            json.loads(line) for line in (folder / "truth.jsonl").read_text("utf-8").splitlines()
        ]
        self.pages = cache(self._pages)

    def of(self, kind: str, **wanted: object) -> list[Record]:
        """The records of one kind whose fields have the wanted values."""
        found = [record for record in self.records if record["record"] == kind]
        return [record for record in found if all(record[key] == value for key, value in wanted.items())]

    def file(self, producer: str) -> Path:
        """The producer's PDF."""
        return self.folder / str(self.summary["producers"][producer]["file"])

    def _pages(self, producer: str) -> list[str]:
        document = pypdfium2.PdfDocument(self.file(producer))
        try:
            return [_letters(document[index].get_textpage().get_text_bounded()) for index in range(len(document))]
        finally:
            document.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> MadeReport:
    folder = tmp_path_factory.mktemp("report")
    make_report(7, PAGES, folder, _quietly)
    return MadeReport(folder)


def _letters(text: str) -> str:
    return re.sub(r"[^0-9a-zæøå§]", "", text.lower())


def _stands(pages: list[str], found: list[int], text: str) -> bool:
    """Whether the letters of `text` stand on page `found`, or begin on the first and go on on the second."""
    letters = _letters(text)
    if len(found) == 1:
        return letters in pages[found[0] - 1]
    first, second = (pages[page - 1] for page in found)
    return any(letters[:cut] in first and letters[cut:] in second for cut in range(1, len(letters)))


@pytest.mark.parametrize("producer", ["reportlab", "chromium", "pixi"])
def test_every_page_says_that_the_municipality_is_made_up(report: MadeReport, producer: str) -> None:
    assert all("opdigtetkommune" in page for page in report.pages(producer))


def test_it_has_the_pages_that_were_asked_for(report: MadeReport) -> None:
    assert len(report.pages("reportlab")) == PAGES
    assert len(report.pages("pixi")) == 16
    assert len(report.pages("chromium")) == report.summary["producers"]["chromium"]["pages"]


@pytest.mark.parametrize("producer", ["reportlab", "chromium", "pixi"])
def test_each_sentence_stands_on_the_page_that_the_truth_names(report: MadeReport, producer: str) -> None:
    pages = report.pages(producer)
    shuffled = set(report.summary["producers"][producer]["out_of_order_pages"])
    checked = 0
    for record in report.of("sentence"):
        found = record["pages"].get(producer)
        if found and not shuffled & set(found):
            checked += 1
            assert _stands(pages, found, record["text"]), (record["id"], found, record["text"])
            wrong = found[0] % len(pages) + 1
            if record["kind"] == "body" and wrong not in found:
                assert not _stands(pages, [wrong], record["text"]), "the check itself must notice a wrong page"
    assert checked > 40


@pytest.mark.parametrize("producer", ["reportlab", "chromium"])
def test_each_cell_stands_on_the_page_that_the_truth_names(report: MadeReport, producer: str) -> None:
    pages = report.pages(producer)
    cells = report.of("cell")
    assert cells
    assert all(_letters(cell["value"]) in pages[cell["page"][producer] - 1] for cell in cells)


@pytest.mark.parametrize("producer", ["reportlab", "chromium"])
def test_labels_are_roman_and_then_arabic_and_there_is_an_outline(report: MadeReport, producer: str) -> None:
    reader = pypdf.PdfReader(report.file(producer))
    labels = report.summary["producers"][producer]["labels"]
    assert reader.page_labels == labels
    assert labels[:2] == ["i", "ii"]
    assert labels[-1] == str(len(labels) - labels.index("1"))
    assert reader.outline


def test_no_sentence_is_written_twice_in_the_background(report: MadeReport) -> None:
    texts = Counter(
        r["text"] for r in report.of("sentence", layer="baggrund") if r["kind"] in {"body", "bullet", "footnote"}
    )
    assert texts
    assert max(texts.values()) == 1


def test_each_fact_has_three_twins_that_differ_in_one_thing_and_stand_elsewhere(report: MadeReport) -> None:
    facts = {fact["id"]: fact for fact in report.of("fact")}
    assert len(facts) >= 16
    for fact in facts.values():
        assert (fact["sentence"] is None) != (fact["cell"] is None)
        assert set(fact["twins"]) == {"place", "year", "group"}
        for aspect, name in fact["twins"].items():
            twin = facts[name]
            differing = {key for key in ("subject", "attribute", "place", "year", "group") if twin[key] != fact[key]}
            assert differing == {aspect}
            assert twin["value"] != fact["value"]
            assert (twin["sentence"], twin["cell"]) != (fact["sentence"], fact["cell"])


def test_each_fact_is_stated_where_the_truth_says(report: MadeReport) -> None:
    sentences = {record["id"]: record["text"] for record in report.of("sentence")}
    cells = {(cell["table"], cell["row"], cell["column"]): cell for cell in report.of("cell")}
    for fact in report.of("fact"):
        if fact["sentence"]:
            text = sentences[fact["sentence"]]
            assert all(str(fact[key]) in text for key in ("place", "year", "group", "value"))
        else:
            cell = cells[tuple(fact["cell"])]
            assert cell["row_label"].lower() in {fact["place"].lower(), fact["group"]}
            assert cell["column_label"] == str(fact["year"])
            assert fact["value"].startswith(cell["value"])
            assert cell["fact"] == fact["id"]


def test_the_other_layers_repeat_the_background_word_for_word_or_nearly(report: MadeReport) -> None:
    background = {record["id"]: record["text"] for record in report.of("sentence", layer="baggrund")}
    for layer in ("pixi", "html"):
        copies = [record for record in report.of("sentence", layer=layer) if record["copy_of"]]
        assert {record["verbatim"] for record in copies} == {True, False}
        assert all((background[record["copy_of"]] == record["text"]) == record["verbatim"] for record in copies)


def test_each_web_sentence_stands_in_its_page_beside_buttons(report: MadeReport) -> None:
    records = report.of("sentence", layer="html")
    assert records
    for record in records:
        page = (report.folder / record["path"]).read_text(encoding="utf-8")
        assert record["text"] in page
        assert "<button>Udskriv</button>" in page
        assert "opdigtet kommune" in page


def test_the_same_seed_gives_the_same_bytes_and_another_seed_other_ones(tmp_path: Path) -> None:
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        make_report(seed, PAGES, tmp_path / name, _quietly, chromium=False)
    for file in ("baggrund.pdf", "pixi.pdf", "truth.jsonl"):
        a, b, c = ((tmp_path / name / file).read_bytes() for name in ("a", "b", "c"))
        assert a == b != c


def test_a_tenth_of_the_pages_draw_their_text_out_of_order(tmp_path: Path) -> None:
    summary = make_report(7, 40, tmp_path, _quietly, chromium=False)
    made = summary["producers"]["reportlab"]
    assert made["pages"] == 40
    assert 3 <= len(made["out_of_order_pages"]) <= 5
    document = pypdfium2.PdfDocument(tmp_path / "baggrund.pdf")
    firsts = [
        document[page - 1].get_textpage().get_text_bounded().splitlines()[0] for page in made["out_of_order_pages"]
    ]
    document.close()
    assert not any("opdigtet kommune" in line for line in firsts)


def test_without_chromium_it_says_so_before_it_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ChromiumMissing, match="Chromium blev ikke fundet"):
        make_report(7, PAGES, tmp_path / "out", _quietly)
    assert not (tmp_path / "out").exists()


def test_the_command_writes_where_it_is_told_and_refuses_too_few_pages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--pages", "12", "--seed", "7", "--no-chromium", "--out", str(tmp_path / "r")]) == 0
    assert "baggrund.pdf: 12 sider" in capsys.readouterr().out
    assert main(["--pages", "3", "--out", str(tmp_path / "s")]) == 2
    assert "mindst 10 sider" in capsys.readouterr().err


def test_words_break_only_between_syllables_and_keep_their_own_hyphens() -> None:
    assert soft_hyphenated("EU-regler").replace("\u00ad", "") == "EU-regler"
    assert "\u00ad" in soft_hyphenated("kapacitetsplanlægning")
    assert soft_hyphenated("skole") == "skole"


def test_numbers_are_danish() -> None:
    assert danish_number(1234.5, 1) == "1.234,5"
    assert danish_number(1.75, 3) == "1,750"
