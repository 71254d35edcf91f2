"""A real browser: the system's Chromium or Chrome, or the one that Playwright downloaded."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
]


def find(playwright: Playwright) -> str | None:
    own = playwright.chromium.executable_path
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or (own if Path(own).exists() else None)


def launch(playwright: Playwright) -> Browser:
    """Start the browser, or skip the test aloud; in continuous integration a skip is a failure."""
    executable = find(playwright)
    if executable is None:
        sentence = "No Chromium or Chrome was found: what a guest sees in a browser is NOT tested."
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    sandbox = [] if os.geteuid() else ["--no-sandbox"]  # Chromium refuses to run as root otherwise
    return playwright.chromium.launch(executable_path=executable, args=QUIET + sandbox)


def fits(page: Page) -> bool:
    """Tell whether nothing sticks out to the side."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")
