"""Where the browser of the end-to-end tests is; `python -m tests.chromium` says so, or fails."""

import os
import shutil
import sys
from itertools import chain
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
PLAYWRIGHT_FOLDERS = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright")
PLAYWRIGHT_BINARIES = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
)

# Headless, quiet, and able to start as root and in a container with a small /dev/shm.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
HOW_TO_GET_IT = (
    "No chromium was found, so nothing was tried in a browser: install one "
    "(Debian: apt install chromium libatomic1) or name it in TEST_BROWSER."
)


def find() -> str | None:
    """The browser TEST_BROWSER names, else one of the system, else Playwright's own."""
    named = os.environ.get("TEST_BROWSER")
    if named:
        return named
    return _of_the_system() or _of_playwright()


def _of_the_system() -> str | None:
    on_path = (shutil.which(name) for name in NAMES)
    applications = (path for path in MAC_APPLICATIONS if Path(path).exists())
    return next((path for path in on_path if path), None) or next(applications, None)


def _of_playwright() -> str | None:
    named = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    folders = [Path(folder).expanduser() for folder in (named, *PLAYWRIGHT_FOLDERS) if folder]
    found = chain.from_iterable(
        folder.glob(binary) for folder in folders for binary in PLAYWRIGHT_BINARIES
    )
    return next((str(path) for path in found if os.access(path, os.X_OK)), None)


if __name__ == "__main__":
    browser = find()
    if browser is None:
        sys.exit(HOW_TO_GET_IT)
    sys.stdout.write(f"{browser}\n")
