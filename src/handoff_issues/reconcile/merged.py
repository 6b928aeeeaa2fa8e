"""Works that a newer handoff lists as one: which issue stays, and which become part of it.

Where works were listed one by one and now a single item covers each of them by name ("Mend the
roof and paint the door"), their oldest issue stays. What is not covered by name is merely silent.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from handoff_issues.reconcile.match import BY_LIKENESS, Match, Matching
from handoff_issues.reconcile.profile import Profile, words_of
from handoff_issues.reconcile.shortfall import JOINT
from handoff_issues.reconcile.sides import Known, Listed
from handoff_issues.reconcile.situation import Situation

_STEP = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")
_BETWEEN = re.compile(rf"{JOINT.pattern}|\s*/\s*|[とや;；]|\s및\s")
_FEWEST = 2
"""Words that a name needs to be covered."""


@dataclass(frozen=True, slots=True)
class Merged:
    """That an issue's work is now part of what another issue is about."""

    into: Known
    entry: Listed


def find_merged(matching: Matching, at: Situation) -> dict[int, Merged]:
    """The merged issues by number. An item that merges works is tied to their oldest issue in `matching`."""
    tied = {found.known.issue.number for found in matching.found.values()}
    silent: dict[str, list[Known]] = defaultdict(list)
    for known in at.ours.known:
        if known.is_open and known.issue.number not in tied:
            silent[known.stream].append(known)
    parts: dict[int, list[Known]] = defaultdict(list)
    for stream, issues in silent.items():
        entries = {place: entry for place, entry in enumerate(at.listed) if entry.stream == stream}
        covering = _Covering(entries)
        for known in issues:
            place = next((place for place in covering.of(known.profile) if _merges(entries, place, known, at)), None)
            if place is not None:
                parts[place].append(known)
    merged: dict[int, Merged] = {}
    for place, issues in parts.items():
        stays = _settle(place, issues, matching)
        merged.update(
            (known.issue.number, Merged(into=stays, entry=at.listed[place])) for known in issues if known is not stays
        )
        other = matching.found[place].known
        if other is not stays:
            merged[other.issue.number] = Merged(into=stays, entry=at.listed[place])
            matching.found[place] = Match(known=stays, how=_told(stays, [*issues, other]))
    return merged


def _settle(place: int, issues: list[Known], matching: Matching) -> Known:
    """The issue that stays: the one that already bears the item's title or number, else the oldest."""
    found = matching.found.get(place)
    if found is not None and not found.how.startswith(BY_LIKENESS):
        return found.known
    everybody = [*issues, found.known] if found is not None else issues
    oldest = min(everybody, key=lambda known: known.issue.number)
    if found is None:
        matching.close_calls.pop(place, None)
        matching.found[place] = Match(known=oldest, how=_told(oldest, issues))
    return oldest


def _told(stays: Known, issues: Sequence[Known]) -> str:
    numbers = ", ".join(f"#{number}" for number in sorted({known.issue.number for known in issues}))
    return f"matched #{stays.issue.number}: the oldest of {numbers}, which it covers by name"


class _Covering:
    """Finds the items whose title, or one of whose steps, says all words of a name."""

    def __init__(self, entries: dict[int, Listed]):
        self._lines = {place: _lines(entry) for place, entry in entries.items()}
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, lines in self._lines.items():
            for word in frozenset[str]().union(*lines):
                self._places[word].append(place)

    def of(self, work: Profile) -> Iterator[int]:
        name = _name(work)
        rarest = min(name, key=lambda word: (len(self._places.get(word, ())), word), default="")
        return (place for place in self._places.get(rarest, ()) if _covers(self._lines[place], name))


def _merges(entries: dict[int, Listed], place: int, known: Known, at: Situation) -> bool:
    """Whether the handoff that last listed a work listed several works by the names that one item covers now."""
    entry = entries[place]
    before = at.history.last_listed_beside(entry.stream, known.profile.name)
    if any(work.name == entry.profile.name for work in before):
        return False
    now = {each.profile.name for each in entries.values()}
    title, *steps = _lines(entry)
    parts = [name for work in before if work.name not in now and _covers([title, *steps], name := _name(work))]
    if len(parts) < _FEWEST or _name(known.profile) not in parts:
        return False
    pairs = list(permutations(parts, 2))
    if not all(one - other for one, other in pairs):
        return False
    return any(_covers(steps, name) for name in parts) or any(
        _joins(entry.item.title, one - other, other - one) for one, other in pairs
    )


def _joins(title: str, one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether a title names two works side by side, by words that each has alone: not "to production as on staging"."""
    between = _BETWEEN.finditer(title)
    return any(one & words_of(title[: at.start()]) and other & words_of(title[at.end() :]) for at in between)


def _covers(lines: Sequence[frozenset[str]], name: frozenset[str]) -> bool:
    return len(name) >= _FEWEST and any(name <= line for line in lines)


def _name(work: Profile) -> frozenset[str]:
    return work.head | frozenset(word for word in work.order if word.isdigit())


def _lines(entry: Listed) -> list[frozenset[str]]:
    steps = (line for line in entry.item.body.splitlines() if _STEP.match(line))
    return [words_of(line) for line in (entry.item.title, *steps)]
