#!/bin/sh
# Finds a Chromium for the tests in a browser; as root installs Debian's, else says how. Absent, they skip.
# The headless shell is the same engine without the windows around it: journeys take two thirds of the time there.
shell=chromium-headless-shell
for name in "$CHROMIUM" "$shell"; do
    [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && exit 0
done
installed() { apt-get install -y -qq "$shell" || apt-get install -y -qq chromium; }
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium…"
    { installed || { apt-get update -qq && installed; }; } >/dev/null 2>&1 && exit 0
fi
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
echo "No Chromium here: the tests in a browser will be skipped. Install it with: apt-get install -y $shell" >&2
