"""Where issues live, behind one small protocol."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, runtime_checkable

from handoff_issues.model import Comment, Issue, IssueState, Label, StateReason
from handoff_issues.sanitize import IssueText

__all__ = ["Related", "Relations", "Tracker"]


class Tracker(Protocol):
    """What the reconciler needs of a tracker, and nothing more.

    Every method raises `PermissionDenied`, `LimitReached` or another `TrackerError`; a method
    that writes raises `AnswerLost` where nobody can know whether the write took effect.
    Listings hold no pull requests. Methods return what the tracker answered, never what was asked.
    """

    def login(self) -> str:
        """Who we are there: the author of the issues that we open."""
        ...

    def labelled(self, label: str, state: IssueState) -> Sequence[Issue]:
        """All issues in `state` that carry `label`, whoever wrote them; whole, or an error."""
        ...

    def authored(self) -> Iterator[Issue]:
        """All issues that `login` opened, in every state, newest first, fetched page by page as consumed."""
        ...

    def latest(self) -> Sequence[Issue]:
        """The issues that changed last, whoever wrote them and in every state; a few pages, not all."""
        ...

    def issue(self, number: int) -> Issue | None:
        """One issue as it is now; None where there is none (deleted, transferred, a pull request)."""
        ...

    def numbered(self, numbers: Sequence[int]) -> Sequence[Issue]:
        """Those of these numbers that are issues, as they are now."""
        ...

    def create(self, *, title: IssueText, body: IssueText, labels: Sequence[str]) -> Issue:
        """Open an issue in one call."""
        ...

    def edit(
        self,
        number: int,
        *,
        title: IssueText | None = None,
        body: IssueText | None = None,
        state: IssueState | None = None,
        state_reason: StateReason | None = None,
    ) -> Issue:
        """Change what is given, in one call; the rest stays."""
        ...

    def add_label(self, number: int, name: str) -> None:
        """Add one label; one that is there already is fine."""
        ...

    def remove_label(self, number: int, name: str) -> None:
        """Remove one label; one that is absent already is fine."""
        ...

    def comments(self, number: int) -> Sequence[Comment]:
        """All comments of an issue, oldest first."""
        ...

    def comment(self, number: int, body: IssueText) -> Comment:
        """Add a comment."""
        ...

    def edit_comment(self, number: int, comment: int, body: IssueText) -> Comment:
        """Change one of our comments, by its id."""
        ...

    def uncomment(self, number: int, comment: int) -> None:
        """Delete one of our comments, by its id; one that is gone already is fine."""
        ...

    def has_label(self, name: str) -> bool:
        """Whether any issue can bear a label of that name, whatever its case."""
        ...

    def ensure_label(self, label: Label) -> None:
        """Create a label where no label of that name exists, whatever its case."""
        ...


class Relations(Protocol):
    """What a tracker may know of issues beside their text.

    Every method raises `NotOffered` where the server has nothing of the kind.
    """

    def blocked_by(self, number: int) -> Mapping[int, int]:
        """The issues that one waits for: their ids, with their numbers."""
        ...

    def block(self, number: int, by: int) -> None:
        """Say that an issue waits for the one with the id `by`; raises `Invalid` where that is so, or must not be."""
        ...

    def unblock(self, number: int, by: int) -> None:
        """Take that back; one that is not there is fine."""
        ...

    def assign(self, number: int, logins: Sequence[str]) -> Issue:
        """Assign people; who cannot be is not among the assignees of the answer."""
        ...

    def unassign(self, number: int, logins: Sequence[str]) -> Issue:
        """Take people off an issue; who is not assigned is fine."""
        ...

    def add_sub_issue(self, number: int, child: int) -> None:
        """Put the issue with the id `child` under another; raises `Invalid` where it stands under one, or may not."""
        ...


@runtime_checkable
class Related(Protocol):
    """A tracker whose issues have relations."""

    @property
    def relations(self) -> Relations:
        """Those of its issues."""
        ...
