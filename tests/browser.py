"""The Chromium that the browser tests drive: where it is, how it starts, and which requests it may make.

Run as a file it prints the path, or ends with code 1 where there is none; `scripts/browser.sh` asks that way, so set-up
and tests always mean the same browser.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from urllib.parse import urlsplit

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
# `--no-sandbox`: Chromium refuses to start as root with its sandbox, and containers run as root. The resolver rules
# keep even what a page cannot show (prefetching, the browser's own services) from leaving the machine.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


def chromium_path() -> str | None:
    """The Chromium to use: the first on the PATH, else the one that Playwright installed, else None."""
    for name in NAMES:
        found = shutil.which(name)
        if found is not None:
            return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).is_file() else None


def leaves_loopback(url: str) -> bool:
    """Whether a request for `url` would go to another machine. `data:`, `blob:` and the like go nowhere."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss", "ftp") and parts.hostname not in LOOPBACK


if __name__ == "__main__":
    path = chromium_path()
    if path is None:
        sys.exit(1)
    print(path)
