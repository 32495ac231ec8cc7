"""An answer as the kiosk's page draws it: texts and addresses, no HTML."""

from __future__ import annotations

from typing import Any

from assistant.courtesy import courtesy_of
from assistant.records import Answer, Citation, Status
from ui.citation_label import by_place, danish_date, quote_beginning, quoted_from, source_address
from ui.plain_text import plain


def kiosk_view(answer: Answer) -> dict[str, Any]:
    """The answer for the page's script. `keep` tells whether a follow-up may look back on it."""
    return {
        "status": answer.status.value,
        "reason": answer.reason.value if answer.reason else None,
        "question": plain(answer.question),
        "text": plain(answer.text),
        "lines": [
            {"frame": plain(claim.frame), "text": plain(claim.text), "citations": list(claim.citations)}
            for claim in answer.claims
        ],
        "sources": _sources(answer.citations),
        "nearest": _sources(answer.nearest, named=True),
        "missing": [plain(one) for one in answer.missing],
        "notes": [plain(note.text) for note in answer.notes],
        "courteous": answer.status is Status.UNCLEAR and courtesy_of(answer.question) is not None,
        "quoted_from": quoted_from(answer.citations),
        "newest": danish_date(answer.newest_document) if answer.newest_document else "",
        "keep": answer.reason is None,
        "ai_generated": True,
    }


def _sources(citations: tuple[Citation, ...], named: bool = False) -> list[dict[str, Any]]:
    """The places of the citations, each once, in the order in which they first come, with what is quoted from them.

    `label` is the beginning of the quote; it is "" where a place is quoted once, since its name is enough to find it.
    Where the quotes stand nowhere else on the page they are all `named`.
    """
    return [
        {
            "place": plain(place),
            "quotes": [
                {
                    "n": citation.n,
                    "label": plain(quote_beginning(citation)) if named or len(quoted) > 1 else "",
                    "title": plain(citation.title),
                    "address": source_address(citation),
                }
                for citation in quoted
            ],
        }
        for place, quoted in by_place(citations)
    ]
