"""`kill -9` at random moments of our own ingest, while readers ask; afterwards every passage must be there once.

The moments are random within each phase of an ingest. A phase is known from outside by what lies in the index's folder,
so the ingest is the one that a user starts, and a kill meets it at work however busy the machine is.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

from ingest.index_protocol import GRAMS, VECTORS, WORDS, IndexReader, LegQuery
from ingest.lexical import gram_terms
from ingest.passages import cut_passages
from ingest.readers import read_document
from ingest.records import Audience
from ingest.versions import version_in_force
from tests.ingest_workplace import SUBJECTS, Workplace, note, pdf
from tests.trials.state import Score

ROOT = Path(__file__).resolve().parents[2]


def build(folder: Path) -> Workplace:
    """A corpus of a dozen documents, public and staff, one of them changed before every attempt."""
    place = Workplace.at(folder)
    for number, subject in enumerate(SUBJECTS):
        more = [f"Punkt {part} handler om {subject} og koster {part}.{number}00 kr." for part in range(60)]
        place.put(f"{subject}.md", note(subject, *more), audience="staff" if number % 3 == 2 else "public")
    place.put("rapport.pdf", pdf([[f"Side {page} handler om havnen.", "Havnen er ny."] for page in range(20)]))
    change(place, 0)
    place.ingest()
    return place


def change(place: Workplace, attempt: int) -> None:
    """Make the corpus of this attempt differ from the last one's by one document."""
    place.put("skift.md", note("skiftet", f"Forsøg nummer {attempt} er i gang."))


def start(place: Workplace) -> subprocess.Popen[bytes]:
    """Our own ingest as a user starts it."""
    env = {**os.environ, "HVIDBOG_HOME": str(place.home), "HVIDBOG_CORPUS": str(place.corpus)}
    argv = [sys.executable, str(ROOT / "hvidbog.py"), "ingest", "--json"]
    return subprocess.Popen(argv, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def faults(place: Workplace, reader: IndexReader, wanted: Counter[str]) -> list[str]:
    """What is wrong with an open version that should hold exactly the passages `wanted`, by id."""
    parts = place.parts
    rows = range(reader.manifest.passages)
    passages = reader.passages(rows)
    held = Counter(passage.id for passage in passages)
    found = [f"lost: {one}" for one in wanted - held] + [f"twice or foreign: {one}" for one in held - wanted]
    for row, passage in zip(rows, passages, strict=True):
        queries = {
            VECTORS: LegQuery(vector=parts.embedder.query(passage.index_text)),
            WORDS: LegQuery(dict.fromkeys(parts.analyzer.terms(passage.index_text), 1.0)),
            GRAMS: LegQuery(dict.fromkeys(gram_terms(passage.index_text), 1.0)),
        }
        for leg, query in queries.items():
            if row not in reader.search(leg, query, 3):
                found.append(f"not found by {leg}: {passage.id}")
    return found


def wanted_passages(place: Workplace, audience: Audience) -> Counter[str]:
    """The passages of the corpus as it is now, read here and not from an index."""
    from ingest.manifest import load_manifest

    ids: Counter[str] = Counter()
    for entry in load_manifest(place.corpus):
        if audience is Audience.STAFF or entry.audience is Audience.PUBLIC:
            data = (place.corpus / entry.path).read_bytes()
            ids.update(passage.id for passage in cut_passages(read_document(data, entry.document(data))))
    return ids


class Asking(threading.Thread):
    """A reader that follows the pointer and asks without a pause."""

    def __init__(self, place: Workplace, audience: Audience) -> None:
        super().__init__()
        self._place, self._audience = place, audience
        self._stop_asking = threading.Event()
        self.asked, self.opened = 0, 0
        self.errors: list[str] = []

    def run(self) -> None:
        reader = self._place.open(self._audience)
        parts = self._place.parts
        vector = parts.embedder.query("vejene")
        try:
            while not self._stop_asking.is_set():
                if version_in_force(self._place.settings.home, self._audience) != reader.manifest.version:
                    fresh = self._place.open(self._audience)
                    reader.close()
                    reader = fresh
                    self.opened += 1
                words = reader.search(WORDS, LegQuery(dict.fromkeys(parts.analyzer.terms("vejene"), 1.0)), 5)
                near = reader.search(VECTORS, LegQuery(vector=vector), 5)
                if not words or not near or not reader.passages(list(near)):
                    self.errors.append("a question without an answer")
                self.asked += 1
                self._stop_asking.wait(0.01)
        except Exception as error:  # whatever a reader would have seen
            self.errors.append(f"{type(error).__name__}: {error}")
        finally:
            reader.close()

    def finish(self) -> None:
        self._stop_asking.set()
        self.join()


class Phases:
    """Which phase an ingest is in, seen by what lies in the index's folder since it began."""

    NAMES = ("start", "read", "index", "verify", "seal", "between the switches", "after them")
    # A kill after the last switch meets nothing but the report.
    AIMS = NAMES[:-1]

    def __init__(self, place: Workplace) -> None:
        self._folders = {audience: place.home / "index" / audience.value for audience in Audience}
        self._old = {audience: self._pointer(audience) for audience in Audience}
        self._leftovers = set(self._unfinished())

    def _pointer(self, audience: Audience) -> str:
        return (self._folders[audience] / "current").read_text(encoding="ascii")

    def _unfinished(self) -> list[Path]:
        return [path for folder in self._folders.values() for path in folder.glob(".new-*")]

    def now(self) -> str:
        """The phase at this moment."""
        switched = sum(self._pointer(audience) != self._old[audience] for audience in Audience)
        if switched:
            return self.NAMES[-1 if switched == len(Audience) else -2]
        fresh = [path for path in self._unfinished() if path not in self._leftovers]
        marks = {"seal": "manifest.json", "verify": "words.json", "index": "words", "read": "texts.sqlite"}
        return next((name for name, mark in marks.items() if any((path / mark).exists() for path in fresh)), "start")

    def wait_for(self, phase: str, process: subprocess.Popen[bytes]) -> bool:
        """Wait until the ingest has come to `phase` or beyond it; False where it ended before."""
        while self.NAMES.index(self.now()) < self.NAMES.index(phase):
            if process.poll() is not None:
                return False
            time.sleep(0.0005)
        return True


def phase_seconds(place: Workplace) -> dict[str, float]:
    """How long each phase of an undisturbed ingest lasts; a phase too short to be seen lasts no time."""
    phases, met = Phases(place), {"start": time.monotonic()}
    process = start(place)
    while process.poll() is None:
        met.setdefault(phases.now(), time.monotonic())
        time.sleep(0.0005)
    assert process.returncode == 0, "an ingest that nobody killed failed"
    ends = [*list(met.values())[1:], time.monotonic()]
    return dict(zip(met, (end - begun for begun, end in zip(met.values(), ends, strict=True)), strict=True))


def kill_trial(folder: Path, attempts: int, seed: int) -> Score:
    """Kill so many ingests at random moments, each phase in turn, checking both audiences after each."""
    place = build(folder)
    chance = random.Random(seed)
    change(place, -1)
    usual = phase_seconds(place)
    asking = [Asking(place, audience) for audience in Audience]
    for one in asking:
        one.start()
    killed, switched, failures = Counter[str](), 0, list[str]()
    before = {audience: wanted_passages(place, audience) for audience in Audience}
    attempt = 0
    while killed.total() < attempts and attempt < 3 * attempts:
        attempt += 1
        change(place, attempt)
        after = {audience: wanted_passages(place, audience) for audience in Audience}
        phases = Phases(place)
        aimed = Phases.AIMS[attempt % len(Phases.AIMS)]
        process = start(place)
        if phases.wait_for(aimed, process):
            time.sleep(chance.uniform(0, 0.9) * usual.get(aimed, 0.0))
        met = phases.now()
        process.send_signal(signal.SIGKILL)
        if process.wait(timeout=60) == -signal.SIGKILL:
            killed[met] += 1
        else:
            # It was done before the kill: on a machine that is less busy now the phase is shorter.
            usual[aimed] = 0.7 * usual.get(aimed, 0.0)
        for audience in Audience:
            with place.open(audience, fall_back=False) as reader:  # type: ignore[attr-defined]
                held = Counter(one.id for one in reader.passages(range(reader.manifest.passages)))
                is_new = held == after[audience]
                switched += is_new
                failures += faults(place, reader, after[audience] if is_new else before[audience])
                if is_new:
                    before[audience] = after[audience]
    # The next ingest ends as if nothing had happened.
    start(place).wait(timeout=120)
    for audience in Audience:
        with place.open(audience, fall_back=False) as reader:  # type: ignore[attr-defined]
            failures += faults(place, reader, wanted_passages(place, audience))
            control = bool(faults(place, reader, wanted_passages(place, audience) + Counter(["a passage removed"])))
    leftovers = [path.name for path in (place.home / "index").rglob(".new-*")]
    failures += [f"left behind: {name}" for name in leftovers]
    for one in asking:
        one.finish()
        failures += one.errors
    asked = sum(one.asked for one in asking)
    in_phases = ", ".join(f"{name} {killed[name]}" for name in Phases.NAMES)
    detail = f"Killed in {in_phases}; {switched} versions switched to, {asked} questions asked meanwhile."
    return Score(attempt, killed.total() if asked else 0, failures, control, detail)
