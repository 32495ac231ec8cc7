"""Which code a run measured: a hash over everything that can change an answer or a score."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

PACKAGES = ("ingest", "assistant", "evals")
_KINDS = (".py", ".toml", ".txt", ".md", ".html")


@cache
def measured_code() -> str:
    """SHA-256 over the code, texts and prompts of the three packages, 16 characters of it; cases do not count."""
    total = hashlib.sha256()
    for package in PACKAGES:
        root = Path(str(files(package)))
        for path in sorted(root.rglob("*")):
            told = path.relative_to(root)
            data = {"cases", "baseline", "adversarial_corpus", "judged"} & set(told.parts)
            if path.suffix in _KINDS and not data and "__pycache__" not in told.parts:
                total.update(f"{package}/{told.as_posix()}".encode())
                total.update(path.read_bytes())
    return total.hexdigest()[:16]
