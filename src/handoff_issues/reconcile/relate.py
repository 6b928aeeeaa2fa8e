"""Carries out what is to be told of issues beside their text: relations, assignees, and that a wait is over.

What is about to be told is first written into the marker, and what was told after it: so a run that broke off
is seen to have done so, and what a person has set is known from what we have.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from handoff_issues.errors import Invalid, LimitReached, NotOffered, PermissionDenied, TrackerError
from handoff_issues.model import Issue, IssueState, Warning
from handoff_issues.reconcile import render
from handoff_issues.reconcile.change import Change, Tie, Verb
from handoff_issues.reconcile.marker import Body, Marker, Told, Wait, split
from handoff_issues.reconcile.saying import comment_once, unsay_repetitions
from handoff_issues.trackers import Relations, Tracker

MOST_TOLD = 100
"""New relations of one run; the rest is left to the next."""
_MOST = 20
"""Waits that are over, and people, that are remembered, the latest."""
_WAITS, _PEOPLE = "dependencies of issues", "assignees"


@dataclass(slots=True)
class Tied:
    """What came of it."""

    done: list[Change] = field(default_factory=list[Change])
    left: list[Change] = field(default_factory=list[Change])
    """What the next run has to do."""
    warnings: list[Warning] = field(default_factory=list[Warning])
    stopped: str | None = None
    mendable: bool = False
    """Whether a person can mend what stopped it."""

    def told_of(self, changes: Iterable[Change]) -> list[Change]:
        """The changes as carried out, each with what was told of its issue."""
        done = {change.issue: change for change in self.done}
        left = {change.issue for change in self.left}
        return [_as_told(change, done.get(change.issue), is_left=change.issue in left) for change in changes]


def relate(changes: Iterable[Change], tracker: Tracker, relations: Relations, *, stopped: str | None) -> Tied:
    """Tell what the `tie` of each change says. A limit ends it, as one that `stopped` the run before; what is told
    stays told.

    What the server does not offer is left out, with one warning for each kind.
    """
    outcome, teller, stop, room = Tied(), _Teller(tracker, relations), stopped is not None, MOST_TOLD
    for change in changes:
        tie = change.write and change.write.tie
        if tie is None or change.issue is None:
            continue
        if stop or room < len(tie.add):
            outcome.left.append(change)
            continue
        room -= len(tie.add)
        try:
            came = teller.tell(change.issue, tie)
        except LimitReached as error:
            stop, outcome.stopped = True, str(error)
            outcome.left.append(change)
        except PermissionDenied as error:
            stop, outcome.stopped, outcome.mendable = True, str(error), True
            outcome.left.append(change)
        except TrackerError as error:
            outcome.warnings.append(Warning(message=str(error)))
            outcome.left.append(change)
        else:
            if came is not Came.REFUSED:
                (outcome.done if came is Came.TOLD else outcome.left).append(change)
    outcome.warnings.extend(teller.warnings)
    return outcome


def _as_told(change: Change, told: Change | None, *, is_left: bool) -> Change:
    """A change whose tie was told, or was not."""
    tie = change.write and change.write.tie
    if told is not None and told.write is not None and told.write.tie is not None and tie is None:
        reason = "; ".join([change.reason, *told.write.tie.told()])
        return change.model_copy(update={"reason": reason}) if change.is_written else told
    if tie is None or told is not None or change.is_written:
        return change
    why = "left to the next run" if is_left else "not told, since GitHub does not take it here"
    return change.model_copy(update={"verb": Verb.KEEP, "held": is_left, "reason": f"{why}: {change.reason}"})


class Came(Enum):
    """What came of telling of one issue."""

    TOLD = auto()
    MOVED = auto()
    """It is not what this was planned for."""
    REFUSED = auto()
    """The server does not offer any of it."""


class _Teller:
    """Tells of one issue after the other, as far as the server takes it."""

    def __init__(self, tracker: Tracker, relations: Relations):
        self.warnings: list[Warning] = []
        self._tracker, self._relations = tracker, relations
        self._refused: set[str] = set()

    def tell(self, number: int, tie: Tie) -> Came:
        """Raises `LimitReached`, or another `TrackerError` where nobody can know what took effect."""
        waits = bool(tie.add or tie.drop or tie.over) and _WAITS not in self._refused
        people = bool(tie.assign or tie.unassign) and _PEOPLE not in self._refused
        if not (waits or people):
            return Came.REFUSED
        issue = self._tracker.issue(number)
        body = split(issue.body) if issue else None
        if issue is None or body is None or body.marker.waits != tie.waits or issue.state is not IssueState.OPEN:
            return Came.MOVED
        marker, told = body.marker, False
        if waits:
            try:
                marker, told = self._tell_waits(issue, body, tie), True
            except NotOffered as error:
                self._refuse(_WAITS, error)
        if people:
            try:
                marker, told = self._tell_people(issue, marker, tie), True
            except NotOffered as error:
                self._refuse(_PEOPLE, error)
        return self._remember(issue, marker, tie) if told else Came.REFUSED

    def _refuse(self, what: str, error: NotOffered) -> None:
        """From now on it is not asked for any more."""
        if what not in self._refused:
            self._refused.add(what)
            message = f"GitHub takes no {what} here, so they stand in the texts of issues alone ({error})"
            self.warnings.append(Warning(message=message))

    def _tell_waits(self, issue: Issue, body: Body, tie: Tie) -> Marker:
        number, there = issue.number, self._relations.blocked_by(issue.number)
        waits = {wait.on: wait for wait in tie.waits}
        for wait in tie.add:
            known = wait if wait.id else self._with_id(wait)
            if known is not None:
                # What is there, and was not asked for by us, is a person's.
                own = wait.on in waits or known.id not in there
                waits[wait.on] = known.model_copy(update={"state": Told.ASKED if own else Told.LEFT})
        marker = _marked(body.marker, waits)
        if marker != body.marker and any(wait.state is Told.ASKED for wait in waits.values()):
            self._write(issue, marker, body)
        for wait in [wait for wait in waits.values() if wait.state is Told.ASKED and wait.on not in tie.drop]:
            state = Told.SET if wait.id in there else self._block(number, wait)
            waits[wait.on] = wait.model_copy(update={"state": state})
        for on in tie.drop:
            self._take_back(number, waits, on, there)
        for over in tie.over:
            wait = waits[over.on]
            if wait.id in there and over.comment is not None:
                comment_once(self._tracker, issue.number, over.comment, among=issue.comments)
            waits[over.on] = wait.model_copy(update={"state": Told.OVER})
        return _marked(marker, waits)

    def _with_id(self, wait: Wait) -> Wait | None:
        found = self._tracker.issue(wait.on)
        return wait.model_copy(update={"id": found.id}) if found is not None and found.id is not None else None

    def _block(self, number: int, wait: Wait) -> Told:
        """What came of it: GitHub refuses what another run has just told, and what its own rules forbid."""
        if _WAITS in self._refused:
            return Told.ASKED
        try:
            self._relations.block(number, wait.id)
        except NotOffered as error:
            self._refuse(_WAITS, error)
            return Told.ASKED
        except Invalid as error:
            if wait.id in self._relations.blocked_by(number):
                return Told.SET
            self.warnings.append(Warning(message=f"#{number} cannot be shown to wait for #{wait.on} ({error.why})"))
            return Told.LEFT
        return Told.SET

    def _take_back(self, number: int, waits: dict[int, Wait], on: int, there: Mapping[int, int]) -> None:
        """What a person has taken back already is remembered, so that it is not told again."""
        wait = waits[on]
        if wait.id in there:
            self._relations.unblock(number, wait.id)
            del waits[on]
        elif wait.state is Told.ASKED:
            del waits[on]
        else:
            waits[on] = wait.model_copy(update={"state": Told.LEFT})

    def _tell_people(self, issue: Issue, marker: Marker, tie: Tie) -> Marker:
        there = {login.casefold() for login in issue.assignees}
        assigned, left = list(marker.assigned), list(marker.unassigned)
        left += [login for login in tie.assign if login.casefold() in there]
        wanted = [login for login in tie.assign if login.casefold() not in there]
        if wanted:
            after = self._relations.assign(issue.number, wanted)
            now = {login.casefold() for login in after.assignees}
            assigned += [login for login in wanted if login.casefold() in now]
            dropped = [login for login in wanted if login.casefold() not in now]
            left += dropped
            if dropped:
                told = f"#{issue.number} names {', '.join(dropped)}, whom GitHub does not let us assign"
                self.warnings.append(Warning(message=told))
        for login in [login for login in tie.unassign if login in assigned]:
            assigned.remove(login)
            if login.casefold() not in there:
                left.append(login)
        ours = [login for login in tie.unassign if login.casefold() in there]
        if ours:
            self._relations.unassign(issue.number, ours)
        return marker.model_copy(update={"assigned": tuple(assigned), "unassigned": tuple(left[-_MOST:])})

    def _remember(self, before: Issue, marker: Marker, tie: Tie) -> Came:
        """Let the marker hold what was told; all else in the body stays as it is by now."""
        issue = self._tracker.issue(before.number)
        body = split(issue.body) if issue else None
        if issue is None or body is None:
            return Came.MOVED
        update = {name: getattr(marker, name) for name in ("waits", "assigned", "unassigned")}
        new = body.marker.model_copy(update=update)
        if new != body.marker:
            self._write(issue, new, body)
        if issue.comments > before.comments + 1:
            for comment in [over.comment for over in tie.over if over.comment is not None]:
                unsay_repetitions(self._tracker, issue.number, comment)
        return Came.TOLD

    def _write(self, issue: Issue, marker: Marker, body: Body) -> None:
        self._tracker.edit(issue.number, body=render.body(marker, render.kept_region(body), around=body))


def _marked(marker: Marker, waits: Mapping[int, Wait]) -> Marker:
    over = [wait for wait in waits.values() if wait.state is Told.OVER]
    forgotten = {wait.on for wait in over[:-_MOST]}
    kept = tuple(waits[on] for on in sorted(waits) if on not in forgotten)
    return marker.model_copy(update={"waits": kept})
