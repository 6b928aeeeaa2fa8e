"""Comments on issues: who asks for what, whether it is done, and the answer: a reaction, and words where they help.

What is asked for is done first and answered last, so that a run that broke off is healed by running
it again: each command comes to nothing where it was carried out already.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from handoff_issues.config import Config
from handoff_issues.desk import Asked, Desk, unknown
from handoff_issues.errors import HandoffError, PermissionDenied
from handoff_issues.event import Event
from handoff_issues.model import Frozen, Site, Snapshot
from handoff_issues.reconcile import replies
from handoff_issues.reconcile.change import Announced, Change
from handoff_issues.reconcile.command import commands
from handoff_issues.reconcile.marker import OURS, digest
from handoff_issues.reconcile.saying import comment_once
from handoff_issues.sanitize import IssueText
from handoff_issues.trackers.conversation import Reaction
from handoff_issues.trackers.github import GitHubTracker


class Remark(Frozen):
    """A comment as its event has it; all of it untrusted."""

    id: int
    issue: int
    author: str
    is_bot: bool
    is_on_pull_request: bool
    body: str


@dataclass(frozen=True)
class Answered:
    """What came of a comment."""

    said: tuple[str, ...]
    """For the log and the summary, a line each; untrusted."""
    changes: tuple[Change, ...] = ()
    """What was written."""


def find_remark(event: Event) -> Remark:
    """The comment that an `issue_comment` event is about; raises `HandoffError` where it is about none."""
    if event.comment is None or event.issue is None:
        raise HandoffError("the event does not tell of a comment on an issue", where="GITHUB_EVENT_PATH")
    user = event.comment.user
    return Remark(
        id=event.comment.id,
        issue=event.issue.number,
        author=user.login if user else "",
        is_bot=user is None or user.is_bot,
        is_on_pull_request=event.issue.pull_request is not None,
        body=event.comment.body or "",
    )


def answer(
    remark: Remark, read: Callable[[], Snapshot], tracker: GitHubTracker, config: Config, *, site: Site
) -> Answered:
    """Do what a comment asks for. `read` reads the handoffs, which is put off until somebody may ask for something.

    Raises `TrackerError` where something could not be done: then the comment has no answer yet, and the
    same run can be started again.
    """
    asked = commands(remark.body)
    if not asked:
        return Answered(("The comment asks for nothing.",))
    if remark.is_bot or remark.body.startswith(OURS):
        return Answered(("Bots are not answered.",))
    talk = tracker.conversation
    if talk.reacted(remark.id):
        return Answered(("The comment has been answered.",))
    if not talk.may_write(remark.author):
        _react(Reaction.PUZZLED, remark, tracker)
        return Answered((f"{remark.author} may not write to this repository, so nothing is done.",))
    if remark.is_on_pull_request:
        _send_to_issues(remark, tracker)
        return Answered(("Commands are for issues, and this is a pull request.",))
    if any(command.name for command in asked):
        done = Desk(read(), tracker, config, site=site).carry_out(asked, remark.issue)
    else:
        done = unknown()
    _say(done, remark, tracker)
    _react(Reaction.DONE if done.all_done else Reaction.PUZZLED, remark, tracker)
    return Answered(tuple(_told(remark, done)), done.changes)


def _say(done: Asked, remark: Remark, tracker: GitHubTracker) -> None:
    issue = tracker.issue(remark.issue) if done.replies else None
    if issue is not None:
        comment_once(tracker, remark.issue, _signed(done.replies, remark), among=issue.comments)


def _send_to_issues(remark: Remark, tracker: GitHubTracker) -> None:
    with suppress(PermissionDenied):  # `issues: write` is not enough on pull requests
        comment_once(tracker, remark.issue, _signed([replies.ON_PULL_REQUEST], remark), among=1)
    _react(Reaction.PUZZLED, remark, tracker)


def _signed(said: Sequence[IssueText], remark: Remark) -> Announced:
    """An answer that is known again as the one to this comment."""
    return Announced(id=digest("answer", str(remark.id)), body=replies.joined(said))


def _react(reaction: Reaction, remark: Remark, tracker: GitHubTracker) -> None:
    try:
        tracker.conversation.react(remark.id, reaction)
    except PermissionDenied:
        if not remark.is_on_pull_request:  # `issues: write` is enough for all others
            raise


def _told(remark: Remark, done: Asked) -> Sequence[str]:
    return [f"#{remark.issue}: {line}" for line in done.told]
