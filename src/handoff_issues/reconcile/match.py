"""Which item is which issue: by its own number, by title, then by the best one-to-one assignment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from handoff_issues.reconcile.assignment import assign
from handoff_issues.reconcile.index import Index
from handoff_issues.reconcile.marker import digest
from handoff_issues.reconcile.profile import Profile, Weights, name_of
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
    matching = Matching()
    claimed: dict[str, set[int]] = defaultdict(set)

    def tie(at: int, to: Known, how: str) -> None:
        matching.found[at] = Match(known=to, how=how)
        claimed[listed[at].stream].add(to.issue.number)

    _by_number(listed, known, weights, claimed, tie)
    for same_stream in (True, False):
        _by_title(listed, known, matching, claimed, tie, same_stream=same_stream)
    left = [each for each in known if each.issue.number not in finished]
    numbered = {each.issue.number: each for each in left}
    for at, (number, how) in renamed.items():
        if at not in matching.found and number in numbered and number not in claimed[listed[at].stream]:
            tie(at, numbered[number], how)
    _by_likeness(listed, known, weights, streams, finished, matching, claimed, tie)
    _by_text(listed, left, weights, matching, claimed, tie)
    return matching


Tie = Callable[[int, Known, str], None]


def _by_number(
    listed: Sequence[Listed], known: Sequence[Known], weights: Weights, claimed: dict[str, set[int]], tie: Tie
) -> None:
    numbered = {each.issue.number: each for each in known}
    for at, entry in enumerate(listed):
        issue = numbered.get(entry.item.number or 0)
        if issue is None or issue.issue.number in claimed[entry.stream]:
            continue
        if is_meant(entry, issue.profile, weights):
            tie(at, issue, f"its own tag #{issue.issue.number}")


def is_meant(entry: Listed, issue: Profile, weights: Weights) -> bool:
    """Whether an entry's number means the issue that has it.

    Tasks that a note counts (#1, #2, #3) bear numbers too, which are those of other issues by chance.
    """
    return not entry.counted or similarity(entry.profile, issue, weights).score >= COUNTED


def _by_title(
    listed: Sequence[Listed],
    known: Sequence[Known],
    matching: Matching,
    claimed: dict[str, set[int]],
    tie: Tie,
    *,
    same_stream: bool,
) -> None:
    # The title as we last wrote it comes before the one that a person gave the issue since.
    for names in (_written, _given):
        titles: dict[tuple[str, str], list[Known]] = defaultdict(list)
        for each in sorted(known, key=_preference):
            for name in names(each):
                titles[each.stream if same_stream else "", name].append(each)
        for at, entry in enumerate(listed):
            if at in matching.found:
                continue
            stream = entry.stream if same_stream else ""
            same = [*titles[stream, entry.profile.name], *titles[stream, f"written {digest(entry.title)}"]]
            free = next((each for each in same if each.issue.number not in claimed[entry.stream]), None)
            if free is not None:
                tie(at, free, "same title" if same_stream else f"same title as in {free.body.marker.stream}")


def _written(known: Known) -> tuple[str, ...]:
    return known.profile.name, f"written {known.body.marker.title}"


def _given(known: Known) -> tuple[str, ...]:
    return (name_of(known.issue.title),)


def _preference(known: Known) -> tuple[bool, int]:
    """Of issues with one title the open ones come first, the oldest before the newer; then the newest closed."""
    number = known.issue.number
    return (False, number) if known.is_open else (True, -number)


def _by_likeness(
    listed: Sequence[Listed],
    known: Sequence[Known],
    weights: Weights,
    streams: frozenset[str],
    finished: Mapping[int, float],
    matching: Matching,
    claimed: dict[str, set[int]],
    tie: Tie,
) -> None:
    index = Index([each.profile for each in known], weights)
    near: dict[int, list[tuple[int, Similarity]]] = {}
    for at, entry in enumerate(listed):
        if at not in matching.found:
            near[at] = [
                (place, like)
                for place, like in index.like(entry.profile, floor=WORTH_NAMING)
                if known[place].issue.number not in claimed[entry.stream]
                and like.score >= finished.get(known[place].issue.number, 0.0)
            ]
    for stream in dict.fromkeys(listed[at].stream for at in near):
        rows = {at: likes for at, likes in near.items() if listed[at].stream == stream}
        pairs = {
            (at, place): like.score
            for at, likes in rows.items()
            for place, like in likes
            if like.score >= _needed(listed[at], known[place], streams)
        }
        chosen = assign(pairs)
        strength = {place: pairs[at, place] for at, place in chosen.items()}
        for at, place in sorted(pairs, key=lambda pair: (pair[0], -pairs[pair])):
            if at not in chosen and place in strength:
                matching.kin.setdefault(at, known[place])
        for at, place in sorted(chosen.items()):
            rivals = [
                (other, like)
                for other, like in rows[at]
                if other != place
                and (at, other) in pairs
                and like.score > pairs[at, place] - MARGIN
                and strength.get(other, 0.0) <= like.score
            ]
            best = next(like for other, like in rows[at] if other == place)
            if rivals:
                candidates = tuple((known[other], like) for other, like in ((place, best), *rivals))
                matching.close_calls[at] = CloseCall(candidates=candidates)
            else:
                tie(at, known[place], _told(known[place], best, [pair for pair in rows[at] if pair[0] != place], known))


def _needed(entry: Listed, known: Known, streams: frozenset[str]) -> float:
    """How alike the two must be: a closed issue and another stream ask for more."""
    at_home = known.stream == entry.stream
    if not known.is_open:
        return CLOSED if at_home else CLOSED_ACROSS
    if at_home:
        return THRESHOLD
    return ACROSS if known.stream in streams else ORPHANED


def _told(chosen: Known, best: Similarity, others: Iterable[tuple[int, Similarity]], known: Sequence[Known]) -> str:
    told = f"{BY_LIKENESS} #{chosen.issue.number}: {best}"
    following = next(iter(others), None)
    if following is None:
        return told
    place, like = following
    return f"{told}; next best #{known[place].issue.number} {like.score:.2f}"


def _by_text(
    listed: Sequence[Listed],
    known: Sequence[Known],
    weights: Weights,
    matching: Matching,
    claimed: dict[str, set[int]],
    tie: Tie,
) -> None:
    """Tie what is left over on both sides of a stream by the whole entries, where the two resemble each other alone.

    Several items that are read from one entry share its text, which then tells none of them from the others.
    """
    for stream in dict.fromkeys(entry.stream for entry in listed):
        own = [at for at, entry in enumerate(listed) if entry.stream == stream]
        theirs = [each for each in known if each.is_open and each.stream == stream]
        left = [at for at in own if at not in matching.found and at not in matching.close_calls]
        if not left or all(each.issue.number in claimed[stream] for each in theirs):
            continue
        items = _texts([listed[at].profile for at in own], weights)
        issues = _texts([each.profile for each in theirs], weights)
        for at in left:
            found = issues.like(listed[at].profile, floor=TEXT - MARGIN)
            if len(found) != 1 or found[0][1].score < TEXT:
                continue
            issue, like = theirs[found[0][0]], found[0][1]
            if issue.issue.number not in claimed[stream] and len(items.like(issue.profile, floor=TEXT - MARGIN)) == 1:
                tie(at, issue, _told(issue, like, (), known))


def _texts(profiles: Sequence[Profile], weights: Weights) -> Index:
    return Index(profiles, weights, words=lambda work: work.words, compare=text_similarity, rarest=40)
