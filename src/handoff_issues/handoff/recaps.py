"""Lists that repeat what stands elsewhere: a recap, a summary, a list of problems beside the one of steps."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

SAME = 0.5
"""Likeness from which two mentions are the same work."""
RECAP = 0.3
"""The same, where one of them stands in a list that repeats other entries."""
_TWIN = 0.2
"""The same, where entry by entry one list repeats another, and each of two is most like the other."""
_ENTRIES = 3
"""A shorter list repeats nothing."""

List = tuple[int, int]
"""A list of a page: its parent and its number."""
Pair = tuple[int, int]
"""Two mentions by their numbers, the lesser first."""


class Recaps(NamedTuple):
    """What repeats on a page."""

    lists: frozenset[List]
    pairs: frozenset[Pair]
    """Entries of two lists of which one repeats the other, each most like its twin."""


def find_recaps(lists: Sequence[List], alike: Mapping[Pair, float]) -> Recaps:
    """The lists of which most entries are found elsewhere; `lists` has that of each mention, `alike` each likeness."""
    best = _most_alike(alike)
    members: dict[List, list[int]] = defaultdict(list)
    for at, own in enumerate(lists):
        members[own].append(at)
    recaps: set[List] = set()
    pairs: set[Pair] = set()
    for name, own in members.items():
        if len(own) < _ENTRIES:
            continue
        twins = {at: best[at][1] for at in own if at in best and best[best[at][1]][1] == at}
        like = Counter(lists[twin] for at, twin in twins.items() if best[at][0] >= RECAP)
        other, most = max(like.items(), key=lambda found: found[1], default=(name, 0))
        if most * 2 >= len(own):
            recaps.add(name)
            pairs |= {
                (min(at, twin), max(at, twin))
                for at, twin in twins.items()
                if lists[twin] == other and best[at][0] >= _TWIN
            }
        elif sum(at in best and best[at][0] >= SAME for at in own) * 2 >= len(own):
            recaps.add(name)
    return Recaps(frozenset(recaps), frozenset(pairs))


def _most_alike(alike: Mapping[Pair, float]) -> dict[int, tuple[float, int]]:
    """For each mention the likeness to the one that is most like it, and that one."""
    best: dict[int, tuple[float, int]] = {}
    for (a, b), score in sorted(alike.items(), key=lambda pair: (pair[1], pair[0])):
        best[a], best[b] = (score, b), (score, a)
    return best
