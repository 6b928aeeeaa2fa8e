"""What a run knows of the tracker: a value, so that planning stays pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from handoff_issues.model import Comment, Issue, Label, StateReason
from handoff_issues.reconcile import board, labels
from handoff_issues.reconcile.marker import PREFIX, Body, Marker, adoption_id, digest, sign, split
from handoff_issues.reconcile.profile import profile
from handoff_issues.reconcile.render import PROVENANCE
from handoff_issues.reconcile.sides import Adoption, Known


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
    comments: Mapping[int, Sequence[Comment]] = field(default_factory=dict[int, Sequence[Comment]])
    """Those of adopted issues, by number."""
    related: bool = False
    """Whether the tracker knows relations of issues."""
    lifted: frozenset[str] = field(default_factory=frozenset[str])
    """Ids of items that a person wants opened now, whatever the caps."""

    def with_issues(self, issues: Iterable[Issue], *, whole: bool | None = None) -> Observed:
        """The same, with these issues as they are now."""
        merged = {**self.issues, **{issue.number: issue for issue in issues}}
        return replace(self, issues=merged, whole=self.whole if whole is None else whole)

    def with_others(self, issues: Iterable[Issue]) -> Observed:
        """The same, with what other people filed among these issues."""
        return self.with_issues(issue for issue in issues if issue.author not in self.authors)

    def unheard(self, adopted: Label) -> list[int]:
        """The numbers of adopted issues whose comments nobody has looked at yet."""
        return [
            number
            for number, issue in self.issues.items()
            if number not in self.comments and labels.has(issue, adopted) and not self._holds_marker(issue)
        ]

    def with_comments(self, comments: Mapping[int, Sequence[Comment]]) -> Observed:
        """The same, with all comments of these issues as they are now."""
        return replace(self, comments={**self.comments, **comments})

    def _holds_marker(self, issue: Issue) -> bool:
        return issue.author in self.authors and split(issue.body) is not None

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
    """Issues of ours, or adopted, without a valid marker: a person took it out, so hands off."""
    others: tuple[Issue, ...]
    """Issues of people: never taken over, but perhaps about the same work."""


def ours(observed: Observed, adopted: Label) -> Ours:
    """Tell our issues from others. A marker in anybody else's issue or comment is inert.

    Those that bear the label `adopted` count as ours, with our comment on them for their body.
    """
    by_id: dict[str, list[Known]] = {}
    unmarked: list[Issue] = []
    others: list[Issue] = []
    for number in sorted(observed.issues):
        issue = observed.issues[number]
        is_adopted = number in observed.comments and labels.has(issue, adopted)
        if issue.author not in observed.authors and not is_adopted:
            # A copy of our marker is no person's own filing: it counts for nothing.
            others.extend([issue] if PREFIX not in issue.body else [])
            continue
        known = known_as(issue, observed, adopted)
        if known is None and issue.author in observed.authors and board.split(issue.body) is not None:
            continue  # it is no item's
        if known is None:
            unmarked.append(issue)
        elif not (closed_by_us(known) and issue.state_reason is StateReason.DUPLICATE):
            by_id.setdefault(known.body.marker.id, []).append(known)
    kept: list[Known] = []
    twins: list[tuple[Known, Known]] = []
    for group in by_id.values():
        stays = min(group, key=_claim)
        kept.append(stays)
        twins.extend((other, stays) for other in group if other is not stays and other.is_open)
    return Ours(known=tuple(kept), twins=tuple(twins), unmarked=tuple(unmarked), others=tuple(others))


def known_as(issue: Issue, observed: Observed, adopted: Label) -> Known | None:
    """An issue as ours, or as one that bears the label `adopted`; None where it is neither, or has lost our marker."""
    known = _opened(issue) if issue.author in observed.authors else None
    if known is None and issue.number in observed.comments and labels.has(issue, adopted):
        return _adopted(issue, observed)
    return known


REOPENED = "a person opened it again"


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


def was_reopened(known: Known) -> bool:
    """Whether a person opened it again, after we or they had closed it, and the marker does not say so yet."""
    marker, reason = known.body.marker, known.issue.state_reason
    if not known.is_open or known.adoption is not None:
        return False
    return marker.closed is not None or (reason is StateReason.REOPENED and not marker.reopened)


def _opened(issue: Issue) -> Known | None:
    """One that we opened; None where its body has lost our marker."""
    body = split(issue.body)
    if body is None:
        return None
    # A person may have renamed it since: handoffs go on to call it as they did.
    title = body.marker.called or issue.title
    return Known(issue=issue, body=body, profile=profile(title, _words_of_the_entry(body.region)))


def _adopted(issue: Issue, observed: Observed) -> Known | None:
    """A person's, by our comment that is signed for it; None where that has lost our marker.

    Until that comment is said, all is as if nobody had ever listed it.
    """
    signed = _signed(issue.number, observed)
    for comment in signed:
        body = split(comment.body)
        if body is not None:
            work = profile(issue.title, issue.body)
            if body.marker.called:
                _, _, words = body.region.partition("\n\n")  # the title comes first
                work = profile(body.marker.called, _words_of_the_entry(words))
            return Known(issue=issue, body=body, profile=work, adoption=Adoption(comment))
    if signed:
        return None
    title, id = digest(issue.title), adoption_id(issue.number)
    marker = Marker(id=id, stream="", title=title, region=digest(""), content="", text="")
    body = Body(above="", marker=marker, region="", below="")
    return Known(issue=issue, body=body, profile=profile(issue.title, issue.body), adoption=Adoption(None))


def _signed(number: int, observed: Observed) -> list[Comment]:
    """Our comments that are signed as the one on this issue: as we wrote it first, then what people wrote above.

    Other bots may bear our login, and repeat what anybody says to them: a marker alone is not enough.
    """
    line = sign(adoption_id(number))
    own = (comment for comment in observed.comments[number] if comment.author in observed.authors)
    signed = [comment for comment in own if line in comment.body.splitlines()]
    return sorted(signed, key=lambda comment: (not comment.body.startswith(line), comment.id))


def _claim(known: Known) -> tuple[int, int]:
    """Of issues with one id an adopted one wins, then a tombstone, then the lowest number among the open, the rest."""
    if known.adoption is not None:
        return (-1, known.issue.number)
    if is_tombstone(known):
        return (0, known.issue.number)
    return (1 if known.is_open else 2, known.issue.number)


def _words_of_the_entry(region: str) -> str:
    return region.split(PROVENANCE)[0]
