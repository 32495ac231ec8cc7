"""`hvidbog eval compare`, `rescore`, `baseline`, `raise-bars`, `figures`: what is done with runs that are there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from evals.cli_answers import comparison_line, page
from ingest.catalogue import load_catalogue
from ingest.command_line import DanishParser
from ingest.config import read_settings

TEXTS = load_catalogue("evals")


def compare(argv: Sequence[str]) -> int:
    """Run `hvidbog eval compare A B`: the differences, significant regressions first; 0."""
    parser = DanishParser("hvidbog eval compare", TEXTS.text("compare.usage"))
    parser.add_argument("first", help=TEXTS.text("compare.help_first"))
    parser.add_argument("second", help=TEXTS.text("compare.help_second"))
    parser.add_argument("--json", action="store_true", help=TEXTS.text("eval.help_json"))
    wanted = parser.parse_args(argv)
    from evals.bars import load_bars
    from evals.compare import compare as compared
    from evals.report import write_report
    from evals.runs import find_run, read_run
    from evals.score import grouped
    from evals.summary import summarise

    settings = read_settings()
    first, second = (read_run(find_run(settings, name)) for name in (wanted.first, wanted.second))
    members = {g: [case.id for case in cases] for g, cases in grouped(second.cases).items() if ":" not in g}
    found = compared(members, first.scores.cases, second.scores.cases)
    path = write_report(summarise(second, load_bars(), found), f"compare-{first.folder.name}.html")
    if wanted.json:
        print(json.dumps([one.as_json() for one in found], ensure_ascii=False))
        return 0
    for one in found:
        if one.lost or one.won:
            print(("! " if one.worse and one.significant else "  ") + comparison_line(one))
            for label, names in (("lost", one.lost), ("won", one.won)):
                if names and one.measure == "correct":
                    print(f"    {TEXTS.text(f'compare.{label}')}: {', '.join(names)}")
    if not any(one.lost or one.won for one in found):
        print(TEXTS.text("compare.same"))
    print(TEXTS.text("answers.report", path=path))
    return 0


def rescore(argv: Sequence[str]) -> int:
    """Run `hvidbog eval rescore RUN`: the stored observations scored by the code as it is now; 0."""
    parser = DanishParser("hvidbog eval rescore", TEXTS.text("rescore.usage"))
    parser.add_argument("run", help=TEXTS.text("runs.help"))
    wanted = parser.parse_args(argv)
    from evals.bars import load_bars
    from evals.report import write_report
    from evals.runs import find_run
    from evals.runs import rescore as scored
    from evals.summary import summarise

    summary = summarise(scored(find_run(read_settings(), wanted.run)), load_bars())
    print(page(summary))
    print(TEXTS.text("answers.report", path=write_report(summary)))
    return 0


def baseline(argv: Sequence[str]) -> int:
    """Run `hvidbog eval baseline RUN`: keep a run as what later ones are held against; 0."""
    parser = DanishParser("hvidbog eval baseline", TEXTS.text("baseline.usage"))
    parser.add_argument("run", help=TEXTS.text("runs.help"))
    wanted = parser.parse_args(argv)
    from evals.bars import load_bars
    from evals.baseline import write_baseline
    from evals.runs import find_run, read_run

    for path in write_baseline(read_run(find_run(read_settings(), wanted.run)), load_bars()):
        print(path)
    return 0


def raise_bars(argv: Sequence[str]) -> int:
    """Run `hvidbog eval raise-bars RUN`: every floor raised to what the run holds, none lowered; 0."""
    parser = DanishParser("hvidbog eval raise-bars", TEXTS.text("raise.usage"))
    parser.add_argument("run", help=TEXTS.text("runs.help"))
    wanted = parser.parse_args(argv)
    from evals.bars import load_bars, raised, write_bars
    from evals.runs import find_run, read_run

    before = load_bars()
    after = raised(before, read_run(find_run(read_settings(), wanted.run)).scores)
    write_bars(after)
    print(TEXTS.text("bars.raised", count=len(set(after) - set(before))))
    return 0


def figures(argv: Sequence[str]) -> int:
    """Run `hvidbog eval figures`: the README's table of figures, printed or written into the file's marked block; 0."""
    parser = DanishParser("hvidbog eval figures", TEXTS.text("figures.usage"))
    parser.add_argument("--write", type=Path, help=TEXTS.text("figures.help_write"))
    wanted = parser.parse_args(argv)
    from evals.figures import figures_block, with_figures

    if wanted.write is None:
        print(figures_block())
        return 0
    text = wanted.write.read_text(encoding="utf-8")
    wanted.write.write_text(with_figures(text), encoding="utf-8")
    return 0
