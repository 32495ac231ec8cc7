"""`hvidbog ask` and `hvidbog search`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from assistant.citing import danish_date
from assistant.cli_filters import add_filter_options, read_filter_options
from assistant.present import answer_json, search_json
from assistant.records import Answer, Citation, Turn
from ingest.catalogue import load_catalogue
from ingest.cli import audience
from ingest.command_line import DanishParser
from ingest.config import read_settings
from ingest.errors import WrongUse
from ingest.filters import ANYTHING, Filters
from ingest.personal_data import mask_question

if TYPE_CHECKING:
    from assistant.answering import Assistant

TEXTS = load_catalogue("assistant")


def ask(argv: Sequence[str]) -> int:
    """Run `hvidbog ask`: 0 for any answer."""
    parser = DanishParser("hvidbog ask", TEXTS.text("ask.usage"))
    parser.add_argument("question", nargs="?", metavar="SPØRGSMÅL", help=TEXTS.text("ask.help_question"))
    parser.add_argument("--engine", choices=["extractive", "llm"], help=TEXTS.text("ask.help_engine"))
    parser.add_argument("--audience", default="public", help=TEXTS.text("ask.help_audience"))
    parser.add_argument("--json", action="store_true", help=TEXTS.text("ask.help_json"))
    parser.add_argument("--batch", metavar="FIL", help=TEXTS.text("ask.help_batch"))
    add_filter_options(parser)
    wanted = parser.parse_args(argv)
    filters = read_filter_options(wanted)
    if (wanted.question is None) == (wanted.batch is None):
        raise WrongUse(TEXTS.text("ask.no_question"))
    assistant = _opened(wanted.audience)
    try:
        if wanted.batch is not None:
            _batch(assistant, wanted.batch, wanted.engine, sys.stdout, filters)
            return 0
        answer = assistant.ask(wanted.question, engine=wanted.engine, filters=filters)
        print(_dumped(answer_json(answer)) if wanted.json else answer_page(answer))
        return 0
    finally:
        assistant.close()


def _opened(name: str) -> Assistant:
    # Loaded here: it brings numpy and the index libraries, which `--help` must not wait for.
    from assistant.answering import open_assistant

    return open_assistant(read_settings(), audience(name))


def _batch(assistant: Assistant, name: str, engine: str | None, out: TextIO, filters: Filters) -> None:
    for line in _lines(name):
        if line.strip():
            out.write(_dumped(batch_answer(assistant, line, engine, filters)) + "\n")
            out.flush()


def _lines(name: str) -> Iterator[bytes]:
    if name == "-":
        yield from sys.stdin.buffer
        return
    try:
        with Path(name).open("rb") as stream:
            yield from stream
    except OSError:
        raise WrongUse(TEXTS.text("ask.no_file", path=name)) from None


def batch_answer(assistant: Assistant, line: bytes, engine: str | None, filters: Filters = ANYTHING) -> dict[str, Any]:
    """The JSON answer to one line of a batch; a line that cannot be read gives status `error` with its id, if it has one."""
    identity: str | int | None = None
    try:
        row = json.loads(line.decode("utf-8"))
        identity = _identity(row.get("id"))
        question = row["question"]
        history = tuple(Turn(turn["question"], turn["answer"]) for turn in row.get("history") or ())
        texts = [question, *(part for turn in history for part in (turn.question, turn.answer))]
        if not all(isinstance(text, str) for text in texts):
            raise TypeError
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        empty = answer_json(assistant.ask(""), identity)
        return empty | {"status": "error", "reason": None, "answer": TEXTS.text("ask.bad_line")}
    return answer_json(assistant.ask(question, history, engine, filters=filters), identity)


def _identity(given: object) -> str | int | None:
    """A line's id as it may be written out again. Raises TypeError for what is neither text nor a whole number."""
    if isinstance(given, str):
        return mask_question(given.encode("utf-8", "replace").decode("utf-8"))[0]
    if given is None or (isinstance(given, int) and not isinstance(given, bool)):
        return given
    raise TypeError


def search(argv: Sequence[str]) -> int:
    """Run `hvidbog search`: 0, with or without hits."""
    parser = DanishParser("hvidbog search", TEXTS.text("search.usage"))
    parser.add_argument("query", metavar="SØGNING", help=TEXTS.text("search.help_query"))
    parser.add_argument("-k", type=int, default=10, help=TEXTS.text("search.help_k"))
    parser.add_argument("--audience", default="public", help=TEXTS.text("ask.help_audience"))
    parser.add_argument("--json", action="store_true", help=TEXTS.text("ask.help_json"))
    add_filter_options(parser)
    wanted = parser.parse_args(argv)
    filters = read_filter_options(wanted)
    if wanted.k < 1:
        raise WrongUse(TEXTS.text("search.bad_k"))
    assistant = _opened(wanted.audience)
    try:
        retrieval, readings = assistant.found(wanted.query, wanted.k, filters)
        shown = search_json(retrieval, readings)
    finally:
        assistant.close()
    for code in retrieval.notes:
        print(TEXTS.text(f"note.{code}"), file=sys.stderr)
    if wanted.json:
        print(_dumped(shown))
        return 0
    for hit in shown["hits"]:
        print(f"{hit['rank']}. {' › '.join(hit['section'])} ({hit['source_id']}, {hit['score']})\n   {hit['text']}\n")
    if not shown["hits"]:
        print(TEXTS.text("search.none"))
    return 0


def _dumped(tree: dict[str, Any]) -> str:
    return json.dumps(tree, ensure_ascii=False, allow_nan=False)


def answer_page(answer: Answer) -> str:
    """An answer for a terminal: the text, what is missing, the sources with their quotes, and the AI note."""
    lines = [answer.text, ""]
    lines += [note.text for note in answer.notes]
    if answer.missing:
        lines.append(f"{TEXTS.text('ask.missing')}: {', '.join(answer.missing)}")
    beside = "ask.see_also" if answer.claims else "ask.nearest"
    for heading, citations in (("ask.sources", answer.citations), (beside, answer.nearest)):
        if citations:
            lines += [TEXTS.text(heading) + ":", *(citation_line(one) for one in citations)]
    if answer.claims:
        lines += ["", TEXTS.text("ask.ai")]
    return "\n".join(lines).strip()


def citation_line(citation: Citation) -> str:
    """A citation on one line: number, title, date, page, section and the quote."""
    number = f"[{citation.n}] " if citation.n else "– "
    date = f", {danish_date(citation.date)}" if citation.date else ""
    page = f", {TEXTS.text('ask.page', label=citation.page_label or citation.page)}" if citation.page else ""
    return f"{number}{citation.title}{date}{page} · {' › '.join(citation.section[1:] or citation.section)}: »{citation.quote}«"
