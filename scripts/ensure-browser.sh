#!/usr/bin/env bash
# Sees to it that the end-to-end tests have a browser: one that is there, else one from apt, else Playwright's own.
# Where none can be had it says so in one sentence and goes on; the tests then decide whether that is a failure.
set -u
cd "$(dirname "$0")/.." || exit 1
bin=.venv/bin

ready() {
  # Playwright's driver needs libatomic, which a minimal Debian lacks.
  "$bin/python" -m tests.chromium >/dev/null 2>&1 && "$bin/playwright" --version >/dev/null 2>&1
}

may_use_apt() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1
}

ready && exit 0

if may_use_apt; then
  echo "Installing chromium for the browser tests."
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -q && apt-get install -q -y --no-install-recommends chromium fonts-dejavu-core libatomic1; } >/dev/null 2>&1
  ready && exit 0
fi

echo "Asking Playwright for a chromium of its own."
"$bin/playwright" install chromium >/dev/null 2>&1
ready && exit 0

# The finder says its sentence itself; a browser without a driver needs another one.
if "$bin/python" -m tests.chromium >/dev/null; then
  echo "Playwright's driver does not start, so nothing was tried in a browser: install libatomic1." >&2
fi
exit 0
