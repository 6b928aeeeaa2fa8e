"""What handoffs list under one item, version by version: its steps as items, and what is said of them."""

from __future__ import annotations

from dataclasses import dataclass

from handoff_issues.model import Evidence, Handoff, Item, Step, Stream, Why
from handoff_issues.reconcile.claims import EVIDENCE
from handoff_issues.reconcile.profile import Profile, name_of, profile
from handoff_issues.reconcile.sides import Known, Listed, Part, steps_of
from handoff_issues.reconcile.similarity import about
from handoff_issues.reconcile.situation import Situation, counted_numbers


@dataclass(frozen=True, slots=True)
class Split:
    """An item whose steps are issues, or were once made such."""

    part: Part
    entry: Listed | None
    """Where a live handoff lists the item; None where none does."""
    work: Profile | None
    """What the item is about; None where nobody knows any more, since its issue was not looked at."""
    children: tuple[Known, ...]
    takes: bool = False
    """Whether issues may be opened for its steps."""
    asked: bool = False
    """Whether a person wants it split, so that small steps count too."""

    @property
    def series(self) -> str:
        return steps_of(self.part.parent)


def items_of(of: Item) -> tuple[Item, ...]:
    """The steps of an item as items: as urgent as that, unless they say otherwise."""
    counted = counted_numbers((step.number for step in of.steps), of.finished)
    return tuple(_item(step, of, counted) for step in of.steps)


def _item(step: Step, of: Item, counted: frozenset[int]) -> Item:
    place = f"a step of “{of.title}”"
    own = step.priority is not None
    inherited = f"that of “{of.title}”" if of.priority is not None else None
    return Item(
        title=step.title,
        kind=step.kind,
        priority=step.priority if own else of.priority,
        state=step.state,
        mentions=step.mentions,
        body=step.body,
        section=(*of.section, of.title),
        number=None if step.number in counted else step.number,
        text=step.text,
        matter=step.matter,
        why=Why(kind=place, priority="the step says so" if own else inherited),
    )


def stream_of(split: Split, at: Situation) -> Stream | None:
    """What each handoff lists under the item; None where the item's own stream has no handoff any more."""
    stream = at.history.stream(split.part.stream)
    if stream is None:
        return None
    names = {child.profile.name for child in split.children}
    items = [_found(split, stream, place, names, at) for place in range(len(stream.versions))]
    versions = tuple(
        version.model_copy(update={"handoff": _under(item, version.handoff, split, at)})
        for item, version in zip(items, stream.versions, strict=True)
    )
    return stream.model_copy(update={"id": split.series, "versions": versions})


def _found(split: Split, stream: Stream, place: int, names: set[str], at: Situation) -> Item | None:
    """The item in one version of its stream: by what it is about, else by the steps that have issues."""
    if place == 0 and split.entry is not None:
        return split.entry.item
    found = at.history.item(stream, place, split.work) if split.work is not None else None
    if found is not None and (found.steps or found.finished):
        return found
    items = stream.versions[place].handoff.items
    best = max(items, key=lambda item: _shared(item, names), default=None)
    return best if best is not None and _shared(best, names) else None


def _shared(item: Item, names: set[str]) -> int:
    return sum(name_of(step.title) in names for step in (*item.steps, *item.finished))


def _under(item: Item | None, handoff: Handoff, split: Split, at: Situation) -> Handoff:
    """A handoff as far as it speaks of the steps of one item: all else in it is what else they could be."""
    steps = items_of(item) if item is not None else ()
    others = tuple(each for each in handoff.items if each is not item)
    finished = item.finished if item is not None else ()
    nested = (step for said in handoff.done if said.finished and _is_said_of(said, split, at) for step in said.finished)
    return handoff.model_copy(update={"items": (*steps, *others), "done": (*finished, *nested, *handoff.done)})


def _is_said_of(said: Evidence, split: Split, at: Situation) -> bool:
    """Whether a finished statement is about the item, whose steps then stand under it."""
    return split.work is not None and about(profile(said.title), split.work, at.weights).score >= EVIDENCE
