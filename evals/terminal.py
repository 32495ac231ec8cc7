"""What the commands show in the terminal: tables, Danish numbers and a progress bar."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence

from ingest.pipeline import Progress


def decimal(value: float, places: int = 3) -> str:
    """A number with a decimal comma: 0.4567 as "0,457"."""
    return f"{value:.{places}f}".replace(".", ",")


def signed(value: float, places: int = 3) -> str:
    """A difference with its sign: "+0,012"."""
    return f"{value:+.{places}f}".replace(".", ",").replace("-", "−")


def table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lines with the columns under each other, the first one left and the others right."""
    widths = [max(len(row[i]) for row in [heading, *rows]) for i in range(len(heading))]
    lines = []
    for row in [heading, *rows]:
        first, *others = (
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        lines.append("  ".join([first, *others]).rstrip())
    return "\n".join(lines)


@contextlib.contextmanager
def progress_bar() -> Iterator[Progress]:
    """A progress bar on standard error, gone when it is done; invisible where standard error is no terminal."""
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    class Shown:
        """Progress in words and a bar: one task at a time."""

        def __init__(self, bar: Bar) -> None:
            self._bar = bar
            self._task: TaskID | None = None

        def start(self, what: str, total: int) -> None:
            """Show a new step in place of the last."""
            if self._task is not None:
                self._bar.remove_task(self._task)
            self._task = self._bar.add_task(what, total=total)

        def advance(self, done: int) -> None:
            """Show that so many parts are done."""
            if self._task is not None:
                self._bar.update(self._task, completed=done)

    with Bar(console=Console(stderr=True), transient=True) as bar:
        yield Shown(bar)
