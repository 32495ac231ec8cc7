"""What is taken along holds the answer, its sources and the words that a machine made it, and no markup of others."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from io import BytesIO

from docx import Document
from markdown_it import MarkdownIt

from tests.fake_assistant import HOSTILE, MONEY, SWIM, FakeAssistant, cite
from ui.export import markdown_export, source_line
from ui.export_docx import docx_export

TODAY = dt.date(2031, 5, 1)
NOTICE = "Lavet af en kunstig intelligens den 1. maj 2031. Tjek citatet i kilden, før du bruger svaret."
ANSWERS = (FakeAssistant().ask("Hvornår åbner svømmehallen?"), FakeAssistant().ask("Hvor mange penge er der afsat?"))
WANTED = (
    NOTICE, "Hvornår åbner svømmehallen?", f"Ifølge referatet: {SWIM} [1]", f"{MONEY} [2]",
    f"[1] »{SWIM}« (Referat fra Sømarken Kommune (opdigtet), 4. marts 2031, Punkt 7: Ny svømmehal i Sømarken Kommune",
    "prisen på billetter", "»Den ligger ved havnen.«", "Søgt med ord alene.", "Delvist fundet i materialet",
)  # fmt: skip


def text_of(markdown: str) -> str:
    """What a reader sees of Markdown."""
    found = []
    for token in MarkdownIt().parse(markdown):
        found += [child.content for child in token.children or [] if child.type in ("text", "text_special")]
        found.append("\n")
    return "".join(found)


def test_markdown_says_all_and_is_marked_for_programs() -> None:
    made = markdown_export(ANSWERS, "Svømmehallen", TODAY)
    assert made.startswith("---\nai_generated: true\n")
    seen = text_of(made)
    for one in WANTED:
        assert one in seen, one


def test_hostile_text_stays_text_in_markdown() -> None:
    made = markdown_export((FakeAssistant().ask(f"farlig # {HOSTILE}\n# x"),), "Svømmehallen", TODAY)
    kinds = {child.type for token in MarkdownIt("commonmark").parse(made) for child in token.children or []}
    assert not kinds & {"link_open", "image", "html_inline", "code_inline"}
    assert HOSTILE in text_of(made)
    raw = MarkdownIt("commonmark").parse(f"farlig {HOSTILE} [a](http://x.invalid)")  # the control: it would be markup
    assert {"link_open", "image", "html_inline"} <= {child.type for token in raw for child in token.children or []}


def test_word_says_all_and_is_marked_for_programs() -> None:
    document = Document(BytesIO(docx_export(ANSWERS, "Svømmehallen", TODAY)))
    seen = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for one in WANTED:
        assert one in seen, one
    assert document.core_properties.keywords == "ai_generated=true"
    assert document.core_properties.language == "da-DK"
    assert document.sections[0].footer.paragraphs[0].text == NOTICE
    assert [one.text for one in document.paragraphs if one.style.name == "Heading 1"] == [
        "Hvornår åbner svømmehallen?", "Hvor mange penge er der afsat?",
    ]  # fmt: skip


def test_word_takes_any_character_that_a_document_may_hold() -> None:
    answer = FakeAssistant().ask("farlig \x01\x0b\ufffe tegn")
    assert docx_export((answer,), "x\x02", TODAY)[:2] == b"PK"


def test_a_citizen_s_words_are_called_an_opinion() -> None:
    citation = replace(cite(1, SWIM), kind="høringssvar")
    assert source_line(citation).startswith(
        f"»{SWIM}« (Referat fra Sømarken Kommune (opdigtet), en borgers mening, 4. marts"
    )
    assert "mening" not in source_line(cite(1, SWIM))
