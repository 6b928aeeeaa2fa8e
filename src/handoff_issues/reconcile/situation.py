"""All that a decision may look at, and the parts that every change has in common."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

from handoff_issues.config import Config
from handoff_issues.model import Evidence, Kind, Mention, Priority, Site, Snapshot
from handoff_issues.reconcile import labels, render
from handoff_issues.reconcile.change import Change, PartOf, Source, Verb, Write
from handoff_issues.reconcile.claims import Claims
from handoff_issues.reconcile.history import History
from handoff_issues.reconcile.marker import fingerprint
from handoff_issues.reconcile.observed import Observed, Ours, ours
from handoff_issues.reconcile.profile import Profile, profile
from handoff_issues.reconcile.rarity import Weights
from handoff_issues.reconcile.rules import Rule
from handoff_issues.reconcile.sides import Known, Listed


@dataclass(frozen=True, slots=True)
class Situation:
    """One commit's handoffs beside the issues as observed."""

    snapshot: Snapshot
    observed: Observed
    config: Config
    site: Site
    ours: Ours
    history: History
    claims: Claims
    listed: tuple[Listed, ...]
    weights: Weights


def situation(snapshot: Snapshot, observed: Observed, config: Config, site: Site) -> Situation:
    """Prepare what is compared."""
    own = ours(observed, config.labels.adopted)
    listed = tuple(
        Listed(
            stream=stream.id,
            path=handoff.path,
            item=item,
            title=render.title(item),
            profile=profile(item.title, item.body),
            counted=item.number in counted,
        )
        for stream, handoff in snapshot.live_handoffs()
        for counted in (counted_numbers((item.number for item in handoff.items), handoff.done),)
        for item in handoff.items
    )
    history = History(snapshot.streams, frozenset(each.profile.name for each in own.known))
    side_by_side: dict[tuple[str, bool], list[Profile]] = defaultdict(list)
    for entry in listed:
        side_by_side[entry.stream, True].append(entry.profile)
    for each in own.known:
        side_by_side[each.stream, False].append(each.profile)
    weights = Weights(*side_by_side.values())
    return Situation(
        snapshot=snapshot,
        observed=observed,
        config=config,
        site=site,
        ours=own,
        history=history,
        claims=Claims(own.known, history, weights),
        listed=listed,
        weights=weights,
    )


def counted_numbers(tagged: Iterable[int | None], done: Iterable[Evidence]) -> frozenset[int]:
    """The numbers by which a handoff counts its tasks (#1, #2, #3), open (`tagged`) and finished; at least two."""
    finished = (_NUMBERED.match(evidence.text) for evidence in done)
    numbers = {*tagged, *(int(found[1]) for found in finished if found)}
    last = next(number for number in count(1) if number not in numbers) - 1
    return frozenset(range(1, last + 1)) if last > 1 else frozenset()


_NUMBERED = re.compile(r"\W*#(\d{1,6})\b")


def is_ignored(known: Known, at: Situation) -> bool:
    """Whether a person keeps us away from an issue."""
    return labels.has(known.issue, at.config.labels.ignore)


def ignored(known: Known, at: Situation, entries: Sequence[Listed] = ()) -> Change:
    """What becomes of such an issue, whoever lists it: nothing."""
    reason = f"a person put the label {at.config.labels.ignore.name} on it"
    if entries:
        return change_listed(known, Verb.SKIP, Rule.IGNORED, reason, entries)
    return change(known, Verb.SKIP, Rule.IGNORED, reason, at)


def change(known: Known, verb: Verb, rule: Rule, reason: str, at: Situation, write: Write | None = None) -> Change:
    """What becomes of an issue, told by the issue alone."""
    issue, config = known.issue, at.config
    kind = Kind.PENDING
    if labels.has(issue, config.labels.blocker):
        kind = Kind.BLOCKER
    elif labels.has(issue, config.labels.question):
        kind = Kind.QUESTION
    return Change(
        verb=verb,
        issue=issue.number,
        id=known.body.marker.id,
        title=issue.title,
        kind=kind,
        priority=next((level for level in Priority if labels.has(issue, config.labels.of(level))), None),
        stream=known.body.marker.stream,
        sources=(Source(path=live_path(known, at), mentions=()),) if known.body.marker.stream else (),
        rule=rule,
        reason=reason,
        write=_seen(write, known),
        url=issue.url,
    )


def change_listed(
    known: Known, verb: Verb, rule: Rule, reason: str, entries: Sequence[Listed], write: Write | None = None
) -> Change:
    """What becomes of an issue whose item `entries` list, the one that describes it first."""
    described = describe(entries)
    return Change(
        verb=verb,
        issue=known.issue.number,
        id=known.body.marker.id,
        title=entries[0].item.title,
        kind=described.kind,
        priority=described.priority,
        stream=known.body.marker.stream,
        part_of=part_of(entries[0]),
        sources=sources(entries),
        rule=rule,
        reason=reason,
        write=_seen(write, known),
        url=known.issue.url,
    )


def part_of(entry: Listed) -> PartOf | None:
    """Of which item an entry is a step."""
    part = entry.part
    return part and PartOf(id=part.parent, issue=part.number, title=part.title)


def describe(entries: Sequence[Listed]) -> render.Description:
    """One description of an item that several streams list: the first one's words, the strongest kind and priority."""
    priorities = [entry.item.priority for entry in entries if entry.item.priority is not None]
    return render.Description(
        item=entries[0].item,
        kind=min((entry.item.kind for entry in entries), key=lambda kind: kind.rank),
        priority=min(priorities, key=lambda priority: priority.rank, default=None),
    )


def sources(entries: Iterable[Listed]) -> tuple[Source, ...]:
    """Where the entries stand, a handoff at a time."""
    mentions: dict[str, tuple[Mention, ...]] = {}
    for entry in entries:
        mentions[entry.path] = (*mentions.get(entry.path, ()), *entry.item.mentions)
    return tuple(Source(path=path, mentions=each) for path, each in mentions.items())


def listings(entries: Iterable[Listed], at: Situation) -> list[render.Listing]:
    """Where the entries stand and since when, to be told in the issue."""
    told: list[render.Listing] = []
    for entry in entries:
        stream = at.history.stream(entry.stream)
        if stream is not None:
            since, times = at.history.since(stream, entry.profile)
            told.append(
                render.Listing(
                    path=entry.path,
                    mention=entry.item.mentions[0],
                    section=entry.item.section,
                    commit=at.snapshot.commit,
                    since=since,
                    times=times,
                    at_least=not stream.reaches_back,
                )
            )
    return told


def live_path(known: Known, at: Situation) -> str:
    """The handoff that could have listed the issue and does not."""
    stream = at.history.stream(known.stream)
    return stream.versions[0].handoff.path if stream and stream.versions else known.body.marker.stream


def _seen(write: Write | None, known: Known) -> Write | None:
    comment = known.adoption.comment if known.adoption else None
    return write and write.model_copy(update={"seen": fingerprint(known.issue, comment)})
