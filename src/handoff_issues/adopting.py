"""The command to adopt: a person's issue is to follow the handoffs, by a comment of ours and labels.

The labels come first: whatever breaks off after them, the next run takes up what has them.
"""

from __future__ import annotations

from handoff_issues.config import Config
from handoff_issues.model import Issue, IssueState, Site, Snapshot
from handoff_issues.reconcile import labels
from handoff_issues.reconcile.apply import carry_out
from handoff_issues.reconcile.change import Plan, Report
from handoff_issues.reconcile.marker import split
from handoff_issues.reconcile.plan import make_plan
from handoff_issues.sync import observe
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


def adopt(issue: Issue, snapshot: Snapshot, tracker: Tracker, config: Config, *, site: Site) -> Report:
    """Label the issue and say our comment on it, or bring into step what is there. Nothing else is written.

    Raises `TrackerError` where the tracker could not be read or the issue not be labelled.
    """
    for label in (config.labels.handoff, config.labels.adopted):
        if not labels.has(issue, label):
            tracker.ensure_label(label)
            tracker.add_label(issue.number, label.name)
            # A listing may lag behind what was written just now.
            issue = issue.model_copy(update={"labels": issue.labels | {label.name}})
    observed = observe(snapshot, tracker, config).with_issues([issue])
    observed = observed.with_comments({issue.number: tracker.comments(issue.number)})
    plan = make_plan(snapshot, observed, config, site=site)
    own = tuple(change for change in plan.changes if change.issue == issue.number)
    alone = Plan(commit=plan.commit, changes=own)
    outcome = carry_out(alone, tracker, observed.issues, config.labels, lambda _done, _of: None)
    return Report(
        commit=plan.commit,
        applied=True,
        changes=tuple(outcome.changes),
        warnings=tuple(outcome.warnings),
        remaining=sum(change.held for change in outcome.changes) + outcome.moved,
        stopped=outcome.stopped,
        mendable=outcome.mendable,
    )
