"""What a person can paste into an issue of this project when something fails that should not."""

from __future__ import annotations

import platform
import sys
import traceback
from collections.abc import Iterable
from importlib.metadata import version

from handoff_issues.sanitize import TerminalText, terminal

EXIT = 3
_MAX_LINES = 200


def bug_report(error: BaseException, *, secrets: Iterable[str] = ()) -> TerminalText:
    """A report of an unexpected error without the user's secrets: neither known ones nor such as look like one."""
    trace = "".join(traceback.format_exception(error)).rstrip().splitlines()
    if len(trace) > _MAX_LINES:
        trace = [*trace[: _MAX_LINES // 2], "  …", *trace[-_MAX_LINES // 2 :]]
    text = "\n".join(
        [
            "This is a bug in handoff-issues, and no mistake of yours. Nothing is lost: the next run looks at",
            "everything again. Please report it with the lines below, after a look whether they quote what is private:",
            "",
            f"handoff-issues {version('handoff-issues')}, Python {platform.python_version()}, {sys.platform}",
            *trace,
        ]
    )
    for secret in secrets:
        if secret:
            text = text.replace(secret, "[redacted: token]")
    return terminal(text)
