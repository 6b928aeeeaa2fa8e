"""What is shown beside the lines of a handoff on GitHub. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import groupby

from handoff_issues.errors import ConfigError, ConfigErrors, HandoffError
from handoff_issues.model import Frozen, Kind
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


def annotate(report: Report, *, merging: Sequence[Change] = (), uncertain: Sequence[Change] = ()) -> list[Annotation]:
    """Why a run stopped, all warnings, blockers and what else a person should see on a handoff's lines.

    `merging` and `uncertain` is what a merge does, and what somebody may want to look at before it.
    At most `MOST` of each level.
    """
    stopped = [_annotation(_stop_level(report), report.stopped)] if report.stopped is not None else []
    warnings = [_annotation(Level.WARNING, each.message, path=each.path, start=each.line) for each in report.warnings]
    told = {id(change) for change in (*merging, *uncertain)}
    blockers = (change for change in report.changes if is_open_blocker(change) and id(change) not in told)
    noticed = (change for change in report.changes if change.notice and id(change) not in told)
    return _bounded(
        [
            *stopped,
            *warnings,
            *(each for change in blockers for each in _beside(change, "Blocker")),
            *(each for change in noticed for each in _beside(change, change.reason)),
            *(each for change in merging for each in _beside(change, _merging(change))),
            *(each for change in uncertain for each in _beside(change, change.reason)),
        ]
    )


def _merging(change: Change) -> str:
    return f"Merging {change.verb}s this{' blocker' if change.kind is Kind.BLOCKER else ''}"


def error_annotations(error: HandoffError) -> list[Annotation]:
    """An error beside the line of the settings file that is wrong, where there is one."""
    return _bounded([_error(each) for each in (error.errors if isinstance(error, ConfigErrors) else (error,))])


def _error(error: HandoffError) -> Annotation:
    if not isinstance(error, ConfigError) or error.path is None:
        return _annotation(Level.ERROR, str(error))
    # GitHub shows file and line itself.
    message = str(error).removeprefix(f"{error.where}: ")
    return _annotation(Level.ERROR, message, path=error.path, start=error.line)


def _stop_level(report: Report) -> Level:
    """An error only where the user can mend it: all else is left to the next run."""
    return Level.ERROR if report.mendable else Level.WARNING


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
