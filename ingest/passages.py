"""The passage cutter: sections are cut at sentence ends into passages of about a paragraph.

A passage never crosses a section, so its heading path is one path; a list stays with the sentence that introduces it as
long as it fits. Rows of a table are passages of their own: among prose they would drown.
`cut_passages` is ours and pure; `node_parser` is its face towards llama-index.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ingest.catalogue import load_catalogue
from ingest.records import Passage, Range, Reading, Section, SectionKind, Table

if TYPE_CHECKING:
    from llama_index.core.node_parser import NodeParser

TARGET_WORDS = 150
LONGEST_WORDS = 220
# Rows of a table are short passages: each names its caption and header again, and a question asks for one row.
TABLE_WORDS = 35
NOT_INDEXED = frozenset({SectionKind.CONTENTS})
_MONTHS = "januar februar marts april maj juni juli august september oktober november december".split()


def cut_passages(reading: Reading) -> tuple[Passage, ...]:
    """The passages of a reading in order. Tables of contents give none."""
    passages: list[Passage] = []
    lacking = [table.range for table in reading.tables if not table.values_captured]
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
                    index_text=_index_text(reading, section, piece, lacking),
                )
            )
    return tuple(passages)


def passage_id(document_id: str, piece: Range) -> str:
    """The id of a passage: stable as long as the document's bytes and the range are."""
    return f"{document_id[:32]}-{piece.start}-{piece.end}"


def _index_text(reading: Reading, section: Section, piece: Range, lacking: Sequence[Range]) -> str:
    """What is searched for a passage: document title, headings and date in front of its text. Never quoted.

    Of a table of which only the caption could be read (`lacking` has where these stand) it says so.
    """
    document = reading.document
    date = document.date
    front = [document.title, *(heading for heading in section.path if heading != document.title)]
    if date is not None:
        front.append(f"{date.day}. {_MONTHS[date.month - 1]} {date.year}")
    if any(table.overlaps(piece) for table in lacking):
        front.append(load_catalogue("ingest").text("passage.no_values"))
    front += table_heads(reading, piece)
    body = piece.of(reading.text)
    return "\n".join([*(line for line in front if line and line not in body), body])


def sentence_starts(reading: Reading, passage: Passage) -> list[int]:
    """Where in the passage's `index_text` each sentence begins that says something of its own, in order.

    What stands before the first one (title, headings, date, and at its beginning the caption and header of a table) is what
    all its sentences stand under.
    """
    piece = passage.range
    body = len(passage.index_text) - len(piece)
    first = bisect_right(reading.sentences, piece.start, key=lambda sentence: sentence.end)
    last = bisect_left(reading.sentences, piece.end, key=lambda sentence: sentence.start)
    sentences = [max(sentence.start, piece.start) for sentence in reading.sentences[first:last]]
    table = _table_at(reading, Range(piece.start, piece.end))
    if table is not None:
        below = max((cell.range.end for cell in table.cells if cell.row < table.header_rows), default=piece.start)
        caption = table.caption.end if table.caption and table.caption.start <= table.range.start else piece.start
        sentences = [start for start in sentences if start >= max(below, caption)]
    return [body + start - piece.start for start in sentences]


def _pieces(reading: Reading, section: Section) -> list[Range]:
    first = bisect_left(reading.sentences, section.range.start, key=lambda sentence: sentence.start)
    last = bisect_left(reading.sentences, section.range.end, key=lambda sentence: sentence.start)
    pieces: list[Range] = []
    begin, words = -1, 0
    end, inside = -1, None
    for sentence in reading.sentences[first:last]:
        size = len(sentence.of(reading.text).split())
        table = _table_at(reading, sentence)
        breaks_here = "\n\n" in reading.text[end : sentence.start] if end >= 0 else False
        full = words + size > (LONGEST_WORDS if table is None else TABLE_WORDS) or (
            breaks_here and words + size > TARGET_WORDS
        )
        if begin >= 0 and (full or table is not inside):
            pieces.append(Range(begin, end))
            begin, words = -1, 0
        begin = sentence.start if begin < 0 else begin
        words += size
        end, inside = sentence.end, table
    if begin >= 0:
        pieces.append(Range(begin, end))
    return pieces


def _table_at(reading: Reading, sentence: Range) -> Table | None:
    """The table that a row, a caption or a source line belongs to: it is a passage of its own, or several."""
    found = bisect_right(reading.tables, sentence.start, key=lambda table: table.range.start) - 1
    return reading.tables[found] if found >= 0 and reading.tables[found].range.overlaps(sentence) else None


def table_heads(reading: Reading, piece: Range) -> list[str]:
    """The caption and the header row of the table that `piece` holds rows of, none else: a later part of it lacks them."""
    table = _table_at(reading, piece)
    if table is None:
        return []
    header = [cell.range.of(reading.text) for cell in table.cells if cell.row < table.header_rows]
    caption = [table.caption.of(reading.text)] if table.caption else []
    return [*caption, " | ".join(header)]


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
