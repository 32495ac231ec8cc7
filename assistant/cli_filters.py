"""The options that narrow a search on the command line, and the `Filters` they stand for."""

from __future__ import annotations

import argparse
import datetime as dt

from ingest.catalogue import load_catalogue
from ingest.errors import WrongUse
from ingest.filters import Filters
from ingest.records import SectionKind

TEXTS = load_catalogue("assistant")
# Options that may be given several times.
_LISTS = ("document", "layer", "section", "body", "page", "table", "item")
_DATES = ("since", "until")


def add_filter_options(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options that `read_filter_options` reads."""
    group = parser.add_argument_group(TEXTS.text("filter.group"))
    for option in (*_LISTS, *_DATES):
        action = "append" if option in _LISTS else "store"
        group.add_argument(f"--{option}", action=action, help=TEXTS.text(f"filter.help_{option}"))


def read_filter_options(given: argparse.Namespace) -> Filters:
    """The filters that were given. Raises WrongUse for a section kind or a date that there is not."""
    try:
        sections = tuple(SectionKind(value) for value in _all(given.section))
    except ValueError:
        kinds = ", ".join(kind.value for kind in SectionKind)
        raise WrongUse(TEXTS.text("filter.bad_section", kinds=kinds)) from None
    return Filters(
        documents=_all(given.document),
        layers=_all(given.layer),
        sections=sections,
        bodies=_all(given.body),
        since=_date(given.since),
        until=_date(given.until),
        pages=_all(given.page),
        tables=_all(given.table),
        items=_all(given.item),
    )


def _all(given: list[str] | None) -> tuple[str, ...]:
    return tuple(given or ())


def _date(given: str | None) -> dt.date | None:
    if given is None:
        return None
    try:
        return dt.date.fromisoformat(given)
    except ValueError:
        raise WrongUse(TEXTS.text("filter.bad_date", given=given)) from None
