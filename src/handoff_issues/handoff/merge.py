"""Mentions of the same work become one item.

A note names the same work in several places, shorter here and longer there: in a list and in its
recap, as a problem and as the step that mends it. Entries of one list are different works.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from handoff_issues.handoff.lexicon import Group, Lexicon, Role
from handoff_issues.handoff.outline import Block
from handoff_issues.handoff.views import View

SAME = 0.5
"""Likeness from which two mentions are the same work."""
RECAP = 0.3
"""The same, where one of them stands in a list that repeats other entries."""
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+|[^\W_]+")
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_KEY = re.compile(r"\b(?:[A-Z]{2,10}-\d{1,6}|[A-Z]{1,3}\d{2,6}|\d{1,3}-[A-Z])\b|(?<![\w/])#\d{1,6}\b")
_JOINTS = re.compile(r"\s+(?:\+|&|/)\s+|\s+(?:and|und|et|y|e|i|en|og|och|и|та|ve)\s+|[、，]")
_SUFFIXES = ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ied", "ion", "ers", "er", "ed", "es", "s", "e")
_STEM = 6
"""Letters of a word that tell it from others: "calculation" and "calculator" are one."""


@dataclass(frozen=True)
class Candidate:
    """One mention of one item: where it stands and what it is called."""

    view: View
    title: str
    name: str
    """The fewest words that name it: what a recap would repeat."""

    @property
    def start(self) -> int:
        """Its first line."""
        return self.view.block.start


@dataclass(frozen=True)
class _Words:
    """The words of a mention: of its name, of all that it says, and of each line nested in it."""

    name: frozenset[str]
    doing: frozenset[str]
    """Those of the name that say what is done, not to what."""
    text: frozenset[str]
    lines: tuple[frozenset[str], ...]
    keys: frozenset[str]


@dataclass
class Same:
    """One work: its mentions in the order of the page, and entries that cover it among others."""

    mentions: list[Candidate]
    covered_by: list[Candidate] = field(default_factory=list[Candidate])


def group_same(candidates: Sequence[Candidate], lexicon: Lexicon) -> list[Same]:
    """The candidates in groups of the same work, in the order of the page."""
    words = [_read(candidate, lexicon) for candidate in candidates]
    weights = _weights(words)
    likeness = _likenesses(candidates, words, weights)
    recaps = _recap_lists(candidates, likeness)
    pairs = sorted(
        ((score, a, b) for (a, b), score in likeness.items() if score >= _threshold(candidates, a, b, recaps)),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    groups = _union(candidates, pairs)
    return _share_out(candidates, groups, weights, lexicon)


def _likenesses(
    candidates: Sequence[Candidate], words: Sequence[_Words], weights: dict[str, float]
) -> dict[tuple[int, int], float]:
    """How alike each two mentions are that share a word of a name; entries of one list are not compared."""
    index: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(words):
        for stem in one.text:
            index[stem].append(at)
    found: dict[tuple[int, int], float] = {}
    first: dict[frozenset[str], int] = {}
    for at, one in enumerate(words):
        twin = first.setdefault(one.name, at)
        if twin != at and not _siblings(candidates[twin], candidates[at]):
            found[twin, at] = 1.0
        for stem in one.name:
            if len(index[stem]) > _COMMON:
                continue
            for other in index[stem]:
                pair = (min(at, other), max(at, other))
                if other != at and pair not in found and not _siblings(candidates[at], candidates[other]):
                    found[pair] = _likeness(words[pair[0]], words[pair[1]], weights)
    return found


_COMMON = 60
"""A word that more mentions than this have tells nothing, and comparing all of them takes too long."""


def _threshold(candidates: Sequence[Candidate], a: int, b: int, recaps: set[tuple[int, int]]) -> float:
    return RECAP if _list_of(candidates[a]) in recaps or _list_of(candidates[b]) in recaps else SAME


def _list_of(candidate: Candidate) -> tuple[int, int]:
    block = candidate.view.block
    return (id(block.parent), block.series)


def _recap_lists(candidates: Sequence[Candidate], likeness: dict[tuple[int, int], float]) -> set[tuple[int, int]]:
    """Lists of which most entries are found elsewhere: they repeat."""
    best: dict[int, float] = defaultdict(float)
    for (a, b), score in likeness.items():
        best[a], best[b] = max(best[a], score), max(best[b], score)
    members: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at, candidate in enumerate(candidates):
        members[_list_of(candidate)].append(at)
    return {
        key for key, own in members.items() if len(own) >= 3 and sum(best[at] >= SAME for at in own) * 2 >= len(own)
    }


def _union(candidates: Sequence[Candidate], pairs: Iterable[tuple[float, int, int]]) -> list[list[int]]:
    """Join the likest pairs first; two entries of one list never come together."""
    groups = {at: [at] for at in range(len(candidates))}
    owner = list(range(len(candidates)))
    for _, left, right in pairs:
        a, b = owner[left], owner[right]
        if a == b or any(_siblings(candidates[i], candidates[j]) for i in groups[a] for j in groups[b]):
            continue
        groups[a].extend(groups.pop(b))
        for at in groups[a]:
            owner[at] = a
    return [sorted(members) for _, members in sorted(groups.items(), key=lambda pair: min(pair[1]))]


def _share_out(
    candidates: Sequence[Candidate], groups: list[list[int]], weights: dict[str, float], lexicon: Lexicon
) -> list[Same]:
    """An entry that joins two works which others name one by one is a mention of each."""
    names = [[_read_name(candidates[at].name, lexicon) for at in members] for members in groups]
    same = [Same([candidates[at] for at in members]) for members in groups]
    gone: set[int] = set()
    for own, members in enumerate(groups):
        for at in members:
            homes = _homes(candidates[at], own, names, groups, candidates, weights, lexicon)
            if len(homes) < 2:
                continue
            for home in homes:
                if home != own:
                    same[home].covered_by.append(candidates[at])
            if own not in homes and len(members) == 1:
                gone.add(own)
    return [one for at, one in enumerate(same) if at not in gone]


def _homes(
    candidate: Candidate,
    own: int,
    names: list[list[frozenset[str]]],
    groups: list[list[int]],
    candidates: Sequence[Candidate],
    weights: dict[str, float],
    lexicon: Lexicon,
) -> set[int]:
    """The works that the parts of a joined title name ("A + B")."""
    parts = [part for part in _JOINTS.split(candidate.name) if part.strip()]
    if not 2 <= len(parts) <= 4:
        return set()
    homes: set[int] = set()
    for part in parts:
        stems = _read_name(part, lexicon)
        scores = [
            (max(_share(stems, name, weights) for name in named), -at)
            for at, named in enumerate(names)
            if (at == own and len(groups[at]) > 1)
            or (at != own and not any(_siblings(candidate, candidates[i]) for i in groups[at]))
        ]
        score, home = max(scores, default=(0.0, 0))
        if score >= _PART:
            homes.add(-home)
    return homes


_PART = 0.75
"""How much of a part's name must be in the name of the work that it is said to cover."""


def _siblings(left: Candidate, right: Candidate) -> bool:
    """Whether two mentions are different works by where they stand: in one list, or one asks what the other does."""
    if (left.view.context.role is Role.QUESTION) != (right.view.context.role is Role.QUESTION):
        return True
    a, b = left.view.block, right.view.block
    return a.parent is b.parent and a.shape is b.shape and a.series == b.series


def _read(candidate: Candidate, lexicon: Lexicon) -> _Words:
    block = candidate.view.block
    nested = [stems(child.text.plain[:300], lexicon.small_words) for child in _first(block, 40)]
    own = block.text.plain[:800]
    return _Words(
        name=_read_name(candidate.name, lexicon),
        doing=_doing(candidate.name, lexicon),
        text=stems(f"{candidate.title} {candidate.name} {own}", lexicon.small_words),
        lines=tuple(nested),
        keys=frozenset(_KEY.findall(f"{candidate.title} {own[:200]}")),
    )


def _first(block: Block, count: int) -> list[Block]:
    return [child for child, _ in zip(block.walk(), range(count), strict=False)]


def _read_name(title: str, lexicon: Lexicon) -> frozenset[str]:
    return stems(title, lexicon.small_words) or stems(title)


def _doing(title: str, lexicon: Lexicon) -> frozenset[str]:
    """The stems of verbs in a name."""
    reading = lexicon.read(title)
    verbs = {word for hit in reading.of(Group.VERBS) for word in reading.words[hit.first : hit.stop]}
    return frozenset(_stem(word) for word in verbs)


def stems(text: str, empty: frozenset[str] = frozenset()) -> frozenset[str]:
    """The words that tell one work from another, without endings; pairs of characters in dense scripts."""
    found: set[str] = set()
    for word in _WORD.findall(text.lower()):
        if _DENSE.match(word):
            found.update(word[i : i + 2] for i in range(max(1, len(word) - 1)))
        elif word not in empty:
            found.add(_stem(word))
    return frozenset(found)


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    if any(char.isdigit() for char in word):
        return word  # parser7 is not parser9
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            word = word[: -len(suffix)]
            break
    return word[:_STEM]


def _weights(words: Sequence[_Words]) -> dict[str, float]:
    """Rare words tell more: the logarithm of how few mentions have them."""
    counts = Counter(stem for one in words for stem in one.text)
    return {stem: math.log(1 + len(words) / count) for stem, count in counts.items()}


def _likeness(left: _Words, right: _Words, weights: dict[str, float]) -> float:
    if left.keys & right.keys and (left.keys <= right.keys or right.keys <= left.keys):
        return 1.0
    return max(_contained(left, right, weights), _contained(right, left, weights))


def _contained(part: _Words, whole: _Words, weights: dict[str, float]) -> float:
    """How much of `part`'s name the other says: in its name it counts fully, in its text less."""
    matter = part.name - part.doing
    named = _share(part.name, whole.name, weights, part.doing)
    said = _share(part.name, whole.text, weights, part.doing)
    nested = max((_share(part.name, line, weights, part.doing) for line in whole.lines), default=0.0)
    if len(matter) <= 1 and part.name != whole.name:
        # One word alone ("pipeline") is the subject of many works.
        return 0.5 * named
    return max(named, 0.4 * named + 0.6 * said - 0.1, nested - 0.25)


def _share(
    name: frozenset[str], other: frozenset[str], weights: dict[str, float], doing: frozenset[str] = frozenset()
) -> float:
    """The weight of the words of `name` that are in `other`; what is done counts less than to what."""
    total = found = 0.0
    for stem in name:
        weight = weights.get(stem, 1.0) * (0.4 if stem in doing else 1.0)
        total += weight
        found += weight if stem in other else 0.0
    return found / total if total else 0.0
