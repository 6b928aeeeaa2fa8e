"""The steps of an item that is split: entries of their own, each with an issue under the item's.

The steps of one item are a stream: what its handoffs list under the item, version by version. So ids, silence,
evidence and tombstones hold for them as for all items, and the steps of two items never take each other's issues.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from handoff_issues.config import Config
from handoff_issues.model import Item
from handoff_issues.reconcile import render
from handoff_issues.reconcile.change import Change, Verb
from handoff_issues.reconcile.claims import Claims
from handoff_issues.reconcile.index import Index
from handoff_issues.reconcile.marker import digest, item_id
from handoff_issues.reconcile.match import ACROSS, Match, Matching, match
from handoff_issues.reconcile.observed import Observed
from handoff_issues.reconcile.parts import Split, items_of, stream_of
from handoff_issues.reconcile.profile import profile
from handoff_issues.reconcile.renamed import find_renamed
from handoff_issues.reconcile.sides import Known, Listed, Part
from handoff_issues.reconcile.similarity import similarity
from handoff_issues.reconcile.situation import Situation, is_ignored

SEVERAL = 2
"""Substantial steps of an item that is worth a parent."""
MOST = 100
"""Sub-issues that one issue takes.

https://docs.github.com/issues/tracking-your-work-with-issues/using-issues/adding-sub-issues
"""


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
    history = at.history.joined(stream for split in splits if (stream := stream_of(split, at)) is not None)
    claims = Claims(at.ours.known, history, at.weights)
    listed, places, items = [*at.listed], dict[str, range](), Index([each.profile for each in at.listed], at.weights)
    for split in splits:
        steps = [
            # What the handoff lists as an item too has its issue there.
            replace(step, opens=step.opens and not _is_item(step, split, items, at))
            for step in _listed(split)
        ]
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


def _splits(at: Situation, matching: Matching) -> Iterator[Split]:
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
            yield Split(part=part, entry=None, work=known and known.profile, children=tuple(own))


def _describing(at: Situation, matching: Matching) -> dict[int, int]:
    """By the number of an issue the place of the entry that describes it: that of its own stream, else the first."""
    first: dict[int, int] = {}
    for elsewhere in (False, True):
        for place, found in sorted(matching.found.items()):
            if (at.listed[place].stream != found.known.stream) is elsewhere:
                first.setdefault(found.known.issue.number, place)
    return first


def _split(parent: str, entry: Listed, known: Known | None, children: tuple[Known, ...], at: Situation) -> Split | None:
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
    return Split(part=part, entry=entry, work=work, children=children, takes=takes, asked=asked)


def _is_worth(item: Item) -> bool:
    return sum(step.substantial for step in item.steps) >= SEVERAL


def _may_take(known: Known, at: Situation) -> bool:
    """Whether an issue may get sub-issues: nothing is filed under what a person has dismissed, finished or kept off."""
    return known.is_open and not is_ignored(known, at)


def _listed(split: Split) -> list[Listed]:
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
        for step, item in zip(split.entry.item.steps, items_of(split.entry.item), strict=True)
    ]


def _is_item(step: Listed, split: Split, items: Index, at: Situation) -> bool:
    """Whether a step is listed as an item beside the one of which it is a part."""
    alike = (at.listed[place] for place, _ in items.like(step.profile, floor=ACROSS))
    return any(entry.path == step.path and entry is not split.entry for entry in alike)


def _match(split: Split, places: range, renamed: dict[int, tuple[int, str]], matching: Matching, at: Situation) -> None:
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

    Only what is surely the same, and is nobody else's; what a handoff calls alike as an item and as a step is both.
    """
    tied = {found.known.issue.number for found in matching.found.values()}
    finished = at.claims.holding(at.ours.known)
    for place, entry in enumerate(at.listed):
        if place in matching.found or not entry.opens:
            continue
        free = [
            known
            for known in at.ours.known
            if (known.issue.number not in tied or (entry.part is None and known.profile.name == entry.profile.name))
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
