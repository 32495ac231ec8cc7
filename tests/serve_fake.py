"""`hvidbog serve` with the hand-written assistant, for the tests of the page: `python -m tests.serve_fake --port N`."""

import os
import sys
import tempfile

import assistant
import ui.cli
from ingest.command_line import run
from tests.fake_assistant import open_fake

if __name__ == "__main__":
    assistant.open_assistant = open_fake  # type: ignore[assignment]
    ui.cli.version_in_force = lambda *_: "fake-1"  # type: ignore[assignment]
    with tempfile.TemporaryDirectory() as home:
        os.environ.setdefault("HVIDBOG_HOME", home)
        sys.exit(run(ui.cli.serve, sys.argv[1:]))
