"""The two sides of a match: what handoffs list as open, and the issues that are ours."""

from __future__ import annotations

from dataclasses import dataclass

from handoff_issues.model import Comment, Issue, IssueState, Item
from handoff_issues.reconcile.marker import Body, digest
from handoff_issues.reconcile.profile import Profile, name_of
from handoff_issues.sanitize import IssueText


@dataclass(frozen=True, slots=True)
class Part:
    """Of which item an entry is a step, where the steps of that item are issues of their own."""

    parent: str
    """The item's id; empty while it has no issue."""
    number: int | None
    """Its issue's; None while it has none."""
    title: str
    stream: str
    """Where the item itself is listed."""

    @property
    def name(self) -> str:
        """By which people know the item."""
        return f"“{self.title}”" if self.number is None else f"#{self.number}"


def steps_of(parent: str) -> str:
    """The stream that the steps of one item are: no other stream has such an id."""
    return f"\0{parent}"


def entry_digest(item: Item) -> str:
    """By which an entry is known again: what it says of the work, whatever its form, its state and its level."""
    return digest(name_of(item.matter))


def are_steps(stream: str) -> bool:
    """Whether a stream is the steps of one item."""
    return stream.startswith("\0")


@dataclass(frozen=True, slots=True)
class Listed:
    """An item that a live handoff lists as open."""

    stream: str
    path: str
    item: Item
    title: IssueText
    """As an issue's title."""
    profile: Profile
    counted: bool = False
    """True where its number is one of a count from 1 in its handoff, hence perhaps no issue's."""
    part: Part | None = None
    """Of a step, which is listed in a stream of its own."""
    opens: bool = True
    """False where no issue is opened for it, so that it counts only where it has one."""

    @property
    def home(self) -> str:
        """The stream of its handoff."""
        return self.part.stream if self.part else self.stream


@dataclass(frozen=True, slots=True)
class Adoption:
    """That an issue is a person's, and follows a handoff at somebody's wish."""

    comment: Comment | None
    """The comment of ours that holds marker and region; None where it has still to be said."""


@dataclass(frozen=True, slots=True)
class Known:
    """An issue of ours, or a person's that we adopted, taken apart."""

    issue: Issue
    body: Body
    """Of the issue itself, or of our comment on it."""
    profile: Profile
    adoption: Adoption | None = None

    @property
    def is_open(self) -> bool:
        return self.issue.state is IssueState.OPEN

    @property
    def called(self) -> str:
        """What the handoff called its work, whatever a person calls the issue."""
        return self.body.marker.called or self.issue.title

    @property
    def stream(self) -> str:
        """The stream in which its work is listed: that of a handoff, or the steps of another item."""
        marker = self.body.marker
        return steps_of(marker.parent) if marker.parent else marker.stream
