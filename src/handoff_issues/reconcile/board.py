"""How the dashboard reads: one issue that shows all items at a glance, with boxes that people tick.

Its body is  people's text · sign · region · end line · people's text.  The sign is no marker, so the
dashboard is never taken for an item's issue. Boxes bear the ids of items in hidden comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set

from handoff_issues.model import Frozen
from handoff_issues.reconcile.change import Change
from handoff_issues.reconcile.glance import Shown, Tick, Wish, fit, foot, offer
from handoff_issues.reconcile.marker import END, OURS, digest
from handoff_issues.sanitize import IssueText

SIGN = f"{OURS}dashboard v1 "
LIMIT = 60_000
"""GitHub allows 65,536 characters; people's text beside the region needs the rest."""

_FOOT = f"{OURS}as of -->"
"""What follows it is only as new as the last write: it alone is no reason to write."""
_TWIN = f"{OURS}dashboard twin -->"
_SIGNED = re.compile(re.escape(SIGN) + r"([0-9a-f]{16}) -->")
_TICKED = re.compile(r"- \[[xX]\] .*" + re.escape(OURS) + r"(open|restore) ([0-9a-f]{16}) -->")
_text = IssueText.trusted


class Board(Frozen):
    """The body of a dashboard, taken apart. `above` and `below` are people's."""

    above: str
    digest: str
    """Of the region as we last wrote it."""
    region: str
    below: str

    @property
    def ticks(self) -> frozenset[Tick]:
        """The boxes that are ticked."""
        found = (_TICKED.fullmatch(line.rstrip()) for line in self.region.split("\n"))
        return frozenset((Wish(each[1]), each[2]) for each in found if each is not None)


def split(body: str) -> Board | None:
    """Take a body apart; None where it bears no sign of a dashboard. Without an end line all below is region."""
    lines = body.replace("\r\n", "\n").split("\n")
    for at, line in enumerate(lines):
        signed = _SIGNED.fullmatch(line.rstrip())
        if signed is not None:
            end = next((i for i in range(at + 1, len(lines)) if lines[i].strip() == END), len(lines))
            above, region, below = lines[:at], lines[at + 1 : end], lines[end + 1 :]
            return Board(
                above="\n".join(above), digest=signed[1], region="\n".join(region).strip(), below="\n".join(below)
            )
    return None


def wishes(ticks: Set[Tick], changes: Iterable[Change]) -> dict[Wish, frozenset[str]]:
    """The ids whose boxes are ticked, as far as the changes of a plan offer these boxes now."""
    offered = {(offer(change), change.id) for change in changes}
    return {wish: frozenset(id for each, id in ticks if each is wish and (wish, id) in offered) for wish in Wish}


def body(shown: Shown, *, before: Board | None = None) -> IssueText:
    """The body that shows this, with people's text around it. A ticked box stays so while it is offered."""
    above, below = ("", "") if before is None else (before.above, before.below)
    end = foot(shown)
    ticks = frozenset[Tick]() if before is None else before.ticks
    region = fit(shown, ticks=ticks, limit=LIMIT - len(above) - len(below) - len(end))
    sign = IssueText.hidden(f"{SIGN}{digest(region)} -->")
    parts = [sign, region, _text(""), _text(_FOOT), end, _text(END)]
    parts = [IssueText.kept(above), *parts] if above else parts
    return IssueText.joined("\n", [*parts, IssueText.kept(below)] if below else parts)


def says(board: Board | None, text: str) -> bool:
    """Whether a dashboard says what `text` would, boxes and all, but for what is merely of its time."""
    new = split(text)
    return board is not None and new is not None and board.digest == _content(board) == new.digest


def twin(board: Board, stays: int) -> IssueText:
    """The body of a second dashboard from now on, which is none any more."""
    told = IssueText.joined("", [_text("The dashboard is "), IssueText.issue(stays), _text(".")])
    around = [IssueText.kept(board.above), _text(_TWIN), told, IssueText.kept(board.below)]
    return IssueText.joined("\n", [part for part in around if part])


def _content(board: Board) -> str:
    return digest(board.region.partition(_FOOT)[0].strip())
