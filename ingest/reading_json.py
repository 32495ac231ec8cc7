"""Readings and documents as JSON: the form in which they are kept and passed between processes."""

from __future__ import annotations

from pydantic import TypeAdapter

from ingest.records import Document, Reading

READING: TypeAdapter[Reading] = TypeAdapter(Reading)
DOCUMENT: TypeAdapter[Document] = TypeAdapter(Document)
