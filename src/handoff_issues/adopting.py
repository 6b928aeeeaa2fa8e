"""The command to adopt: a person's issue is to follow the handoffs, by a comment of ours and labels.

The labels come first: whatever breaks off after them, the next run takes up what has them.
"""

from __future__ import annotations

from handoff_issues.config import Config
from handoff_issues.model import Issue, IssueState
from handoff_issues.reconcile import labels
from handoff_issues.reconcile.marker import split
from handoff_issues.trackers import Tracker


def refusal(issue: Issue | None, tracker: Tracker, config: Config) -> str | None:
    """Why an issue is not to be adopted, for who asked for it; None where it is."""
    if issue is None:
        return "this is no issue that could be adopted"
    if issue.author in (tracker.login(), *config.trusted_authors) and split(issue.body) is not None:
        return "handoff-issues opened this issue itself, and keeps it in step already"
    if issue.state is IssueState.CLOSED:
        return "this issue is closed: reopen it, then it can be adopted"
    if labels.has(issue, config.labels.ignore):
        return f"this issue has the label {config.labels.ignore.name}: take it off, then it can be adopted"
    return None


def mark_adopted(issue: Issue, tracker: Tracker, config: Config) -> None:
    """Label the issue as adopted; what our comment says, and where it stands in for the marker, the plan knows."""
    for label in (config.labels.handoff, config.labels.adopted):
        if not labels.has(issue, label):
            tracker.ensure_label(label)
            tracker.add_label(issue.number, label.name)
