#!/bin/sh
# Finds a Chromium for the tests in a browser; as root installs Debian's, else says how. Absent, they skip.
for name in "$CHROMIUM" chromium chromium-browser google-chrome; do
    [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium…"
    if { apt-get install -y -qq chromium || { apt-get update -qq && apt-get install -y -qq chromium; }; } >/dev/null 2>&1; then
        exit 0
    fi
fi
echo "No Chromium here: the tests in a browser will be skipped. Install it with: apt-get install -y chromium" >&2
