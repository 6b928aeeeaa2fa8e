"""How much a word says of a work: the rarer it is among the works at hand, the more."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from handoff_issues.reconcile.profile import Profile


class Weights:
    """How much a word or identifier says: the rarer among the works at hand, the more."""

    def __init__(self, *groups: Iterable[Profile]):
        """`groups` are the works that stand side by side, in one handoff or among the issues of one stream."""
        self._seen: Counter[str] = Counter()
        self._labels: set[frozenset[str]] = set()
        self._shared: set[str] = set()
        self._sums: dict[frozenset[str], float] = {}
        total = 0
        for group in groups:
            parts: Counter[frozenset[str]] = Counter()
            called: Counter[str] = Counter()
            for each in group:
                total += 1
                self._seen.update(each.words | each.keys)
                parts.update(each.parts)
                called[each.called] += 1
            self._labels.update(part for part, count in parts.items() if count > 1)
            self._shared.update(name for name, count in called.items() if count > 1)
        self._table = _Table(self._seen, total)

    def of(self, word: str) -> float:
        """From about 0.3 for a word that stands everywhere to the logarithm of how many works there are."""
        return self._table[word]

    def telling(self, key: str) -> float:
        """How far an identifier tells one work from others: fully where a work and its issue have it, and no others."""
        return min(1.0, 2 / max(1, self._seen[key]))

    def is_label(self, part: frozenset[str]) -> bool:
        """Whether a part of a title is no name, since several works side by side bear it."""
        return part in self._labels

    def is_own(self, called: str) -> bool:
        """Whether no other work beside the one that is called so is called the same."""
        return bool(called) and called not in self._shared

    def sum(self, words: Iterable[str]) -> float:
        """What words say together; exact, so that the order of a set changes nothing."""
        return math.fsum(map(self._table.__getitem__, words))

    def whole(self, words: frozenset[str]) -> float:
        """The same of what is asked for again and again: all words of a title, a name, an entry."""
        if words not in self._sums:
            self._sums[words] = self.sum(words)
        return self._sums[words]


class _Table(dict[str, float]):
    """Weights by word, reckoned when first asked for."""

    def __init__(self, seen: Counter[str], total: int):
        super().__init__()
        self._seen, self._total = seen, total

    def __missing__(self, word: str) -> float:
        weight = self[word] = math.log(1 + (self._total + 2) / (self._seen[word] + 0.5))
        return weight
