"""What the kiosk keeps: how many answers of each status there were on a day, by focus area. No text, no time of day."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Lock

from assistant.records import Answer
from ingest.atomic_file import write_atomically

OTHER = ""  # answers that belong to no focus area


class Counts:
    """Counts by (day, status, focus area), added to `HVIDBOG_HOME/counts/kiosk.json` by `save`."""

    def __init__(self, home: Path, areas: Sequence[str], today: Callable[[], dt.date] = dt.date.today) -> None:
        self._path = counts_path(home)
        self._areas = tuple(areas)
        self._today = today
        self._new: Counter[tuple[str, str, str]] = Counter()
        self._lock = Lock()

    def add(self, answer: Answer) -> None:
        """Counts one answer."""
        with self._lock:
            self._new[(self._today().isoformat(), answer.status.value, focus_area(answer, self._areas))] += 1

    def save(self) -> None:
        """Adds what was counted since the last time to the file."""
        with self._lock:
            if not self._new:
                return
            total = Counter(dict(_rows(read_counts(self._path)))) + self._new
            tree: dict[str, dict[str, dict[str, int]]] = {}
            for (day, status, area), number in sorted(total.items()):
                tree.setdefault(day, {}).setdefault(status, {})[area] = number
            write_atomically(self._path, json.dumps(tree, ensure_ascii=False, indent=1).encode())
            self._new.clear()


def counts_path(home: Path) -> Path:
    """Where the kiosk's counts lie."""
    return home / "counts" / "kiosk.json"


def read_counts(path: Path) -> dict[str, dict[str, dict[str, int]]]:
    """The counts by day, status and focus area; empty where there are none or the file is damaged."""
    try:
        tree = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return tree if isinstance(tree, dict) else {}


def focus_area(answer: Answer, areas: Sequence[str]) -> str:
    """The first focus area that is named in the answer's citations or in its question, or OTHER."""
    places = " ".join(" ".join((*one.section, one.quote)) for one in (*answer.citations, *answer.nearest))
    for text in (answer.question.casefold(), places.casefold()):
        for area in areas:
            if area.casefold() in text:
                return area
    return OTHER


def _rows(tree: Mapping[str, Mapping[str, Mapping[str, int]]]) -> list[tuple[tuple[str, str, str], int]]:
    return [
        ((day, status, area), number)
        for day, statuses in tree.items()
        for status, found in statuses.items()
        for area, number in found.items()
    ]
