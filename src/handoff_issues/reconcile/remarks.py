"""What our comments say: under which an issue is closed or reopened, and when what it waited for is over."""

from __future__ import annotations

from collections.abc import Sequence

from handoff_issues import sanitize
from handoff_issues.model import Evidence, Outcome, Site, StateReason
from handoff_issues.reconcile import render
from handoff_issues.reconcile.render import Listing
from handoff_issues.sanitize import IssueText

_text = IssueText.trusted

REOPEN_WHAT_LINES_CLOSED = _text(" Reopen it if that is wrong: these lines will not close it again.")
REOPEN_WHAT_IS_TO_BE_DONE = _text(" Reopen it if it is still to be done.")
REOPEN_WHAT_STANDS_ALONE = _text(" Reopen it to keep it apart.")
CLOSE_IT = _text(" Close it if that is so: its state is yours, and this is not said again.")
"""What takes the place of these on a person's issue."""


def closing(evidence: Evidence, outcome: Outcome, *, path: str, commit: str, site: Site, rule: IssueText) -> IssueText:
    """The comment under which an issue is closed: the lines that say so, quoted and linked."""
    said = {
        Outcome.DONE: _text("Done, says "),
        Outcome.CANCELLED: _text("Cancelled, says "),
        Outcome.SUPERSEDED: _text("Superseded, says "),
    }[outcome]
    where = render.lines(path, evidence.mentions[0], commit, site)
    return IssueText.joined("", [said, where, _text(":\n\n"), sanitize.quote(evidence.text), _text("\n\n"), rule])


def absence(*, times: int, path: str) -> IssueText:
    """The comment under which an issue is closed because handoffs no longer name it."""
    return IssueText.joined(
        "",
        [
            _text("The last "),
            IssueText.number(times),
            _text(" handoffs of "),
            sanitize.code(path),
            _text(" do not name this any more."),
        ],
    )


def twin(of: int) -> IssueText:
    """The comment under which a second issue for one item is closed."""
    return IssueText.joined("", [_text("The same item as "), IssueText.issue(of), _text(", which stays.")])


def waited_for(number: int, *, reason: StateReason | None, others: Sequence[int]) -> IssueText:
    """The comment on an issue that waited for one that is closed now; `others` it still waits for."""
    how = _text(" is closed as completed.")
    if reason is StateReason.NOT_PLANNED:
        how = _text(" is closed as not planned.")
    elif reason is StateReason.DUPLICATE:
        how = _text(" is closed as a duplicate.")
    parts = [IssueText.issue(number), _text(", for which this waited,"), how]
    if others:
        numbers = IssueText.joined(", ", [IssueText.issue(other) for other in others])
        parts += [_text(" It still waits for "), numbers, _text(".")]
    return IssueText.joined("", parts)


def listed_again(listing: Listing, site: Site) -> IssueText:
    """The comment under which an issue is reopened."""
    where = render.lines(listing.path, listing.mention, listing.commit, site)
    return IssueText.joined("", [_text("Listed as open in "), where, _text(".")])


def part_of(number: int, where: IssueText) -> IssueText:
    """The comment under which an issue is closed whose work is now part of another's."""
    parts = [where, _text(" lists this as part of "), IssueText.issue(number), _text(".")]
    return IssueText.joined("", parts)
