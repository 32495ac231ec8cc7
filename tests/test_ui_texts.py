"""The catalogue holds what the pages use and nothing else, and its sentences are Danish."""

from __future__ import annotations

import re
from pathlib import Path

from assistant.gate import CHECKS
from assistant.records import Reason, Status
from ingest.catalogue import load_catalogue
from ingest.records import Audience, FileStatus, Kind
from ui.feedback import FeedbackReason
from ui.filters_view import KINDS as SECTION_KINDS
from ui.languages import LANGUAGES, SHARED

UI = Path(__file__).resolve().parent.parent / "ui"
# Keys that are put together from a value: the part before the dot.
BUILT = {
    "status",
    "shape",
    "kind",
    "month",
    "check",
    "said",
    "menu",
    "address",
    "feedback_reason",
    "feedback_note",
    "audience",
    "file_status",
    "file_shape",
    "publish_field",
    "publish_hint",
    "personal_data",
    "section_kind",
    "quality",
    "suite",
    "small_talk",
}


def used() -> set[str]:
    """Every quoted string of the sources, scripts and templates that looks like a key."""
    paths = [path for pattern in ("*.py", "templates/*.html", "static/*.js") for path in UI.glob(pattern)]
    sources = "".join(path.read_text(encoding="utf-8") for path in paths)
    problems = {f"problem.{key}" for key in re.findall(r'refused\(\d+, "(\w+)"', sources)}
    problems |= {f"problem.{k}{end}" for k in re.findall(r'None, "problem.(\w+)"', sources) for end in ("", "_title")}
    return set(re.findall(r"""["']([a-z_]+\.[a-z_]+)["']""", sources)) | problems


def test_every_text_is_used() -> None:
    every = load_catalogue("ui").keys()
    keys = {key for key in every if key.partition(".")[0] not in BUILT}
    assert keys - used() == set()
    assert keys  # the control: there are keys to look for


def test_every_language_of_the_kiosk_has_the_same_texts_with_the_same_places() -> None:
    danish = load_catalogue("ui")
    every = danish.keys()
    shared = {key for key in every if key.partition(".")[0] in SHARED}
    everything = dict.fromkeys(("seconds", "count", "limit", "area", "phone", "hours", "date", "title", "n"), "§")
    everything |= dict.fromkeys(("page", "pages"), "§")
    for language in LANGUAGES:
        catalogue = load_catalogue("ui", language)
        assert catalogue.keys() & shared == shared
        assert language == "da" or catalogue.keys() == shared
        for key in shared:
            theirs, ours = catalogue.text(key, **everything), danish.text(key, **everything)
            assert theirs.strip(), (language, key)
            assert theirs.count("§") == ours.count("§"), (language, key)


def test_every_reason_and_unanswered_status_has_its_sentence_in_every_language() -> None:
    wanted = {f"said.{reason}" for reason in Reason} | {"said.not_found", "said.unclear", "said.error"}
    every = load_catalogue("ui").keys()
    said = {key for key in every if key.startswith("said.")}
    assert said == wanted


def test_every_value_has_its_word() -> None:
    keys = load_catalogue("ui").keys()
    wanted = {f"status.{one}" for one in Status} | {f"shape.{one}" for one in Status} | {f"kind.{one}" for one in Kind}
    wanted |= {f"check.{name}" for name in (*CHECKS, "token", "quote", "other")}
    wanted |= {f"feedback_{what}.{one}" for one in FeedbackReason for what in ("reason", "note")}
    wanted |= {f"file_{what}.{one}" for one in FileStatus for what in ("status", "shape")}
    wanted |= {f"audience.{one}" for one in Audience} | {f"section_kind.{one}" for one in SECTION_KINDS}
    assert wanted | {f"month.{number}" for number in range(1, 13)} <= keys
    shapes = [load_catalogue("ui").text(f"shape.{one}") for one in Status]
    assert len(set(shapes)) == len(shapes), "a status must be told apart without colour"
