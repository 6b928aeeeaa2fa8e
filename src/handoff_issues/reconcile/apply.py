"""Carries out exactly a plan on a tracker: in order, one write after the other, with what is left told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from handoff_issues.config import Labels
from handoff_issues.errors import AnswerLost, LimitReached, PermissionDenied, TrackerError
from handoff_issues.model import Comment as Said
from handoff_issues.model import Issue, Label, Warning
from handoff_issues.reconcile.change import Change, Comment, Plan, Verb, Write
from handoff_issues.reconcile.marker import fingerprint, sign, split
from handoff_issues.sanitize import IssueText
from handoff_issues.trackers import Tracker

Progress = Callable[[int, int], None]
"""Called with how many writes are done, and of how many."""

_NEWEST = 100
"""Issues among which one is looked for that was asked for a moment ago: one page."""


@dataclass(slots=True)
class Outcome:
    """What came of a plan. `changes` are in the plan's order, as carried out."""

    changes: list[Change] = field(default_factory=list[Change])
    issues: list[Issue] = field(default_factory=list[Issue])
    """Issues as the tracker has them now, by its own answers."""
    comments: dict[int, Sequence[Said]] = field(default_factory=dict[int, Sequence[Said]])
    """Those of adopted issues as they are now, by number."""
    gone: list[int] = field(default_factory=list[int])
    """Numbers that are no issues any more."""
    moved: int = 0
    """Changes that were not carried out, since their issue is no longer what the plan was made for."""
    waiting: list[Change] = field(default_factory=list[Change])
    """Changes that can be carried out now that others were: they have to be planned again for that."""
    left: int = 0
    """Changes that were not carried out for want of an answer, or since the run had to stop."""
    stopped: str | None = None
    mendable: bool = False
    warnings: list[Warning] = field(default_factory=list[Warning])

    @property
    def written(self) -> list[Change]:
        """What the tracker has now."""
        return [change for change in self.changes if change.is_written and not change.held]

    @property
    def remaining(self) -> int:
        """Needed changes that are left."""
        return sum(change.held for change in self.changes) + self.moved + len(self.waiting)

    def followed_by(self, other: Outcome) -> Outcome:
        """What came of this, and then of what had waited for it."""
        return Outcome(
            changes=[*self.changes, *other.changes],
            issues=[*self.issues, *other.issues],
            comments=self.comments | other.comments,
            gone=[*self.gone, *other.gone],
            moved=self.moved + other.moved,
            waiting=other.waiting,
            left=self.left + other.left,
            stopped=self.stopped or other.stopped,
            mendable=self.mendable or other.mendable,
            warnings=[*self.warnings, *other.warnings],
        )


def carry_out(plan: Plan, tracker: Tracker, known: Mapping[int, Issue], labels: Labels, progress: Progress) -> Outcome:
    """Do what the plan says, and nothing else. `known` are the issues that it was made for, by number.

    A change whose issue has moved since it was planned is left out and counted: it has to be
    planned again. A limit or a refusal ends the run; what is done stays done.
    """
    outcome = Outcome()
    writes = sum(change.is_written for change in plan.changes)
    done, ready = 0, _Labels(tracker, labels)
    for change in plan.changes:
        if change.write is None or not change.is_written:
            outcome.changes.append(change)
        elif outcome.stopped is not None:
            _leave(outcome, change, "not reached")
        elif change.waits:
            outcome.waiting.append(change)
        else:
            _try(change, change.write, tracker, known, ready, outcome)
            done += 1
            progress(done, writes)
    return outcome


def _try(
    change: Change, write: Write, tracker: Tracker, known: Mapping[int, Issue], ready: _Labels, outcome: Outcome
) -> None:
    try:
        ready.ensure(write.add_labels)
        if change.issue is None:
            issue = _open(change, write, tracker, outcome)
        elif write.title is None and write.body is None and write.state is None and write.comment is None:
            issue = _relabel(known[change.issue], write, tracker)  # writes over nothing, so need not look first
        else:
            issue = _edit(change.issue, write, tracker, outcome)
    except LimitReached as error:
        outcome.stopped = str(error)
        _leave(outcome, change, "not reached")
    except PermissionDenied as error:
        outcome.stopped, outcome.mendable = str(error), True
        _leave(outcome, change, "refused")
    except TrackerError as error:
        # Nobody knows whether it took effect, or only this one failed: the next run looks again.
        outcome.warnings.append(Warning(message=str(error)))
        _leave(outcome, change, "no answer" if isinstance(error, AnswerLost) else "failed")
    else:
        if issue is not None:
            outcome.issues.append(issue)
            outcome.changes.append(change.model_copy(update={"issue": issue.number, "url": issue.url}))


def _open(change: Change, write: Write, tracker: Tracker, outcome: Outcome) -> Issue:
    title, body = write.title or IssueText.trusted(""), write.body or IssueText.trusted("")
    try:
        issue = tracker.create(title=title, body=body, labels=write.add_labels)
    except AnswerLost:
        found = next(_with_id(islice(tracker.authored(), _NEWEST), change.id), None)
        if found is None:
            raise
        issue = found
    missing = {name.casefold() for name in write.add_labels} - {name.casefold() for name in issue.labels}
    if missing:
        told = ", ".join(sorted(missing))
        outcome.warnings.append(Warning(message=f"#{issue.number} was opened, but these labels were not set: {told}"))
    return issue


def _with_id(issues: Iterable[Issue], wanted: str | None) -> Iterator[Issue]:
    for issue in issues:
        body = split(issue.body)
        if body is not None and body.marker.id == wanted:
            yield issue


def _edit(number: int, write: Write, tracker: Tracker, outcome: Outcome) -> Issue | None:
    """Comment, labels, then text and state in one call, so that a run that breaks off is seen to have done so."""
    before = _unmoved(number, write, tracker, outcome)
    if before is None:
        return None
    if write.adopts:
        return _adopt(before, write, tracker, outcome)
    said = write.comment is not None and comment_once(tracker, number, write.comment, among=before.comments)
    after = _relabel(before, write, tracker)
    if write.into is not None and write.body is not None:
        edited = tracker.edit_comment(number, write.into, write.body)
        outcome.comments[number] = [edited if each.id == edited.id else each for each in outcome.comments[number]]
        if said and write.comment is not None:
            unsay_repetitions(tracker, number, write.comment)
        return after
    if write.title is None and write.body is None and write.state is None:
        return after
    after = tracker.edit(number, title=write.title, body=write.body, state=write.state, state_reason=write.state_reason)
    if said and write.comment is not None and after.comments > before.comments + 1:
        unsay_repetitions(tracker, number, write.comment)
    return after


def _unmoved(number: int, write: Write, tracker: Tracker, outcome: Outcome) -> Issue | None:
    """The issue where it is still what the write was planned for; else it is noted as it is now."""
    issue, comment = tracker.issue(number), None
    if issue is None:
        outcome.gone.append(number)
        outcome.moved += 1
        return None
    if write.into is not None or write.adopts:
        outcome.comments[number] = tracker.comments(number)
        comment = next((each for each in outcome.comments[number] if each.id == write.into), None)
    if fingerprint(issue, comment) != write.seen:
        outcome.issues.append(issue)
        outcome.moved += 1
        return None
    return issue


def _adopt(issue: Issue, write: Write, tracker: Tracker, outcome: Outcome) -> Issue:
    """Labels, then the comment that tells of them, unless another run has said it meanwhile."""
    after = _relabel(issue, write, tracker)
    if write.comment is not None and comment_once(tracker, issue.number, write.comment, among=issue.comments):
        unsay_repetitions(tracker, issue.number, write.comment)
    outcome.comments[issue.number] = tracker.comments(issue.number)
    return after


def _relabel(issue: Issue, write: Write, tracker: Tracker) -> Issue:
    for name in write.add_labels:
        tracker.add_label(issue.number, name)
    for name in write.remove_labels:
        tracker.remove_label(issue.number, name)
    changed = issue.labels - frozenset(write.remove_labels) | frozenset(write.add_labels)
    return issue.model_copy(update={"labels": changed})


def comment_once(tracker: Tracker, number: int, comment: Comment, *, among: int) -> bool:
    """Whether it was said now. It bears its id, so that it is found where a run broke off or an answer was lost.

    `among` is how many comments there are already; with none nothing is looked for.
    """
    if among and _said(tracker, number, comment):
        return False
    said = IssueText.joined("", [comment.body, comment.hint])
    body = IssueText.joined("\n", [IssueText.hidden(sign(comment.id)), said])
    try:
        tracker.comment(number, body)
    except AnswerLost:
        if not _said(tracker, number, comment):
            raise
    return True


def unsay_repetitions(tracker: Tracker, number: int, comment: Comment) -> None:
    """Where another run has said the same in the same moment, the first one stays: nobody could see the other."""
    for repeated in _said(tracker, number, comment)[1:]:
        tracker.uncomment(number, repeated)


def _said(tracker: Tracker, number: int, comment: Comment) -> list[int]:
    """The ids under which an issue has a comment of ours, the oldest first."""
    found = tracker.comments(number)
    return sorted(
        each.id for each in found if each.author == tracker.login() and each.body.startswith(sign(comment.id))
    )


def _leave(outcome: Outcome, change: Change, why: str) -> None:
    outcome.left += 1
    verb = Verb.SKIP if change.issue is None else Verb.KEEP
    reason = f"left to the next run ({why}): {change.reason}"
    outcome.changes.append(change.model_copy(update={"verb": verb, "held": True, "reason": reason}))


class _Labels:
    """Creates our labels where they are missing, once a run and only those that are needed."""

    def __init__(self, tracker: Tracker, labels: Labels):
        self._tracker = tracker
        ours: Iterable[Label] = [getattr(labels, name) for name in type(labels).model_fields]
        self._missing = {label.name.casefold(): label for label in ours}

    def ensure(self, names: Iterable[str]) -> None:
        for name in names:
            label = self._missing.get(name.casefold())
            if label is not None:
                self._tracker.ensure_label(label)
                del self._missing[name.casefold()]
