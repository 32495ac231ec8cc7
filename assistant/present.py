"""Answers and hits as JSON: the shape that other programs measure through (design, section 4)."""

from __future__ import annotations

from typing import Any

from assistant.records import Answer, Citation, Retrieval
from ingest.records import Audience, Document, Reading


def answer_json(answer: Answer, identity: str | int | None = None) -> dict[str, Any]:
    """An answer as JSON; `dropped` is empty for the public."""
    dropped = answer.dropped if answer.audience is Audience.STAFF else ()
    return {
        "id": identity,
        "question": answer.question,
        "masked": list(answer.masked),
        "audience": answer.audience.value,
        "status": answer.status.value,
        "reason": answer.reason.value if answer.reason else None,
        "answer": answer.text,
        "claims": [
            {
                "text": claim.text,
                "frame": claim.frame,
                "citations": list(claim.citations),
                "checks": {name: verdict.value for name, verdict in claim.checks.items()},
            }
            for claim in answer.claims
        ],
        "dropped": [{"text": one.text, "failed": list(one.failed)} for one in dropped],
        "missing": list(answer.missing),
        "nearest": [_citation(one, numbered=False) for one in answer.nearest],
        "citations": [_citation(one, numbered=True) for one in answer.citations],
        "searched": {
            "query": answer.searched.query,
            "filters": dict(answer.searched.filters),
            "from_history": answer.searched.from_history,
        },
        "notes": [{"code": note.code, "text": note.text} for note in answer.notes],
        "engine": answer.engine,
        "model": answer.model,
        "prompt_hash": answer.prompt_hash,
        "index_version": answer.index_version,
        "newest_document": answer.newest_document.isoformat() if answer.newest_document else None,
        "ai_generated": True,
        "elapsed_ms": round(answer.elapsed_ms, 1),
    }


def _citation(citation: Citation, *, numbered: bool) -> dict[str, Any]:
    fields: dict[str, Any] = {"n": citation.n} if numbered else {}
    return fields | {
        "document_id": citation.document_id,
        "source_id": citation.source_id,
        "title": citation.title,
        "kind": citation.kind,
        "date": citation.date.isoformat() if citation.date else None,
        "page": citation.page,
        "page_label": citation.page_label,
        "anchor": citation.anchor,
        "section": list(citation.section),
        "quote": citation.quote,
        "start": citation.range.start,
        "end": citation.range.end,
        "boxes": [{"page": box.page, "rect": [box.left, box.top, box.right, box.bottom]} for box in citation.boxes],
        "source_url": citation.source_url,
    }


def search_json(retrieval: Retrieval, readings: dict[str, Reading]) -> dict[str, Any]:
    """Hits as JSON; `readings` holds the reading of every document among them."""
    hits = []
    for hit in retrieval.accepted:
        reading = readings[hit.passage.document_id]
        document: Document = reading.document
        page = reading.page_at(hit.passage.range.start)
        hits.append(
            {
                "rank": hit.rank,
                "score": round(hit.score, 4),
                "document_id": document.id,
                "source_id": document.source_id,
                "page": page.number if page else None,
                "section": list(reading.sections[hit.passage.section].path),
                "text": hit.passage.range.of(reading.text),
            }
            | ({"also_in": [one.document_id for one in hit.twins]} if hit.twins else {})
        )
    searched = {"filters": dict(retrieval.filters)} if retrieval.filters else {}
    return {"query": retrieval.asked, **searched, "hits": hits, "elapsed_ms": round(retrieval.seconds * 1000, 1)}
