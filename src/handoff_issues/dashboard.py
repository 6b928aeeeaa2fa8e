"""The dashboard on a tracker: found or opened, never more than one, and written only where it says something else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from handoff_issues.errors import AnswerLost
from handoff_issues.model import Frozen, Issue, IssueState, Label, StateReason
from handoff_issues.reconcile.change import Change
from handoff_issues.reconcile.dashboard import Wish, body, says, split, wishes
from handoff_issues.sanitize import IssueText
from handoff_issues.trackers import Tracker

LABEL = Label(name="handoff: dashboard", color="5319e7", description="All handoff items at a glance, kept by the bot")
TITLE = IssueText.trusted("Handoff dashboard")

_NEWEST = 100


class Kept(Frozen):
    """What became of the dashboard."""

    issue: int | None
    told: str = ""
    """A line for the summary; empty where there is nothing to tell."""
    wished: Mapping[Wish, frozenset[str]] = {}
    """Ids whose boxes are ticked and still offered: nothing was written, so that no tick is lost."""


def keep(changes: Sequence[Change], tracker: Tracker) -> Kept:
    """Show these changes, as they are after a run. Raises `TrackerError`."""
    found = _labelled(tracker) or _boards(tracker.authored(), tracker)
    opened = None
    if not found:
        opened = _open(changes, tracker)
        found = _labelled(tracker) or [opened]  # another run may have opened one in the same moment
    still_open = [issue for issue in found if issue.state is IssueState.OPEN]
    if not still_open:
        number = min(issue.number for issue in found)
        return Kept(issue=number, told=f"The dashboard #{number} was closed by a person, and is left alone.")
    stays, *twins = sorted(still_open, key=lambda issue: issue.number)
    for twin in twins:
        tracker.edit(twin.number, state=IssueState.CLOSED, state_reason=StateReason.DUPLICATE)
    if opened is not None and stays.number == opened.number:
        return Kept(issue=stays.number, told=f"The dashboard #{stays.number} was opened.")
    return _write(stays, changes, tracker)


def _write(issue: Issue, changes: Sequence[Change], tracker: Tracker) -> Kept:
    board = split(issue.body)
    if says(board, body(changes, before=board)):
        return Kept(issue=issue.number)
    now = tracker.issue(issue.number)  # people may have written or ticked something since it was listed
    board = now and split(now.body)
    if now is None or board is None or now.state is IssueState.CLOSED:
        return Kept(issue=issue.number, told=f"The dashboard #{issue.number} is gone, closed or has lost its sign.")
    wished = wishes(board, changes)
    if any(wished.values()):
        return Kept(issue=issue.number, wished=wished)
    text = body(changes, before=board)
    if not says(board, text):
        tracker.edit(issue.number, body=text)
    return Kept(issue=issue.number)


def _open(changes: Sequence[Change], tracker: Tracker) -> Issue:
    tracker.ensure_label(LABEL)
    try:
        return tracker.create(title=TITLE, body=body(changes), labels=[LABEL.name])
    except AnswerLost:
        found = _boards(islice(tracker.authored(), _NEWEST), tracker)
        if not found:
            raise
        return found[0]


def _labelled(tracker: Tracker) -> list[Issue]:
    if not tracker.has_label(LABEL.name):
        return []
    return _boards((issue for state in IssueState for issue in tracker.labelled(LABEL.name, state)), tracker)


def _boards(issues: Iterable[Issue], tracker: Tracker) -> list[Issue]:
    """Our dashboards among these issues, without twins that were closed as such."""
    return [
        issue
        for issue in issues
        if issue.author == tracker.login()
        and issue.state_reason is not StateReason.DUPLICATE
        and split(issue.body) is not None
    ]
