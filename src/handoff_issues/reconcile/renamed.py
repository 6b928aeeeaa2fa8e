"""What a handoff calls otherwise than before: many works at once, as a product with a new name, or dismissed work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set

from handoff_issues.reconcile.observed import is_tombstone
from handoff_issues.reconcile.situation import Situation

Words = tuple[str, ...]

_LONGEST, _CONTEXT = 3, 2
"""Words that a name has at most, and that a title has at least besides."""
_FEWEST, _SHARE = 3, 0.6
"""How many titles have to agree, and which share of all the older ones: else it is a month or a place that differs."""


def find_renamed(at: Situation) -> dict[int, tuple[int, str]]:
    """The issues of items (by their places) that an older handoff lists under the old name, and how it was told.

    Judged by the handoffs alone, so that a run that broke off is made up for.
    """
    found: dict[int, tuple[int, str]] = {}
    names = {(known.stream, known.profile.name): known for known in at.ours.known if known.is_open}
    places: dict[str, dict[str, int]] = defaultdict(dict)
    for place, entry in enumerate(at.listed):
        places[entry.stream][entry.profile.name] = place
    for stream, newer in places.items():
        if all((stream, name) in names for name in newer):
            continue
        for older in at.history.older_names(stream):
            ties = _tie(older, newer.keys() - older)
            for name, (before, old, new) in ties.items():
                known = names.get((stream, before))
                if known is not None:
                    how = f"same title, but for “{old}”, which is “{new}” now"
                    found[newer[name]] = known.issue.number, how
            if ties:
                break
    return found | _reworded(places, at)


def _reworded(places: Mapping[str, Mapping[str, int]], at: Situation) -> dict[int, tuple[int, str]]:
    """The issues that a person dismissed while they were listed, and that are listed in other words since.

    Anything else has to be more like a closed issue not to be new work; in the place of its entry it is that entry.
    What was completed is another matter: what comes in its place may well be what is next to do.
    """
    found: dict[int, tuple[int, str]] = {}
    for known in at.ours.known:
        listed = places.get(known.stream, {})
        if known.profile.name in listed or not is_tombstone(known):
            continue
        name = at.history.reworded(known)
        place = listed.get(name) if name is not None else None
        if place is not None:
            found[place] = known.issue.number, "in other words than before"
    return found


def _tie(older: Set[str], newer: Set[str]) -> dict[str, tuple[str, str, str]]:
    """By newer title: the older one that is the same but for the old name, that name, and the new one."""
    needed = max(_FEWEST, _SHARE * len(older))
    if len(newer) < needed:
        return {}
    contexts: dict[tuple[Words, Words], list[tuple[str, Words]]] = defaultdict(list)
    for title in sorted(older - newer):
        for before, name, after in _parts(title):
            contexts[before, after].append((title, name))
    pairs: dict[tuple[Words, Words], dict[str, str]] = defaultdict(dict)
    for title in sorted(newer):
        for before, name, after in _parts(title):
            for other, old in contexts.get((before, after), ()):
                pairs[old, name].setdefault(title, other)
    ties: dict[str, tuple[str, str, str]] = {}
    for (old, new), titles in sorted(pairs.items(), key=lambda each: (-len(each[1]), each[0])):
        if len(titles) >= needed and len(set(titles.values())) == len(titles):
            for title, other in titles.items():
                ties.setdefault(title, (other, " ".join(old), " ".join(new)))
    return ties


def _parts(title: str) -> Iterator[tuple[Words, Words, Words]]:
    """A title with each run of words in it that may be a name: no bare number."""
    words = tuple(title.split())
    for start in range(len(words)):
        for stop in range(start + 1, min(start + _LONGEST, len(words)) + 1):
            name = words[start:stop]
            if len(words) - len(name) >= _CONTEXT and not all(word.isdigit() for word in name):
                yield words[:start], name, words[stop:]
