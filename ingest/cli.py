"""`hvidbog ingest` and `hvidbog index`."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

from ingest.catalogue import load_catalogue
from ingest.command_line import DanishParser
from ingest.config import Settings, read_settings
from ingest.errors import DamagedIndex, WrongUse
from ingest.originals import remove_originals
from ingest.records import Audience, FileReport, FileStatus
from ingest.versions import (
    clean,
    current_version,
    drop_damaged_pointers,
    list_versions,
    read_manifest,
    rollback,
    writer_lock,
)

TEXTS = load_catalogue("ingest")
_MOST_NAMES = 8
_MARKS = {
    FileStatus.OK: "✓",
    FileStatus.PARTIAL: "◐",
    FileStatus.REFUSED: "✗",
    FileStatus.QUARANTINED: "▲",
    FileStatus.CRASHED: "✗",
}


def main(argv: Sequence[str]) -> int:
    """Run `hvidbog ingest`: 0 when something was read, 1 when nothing was."""
    parser = DanishParser("hvidbog ingest", TEXTS.text("ingest.usage"))
    parser.add_argument("paths", nargs="*", type=Path, metavar="STI", help=TEXTS.text("ingest.help_paths"))
    parser.add_argument("--audience", default="public", help=TEXTS.text("ingest.help_audience"))
    parser.add_argument("--workers", type=int, default=2, help=TEXTS.text("ingest.help_workers"))
    parser.add_argument("--json", action="store_true", help=TEXTS.text("ingest.help_json"))
    wanted = parser.parse_args(argv)
    if wanted.workers < 1:
        raise WrongUse(TEXTS.text("ingest.bad_workers"))
    return ingest_and_report(
        read_settings(), wanted.paths, audience(wanted.audience), as_json=wanted.json, workers=wanted.workers
    )


def audience(name: str) -> Audience:
    """The audience called `name`. Raises WrongUse for another word."""
    try:
        return Audience(name)
    except ValueError:
        raise WrongUse(TEXTS.text("ingest.bad_audience")) from None


def ingest_and_report(
    settings: Settings, paths: Sequence[Path], wanted: Audience, *, as_json: bool, workers: int = 2
) -> int:
    """Ingest and print the report; the exit code."""
    from ingest.bootstrap import build_parts
    from ingest.manifest import load_manifest
    from ingest.pipeline import ingest
    from ingest.progress import Bar
    from ingest.report import report_json
    from ingest.sources import listed_sources, named_sources, unlisted_files

    parts = build_parts(settings)
    entries = load_manifest(settings.corpus)
    sources = (
        named_sources(paths, wanted, settings.corpus, entries) if paths else listed_sources(settings.corpus, entries)
    )
    unlisted = [] if paths else unlisted_files(settings.corpus, entries)
    drop_damaged_pointers(settings.home)
    before = _documents(settings)
    with Bar(sys.stderr) as bar:
        result = ingest(
            settings.home,
            sources,
            unlisted,
            parts.embedder,
            parts.analyzer,
            bar,
            workers=workers,
            public=parts.public_numbers,
        )
    if as_json:
        files = [report_json(file) for file in result.files]
        report = {"version": result.versions, "files": files, "elapsed_ms": round(result.seconds * 1000, 1)}
        print(json.dumps(report, ensure_ascii=False))
    else:
        lines = [_line(file) for file in result.files]
        lines.append(_summary(result.switched, result.documents, result.passages, result.seconds))
        if not result.nothing_readable:
            lines += filter(None, (_left_out(result.files), _gone(before - _documents(settings))))
        print("\n".join(lines))
    return 1 if result.nothing_readable else 0


def _line(file: FileReport) -> str:
    parts = [TEXTS.text(f"ingest.status_{file.status.value}")]
    if file.pages:
        parts.append(TEXTS.text("ingest.pages", count=file.pages))
    if file.passages:
        parts.append(TEXTS.text("ingest.passages", count=file.passages))
    reason = f" – {file.reason}" if file.reason else ""
    return f"{_MARKS[file.status]} {file.path}: {', '.join(parts)}{reason}"


def _summary(switched: bool, documents: int, passages: int, seconds: float) -> str:
    if not documents:
        return TEXTS.text("ingest.nothing")
    if not switched:
        return TEXTS.text("ingest.unchanged")
    took = f"{seconds:.1f}".replace(".", ",")
    return TEXTS.text("ingest.done", documents=documents, passages=passages, seconds=took)


def _left_out(files: Sequence[FileReport]) -> str | None:
    """How many files are not in the index and why, or None where all are."""
    counts = Counter(file.status for file in files)
    told = [
        f"{counts[status]} {TEXTS.text(f'ingest.status_{status.value}')}"
        for status in (FileStatus.REFUSED, FileStatus.QUARANTINED, FileStatus.CRASHED)
        if counts[status]
    ]
    return TEXTS.text("ingest.left_out", counts=", ".join(told)) if told else None


def _documents(settings: Settings) -> set[str]:
    """The paths of the documents in the staff index, which holds them all; none where it cannot say."""
    try:
        path = current_version(settings.home, Audience.STAFF)
        return set(read_manifest(path).documents) if path else set()
    except DamagedIndex:
        return set()


def _gone(names: Collection[str]) -> str | None:
    """Which documents the index had and has no more, or None where there is none."""
    if not names:
        return None
    shown = sorted(names)[:_MOST_NAMES]
    if len(names) > len(shown):
        shown.append(TEXTS.text("finding.more", count=len(names) - len(shown)))
    return TEXTS.text("ingest.gone", count=len(names), names=", ".join(shown))


def index_main(argv: Sequence[str]) -> int:
    """Run `hvidbog index list|verify|rollback|clean`: 0, or the exit code of what is wrong."""
    parser = DanishParser("hvidbog index", TEXTS.text("index_command.usage"))
    actions = ["list", "verify", "rollback", "clean"]
    parser.add_argument("action", choices=actions, metavar="HANDLING", help=TEXTS.text("index_command.help_action"))
    parser.add_argument("--audience", help=TEXTS.text("index_command.help_audience"))
    wanted = parser.parse_args(argv)
    settings = read_settings()
    audiences = [audience(wanted.audience)] if wanted.audience else list(Audience)
    if wanted.action == "rollback":
        _rollback(settings, audiences)
        return 0
    for one in audiences:
        {"list": _list, "verify": _verify, "clean": _clean}[wanted.action](settings, one)
    return 0


def _list(settings: Settings, one: Audience) -> None:
    try:
        current = current_version(settings.home, one)
    except DamagedIndex as error:
        current = None
        print(f"{one.value}: {error}")
    versions = list_versions(settings.home, one)
    if not versions:
        print(TEXTS.text("index_command.empty", audience=one.value))
    for path in versions:
        mark = f" ({TEXTS.text('index_command.current')})" if path == current else ""
        try:
            manifest = read_manifest(path)
        except DamagedIndex as error:
            print(f"{one.value}: {path.name}{mark}, {error}")
            continue
        size = TEXTS.text("ingest.passages", count=manifest.passages)
        print(f"{one.value}: {path.name}{mark}, {manifest.created}, {size}")


def _verify(settings: Settings, one: Audience) -> None:
    from ingest.bootstrap import build_parts, open_index

    reader = open_index(settings, one, build_parts(settings).embedder, fall_back=False)
    print(TEXTS.text("index_command.verified", audience=one.value, version=reader.manifest.version))
    reader.close()


def _rollback(settings: Settings, audiences: Sequence[Audience]) -> None:
    for one, path in rollback(settings.home, *audiences).items():
        print(TEXTS.text("index_command.rolled_back", audience=one.value, version=path.name))


def _clean(settings: Settings, one: Audience) -> None:
    from ingest.embedding_cache import clear_cache

    with writer_lock(settings.home):
        removed = clean(settings.home, one)
        clear_cache(settings.home)
        _clean_originals(settings)
    print(TEXTS.text("index_command.cleaned", audience=one.value, count=len(removed)))


def _clean_originals(settings: Settings) -> None:
    versions = [path for every in Audience for path in list_versions(settings.home, every)]
    try:
        named = {identity for path in versions for identity in read_manifest(path).documents.values()}
    except DamagedIndex:
        # What a version holds that cannot say so is not known; so nothing is thrown away.
        return
    remove_originals(settings.home, named)
