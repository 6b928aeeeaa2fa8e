"""What is shown beside the lines of a handoff on GitHub. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import groupby

from handoff_issues.errors import ConfigError, ConfigErrors, HandoffError
from handoff_issues.model import Frozen
from handoff_issues.reconcile.change import Change, Report
from handoff_issues.report import is_open_blocker
from handoff_issues.sanitize import LogLine, log_line

MOST = 10
"""Annotations of each level that GitHub shows of one step; it drops the others.

https://docs.github.com/actions/reference/limits
"""


class Level(StrEnum):
    """How serious it is, as the runner names it."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class Annotation(Frozen):
    """A line of text, beside lines of a file where it is about such."""

    level: Level
    message: LogLine
    path: LogLine | None = None
    start: int | None = None
    end: int | None = None


def annotate(report: Report) -> list[Annotation]:
    """Blockers and what a person should see on a handoff's lines, and all warnings; at most `MOST` of each level."""
    return _bounded(
        [
            *(each for change in report.changes if is_open_blocker(change) for each in _beside(change, "Blocker")),
            *(each for change in report.changes if change.notice for each in _beside(change, change.reason)),
            *(
                _annotation(Level.WARNING, warning.message, path=warning.path, start=warning.line)
                for warning in report.warnings
            ),
        ]
    )


def error_annotations(error: HandoffError) -> list[Annotation]:
    """An error beside the line of the settings file that is wrong, where there is one."""
    errors: Sequence[HandoffError] = error.errors if isinstance(error, ConfigErrors) else (error,)
    return _bounded(
        [
            _annotation(Level.ERROR, _told(each), path=each.path, start=each.line)
            if isinstance(each, ConfigError)
            else _annotation(Level.ERROR, _told(each))
            for each in errors
        ]
    )


def _told(error: HandoffError) -> str:
    text = str(error)
    # GitHub shows file and line itself.
    return text.removeprefix(f"{error.where}: ") if isinstance(error, ConfigError) and error.path else text


def stop_annotation(report: Report) -> Annotation | None:
    """Why a run gave up before its end: an error where the user can mend it, else a warning."""
    if report.stopped is None:
        return None
    level = Level.ERROR if report.mendable else Level.WARNING
    return _annotation(level, report.stopped)


def _beside(change: Change, what: str) -> Iterable[Annotation]:
    number = f" (#{change.issue})" if change.issue is not None else ""
    for source in change.sources:
        for mention in source.mentions[:1]:
            text = f"{what}: {change.title}{number}"
            yield _annotation(Level.NOTICE, text, path=source.path, start=mention.start, end=mention.end)


def _annotation(
    level: Level, message: str, *, path: str | None = None, start: int | None = None, end: int | None = None
) -> Annotation:
    shown = log_line(path) if path is not None else None
    line = log_line(" ".join(message.split()))
    return Annotation(level=level, message=line, path=shown, start=start, end=end)


def _bounded(wanted: Iterable[Annotation]) -> list[Annotation]:
    kept: list[Annotation] = []
    for level, group in groupby(
        sorted(wanted, key=lambda each: list(Level).index(each.level)), lambda each: each.level
    ):
        found = list(group)
        if len(found) <= MOST:
            kept += found
        else:
            rest = len(found) - MOST + 1
            kept += [*found[: MOST - 1], _annotation(level, f"and {rest} more: see the job summary and the log")]
    return kept
