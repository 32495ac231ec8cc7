"""`hvidbog serve` with the hand-written assistant, for the tests of the page: `python -m tests.serve_fake --port N`."""

import sys

import assistant
from tests.fake_assistant import open_fake

if __name__ == "__main__":
    assistant.open_assistant = open_fake  # type: ignore[assignment]
    from ui.cli import serve

    sys.exit(serve(sys.argv[1:]))
