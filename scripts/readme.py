"""Write anew what the README shows of `explain`, after the reading has changed."""

from __future__ import annotations

import contextlib
import io
import os
import re
from pathlib import Path

from handoff_issues import cli

ROOT = Path(__file__).parent.parent
EXAMPLE = "examples/handoff-2026-03-04.md"
_SHOWN = re.compile(r"(?<=<!-- explain -->\n).*?(?=<!-- /explain -->)", re.DOTALL)


def explanation() -> str:
    """The example's explanation as the README has to hold it, run from the project's top."""
    page = io.StringIO()
    with contextlib.redirect_stdout(page):
        cli.main(["explain", EXAMPLE])
    lines = [line.rstrip() for line in page.getvalue().strip().split("\n")]
    return "\n".join(["", "```text", *lines, "```", "", ""])


def main() -> None:
    """Replace the block in the README."""
    os.chdir(ROOT)
    readme = ROOT / "README.md"
    shown = explanation()
    readme.write_text(_SHOWN.sub(lambda _: shown, readme.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
