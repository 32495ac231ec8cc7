#!/bin/sh
# Finds what the browser tests need, or installs it; says nothing where all of it is there. Run after the set-up.
# With the argument "display" also a screen without a monitor and a hand to press its keys, which the trials need.
set -eu

have_browser() { .venv/bin/python tests/browser.py >/dev/null 2>&1; }
have_tesseract() { tesseract --list-langs 2>/dev/null | grep -qx dan; }

# Installs Debian packages, quietly, where that is ours to do; fails where it is not or where it goes wrong.
install_packages() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    echo "Installing $* with apt-get."
    export DEBIAN_FRONTEND=noninteractive
    # Another apt-get may be at work: wait for it rather than fail.
    said=$({
        apt-get update -qq &&
            apt-get install -qq -y --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"
    } </dev/null 2>&1) || {
        echo "$said" | tail -5 >&2
        return 1
    }
}

missing=
have_browser || missing="chromium"
have_tesseract || missing="$missing tesseract-ocr tesseract-ocr-dan"
# shellcheck disable=SC2086  # a list of package names
if [ "${1:-}" = display ]; then
    command -v Xvfb >/dev/null || missing="$missing xvfb"
    command -v xdotool >/dev/null || missing="$missing xdotool"
fi
[ -z "$missing" ] || install_packages $missing || true

if ! have_browser; then
    echo "Installing Playwright's Chromium."
    .venv/bin/python -m playwright install chromium >/dev/null 2>&1 || true
    if ! have_browser; then
        echo "No Chromium was found or could be installed: put chromium or google-chrome on the PATH." >&2
        exit 1
    fi
fi
have_tesseract || echo "Tesseract with Danish is missing, so pages without a text layer cannot be read: install tesseract-ocr and tesseract-ocr-dan."
