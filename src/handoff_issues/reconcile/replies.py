"""What is said in answer to a command, where a reaction alone would leave its writer guessing."""

from __future__ import annotations

from collections.abc import Sequence

from handoff_issues import sanitize
from handoff_issues.model import Label
from handoff_issues.reconcile.command import LEVELS, USAGE
from handoff_issues.sanitize import IssueText

_text = IssueText.trusted

HELP = IssueText.joined(
    "",
    [
        _text("I know "),
        IssueText.joined(", ", [sanitize.code(usage) for usage in USAGE]),  # a pipe would be shown with a back-slash
        _text("; LEVEL is one of "),
        IssueText.joined(", ", [sanitize.code(level) for level in LEVELS]),
        _text("."),
    ],
)
FOREIGN = _text(
    "handoff-issues does not know this issue as its own, so only `/handoff adopt` makes sense here: it lets the issue "
    "follow a handoff, by a comment and labels."
)
ON_PULL_REQUEST = _text(
    "Commands are for issues, and this is a pull request, so nothing was done. Say it in a comment on the issue that "
    "it is about."
)
THEIRS = _text("The state of an adopted issue is its people's: close or reopen it yourself.")
CLOSED = _text("This is closed already, for another reason; `/handoff reopen` opens it again.")
TWIN = _text("This stays closed: it is a second issue for an item that has one.")
SPLIT = _text("The next run opens an issue for each step that the handoff lists under it, and puts it under this one.")
NO_STEPS = _text(
    "There is nothing to split yet: the handoff lists no steps under this. Write them as a list below its entry, each "
    "with a box or as an instruction; the next run then opens an issue for each."
)
STAYS_WHOLE = _text("This is closed, and nothing is opened under it. `/handoff reopen` opens it again.")
IS_STEP = _text("This is a step of another item, and is not split further.")


def no_such(number: int) -> IssueText:
    """That an issue cannot be a duplicate of a number."""
    return IssueText.joined("", [_text("There is no other issue "), IssueText.number(number), _text(" here.")])


def ignored(label: Label) -> IssueText:
    """That nothing comes of a command while an issue has the label to ignore it."""
    return IssueText.joined(
        "", [_text("Nothing follows the handoff here while this has the label "), sanitize.code(label.name), _text(".")]
    )


def refused(why: str) -> IssueText:
    """Why something is not done, as a sentence that begins small."""
    return IssueText.joined("", [sanitize.inline(why[:1].upper() + why[1:]), _text(".")])


def joined(answers: Sequence[IssueText]) -> IssueText:
    """Several answers in one comment, each once."""
    return IssueText.joined("\n\n", list(dict.fromkeys(answers)))
