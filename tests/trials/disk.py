"""A disk that takes no more and a folder that may not be written: a clear error, and the old version unharmed."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
from pathlib import Path

from ingest.records import Audience
from tests.ingest_workplace import Workplace, state
from tests.trials.killing import ROOT, build, change, faults, wanted_passages
from tests.trials.state import Score

_PR_CAPBSET_DROP = 24
# What lets root write where the file modes forbid it: CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER.
_OVERRIDES = (1, 2, 3)


def _limited(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def _without_overrides() -> None:
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None)
        for capability in _OVERRIDES:
            libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)


def _run(place: Workplace, before: object) -> tuple[int, str]:
    env = {**os.environ, "HVIDBOG_HOME": str(place.home), "HVIDBOG_CORPUS": str(place.corpus)}
    argv = [sys.executable, str(ROOT / "hvidbog.py"), "ingest"]
    run = subprocess.run(
        argv, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False, preexec_fn=before
    )  # type: ignore[call-overload]
    return run.returncode, run.stderr


def _versions(place: Workplace) -> dict[str, tuple[int, str]]:
    return {name: kept for name, kept in state(place.home / "index").items() if not name.endswith("lock")}


def disk_trial(folder: Path, sizes: list[int]) -> Score:
    """Ingests that may write no file of more than so many bytes, and one into a folder without the right to write."""
    place = build(folder)
    wanted = {audience: wanted_passages(place, audience) for audience in Audience}
    before = _versions(place)
    failures: list[str] = []
    effective = 0
    change(place, 1)

    def check(name: str, code: int, error: str) -> None:
        nonlocal effective
        effective += code != 0
        if code != 1 or "Traceback" in error or not error.strip().endswith("."):
            failures.append(f"{name}: exit code {code}, said {error[-300:]!r}")
        if _versions(place) != before:
            failures.append(f"{name}: the old version was touched, or something was left beside it")
        for audience in Audience:
            reader = place.open(audience, fall_back=False)
            failures.extend(faults(place, reader, wanted[audience]))
            reader.close()

    for size in sizes:
        check(f"{size} bytes", *_run(place, lambda size=size: _limited(size)))
    folders = [place.home / "index", *(place.home / "index" / audience.value for audience in Audience)]
    for path in folders:
        path.chmod(0o555)
    check("read-only", *_run(place, _without_overrides))
    for path in folders:
        path.chmod(0o755)
    # The control: without the fault the same ingest writes, and that is noticed.
    code, _ = _run(place, None)
    return Score(len(sizes) + 1, effective, failures, code == 0 and _versions(place) != before)
