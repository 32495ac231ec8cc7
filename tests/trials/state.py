"""Which parts of the trials are done: a part that passed is not run again until the code or the seed has changed.

So `make trials` can be stopped at any time and goes on where it was; `pytest -m trial -k kill` runs one trial's parts.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from ingest.carry_over import code_version

SEED = int(os.environ.get("TRIAL_SEED", "1"))
_FOLDER = Path(os.environ.get("TEST_ARTEFACTS", Path(__file__).resolve().parents[2] / "test-artefacts"))


@dataclass(frozen=True)
class Score:
    """What a trial showed. `effective` attempts really met the fault; `control` says that a planted fault was noticed."""

    attempts: int
    effective: int
    failures: list[str]
    control: bool
    detail: str = ""

    def line(self, name: str) -> str:
        """One line for the closing report."""
        control = "fault noticed" if self.control else "FAULT NOT NOTICED"
        counts = f"{self.attempts} attempts, {self.effective} effective, {len(self.failures)} failures"
        return f"{name}: {counts}, control: {control}. {self.detail}".strip()

    def check(self) -> None:
        """Fail where something failed, nothing was tried, or a planted fault went unnoticed."""
        assert self.effective > 0, "no attempt met the fault: nothing is shown"
        assert self.control, "the planted fault was not noticed: nothing is shown"
        assert not self.failures, "\n".join(self.failures)


def whole_code() -> str:
    """SHA-256 over all that a served page rests on: what a trial of the pages showed holds for this code alone."""
    root = Path(__file__).resolve().parents[2]
    files = (path for folder in ("ingest", "assistant", "ui", "docs/kiosk") for path in (root / folder).rglob("*"))
    told = hashlib.sha256()
    for path in sorted(path for path in files if path.is_file() and path.suffix != ".pyc"):
        told.update(path.read_bytes())
    return told.hexdigest()


def once(name: str, run: Callable[[], Score], code: Callable[[], str] = lambda: code_version()) -> Score:
    """The score of a part: from the state file where it passed with this code and seed, else by running it."""
    path = _FOLDER / "trials.json"
    done = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    key = f"{code()[:16]}-{SEED}"
    kept = done.get(name)
    if kept is not None and kept["key"] == key:
        score = Score(**kept["score"])
    else:
        score = run()
        score.check()
        _FOLDER.mkdir(exist_ok=True)
        done[name] = {"key": key, "score": asdict(score)}
        path.write_text(json.dumps(done, indent=1), encoding="utf-8")
    print(f"\n{score.line(name)}")
    return score
