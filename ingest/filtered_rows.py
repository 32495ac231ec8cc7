"""Which rows of a version's database pass a filter: part of `store.py`'s folder implementation."""

from __future__ import annotations

import sqlite3

import numpy as np
from numpy.typing import NDArray

from ingest.filters import Filters

Rows = NDArray[np.int64]


def filtered_rows(database: sqlite3.Connection, filters: Filters) -> Rows:
    """The rows of the passages that have what `filters` ask for, in order."""
    conditions: list[str] = []
    values: list[str] = []
    for columns, wanted in (
        (("id", "source_id"), filters.documents),
        (("layer", "kind"), filters.layers),
        (("body",), filters.bodies),
        (("audience",), (filters.audience.value,) if filters.audience else ()),
    ):
        if wanted:
            marks = ",".join("?" * len(wanted))
            conditions.append("(" + " or ".join(f"d.{column} in ({marks})" for column in columns) + ")")
            values += [*wanted] * len(columns)
    for sign, date in ((">=", filters.since), ("<=", filters.until)):
        if date is not None:
            conditions.append(f"d.date {sign} ?")
            values.append(date.isoformat())
    for field in ("sections", "pages", "tables", "items"):
        wanted = tuple(str(value) for value in getattr(filters, field))
        if wanted:
            marks = ",".join("?" * len(wanted))
            conditions.append(
                f"p.row in (select row from passage_places where field = '{field}' and value in ({marks}))"
            )
            values += wanted
    where = " and ".join(conditions) or "1"
    found = database.execute(
        f"select p.row from passages p join documents d on d.id = p.document_id where {where} order by p.row", values
    )
    return np.fromiter((row for (row,) in found), dtype=np.int64)
