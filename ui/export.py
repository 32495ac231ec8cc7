"""An answer or a whole conversation as a text to take along: with its sources and the words that a machine made it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from assistant.records import Answer, Citation
from ingest.catalogue import load_catalogue
from ingest.records import Kind
from ui.answer_lines import answer_lines
from ui.citation_label import danish_date, nearest_key, whole_path
from ui.plain_text import plain

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~$])")
_LINE_START = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))", re.MULTILINE)


def markdown_export(answers: Sequence[Answer], corpus: str, today: dt.date) -> str:
    """The answers with their questions as Markdown. Nothing in them is markup: a quote looks as it stands in the source."""
    texts = load_catalogue("ui")
    lines = ["---", "ai_generated: true", f"date: {today.isoformat()}", "---", ""]
    lines += [f"# {_escaped(texts.text('export.title', corpus=corpus))}", "", f"*{export_notice(today)}*", ""]
    for answer in answers:
        lines += [f"## {_escaped(' '.join(plain(answer.question).split()))}", ""]
        lines += [f"**{_escaped(texts.text(f'status.{answer.status}'))}**", ""]
        for line in answer_lines(answer):
            lines += [_escaped(plain(line)), ""]
        for heading, rows in export_sections(answer):
            lines += [f"### {heading}", "", *(f"- {_escaped(row)}" for row in rows), ""]
    return "\n".join(lines).rstrip() + "\n"


def export_notice(today: dt.date) -> str:
    """The line that every export carries: a machine made it, on this day; check the sources."""
    return load_catalogue("ui").text("export.notice", date=danish_date(today))


def export_sections(answer: Answer) -> list[tuple[str, list[str]]]:
    """Heading and lines of what stands below an answer: sources, what is missing, what comes nearest, remarks."""
    texts = load_catalogue("ui")
    found = [
        (texts.text("answer.sources"), [f"[{one.n}] {source_line(one)}" for one in answer.citations]),
        (texts.text("answer.missing"), [plain(one) for one in answer.missing]),
        (texts.text(nearest_key(answer)), [source_line(one) for one in answer.nearest]),
        (texts.text("answer.notes"), [plain(note.text) for note in answer.notes]),
    ]
    return [(heading, rows) for heading, rows in found if rows]


def source_line(citation: Citation) -> str:
    """A source on one line: »quote« (title, date, page, headings, address)."""
    texts = load_catalogue("ui")
    path = whole_path(citation)
    parts = [path[0]]
    if citation.kind == Kind.HEARING_ANSWER:
        parts.append(texts.text("export.opinion"))
    if citation.date is not None:
        parts.append(danish_date(citation.date))
    page = citation.page_label or (str(citation.page) if citation.page is not None else None)
    if page is not None:
        parts.append(texts.text("answer.page", page=page))
    if path[1:]:
        parts.append(" › ".join(path[1:]))
    if citation.source_url:
        parts.append(citation.source_url)
    return plain(f"»{' '.join(citation.quote.split())}« ({', '.join(parts)})")


def _escaped(text: str) -> str:
    """`text` as Markdown that shows it letter by letter."""
    return _LINE_START.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", text))
