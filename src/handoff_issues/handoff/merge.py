"""Candidates that are the same work become one item with several mentions."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from handoff_issues.handoff.signals import View

SAME = 0.58
"""Share of the weight of the shorter name's words that must be found in the other mention."""
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+|[^\W_]+")
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_SUFFIXES = ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ied", "ion", "ers", "er", "ed", "es", "s", "e")
_EMPTY_WORDS = frozenset(
    "a an the and or of to in on for with by from as at is are be it this that not no yet still need needs add fix "
    "der die das und oder mit für von zu im in auf ist nicht noch eine ein once all any via into".split()
)


@dataclass(frozen=True)
class Candidate:
    """One mention of one item: where it stands, what it is called and what it says."""

    view: View
    title: str

    @property
    def start(self) -> int:
        return self.view.block.start


@dataclass(frozen=True)
class _Words:
    name: frozenset[str]
    text: frozenset[str]


def group_same(candidates: Sequence[Candidate]) -> list[list[Candidate]]:
    """The candidates in groups of the same work, in the order of the page; entries of one list never meet."""
    words = [_read(candidate) for candidate in candidates]
    weights = _weights(words)
    pairs = sorted(
        (
            (score, left, right)
            for left in range(len(candidates))
            for right in range(left + 1, len(candidates))
            if not _siblings(candidates[left], candidates[right])
            and (score := _similarity(words[left], words[right], weights)) >= SAME
        ),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    groups = {index: [index] for index in range(len(candidates))}
    owner = list(range(len(candidates)))
    for _, left, right in pairs:
        a, b = owner[left], owner[right]
        if a == b or any(_siblings(candidates[i], candidates[j]) for i in groups[a] for j in groups[b]):
            continue
        groups[a].extend(groups.pop(b))
        for index in groups[a]:
            owner[index] = a
    return [[candidates[index] for index in sorted(members)] for _, members in sorted(groups.items())]


def _siblings(left: Candidate, right: Candidate) -> bool:
    a, b = left.view.block, right.view.block
    return a.parent is b.parent and a.shape is b.shape and a.series == b.series


def _read(candidate: Candidate) -> _Words:
    name = stems(candidate.title)
    return _Words(name, name | stems(candidate.view.block.text.plain[:600]))


def stems(text: str) -> frozenset[str]:
    """The words that tell one work from another, without endings; pairs of characters in dense scripts."""
    found: set[str] = set()
    for word in _WORD.findall(text.lower()):
        if _DENSE.match(word):
            found.update(word[i : i + 2] for i in range(max(1, len(word) - 1)))
        elif word not in _EMPTY_WORDS:
            found.add(_stem(word))
    return frozenset(found)


def _stem(word: str) -> str:
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word[: -len(suffix)]
    return word


def _weights(words: Sequence[_Words]) -> dict[str, float]:
    """Rare words tell more: the logarithm of how few mentions have them."""
    counts = Counter(stem for one in words for stem in one.text)
    return {stem: math.log(1 + len(words) / count) for stem, count in counts.items()}


def _similarity(left: _Words, right: _Words, weights: dict[str, float]) -> float:
    return max(_contained(left, right, weights), _contained(right, left, weights))


def _contained(part: _Words, whole: _Words, weights: dict[str, float]) -> float:
    """How much of `part`'s name is in `whole`; words of `whole`'s name count fully, others of it less."""
    total = sum(weights[stem] for stem in part.name)
    if not total:
        return 0.0
    named = sum(weights[stem] for stem in part.name & whole.name)
    said = sum(weights[stem] for stem in part.name & whole.text - whole.name)
    if len(part.name) == 1 and part.name != whole.name:
        return 0.5 * named / total
    return (named + 0.6 * said) / total
