"""`python -m ui`: the staff chat, as `hvidbog serve`."""

import sys

from ingest.command_line import run
from ui.cli import serve

if __name__ == "__main__":
    sys.exit(run(serve, sys.argv[1:]))
