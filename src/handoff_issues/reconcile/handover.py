"""Items that we filed, and that a person wants to be tracked by an issue of their own, which was adopted for that."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from handoff_issues.model import StateReason
from handoff_issues.reconcile.match import ACROSS, THRESHOLD, Match, Matching
from handoff_issues.reconcile.observed import is_tombstone
from handoff_issues.reconcile.sides import Known
from handoff_issues.reconcile.similarity import similarity
from handoff_issues.reconcile.situation import Situation, is_ignored


@dataclass(slots=True)
class Handover:
    """Which issues have changed places."""

    taken: dict[int, Known] = field(default_factory=dict[int, Known])
    """Adopted issues by number, under the id of the issue whose item they have taken over."""
    given: dict[int, Known] = field(default_factory=dict[int, Known])
    """By the number of our issue that had the item: the adopted one that has it now."""


def hand_over(matching: Matching, at: Situation) -> Handover:
    """Give each open adopted issue that has had no item yet the one that it surely is, though ours had it until now.

    Both issues then bear one id, so that a later run knows ours as a twin where this one breaks off.
    """
    handover = Handover()
    tied = {found.known.issue.number: place for place, found in matching.found.items()}
    for known in at.ours.known:
        if known.adoption is None or known.body.marker.called or not known.is_open:
            continue
        place = tied.get(known.issue.number)
        former = _nearest(known, matching, at) if place is None else _of_that_name(place, tied, at)
        if former is None or former.issue.number in handover.given:
            continue
        marker = known.body.marker.model_copy(update={"id": former.body.marker.id})
        taker = replace(known, body=known.body.model_copy(update={"marker": marker}))
        handover.taken[known.issue.number] = handover.given[former.issue.number] = taker
        for at_place, found in matching.found.items():
            if found.known is former:
                how = f"adopted, and so alike that it takes over from #{former.issue.number}"
                matching.found[at_place] = Match(known=taker, how=how)
    return handover


def _nearest(adopted: Known, matching: Matching, at: Situation) -> Known | None:
    """Our issue with the item that is most like the adopted one; None where none is enough so."""
    best, nearest = 0.0, None
    for place, found in matching.found.items():
        if _may_give(found.known, at):
            like = similarity(adopted.profile, at.listed[place].profile, at.weights).score
            if like > best and like >= _needed(found.known):
                best, nearest = like, found.known
    return nearest


def _needed(ours: Known) -> float:
    """How alike: less where a person has closed ours as a duplicate, of this one presumably."""
    return THRESHOLD if is_tombstone(ours) and ours.issue.state_reason is StateReason.DUPLICATE else ACROSS


def _may_give(known: Known, at: Situation) -> bool:
    """Whether an issue is ours, of no step of an item, and no person wants us to leave it alone."""
    is_step = bool(known.body.marker.parent)
    return known.adoption is None and not is_step and not is_ignored(known, at)


def _of_that_name(place: int, tied: dict[int, int], at: Situation) -> Known | None:
    """Our issue for an item, where its entry now has the adopted one's number."""
    name = at.listed[place].profile.name
    return next(
        (
            known
            for known in at.ours.known
            if _may_give(known, at) and known.issue.number not in tied and known.profile.name == name
        ),
        None,
    )
