"""The one database of the process, and the job that deletes what has been kept long enough."""

from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path

import streamlit as st

from ingest.config import Settings, read_settings
from ingest.errors import HvidbogError
from ingest.fetch_manifest import write_atomically
from ui.faults import place_of
from ui.history import Deletion, Store

LOG = logging.getLogger("hvidbog.ui")
EVERY = 3_600.0  # seconds between two runs of the deletion job
REPORT = "deletion.json"  # below HVIDBOG_HOME; `hvidbog doctor` reads it


@st.cache_resource(show_spinner=False, on_release=Store.close)
def staff_store() -> Store:
    """The database, opened by the first caller. Raises StoreUnavailable; the next call tries again."""
    return Store(read_settings())


def delete_and_report(store: Store, home: Path) -> Deletion:
    """Runs the deletion job once, and leaves what it did where `hvidbog doctor` finds it. Raises StoreUnavailable."""
    done = store.delete_expired()
    if done.failed:
        LOG.error("deletion.incomplete %d", done.failed)
    tree = {"deleted": done.deleted, "failed": done.failed}
    write_atomically(home / REPORT, json.dumps(tree).encode())
    return done


async def delete_every_hour(settings: Settings) -> None:
    """Runs the deletion job now and every hour until it is cancelled. A failing database is told and tried again."""
    while True:
        try:
            await asyncio.to_thread(lambda: delete_and_report(staff_store(), settings.home))
        except (HvidbogError, OSError) as error:
            LOG.error("deletion.failed %s", place_of(error))
        await asyncio.sleep(EVERY)
