#!/bin/sh
# The kiosk's browser: one window, nothing kept. Started by hvidbog-kiosk-browser.service as the user of the screen.
# The address must be the one in chromium-policy.json.
set -eu
ADDRESS="${1:-http://127.0.0.1:8502}"
PROFILE="$(mktemp -d)"
CHILD=""
# The profile goes with the browser, however it ends.
trap 'test -z "$CHILD" || kill "$CHILD" 2>/dev/null || true; rm -rf "$PROFILE"' EXIT
trap 'exit 0' INT TERM HUP

# The page holds its own "Uden for drift", but it must have been loaded once: wait for the server before the first look.
until curl --silent --fail --max-time 2 --output /dev/null "$ADDRESS/sund"; do sleep 2; done

chromium --kiosk --incognito --user-data-dir="$PROFILE" \
    --no-first-run --noerrdialogs --disable-infobars --disable-session-crashed-bubble --hide-crash-restore-bubble \
    --disable-pinch --overscroll-history-navigation=0 --disable-features=Translate,TouchpadOverscrollHistoryNavigation \
    --disable-sync --disable-background-networking --disable-component-update --disable-breakpad \
    --autoplay-policy=no-user-gesture-required --lang=da "$ADDRESS" &
CHILD=$!
wait "$CHILD"
