"""The same export as a Word document."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as Word
from docx.oxml.ns import qn

from assistant.records import Answer
from ingest.catalogue import load_catalogue
from ui.answer_lines import answer_lines
from ui.export import export_notice, export_sections
from ui.plain_text import plain

_FORBIDDEN = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def docx_export(answers: Sequence[Answer], corpus: str, today: dt.date) -> bytes:
    """The answers with their questions as the bytes of a .docx file, marked as made by a machine for people and programs."""
    texts = load_catalogue("ui")
    document = Document()
    about = document.core_properties
    about.title = _clean(texts.text("export.title", corpus=corpus))
    about.author = texts.text("page.product")
    about.comments = about.subject = export_notice(today)
    about.keywords = "ai_generated=true"
    about.language = "da-DK"
    _danish(document)
    document.add_heading(about.title, 0)
    document.add_paragraph(export_notice(today)).runs[0].italic = True
    for answer in answers:
        document.add_heading(_clean(answer.question), 1)
        document.add_paragraph().add_run(texts.text(f"status.{answer.status}")).bold = True
        for line in answer_lines(answer):
            document.add_paragraph(_clean(line))
        for heading, rows in export_sections(answer):
            document.add_heading(heading, 2)
            for row in rows:
                document.add_paragraph(_clean(row), style="List Bullet")
    document.sections[0].footer.paragraphs[0].text = export_notice(today)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _danish(document: Word) -> None:
    """Sets the language of all text, so that a screen reader speaks Danish."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "da-DK")


def _clean(text: str) -> str:
    """`text` without the characters that no XML file may hold."""
    return _FORBIDDEN.sub("", plain(text))
