"""The face towards llama-index: our retriever as a `BaseRetriever`, so that its users can take our part.

Every collaborator is handed in; nothing here reads llama-index's global settings. A node is a passage: its text is the
exact text of the document, its metadata says where it stands and how it scored.
"""

from __future__ import annotations

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.callbacks import CallbackManager
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from assistant.answering import Assistant
from assistant.records import Hit


class HvidbogRetriever(BaseRetriever):
    """Finds passages in an assistant's index. `limit` is the most nodes that come back."""

    def __init__(self, assistant: Assistant, limit: int = 10) -> None:
        self._assistant = assistant
        self._limit = limit
        # An own callback manager: the default one is taken from llama-index's global settings.
        super().__init__(callback_manager=CallbackManager([]))

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        retrieval = self._assistant.search(query_bundle.query_str, self._limit)
        return [self._node(hit) for hit in retrieval.accepted]

    def _node(self, hit: Hit) -> NodeWithScore:
        reading = self._assistant.reading(hit.passage.document_id)
        page = reading.page_at(hit.passage.range.start)
        node = TextNode(
            id_=hit.passage.id,
            text=hit.passage.range.of(reading.text),
            start_char_idx=hit.passage.range.start,
            end_char_idx=hit.passage.range.end,
            metadata={
                "source_id": reading.document.source_id,
                "title": reading.document.title,
                "page": page.number if page else None,
                "section": list(reading.sections[hit.passage.section].path),
                "legs": {name: round(score, 4) for name, score in hit.legs.items()},
            },
        )
        # Where a passage stands is for people: it must not leak into a prompt or an embedding.
        node.excluded_llm_metadata_keys = list(node.metadata)
        node.excluded_embed_metadata_keys = list(node.metadata)
        return NodeWithScore(node=node, score=hit.score)
