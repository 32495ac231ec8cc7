"""Trial: fifty readers at once, two hundred at once, and half an hour. Readers are a process of their own."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.kiosk_server import KioskServer, started_kiosk

pytestmark = [pytest.mark.trial, pytest.mark.timeout(3600)]
LOAD_SECONDS = float(os.environ.get("TRIAL_LOAD_SECONDS", "180"))
SOAK_SECONDS = float(os.environ.get("TRIAL_SOAK_SECONDS", "1800"))


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KioskServer]:
    """The real kiosk over the repository's corpus, with its own limit per reader and a wide one per address."""
    server = started_kiosk(tmp_path_factory.mktemp("load"), {"HVIDBOG_KIOSK_PER_ADDRESS": "100000"}, None, ("--real",))
    yield server
    server.stop()


def readers(server: KioskServer, number: int, every: float, seconds: float) -> dict[str, Any]:
    argv = [sys.executable, "-m", "tests.kiosk_readers", server.url, str(number), str(every), str(seconds)]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=True, timeout=seconds + 120)
    told: dict[str, Any] = json.loads(done.stdout)
    waits = sorted(told.pop("waits_ms"))
    told |= {"asked": len(waits), "median": statistics.median(waits), "p95": waits[int(0.95 * len(waits)) - 1]}
    print(number, "readers every", every, "s:", json.dumps(told))
    return told


def memory(server: KioskServer) -> int:
    """Kilobytes that the server's process holds."""
    status = Path(f"/proc/{server.process.pid}/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])


def test_fifty_readers_wait_at_most_twice_as_long_as_one(kiosk: KioskServer) -> None:
    one = readers(kiosk, 1, 11.0, LOAD_SECONDS)
    before = memory(kiosk)
    fifty = readers(kiosk, 50, 20.0, LOAD_SECONDS)
    print("memory, kB:", before, "→", memory(kiosk))
    assert fifty["asked"] > 50
    assert set(fifty["statuses"]) <= {"200", "429"}, "429 is the limit a reader, which random pauses reach now and then"
    assert fifty["statuses"].get("429", 0) <= 0.02 * fifty["asked"]
    assert fifty["crossings"] == 0
    assert fifty["p95"] <= 2 * one["p95"]
    assert fifty["median"] <= 1.3 * one["median"]


def test_two_hundred_readers_get_an_answer_or_a_kind_word(kiosk: KioskServer) -> None:
    told = readers(kiosk, 200, 1.0, 30.0)
    assert set(told["statuses"]) <= {"200", "429", "503"}
    assert told["statuses"]["200"] > 0
    assert told["statuses"].get("503", 0) + told["statuses"].get("429", 0) > 0
    assert told["crossings"] == 0
    assert kiosk.process.poll() is None
    assert kiosk.ask("Hvornår blev hvidbogen offentliggjort?")[0] == 200


def test_half_an_hour_takes_no_more_memory(kiosk: KioskServer) -> None:
    readers(kiosk, 20, 12.0, min(60.0, SOAK_SECONDS / 4))
    begun = memory(kiosk)
    told = readers(kiosk, 20, 12.0, SOAK_SECONDS)
    ended = memory(kiosk)
    print("memory, kB:", begun, "→", ended)
    assert told["crossings"] == 0
    assert ended <= 1.1 * begun
