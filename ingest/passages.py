"""The passage cutter: sections are cut at sentence ends into passages of about a paragraph.

A passage never crosses a section, so its heading path is one path; a list stays with the sentence that introduces it as
long as it fits. `cut_passages` is ours and pure; `node_parser` is its face towards llama-index.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any

from ingest.catalogue import load_catalogue
from ingest.records import Passage, Range, Reading, Section, SectionKind

if TYPE_CHECKING:
    from llama_index.core.node_parser import NodeParser

TARGET_WORDS = 200
LONGEST_WORDS = 300
NOT_INDEXED = frozenset({SectionKind.CONTENTS})
_MONTHS = "januar februar marts april maj juni juli august september oktober november december".split()


def cut_passages(reading: Reading) -> tuple[Passage, ...]:
    """The passages of a reading in order. Tables of contents give none."""
    passages: list[Passage] = []
    for number, section in enumerate(reading.sections):
        if section.kind in NOT_INDEXED:
            continue
        for piece in _pieces(reading, section):
            passages.append(
                Passage(
                    id=passage_id(reading.document.id, piece),
                    document_id=reading.document.id,
                    section=number,
                    range=piece,
                    index_text=index_text(reading, section, piece),
                )
            )
    return tuple(passages)


def passage_id(document_id: str, piece: Range) -> str:
    """The id of a passage: stable as long as the document's bytes and the range are."""
    return f"{document_id[:32]}-{piece.start}-{piece.end}"


def index_text(reading: Reading, section: Section, piece: Range) -> str:
    """What is searched for a passage: document title, headings and date in front of its text. Never quoted.

    Of a table of which only the caption could be read it says so.
    """
    document = reading.document
    date = document.date
    front = [document.title, *(heading for heading in section.path if heading != document.title)]
    if date is not None:
        front.append(f"{date.day}. {_MONTHS[date.month - 1]} {date.year}")
    if any(not table.values_captured and table.range.overlaps(piece) for table in reading.tables):
        front.append(load_catalogue("ingest").text("passage.no_values"))
    body = piece.of(reading.text)
    return "\n".join([*(line for line in front if line and line not in body), body])


def _pieces(reading: Reading, section: Section) -> list[Range]:
    first = bisect_left(reading.sentences, section.range.start, key=lambda sentence: sentence.start)
    last = bisect_left(reading.sentences, section.range.end, key=lambda sentence: sentence.start)
    pieces: list[Range] = []
    begin, words = -1, 0
    end = -1
    for sentence in reading.sentences[first:last]:
        size = len(sentence.of(reading.text).split())
        breaks_here = "\n\n" in reading.text[end : sentence.start] if end >= 0 else False
        if begin >= 0 and (words + size > LONGEST_WORDS or (breaks_here and words + size > TARGET_WORDS)):
            pieces.append(Range(begin, end))
            begin, words = -1, 0
        begin = sentence.start if begin < 0 else begin
        words += size
        end = sentence.end
    if begin >= 0:
        pieces.append(Range(begin, end))
    return pieces


def node_parser() -> NodeParser:
    """A llama-index node parser that cuts the way we do.

    It takes documents whose metadata holds `reading` (JSON of a Reading) under the key "reading" or plain text, which is
    read as Markdown, and gives TextNodes with our passage ids and start and end offsets.
    """
    from llama_index.core.node_parser import NodeParser as Base
    from llama_index.core.schema import BaseNode, TextNode

    from ingest.readers import read_bytes

    class PassageParser(Base):
        """Cuts documents into our passages."""

        def _parse_nodes(self, nodes: Any, show_progress: bool = False, **kwargs: Any) -> list[BaseNode]:
            made: list[BaseNode] = []
            for node in nodes:
                reading = read_bytes(node.get_content().encode(), name=f"{node.node_id}.md", title=node.node_id)
                for passage in cut_passages(reading):
                    made.append(
                        TextNode(
                            id_=passage.id,
                            text=passage.range.of(reading.text),
                            start_char_idx=passage.range.start,
                            end_char_idx=passage.range.end,
                            metadata={"section": list(reading.sections[passage.section].path)},
                        )
                    )
            return made

    return PassageParser()
