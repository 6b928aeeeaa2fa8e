"""What a command says: a report on standard output; messages, warnings and progress on standard error."""

from __future__ import annotations

import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from handoff_issues.model import Site, Warning
from handoff_issues.sanitize import terminal

if TYPE_CHECKING:
    from handoff_issues.reconcile.apply import Progress
    from handoff_issues.reconcile.change import Report
    from handoff_issues.report import Basis

_FEW = 3
"""Writes that are done before a progress bar is worth the lines."""


def say(text: str) -> None:
    """A message on standard error."""
    print(terminal(text), file=sys.stderr)


def warn(warnings: Sequence[Warning]) -> None:
    """Warnings on standard error, a line each."""
    from handoff_issues.report import warning_line

    for warning in warnings:
        say(warning_line(warning))


def write_report(report: Report, site: Site, output: str, *, cost: str | None, made_on: Basis) -> None:
    """A report on standard output, as table, tree, json or markdown."""
    if output == "json":
        from handoff_issues.report import document
        from handoff_issues.sanitize import json_text

        print(json_text(document(report, made_on=made_on)))
    elif output == "markdown":
        from handoff_issues.summary import summary

        # Standard output may be the runner's log, where text of a handoff must be no command.
        print(terminal(summary(report, site, cost=cost)))
    elif output == "tree":
        from handoff_issues.tables import printing
        from handoff_issues.tree import print_tree

        with printing() as out:
            print_tree(report, out)
    else:
        from handoff_issues.tables import print_report, printing

        with printing() as out:
            print_report(report, out)


@contextmanager
def progress() -> Generator[Progress]:
    """A bar on standard error where that is a terminal and there is much to write."""
    if not sys.stderr.isatty():
        from handoff_issues.reconcile.apply import no_progress

        yield no_progress
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("writing issues"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task("")

    def show(done: int, of: int) -> None:
        if of > _FEW:
            bar.start()
            bar.update(task, completed=done, total=of)

    try:
        yield show
    finally:
        bar.stop()
