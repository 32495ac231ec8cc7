"""The catalogue holds what the pages use and nothing else, and its sentences are Danish."""

from __future__ import annotations

import re
from pathlib import Path

from assistant.records import Status
from ingest.catalogue import load_catalogue
from ingest.records import Kind

UI = Path(__file__).resolve().parent.parent / "ui"
# Keys that are put together from a value: the part before the dot.
BUILT = {"status", "shape", "kind", "month", "check"}


def used() -> set[str]:
    """Every quoted string of the sources and templates that looks like a key."""
    sources = "".join(path.read_text(encoding="utf-8") for path in [*UI.glob("*.py"), *UI.glob("templates/*.html")])
    return set(re.findall(r"""["']([a-z]+\.[a-z_]+)["']""", sources)) | {
        f"problem.{key}{end}" for key in re.findall(r'show_problem\("(\w+)"\)', sources) for end in ("", "_title")
    }


def test_every_text_is_used() -> None:
    every = load_catalogue("ui").keys()
    keys = {key for key in every if key.partition(".")[0] not in BUILT}
    assert keys - used() == set()
    assert keys  # the control: there are keys to look for


def test_every_value_has_its_word() -> None:
    keys = load_catalogue("ui").keys()
    wanted = {f"status.{one}" for one in Status} | {f"shape.{one}" for one in Status} | {f"kind.{one}" for one in Kind}
    assert wanted | {f"month.{number}" for number in range(1, 13)} <= keys
    shapes = [load_catalogue("ui").text(f"shape.{one}") for one in Status]
    assert len(set(shapes)) == len(shapes), "a status must be told apart without colour"
