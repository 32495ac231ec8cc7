"""The one database of the process, and the job that deletes what has been kept long enough."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from ingest.atomic_file import write_atomically
from ingest.config import Settings, read_settings
from ingest.errors import HvidbogError
from ui.faults import place_of

if TYPE_CHECKING:
    from ui.history import Deletion, Store

LOG = logging.getLogger("hvidbog.ui")
EVERY = 3_600.0  # seconds between two runs of the deletion job
HEAD_START = 5.0  # seconds that the first page gets before the first run
REPORT = "deletion.json"  # below HVIDBOG_HOME; `hvidbog doctor` reads it


@st.cache_resource(show_spinner=False, on_release=lambda store: store.close())
def staff_store() -> Store:
    """The database, opened by the first caller. Raises StoreUnavailable; the next call tries again."""
    # SQLAlchemy takes a quarter of a second, and the first page needs none of it.
    from ui.history import Store

    return Store(read_settings())


def stored(act: Callable[[Store], None]) -> bool:
    """Whether the database did what a click asked for. Where it failed the reader is told, and the log where."""
    try:
        act(staff_store())
    except HvidbogError as error:
        LOG.error("store.failed %s", place_of(error))
        st.toast(str(error))
        return False
    return True


def delete_and_report(store: Store, home: Path) -> Deletion:
    """Runs the deletion job once, and leaves what it did where `hvidbog doctor` finds it. Raises StoreUnavailable."""
    done = store.delete_expired()
    if done.failed:
        LOG.error("deletion.incomplete %d", done.failed)
    tree = {"deleted": done.deleted, "failed": done.failed}
    write_atomically(home / REPORT, json.dumps(tree).encode())
    return done


async def delete_every_hour(settings: Settings) -> None:
    """Runs the deletion job soon and every hour until it is cancelled. A failing database is told and tried again."""
    await asyncio.sleep(HEAD_START)
    while True:
        try:
            await asyncio.to_thread(lambda: delete_and_report(staff_store(), settings.home))
        except (HvidbogError, OSError) as error:
            LOG.error("deletion.failed %s", place_of(error))
        await asyncio.sleep(EVERY)
