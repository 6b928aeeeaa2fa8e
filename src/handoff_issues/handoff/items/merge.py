"""Mentions of the same work become one item.

A note names the same work in several places, shorter here and longer there: in a list and in its
recap, as a problem and as the step that mends it. Entries of one list are different works.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import NamedTuple

from handoff_issues.handoff.items.likeness import (
    Candidate,
    Stems,
    Weights,
    Words,
    are_parallel,
    likeness,
    name_stems,
    read_words,
    share_a_deed_alone,
)
from handoff_issues.handoff.items.pairs import Pair, measure_pairs
from handoff_issues.handoff.items.references import MAX_LINE, MAX_LINES, read_references
from handoff_issues.handoff.judging.forest import fitted
from handoff_issues.handoff.lexicon import Lexicon, Role
from handoff_issues.handoff.lexicon.joints import joint
from handoff_issues.handoff.outline import Shape

_PART = 0.75
"""How much of a part's name must be in the name of the work that it is said to cover."""
_MANY = 3_000
"""Pairs that are measured; a page with more is no note, and they go by their likeness alone."""
_ALIKE = 0.5
"""The likeness from which two mentions are then of one work."""
_COMMON = 40
"""A word that more mentions than this have tells nothing, and comparing all of them takes too long."""


@dataclass
class Same:
    """One work: its mentions in the order of the page, and entries that cover it among others."""

    mentions: list[Candidate]
    covered_by: list[Candidate] = field(default_factory=list[Candidate])


class _Place(NamedTuple):
    """Where a mention stands: two of one list are different works, and so are a question and what it is about."""

    asks: bool
    parent: int
    series: int
    shape: Shape


@dataclass
class _Group:
    """Mentions of one work, by their number on the page, and where they stand."""

    members: list[int]
    places: set[_Place]

    asks: bool

    def takes(self, other: _Group) -> bool:
        """Whether the mentions of both can be of one work."""
        return self.asks == other.asks and self.places.isdisjoint(other.places)


def group_same(candidates: Sequence[Candidate], lexicon: Lexicon) -> list[Same]:
    """The candidates in groups of the same work, in the order of the page."""
    words = [read_words(candidate, lexicon) for candidate in candidates]
    weights = Weights.of(words)
    alike = compare(candidates, words, weights, lexicon)
    if len(alike) <= _MANY:
        learnt = fitted().same
        scores = map(learnt.read, map(learnt.vector, measure_pairs(candidates, words, weights, alike)))
    else:
        scores = (score - _ALIKE for score in alike.values())
    pairs = [(-score, a, b) for (a, b), score in zip(alike, scores, strict=True) if score > 0]
    groups = _union([_place(candidate) for candidate in candidates], sorted(pairs))
    works = _Works(groups, words, weights, lexicon)
    return _share_out(candidates, groups, works)


def compare(
    candidates: Sequence[Candidate], words: Sequence[Words], weights: Weights, lexicon: Lexicon
) -> dict[Pair, float]:
    """How alike each two mentions are that can be of one work; `words` are theirs, `weights` those of the page."""
    alike = _compare(words, [_place(candidate) for candidate in candidates], weights)
    waits = [_waits_for(candidate, lexicon) for candidate in candidates]
    excluded = {
        (a, b)
        for a, b in alike
        if _differ_in_numbers(words[a], words[b])
        or are_parallel(words[a], words[b])
        or share_a_deed_alone(words[a], words[b])
        or (waits[a] and _names(waits[a], words[a], words[b], weights))
        or (waits[b] and _names(waits[b], words[b], words[a], weights))
    }
    excluded.update(_nested(candidates))
    left = {pair: score for pair, score in alike.items() if pair not in excluded}
    ambiguous = _ambiguous(left, words)
    return {pair: score for pair, score in left.items() if pair not in ambiguous}


def _nested(candidates: Sequence[Candidate]) -> Iterator[Pair]:
    """The mentions that people made items of their own within others, with those."""
    numbers = {candidate.view.block: at for at, candidate in enumerate(candidates)}
    for at, candidate in enumerate(candidates):
        above = candidate.view.block.parent
        while above is not None:
            if above in numbers:
                yield numbers[above], at
            above = above.parent


def _differ_in_numbers(left: Words, right: Words) -> bool:
    """Whether each name has a word with a digit that the other has not: parser7 is not parser9."""
    return not (left.numbers <= right.name or right.numbers <= left.name)


def _ambiguous(alike: Mapping[Pair, float], words: Sequence[Words]) -> set[Pair]:
    """The pairs that share only the one word of a name which more works share: "tests", "pipeline"."""
    shared: dict[int, list[Pair]] = defaultdict(list)
    for (a, b), score in alike.items():
        for at, other in ((a, b), (b, a)) if score < 1 else ():
            name = words[at].name - words[at].doing
            if len(name) <= 1 and name <= words[other].name:
                shared[at].append((a, b))
    return {pair for pairs in shared.values() if len(pairs) > 1 for pair in pairs}


def _waits_for(candidate: Candidate, lexicon: Lexicon) -> list[Stems]:
    """The names of other works that a mention gives in words ("blocked by: Staging is down")."""
    block = candidate.view.block
    lines = [block.text.plain, *(child.text.plain for child in islice(block.walk(), MAX_LINES))]
    named = read_references(block, (line[:MAX_LINE] for line in lines), lexicon.languages)
    return [name_stems(each.name, lexicon) for each in named if each.number is None]


def _names(waits: Sequence[Stems], own: Words, other: Words, weights: Weights) -> bool:
    """Whether a mention that says more than that names the other, and surely that, as a work apart from its own."""
    name = weights.name(other.name)
    return any(
        len(own.name - each) > 1 and name.share(each) >= _PART and weights.name(each).share(other.name) >= _PART
        for each in waits
    )


def _place(candidate: Candidate) -> _Place:
    view = candidate.view
    return _Place(view.context.role is Role.QUESTION, id(view.block.parent), view.block.series, view.block.shape)


def _are_apart(left: _Place, right: _Place) -> bool:
    return left == right or left.asks != right.asks


def _compare(words: Sequence[Words], places: Sequence[_Place], weights: Weights) -> dict[Pair, float]:
    """How alike each two mentions are that share a word of a name, where they can be the same work."""
    index: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(words):
        for stem in one.text:
            index[stem].append(at)
    # In one long list nothing is to be compared.
    telling = {stem for stem, own in index.items() if len(own) <= _COMMON and len({places[at] for at in own}) > 1}
    names = [weights.name(one.name, one.doing) for one in words]
    found: dict[Pair, float] = {}
    first: dict[Stems, int] = {}
    for at, one in enumerate(words):
        twin = first.setdefault(one.name, at)
        if twin != at and not _are_apart(places[twin], places[at]):
            found[twin, at] = 1.0
        for stem in one.name & telling:
            for other in index[stem]:
                a, b = (at, other) if at < other else (other, at)
                if a != b and (a, b) not in found and not _are_apart(places[a], places[b]):
                    found[a, b] = likeness(words[a], words[b], (names[a], names[b]))
    return found


def _union(places: Sequence[_Place], pairs: Iterable[tuple[float, int, int]]) -> list[_Group]:
    """Join the pairs in their order; two mentions that are apart never come together."""
    owner = [_Group([at], {place}, place.asks) for at, place in enumerate(places)]
    for _, left, right in pairs:
        less, more = sorted((owner[left], owner[right]), key=lambda group: len(group.members))
        if less is more or not more.takes(less):
            continue
        more.members.extend(less.members)
        more.places |= less.places
        for at in less.members:
            owner[at] = more
    groups = {id(group): group for group in owner}  # in the order of their first members
    for group in groups.values():
        group.members.sort()
    return list(groups.values())


def _share_out(candidates: Sequence[Candidate], groups: Sequence[_Group], works: _Works) -> list[Same]:
    """An entry that joins two works which others name one by one is a mention of each."""
    same = [Same([candidates[at] for at in group.members]) for group in groups]
    gone: set[int] = set()
    for own, group in enumerate(groups):
        for at in group.members:
            homes = works.named_by(candidates[at], own)
            if len(homes) < 2:
                continue
            for home in homes - {own}:
                same[home].covered_by.append(candidates[at])
            if own not in homes and len(group.members) == 1:
                gone.add(own)
    return [one for at, one in enumerate(same) if at not in gone]


class _Works:
    """The works of a page, to be found by a part of a name."""

    def __init__(self, groups: Sequence[_Group], words: Sequence[Words], weights: Weights, lexicon: Lexicon) -> None:
        self._groups, self._weights, self._lexicon = groups, weights, lexicon
        self._names = [{words[at].name for at in group.members} for group in groups]
        self._index: dict[str, set[int]] = defaultdict(set)
        for at, names in enumerate(self._names):
            for stem in {stem for name in names for stem in name}:
                self._index[stem].add(at)

    def named_by(self, candidate: Candidate, own: int) -> set[int]:
        """The works that the parts of a joined title name ("A + B"); `own` is the one that it is a mention of."""
        parts = [part for part in _joints(self._lexicon.languages).split(candidate.name) if part.strip()]
        if not 2 <= len(parts) <= 4:
            return set()
        place = _place(candidate)
        alone = _Group([], {place}, place.asks)
        homes = (self._home(name_stems(part, self._lexicon), alone, own) for part in parts)
        return {home for home in homes if home is not None}

    def _home(self, part: Stems, alone: _Group, own: int) -> int | None:
        """The work whose name holds most of a part's, and enough of it."""
        name = self._weights.name(part)
        near = {at for stem in part if len(self._index[stem]) <= _COMMON for at in self._index[stem]}
        scores = [
            (max(map(name.share, self._names[at])), -at)
            for at in near
            if (len(self._groups[at].members) > 1 if at == own else self._groups[at].takes(alone))
        ]
        score, home = max(scores, default=(0.0, 0))
        return -home if score >= _PART else None


@cache
def _joints(languages: Sequence[str]) -> re.Pattern[str]:
    """What joins two works in one title: "A + B", "A and B"."""
    return re.compile(rf"\s+(?:\+|&|/)\s+|{joint(languages)}|[、，]")
