"""Where the browser is, and how it is started: for the browser tests and for script/audit."""

import os
import shutil

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--no-first-run",
)
MISSING = (
    "No browser: Chromium is needed. Install it (on Debian: apt-get install chromium) or name one with OGL_CHROMIUM."
)


def find_chromium() -> str | None:
    """The program that ``OGL_CHROMIUM`` names, else the first that the machine knows."""
    return os.environ.get("OGL_CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), None)
