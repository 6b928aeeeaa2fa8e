"""The lines of the dashboard: all items in the order in which they may not be missed, as many as there is room for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from enum import StrEnum

from handoff_issues.model import Frozen, Issue, IssueState, Kind, Priority, Site
from handoff_issues.reconcile import marker
from handoff_issues.reconcile.change import Change, Verb
from handoff_issues.reconcile.marker import OURS, Told
from handoff_issues.reconcile.rules import Rule
from handoff_issues.sanitize import IssueText, code, inline, link

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


Tick = tuple[Wish, str]
"""What a ticked box asks for, and the id of the item."""


class Shown(Frozen):
    """What a dashboard is to show."""

    changes: tuple[Change, ...]
    """As they are after a run."""
    commit: str
    day: date
    """Of the commit."""
    site: Site
    blocks: Mapping[int, frozenset[int]] = {}
    """The numbers of those that wait for an issue, by its own."""


def offer(change: Change) -> Wish | None:
    """Which box the line of a change has."""
    if change.id is None:
        return None
    if change.verb is Verb.SKIP and change.issue is None and change.rule in _NEW:
        return Wish.OPEN
    return Wish.RESTORE if change.rule is Rule.IGNORED else None


def blocked(issues: Iterable[Issue], changes: Iterable[Change]) -> dict[int, frozenset[int]]:
    """Which open ones of our `issues` wait for which: what their markers remember, and what a run has told now."""
    waits: dict[int, set[int]] = {}
    for issue in issues:
        body = marker.split(issue.body) if issue.state is IssueState.OPEN and '"waits"' in issue.body else None
        told = body.marker.waits if body else ()
        waits[issue.number] = {wait.on for wait in told if wait.state in (Told.ASKED, Told.SET)}
    for change in changes:
        tie = change.write and change.write.tie
        if tie and change.issue is not None:
            on = waits.setdefault(change.issue, set())
            on |= {wait.on for wait in tie.add}
            on -= {*tie.drop, *(over.on for over in tie.over)}
    found: dict[int, set[int]] = defaultdict(set)
    for number, on in waits.items():
        for other in on:
            found[other].add(number)
    return {number: frozenset(waiting) for number, waiting in found.items()}


def fit(shown: Shown, *, ticks: Set[Tick], limit: int) -> IssueText:
    """As many lines as fit, what matters most first, and how many items are left out."""
    lines: list[IssueText] = []
    left, heading, out = limit - _ROOM, None, 0
    for section, line in _lines(shown, ticks):
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


def foot(shown: Shown) -> IssueText:
    """The run that wrote this, and what comes next."""
    commit, page = code(shown.commit[:7]), shown.site.url
    commit = commit if page is None else link(commit, f"{page}/commit/{shown.commit}")
    last = [_text("Last change by the run for commit "), commit, _text(" of "), inline(str(shown.day)), _text(".")]
    steps = list(_next(shown.changes)) or [_text("nothing waits for anybody")]
    told = IssueText.joined("", [_text("Next steps: "), IssueText.joined("; ", steps), _text(".")])
    return IssueText.joined("\n", [IssueText.joined("", last), told])


def _next(changes: Sequence[Change]) -> Iterator[IssueText]:
    items = [change for change in changes if _is_open(change) and not _is_closing(change)]
    counts = [
        (sum(change.kind is Kind.BLOCKER for change in items), _text("to unblock")),
        (sum(change.kind is Kind.QUESTION for change in items), _text("to answer")),
        (sum(change.rule is Rule.LONG_SILENT for change in items), _text("to confirm or close")),
        (sum(change.held for change in changes), _text("left to the next run")),
        (sum(offer(change) is Wish.OPEN and not change.held for change in changes), _text("to confirm by their note")),
    ]
    for count, what in counts:
        if count:
            yield IssueText.joined(" ", [IssueText.number(count), what])


def _lines(shown: Shown, ticks: Set[Tick]) -> Iterator[tuple[IssueText, IssueText]]:
    """Each line with its heading, in the order in which they may not be missed."""
    changes = shown.changes
    there = [change for change in changes if _is_open(change)]
    items = [change for change in there if not _is_closing(change)]
    unconfirmed = [change for change in items if change.rule is Rule.LONG_SILENT]
    rest = [change for change in items if change.rule is not Rule.LONG_SILENT]
    for change in _by_number(change for change in rest if change.kind is Kind.BLOCKER):
        yield _text("Blockers"), _entry(change, [*_blocks(shown.blocks.get(change.issue or 0, frozenset()))])
    for level in (*Priority, None):
        name = _text("No priority") if level is None else inline(level.value.capitalize())
        of_level = [change for change in rest if change.kind is not Kind.BLOCKER and change.priority is level]
        for change in sorted(of_level, key=lambda each: (each.stream, each.issue or 0)):
            yield name, _entry(change, _stream(change))
    for change in changes:
        if offer(change) is Wish.OPEN:
            told = [] if change.held else [_text("its note has so many new items that it is to be confirmed")]
            line = _entry(change, [*_stream(change), *told], ticks)
            yield _text("Held back: tick a box to open one now"), line
    for change in _by_number(change for change in there if _is_closing(change)):
        yield _text("Held back: to be closed by a later run"), _entry(change, _stream(change))
    for change in _by_number(unconfirmed):
        day = [] if change.last_named is None else [_text("last named on "), inline(str(change.last_named))]
        told = [IssueText.joined("", day)] if day else [inline(change.reason)]
        yield _text("Unconfirmed"), _entry(change, told)
    for change in _by_number(changes):
        if offer(change) is Wish.RESTORE:
            yield _text("Ignored: tick a box to bring one back"), _entry(change, [], ticks)


def _is_open(change: Change) -> bool:
    is_ours = change.issue is not None and change.id is not None
    return is_ours and change.verb is not Verb.CLOSE and change.rule not in _NOT_OPEN and offer(change) is None


def _is_closing(change: Change) -> bool:
    """Whether a cap alone keeps it open."""
    return change.held and change.verb is Verb.SKIP


def _by_number(changes: Iterable[Change]) -> list[Change]:
    return sorted(changes, key=lambda change: change.issue or 0)


def _stream(change: Change) -> list[IssueText]:
    return [code(change.stream)] if change.stream else []


def _blocks(numbers: Iterable[int]) -> Iterator[IssueText]:
    for number in sorted(numbers):
        yield IssueText.joined("", [_text("blocks "), IssueText.issue(number)])


def _entry(change: Change, told: Sequence[IssueText], ticks: Set[Tick] = frozenset()) -> IssueText:
    """The item's title, linked to its issue, what is told of it, and its box."""
    title, wish = inline(change.title), offer(change)
    if change.issue is not None:
        number = IssueText.issue(change.issue)
        number = number if change.url is None else link(number, change.url)
        title = IssueText.joined(" ", [number, title])
    ticked = wish is not None and change.id is not None and (wish, change.id) in ticks
    parts = [_text("-") if wish is None else _text("- [x]") if ticked else _text("- [ ]"), title]
    parts += [IssueText.joined("", [_text("("), IssueText.joined("; ", told), _text(")")])] if told else []
    if wish is not None and change.id is not None:
        parts.append(IssueText.hidden(f"{OURS}{wish} {change.id} -->"))
    return IssueText.joined(" ", parts)
