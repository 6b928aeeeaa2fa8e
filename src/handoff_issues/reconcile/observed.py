"""What a run knows of the tracker: a value, so that planning stays pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from handoff_issues.model import Issue, IssueState, StateReason
from handoff_issues.reconcile.marker import PREFIX, Body, split
from handoff_issues.reconcile.match import Known
from handoff_issues.reconcile.profile import profile
from handoff_issues.reconcile.render import PROVENANCE


@dataclass(frozen=True, slots=True)
class Observed:
    """Issues as the tracker has them."""

    authors: frozenset[str]
    """Whose issues can be ours: the token's login and the trusted ones."""
    issues: Mapping[int, Issue]
    """By number: our open ones, the closed ones that are still listed, and what else was looked at."""
    whole: bool = False
    """True once all issues that we authored were looked at, in every state."""
    absent: frozenset[int] = field(default_factory=frozenset[int])
    """Numbers that were asked for and are no issue."""

    def with_issues(self, issues: Iterable[Issue], *, whole: bool | None = None) -> Observed:
        """The same, with these issues as they are now."""
        merged = {**self.issues, **{issue.number: issue for issue in issues}}
        return replace(self, issues=merged, whole=self.whole if whole is None else whole)

    def with_others(self, issues: Iterable[Issue]) -> Observed:
        """The same, with what other people filed among these issues."""
        return self.with_issues(issue for issue in issues if issue.author not in self.authors)

    def without(self, numbers: Iterable[int]) -> Observed:
        """The same, knowing that these numbers are no issues."""
        gone = frozenset(numbers)
        kept = {number: issue for number, issue in self.issues.items() if number not in gone}
        return replace(self, issues=kept, absent=self.absent | gone)


@dataclass(frozen=True, slots=True)
class Ours:
    """Our issues, sorted by what may become of them."""

    known: tuple[Known, ...]
    """One issue an id."""
    twins: tuple[tuple[Known, Known], ...]
    """Open issues with an id that another has too, each with the one that stays."""
    unmarked: tuple[Issue, ...]
    """Open issues of our own login without a valid marker: a person took it out, so hands off."""
    others: tuple[Issue, ...]
    """Issues of people: never taken over, but perhaps about the same work."""


def ours(observed: Observed) -> Ours:
    """Tell our issues from others. A marker in anybody else's issue is inert."""
    by_id: dict[str, list[Known]] = {}
    unmarked: list[Issue] = []
    others: list[Issue] = []
    for number in sorted(observed.issues):
        issue = observed.issues[number]
        if issue.author not in observed.authors:
            # A copy of our marker is no person's own filing: it counts for nothing.
            others.extend([issue] if PREFIX not in issue.body else [])
            continue
        body = split(issue.body)
        if body is None:
            if issue.state is IssueState.OPEN:
                unmarked.append(issue)
            continue
        known = Known(issue=issue, body=body, profile=profile(issue.title, _words_of_the_entry(body)))
        if not (closed_by_us(known) and issue.state_reason is StateReason.DUPLICATE):
            by_id.setdefault(body.marker.id, []).append(known)
    kept: list[Known] = []
    twins: list[tuple[Known, Known]] = []
    for group in by_id.values():
        stays = min(group, key=_claim)
        kept.append(stays)
        twins.extend((other, stays) for other in group if other is not stays and other.is_open)
    return Ours(known=tuple(kept), twins=tuple(twins), unmarked=tuple(unmarked), others=tuple(others))


def is_tombstone(known: Known) -> bool:
    """Whether a person dismissed the work: closed as not planned, or closed again after we reopened it."""
    issue, marker = known.issue, known.body.marker
    if known.is_open or closed_by_us(known):
        return False
    dismissed = issue.state_reason in (StateReason.NOT_PLANNED, StateReason.DUPLICATE)
    return dismissed or marker.reopened == "person"


def closed_by_us(known: Known) -> bool:
    """Whether the marker says so, and state and reason are still those; all else is a person's act."""
    issue, closing = known.issue, known.body.marker.closed
    return (
        not known.is_open
        and closing is not None
        and closing.reason is (issue.state_reason or StateReason.COMPLETED)
        and issue.closed_by in (None, issue.author)
    )


def _claim(known: Known) -> tuple[int, int]:
    """Of issues with one id a tombstone wins, then the lowest number among the open, then the rest."""
    if is_tombstone(known):
        return (0, known.issue.number)
    return (1 if known.is_open else 2, known.issue.number)


def _words_of_the_entry(body: Body) -> str:
    return body.region.split(PROVENANCE)[0]
