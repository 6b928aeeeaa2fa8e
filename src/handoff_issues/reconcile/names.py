"""Which work an entry means where it names another: by number, by key, or by a title that surely is one's.

What is not sure means nothing: a relation that is wrong costs more than one that is missing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import NamedTuple

from handoff_issues.model import IssueState, Reference
from handoff_issues.reconcile.index import Index
from handoff_issues.reconcile.match import Matching
from handoff_issues.reconcile.profile import Profile, name_of, profile
from handoff_issues.reconcile.sides import Listed
from handoff_issues.reconcile.similarity import about
from handoff_issues.reconcile.situation import Situation

SURE = ((0.75, 0.15), (0.65, 0.4))
"""How well a title has to fit a work for it to be meant, and how much better than any other work."""
MOST_TITLES = 500
"""Different titles that are looked for among those of all works; who writes more of them names no works."""
_KEY = re.compile(r"[A-Z][A-Z0-9]{0,9}-?\d{1,6}")
_TICKET = re.compile(r"[A-Z][A-Z0-9]{1,9}-\d{1,6}")
_LEVEL = re.compile(r"P\d")
_LABEL = re.compile(
    r"[\s>#|]*(?:[-*+•]\s+|\d{1,3}[.)]\s+)?(?:\[[ xX]?\]\s+)?[*_`\[(~]{0,4}"
    rf"({_KEY.pattern})(?=[\])*_`:|,.\s—–-])"
)
"""A key at the start of an entry, as its own."""


class Work(NamedTuple):
    """A work that may be meant: one that a live handoff lists, or an open issue of ours, or both."""

    issue: int | None
    """None where its issue has still to be opened."""
    place: int | None
    """Where it is listed first; None where it is not."""


class Names:
    """All works that an entry can mean."""

    def __init__(self, matching: Matching, at: Situation):
        self._at = at
        self._works: list[tuple[Work, Profile]] = []
        self._by_place: dict[int, Work] = {}
        self._by_name: dict[str, set[Work]] = defaultdict(set)
        self._by_key: dict[str, set[Work]] = defaultdict(set)
        self._by_own_key: dict[tuple[str, str], set[Work]] = defaultdict(set)
        self._by_tag: dict[tuple[str, int], set[Work]] = defaultdict(set)
        firsts: dict[int, int] = {}
        for place, entry in enumerate(at.listed):
            number = self._number(place, entry, matching)
            first = place if number is None else firsts.setdefault(number, place)
            self._add_listed(Work(number, first), place, entry)
        for known in at.ours.known:
            number, words = known.issue.number, profile(known.issue.title)
            if known.is_open and number in firsts:  # perhaps renamed by a person
                self._by_name[words.name].add(Work(number, firsts[number]))
            elif known.is_open:
                self._add(Work(number, None), words)
        self._counted = {entry.path for entry in at.listed if entry.counted}
        self._titles: dict[str, Work | None] = {}
        self._index = Index([each for _, each in self._works], at.weights, compare=about)

    def issue_of(self, place: int) -> int | None:
        """The issue of a listed item, if there is one yet."""
        return self._by_place[place].issue

    def meant(self, reference: Reference, entry: Listed) -> Work | None:
        """The one work that is surely meant; None where there is none, or it is not sure which."""
        if reference.number is not None:
            return self._numbered(reference.number, entry)
        if _KEY.fullmatch(reference.name):
            return self._keyed(reference.name, entry)
        return self._titled(reference.name)

    def _number(self, place: int, entry: Listed, matching: Matching) -> int | None:
        if place in matching.found:
            return matching.found[place].known.issue.number
        tagged = None if entry.counted else entry.item.number
        return tagged if tagged is not None and self._is_open(tagged) else None

    def _add_listed(self, work: Work, place: int, entry: Listed) -> None:
        self._by_place[place] = work
        alone = _alone(entry)
        self._add(work, profile(alone) if alone else entry.profile)
        self._by_name[entry.profile.name].add(work)
        label = _LABEL.match(entry.item.text)
        if label is not None:
            self._by_own_key[entry.path, label[1]].add(work)
        if entry.item.number is not None:
            self._by_tag[entry.path, entry.item.number].add(work)

    def _add(self, work: Work, words: Profile) -> None:
        self._works.append((work, words))
        self._by_name[words.name].add(work)
        for key in words.tickets:
            self._by_key[key].add(work)

    def _is_open(self, number: int) -> bool:
        issue = self._at.observed.issues.get(number)
        return issue is not None and issue.state is IssueState.OPEN

    def _numbered(self, number: int, entry: Listed) -> Work | None:
        """By a tag of the same handoff, which may count its works so, else the issue itself."""
        tagged = self._by_tag.get((entry.path, number))
        if tagged:
            return _only(tagged)
        if entry.path in self._counted:
            return None
        return Work(number, None) if self._is_open(number) else None

    def _keyed(self, key: str, entry: Listed) -> Work | None:
        if _LEVEL.fullmatch(key):
            return None
        own = self._by_own_key.get((entry.path, key))
        if own:
            return _only(own)
        return _only(self._by_key.get(key, set())) if _TICKET.fullmatch(key) else None

    def _titled(self, title: str) -> Work | None:
        name = name_of(title)
        if name in self._by_name:
            return _only(self._by_name[name])
        if name not in self._titles:
            self._titles[name] = self._nearest(title) if len(self._titles) < MOST_TITLES else None
        return self._titles[name]

    def _nearest(self, title: str) -> Work | None:
        best: dict[Work, float] = {}
        for place, like in self._index.like(profile(title), floor=min(score - margin for score, margin in SURE)):
            work = self._works[place][0]
            best[work] = max(like.score, best.get(work, 0.0))
        ranked = sorted(best.items(), key=lambda pair: -pair[1])
        if not ranked:
            return None
        first, rival = ranked[0][1], ranked[1][1] if len(ranked) > 1 else 0.0
        return ranked[0][0] if any(first >= score and first - rival >= margin for score, margin in SURE) else None


def _alone(entry: Listed) -> str:
    """The part of a title before the works that it names, which are not what it is about; empty where it names none."""
    title = entry.item.title
    places = (title.find(reference.name) for reference in entry.item.references)
    return title[: min((place for place in places if place > 0), default=0)].rstrip(" (:,;“\"'`")


def _only(works: set[Work]) -> Work | None:
    return next(iter(works)) if len(works) == 1 else None
