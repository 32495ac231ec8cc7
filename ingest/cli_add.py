"""`hvidbog add`: writes a file's entry into the manifest, each field read from the file and confirmed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from pydantic import ValidationError

from ingest.adding import FIELDS, help_on, proposed_values, validated, write_entry, wrong_value
from ingest.catalogue import load_catalogue
from ingest.command_line import DanishParser
from ingest.config import Settings, read_settings
from ingest.errors import WrongUse

TEXTS = load_catalogue("ingest")
_OF_MEETINGS = frozenset({"body", "meeting_date", "meeting_place"})
# Asked for only where there is something to decide; an option sets them all the same.
_SELDOM = frozenset({"author_kind", "personal_data"})


def main(argv: Sequence[str]) -> int:
    """Run `hvidbog add`: 0 when the entry is written."""
    parser = DanishParser("hvidbog add", TEXTS.text("add.usage"))
    parser.add_argument("file", type=Path, metavar="FIL", help=TEXTS.text("add.help_file"))
    for name in FIELDS:
        called = TEXTS.text(f"add.name.{name}")
        about = f"{TEXTS.text('add.help_field', name=called)}. {help_on(name)}".strip()
        metavar = called.upper().replace(" ", "-")
        parser.add_argument(f"--{name.replace('_', '-')}", dest=name, metavar=metavar, help=about)
    parser.add_argument("--yes", action="store_true", help=TEXTS.text("add.help_yes"))
    return add(read_settings(), parser.parse_args(argv))


def add(settings: Settings, wanted: argparse.Namespace, ask: Callable[[str], str] | None = None) -> int:
    """Write the entry that the options and the reader's answers make. `ask` puts a question (the terminal's by default)."""
    path: Path = wanted.file
    if not path.is_file():
        raise WrongUse(TEXTS.text("add.missing", path=path))
    name = _place(path, settings.corpus)
    given = {field: getattr(wanted, field) for field in FIELDS if getattr(wanted, field) is not None}
    for field, value in given.items():
        if not _fits(field, value):
            raise WrongUse(wrong_value(field, value))
    data = path.read_bytes()
    proposed = proposed_values(data, name, settings)
    values = {**proposed, **given}
    if not wanted.yes:
        print(TEXTS.text("add.read"))
        values |= _confirmed(values, frozenset(given), "personal_data" in proposed, ask or input)
    answered = frozenset(values) if not wanted.yes else frozenset(given)
    write_entry(settings, name, data, values, answered)
    print(TEXTS.text("add.done", path=name, manifest=settings.corpus / "manifest.toml"))
    return 0


def _place(path: Path, corpus: Path) -> str:
    """What the file is called in the corpus folder, where it is copied to unless it lies there. Raises WrongUse."""
    inside = path.resolve()
    if inside.is_relative_to(corpus.resolve()):
        return inside.relative_to(corpus.resolve()).as_posix()
    target = corpus / path.name
    if target.exists() and target.read_bytes() != path.read_bytes():
        raise WrongUse(TEXTS.text("add.taken", folder=corpus, name=path.name))
    return path.name


def _confirmed(
    values: dict[str, str], given: frozenset[str], has_number: bool, ask: Callable[[str], str]
) -> dict[str, str]:
    """The reader's answers: Enter keeps a value, a dash empties it. Fields given as options are not asked for."""
    answers = dict(values)
    if has_number:
        print(TEXTS.text("add.personal_data"))
    for field in FIELDS:
        minutes = answers.get("kind") == "referat"
        if field in given or (field in _OF_MEETINGS and not minutes and field not in values):
            continue
        if field in _SELDOM and not (
            field in values or (field == "author_kind" and answers.get("kind") == "høringssvar")
        ):
            continue
        answers[field] = _answer(field, answers.get(field, ""), ask)
    return answers


def _answer(field: str, value: str, ask: Callable[[str], str]) -> str:
    name = TEXTS.text(f"add.name.{field}")
    question = TEXTS.text("add.ask", name=name, value=value) if value else TEXTS.text("add.ask_empty", name=name)
    while True:
        try:
            answer = ask(question).strip()
        except EOFError:
            raise WrongUse(TEXTS.text("add.not_confirmed")) from None
        chosen = "" if answer == "-" else answer or value
        if _fits(field, chosen):
            return chosen
        print(wrong_value(field, chosen))


def _fits(field: str, value: str) -> bool:
    sample = {"title": "x", "kind": "side", "audience": "staff", "source": "x", field: value}
    try:
        validated("x", sample)
    except ValidationError:
        return False
    return bool(value) or field not in ("title", "kind", "audience", "source")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
