"""What a command costs: seconds, processor seconds and the most memory, of its process and all that it starts.

Memory is looked at every few milliseconds as the sum of the resident memory of the process and of its descendants at that
moment (`/proc/PID/status`, VmRSS), so what two processes share is counted twice. Where the system has no /proc the
memory is 0.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_STEP = 0.02  # seconds between two looks
_KIB = 1024


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock and by the processor, and the most bytes held at one moment: in all, by the process itself, by
    its descendants (each its own peak)."""

    wall: float
    cpu: float
    memory: int
    own_memory: int
    children_memory: int


def run_and_measure(command: Sequence[str], output: Path) -> Cost:
    """The cost of a command, whose standard output goes into the file `output`.

    Raises CalledProcessError where it fails. Processor seconds are those of the process and of every descendant that it
    has waited for (`wait4`).
    """
    began = time.perf_counter()
    most = own_most = children_most = 0
    with output.open("wb") as stream:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=stream, stderr=subprocess.DEVNULL)
        while True:
            own, children = _resident(process.pid), sum(_resident(one) for one in _descendants(process.pid))
            most, own_most = max(most, own + children), max(own_most, own)
            children_most = max(children_most, children)
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            time.sleep(_STEP)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command))
    wall = time.perf_counter() - began
    return Cost(wall, usage.ru_utime + usage.ru_stime, most, own_most, children_most)


def _resident(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    line = next((line for line in status.splitlines() if line.startswith("VmRSS:")), "VmRSS: 0")
    return int(line.split()[1]) * _KIB


def _descendants(pid: int) -> list[int]:
    found: list[int] = []
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text(encoding="ascii").split():
                found += [int(child), *_descendants(int(child))]
    except OSError:
        pass
    return found
