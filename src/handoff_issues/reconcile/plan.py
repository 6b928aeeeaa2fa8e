"""Handoffs beside issues -> the changes that bring the tracker into step, each with its reason."""

from __future__ import annotations

from collections import defaultdict

from handoff_issues.config import Config
from handoff_issues.model import Site, Snapshot
from handoff_issues.reconcile import adopted, labels, listed, relations, unlisted, unmatched
from handoff_issues.reconcile.caps import hold_back
from handoff_issues.reconcile.change import Change, Plan
from handoff_issues.reconcile.handover import hand_over
from handoff_issues.reconcile.match import match
from handoff_issues.reconcile.merged import find_merged
from handoff_issues.reconcile.observed import Observed
from handoff_issues.reconcile.renamed import find_renamed
from handoff_issues.reconcile.sides import Listed
from handoff_issues.reconcile.situation import situation
from handoff_issues.reconcile.steps import may_split, with_steps, with_their_items


def make_plan(snapshot: Snapshot, observed: Observed, config: Config, *, site: Site) -> Plan:
    """The plan for one commit.

    Pure: the same values give the same plan. It holds for what was observed: where it opens
    something and `observed.whole` is false, the rest of our issues has to be looked at first.
    """
    at = situation(snapshot, observed, config, site)
    streams = frozenset(stream.id for stream in snapshot.streams)
    closable = [known for known in at.ours.known if not labels.has(known.issue, config.labels.keep)]
    renamed, finished = find_renamed(at), at.claims.holding(closable)
    items = [known for known in at.ours.known if not known.body.marker.parent]
    matching = match(at.listed, items, at.weights, streams=streams, finished=finished, renamed=renamed)
    at = with_steps(at, matching)
    merged = find_merged(matching, at)
    handover = hand_over(matching, at)
    entries: dict[int, list[Listed]] = defaultdict(list)
    how: dict[int, str] = {}
    for place, found in matching.found.items():
        number = found.known.issue.number
        entries[number].append(at.listed[place])
        how.setdefault(number, found.how)

    changes: list[Change | None] = []
    for other, stays in at.ours.twins:
        changes.append(adopted.confine(unlisted.close_twin(other, stays, at), other, at))
    for known in at.ours.known:
        number = known.issue.number
        stays = handover.given.get(number)
        if stays is not None and known.is_open:
            changes.append(unlisted.close_twin(known, stays, at))
            continue
        now = handover.taken.get(number, known)
        if number in entries:
            own_stream_first = sorted(entries[number], key=lambda entry: entry.stream != known.stream)
            decided = listed.decide(now, own_stream_first, how[number], at)
        elif adopted.is_new(now):
            decided = adopted.take_up(now, at)
        else:
            decided = unlisted.decide(now, merged.get(number), at)
        changes.append(decided and adopted.confine(decided, now, at))
    without = [place for place, entry in enumerate(at.listed) if place not in matching.found and entry.opens]
    changes.extend(with_their_items(unmatched.decide(without, matching, at)))
    related, circles = [change for change in changes if change is not None], ()
    if observed.related:
        related, circles = relations.join(related, matching, at)
    decided, warnings = hold_back(related, config, lifted=observed.lifted)
    told = (*snapshot.warnings, *listed.contradictions(at), *circles, *warnings)
    return Plan(commit=snapshot.commit, changes=tuple(decided), warnings=told)


def unknown_numbers(snapshot: Snapshot, observed: Observed, config: Config) -> tuple[int, ...]:
    """Issue numbers that entries carry as their own tag, and that nobody has looked at yet."""
    items = [item for _, handoff in snapshot.live_handoffs() for item in handoff.items]
    steps = [step for item in items for step in item.steps] if may_split(observed, config) else []
    numbers = {entry.number for entry in (*items, *steps) if entry.number}
    return tuple(sorted(numbers - observed.issues.keys() - observed.absent))
