#!/bin/sh
# The kiosk's browser: one window, nothing kept. Started by hvidbog-kiosk-browser.service as the user of the screen.
# The address, and the path of uden-for-drift.html, must be the ones in chromium-policy.json.
set -eu
ADDRESS="${1:-http://127.0.0.1:8502}"
HERE="$(cd "$(dirname "$0")" && pwd)"
PROFILE="$(mktemp -d)"
CHILD=""
# The profile goes with the browser, however it ends.
trap 'test -z "$CHILD" || kill "$CHILD" 2>/dev/null || true; rm -rf "$PROFILE"' EXIT
trap 'exit 0' INT TERM HUP

answers() { curl --silent --fail --max-time 2 --output /dev/null "$ADDRESS/sund"; }

show() {
    chromium --kiosk --incognito --user-data-dir="$PROFILE" \
        --no-first-run --noerrdialogs --disable-infobars --disable-session-crashed-bubble --hide-crash-restore-bubble \
        --disable-pinch --overscroll-history-navigation=0 --disable-features=Translate,TouchpadOverscrollHistoryNavigation \
        --disable-sync --disable-background-networking --disable-component-update --disable-breakpad \
        --autoplay-policy=no-user-gesture-required --lang=da "$1" &
    CHILD=$!
}

# The page holds its own "Uden for drift", but it must have been loaded once: until then the screen shows one from the disk.
if ! answers; then
    show "file://$HERE/uden-for-drift.html"
    until answers; do sleep 2; done
    kill "$CHILD" 2>/dev/null || true
    wait "$CHILD" || true
fi
show "$ADDRESS"
wait "$CHILD"
