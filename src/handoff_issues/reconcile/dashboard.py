"""How the dashboard reads: one issue that shows all items at a glance, with boxes that people tick.

Its body is  people's text · sign · region · end line · people's text.  The sign is no marker, so the
dashboard is never taken for an item's issue. Boxes bear the ids of items in hidden comments.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from handoff_issues.model import Frozen, Kind, Priority
from handoff_issues.reconcile.change import Change, Verb
from handoff_issues.reconcile.marker import END, OURS, digest
from handoff_issues.reconcile.rules import Rule
from handoff_issues.sanitize import IssueText, code, inline, link

SIGN = f"{OURS}dashboard v1 "
LIMIT = 60_000
"""GitHub allows 65,536 characters; people's text beside the region needs the rest."""

_SIGNED = re.compile(re.escape(SIGN) + r"([0-9a-f]{16}) -->")
_TICKED = re.compile(r"- \[[xX]\] .*" + re.escape(OURS) + r"(open|restore) ([0-9a-f]{16}) -->")
_ROOM = 200
"""For saying how much is left out."""
_NEW = frozenset({Rule.NEW, Rule.CLOSE_CALL, Rule.SPLIT_OFF, Rule.STEP})
_NOT_OPEN = frozenset(
    {
        Rule.TWIN,
        Rule.NAMED_FOREIGN,
        Rule.LOOKS_LIKE,
        Rule.UNMARKED,
        Rule.TOMBSTONE,
        Rule.COMPLETED_BY_PERSON,
        Rule.NO_LONGER_LISTED,
    }
)
_text = IssueText.trusted


class Wish(StrEnum):
    """What a ticked box asks for."""

    OPEN = "open"
    """To open an item that a cap holds back."""
    RESTORE = "restore"
    """To take `handoff: ignore` off."""


class Board(Frozen):
    """The body of a dashboard, taken apart. `above` and `below` are people's."""

    above: str
    digest: str
    """Of the region as we last wrote it."""
    region: str
    below: str


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


def wishes(board: Board, changes: Iterable[Change]) -> dict[Wish, frozenset[str]]:
    """The ids whose boxes are ticked, as far as the changes of a plan offer these boxes now."""
    ticked: dict[Wish, set[str]] = {wish: set() for wish in Wish}
    for line in board.region.split("\n"):
        found = _TICKED.fullmatch(line.rstrip())
        if found is not None:
            ticked[Wish(found[1])].add(found[2])
    offered: dict[Wish, set[str | None]] = {wish: set() for wish in Wish}
    for change in changes:
        wish = offer(change)
        if wish is not None:
            offered[wish].add(change.id)
    return {wish: frozenset(id for id in ids if id in offered[wish]) for wish, ids in ticked.items()}


def offer(change: Change) -> Wish | None:
    """Which box the line of a change has."""
    if change.id is None:
        return None
    if change.verb is Verb.SKIP and change.issue is None and change.rule in _NEW:
        return Wish.OPEN
    return Wish.RESTORE if change.rule is Rule.IGNORED else None


def body(changes: Sequence[Change], *, before: Board | None = None) -> IssueText:
    """The body that shows these changes, with people's text around it."""
    above, below = ("", "") if before is None else (before.above, before.below)
    region = _region(changes, limit=LIMIT - len(above) - len(below))
    parts = [IssueText.unchanged(f"{SIGN}{digest(region)} -->"), region, _text(END)]
    parts = [IssueText.unchanged(above), *parts] if above else parts
    return IssueText.joined("\n", [*parts, IssueText.unchanged(below)] if below else parts)


def says(board: Board | None, text: str) -> bool:
    """Whether a dashboard says what `text` would, boxes and all."""
    new = split(text)
    return board is not None and new is not None and board.digest == digest(board.region) == new.digest


def _region(changes: Sequence[Change], *, limit: int) -> IssueText:
    """As many lines as fit, what matters most first, and how many items are left out."""
    lines: list[IssueText] = []
    left, heading, out = limit - _ROOM, None, 0
    for section, line in _lines(changes):
        size = len(line) + 1 + (0 if section == heading else len(section) + 6)
        if out or size > left:
            out += 1
            continue
        if section != heading:
            lines += [*([_text("")] if lines else []), IssueText.joined("", [_text("### "), section, _text("\n")])]
            heading = section
        lines.append(line)
        left -= size
    if out:
        more = [_text("\n**Left out here: "), IssueText.number(out), _text("** more, as there is no room for them.")]
        lines.append(IssueText.joined("", more))
    if not lines:
        lines.append(_text("Nothing is open."))
    return IssueText.joined("\n", lines)


def _lines(changes: Sequence[Change]) -> Iterator[tuple[IssueText, IssueText]]:
    """Each line with its heading, in the order in which they may not be missed."""
    blocked: dict[int, list[int]] = defaultdict(list)
    for change in changes:
        tie = change.write.tie if change.write else None
        for wait in tie.add if tie and change.issue is not None else ():
            blocked[wait.on].append(change.issue or 0)
    items = [change for change in changes if _is_open(change)]
    unconfirmed = [change for change in items if change.rule is Rule.LONG_SILENT]
    rest = [change for change in items if change.rule is not Rule.LONG_SILENT]
    blockers = [change for change in rest if change.kind is Kind.BLOCKER]
    for change in _by_number(blockers):
        yield _text("Blockers"), _entry(change, [*_blocks(blocked[change.issue or 0])])
    for level in (*Priority, None):
        name = _text("No priority") if level is None else inline(level.value.capitalize())
        of_level = [change for change in rest if change.kind is not Kind.BLOCKER and change.priority is level]
        for change in sorted(of_level, key=lambda each: (each.stream, each.issue or 0)):
            yield name, _entry(change, [code(change.stream)] if change.stream else [])
    for change in changes:
        if offer(change) is Wish.OPEN:
            yield _text("Held back: tick a box to open one now"), _entry(change, [inline(change.reason)])
    for change in _by_number(unconfirmed):
        yield _text("Unconfirmed"), _entry(change, [inline(change.reason)])
    for change in _by_number(changes):
        if offer(change) is Wish.RESTORE:
            yield _text("Ignored: tick a box to bring one back"), _entry(change, [])


def _is_open(change: Change) -> bool:
    is_ours = change.issue is not None and change.id is not None
    return is_ours and change.verb is not Verb.CLOSE and change.rule not in _NOT_OPEN and offer(change) is None


def _by_number(changes: Iterable[Change]) -> list[Change]:
    return sorted(changes, key=lambda change: change.issue or 0)


def _blocks(numbers: Iterable[int]) -> Iterator[IssueText]:
    for number in sorted({*numbers}):
        yield IssueText.joined("", [_text("blocks #"), IssueText.number(number)])


def _entry(change: Change, told: Sequence[IssueText]) -> IssueText:
    """The item's title, linked to its issue, what is told of it, and its box."""
    title, wish = inline(change.title), offer(change)
    if change.issue is not None:
        number = IssueText.joined("", [_text("#"), IssueText.number(change.issue)])
        number = number if change.url is None else link(number, change.url)
        title = IssueText.joined(" ", [number, title])
    parts = [_text("-") if wish is None else _text("- [ ]"), title]
    parts += [IssueText.joined("", [_text("("), IssueText.joined("; ", told), _text(")")])] if told else []
    if wish is not None and change.id is not None:
        parts.append(IssueText.unchanged(f"{OURS}{wish} {change.id} -->"))
    return IssueText.joined(" ", parts)
