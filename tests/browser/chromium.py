"""Where Chromium is, and how it is started for tests."""

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str | None:
    """The path of the Chromium to use: `CHROMIUM`, or the first known name on PATH."""
    told = os.environ.get("CHROMIUM")
    if told:
        return told if Path(told).is_file() else None
    return next((path for name in NAMES if (path := shutil.which(name))), None)
