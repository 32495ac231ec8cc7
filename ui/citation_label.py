"""A citation in words and as an address in our own viewer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from urllib.parse import quote, urlencode

from assistant.records import Answer, Citation
from ingest.catalogue import load_catalogue

QUOTED = 48  # characters of a quote in a label
NEAREST = 110  # … of one that stands nowhere else on the page
LONGEST = 140  # characters of a label; the viewer shows the whole path


def danish_date(date: dt.date) -> str:
    """The date written out: "15. august 2025"."""
    return f"{date.day}. {load_catalogue('ui').text(f'month.{date.month}')} {date.year}"


def quoted_from(citations: Sequence[Citation]) -> str:
    """The day that all quotes are from, written out; "" where they are from several days or one has no date."""
    dates = {citation.date for citation in citations}
    date = dates.pop() if len(dates) == 1 else None
    return danish_date(date) if date else ""


def citation_label(citation: Citation) -> str:
    """Kind and date, page, the outermost and the innermost heading: "Referat, 15. august 2025 · Punkt 42 › Resumé"."""
    texts = load_catalogue("ui")
    kind = texts.text(f"kind.{citation.kind}")
    what = f"{kind}, {danish_date(citation.date)}" if citation.date else f"{kind}: {citation.title}"
    parts = [what]
    page = citation.page_label or (str(citation.page) if citation.page is not None else None)
    if page is not None:
        parts.append(texts.text("answer.page", page=page))
    headings = [heading for heading in citation.section if heading != citation.title]
    if headings:
        ends = headings if len(headings) < 3 else [headings[0], headings[-1]]
        parts.append(" › ".join(_short(heading) for heading in ends))
    return _cut(" · ".join(parts), LONGEST)


def by_place(citations: Sequence[Citation]) -> list[tuple[str, list[Citation]]]:
    """The citations gathered by their label, in the order in which each label first comes."""
    places: dict[str, list[Citation]] = {}
    for citation in citations:
        places.setdefault(citation_label(citation), []).append(citation)
    return list(places.items())


def nearest_key(answer: Answer) -> str:
    """The text above what comes nearest: beside an answer it is more to read, without one it is all there is."""
    return "answer.see_also" if answer.claims else "answer.nearest"


def quote_label(citation: Citation) -> str:
    """The number of a citation, where it has one, and the beginning of its quote: "1 · »Hallen åbner …«"."""
    words = quote_beginning(citation)
    return load_catalogue("ui").text("answer.citation", n=citation.n, label=words) if citation.n > 0 else words


def quote_beginning(citation: Citation) -> str:
    """The beginning of what a citation quotes: "»Hallen åbner …«"; longer where it is no part of the answer."""
    return f"»{_cut(' '.join(citation.quote.split()), QUOTED if citation.n else NEAREST)}«"


def whole_path(citation: Citation) -> tuple[str, ...]:
    """Title and all headings, the title once."""
    return citation.section if citation.title in citation.section[:1] else (citation.title, *citation.section)


def source_address(citation: Citation, theme: str | None = None) -> str:
    """The path of the viewer's page for a citation, with the theme ("light" or "dark") if it is known."""
    query = {"start": str(citation.range.start), "end": str(citation.range.end)}
    if theme in {"light", "dark"}:
        query["tema"] = theme
    return f"/kilde/{quote(citation.document_id, safe='')}?{urlencode(query)}"


def _short(heading: str) -> str:
    """A heading before its colon where that is enough to find it: "Punkt 42: Fremtidens …" is "Punkt 42"."""
    head, colon, _ = heading.partition(":")
    return head if colon and head[-1:].isdigit() else _cut(heading, 60)


def _cut(text: str, longest: int) -> str:
    """`text` of at most `longest` characters, cut between words where one ends in its second half."""
    if len(text) <= longest:
        return text
    end = text.rfind(" ", longest // 2, longest)
    return text[: end if end > 0 else longest - 1].rstrip(" .,;:–-") + "…"
