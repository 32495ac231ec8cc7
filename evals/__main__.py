"""`python -m evals`: the same as `hvidbog eval`."""

from __future__ import annotations

import sys

from evals.cli import main
from ingest.command_line import run

sys.exit(run(main, sys.argv[1:]))
