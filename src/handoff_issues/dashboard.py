"""The dashboard on a tracker: found or opened, never more than one, and written only where it says something else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from itertools import islice

from handoff_issues.config import Labels
from handoff_issues.errors import AnswerLost, TrackerError
from handoff_issues.model import Issue, IssueState, Site, Snapshot, StateReason, Warning
from handoff_issues.reconcile.apply import NEWEST
from handoff_issues.reconcile.board import body, says, split, twin, wishes
from handoff_issues.reconcile.change import Change, Plan
from handoff_issues.reconcile.glance import Shown, Tick, Wish, blocked, offer
from handoff_issues.reconcile.observed import Observed
from handoff_issues.sanitize import IssueText
from handoff_issues.trackers import Tracker

TITLE = IssueText.trusted("Handoff dashboard")


def boards(issues: Iterable[Issue], authors: Set[str]) -> list[Issue]:
    """The dashboards among these issues, the oldest first. Anybody else's that looks like one is none."""
    found = (issue for issue in issues if issue.author in authors and split(issue.body) is not None)
    return sorted(found, key=lambda issue: issue.number)


def ticked(observed: Observed) -> frozenset[Tick]:
    """The boxes that are ticked on the dashboard that a run has met."""
    met = (split(issue.body) for issue in boards(observed.issues.values(), observed.authors) if _is_open(issue))
    return next((board.ticks for board in met if board is not None), frozenset[Tick]())


def grant(ticks: Set[Tick], plan: Plan, observed: Observed, tracker: Tracker, labels: Labels) -> Observed:
    """The same with what these boxes ask for: caps lifted, `handoff: ignore` taken off. Raises `TrackerError`."""
    wished = wishes(ticks, plan.changes)
    for change in plan.changes:
        if change.issue is not None and offer(change) is Wish.RESTORE and change.id in wished[Wish.RESTORE]:
            name = labels.ignore.name
            tracker.remove_label(change.issue, name)
            issue = observed.issues[change.issue]
            kept = frozenset(each for each in issue.labels if each.casefold() != name.casefold())
            observed = observed.with_issues([issue.model_copy(update={"labels": kept})])
    return replace(observed, lifted=wished[Wish.OPEN]) if wished[Wish.OPEN] else observed


def show(
    changes: tuple[Change, ...],
    observed: Observed,
    snapshot: Snapshot,
    tracker: Tracker,
    labels: Labels,
    *,
    site: Site,
) -> tuple[str, list[Warning]]:
    """Bring the dashboard into step, and say what there is to tell of it. The next run makes up for what fails."""
    own = (issue for issue in observed.issues.values() if issue.author in observed.authors)
    shown = Shown(
        changes=changes,
        commit=snapshot.commit,
        day=snapshot.committed_at.date(),
        site=site,
        blocks=blocked(own, changes),
    )
    try:
        return keep(shown, observed, tracker, labels), []
    except TrackerError as error:
        return "", [Warning(message=f"The dashboard was not written: {error}")]


def keep(shown: Shown, observed: Observed, tracker: Tracker, labels: Labels) -> str:
    """Show this; what there is to tell of it in a sentence, if anything. Raises `TrackerError`."""
    found = boards(observed.issues.values(), observed.authors)
    if not any(map(_is_open, found)) and not observed.whole:
        found = _labelled(tracker, labels, observed.authors) or boards(tracker.authored(), observed.authors)
    if not found:
        opened = _open(shown, tracker, labels)
        found = _labelled(tracker, labels, observed.authors)  # another run may have opened one in the same moment
        if not any(issue.number < opened.number for issue in found):
            return f"The dashboard #{opened.number} was opened."
    still_open = list(filter(_is_open, found))
    if not still_open:
        return f"The dashboard #{found[0].number} was closed by a person, and is left alone."
    stays, *twins = still_open
    for other in twins:
        board = split(other.body)
        if board is not None:
            closed, reason = IssueState.CLOSED, StateReason.DUPLICATE
            tracker.edit(other.number, body=twin(board, stays.number), state=closed, state_reason=reason)
    return _write(stays, shown, tracker)


def _write(issue: Issue, shown: Shown, tracker: Tracker) -> str:
    board = split(issue.body)
    if says(board, body(shown, before=board)):
        return ""
    now = tracker.issue(issue.number)  # people may have written or ticked something since it was listed
    board = now and split(now.body)
    if now is None or board is None or not _is_open(now):
        return f"The dashboard #{issue.number} is gone, closed or has lost its sign."
    text = body(shown, before=board)
    if not says(board, text):
        tracker.edit(issue.number, body=text)
    return ""


def _open(shown: Shown, tracker: Tracker, labels: Labels) -> Issue:
    for label in (labels.handoff, labels.dashboard):
        tracker.ensure_label(label)
    try:
        # With our label too the ordinary listing has it, so that it costs no request of its own.
        return tracker.create(title=TITLE, body=body(shown), labels=[labels.handoff.name, labels.dashboard.name])
    except AnswerLost:
        found = boards(islice(tracker.authored(), NEWEST), {tracker.login()})
        if not found:
            raise
        return found[-1]


def _labelled(tracker: Tracker, labels: Labels, authors: Set[str]) -> Sequence[Issue]:
    """Those with the label of dashboards: the open ones, else the closed ones. Mostly that is one request."""
    for state in (IssueState.OPEN, IssueState.CLOSED):
        found = boards(tracker.labelled(labels.dashboard.name, state), authors)
        if found:
            return found
    return []


def _is_open(issue: Issue) -> bool:
    return issue.state is IssueState.OPEN
