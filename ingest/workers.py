"""Reading files in processes of their own, some at a time, so that a file can hurt no more than its own line.

A worker reads one file after another and is replaced when it dies, is killed, or has grown. Results come in the order of
the jobs. The process that reads is `child.py`.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from pydantic import ValidationError

from ingest.catalogue import load_catalogue
from ingest.child import ORDER, REPLY, TOO_MUCH, Limits, Order, Reply
from ingest.masking import Policy
from ingest.reading_json import reading_of_parts
from ingest.records import Document, FileStatus, Reading

# A worker that once needed this much gives it back by being replaced.
GROWN = 400 << 20
LARGEST_REPLY = 1 << 30
MOST_PARTS = 100_000
# How many items may be ahead of the one that is waited for, a worker.
AHEAD = 4
T = TypeVar("T")
_ENDED = os.WEXITED | os.WNOHANG | os.WNOWAIT


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read: its bytes, what is known of the document, and what to do with personal data in it."""

    data: bytes
    document: Document
    policy: Policy


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a job: the reading as JSON in parts, or the status and the Danish sentence that say why there is none.

    `retry` says that another try may end otherwise (a crash, or a machine that was too busy).
    """

    parts: tuple[bytes, ...] | None
    status: FileStatus
    reason: str | None = None
    retry: bool = False

    def reading(self) -> Reading | None:
        """The reading, checked for its shape. Raises ValueError where the child sent something else."""
        return None if self.parts is None else reading_of_parts(self.parts)


class Workers:
    """A pool of reading processes, started when they are needed. Use as a context manager."""

    def __init__(self, count: int, limits: Limits) -> None:
        self._count = max(1, count)
        self._limits = limits
        self._idle: list[_Worker] = []
        self._busy: list[_Worker] = []
        self.started = 0

    def read(self, items: Iterable[tuple[T, Job | None]]) -> Iterator[tuple[T, Result | None]]:
        """Each item with the result of its job, in order; one without a job comes back as it is.

        An item is taken when there is a worker for it, and not too far ahead of the one that is waited for.
        """
        waiting = iter(items)
        taken: dict[int, T] = {}
        done: dict[int, Result | None] = {}
        given, wanted, more = 0, 0, True
        while more or taken:
            while more and len(self._busy) < self._count and given - wanted < AHEAD * self._count:
                item = next(waiting, None)
                if item is None:
                    more = False
                    break
                taken[given], job = item
                if job is None:
                    done[given] = None
                else:
                    self._give(given, job)
                given += 1
            if wanted in done:
                yield taken.pop(wanted), done.pop(wanted)
                wanted += 1
            elif self._busy:
                done.update(self._finished())

    def dismiss(self) -> None:
        """Ends the idle workers, whose memory is then free for something else; new ones start when there is more to read."""
        while self._idle:
            self._idle.pop().kill()

    def _give(self, number: int, job: Job) -> None:
        worker = self._idle.pop() if self._idle else self._start()
        self._busy.append(worker)
        worker.give(number, job, self._limits)

    def _start(self) -> _Worker:
        self.started += 1
        return _Worker()

    def _finished(self) -> Iterator[tuple[int, Result]]:
        """The results of the workers that are ready or out of time, after waiting for at least one of them."""
        left = max(0.0, min(worker.deadline for worker in self._busy) - time.monotonic())
        ready = wait([worker.connection for worker in self._busy], timeout=left)
        now = time.monotonic()
        for worker in list(self._busy):
            result = worker.receive() if worker.connection in ready else None
            if result is None and now >= worker.deadline:
                worker.kill()
                result = _refused("file.too_slow")
            if result is not None:
                self._busy.remove(worker)
                if worker.is_usable:
                    self._idle.append(worker)
                else:
                    worker.kill()
                yield worker.number, result

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in [*self._idle, *self._busy]:
            worker.kill()


class _Worker:
    """One reading process and the job it is at."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            # A session of its own: Ctrl-C in a terminal reaches us alone, and we end it with all that it started.
            self._process = subprocess.Popen(
                [sys.executable, "-m", "ingest.child", str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                cwd=Path(__file__).resolve().parent.parent,
            )
        self.connection = Connection(ours.detach())
        self.deadline = 0.0
        self.number = -1
        self.is_usable = True
        self._limits = Limits()
        self._patience = 0.0
        self._fell_silent = False

    def give(self, number: int, job: Job, limits: Limits) -> None:
        """Hand over a job. A worker that is dead by now shows it when its result is received."""
        self.number, self._limits = number, limits
        self._patience = limits.wall(len(job.data))
        self.deadline = time.monotonic() + self._patience
        with contextlib.suppress(OSError):
            self.connection.send_bytes(ORDER.dump_json(Order(job.document, job.policy, limits)))
            self.connection.send_bytes(job.data)

    def receive(self) -> Result | None:
        """The result, or None where the worker only asked for more time."""
        try:
            with self._watched():
                reply = REPLY.validate_json(self.connection.recv_bytes(LARGEST_REPLY))
                parts = _parts(self.connection, reply.count) if reply.kind == "reading" else None
        except (EOFError, OSError, ValidationError):
            self.is_usable = False
            return self._death()
        if reply.kind == "pictures":
            count = max(0, min(reply.count, self._limits.pictures))
            self.deadline += 2 * count * self._limits.seconds_a_picture
            return None
        self.is_usable = reply.memory < GROWN and not self._fell_silent
        return _result(reply, parts)

    @contextlib.contextmanager
    def _watched(self) -> Iterator[None]:
        """The worker is ended where it begins to send and does not get done: we would wait for the rest for ever.

        It has as long as for its file, counted from here: what it sent may have waited for us.
        """
        watch = threading.Timer(self._patience, self._silence)
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()
            watch.join()

    def _silence(self) -> None:
        self._fell_silent = True
        self._end_group()

    def _death(self) -> Result:
        """What a worker that went away without a word died of."""
        # Its end of the socket closes just before its exit code is known.
        deadline = time.monotonic() + 2
        while time.monotonic() < deadline and not os.waitid(os.P_PID, self._process.pid, _ENDED):
            time.sleep(0.01)
        self.kill()
        code = self._process.returncode
        if code == -signal.SIGXCPU or self._fell_silent:
            return _refused("file.too_slow")
        if code == TOO_MUCH:
            return Result(None, FileStatus.REFUSED, load_catalogue("ingest").text("file.too_much"))
        name = signal.Signals(-code).name if code < 0 else str(code)
        return Result(None, FileStatus.CRASHED, load_catalogue("ingest").text("file.crashed", detail=name), retry=True)

    def kill(self) -> None:
        """End the process and all that it started, and wait for its end. A second call does nothing."""
        self.is_usable = False
        if self._process.returncode is None:
            self.connection.close()
            self._end_group()
            self._process.wait()

    def _end_group(self) -> None:
        # Before it is waited for its number is its own, so no other group can be meant.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)


def _parts(connection: Connection, count: int) -> tuple[bytes, ...]:
    """The parts of a reading that come now. Raises OSError where there are none, or more than a reading can be."""
    if not 0 < count <= MOST_PARTS:  # or a file could have us take next to empty parts without end
        raise OSError
    parts: list[bytes] = []
    left = LARGEST_REPLY
    for _ in range(count):
        parts.append(connection.recv_bytes(left))
        left -= len(parts[-1])
    return tuple(parts)


def _result(reply: Reply, parts: tuple[bytes, ...] | None) -> Result:
    texts = load_catalogue("ingest")
    if reply.kind == "reading":
        return Result(parts, FileStatus.OK)
    if reply.kind == "failed":
        return Result(None, FileStatus.CRASHED, texts.text("file.crashed", detail=reply.reason), retry=True)
    status = FileStatus.QUARANTINED if reply.kind == "quarantined" else FileStatus.REFUSED
    return Result(None, status, reply.reason)


def _refused(key: str) -> Result:
    return Result(None, FileStatus.REFUSED, load_catalogue("ingest").text(key), retry=True)


__all__ = ["Job", "Limits", "Result", "Workers"]
