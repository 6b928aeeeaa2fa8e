"""Why each line of a handoff became an item, or nearly one. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Mapping, Sequence
from enum import StrEnum
from typing import Any

from handoff_issues.handoff import Page
from handoff_issues.handoff.items.grades import grade
from handoff_issues.handoff.items.titles import make_title
from handoff_issues.handoff.judging.scores import NEAR, Verdict
from handoff_issues.handoff.structure.headings import is_heading
from handoff_issues.model import Frozen, Handoff, Item, Kind, Mention, Priority, State, Why

NEARLY = 2 * NEAR
"""What falls short of an item by no more than this is explained too."""


class TakenFor(StrEnum):
    """What became of an entry."""

    ITEM = "item"
    NOTHING = "nothing"
    FINISHED = "finished"
    IGNORED = "ignored"
    """By a comment."""


class Signal(Frozen):
    """A plain statement about an entry, and how much it speaks for an item; below 0: against it."""

    name: str
    weight: float


class Explanation(Frozen):
    """How one entry was read. Titles are a handoff's own words: untrusted."""

    start: int
    end: int
    title: str
    outcome: TakenFor
    kind: Kind
    """As all mentions together have it; of what is no item, what it would be. So are priority, state and why."""
    priority: Priority | None
    state: State
    why: Why
    score: float
    """The sum of the signals; above 0 it is an item, where no comment says otherwise."""
    signals: tuple[Signal, ...]
    """The strongest first."""
    comments: tuple[int, ...]
    """Lines of the comments that overrule what was read."""
    items: tuple[str, ...]
    """Titles of the items that it is a mention of."""
    merged_with: tuple[Mention, ...]
    """Where the same work is mentioned too."""

    @property
    def speaking_for(self) -> tuple[Signal, ...]:
        """The signals for an item, the strongest first."""
        return tuple(signal for signal in self.signals if signal.weight > 0)

    @property
    def against(self) -> tuple[Signal, ...]:
        """The signals against one, the strongest first."""
        return tuple(signal for signal in self.signals if signal.weight < 0)


class Explained(Frozen):
    """One handoff with what was made of its entries, in the order of the page."""

    path: str
    title: str | None
    entries: tuple[Explanation, ...]


def explain(page: Page, handoff: Handoff, *, line: int | None = None) -> Explained:
    """All entries that became or nearly became items, or would have without a comment.

    `handoff` is that which was read of the page. With `line`, only the entry there, whatever it is.
    """
    items: dict[tuple[int, int], list[Item]] = defaultdict(list)
    for item in handoff.items:
        for mention in item.mentions:
            items[mention.start, mention.end].append(item)
    finished = {(m.start, m.end) for evidence in handoff.done for m in evidence.mentions}
    taken = Counter(_lines(verdict) for verdict in page.verdicts if verdict.taken)
    parts = {_lines(verdict)[0] for verdict in page.verdicts if verdict.taken and verdict.view.block.is_part}
    wanted = _nearly(parts) if line is None else _at(line, page.verdicts)
    entries = [
        _explain(verdict, _own(verdict, items[_lines(verdict)], taken), _lines(verdict) in finished)
        for verdict in page.verdicts
        if wanted(verdict)
    ]
    return Explained(path=page.path, title=handoff.title, entries=tuple(entries))


def _lines(verdict: Verdict) -> tuple[int, int]:
    return verdict.view.block.start, verdict.view.block.end


def _own(verdict: Verdict, items: Sequence[Item], taken: Mapping[tuple[int, int], int]) -> Sequence[Item]:
    """The items that an entry is a mention of, among those on its lines; `taken` counts the works on the same lines."""
    if not verdict.taken:
        return []
    title = make_title(verdict.view) if taken[_lines(verdict)] > 1 else None
    return [item for item in items if item.title == title] or items


def _nearly(parts: Container[int]) -> Callable[[Verdict], bool]:
    """What became an item or nearly one; `parts` are the lines at which parts of what holds several works begin."""

    def is_told(verdict: Verdict) -> bool:
        if verdict.taken or verdict.view.overrule.ignored:
            return verdict.taken or verdict.score > -NEARLY
        start, end = _lines(verdict)
        in_parts = not is_heading(verdict.view.block) and any(line in parts for line in range(start, end + 1))
        return -NEARLY < verdict.score <= 0 and not in_parts

    return is_told


def _at(line: int, verdicts: Sequence[Verdict]) -> Callable[[Verdict], bool]:
    """The innermost of the blocks that were looked at and have this line; what is no item of a section is not it."""
    found = [
        verdict
        for verdict in verdicts
        if _lines(verdict)[0] <= line <= _lines(verdict)[1]
        and (verdict.taken or line == _lines(verdict)[0] or not is_heading(verdict.view.block))
    ]
    return lambda verdict: bool(found) and verdict is found[-1]


def _explain(verdict: Verdict, items: Sequence[Item], is_finished: bool) -> Explanation:
    view = verdict.view
    start, end = _lines(verdict)
    signals = verdict.contributions()
    item = items[0] if items else None
    own = grade(view)
    others = dict.fromkeys(mention for each in items for mention in each.mentions)
    return Explanation(
        start=start,
        end=end,
        title=item.title if item else make_title(view),
        outcome=_outcome(verdict, is_finished),
        kind=item.kind if item else own.kind,
        priority=item.priority if item else own.priority,
        state=item.state if item else own.state,
        why=item.why if item else Why(kind=own.kind_why, priority=own.priority_why, state=own.state_why),
        score=_round(verdict.score),
        signals=tuple(Signal(name=name, weight=_round(weight)) for name, weight in signals),
        comments=view.overrule.lines,
        items=tuple(each.title for each in items),
        merged_with=tuple(mention for mention in others if (mention.start, mention.end) != (start, end)),
    )


def _outcome(verdict: Verdict, is_finished: bool) -> TakenFor:
    if verdict.taken:
        return TakenFor.ITEM
    if verdict.view.overrule.ignored:
        return TakenFor.IGNORED
    return TakenFor.FINISHED if is_finished else TakenFor.NOTHING


def _round(weight: float) -> float:
    return round(weight, 2) + 0.0  # no -0.0


def explanations_document(handoffs: Sequence[Explained]) -> dict[str, Any]:
    """Explanations as the JSON interface has them (version 1)."""
    return {"version": 1, "handoffs": [handoff.model_dump(mode="json") for handoff in handoffs]}
