"""Show the page of an explanation in a real browser: `make browser-check`.

Writes pages of the example, of a handoff with a bit of everything and of all hostile ones to a folder, and runs
the tests of `tests/browser` on them in Chromium without a window. Their pictures lie beside the pages, also those of
what the example's issues look like.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import issue_pages

from support.hostile import PAYLOADS, hostile_handoff
from support.pages import WebPage

TOP = Path(__file__).resolve().parent.parent
FOLDER = TOP / "build" / "browser"
NAMES = ("chromium", "chromium-browser", "google-chrome")
TESTS = ("tests/browser/page.test.mjs", "tests/browser/issues.test.mjs")
EXAMPLES = {
    "example": "examples/handoff-2026-03-06.md",
    "everything": "tests/browser/everything.md",
}


def main() -> int:
    """The exit status of the tests in the browser."""
    browser = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if browser is None:
        print("There is no Chromium: install Debian's package `chromium`, or name one in CHROMIUM.", file=sys.stderr)
        return 1
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    for name, path in EXAMPLES.items():
        command = [sys.executable, "-m", "handoff_issues", "explain", path, "--html", str(FOLDER / f"{name}.html")]
        subprocess.run(command, cwd=TOP, check=True)
    for number, payload in enumerate(PAYLOADS.values()):
        page = WebPage(hostile_handoff(payload), path=payload[:200])
        (FOLDER / f"hostile-{number:02}.html").write_text(page.html, encoding="utf-8")
    issue_pages.main(FOLDER)
    environment = os.environ | {"PAGES": str(FOLDER), "CHROMIUM": browser}
    return subprocess.run(["node", "--test", *TESTS], cwd=TOP, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
