"""Which item is which issue: by its own number, by title, then by the best one-to-one assignment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handoff_issues.reconcile.assignment import assign
from handoff_issues.reconcile.index import Index
from handoff_issues.reconcile.marker import digest
from handoff_issues.reconcile.profile import Profile, name_of
from handoff_issues.reconcile.rarity import Weights
from handoff_issues.reconcile.sides import Known, Listed
from handoff_issues.reconcile.similarity import Similarity, similarity, text_similarity

THRESHOLD = 0.5
"""From here on two descriptions of one stream are taken for the same work."""
ACROSS = 0.75
"""The same between streams, which may well hold similar works."""
ORPHANED = 0.6
"""The same for an issue whose stream is gone: its handoff may have been moved or renamed."""
CLOSED = 0.75
"""The same for a closed issue of the stream: what is taken for it is not opened as new work."""
CLOSED_ACROSS = 0.9
"""The same for a closed issue of another stream."""
TEXT = 0.47
"""From here on two entries of one stream are the same reworded, where neither resembles another one so."""
COUNTED = 0.1
"""From here on a number that may be an entry's place in a list of tasks is taken for the issue's."""
MARGIN = 0.08
"""A rival this close to the best makes the call too close."""
WORTH_NAMING = 0.25
"""From here on a next best is told."""
BY_LIKENESS = "matched"
"""How each `Match` begins that was made by how like the two are."""

_Like = tuple[int, Similarity]
"""An issue, by its place, and how like it is."""


@dataclass(frozen=True, slots=True)
class Match:
    """The issue of an item, and what tied the two."""

    known: Known
    how: str


@dataclass(frozen=True, slots=True)
class CloseCall:
    """Issues that resemble an item too equally to choose one; best first."""

    candidates: tuple[tuple[Known, Similarity], ...]

    @property
    def how(self) -> str:
        told = ", ".join(f"#{known.issue.number} ({like})" for known, like in self.candidates)
        return f"too close to call between {told}"


@dataclass(slots=True)
class Matching:
    """Per listed item (by its place in the sequence): its issue, or why there is none."""

    found: dict[int, Match] = field(default_factory=dict[int, Match])
    close_calls: dict[int, CloseCall] = field(default_factory=dict[int, CloseCall])
    kin: dict[int, Known] = field(default_factory=dict[int, Known])
    """The issue that went to a closer item: what remains was probably split off from its work."""


def match(
    listed: Sequence[Listed],
    known: Sequence[Known],
    weights: Weights,
    *,
    streams: frozenset[str],
    finished: Mapping[int, float],
    renamed: Mapping[int, tuple[int, str]],
) -> Matching:
    """Tie items to issues. Within a stream an issue has one item; items of several streams may share one.

    `streams` are all that the commit has, those that list nothing too. `finished` tells of issues that
    a statement shows finished how like it is: what resembles one less is what it has left to do. `renamed`
    are items, by their places, whose issues are known by how the handoff before called them, and how.
    """
    matcher = _Matcher(listed, known, weights, streams=streams, finished=finished)
    matcher.by_number()
    matcher.by_title(same_stream=True)
    matcher.by_title(same_stream=False)
    matcher.by_renaming(renamed)
    matcher.by_likeness()
    matcher.by_text()
    return matcher.matching


class _Matcher:
    """Ties what is left on both sides, one way after the other."""

    def __init__(
        self,
        listed: Sequence[Listed],
        known: Sequence[Known],
        weights: Weights,
        *,
        streams: frozenset[str],
        finished: Mapping[int, float],
    ):
        self.matching = Matching()
        self._listed, self._known, self._weights = listed, known, weights
        self._streams, self._finished = streams, finished
        self._unfinished = [each for each in known if each.issue.number not in finished]
        self._claimed: dict[str, set[int]] = defaultdict(set)

    def by_number(self) -> None:
        """By the entry's own tag."""
        numbered = {each.issue.number: each for each in self._known}
        for at, entry in enumerate(self._listed):
            issue = numbered.get(entry.item.number or 0)
            if issue is not None and self._is_free(issue, at) and is_meant(entry, issue.profile, self._weights):
                self._tie(at, issue, f"its own tag #{issue.issue.number}")

    def by_title(self, *, same_stream: bool) -> None:
        """By one title. That which we wrote last comes before the one that a person gave the issue since."""
        for names in (_written, _given):
            titles: dict[tuple[str, str], list[Known]] = defaultdict(list)
            for each in sorted(self._known, key=_preference):
                for name in names(each):
                    titles[each.stream if same_stream else "", name].append(each)
            for at, entry in self._left():
                stream = entry.stream if same_stream else ""
                same = [*titles[stream, entry.profile.name], *titles[stream, f"written {digest(entry.title)}"]]
                free = next((each for each in same if self._is_free(each, at)), None)
                if free is not None:
                    self._tie(at, free, "same title" if same_stream else f"same title as in {free.body.marker.stream}")

    def by_renaming(self, renamed: Mapping[int, tuple[int, str]]) -> None:
        """By how the handoff before called them."""
        numbered = {each.issue.number: each for each in self._unfinished}
        for at, (number, how) in renamed.items():
            issue = numbered.get(number)
            if at not in self.matching.found and issue is not None and self._is_free(issue, at):
                self._tie(at, issue, how)

    def by_likeness(self) -> None:
        """By the best one-to-one assignment within each stream that lists items."""
        index = Index([each.profile for each in self._known], self._weights)
        near: dict[str, dict[int, list[_Like]]] = defaultdict(dict)
        for at, entry in self._left():
            near[entry.stream][at] = [
                (place, like)
                for place, like in index.like(entry.profile, floor=WORTH_NAMING)
                if self._is_free(self._known[place], at)
                and like.score >= self._finished.get(self._known[place].issue.number, 0.0)
            ]
        for rows in near.values():
            self._assign(rows)

    def _assign(self, rows: Mapping[int, Sequence[_Like]]) -> None:
        """Tie the items of one stream, by their places, to issues that are like them, best first."""
        pairs = {
            (at, place): like.score
            for at, likes in rows.items()
            for place, like in likes
            if like.score >= self._needed(self._listed[at], self._known[place])
        }
        chosen = assign(pairs)
        strength = {place: pairs[at, place] for at, place in chosen.items()}
        for at, place in sorted(pairs, key=lambda pair: (pair[0], -pairs[pair])):
            if at not in chosen and place in strength:
                self.matching.kin.setdefault(at, self._known[place])
        for at, place in sorted(chosen.items()):
            best = next(like for other, like in rows[at] if other == place)
            others = [(other, like) for other, like in rows[at] if other != place]
            rivals = [
                (other, like)
                for other, like in others
                if (at, other) in pairs and like.score > best.score - MARGIN and strength.get(other, 0.0) <= like.score
            ]
            if rivals:
                candidates = tuple((self._known[other], like) for other, like in ((place, best), *rivals))
                self.matching.close_calls[at] = CloseCall(candidates=candidates)
            else:
                next_best = [f"next best #{self._known[other].issue.number} {like.score:.2f}" for other, like in others]
                self._tie(at, self._known[place], "; ".join([_told(self._known[place], best), *next_best[:1]]))

    def _needed(self, entry: Listed, known: Known) -> float:
        """How alike the two must be: a closed issue and another stream ask for more."""
        at_home = known.stream == entry.stream
        if not known.is_open:
            return CLOSED if at_home else CLOSED_ACROSS
        if at_home:
            return THRESHOLD
        return ACROSS if known.stream in self._streams else ORPHANED

    def by_text(self) -> None:
        """By the whole entries, within one stream, where the two resemble each other alone.

        Several items that are read from one entry share its text, which then tells none of them from the others.
        """
        for stream in dict.fromkeys(entry.stream for entry in self._listed):
            own = [(at, entry) for at, entry in enumerate(self._listed) if entry.stream == stream]
            settled = self.matching.found.keys() | self.matching.close_calls.keys()
            left = [(at, entry) for at, entry in own if at not in settled]
            theirs = [each for each in self._unfinished if each.is_open and each.stream == stream]
            if not left or all(each.issue.number in self._claimed[stream] for each in theirs):
                continue
            items = _texts([entry.profile for _, entry in own], self._weights)
            issues = _texts([each.profile for each in theirs], self._weights)
            for at, entry in left:
                found = issues.like(entry.profile, floor=TEXT - MARGIN)
                if len(found) != 1 or found[0][1].score < TEXT:
                    continue
                issue, like = theirs[found[0][0]], found[0][1]
                if self._is_free(issue, at) and len(items.like(issue.profile, floor=TEXT - MARGIN)) == 1:
                    self._tie(at, issue, _told(issue, like))

    def _left(self) -> list[tuple[int, Listed]]:
        """The items without an issue, with their places."""
        return [(at, entry) for at, entry in enumerate(self._listed) if at not in self.matching.found]

    def _is_free(self, known: Known, at: int) -> bool:
        """Whether no other item of the stream has the issue."""
        return known.issue.number not in self._claimed[self._listed[at].stream]

    def _tie(self, at: int, to: Known, how: str) -> None:
        self.matching.found[at] = Match(known=to, how=how)
        self._claimed[self._listed[at].stream].add(to.issue.number)


def is_meant(entry: Listed, issue: Profile, weights: Weights) -> bool:
    """Whether an entry's number means the issue that has it.

    Tasks that a note counts (#1, #2, #3) bear numbers too, which are those of other issues by chance.
    """
    return not entry.counted or similarity(entry.profile, issue, weights).score >= COUNTED


def _written(known: Known) -> tuple[str, ...]:
    return known.profile.name, f"written {known.body.marker.title}"


def _given(known: Known) -> tuple[str, ...]:
    return (name_of(known.issue.title),)


def _preference(known: Known) -> tuple[bool, int]:
    """Of issues with one title the open ones come first, the oldest before the newer; then the newest closed."""
    number = known.issue.number
    return (False, number) if known.is_open else (True, -number)


def _told(issue: Known, like: Similarity) -> str:
    return f"{BY_LIKENESS} #{issue.issue.number}: {like}"


def _texts(profiles: Sequence[Profile], weights: Weights) -> Index:
    return Index(profiles, weights, words=lambda work: work.words, compare=text_similarity, rarest=40)
