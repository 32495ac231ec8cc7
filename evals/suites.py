"""Which documents a suite's questions are about, and what opens the product over exactly these.

A suite of ours has its own documents, so that its figures depend on nothing else that lies in `corpus/`; a suite of
anyone else is asked of the index in force.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from assistant import Assistant
from evals.distractors import write_distractors
from evals.index_cache import CACHE, Llm, opened, with_model
from ingest.catalogue import load_catalogue
from ingest.config import Settings
from ingest.errors import WrongUse
from ingest.manifest import load_manifest
from ingest.pipeline import Progress, Quiet
from ingest.records import Audience
from ingest.sources import Source, listed_sources, named_sources

TEXTS = load_catalogue("evals")
MINUTES = "referat-hovedudvalg-2025-08-15.md"
ADVERSARIAL_FOLDER = "adversarial_corpus"
# In a folder without a manifest, files whose name begins so are for the staff.
STAFF_PREFIX = "intern"
READ = (".md", ".html", ".pdf", ".txt")
# Questions by someone who had not seen the code, on the documents of another suite; "unseen" names them together.
UNSEEN = {"unseen_minutes": "minutes", "unseen_adversarial": "adversarial"}
OWN_SUITES = ("minutes", "adversarial", "report", *UNSEEN)
# The made-up report by seed: one may be tuned on, the other is only ever reported.
REPORT_SEEDS = {"report_dev": 1, "report": 2025}
REPORT_PAGES = 400
# Made from the truth of the report, so it is written beside it and not kept in git.
REPORT_CASES = "cases.jsonl"
SECOND_EDITION = "baggrund-chromium.pdf"
# Suites that are also asked among made-up passages, and those asked in one way alone: the large, and the unseen.
CROWDED = ("minutes",)
LARGE = (*REPORT_SEEDS, *UNSEEN)

Opener = Callable[[Audience], Assistant]


@dataclass(frozen=True, slots=True)
class SuiteSources:
    """A suite's sources and the settings whose corpus profile goes with them."""

    sources: tuple[Source, ...]
    settings: Settings


def case_files(suites: Iterable[str] = ()) -> list[Path]:
    """The case files kept beside this code, of these suites or of all: `<suite>.jsonl` and `<suite>-<part>.jsonl`."""
    folder = Path(str(files("evals"))) / "cases"
    wanted = tuple(suites) or OWN_SUITES
    return [path for path in sorted(folder.glob("*.jsonl")) if path.stem.partition("-")[0] in wanted]


def named_cases(settings: Settings, names: Iterable[str], progress: Progress | None = None) -> list[Path]:
    """The case files of these names, each the name of a suite of ours or a path; a made-up report is made when needed."""
    found: list[Path] = []
    for name in names:
        if name == "unseen":
            found += case_files(UNSEEN)
        elif name in REPORT_SEEDS:
            found.append(report_cases(settings, name, progress))
        elif name in OWN_SUITES:
            found += case_files([name])
        else:
            found.append(Path(name))
    return found


def report_cases(settings: Settings, suite: str, progress: Progress | None = None) -> Path:
    """The file of questions on a suite's made-up report, written now unless it is there, and the report with it."""
    from evals.cases import case_line
    from evals.truth_cases import read_truth, truth_cases

    folder = report_folder(settings, suite)
    _make_report(folder, REPORT_SEEDS[suite], progress or Quiet())
    path = folder / REPORT_CASES
    lines = "".join(case_line(case) + "\n" for case in truth_cases(read_truth(folder), suite))
    if not path.is_file() or path.read_text(encoding="utf-8") != lines:
        path.write_text(lines, encoding="utf-8")
    return path


def report_folder(settings: Settings, suite: str) -> Path:
    """Where the made-up report of a suite lies: where `hvidbog eval make-report` puts it."""
    return settings.home / f"report-{REPORT_SEEDS[suite]}-{REPORT_PAGES}"


def _make_report(folder: Path, seed: int, progress: Progress) -> None:
    """The report in `folder` unless its truth, which is written last, is there. Chromium's edition is not needed."""
    if (folder / "truth.json").is_file():
        return
    from evals.make_report import make_report

    def step(name: str, done: int, total: int) -> None:
        if done <= 1:
            progress.start(TEXTS.text(f"report.step_{name}"), total)
        progress.advance(done)

    make_report(seed, REPORT_PAGES, folder, step, chromium=False)


def open_suite(
    settings: Settings, suite: str, distractors: int = 0, progress: Progress | None = None, llm: Llm | None = None
) -> Opener:
    """What opens the product over a suite's documents, with so many made-up passages among them.

    Raises WrongUse where the documents are not there, NoIndex where a foreign suite has no index to be asked of.
    """
    if suite not in OWN_SUITES and suite not in REPORT_SEEDS:
        return lambda audience: with_model(settings, audience, llm)
    suite = UNSEEN.get(suite, suite)
    chosen = suite_sources(settings, suite)
    sources = list(chosen.sources)
    name = suite
    if distractors:
        path = write_distractors(settings.home / CACHE / f"distractors-{distractors}", distractors)
        sources.append(Source(path, path.name, Audience.PUBLIC))
        name = f"{suite}-{distractors}"
    return opened(chosen.settings, name, sources, progress, llm)


def open_report(settings: Settings, folder: Path, progress: Progress | None = None) -> Assistant:
    """The product over a made-up report in any folder. Raises WrongUse where none is there."""
    if not folder.is_dir():
        raise WrongUse(TEXTS.text("suite.missing_report", path=folder))
    sources = list(_required(_in_folder(folder), "report", folder))
    return opened(_profiled(settings, folder), folder.resolve().name, sources, progress)(Audience.PUBLIC)


def suite_sources(settings: Settings, suite: str) -> SuiteSources:
    """The sources of one of our suites. Raises WrongUse where they are not there."""
    suite = UNSEEN.get(suite, suite)
    if suite == "minutes":
        entries = [entry for entry in load_manifest(settings.corpus) if entry.path == MINUTES]
        found = listed_sources(settings.corpus, entries)
        return SuiteSources(_required(found, suite, settings.corpus / MINUTES), settings)
    ours = Path(str(files("evals"))) / ADVERSARIAL_FOLDER
    folder = ours if suite == "adversarial" else report_folder(settings, suite)
    if not folder.is_dir():
        raise WrongUse(TEXTS.text(f"suite.missing_{suite.partition('_')[0]}", path=folder))
    return SuiteSources(_required(_in_folder(folder), suite, folder), _profiled(settings, folder))


def _in_folder(folder: Path) -> list[Source]:
    if (folder / "manifest.toml").is_file():
        return listed_sources(folder, load_manifest(folder))
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in READ]
    # The same report printed by another program is no other document: its facts would stand twice.
    paths = [path for path in paths if path.name != SECOND_EDITION]
    for_staff = [path for path in paths if path.name.startswith(STAFF_PREFIX)]
    for_all = [path for path in paths if path not in for_staff]
    return [
        *named_sources(for_all, Audience.PUBLIC, folder, ()),
        *named_sources(for_staff, Audience.STAFF, folder, ()),
    ]


def _profiled(settings: Settings, folder: Path) -> Settings:
    if (folder / "corpus.toml").is_file():
        return settings.model_copy(update={"corpus": folder})
    return settings


def _required(sources: list[Source], suite: str, path: Path) -> tuple[Source, ...]:
    if not sources or not all(source.path.is_file() for source in sources):
        raise WrongUse(TEXTS.text(f"suite.missing_{suite.partition('_')[0]}", path=path))
    return tuple(sources)
