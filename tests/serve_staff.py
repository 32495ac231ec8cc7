"""`hvidbog serve` over a small real corpus below a folder: `python -m tests.serve_staff FOLDER --port N`."""

import os
import sys
from pathlib import Path

import ui.cli
from ingest.command_line import run
from tests.ingest_workplace import Workplace, note

if __name__ == "__main__":
    place = Workplace.at(Path(sys.argv[1]))
    place.put("stier.md", note("stierne", "Stien ved åen koster 2 mio. kr."), title="Notat om stierne")
    os.environ |= {"HVIDBOG_HOME": str(place.home), "HVIDBOG_CORPUS": str(place.corpus), "HVIDBOG_OPEN_BROWSER": "no"}
    sys.exit(run(ui.cli.serve, sys.argv[2:]))
