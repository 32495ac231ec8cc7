"""`hvidbog add`: writes a file's entry into the manifest, each field read from the file and confirmed."""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from pydantic import ValidationError

from ingest.catalogue import load_catalogue
from ingest.command_line import DanishParser
from ingest.config import Settings, read_settings
from ingest.errors import WrongUse
from ingest.manifest import Entry, load_manifest

TEXTS = load_catalogue("ingest")
# In the order in which they are asked for. Audience stands early: it decides who may read the document.
FIELDS = (
    "title",
    "kind",
    "audience",
    "body",
    "meeting_date",
    "meeting_place",
    "published",
    "layer",
    "publisher",
    "author_kind",
    "source",
    "source_url",
    "personal_data",
)
_OF_MEETINGS = frozenset({"body", "meeting_date", "meeting_place"})
# Asked for only where there is something to decide; an option sets them all the same.
_SELDOM = frozenset({"author_kind", "personal_data"})
_DATES = frozenset({"meeting_date", "published"})


def main(argv: Sequence[str]) -> int:
    """Run `hvidbog add`: 0 when the entry is written."""
    parser = DanishParser("hvidbog add", TEXTS.text("add.usage"))
    parser.add_argument("file", type=Path, metavar="FILE", help=TEXTS.text("add.help_file"))
    for name in FIELDS:
        about = TEXTS.text("add.help_field", name=TEXTS.text(f"add.name.{name}"))
        parser.add_argument(f"--{name.replace('_', '-')}", dest=name, help=about)
    parser.add_argument("--yes", action="store_true", help=TEXTS.text("add.help_yes"))
    return add(read_settings(), parser.parse_args(argv))


def add(settings: Settings, wanted: argparse.Namespace, ask: Callable[[str], str] | None = None) -> int:
    """Write the entry that the options and the reader's answers make. `ask` puts a question (the terminal's by default)."""
    from ingest.fetch_manifest import BYTES_CHANGED, write_entries

    path: Path = wanted.file
    if not path.is_file():
        raise WrongUse(TEXTS.text("add.missing", path=path))
    name, copies = _place(path, settings.corpus)
    given = {field: getattr(wanted, field) for field in FIELDS if getattr(wanted, field) is not None}
    data = path.read_bytes()
    proposed = _proposed(data, name, settings)
    values = {**proposed, **given}
    if not wanted.yes:
        print(TEXTS.text("add.read"))
        values |= _confirmed(values, frozenset(given), "personal_data" in proposed, ask or input)
    entry = _entry(name, {**values, "sha256": hashlib.sha256(data).hexdigest()})
    if copies:
        (settings.corpus / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, settings.corpus / name)
    manifest = settings.corpus / "manifest.toml"
    answered = frozenset(values) if not wanted.yes else frozenset(given)
    write_entries(manifest, [entry], BYTES_CHANGED | answered)
    print(TEXTS.text("add.done", path=name, manifest=manifest))
    return 0


def _place(path: Path, corpus: Path) -> tuple[str, bool]:
    """What the file is called in the corpus folder, and whether it must be copied there."""
    inside = path.resolve()
    if inside.is_relative_to(corpus.resolve()):
        return inside.relative_to(corpus.resolve()).as_posix(), False
    target = corpus / path.name
    if target.exists() and target.read_bytes() != path.read_bytes():
        raise WrongUse(TEXTS.text("add.taken", folder=corpus, name=path.name))
    return path.name, True


def _proposed(data: bytes, name: str, settings: Settings) -> dict[str, str]:
    """What the file says of itself, or what its entry says where it has one. Raises WrongUse for an unreadable file."""
    from ingest.child import Limits
    from ingest.describe import describe_text
    from ingest.masking import Policy
    from ingest.records import Document, FileStatus, Kind
    from ingest.workers import Job, Workers

    document = Document(hashlib.sha256(data).hexdigest(), Path(name).name, Path(name).stem, Kind.PAGE)
    proposed: dict[str, str] = {}
    with Workers(1, Limits()) as pool:
        results = [result for _, result in pool.read([(None, Job(data, document, Policy()))])]
        if results[0] is not None and results[0].status is FileStatus.QUARANTINED:
            # Nothing of such a file is shown; it is read once more with all personal data masked.
            proposed["personal_data"] = "quarantine"
            results = [result for _, result in pool.read([(None, Job(data, document, Policy(masks=True)))])]
    reading = results[0].reading() if results[0] else None
    if reading is None:
        reason = results[0].reason if results[0] else ""
        raise WrongUse(TEXTS.text("add.unreadable", reason=reason))
    about = describe_text(Path(name).name, reading.text)
    found = {
        "title": about.title,
        "kind": about.kind.value,
        "audience": "staff",
        "body": about.body,
        "meeting_date": about.meeting_date.isoformat() if about.meeting_date else None,
        "meeting_place": about.meeting_place,
        "source": TEXTS.text("add.source"),
    }
    proposed |= {field: value for field, value in found.items() if value}
    known = next((entry for entry in load_manifest(settings.corpus) if entry.path == name), None)
    if known is not None:
        kept = known.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
        proposed |= {field: str(value) for field, value in kept.items() if field in FIELDS}
    return proposed


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
        print(_wrong(field, chosen))


def _fits(field: str, value: str) -> bool:
    sample = {"title": "x", "kind": "side", "audience": "staff", "source": "x", field: value}
    try:
        _validated("x", sample)
    except ValidationError:
        return False
    return bool(value) or field not in ("title", "kind", "audience", "source")


def _validated(path: str, values: dict[str, str]) -> Entry:
    return Entry.model_validate(
        {"path": path, **{field: _typed(field, value) for field, value in values.items() if value}}
    )


def _typed(field: str, value: str) -> str | dt.date:
    try:
        return dt.date.fromisoformat(value) if field in _DATES else value
    except ValueError:
        return value


def _entry(name: str, values: dict[str, str]) -> Entry:
    try:
        return _validated(name, values)
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        raise WrongUse(_wrong(field, values.get(field, ""))) from None


def _wrong(field: str, value: str) -> str:
    key = "date" if field in _DATES else field
    known = TEXTS.keys()
    about = TEXTS.text(f"add.help.{key}") if f"add.help.{key}" in known else ""
    return TEXTS.text("add.wrong", value=value, name=TEXTS.text(f"add.name.{field}"), help=about).strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
