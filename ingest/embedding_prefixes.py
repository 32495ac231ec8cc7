"""What an embedding model wants in front of a question and of a passage, by model family.

Models are trained with these words; without them a question lies nearer to other questions than to its answer. Each row
names its source: the model's card. An unknown model gets none, and `hvidbog doctor` says so.
"""

# ruff: noqa: E501  (a prefix is read best on one line)

from __future__ import annotations

import re
from dataclasses import dataclass

# How the settings say "no prefix at all", since an empty value means that a setting is not set.
NONE = "none"


@dataclass(frozen=True, slots=True)
class Prefixes:
    """What goes in front of a question and of a passage. `known` is False where the model's family is not in the table."""

    query: str = ""
    passage: str = ""
    known: bool = True


_RETRIEVE = "Given a web search query, retrieve relevant passages that answer the query"
_REPRESENT = "Represent this sentence for searching relevant passages: "

# The first family whose pattern stands in the model's name, in lower case, counts.
_FAMILIES: tuple[tuple[str, Prefixes], ...] = (
    # huggingface.co/intfloat/multilingual-e5-large-instruct
    (r"e5.*-instruct", Prefixes(f"Instruct: {_RETRIEVE}\nQuery: ", "")),
    # huggingface.co/intfloat/multilingual-e5-large
    (r"(^|[/_-])e5([-_:]|$)", Prefixes("query: ", "passage: ")),
    # huggingface.co/Qwen/Qwen3-Embedding-0.6B
    (r"qwen3-embedding", Prefixes(f"Instruct: {_RETRIEVE}\nQuery:", "")),
    # huggingface.co/nomic-ai/nomic-embed-text-v1.5
    (r"nomic-embed-text", Prefixes("search_query: ", "search_document: ")),
    # huggingface.co/google/embeddinggemma-300m
    (r"embeddinggemma", Prefixes("task: search result | query: ", "title: none | text: ")),
    # huggingface.co/Snowflake/snowflake-arctic-embed-l-v2.0
    (r"arctic-embed.*v2|arctic-embed2", Prefixes("query: ", "")),
    # huggingface.co/Snowflake/snowflake-arctic-embed-l
    (r"arctic-embed", Prefixes(_REPRESENT, "")),
    # huggingface.co/mixedbread-ai/mxbai-embed-large-v1
    (r"mxbai-embed", Prefixes(_REPRESENT, "")),
    # huggingface.co/BAAI/bge-m3: none; huggingface.co/BAAI/bge-large-en-v1.5: on the question alone
    (r"bge-m3", Prefixes()),
    (r"bge-(small|base|large)-en", Prefixes(_REPRESENT, "")),
    # platform.openai.com/docs/guides/embeddings; huggingface.co/sentence-transformers; huggingface.co/Alibaba-NLP/gte-multilingual-base
    (r"text-embedding-(3|ada)|minilm|mpnet|gte-", Prefixes()),
)


def prefixes_for(model: str, query: str | None = None, passage: str | None = None) -> Prefixes:
    """The prefixes of `model`, where `query` and `passage` do not say otherwise ("none" means no prefix)."""
    name = model.lower()
    found = next((prefixes for pattern, prefixes in _FAMILIES if re.search(pattern, name)), Prefixes(known=False))
    return Prefixes(_chosen(query, found.query), _chosen(passage, found.passage), found.known)


def _chosen(said: str | None, found: str) -> str:
    if said is None:
        return found
    return "" if said.strip().lower() == NONE else said
