"""Write anew what the README shows of the workflow, of `explain` and of the decisions, after one has changed."""

from __future__ import annotations

import contextlib
import io
import os
import re
from pathlib import Path

from handoff_issues import cli
from handoff_issues.reconcile import rules
from handoff_issues.starter import texts

ROOT = Path(__file__).parent.parent
EXAMPLE = "examples/handoff-2026-03-04.md"
_SHOWN = re.compile(r"(?<=<!-- explain -->\n).*?(?=<!-- /explain -->)", re.DOTALL)
_DECISIONS = re.compile(r"(?<=<!-- decisions -->\n).*?(?=\n<!-- /decisions -->)", re.DOTALL)
_WORKFLOW = re.compile(r"(?<=```yaml\n)name: .*?(?=```\n)", re.DOTALL)


def explanation() -> str:
    """The example's explanation as the README has to hold it, run from the project's top."""
    page = io.StringIO()
    with contextlib.redirect_stdout(page):
        cli.main(["explain", EXAMPLE])
    lines = [line.rstrip() for line in page.getvalue().strip().split("\n")]
    return "\n".join(["", "```text", *lines, "```", "", ""])


def main() -> None:
    """Replace the blocks in the README."""
    os.chdir(ROOT)
    readme = ROOT / "README.md"
    shown, pasted = explanation(), texts.workflow(*texts.PLACEHOLDER.split("@"))
    text = _WORKFLOW.sub(lambda _: pasted, readme.read_text(encoding="utf-8"))
    text = _DECISIONS.sub(lambda _: rules.markdown(), text)
    readme.write_text(_SHOWN.sub(lambda _: shown, text), encoding="utf-8")


if __name__ == "__main__":
    main()
