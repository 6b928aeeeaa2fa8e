"""The steps of an item that is split: entries of their own, each with an issue under the item's.

The steps of one item are a stream: what its handoffs list under the item, version by version. So ids, silence,
evidence and tombstones hold for them as for all items, and the steps of two items never take each other's issues.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from handoff_issues.config import Config
from handoff_issues.model import Evidence, Handoff, Item, Step, Stream, Why
from handoff_issues.reconcile import labels, render
from handoff_issues.reconcile.change import Change, Verb
from handoff_issues.reconcile.claims import EVIDENCE, Claims
from handoff_issues.reconcile.marker import digest, item_id
from handoff_issues.reconcile.match import ACROSS, Known, Listed, Match, Matching, Part, match, steps_of
from handoff_issues.reconcile.observed import Observed
from handoff_issues.reconcile.profile import Profile, name_of, profile
from handoff_issues.reconcile.renamed import find_renamed
from handoff_issues.reconcile.similarity import about, similarity
from handoff_issues.reconcile.situation import Situation, counted_numbers

SEVERAL = 2
"""Substantial steps of an item that is worth a parent."""
MOST = 100
"""Sub-issues that one issue takes.

https://docs.github.com/issues/tracking-your-work-with-issues/using-issues/adding-sub-issues
"""


@dataclass(frozen=True, slots=True)
class _Split:
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


def may_split(observed: Observed, config: Config) -> bool:
    """Whether any item may be split: by the settings, or by a person's wish."""
    return config.sub_issues or any('"split":true' in issue.body for issue in observed.issues.values())


def with_steps(at: Situation, matching: Matching) -> Situation:
    """The same with the steps of split items listed, and with their issues added to `matching`, beside all items.

    An item is split by the settings, by a person's wish, or since it was so before.
    """
    splits = list(_splits(at, matching))
    if not splits:
        return at
    history = at.history.joined(stream for split in splits if (stream := _stream(split, at)) is not None)
    claims = Claims(at.ours.known, history, at.weights)
    listed, places = [*at.listed], dict[str, range]()
    for split in splits:
        steps = _listed(split)
        places[split.series] = range(len(listed), len(listed) + len(steps))
        listed.extend(steps)
    at = replace(at, listed=tuple(listed), history=history, claims=claims)
    renamed = find_renamed(at)
    for split in splits:
        _match(split, places[split.series], renamed, matching, at)
    _match_across(matching, at)
    for split in splits:
        left = [place for place in places[split.series] if place not in matching.found and listed[place].opens]
        for place in left[max(0, MOST - len(split.children)) :]:
            listed[place] = replace(listed[place], opens=False)
    return replace(at, listed=tuple(listed))


def with_their_items(changes: Iterable[Change]) -> list[Change]:
    """The changes without the steps that would be opened though their item is not: somebody else tracks that."""
    decided = list(changes)
    opened = {change.id for change in decided if change.verb is Verb.OPEN}
    return [
        change
        for change in decided
        if change.part_of is None or change.part_of.issue is not None or change.part_of.id in opened
    ]


def _splits(at: Situation, matching: Matching) -> Iterator[_Split]:
    children: dict[str, list[Known]] = defaultdict(list)
    for known in at.ours.known:
        if known.body.marker.parent:
            children[known.body.marker.parent].append(known)
    ids = {known.body.marker.id: known for known in at.ours.known}
    described = _describing(at, matching)
    seen: set[str] = set()
    for place, entry in enumerate(at.listed):
        found = matching.found.get(place)
        known = found.known if found else None
        # Where its issue has still to be opened, this is the id that it gets.
        id = known.body.marker.id if known else item_id(stream=entry.stream, name=entry.profile.name, ordinal=0)
        if id in seen or (id in ids if known is None else described[known.issue.number] != place):
            continue
        split = _split(id, entry, known, tuple(children[id]), at)
        if split is not None:
            seen.add(id)
            yield split
    for id, own in children.items():
        if own and id not in seen:
            known = ids.get(id)
            stream = (known or own[0]).body.marker.stream
            number, title = (known.issue.number, known.issue.title) if known else (None, "")
            part = Part(parent=id, number=number, title=title, stream=stream)
            yield _Split(part=part, entry=None, work=known and known.profile, children=tuple(own))


def _describing(at: Situation, matching: Matching) -> dict[int, int]:
    """By the number of an issue the place of the entry that describes it: that of its own stream, else the first."""
    first: dict[int, int] = {}
    for elsewhere in (False, True):
        for place, found in sorted(matching.found.items()):
            if (at.listed[place].stream != found.known.stream) is elsewhere:
                first.setdefault(found.known.issue.number, place)
    return first


def _split(
    parent: str, entry: Listed, known: Known | None, children: tuple[Known, ...], at: Situation
) -> _Split | None:
    item, marker = entry.item, known.body.marker if known else None
    asked = marker is not None and marker.split
    # On a person's issue we do what a person asks for, and no more.
    wanted = at.config.sub_issues and (known is None or known.adoption is None) and (bool(children) or _is_worth(item))
    if not (asked or wanted or children):
        return None
    number = known.issue.number if known else None
    part = Part(parent=parent, number=number, title=item.title, stream=entry.stream)
    takes = (asked or wanted) and (known is None or _may_take(known, at))
    work = known.profile if known else entry.profile
    return _Split(part=part, entry=entry, work=work, children=children, takes=takes, asked=asked)


def _is_worth(item: Item) -> bool:
    return sum(step.substantial for step in item.steps) >= SEVERAL


def _may_take(known: Known, at: Situation) -> bool:
    """Whether an issue may get sub-issues: nothing is filed under what a person has dismissed, finished or kept off."""
    return known.is_open and not labels.has(known.issue, at.config.labels.ignore)


def _listed(split: _Split) -> list[Listed]:
    """The steps that the live handoff lists, as entries of their own."""
    if split.entry is None:
        return []
    return [
        Listed(
            stream=split.series,
            path=split.entry.path,
            item=item,
            title=render.title(item),
            profile=profile(item.title, item.body),
            part=split.part,
            opens=split.takes and (split.asked or step.substantial),
        )
        for step, item in zip(split.entry.item.steps, _items(split.entry.item), strict=True)
    ]


def _items(of: Item) -> tuple[Item, ...]:
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
        why=Why(kind=place, priority="the step says so" if own else inherited),
    )


def _stream(split: _Split, at: Situation) -> Stream | None:
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


def _found(split: _Split, stream: Stream, place: int, names: set[str], at: Situation) -> Item | None:
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


def _under(item: Item | None, handoff: Handoff, split: _Split, at: Situation) -> Handoff:
    """A handoff as far as it speaks of the steps of one item: all else in it is what else they could be."""
    steps = _items(item) if item is not None else ()
    others = tuple(each for each in handoff.items if each is not item)
    finished = item.finished if item is not None else ()
    nested = (step for said in handoff.done if said.finished and _is_said_of(said, split, at) for step in said.finished)
    return handoff.model_copy(update={"items": (*steps, *others), "done": (*finished, *nested, *handoff.done)})


def _is_said_of(said: Evidence, split: _Split, at: Situation) -> bool:
    """Whether a finished statement is about the item, whose steps then stand under it."""
    return split.work is not None and about(profile(said.title), split.work, at.weights).score >= EVIDENCE


def _match(
    split: _Split, places: range, renamed: dict[int, tuple[int, str]], matching: Matching, at: Situation
) -> None:
    """Tie the steps of one item to their issues, in the way of all items."""
    own = match(
        [at.listed[place] for place in places],
        split.children,
        at.weights,
        streams=frozenset({split.series}),
        finished=at.claims.holding(split.children),
        renamed={place - places.start: renamed[place] for place in places if place in renamed},
    )
    matching.found |= {places[step]: found for step, found in own.found.items()}
    matching.close_calls |= {places[step]: call for step, call in own.close_calls.items()}
    matching.kin |= {places[step]: kin for step, kin in own.kin.items()}


def _match_across(matching: Matching, at: Situation) -> None:
    """Let an item that has become a step, and a step that has become an item, keep its issue.

    Only what is surely the same, and is nobody else's.
    """
    tied = {found.known.issue.number for found in matching.found.values()}
    finished = at.claims.holding(at.ours.known)
    for place, entry in enumerate(at.listed):
        if place in matching.found or not entry.opens:
            continue
        free = [
            known
            for known in at.ours.known
            if known.issue.number not in tied
            and known.adoption is None
            and bool(known.body.marker.parent) is (entry.part is None)
            and known.body.marker.stream == entry.home
        ]
        same = [known for known in free if _is_called(known, entry)]
        if not same:
            left = (known for known in free if known.is_open and known.issue.number not in finished)
            likes = [(similarity(entry.profile, known.profile, at.weights).score, known) for known in left]
            score, nearest = max(likes, key=lambda pair: pair[0], default=(0.0, None))
            same = [nearest] if nearest is not None and score >= ACROSS else []
        if same:
            known = min(same, key=lambda each: (not each.is_open, each.issue.number))
            tied.add(known.issue.number)
            how = f"it was #{known.issue.number} when it was {'an item by itself' if entry.part else 'a step'}"
            matching.found[place] = Match(known=known, how=how)
            matching.close_calls.pop(place, None)


def _is_called(known: Known, entry: Listed) -> bool:
    same = known.profile.name == entry.profile.name or known.body.marker.title == digest(entry.title)
    return same or (entry.item.number == known.issue.number and not entry.counted)
