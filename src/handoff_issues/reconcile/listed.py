"""What becomes of an issue whose item a live handoff lists as open."""

from __future__ import annotations

from collections.abc import Sequence

from handoff_issues.model import IssueState, Warning
from handoff_issues.reconcile import labels, remarks, render
from handoff_issues.reconcile.change import Announced, Change, Verb, Write
from handoff_issues.reconcile.marker import Marker, digest, region_is_ours, title_is_ours
from handoff_issues.reconcile.observed import REOPENED, closed_by_us, is_tombstone, was_reopened
from handoff_issues.reconcile.profile import name_of
from handoff_issues.reconcile.rules import Rule
from handoff_issues.reconcile.sides import Known, Listed, entry_digest
from handoff_issues.reconcile.situation import Situation, change_listed, describe, ignored, is_ignored, listings


def decide(known: Known, entries: Sequence[Listed], how: str, at: Situation) -> Change:
    """The change for an issue that `entries` list, the one of its own stream first. `how` tells the match."""
    if is_ignored(known, at):
        return ignored(known, at, entries)
    if not known.is_open:
        return _closed(known, entries, how, at)
    reopened, described = was_reopened(known), describe(entries)
    marker = known.body.marker.as_reopened() if reopened else known.body.marker
    wanted = labels.wanted(at.config.labels, described.kind, described.priority)
    relabelling = labels.relabel(known.issue, marker, wanted, at.config.labels)
    parent = _parent(marker, entries[0])
    same = described.content == marker.content and parent == marker.parent
    if same and not relabelling.add and not relabelling.remove and not reopened:
        return change_listed(known, Verb.KEEP, Rule.UNCHANGED, f"listed, unchanged ({how})", entries)
    write = _in_step(known, marker, entries, at)
    if parent != marker.parent:
        place = f"a step of #{entries[0].part.number}" if entries[0].part else "an item by itself"
        return change_listed(known, Verb.UPDATE, Rule.CHANGED, f"{place} now ({how})", entries, write)
    if same and reopened:
        return change_listed(known, Verb.UPDATE, Rule.REOPENED_BY_PERSON, f"{REOPENED} ({how})", entries, write)
    reason = f"{_differing(write)} changed in the handoff ({how})"
    return change_listed(known, Verb.UPDATE, Rule.CHANGED, reason, entries, write)


def contradictions(at: Situation) -> list[Warning]:
    """Items that one handoff lists as open and shows finished: they stay open, and a person should know."""
    finished = {
        (handoff.path, name_of(evidence.title)): evidence.mentions[0].start
        for _, handoff in at.snapshot.live_handoffs()
        for evidence in handoff.done
    }
    return [
        Warning(
            message=f"“{entry.item.title}” is listed as open here and as finished on line {line}; it stays open",
            path=entry.path,
            line=entry.item.mentions[0].start,
        )
        for entry in at.listed
        if (line := finished.get((entry.path, entry.profile.name))) is not None
    ]


def _closed(known: Known, entries: Sequence[Listed], how: str, at: Situation) -> Change:
    marker, main = known.body.marker, entries[0]
    if is_tombstone(known):
        reason = f"a person dismissed it ({how})"
        return change_listed(known, Verb.SKIP, Rule.TOMBSTONE, reason, entries, _mark_listed(known, at))
    by_person = not closed_by_us(known)
    # Where its home is silent, and another note lists it in other words, nothing has changed since.
    if by_person and (known.adoption or main.stream != known.stream or entry_digest(main.item) == marker.text):
        day = f" on {known.issue.closed_on}" if known.issue.closed_on else ""
        reason = f"this is #{known.issue.number}, which a person closed as completed{day} ({how})"
        row = change_listed(known, Verb.SKIP, Rule.COMPLETED_BY_PERSON, reason, entries, _mark_listed(known, at))
        return row.model_copy(update={"notice": True})
    reopened = marker.as_taken_up(by_person=by_person)
    write = _in_step(known, reopened, entries, at)
    listing = listings([main], at)[0]
    said = Announced(
        id=digest("reopened", marker.id, listing.commit, main.item.text), body=remarks.listed_again(listing, at.site)
    )
    gone = tuple(name for name in known.issue.labels if name.casefold() == at.config.labels.listed.name.casefold())
    changes = {"state": IssueState.OPEN, "comment": said, "remove_labels": (*write.remove_labels, *gone)}
    why = "closed by a person, but its entry has changed since" if by_person else "closed by us"
    reason = f"listed as open again; it was {why} ({how})"
    rule = Rule.CHANGED_SINCE if by_person else Rule.CLOSED_BY_US
    return change_listed(known, Verb.REOPEN, rule, reason, entries, write.model_copy(update=changes))


def _mark_listed(known: Known, at: Situation) -> Write | None:
    """So that the next run finds the closed issue in one request with the others."""
    label = at.config.labels.listed
    return None if labels.has(known.issue, label) else Write(add_labels=(label.name,))


def _parent(marker: Marker, main: Listed) -> str:
    """Of which item the work is a step by now, or is to stay until that has an issue."""
    if main.part is None:
        return ""
    return main.part.parent if main.part.number is not None else marker.parent


def _in_step(known: Known, marker: Marker, entries: Sequence[Listed], at: Situation) -> Write:
    """The write that brings title, region and our labels into step.

    What a person has changed is left as it is; only the marker then follows the handoff.
    """
    main, described = entries[0], describe(entries)
    wanted = labels.wanted(at.config.labels, described.kind, described.priority)
    relabelling = labels.relabel(known.issue, marker, wanted, at.config.labels)
    title = main.title if title_is_ours(known.issue, marker) and main.title != known.issue.title else None
    adopted, region = None, None
    if known.adoption is not None:  # its title is a person's, so that of the item is told in our comment
        title, adopted = None, at.config.labels.adopted
    if region_is_ours(known.body):
        told = listings(entries, at)
        region = render.region(
            described,
            listings=told,
            site=at.site,
            ignore=at.config.labels.ignore,
            notes=render.step_of(main.part),
            around=known.body,
            adopted=adopted,
        )
    # A handoff that was moved or renamed takes its issues along.
    stream = marker.stream if at.history.stream(marker.stream) else main.home
    new = marker.model_copy(
        update={
            "stream": stream,
            "parent": _parent(marker, main),
            "title": digest(main.title) if adopted or title is not None else marker.title,
            "called": str(main.title),
            "region": marker.region if region is None else digest(region.strip()),
            "content": described.content,
            "text": entry_digest(main.item),
            "labels": relabelling.labels,
            "theirs": relabelling.theirs,
        }
    )
    managed = render.kept_region(known.body) if region is None else region
    return Write(
        title=title,
        body=render.body(new, managed, around=known.body),
        add_labels=relabelling.add,
        remove_labels=relabelling.remove,
    )


def _differing(write: Write) -> str:
    """What a person sees change."""
    parts = [
        *(["title"] if write.title is not None else []),
        *(["labels"] if write.add_labels or write.remove_labels else []),
    ]
    return " and ".join(parts) or "text"
