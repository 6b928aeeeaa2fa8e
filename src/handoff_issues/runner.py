"""The runner of GitHub Actions, which reads what is printed. Wraps actions-toolkit and its traps."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from actions_toolkit import core as toolkit  # pyright: ignore[reportMissingTypeStubs]

from handoff_issues.annotations import Annotation, Level
from handoff_issues.sanitize import IssueText, LogLine

core: Any = toolkit
"""Untyped, as it comes."""

_TITLE = "handoff-issues"


class Runner:
    """The runner, which reads what we print: only text made for it is printed."""

    def __init__(self, environ: Mapping[str, str]):
        self._environ = environ

    def input(self, name: str) -> str:
        """An input as given, trimmed; empty where it is not."""
        return core.get_input(name)

    def mask(self, secret: str) -> None:
        """From here on the runner shows `***` for it."""
        core.set_secret(secret)

    def say(self, line: LogLine) -> None:
        """One line of the log."""
        core.info(line)

    def annotate(self, annotation: Annotation) -> None:
        """A message beside lines of a file, or of the run."""
        show = {Level.ERROR: core.error, Level.WARNING: core.warning, Level.NOTICE: core.notice}[annotation.level]
        place: dict[str, Any] = {}
        if annotation.path is not None:
            # The toolkit prints what is left out as empty, and an empty title would be shown.
            end = annotation.end or annotation.start
            place = {"title": _TITLE, "file": annotation.path, "start_line": annotation.start, "end_line": end}
        show(str(annotation.message), **place)

    def output(self, name: str, value: int | LogLine) -> None:
        """An output of the step; without a runner there is nobody to take it."""
        if self._file("GITHUB_OUTPUT") is not None:
            core.set_output(name, value)

    def summarise(self, text: IssueText) -> None:
        """Add to the job summary."""
        path = self._file("GITHUB_STEP_SUMMARY")
        if path is not None:
            with path.open("a", encoding="utf-8", newline="\n") as stream:
                stream.write(f"{text}\n")

    def _file(self, name: str) -> Path | None:
        # Where the file is missing, the toolkit raises a bare `Exception`; where the variable is, it prints.
        path = Path(self._environ.get(name, ""))
        return path if path.is_file() else None
