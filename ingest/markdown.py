"""Markdown and plain text to blocks: the rendered text without markup, each letter with its offset in the file.

markdown-it-py parses; it gives the lines of a block and the inline text as written, so the offsets are found again by
walking the source of those lines. What the blocks mean in minutes is decided in `minutes.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.blocks import CELL_JOINT, Block, BlockKind, Piece, clean_pieces, joined

# The text of an HTML block: what follows a tag's end up to the next tag.
_BETWEEN_TAGS = re.compile(r">([^<>]+)(?=<|$)")


def markdown_blocks(text: str) -> list[Block]:
    """The blocks of a Markdown text in order. `text` has "\\n" line ends; offsets count from its start."""
    parser = MarkdownIt("commonmark", {"html": True}).enable("table").disable("text_join")
    return list(_Walk(text).blocks(parser.parse(text)))


def text_blocks(text: str) -> list[Block]:
    """The blocks of a plain text: one paragraph for each run of lines between blank lines."""
    blocks: list[Block] = []
    offset, run_start = 0, None
    for line in [*text.splitlines(keepends=True), "\n"]:
        if line.strip() and run_start is None:
            run_start = offset
        elif not line.strip() and run_start is not None:
            pieces = trimmed(clean_pieces(text[run_start:offset], run_start))
            blocks.append(Block(BlockKind.PARAGRAPH, pieces))
            run_start = None
        offset += len(line)
    return blocks


@dataclass(slots=True)
class _State:
    lists: list[bool] = field(default_factory=list)
    heading: int = 0
    table: int = -1
    in_header: bool = False
    fresh_item: bool = False
    row: list[tuple[Piece, ...]] | None = None


class _Walk:
    def __init__(self, text: str) -> None:
        self.text = text
        self.line_starts = [0]
        for position, character in enumerate(text):
            if character == "\n":
                self.line_starts.append(position + 1)
        self.line_starts.append(len(text) + 1)

    def blocks(self, tokens: Sequence[Token]) -> Iterator[Block]:
        state = _State()
        cursor = 0
        for token in tokens:
            if token.type in ("bullet_list_open", "ordered_list_open"):
                state.lists.append(token.type.startswith("ordered"))
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                state.lists.pop()
            elif token.type == "list_item_open":
                state.fresh_item = True
            elif token.type == "heading_open":
                state.heading = int(token.tag[1])
            elif token.type == "heading_close":
                state.heading = 0
            elif token.type == "table_open":
                state.table += 1
            elif token.type in ("thead_open", "thead_close"):
                state.in_header = token.type.endswith("open")
            elif token.type == "tr_open":
                state.row = []
            elif token.type == "tr_close":
                yield self._row(state)
                state.row = None
            elif token.type == "inline":
                cursor = max(cursor, self.line_starts[token.map[0]] if token.map else cursor)
                pieces, cursor, lead = self._inline(token, cursor)
                if state.row is not None:
                    state.row.append(pieces)
                elif pieces:
                    yield self._block(state, pieces, lead)
            elif token.type == "html_block" and token.map and not token.content.lstrip().startswith("<!--"):
                yield from self._html(token.content, self.line_starts[token.map[0]])
            elif token.type in ("fence", "code_block") and token.map:
                start, end = self.line_starts[token.map[0]], self.line_starts[token.map[1]]
                at = self.text.find(token.content.strip("\n").split("\n")[0], start, end)
                yield Block(BlockKind.PARAGRAPH, trimmed(clean_pieces(token.content, at if at >= 0 else None)))

    def _html(self, content: str, start: int) -> Iterator[Block]:
        """A paragraph of the words between the tags of a block of HTML. A comment is no text of the document."""
        runs = [clean_pieces(match.group(1), start + match.start(1)) for match in _BETWEEN_TAGS.finditer(content)]
        pieces = trimmed(joined([run for words in runs for run in (words, (Piece(" "),))]))
        if pieces:
            yield Block(BlockKind.PARAGRAPH, pieces)

    def _block(self, state: _State, pieces: tuple[Piece, ...], lead: int) -> Block:
        if state.heading:
            return Block(BlockKind.HEADING, pieces, level=state.heading)
        if state.lists:
            depth, fresh = len(state.lists) - 1, state.fresh_item
            state.fresh_item = False
            if fresh:
                return Block(BlockKind.ITEM, pieces, level=depth, ordered=state.lists[-1], lead_length=lead)
        if 0 < lead < sum(len(piece.text) for piece in pieces):
            return Block(BlockKind.LEAD, pieces, lead_length=lead)
        return Block(BlockKind.PARAGRAPH, pieces, lead_length=lead)

    def _row(self, state: _State) -> Block:
        pieces: list[Piece] = []
        cells: list[tuple[int, int]] = []
        length = 0
        for number, cell in enumerate(state.row or []):
            if number:
                pieces.append(Piece(CELL_JOINT))
                length += len(CELL_JOINT)
            size = sum(len(piece.text) for piece in cell)
            cells.append((length, length + size))
            pieces += cell
            length += size
        return Block(
            BlockKind.TABLE_ROW, tuple(pieces), cells=tuple(cells), header=state.in_header, table=max(state.table, 0)
        )

    def _inline(self, token: Token, cursor: int) -> tuple[tuple[Piece, ...], int, int]:
        """The pieces of an inline token, the source offset behind them, and the length of its bold lead (0 for none)."""
        runs: list[tuple[Piece, ...]] = []
        depth, lead = 0, 0
        opened_first = False
        for child in token.children or []:
            if child.type == "strong_open":
                depth += 1
                opened_first = opened_first or not any(piece.text.strip() for run in runs for piece in run)
            elif child.type == "strong_close":
                depth -= 1
                if depth == 0 and opened_first and not lead:
                    lead = sum(len(piece.text) for piece in trimmed(joined(runs)))
            elif child.type in ("softbreak", "hardbreak"):
                runs.append((Piece(" "),))
            elif child.type == "text_special":
                at = self.text.find(child.markup, cursor)
                runs.append((Piece(child.content),))
                cursor = at + len(child.markup) if at >= 0 else cursor
            elif child.type in ("text", "code_inline") and child.content:
                at = self.text.find(child.content, cursor)
                runs.append(clean_pieces(child.content, at if at >= 0 else None))
                cursor = at + len(child.content) if at >= 0 else cursor
            elif child.type == "image" and child.content:
                runs.append(clean_pieces(child.content))
        return trimmed(joined(runs)), cursor, lead


def trimmed(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """`pieces` without the white space at either end of the text that they make."""
    kept = list(pieces)
    while kept and not kept[0].text.lstrip():
        kept.pop(0)
    while kept and not kept[-1].text.rstrip():
        kept.pop()
    if kept:
        first = kept[0]
        cut = len(first.text) - len(first.text.lstrip())
        kept[0] = Piece(first.text[cut:], None if first.source is None else first.source + cut)
        kept[-1] = Piece(kept[-1].text.rstrip(), kept[-1].source)
    return tuple(kept)
