"""What is known of a real PDF held against its reading: words of the Markdown source, and the pages of §§."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from evals import cli_pdf_source
from evals.pdf_source_score import score_source
from ingest.pdf import read_pdf
from ingest.records import Document, Kind
from tests.ingest_workplace import NOTICE, pdf

SOURCE = f"""# Havnen

{NOTICE}. Havnen er ny og dyb. Et afsnit, der kun er skrevet i kilden.

![Kortet](billeder/kort.png) Læs [mere](https://example.invalid/havn).
"""
LINES = ["Havnen", "Havnen er ny og dyb.", "Kortet. Læs mere.", "Kun i filen."]


def test_a_loss_is_put_down_to_the_markdown_the_pdf_or_us(monkeypatch: pytest.MonkeyPatch) -> None:
    score = score_source(pdf([LINES]), SOURCE.encode())
    assert score.lost["ours"].total() == 0
    assert set(score.lost["marks"]) >= {"https", "billeder", "png"}
    assert set(score.lost["not_in_pdf"]) >= {"afsnit", "skrevet", "kilden"}
    assert set(score.surplus["in_pdf"]) >= {"filen"}
    assert score.scores["ours", "plain"].recall > score.scores["ours", "raw"].recall
    # The control: what our reading leaves out though it is drawn is called our loss.
    short = pdf([[line for line in LINES if "dyb" not in line]])
    reading = read_pdf(short, Document("0" * 64, "kort.pdf", NOTICE, Kind.PAGE))
    monkeypatch.setattr("evals.pdf_source_score._read", lambda data: reading)
    assert set(score_source(pdf([LINES]), SOURCE.encode()).lost["ours"]) == {"havnen", "er", "ny", "og", "dyb"}


CARGOES = ["Fiskere", "Lystbåde", "Færger", "Lodsbåde", "Prammen"]


def law() -> bytes:
    """A made-up statute of three pages, as a ministry prints one: the sign in bold, its text behind it."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    for numbers in ([1, 2], [3], [4, 5]):
        canvas.setFont("Helvetica", 11)
        canvas.drawString(72, 780, f"{NOTICE}")
        for place, number in enumerate(numbers):
            canvas.setFont("Helvetica-Bold", 11)
            canvas.drawString(72, 700 - 80 * place, f"§ {number}.")
            wide = canvas.stringWidth(f"§ {number}. ", "Helvetica-Bold", 11)
            canvas.setFont("Helvetica", 11)
            canvas.drawString(72 + wide, 700 - 80 * place, f"{CARGOES[number - 1]} lægger til ved kajen i havnen.")
            canvas.drawString(
                72, 685 - 80 * place, f"Stk. 2. Havnefogeden anviser {CARGOES[number - 1].lower()} plads hver morgen."
            )
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def test_each_paragraph_is_a_section_on_its_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "lov.pdf").write_bytes(law())
    table = tmp_path / "sider.tsv"
    table.write_text("paragraph\tpages\n§1\t1\n§2\t1\n§3\t2\n§4\t3\n§5\t2,3\n§6\t3\n", encoding="utf-8")
    assert cli_pdf_source.main([str(tmp_path / "lov.pdf"), str(table), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["paragraphs"]["hit"], found["paragraphs"]["of"]) == (5, 6)
    assert found["paragraph_pages"]["hit"] == 4, "the controls: a § that is not there and one on another page"


def test_the_command_prints_a_table_and_refuses_what_it_cannot_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf([LINES]))
    (tmp_path / "a.md").write_text(SOURCE, encoding="utf-8")
    assert cli_pdf_source.main([str(tmp_path / "a.pdf"), str(tmp_path / "a.md")]) == 0
    assert "Tabt af os: 0 ord" in capsys.readouterr().out
    assert cli_pdf_source.main([str(tmp_path / "a.pdf"), str(tmp_path / "b.md")]) == 2
    assert "b.md" in capsys.readouterr().err
