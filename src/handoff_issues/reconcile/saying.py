"""Says a comment once, whatever breaks off and whoever says the same meanwhile."""

from __future__ import annotations

from handoff_issues.errors import AnswerLost
from handoff_issues.reconcile.change import Announced
from handoff_issues.reconcile.marker import sign
from handoff_issues.sanitize import IssueText
from handoff_issues.trackers import Tracker


def comment_once(tracker: Tracker, number: int, comment: Announced, *, among: int) -> bool:
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


def unsay_repetitions(tracker: Tracker, number: int, comment: Announced) -> None:
    """Where another run has said the same in the same moment, the first one stays: nobody could see the other."""
    for repeated in _said(tracker, number, comment)[1:]:
        tracker.uncomment(number, repeated)


def _said(tracker: Tracker, number: int, comment: Announced) -> list[int]:
    """The ids under which an issue has a comment of ours, the oldest first."""
    found = tracker.comments(number)
    return sorted(
        each.id for each in found if each.author == tracker.login() and each.body.startswith(sign(comment.id))
    )
