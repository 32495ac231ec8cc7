"""`hvidbog fetch`: a line for each address on stdout, the progress on stderr, `--json` for programs."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest.catalogue import load_catalogue
from ingest.command_line import DanishParser
from ingest.config import Settings, read_settings
from ingest.errors import HvidbogError

if TYPE_CHECKING:
    from ingest.fetch_http import Clock, HttpDoor
    from ingest.fetch_records import FetchLine, FetchReport


def parse_args(argv: Sequence[str]) -> argparse.Namespace:
    """The options `json` and `dry_run`. Raises WrongUse for anything else; `--help` prints and exits with 0."""
    text = load_catalogue("ingest").text
    parser = DanishParser("hvidbog fetch", text("fetch.description"))
    parser.add_argument("--json", action="store_true", help=text("fetch.help_json"))
    parser.add_argument("--dry-run", action="store_true", help=text("fetch.help_dry_run"))
    return parser.parse_args(argv)


def main(argv: Sequence[str]) -> int:
    """Run `hvidbog fetch`: 0 when at least one address was fetched, unchanged or planned, else 1."""
    return run(parse_args(argv), read_settings())


def run(
    options: argparse.Namespace, settings: Settings, door: HttpDoor | None = None, clock: Clock | None = None
) -> int:
    """The exit code of one run. `door` and `clock` are the real ones unless given."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from ingest.fetch import fetch_sources
    from ingest.fetch_http import HttpDoor, SystemClock
    from ingest.fetch_records import FetchStatus
    from ingest.fetch_sources import read_sources

    text = load_catalogue("ingest").text
    sources = read_sources(settings.corpus / "sources.toml")
    clock = clock or SystemClock()
    door = door or HttpDoor(clock)
    words = TextColumn("{task.description} {task.completed:.0f} {task.fields[waiting]}")
    # Where stdout is a file it must get our lines; on a terminal rich prints them above its own.
    on_screen = sys.stdout.isatty()
    columns = (SpinnerColumn(), words, TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=on_screen) as progress:
        task = progress.add_task(text("fetch.progress"), total=None, waiting="")

        def listen(line: FetchLine, waiting: int) -> None:
            if not options.json:
                print(describe(line), flush=True)
            progress.update(task, advance=1, waiting=text("fetch.waiting", count=waiting))

        try:
            report = fetch_sources(
                sources, settings.corpus, settings.home, door, clock, listener=listen, dry_run=options.dry_run
            )
        except KeyboardInterrupt:
            raise HvidbogError(text("fetch.interrupted")) from None
    if options.json:
        print(json.dumps(as_json(report), ensure_ascii=False))
    else:
        counts = {status.value: report.count(status) for status in FetchStatus}
        key = "fetch.summary_plan" if options.dry_run else "fetch.summary"
        print(text(key, requests=report.requests, outside=report.outside, **counts))
    good = (FetchStatus.FETCHED, FetchStatus.UNCHANGED, FetchStatus.PLANNED)
    return 0 if any(report.count(status) for status in good) else 1


def describe(line: FetchLine) -> str:
    """One address of the report as a Danish line."""
    text = load_catalogue("ingest").text
    status = text(f"fetch.status.{line.status.value}")
    if line.reason is not None:
        return text("fetch.line_why", status=status, url=line.url, reason=line.reason)
    if line.path is not None:
        return text("fetch.line_path", status=status, url=line.url, path=line.path)
    return text("fetch.line", status=status, url=line.url)


def as_json(report: FetchReport) -> dict[str, object]:
    """The report as `--json` prints it."""
    from ingest.fetch_records import FetchStatus

    return {
        "addresses": [
            {
                "url": line.url,
                "status": line.status.value,
                "reason": line.reason,
                "path": line.path,
                "sha256": line.sha256,
                "bytes": line.bytes,
            }
            for line in report.lines
        ],
        "counts": {status.value: report.count(status) for status in FetchStatus},
        "requests": report.requests,
        "bytes": report.bytes,
        "outside": report.outside,
        "resumed": report.resumed,
        "elapsed_ms": round(report.seconds * 1000),
    }
