"""A progress bar on the terminal; nothing where standard error is not one."""

from __future__ import annotations

from types import TracebackType
from typing import Self, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn


class Bar:
    """Shows one bar a step. Implements `pipeline.Progress`."""

    def __init__(self, stream: TextIO) -> None:
        console = Console(file=stream)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=console, disable=not console.is_terminal)
        self._task: TaskID | None = None

    def start(self, what: str, total: int) -> None:
        """Begin a step of `total` parts."""
        self._task = self._progress.add_task(what, total=total)

    def advance(self, done: int) -> None:
        """Show that `done` parts of the step are done in all."""
        if self._task is not None:
            self._progress.update(self._task, completed=done)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()
