"""The face towards llama-index: our retriever as a `BaseRetriever`, so that its users can take our part.

Every collaborator is handed in; nothing here reads llama-index's global settings. A node is a passage: its text is the
exact text of the document, its metadata says where it stands and how it scored.
"""

from __future__ import annotations

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.callbacks import CallbackManager
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from assistant.answering import Assistant
from assistant.records import Hit, Retrieval
from ingest.filters import ANYTHING, Filters
from ingest.records import Reading


class HvidbogRetriever(BaseRetriever):
    """Finds passages in an assistant's index. `limit` is the most nodes that come back, `filters` what each must have."""

    def __init__(self, assistant: Assistant, limit: int = 10, filters: Filters = ANYTHING) -> None:
        self._assistant = assistant
        self._limit = limit
        self._filters = filters
        # An own callback manager: the default one is taken from llama-index's global settings.
        super().__init__(callback_manager=CallbackManager([]))

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        retrieval, readings = self._assistant.found(query_bundle.query_str, self._limit, self._filters)
        return [_node(hit, readings[hit.passage.document_id], retrieval) for hit in retrieval.accepted]


def _node(hit: Hit, reading: Reading, retrieval: Retrieval) -> NodeWithScore:
    document = reading.document
    page = reading.page_at(hit.passage.range.start)
    section = reading.sections[hit.passage.section]
    node = TextNode(
        id_=hit.passage.id,
        text=hit.passage.range.of(reading.text),
        start_char_idx=hit.passage.range.start,
        end_char_idx=hit.passage.range.end,
        metadata={
            "document_id": document.id,
            "source_id": document.source_id,
            "title": document.title,
            "kind": document.kind.value,
            "date": document.date.isoformat() if document.date else None,
            "page": page.number if page else None,
            "page_label": page.label if page else None,
            "section": list(section.path),
            "section_kind": section.kind.value,
            "rank": hit.rank,
            "legs": {name: round(score, 4) for name, score in hit.legs.items()},
            "filters": dict(retrieval.filters),
            "notes": list(retrieval.notes),
        },
    )
    # Where a passage stands is for people: it must not leak into a prompt or an embedding.
    node.excluded_llm_metadata_keys = list(node.metadata)
    node.excluded_embed_metadata_keys = list(node.metadata)
    return NodeWithScore(node=node, score=hit.score)
