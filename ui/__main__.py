"""`python -m ui`: the staff chat, as `hvidbog serve`."""

import sys

from ui.cli import serve

if __name__ == "__main__":
    sys.exit(serve(sys.argv[1:]))
