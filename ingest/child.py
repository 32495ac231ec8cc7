"""A process that reads files for another: `python -m ingest.child FD`. What a broken or hostile file does, it does here.

Messages are frames of a `multiprocessing.connection.Connection` on the inherited file descriptor, all of them JSON, so
that a process taken over by a file can send wrong text but no code. To the child: an `Order`, then the file's bytes.
From it: a `Reply`, and after a reply of kind "reading" the Reading in `count` parts. The parent's side is `workers.py`.
"""

from __future__ import annotations

import contextlib
import re
import resource
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from ingest.catalogue import load_catalogue
from ingest.errors import Quarantined, Unreadable
from ingest.masking import Policy, check_margins, guarded
from ingest.readers import PDF, read_document
from ingest.reading_json import parts_of
from ingest.records import Document, Finding, Reading

# The number of an object whose dictionary says that it is a page, as far as it is not packed into a stream.
_PAGE_OBJECT = re.compile(rb"(\d+) +\d+ +obj\b(?:(?!endobj|stream).){0,2000}?/Type\s*/Page(?![a-z])", re.DOTALL)
# The exit code that says that the memory was used up after a reply was begun.
TOO_MUCH = 77


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost (security.md, row 17). Long honest files get more time for each megabyte."""

    cpu_seconds: float = 30
    cpu_seconds_a_megabyte: float = 10
    memory: int = 1 << 30
    pages: int = 3_000
    characters: int = 20_000_000
    file_bytes: int = 200_000_000
    seconds_a_picture: float = 20
    pictures: int = 500

    def cpu(self, size: int) -> float:
        """The processor seconds that a file of `size` bytes may take."""
        return self.cpu_seconds + self.cpu_seconds_a_megabyte * (size // 1_000_000)

    def wall(self, size: int) -> float:
        """The seconds after which a file of `size` bytes is given up."""
        return 2 * self.cpu(size)


@dataclass(frozen=True, slots=True)
class Order:
    """What to read the bytes that follow as."""

    document: Document
    policy: Policy
    limits: Limits


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of an order. After "reading" come `count` parts of it (`reading_json.py`). "pictures" is not the end: it
    says that `count` pages are to be read by OCR first."""

    kind: Literal["reading", "refused", "quarantined", "failed", "pictures"]
    reason: str = ""
    count: int = 0
    memory: int = 0


ORDER: TypeAdapter[Order] = TypeAdapter(Order)
REPLY: TypeAdapter[Reply] = TypeAdapter(Reply)


def main(argv: list[str]) -> int:
    """Read until the parent goes away."""
    connection = Connection(int(argv[0]))
    limited = False
    while True:
        try:
            order = ORDER.validate_json(connection.recv_bytes())
            data = connection.recv_bytes()
        except (EOFError, OSError):
            return 0
        if not limited:
            limit_memory(order.limits.memory)
            limited = True
        _limit_cpu(order.limits.cpu(len(data)))
        parts: Iterator[bytes] = iter(())
        try:
            count, parts = parts_of(read_order(order, data, connection))
            reply = Reply("reading", count=count, memory=_peak())
        except Unreadable as error:
            reply = Reply("refused", str(error), memory=_peak())
        except Quarantined as error:
            reply = Reply("quarantined", str(error), memory=_peak())
        except (MemoryError, RecursionError):
            reply = Reply("refused", load_catalogue("ingest").text("file.too_much"), memory=_peak())
        except Exception as error:
            reply = Reply("failed", type(error).__name__, memory=_peak())
        del data
        connection.send_bytes(REPLY.dump_json(reply))
        try:
            for part in parts:
                connection.send_bytes(part)
        except MemoryError:
            return TOO_MUCH
        del parts


def read_order(order: Order, data: bytes, connection: Connection) -> Reading:
    """The reading, guarded. Pages that are pictures are read by OCR in a second go, for which time is asked."""
    texts = load_catalogue("ingest")
    is_pdf = order.document.source_id.lower().endswith(PDF)
    if is_pdf:
        from ingest.pdf_file import check_page_count

        check_page_count(data, order.limits.pages)
    margins: dict[str, int] = {}
    reading = read_document(data, order.document, ocr=False, margins=margins)
    pictures = sum(finding.code == "no_text" for finding in reading.findings)
    if pictures and is_pdf:
        from ingest.pdf_ocr import can_read_pictures

        if can_read_pictures() and pictures <= order.limits.pictures:
            connection.send_bytes(REPLY.dump_json(Reply("pictures", count=pictures)))
            _limit_cpu(order.limits.cpu(len(data)) + pictures * order.limits.seconds_a_picture)
            reading = read_document(data, order.document, ocr=True)
    differing = next((finding.page for finding in reading.findings if finding.code == "text_differs"), None)
    if differing is not None:
        raise Quarantined(texts.text("file.text_differs", page=differing))
    if len(reading.text) > order.limits.characters:
        raise Unreadable(texts.text("file.too_much"))
    if not reading.text.strip() and not reading.pages:
        raise Unreadable(texts.text("file.no_text"))
    allowed = guarded(with_all_pages_told(reading, data), order.policy)
    check_margins(margins, reading)
    return allowed


def with_all_pages_told(reading: Reading, data: bytes) -> Reading:
    """The reading with findings for what no other finding names: pages without text, and pages that no reader found.

    Where a PDF's page tree is broken, both readers may see one page of many; its page objects still stand in the file.
    """
    told = {finding.page for finding in reading.findings}
    empty = [one.number for one in reading.pages if not one.range.of(reading.text).strip() and one.number not in told]
    more = [Finding("blank_page", number) for number in empty]
    objects = len(set(_PAGE_OBJECT.findall(data))) if reading.pages else 0
    if objects > len(reading.pages) and all(finding.code != "page_count" for finding in reading.findings):
        more.append(Finding("page_count", None, f"{len(reading.pages)}/{objects}"))
    return replace(reading, findings=(*reading.findings, *more)) if more else reading


def limit_memory(above: int) -> None:
    """Let this process take `above` bytes more address space than it has now, and write no core dumps.

    Where the system has no such limit (macOS) or does not tell the size, nothing happens.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        allowed = pages * resource.getpagesize() + above
        resource.setrlimit(resource.RLIMIT_AS, (allowed, allowed))
    except (OSError, ValueError):
        return


def _limit_cpu(seconds: float) -> None:
    """Let this process use so many processor seconds more; the system ends it when they are gone."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 1
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _peak() -> int:
    """The most memory this process has held, in bytes."""
    # Linux counts what the parent held before this program began into ru_maxrss; VmHWM is this program's own.
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
