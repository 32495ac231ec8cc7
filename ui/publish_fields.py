"""The fields that an editor fills in about a document, and the line that says what became of its file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from ingest.catalogue import load_catalogue
from ingest.minutes_metadata import date_in
from ingest.records import Audience, Kind
from ui.citation_label import danish_date
from ui.plain_text import plain

CHANGED = ("title", "body", "meeting_date", "published", "layer", "publisher", "source")
DATES = frozenset({"meeting_date", "published"})
LONGEST = 300


def show_fields(proposed: Mapping[str, str], free: Sequence[str], *, personal_data: bool) -> dict[str, str]:
    """Draws the fields with what is proposed for them, and gives what stands in them now, by field.

    `free` are those that are written; `personal_data` is whether the choice about it is drawn.
    """
    texts = load_catalogue("ui")
    values = {field: _text_field(field, proposed.get(field, "")) for field in free}
    kinds = {texts.text(f"kind.{one.value}"): one.value for one in Kind}
    readers = {texts.text(f"audience.{one.value}"): one.value for one in Audience}
    values["kind"] = _choice("kind", kinds, proposed.get("kind", Kind.PAGE.value))
    values["audience"] = _choice("audience", readers, proposed.get("audience", Audience.STAFF.value))
    if personal_data:
        ways = {texts.text(f"personal_data.{one}"): one for one in ("quarantine", "mask")}
        values["personal_data"] = _choice("personal_data", ways, proposed.get("personal_data", "quarantine"))
    return values


def report_line(report: Mapping[str, Any]) -> str:
    """What became of a file, in words and shape."""
    texts = load_catalogue("ui")
    status = str(report["status"])
    parts = [f"{texts.text(f'file_shape.{status}')} {texts.text(f'file_status.{status}')}"]
    if report.get("pages"):
        parts.append(texts.text("documents.pages", count=report["pages"]))
    if report.get("passages"):
        parts.append(texts.text("documents.passages", count=report["passages"]))
    line = " · ".join(parts)
    return f"{line}. {report['reason']}" if report.get("reason") else line


def _text_field(field: str, value: str) -> str:
    texts = load_catalogue("ui")
    known = texts.keys()
    hint = f"publish_hint.{field}"
    written = st.text_input(
        texts.text(f"publish_field.{field}"),
        date_shown(value) if field in DATES else plain(value),
        max_chars=LONGEST,
        placeholder=texts.text(hint) if hint in known else None,
    ).strip()
    return date_meant(written) if field in DATES else written


def date_shown(value: str) -> str:
    """A date of the manifest ("2025-08-15") as the pages write it ("15. august 2025"); anything else as it is."""
    date = date_in(value)
    return danish_date(date) if date is not None and value == date.isoformat() else plain(value)


def date_meant(written: str) -> str:
    """A date in any of the usual spellings as the manifest has it; anything else as it is, to be told of."""
    date = date_in(written)
    return date.isoformat() if date is not None else written


def _choice(field: str, names: Mapping[str, str], chosen: str) -> str:
    """The value that is chosen among `names`, each a Danish word with its value."""
    values = list(names.values())
    index = values.index(chosen) if chosen in values else 0
    return names[st.radio(load_catalogue("ui").text(f"publish_field.{field}"), list(names), index=index)]
