"""Carries out exactly a plan on a tracker: in order, one write after the other, with what is left told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from handoff_issues.config import Labels
from handoff_issues.errors import AnswerLost, LimitReached, PermissionDenied, TrackerError
from handoff_issues.model import Comment, Issue, Label, Warning
from handoff_issues.reconcile.change import Change, Plan, Verb, Write
from handoff_issues.reconcile.marker import fingerprint, split
from handoff_issues.reconcile.saying import comment_once, unsay_repetitions
from handoff_issues.sanitize import IssueText
from handoff_issues.trackers import Tracker

Progress = Callable[[int, int], None]
"""Called with how many writes are done, and of how many."""

NEWEST = 100
"""Issues among which one is looked for that was asked for a moment ago: one page."""


def no_progress(_done: int, _of: int) -> None:
    """Nobody looks."""


@dataclass(slots=True)
class Carried:
    """What came of a plan. `changes` are in the plan's order, as carried out."""

    changes: list[Change] = field(default_factory=list[Change])
    issues: list[Issue] = field(default_factory=list[Issue])
    """Issues as the tracker has them now, by its own answers."""
    comments: dict[int, Sequence[Comment]] = field(default_factory=dict[int, Sequence[Comment]])
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

    def followed_by(self, other: Carried) -> Carried:
        """What came of this, and then of what had waited for it."""
        return Carried(
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


def carry_out(
    plan: Plan,
    tracker: Tracker,
    known: Mapping[int, Issue],
    labels: Labels,
    *,
    progress: Progress = no_progress,
) -> Carried:
    """Do what the plan says, and nothing else. `known` are the issues that it was made for, by number.

    A change whose issue has moved since it was planned is left out and counted: it has to be
    planned again. A limit or a refusal ends the run; what is done stays done.
    """
    run, done, writes = _Run(tracker, known, labels), 0, sum(change.is_written for change in plan.changes)
    for change in plan.changes:
        if change.write is None or not change.is_written:
            run.outcome.changes.append(change)
        elif run.outcome.stopped is not None:
            run.leave(change, "not reached")
        elif change.waits:
            run.outcome.waiting.append(change)
        else:
            run.write(change, change.write)
            done += 1
            progress(done, writes)
    return run.outcome


class _Run:
    """Carries out one change after the other, and keeps what came of them."""

    def __init__(self, tracker: Tracker, known: Mapping[int, Issue], labels: Labels):
        self.outcome = Carried()
        self._tracker, self._known = tracker, known
        self._unseen: dict[str, Label] = {label.name.casefold(): label for _, label in labels}

    def write(self, change: Change, write: Write) -> None:
        """Carry out a change, or note why it is left."""
        outcome = self.outcome
        try:
            self._create_labels(write.add_labels)
            if change.issue is None:
                issue = self._open(change, write)
            elif write.title is None and write.body is None and write.state is None and write.comment is None:
                issue = self._relabel(self._known[change.issue], write)  # writes over nothing, so need not look first
            else:
                issue = self._edit(change.issue, write)
        except LimitReached as error:
            outcome.stopped = str(error)
            self.leave(change, "not reached")
        except PermissionDenied as error:
            outcome.stopped, outcome.mendable = str(error), True
            self.leave(change, "refused")
        except TrackerError as error:
            # Nobody knows whether it took effect, or only this one failed: the next run looks again.
            outcome.warnings.append(Warning(message=str(error)))
            self.leave(change, "no answer" if isinstance(error, AnswerLost) else "failed")
        else:
            if issue is not None:
                outcome.issues.append(issue)
                outcome.changes.append(change.model_copy(update={"issue": issue.number, "url": issue.url}))

    def leave(self, change: Change, why: str) -> None:
        """Note that a change is left to the next run."""
        self.outcome.left += 1
        verb = Verb.SKIP if change.issue is None else Verb.KEEP
        reason = f"left to the next run ({why}): {change.reason}"
        self.outcome.changes.append(change.model_copy(update={"verb": verb, "held": True, "reason": reason}))

    def _create_labels(self, names: Iterable[str]) -> None:
        """Create our labels where they are missing, once a run and only those that are needed."""
        for name in names:
            label = self._unseen.get(name.casefold())
            if label is not None:
                self._tracker.ensure_label(label)
                del self._unseen[name.casefold()]

    def _open(self, change: Change, write: Write) -> Issue:
        title, body = write.title or IssueText.trusted(""), write.body or IssueText.trusted("")
        try:
            issue = self._tracker.create(title=title, body=body, labels=write.add_labels)
        except AnswerLost:
            found = next(_with_id(islice(self._tracker.authored(), NEWEST), change.id), None)
            if found is None:
                raise
            issue = found
        missing = {name.casefold() for name in write.add_labels} - {name.casefold() for name in issue.labels}
        if missing:
            told = f"#{issue.number} was opened, but these labels were not set: {', '.join(sorted(missing))}"
            self.outcome.warnings.append(Warning(message=told))
        return issue

    def _edit(self, number: int, write: Write) -> Issue | None:
        """Comment, labels, then text and state in one call, so that a run that breaks off is seen to have done so."""
        before = self._unmoved(number, write)
        if before is None:
            return None
        if write.adopts:
            return self._adopt(before, write)
        tracker, comments = self._tracker, self.outcome.comments
        said = write.comment is not None and comment_once(tracker, number, write.comment, among=before.comments)
        after = self._relabel(before, write)
        if write.into is not None and write.body is not None:
            edited = tracker.edit_comment(number, write.into, write.body)
            comments[number] = [edited if each.id == edited.id else each for each in comments[number]]
            if said and write.comment is not None:
                unsay_repetitions(tracker, number, write.comment)
            return after
        if write.title is None and write.body is None and write.state is None:
            return after
        after = tracker.edit(
            number, title=write.title, body=write.body, state=write.state, state_reason=write.state_reason
        )
        if said and write.comment is not None and after.comments > before.comments + 1:
            unsay_repetitions(tracker, number, write.comment)
        return after

    def _unmoved(self, number: int, write: Write) -> Issue | None:
        """The issue where it is still what the write was planned for; else it is noted as it is now."""
        issue, comment, outcome = self._tracker.issue(number), None, self.outcome
        if issue is None:
            outcome.gone.append(number)
            outcome.moved += 1
            return None
        if write.into is not None or write.adopts:
            outcome.comments[number] = self._tracker.comments(number)
            comment = next((each for each in outcome.comments[number] if each.id == write.into), None)
        if fingerprint(issue, comment) != write.seen:
            outcome.issues.append(issue)
            outcome.moved += 1
            return None
        return issue

    def _adopt(self, issue: Issue, write: Write) -> Issue:
        """Labels, then the comment that tells of them, unless another run has said it meanwhile."""
        tracker, number, after = self._tracker, issue.number, self._relabel(issue, write)
        if write.comment is not None and comment_once(tracker, number, write.comment, among=issue.comments):
            unsay_repetitions(tracker, number, write.comment)
        self.outcome.comments[number] = tracker.comments(number)
        return after

    def _relabel(self, issue: Issue, write: Write) -> Issue:
        for name in write.add_labels:
            self._tracker.add_label(issue.number, name)
        for name in write.remove_labels:
            self._tracker.remove_label(issue.number, name)
        changed = issue.labels - frozenset(write.remove_labels) | frozenset(write.add_labels)
        return issue.model_copy(update={"labels": changed})


def _with_id(issues: Iterable[Issue], wanted: str | None) -> Iterator[Issue]:
    for issue in issues:
        body = split(issue.body)
        if body is not None and body.marker.id == wanted:
            yield issue
